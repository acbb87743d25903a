//! Prints shape, characters, and the bytes that an inspection has allocated at its peak.

#[allow(dead_code)]
mod subject;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    for shape in subject::SHAPES {
        for size in subject::SIZES {
            let token = subject::token(shape, size);
            // Tables that are made once are not this token's.
            subject::inspect("");
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            subject::inspect(&token);
            println!("{shape}\t{}\t{}", token.len(), MEMORY.peak_usage() - before);
        }
    }
}

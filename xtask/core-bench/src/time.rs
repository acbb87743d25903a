//! Prints shape, characters, and the least nanoseconds of an inspection and of plain decoding.

mod subject;

use std::time::{Duration, Instant};

/// How long one token is measured.
const PATIENCE: Duration = Duration::from_millis(700);

fn main() {
    for shape in subject::SHAPES {
        for size in subject::SIZES {
            let token = subject::token(shape, size);
            let (mut inspect, mut decode) = (Duration::MAX, Duration::MAX);
            let begin = Instant::now();
            // In turns, so that whatever else the machine does disturbs both alike.
            for round in 0.. {
                inspect = inspect.min(time(|| subject::inspect(&token)));
                decode = decode.min(time(|| subject::decode(&token)));
                if round >= 3 && begin.elapsed() > PATIENCE {
                    break;
                }
            }
            println!(
                "{shape}\t{}\t{}\t{}",
                token.len(),
                inspect.as_nanos(),
                decode.as_nanos()
            );
        }
    }
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

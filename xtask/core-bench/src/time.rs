//! Prints shape, characters, and the least nanoseconds of an inspection and of plain decoding; then, as the shape
//! `rules`, how many rules there are and how long they take.

mod subject;

use std::hint::black_box;
use std::time::{Duration, Instant};
use token_inspector::extract::extract;
use token_inspector::rules::{self, Sibling, Subject};
use token_inspector::token::Token;
use token_inspector::{Expectations, profile};

/// How long one token is measured.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often the rules look.
const ROUNDS: u32 = 2_000;

fn main() {
    decoding();
    rules();
}

fn decoding() {
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

/// Prints how many rules look at a token of a kilobyte, and the least nanoseconds that takes.
fn rules() {
    let text = subject::token("members", 1_000);
    let mut extraction = extract(&text);
    let candidates = std::mem::take(&mut extraction.candidates);
    let first = candidates.into_iter().next();
    let token = Token::read(first.expect("our own tokens are found"));
    let found = profile::recognize(&token, None);
    let (own, expect) = (Sibling { token, found }, Expectations::default());
    let subject = Subject::of(&text, &extraction, &own, &expect, subject::NOW);
    let all = rules::all().count();
    for count in [all / 4, all / 2, all * 3 / 4, all] {
        let least = (0..ROUNDS).map(|_| {
            time(|| {
                let checked = rules::check_with(black_box(&subject), rules::all().take(count));
                black_box(checked);
            })
        });
        let least = least.min().unwrap_or(Duration::ZERO);
        println!("rules\t{count}\t{}", least.as_nanos());
    }
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

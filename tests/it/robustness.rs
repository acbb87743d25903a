//! Whatever is pasted, there is a report, and in time that grows with the input and no faster.

use std::time::Instant;

use token_inspector::example::Example;
use token_inspector::guide::{self, Block};
use token_inspector::place::Part;
use token_inspector::{Expectations, Report, document, inspect};

use crate::{NOW, files};

/// Inspects and uses everything that a front end uses.
pub fn survive(text: &str) -> Report {
    let report = inspect(text, &Expectations::default(), NOW);
    assert_tiles(text, &report);
    let json = serde_json::to_string(&document::document(&report)).expect("a document");
    // Every token lists every rule by name.
    let most = 1_000_000 + text.len() * 64 + report.tokens.len() * 20_000;
    assert!(
        json.len() < most,
        "{} bytes for {} of {:?}",
        json.len(),
        text.len(),
        text.chars().take(40).collect::<String>()
    );
    report.to_text(text);
    report
}

/// Every place lies inside its text and on the borders of characters; segments are in order and do not overlap.
fn assert_tiles(text: &str, report: &Report) {
    for token in &report.tokens {
        let token_text = token.token.text();
        let mut end = 0;
        for segment in &token.token.segments {
            assert!(
                token_text
                    .get(segment.span.start..segment.span.end)
                    .is_some()
            );
            if token.token.form.is_compact() {
                assert!(segment.span.start >= end, "segments overlap in {text:?}");
                end = segment.span.end;
            }
            let input = token.token.candidate.map.to_input(segment.span);
            assert!(
                text.get(input.start..input.end).is_some(),
                "{input:?} in {text:?}"
            );
        }
        for finding in &token.checked.findings {
            let place = finding.place;
            if place.part == Part::Input {
                assert!(
                    text.get(place.span.start..place.span.end).is_some(),
                    "{finding:?} in {text:?}"
                );
            }
            let input = token.token.in_input(place);
            assert!(
                input.end <= text.len() && text.is_char_boundary(input.start),
                "{finding:?} in {text:?}"
            );
            assert!(!finding.message.is_empty());
            let is_hidden = |c: char| token_inspector::text::is_hidden(c);
            assert!(
                !finding.message.chars().any(is_hidden),
                "{:?}",
                finding.message
            );
        }
    }
}

/// The tokens of the guide's examples and of the vectors.
pub fn corpus() -> Vec<String> {
    let mut corpus = Vec::new();
    for section in guide::sections() {
        for block in section.blocks() {
            if let Block::Example(info, body) = block {
                corpus.push(Example { info, body }.text(NOW));
            }
        }
    }
    for ending in [".jwsc", ".jwsf", ".jwsg", ".jwec", ".jwef", ".jweg"] {
        for path in files("tests/vectors/rfc-vectors", ending) {
            corpus.push(std::fs::read_to_string(path).expect("a readable vector"));
        }
    }
    corpus
}

#[test]
fn every_prefix_of_every_token() {
    for text in corpus() {
        let step = 1 + text.len() / 300;
        for end in (0..text.len())
            .step_by(step)
            .filter(|&end| text.is_char_boundary(end))
        {
            survive(&text[..end]);
        }
    }
}

#[test]
fn every_changed_byte_of_every_token() {
    let mut state = 7u32;
    for text in corpus() {
        let step = 1 + text.len() / 200;
        for at in (0..text.len()).step_by(step) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let replacement = b".~{}\"= \n%+/A\0eyJ,'"[(state >> 16) as usize % 18];
            let mut bytes = text.clone().into_bytes();
            bytes[at] = replacement;
            survive(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn random_text() {
    let alphabets: [&[&str]; 3] = [
        &[
            "eyJ", ".", "~", "=", "a", "Z", "-", "_", "{", "}", "\"", ":", ",", " ",
        ],
        &[
            "Bearer ",
            "access_token",
            "\"",
            "=",
            "&",
            "%2E",
            "%",
            "\n",
            "é",
            "AADSTS",
            "90016",
            "eyJhbGciOiJub25lIn0",
        ],
        &[
            "\u{202e}", "\u{0}", "😀", "e30", ".", "\r\n", "'", "`", "curl -H ", "Cookie: ", ";",
        ],
    ];
    let mut state = 99u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % below
    };
    for alphabet in alphabets {
        for _ in 0..2_000 {
            let length = next(40);
            let text: String = (0..length)
                .map(|_| alphabet[next(alphabet.len())])
                .collect();
            survive(&text);
        }
    }
}

/// A name, and a text of about so many bytes.
pub type Family = (&'static str, fn(usize) -> String);

/// Texts that could make a careless reader slow, as functions of their size.
pub const FAMILIES: &[Family] = &[
    ("dots", |n| ".".repeat(n)),
    ("tildes", |n| {
        format!("eyJhbGciOiJub25lIn0.e30.{}", "~".repeat(n))
    }),
    ("starts of tokens", |n| "eyJ".repeat(n / 3)),
    ("starts of tokens, spaced", |n| "eyJ. ".repeat(n / 5)),
    ("schemes", |n| "Bearer ".repeat(n / 7)),
    ("quotes", |n| "\"'`".repeat(n / 3)),
    ("percents", |n| "%2E".repeat(n / 3)),
    ("braces", |n| "{".repeat(n)),
    ("line breaks", |n| {
        format!("eyJhbGciOiJub25lIn0{}", "\n".repeat(n))
    }),
    ("error codes", |n| "AADSTS90016 ".repeat(n / 12)),
    ("tokens", |n| "eyJhbGciOiJub25lIn0.e30.x ".repeat(n / 26)),
    ("tokens that differ", |n| {
        (0..n / 60)
            .map(|at| token("\"alg\":\"RS256\"", &format!("\"sub\":\"{at}\"")))
            .collect()
    }),
    ("a long proof among short ones", |n| {
        let proof = |claims: &str| token("\"alg\":\"ES256\",\"typ\":\"dpop+jwt\"", claims);
        let long = members(n / 32, |at| format!("m{at}"));
        let short = (0..n / 180).map(|at| proof(&format!("\"htm\":\"GET\",\"jti\":\"{at}\"")));
        proof(&format!("{long}\"htm\":\"GET\"")) + &short.collect::<String>()
    }),
    ("ID and access tokens", |n| {
        let pair = |at: usize| {
            let id = token("\"alg\":\"RS256\"", &format!("\"nonce\":\"{at}\""));
            let access = token("\"typ\":\"at+jwt\"", &format!("\"scope\":\"{at}\""));
            format!("id_token={id}&access_token={access}\n")
        };
        (0..n / 160).map(pair).collect()
    }),
    ("errors and tokens that differ", |n| {
        let told = |at: usize| {
            let token = token("\"alg\":\"RS256\"", &format!("\"aud\":\"{at}\""));
            format!(
                "IDX10214: Audience validation failed. Audiences: '{at}'. Did not match: \
                 validationParameters.ValidAudience: 'a{at}' {token}\n"
            )
        };
        (0..n / 190).map(told).collect()
    }),
    ("codes that differ", |n| {
        (0..n / 14)
            .map(|at| format!("AADSTS{} ", 10_000 + at))
            .collect()
    }),
    ("brackets in a payload", |n| payload(&"[".repeat(n / 2))),
    ("closed brackets in a payload", |n| {
        payload(&format!("{}{}", "[".repeat(n / 3), "]".repeat(n / 3)))
    }),
    ("members", |n| {
        payload(&format!(
            "{{{}\"z\":1}}",
            members(n / 14, |at| format!("m{at}"))
        ))
    }),
    ("the same member", |n| {
        payload(&format!(
            "{{{}\"z\":1}}",
            members(n / 12, |_| "m".to_owned())
        ))
    }),
    ("escapes", |n| {
        payload(&format!("{{\"a\":\"{}\"}}", "\\u0041".repeat(n / 8)))
    }),
    ("digits", |n| {
        payload(&format!("{{\"exp\":{}}}", "9".repeat(n / 2)))
    }),
    ("a long string", |n| {
        payload(&format!("{{\"sub\":\"{}\"}}", "x".repeat(n / 2)))
    }),
    ("audiences", |n| {
        payload(&format!("{{\"aud\":[{}\"z\"]}}", "\"a\",".repeat(n / 6)))
    }),
    ("scopes", |n| {
        payload(&format!(
            "{{\"scp\":\"{}\"}}",
            "Orders.Read ".repeat(n / 16)
        ))
    }),
    ("hidden characters", |n| {
        payload(&format!("{{\"sub\":\"{}\"}}", "\u{202e}".repeat(n / 4)))
    }),
    ("disclosures", |n| {
        format!(
            "eyJhbGciOiJub25lIn0.e30.x~{}",
            "WyJhIiwiYiIsImMiXQ~".repeat(n / 19)
        )
    }),
];

fn members(count: usize, name: fn(usize) -> String) -> String {
    (0..count)
        .map(|at| format!("\"{}\":1,", name(at)))
        .collect()
}

fn token(header: &str, claims: &str) -> String {
    let encode =
        |json: &str| token_inspector::token::base64url::encode(format!("{{{json}}}").as_bytes());
    format!("{}.{}.c2ln ", encode(header), encode(claims))
}

fn payload(json: &str) -> String {
    let encoded = token_inspector::token::base64url::encode(json.as_bytes());
    format!("eyJhbGciOiJub25lIn0.{encoded}.x")
}

#[test]
fn time_grows_with_the_input_and_no_faster() {
    for (name, family) in FAMILIES {
        let seconds = |size: usize| {
            let text = family(size);
            let shortest = (0..3).map(|_| {
                let start = Instant::now();
                inspect(&text, &Expectations::default(), NOW);
                start.elapsed().as_secs_f64()
            });
            shortest.fold(f64::MAX, f64::min)
        };
        // Sixteen times the input may take sixteen times as long, and as much again for the machine's moods; two
        // seconds more are for a busy machine. A quadratic step over 320 kB takes minutes.
        let (small, large) = (seconds(20_000), seconds(320_000));
        assert!(
            large < 2.0 + small * 64.0,
            "{name}: {small:.4} s, then {large:.4} s"
        );
    }
}

#[test]
fn large_pastes_end_in_a_report() {
    for (_, family) in FAMILIES {
        survive(&family(100_000));
    }
}

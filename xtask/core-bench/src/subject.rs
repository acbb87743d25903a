//! What is measured, and what it is measured against.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;
use std::hint::black_box;

/// When the tokens are inspected, in seconds.
pub const NOW: i64 = 1_767_225_600;

/// All of the core, on one pasted text.
pub fn inspect(text: &str) {
    let expectations = token_inspector::Expectations::default();
    black_box(token_inspector::inspect(
        black_box(text),
        &expectations,
        NOW,
    ));
}

/// The least any decoder does: two segments from base64url to a JSON tree.
pub fn decode(text: &str) {
    for segment in black_box(text).split('.').take(2) {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(segment)
            .expect("our own tokens decode");
        black_box(serde_json::from_slice::<Value>(&bytes).expect("our own tokens are JSON"));
    }
}

/// How long the tokens are, in characters.
pub const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// How they get that long.
pub const SHAPES: [&str; 3] = ["members", "groups", "text"];

/// A signed access token of about this many characters.
pub fn token(shape: &str, size: usize) -> String {
    let header = r#"{"typ":"JWT","alg":"RS256","kid":"i6lGk3FZzxRcUb2C3nEQ7syHJlY"}"#;
    let mut payload = String::from(
        r#"{"aud":"api://orders.contoso.example","iss":"https://login.example.com/tenant/v2.0","iat":1767222000,"nbf":1767222000,"exp":1767225900,"sub":"AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ","scp":"Orders.Read","#,
    );
    let signature = "A".repeat(342);
    // What is left for the payload once header and signature are there, and unencoded.
    let room = size.saturating_sub(header.len() * 4 / 3 + signature.len() + 4) * 3 / 4;
    let (open, part, close): (_, fn(usize) -> String, _) = match shape {
        "members" => (
            "",
            |n| format!(r#""claim_{n}":"value {n}","#),
            r#""ver":"2.0"}"#,
        ),
        "groups" => (
            r#""groups":["#,
            |n| format!(r#""{n:08x}-86f1-41af-91ab-2d7cd011db47","#),
            r#""last"]}"#,
        ),
        _ => (
            r#""text":""#,
            |_| "Plain words, and a line.\\n".to_owned(),
            r#""}"#,
        ),
    };
    payload += open;
    let mut count = 0;
    while payload.len() + close.len() < room {
        payload += &part(count);
        count += 1;
    }
    payload += close;
    let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{signature}", encode(header), encode(&payload))
}

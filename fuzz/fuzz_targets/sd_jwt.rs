//! Disclosures of any kind, in any order: a line each, after the line with the claims.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::token::base64url::encode;
use token_inspector::{Expectations, inspect};

fuzz_target!(|bytes: &[u8]| {
    let lines = String::from_utf8_lossy(bytes);
    let mut lines = lines.split('\n').map(|line| encode(line.as_bytes()));
    let mut text = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.".to_owned();
    text += &lines.next().unwrap_or_default();
    text += ".AAAA~";
    for line in lines {
        text += &line;
        text.push('~');
    }
    let report = inspect(&text, &Expectations::default(), 1_767_225_600);
    report.to_text(&text);
});

//! Disclosures of any kind, in any order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::token::base64url::encode;
use token_inspector::{Expectations, inspect};

fuzz_target!(|parts: Vec<String>| {
    let mut text = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.".to_owned();
    let claims = parts.first().map_or("{}", String::as_str);
    text += &encode(claims.as_bytes());
    text += ".AAAA~";
    for part in parts.iter().skip(1) {
        text += &encode(part.as_bytes());
        text.push('~');
    }
    let report = inspect(&text, &Expectations::default(), 1_767_225_600);
    report.to_text(&text);
});

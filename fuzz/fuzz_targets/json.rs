//! Any text is read as JSON as far as it goes, and every value lies in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::token::json::Json;

fuzz_target!(|text: &str| {
    let json = Json::read(text.to_owned());
    if let Some((_, at)) = json.error() {
        assert!(at <= text.len());
    }
    for value in json.values() {
        assert!(text.get(value.span().start..value.span().end).is_some());
        value.to_text();
        if let Some(number) = value.as_number() {
            number.floor();
        }
    }
});

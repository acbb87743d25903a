//! Whatever is pasted, there is a report, and what is made of it can be written down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::{Expectations, document, inspect};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let report = inspect(&text, &Expectations::default(), 1_767_225_600);
    for token in &report.tokens {
        for finding in &token.checked.findings {
            let span = token.token.in_input(finding.place);
            assert!(text.get(span.start..span.end).is_some());
            assert!(
                !finding
                    .message
                    .chars()
                    .any(token_inspector::text::is_hidden)
            );
        }
    }
    report.to_text(&text);
    document::document(&report).to_json();
});

//! Expectations are taken or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::{Expectations, inspect};

fuzz_target!(|text: &str| {
    if let Ok(expect) = Expectations::from_json(text) {
        inspect(
            "eyJhbGciOiJub25lIn0.eyJhdWQiOiJhIiwiZXhwIjoxfQ.",
            &expect,
            1_767_225_600,
        );
    }
});

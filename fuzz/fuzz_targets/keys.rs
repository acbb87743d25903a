//! Whatever is given as a key is taken or refused, with a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::verify::key;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let keys = key::read(&text);
    for key in &keys.keys {
        assert!(text.get(key.span.start..key.span.end).is_some());
        key.describe().label();
    }
    for fault in &keys.faults {
        assert!(text.get(fault.span.start..fault.span.end).is_some());
        assert!(!fault.reason.is_empty());
    }
});

//! What decodes without a remark encodes to the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token_inspector::token::base64url::{Encoding, decode, encode};

fuzz_target!(|text: &str| {
    let decoded = decode(text);
    if decoded.encoding() == Encoding::Ok {
        assert_eq!(encode(&decoded.bytes), text);
    }
    assert_eq!(decode(&encode(&decoded.bytes)).bytes, decoded.bytes);
});

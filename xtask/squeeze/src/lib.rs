//! Makes what the page carries small, and undoes that in the page.
//!
//! LZMA makes the page a sixth smaller than gzip does, and a small module undoes it in some hundredths of a second each
//! time the page is opened. Models that predict every bit make it a fifth smaller still, and were tried: they need a
//! second or more, while whoever opens the page waits.
//!
//! This crate is built twice: natively for `cargo xtask dist`, and as the module of two kilobytes by which the page
//! unpacks itself ([`page`]). The packed form is [`text`], in characters of ASCII that a static host's gzip can neither
//! shrink nor bloat.

mod lzma;
mod text;

#[cfg(target_arch = "wasm32")]
pub mod page;

use text::Reader;

/// The largest thing that can be packed.
pub const LARGEST: usize = 1 << 22;

/// Packs.
///
/// # Panics
///
/// If there are more than [`LARGEST`] bytes.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn pack(bytes: &[u8]) -> String {
    use lzma_rust2::{LzmaOptions, LzmaWriter};
    use std::io::Write as _;

    assert!(bytes.len() <= LARGEST, "too much to pack");
    let mut options = LzmaOptions::with_preset(9);
    options.lc = lzma::LITERAL_BITS;
    options.pb = 0;
    options.dict_size = LARGEST as u32;
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    options.depth_limit = 1000;
    let mut packed = [bytes.len() as u32, sum(bytes)]
        .map(u32::to_be_bytes)
        .concat();
    let written = LzmaWriter::new_no_header(&mut packed, &options, false).and_then(|mut writer| {
        writer.write_all(bytes)?;
        writer.finish().map(drop)
    });
    written.expect("writing to memory does not fail");
    text::from_bytes(&packed)
}

/// Unpacks; `None` if the text is not what [`pack`] made.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn unpack(packed: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0; LARGEST];
    let length = decode(packed.as_bytes(), &mut bytes)?;
    bytes.truncate(length);
    Some(bytes)
}

/// Unpacks to the start of `out`, and says how many bytes that makes.
fn decode(packed: &[u8], out: &mut [u8]) -> Option<usize> {
    let mut text = Reader::new(packed);
    let mut number = || (0..4).fold(0, |number, _| number << 8 | text.byte());
    let (length, expected) = (number() as usize, number());
    let bytes = out.get_mut(..length)?;
    lzma::decode(text, bytes)?;
    (sum(bytes) == expected).then_some(length)
}

/// Tells damaged bytes from undamaged ones.
fn sum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    bytes.iter().fold(0x811c_9dc5, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes without and with a pattern, and beginnings of modules.
    fn samples() -> Vec<Vec<u8>> {
        let mut state = 1u32;
        let mut noise = |length| -> Vec<u8> {
            let step = |_| {
                state = state.wrapping_mul(0x915f_77f5).wrapping_add(1);
                (state >> 24) as u8
            };
            (0..length).map(step).collect()
        };
        let code = [&b"\0asm\x01\0\0\0\x0a\xff\x7f\x05"[..], &noise(3000)].concat();
        vec![
            vec![],
            vec![0],
            noise(5000),
            b"The audience is not the one. ".repeat(300),
            b"\0asm\x01\0\0\0".to_vec(),
            [
                b"\0asm\x01\0\0\0\x0a\x0b\x01\x09\x01\x02\x7f\x20\0\x41\x2a\x6a\x0b".as_slice(),
                &noise(40),
            ]
            .concat(),
            code,
            vec![0xff; 2000],
        ]
    }

    #[test]
    fn what_is_packed_unpacks() {
        for sample in samples() {
            assert_eq!(unpack(&pack(&sample)).as_ref(), Some(&sample));
        }
    }

    #[test]
    fn what_repeats_gets_small_and_noise_hardly_grows() {
        assert!(pack(&samples()[3]).len() < 120);
        assert!(pack(&samples()[2]).len() < 5000 * 8 / 6);
    }

    #[test]
    fn damage_is_found_and_ends() {
        let packed = pack(&samples()[3]);
        assert_eq!(unpack(""), None);
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
        for at in [0, 4, 20, packed.len() - 10] {
            let other = if packed.as_bytes()[at] == b'a' {
                "b"
            } else {
                "a"
            };
            let damaged = [&packed[..at], other, &packed[at + 1..]].concat();
            assert_eq!(unpack(&damaged), None, "at {at}");
        }
    }
}

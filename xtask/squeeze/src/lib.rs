//! Makes a WebAssembly module as small as time allows: it predicts every bit from what stands before it.
//!
//! A module packed by gzip is larger by half. What makes the difference is that the [`model`] knows where in a
//! module it is ([`syntax`]), asks many contexts at once and learns which to believe, and that the arithmetic
//! [`coder`] then spends next to nothing on bits that were foreseen. Both directions run the same model, so this
//! crate is built twice: natively for `cargo xtask dist`, and as the module of a few kilobytes by which the page
//! unpacks itself ([`page`]). Everything is integers; the two agree to the bit.
//!
//! The packed form is [`text`], in characters of ASCII that a static host's gzip can neither shrink nor bloat.

mod coder;
mod mixer;
mod model;
mod slots;
mod syntax;
mod text;
mod tree;
mod vector;

#[cfg(target_arch = "wasm32")]
pub mod page;

use coder::{Coder, Decoder, Encoder};
use model::Model;
use std::sync::{Mutex, MutexGuard, PoisonError};
use syntax::Syntax;
use tree::{CLASSES, Tree};

/// The largest thing that can be packed.
pub const LARGEST: usize = 1 << 22;

/// There is one model, which is large, and of which the page has no second.
static MODEL: Mutex<Model> = Mutex::new(Model::ZERO);

/// Scrambles two numbers into one.
fn hash(a: u32, b: u32) -> u32 {
    let h = (a.wrapping_mul(0x2c1b_3c6d) ^ b).wrapping_mul(0x9e37_79b1);
    h ^ h >> 15
}

fn lock() -> MutexGuard<'static, Model> {
    MODEL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Packs.
///
/// # Panics
///
/// If there are more than [`LARGEST`] bytes.
#[must_use]
pub fn pack(bytes: &[u8]) -> String {
    assert!(bytes.len() < LARGEST, "too much to pack");
    let mut model = lock();
    model.prepare();
    let mut encoder = Encoder::default();
    let frequencies = Syntax::frequencies(bytes);
    let lengths = frequencies.each_ref().map(tree::lengths);
    head(
        &mut model,
        &mut encoder,
        [bytes.len() as u32, sum(bytes)],
        lengths,
    );
    for &byte in bytes {
        model.byte(&mut encoder, byte);
    }
    text::from_bytes(&encoder.finish())
}

/// Unpacks; `None` if the text is not what [`pack`] made.
#[must_use]
pub fn unpack(packed: &str) -> Option<Vec<u8>> {
    let mut model = lock();
    decode(&mut model, packed.as_bytes()).map(<[u8]>::to_vec)
}

/// Unpacks into the model's own history, in time that only depends on the length.
fn decode<'m>(model: &'m mut Model, packed: &[u8]) -> Option<&'m [u8]> {
    model.prepare();
    let mut decoder = Decoder::new(packed);
    let [length, expected] = head(model, &mut decoder, [0; 2], [[0; 256]; CLASSES]);
    let length = length as usize;
    if length >= LARGEST {
        return None;
    }
    for _ in 0..length {
        model.byte(&mut decoder, 0);
    }
    let bytes = model.history().get(..length)?;
    (sum(bytes) == expected).then_some(bytes)
}

/// Codes what comes before the bytes: two numbers and the lengths of the prefix codes.
fn head(
    model: &mut Model,
    coder: &mut impl Coder,
    numbers: [u32; 2],
    lengths: [[u8; 256]; CLASSES],
) -> [u32; 2] {
    let numbers = numbers.map(|number| {
        (0..32)
            .rev()
            .fold(0, |n, at| n << 1 | coder.bit(number >> at & 1, 1 << 15))
    });
    let mut chances = [[1 << 15; 16]; 16];
    model.trees = lengths.map(|mut lengths| {
        let mut before = 0;
        for length in &mut lengths {
            let mut path = 1;
            for at in (0..4).rev() {
                let chance = &mut chances[before][path & 15];
                let bit = coder.bit(u32::from(*length) >> at & 1, u32::from(*chance));
                model::approach(chance, bit, 4);
                path = path << 1 | bit as usize;
            }
            before = path & 15;
            *length = before as u8;
        }
        Tree::from_lengths(&lengths)
    });
    numbers
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

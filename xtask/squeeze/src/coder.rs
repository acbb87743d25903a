//! Arithmetic coding of single bits.

use crate::text;
use crate::tree::Tree;

/// Either direction.
pub trait Coder {
    /// Codes a bit that is one with `p` chances in 65 536. A decoder takes no notice of the one that is given.
    fn bit(&mut self, bit: u32, p: u32) -> u32;
    /// The code for a given byte; nothing, in a decoder.
    fn code(&self, tree: &Tree, byte: u8) -> (u32, u32);
}

/// Turns bits and how likely they were into bytes.
pub struct Encoder {
    low: u32,
    high: u32,
    bytes: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        Self {
            low: 0,
            high: u32::MAX,
            bytes: Vec::new(),
        }
    }
}

/// Where the range is cut, if a one has `p` chances in 65 536.
fn cut(low: u32, high: u32, p: u32) -> u32 {
    low + ((u64::from(high - low) * u64::from(p)) >> 16) as u32
}

impl Encoder {
    /// All bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.bytes.extend(self.high.to_be_bytes());
        self.bytes
    }
}

impl Coder for Encoder {
    fn bit(&mut self, bit: u32, p: u32) -> u32 {
        let cut = cut(self.low, self.high, p);
        if bit == 1 {
            self.high = cut;
        } else {
            self.low = cut + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.bytes.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
        bit
    }

    fn code(&self, tree: &Tree, byte: u8) -> (u32, u32) {
        tree.code(byte)
    }
}

/// Turns the bytes back into bits.
pub struct Decoder<'t> {
    low: u32,
    high: u32,
    value: u32,
    text: text::Reader<'t>,
}

impl<'t> Decoder<'t> {
    pub fn new(text: &'t [u8]) -> Self {
        let mut text = text::Reader::new(text);
        let value = (0..4).fold(0, |value, _| value << 8 | text.byte());
        Self {
            low: 0,
            high: u32::MAX,
            value,
            text,
        }
    }
}

impl Coder for Decoder<'_> {
    #[inline(always)]
    fn bit(&mut self, _: u32, p: u32) -> u32 {
        let cut = cut(self.low, self.high, p);
        let bit = u32::from(self.value <= cut);
        if bit == 1 {
            self.high = cut;
        } else {
            self.low = cut + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 255;
            self.value = self.value << 8 | self.text.byte();
        }
        bit
    }

    fn code(&self, _: &Tree, _: u8) -> (u32, u32) {
        (0, 0)
    }
}

//! Which questions a byte is asked, one bit each: few for frequent bytes.
//!
//! A model that predicts bits takes time for each of them, and most bytes are of a few kinds. So bytes go by a prefix
//! code (Huffman's), one for each [class](crate::syntax::Syntax::class) of bytes. That costs nothing, as each of the
//! questions is still predicted.

/// How many codes there are.
pub const CLASSES: usize = 17;
/// The most bits a code has.
pub const LONGEST: usize = 15;

/// A prefix code in canonical form.
#[derive(Clone, Copy)]
pub struct Tree {
    /// Bytes by the length of their code.
    bytes: [u8; 256],
    /// How many there are of each length.
    counts: [u16; LONGEST + 1],
    /// The code of each byte and its length.
    codes: [(u16, u8); 256],
}

impl Tree {
    pub const ZERO: Self = Self {
        bytes: [0; 256],
        counts: [0; LONGEST + 1],
        codes: [(0, 0); 256],
    };

    /// The code in which each byte has a code of the given length.
    pub fn from_lengths(lengths: &[u8; 256]) -> Self {
        let mut tree = Self::ZERO;
        let (mut at, mut code) = (0, 0u16);
        for length in 1..=LONGEST {
            code <<= 1;
            for (byte, &its) in lengths.iter().enumerate() {
                if usize::from(its) == length {
                    tree.codes[byte] = (code, length as u8);
                    code = code.wrapping_add(1);
                    tree.bytes[at & 255] = byte as u8;
                    at += 1;
                    tree.counts[length] += 1;
                }
            }
        }
        tree
    }

    /// Begins at the root.
    pub fn walk(&self) -> Walk<'_> {
        Walk {
            tree: self,
            length: 0,
            code: 0,
            first: 0,
            at: 0,
        }
    }

    /// The code of a byte and its length.
    pub fn code(&self, byte: u8) -> (u32, u32) {
        let (code, length) = self.codes[usize::from(byte)];
        (code.into(), length.into())
    }
}

/// On the way from the root to a byte.
pub struct Walk<'t> {
    tree: &'t Tree,
    length: usize,
    code: u32,
    /// The first code of this length that is complete …
    first: u32,
    /// … and which of the bytes it is.
    at: u32,
}

impl Walk<'_> {
    /// Takes a bit, and says which byte that makes, if it is the last. Bits that lead nowhere make one too.
    #[inline(always)]
    pub fn step(&mut self, bit: u32) -> Option<u8> {
        self.length += 1;
        let count = u32::from(self.tree.counts[self.length & LONGEST]);
        self.code = self.code << 1 | bit;
        self.first <<= 1;
        let offset = self.code.wrapping_sub(self.first);
        let done = offset < count || self.length >= LONGEST;
        self.first += count;
        if done {
            return Some(self.tree.bytes[(self.at + offset) as usize & 255]);
        }
        self.at += count;
        None
    }
}

/// The lengths of Huffman's code for bytes that are that frequent.
pub fn lengths(frequencies: &[u32; 256]) -> [u8; 256] {
    let mut scaled = *frequencies;
    loop {
        let lengths = huffman(&scaled);
        if lengths.iter().all(|&length| usize::from(length) <= LONGEST) {
            return lengths;
        }
        // Flatter frequencies have shorter codes.
        for frequency in scaled.iter_mut().filter(|frequency| **frequency > 0) {
            *frequency = *frequency / 2 + 1;
        }
    }
}

fn huffman(frequencies: &[u32; 256]) -> [u8; 256] {
    let mut groups: Vec<(u32, Vec<u8>)> = (0..=255)
        .filter(|&byte| frequencies[usize::from(byte)] > 0)
        .map(|byte| (frequencies[usize::from(byte)], vec![byte]))
        .collect();
    let mut lengths = [0; 256];
    if let [(_, only)] = &groups[..] {
        lengths[usize::from(only[0])] = 1;
    }
    while groups.len() > 1 {
        groups.sort_by_key(|(frequency, bytes)| (std::cmp::Reverse(*frequency), bytes[0]));
        let (a, b) = (groups.pop().expect("two"), groups.pop().expect("one"));
        let bytes = [a.1, b.1].concat();
        for &byte in &bytes {
            lengths[usize::from(byte)] += 1;
        }
        groups.push((a.0 + b.0, bytes));
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_their_bytes() {
        let mut frequencies = [0; 256];
        let mut fibonacci = (1, 1);
        for frequency in frequencies.iter_mut().skip(3).step_by(5).take(30) {
            *frequency = fibonacci.0;
            fibonacci = (fibonacci.1, fibonacci.0 + fibonacci.1);
        }
        let tree = Tree::from_lengths(&lengths(&frequencies));
        for byte in (0..=255).skip(3).step_by(5).take(30) {
            let (code, length) = tree.code(byte);
            let mut walk = tree.walk();
            for at in (0..length).rev() {
                assert_eq!(walk.step(code >> at & 1), (at == 0).then_some(byte));
            }
        }
    }

    #[test]
    fn one_byte_alone_has_a_code() {
        let mut frequencies = [0; 256];
        frequencies[7] = 9;
        assert_eq!(
            Tree::from_lengths(&lengths(&frequencies)).walk().step(0),
            Some(7)
        );
    }
}

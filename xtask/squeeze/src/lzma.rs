//! Undoes LZMA as the encoder here makes it: no header, no end marker, [`LITERAL_BITS`] of context for literals and no
//! bits of position. The format is described in the LZMA SDK's specification (Igor Pavlov, public domain).

use crate::text::Reader;

/// How many bits of the byte before choose how a byte is predicted.
pub const LITERAL_BITS: u32 = 4;

/// How many distances are told apart one by one before their lower bits are taken as they come.
const FULL_DISTANCES: usize = 128;

/// The chance of a zero, of 2048.
type Chance = u16;

const EVEN: Chance = 1024;

struct Range<'t> {
    text: Reader<'t>,
    range: u32,
    code: u32,
}

impl<'t> Range<'t> {
    fn new(mut text: Reader<'t>) -> Self {
        // The first byte is always zero.
        let code = (0..5).fold(0, |code: u32, _| code << 8 | text.byte());
        Self {
            text,
            range: u32::MAX,
            code,
        }
    }

    fn normalise(&mut self) {
        if self.range < 1 << 24 {
            self.range <<= 8;
            self.code = self.code << 8 | self.text.byte();
        }
    }

    fn bit(&mut self, chance: &mut Chance) -> u32 {
        let bound = (self.range >> 11) * u32::from(*chance);
        let bit = if self.code < bound {
            self.range = bound;
            *chance += (2048 - *chance) >> 5;
            0
        } else {
            self.range -= bound;
            self.code -= bound;
            *chance -= *chance >> 5;
            1
        };
        self.normalise();
        bit
    }

    /// Bits of which none is likelier than the other.
    fn even(&mut self, count: u32) -> u32 {
        (0..count).fold(0, |bits, _| {
            self.range >>= 1;
            let bit = u32::from(self.code >= self.range);
            self.code -= self.range * bit;
            self.normalise();
            bits << 1 | bit
        })
    }

    /// A number of `count` bits, the highest first.
    fn tree(&mut self, chances: &mut [Chance], count: u32) -> Option<u32> {
        let mut path = 1;
        for _ in 0..count {
            path = path << 1 | self.bit(chances.get_mut(path as usize)?);
        }
        Some(path - (1 << count))
    }

    /// A number of `count` bits, the lowest first.
    fn reverse(&mut self, chances: &mut [Chance], count: u32) -> Option<u32> {
        let (mut path, mut number) = (1, 0);
        for at in 0..count {
            let bit = self.bit(chances.get_mut(path as usize)?);
            path = path << 1 | bit;
            number |= bit << at;
        }
        Some(number)
    }
}

struct Lengths {
    is_long: [Chance; 2],
    low: [Chance; 8],
    middle: [Chance; 8],
    high: [Chance; 256],
}

impl Lengths {
    const NEW: Self = Self {
        is_long: [EVEN; 2],
        low: [EVEN; 8],
        middle: [EVEN; 8],
        high: [EVEN; 256],
    };

    fn read(&mut self, range: &mut Range) -> Option<u32> {
        let [first, second] = &mut self.is_long;
        if range.bit(first) == 0 {
            range.tree(&mut self.low, 3)
        } else if range.bit(second) == 0 {
            Some(8 + range.tree(&mut self.middle, 3)?)
        } else {
            Some(16 + range.tree(&mut self.high, 8)?)
        }
    }
}

/// What came last, as the format numbers it: below 7 it was a literal.
const STATES: usize = 12;

/// Fills `out` with what stands in `text`; `None` where it is damaged.
pub fn decode(text: Reader, out: &mut [u8]) -> Option<()> {
    let mut range = Range::new(text);
    let mut literals = [[EVEN; 0x300]; 1 << LITERAL_BITS];
    let mut is_match = [EVEN; STATES];
    // Whether a match is at a distance that was used before, and at which.
    let mut is_again = [EVEN; STATES];
    let mut is_older = [[EVEN; 3]; STATES];
    let mut is_single = [EVEN; STATES];
    let mut slots = [[EVEN; 64]; 4];
    let mut distances = [EVEN; FULL_DISTANCES];
    let mut align = [EVEN; 16];
    let (mut new_lengths, mut again_lengths) = (Lengths::NEW, Lengths::NEW);
    let mut past = [0usize; 4];
    let mut state = 0;
    let mut at = 0;
    while at < out.len() {
        if range.bit(&mut is_match[state]) == 0 {
            let before = at.checked_sub(1).map_or(0, |before| out[before]);
            let chances = &mut literals[usize::from(before >> (8 - LITERAL_BITS))];
            let mut path = 1;
            if state >= 7 {
                // The byte that a match would have brought is not it.
                let mut other = u32::from(*out.get(at.checked_sub(past[0] + 1)?)?) << 1;
                while path < 0x100 {
                    let expected = other & 0x100;
                    other <<= 1;
                    let bit = range.bit(&mut chances[(0x100 + expected + path) as usize]);
                    path = path << 1 | bit;
                    if bit != expected >> 8 {
                        break;
                    }
                }
            }
            while path < 0x100 {
                path = path << 1 | range.bit(&mut chances[path as usize]);
            }
            out[at] = path as u8;
            at += 1;
            state = match state {
                0..4 => 0,
                4..10 => state - 3,
                _ => state - 6,
            };
            continue;
        }
        let is_after_literal = state < 7;
        let next = |literal, other| if is_after_literal { literal } else { other };
        let length = if range.bit(&mut is_again[state]) == 0 {
            let length = new_lengths.read(&mut range)?;
            let slot = range.tree(&mut slots[length.min(3) as usize], 6)?;
            past.rotate_right(1);
            past[0] = distance(&mut range, slot, &mut distances, &mut align)? as usize;
            state = next(7, 10);
            length + 2
        } else {
            let [first, second, third] = &mut is_older[state];
            if range.bit(first) == 0 {
                if range.bit(&mut is_single[state]) == 0 {
                    state = next(9, 11);
                    copy(out, &mut at, past[0], 1)?;
                    continue;
                }
            } else if range.bit(second) == 0 {
                past[..2].rotate_right(1);
            } else if range.bit(third) == 0 {
                past[..3].rotate_right(1);
            } else {
                past.rotate_right(1);
            }
            state = next(8, 11);
            again_lengths.read(&mut range)? + 2
        };
        copy(out, &mut at, past[0], length as usize)?;
    }
    Some(())
}

fn distance(
    range: &mut Range,
    slot: u32,
    distances: &mut [Chance],
    align: &mut [Chance],
) -> Option<u32> {
    if slot < 4 {
        return Some(slot);
    }
    let count = (slot >> 1) - 1;
    let base = (2 | slot & 1) << count;
    if slot < 14 {
        let chances = distances.get_mut((base - slot) as usize..)?;
        Some(base + range.reverse(chances, count)?)
    } else {
        let high = range.even(count - 4) << 4;
        base.checked_add(high)?
            .checked_add(range.reverse(align, 4)?)
    }
}

/// Copies bytes that came before; they may overlap with those that are written.
fn copy(out: &mut [u8], at: &mut usize, back: usize, length: usize) -> Option<()> {
    let from = at.checked_sub(back.checked_add(1)?)?;
    if length > out.len() - *at {
        return None;
    }
    for offset in 0..length {
        out[*at + offset] = out[from + offset];
    }
    *at += length;
    Some(())
}

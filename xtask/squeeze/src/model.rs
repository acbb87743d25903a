//! How likely the next bit is a one.
//!
//! Some [contexts](Model::contexts) each remember how likely a one was after them. A mixer weighs what they say, with
//! weights that depend on the place, and learns from every bit. At last the outcome is corrected by how such outcomes
//! fared. The bits are those of [prefix codes](crate::tree), so that there are few of them.

use crate::coder::Coder;
use crate::mixer::{INPUTS, Mixer, Tables};
use crate::slots::Slots;
use crate::syntax::{Syntax, kind};
use crate::tree::{CLASSES, Tree};
use crate::vector::Vector;
use crate::{LARGEST, hash};

/// How many vectors of contexts there are. Each of them takes time and makes the page smaller.
pub const VECTORS: usize = 2;
/// How many contexts there are.
const CONTEXTS: usize = 8 * VECTORS;
/// Slots for all of them, as a power of two. Eight make a block: one for each beginning of three bits, and the first
/// for telling which context the block belongs to.
const SLOT_BITS: u32 = 25;
/// All slots.
const SLOTS: usize = 1 << SLOT_BITS;
/// How many bits share a block.
const LEVELS: u32 = 3;
/// Places of earlier occurrences, as a power of two.
const PLACE_BITS: u32 = 16;
/// How many bytes have to be equal for more to be expected.
const SAME: usize = 6;
/// From this many bytes on, repetition is so likely that it is asked for before all else.
const LONG: usize = 24;
/// Memory that has data in it, where a pointer leads.
const MEMORY: core::ops::Range<u32> = 1 << 20..1 << 21;
/// Texts are at most that long.
const TEXT: u32 = 5000;

/// Everything that is known. All zeros is how it starts, before [`Model::prepare`].
pub struct Model {
    used: bool,
    tables: Tables,
    syntax: Syntax,
    pub trees: [Tree; CLASSES],
    slots: [u16; SLOTS],
    /// Places behind equal bytes.
    places: [u32; 1 << PLACE_BITS],
    /// Where the bytes stand that are expected to repeat, and how many before them did.
    source: usize,
    repeated: usize,
    /// Chances that they go on, by that number; in the second half, where that is asked first.
    repeats: [u16; 64],
    mixer: Mixer,
    /// A chance for each chance, in some places.
    corrections: [[[u16; 33]; 4096]; 3],
    /// The letters of the word that the next byte belongs to, and the words before.
    words: [u32; 3],
    /// How much of the last bytes was text.
    text: u32,
    /// Where the last text ends that a pointer and a length were seen of, and where the furthest.
    ends: [u32; 2],
    position: usize,
    history: [u8; LARGEST],
}

/// Moves a chance towards a bit, by one in 2 to the power of `rate`.
pub fn approach(chance: &mut u16, bit: u32, rate: u32) {
    let target = (bit * 65_535) as i32;
    *chance = (i32::from(*chance) + ((target - i32::from(*chance)) >> rate)) as u16;
}

impl Model {
    /// Nothing at all, which is not yet a model that knows nothing: see [`Model::prepare`].
    pub const ZERO: Self = Self {
        used: false,
        tables: Tables::ZERO,
        syntax: Syntax::ZERO,
        trees: [Tree::ZERO; CLASSES],
        slots: [0; SLOTS],
        places: [0; 1 << PLACE_BITS],
        source: 0,
        repeated: 0,
        repeats: [0; 64],
        mixer: Mixer::ZERO,
        corrections: [[[0; 33]; 4096]; 3],
        words: [0; 3],
        text: 0,
        ends: [0; 2],
        position: 0,
        history: [0; LARGEST],
    };

    /// Makes it a model that knows nothing.
    pub fn prepare(&mut self) {
        if self.used {
            self.slots.fill(0);
            self.places.fill(0);
            self.history.fill(0);
            (self.source, self.repeated, self.position, self.words) = (0, 0, 0, [0; 3]);
            (self.text, self.ends) = (0, [0; 2]);
        }
        self.used = true;
        self.tables.prepare();
        self.mixer.prepare();
        self.syntax.prepare();
        self.repeats.fill(0x8000);
        let row = core::array::from_fn(|step| self.tables.squash((step as i32 - 16) * 128) as u16);
        self.corrections.as_flattened_mut().fill(row);
    }

    /// What has been learned from.
    pub fn history(&self) -> &[u8; LARGEST] {
        &self.history
    }

    /// The byte that many bytes back.
    #[inline(always)]
    fn back(&self, distance: usize) -> u32 {
        self.history[self.position.wrapping_sub(distance) % LARGEST].into()
    }

    /// The four bytes that begin that many bytes back.
    #[inline(always)]
    fn word(&self, distance: usize) -> u32 {
        (0..4).fold(0, |word, at| word | self.back(distance - at) << (8 * at))
    }

    /// What the next byte may depend on.
    #[inline(always)]
    fn contexts(&self, place: u32, expected: u32) -> [u32; 16] {
        let four = self.word(4).swap_bytes();
        let one = four & 0xff;
        let s = &self.syntax;
        if s.in_code() {
            let base = hash(place, s.value | 1 << 24);
            let last = s.instructions as u32;
            let further = (s.instructions >> 32) as u32 & 0xffff;
            let followed = s.followed();
            let locals = hash(s.locals[0] << 16 | s.locals[1], last & 0xff);
            let shape = s.height | s.blocks << 4;
            let two = hash(s.whole[0], s.whole[1]);
            let three = hash(two, s.whole[2]);
            [
                hash(hash(last, further), base),
                hash(hash(expected, last & 0xff), base),
                hash(hash(s.call, last & 0xffff), base),
                hash(hash(shape & 0x3ff, last & 0xffff), base),
                hash(s.whole[0], base),
                hash(two, base ^ 1),
                hash(last, base ^ 1),
                hash(locals, base ^ 3),
                hash(hash(followed[0], s.whole[0]), base),
                hash(hash(followed[0], followed[1]), base),
                hash(three, base ^ 2),
                hash(last & 0xffff, base),
                hash(s.statement, base ^ 4),
                hash(hash(s.statement, shape & 0x7f | last << 8), base),
                hash(hash(s.constant, last & 0xff), base),
                hash(last & 0xff_ffff, base),
            ]
        } else {
            let column = s.address & 3;
            // Pointers tend to lead to where the text before ends.
            let pointer = |end: u32| {
                let read = self.word(4) >> (31 - 8 * column) >> 1;
                let agrees = (read ^ end) << (31 - 8 * column) << 1 == 0;
                end >> (8 * column) & 255 | u32::from(agrees) << 8
            };
            let pointers = hash(pointer(self.ends[0]), pointer(self.ends[1]));
            let [word, before, first] = self.words;
            let six = hash(four, self.back(5) | self.back(6) << 8);
            [
                hash(four & 0xffff, 2),
                hash(word, 7),
                hash(four & 0xff_ffff, 3),
                hash(one | self.back(8) << 8, column + 24),
                hash(pointers, column + 32),
                hash(four, 4),
                hash(word, before ^ 8),
                hash(one, place),
                hash(expected, one),
                hash(
                    self.back(16) | self.back(4) << 8 | self.back(20) << 16,
                    column + 40,
                ),
                hash(
                    self.back(4) | self.back(8) << 8 | self.back(12) << 16,
                    column + 16,
                ),
                place,
                hash(four, 0x500 + self.back(5)),
                hash(six, 6),
                hash(hash(word, before), first),
                hash(word, 0x100 + self.text.min(255)),
            ]
        }
    }

    /// Finds where the next byte may be repeated from.
    #[inline(always)]
    fn find(&mut self) {
        if self.repeated > 0 {
            self.source += 1;
            self.repeated += 1;
        }
        let key = (1..=SAME).fold(0, |key: u32, distance| {
            key.wrapping_add(self.back(distance) + 1)
                .wrapping_mul(0x2f0b_4c47)
        });
        let place = &mut self.places[(key >> (32 - PLACE_BITS)) as usize];
        let found = core::mem::replace(place, self.position as u32) as usize;
        if self.repeated == 0 && found > 0 {
            let same = |distance: &usize| {
                u32::from(self.history[(found - distance) % LARGEST]) == self.back(*distance)
            };
            let count = (1..=found.min(32)).take_while(same).count();
            if count >= SAME {
                (self.source, self.repeated) = (found, count);
            }
        }
    }

    /// Codes a byte. A decoder takes no notice of the one that is given.
    #[inline(never)]
    pub fn byte(&mut self, coder: &mut impl Coder, given: u8) {
        self.find();
        let expected = self.history[self.source % LARGEST];
        let mut length = 0;
        if self.repeated > 0 {
            length = self.repeated.min(16) + self.repeated.saturating_sub(16).min(60) / 4;
        }
        let mut again = 0;
        if self.repeated >= LONG {
            let chance = &mut self.repeats[32 + length % 32];
            again = u32::from(given == expected);
            again = coder.bit(again, u32::from(*chance).clamp(32, 65_504));
            approach(chance, again, 5);
            if again == 0 {
                (self.repeated, length) = (0, 0);
            }
        }
        let byte = if again == 1 {
            expected
        } else {
            self.bits(coder, given, expected, length)
        };
        self.history[self.position % LARGEST] = byte;
        self.position += 1;
        let in_code = self.syntax.in_code();
        self.syntax.step(byte.into());
        if !in_code {
            self.read(byte);
        }
    }

    /// Takes note of a byte of data.
    fn read(&mut self, byte: u8) {
        let is_text = (b' '..=b'~').contains(&byte);
        self.text = if is_text {
            self.text + 1
        } else {
            self.text / 2
        };
        let letter = u32::from(byte) | 32;
        if letter.wrapping_sub(97) < 26 || letter > 127 {
            self.words[0] = hash(self.words[0], letter);
        } else if self.words[0] != 0 {
            self.words = [0, self.words[0], self.words[1]];
        }
        if self.syntax.address.is_multiple_of(4) {
            let [pointer, length] = [self.word(8), self.word(4)];
            if MEMORY.contains(&pointer) && length < TEXT {
                let end = pointer + length;
                self.ends = [end, end.max(self.ends[1])];
            }
        }
    }

    /// Codes a byte bit by bit.
    #[inline(always)]
    fn bits(&mut self, coder: &mut impl Coder, given: u8, expected: u8, mut length: usize) -> u8 {
        let s = &self.syntax;
        let place = s.kind << 2 | s.digit.min(3);
        let in_code = s.in_code();
        let mut hint = 0;
        if length > 0 {
            hint = (u32::from(expected) + 1) | ((length as u32 / 4) << 9);
        }
        let contexts = self.contexts(place, hint);
        let class = s.class() % CLASSES;
        let given = coder.code(&self.trees[class], given);
        let wanted = self.trees[class].code(expected);
        if wanted.1 == 0 {
            length = 0;
        }
        let column = (s.address & 3) as usize;
        let previous = self.back(1) as usize;
        // What chooses weights besides the bits before.
        let (sets, last) = if in_code {
            let number = if s.kind == kind::OPCODE {
                4
            } else {
                s.digit.min(3) as usize
            };
            let instruction = s.instructions as usize & 255 | number << 8;
            ([place as usize, instruction], place as usize)
        } else {
            let text = self.text.min(3) as usize;
            ([column | text << 2, previous], column)
        };

        let mut walk = self.trees[class].walk();
        let mut path = 1;
        let mut node = 1;
        let mut blocks = [0; CONTEXTS];
        for depth in 0u32.. {
            if depth.is_multiple_of(LEVELS) {
                blocks = open(&mut self.slots, &contexts, path);
                node = 1;
            }
            let at = blocks.map(|block| (block | node) % SLOTS);
            let stored = at.map(|at| self.slots[at]);
            let slots: [Slots; VECTORS] = core::array::from_fn(|half| {
                Slots::load(core::array::from_fn(|at| stored[half * 8 + at]))
            });
            let fresh: usize = slots.iter().map(|slots| slots.fresh()).sum();
            let next = wanted.0 >> (wanted.1.wrapping_sub(depth + 1) & 15) & 1;
            let mut others = [256, 0, 0, 0, 0, 0, 0, 0];
            if length > 0 {
                let sign = (next as i16 * 2 - 1) as i32;
                let sure = self.tables.stretch(self.repeats[length % 32] >> 4);
                others[1] = (i32::from(sure) * sign) as u16;
                others[2] = (length as i32 * 20 * sign) as u16;
            }
            let mut inputs = [Vector::of(others); INPUTS];
            for (at, slots) in slots.iter().enumerate() {
                let stretch = |chance| self.tables.stretch(chance) as u16;
                inputs[2 * at] = Vector::of(slots.chances().map(stretch));
                inputs[2 * at + 1] = slots.trusted();
            }

            let deep = if in_code {
                0
            } else {
                depth.min(7) as usize * 16
            };
            let mixed = self.mixer.mix(
                &inputs,
                [
                    sets[0] + deep,
                    path & 255 | usize::from(in_code) << 8,
                    fresh * 32 + length.min(15) * 2 + usize::from(in_code),
                    sets[1],
                ],
                last,
            );
            let mut chance = self.tables.squash(mixed.odds) as u32 * 2;
            let hint = (length << 1 | next as usize) & 63;
            let rows = [
                path & 255 | (place as usize & 3) << 8 | (class & 3) << 10,
                path & 15 | previous << 4,
                path & 63 | if length > 0 { hint << 6 } else { 0 },
            ];
            let step = (mixed.odds + 2048) as usize;
            let (low, part) = (step >> 7 & 31, step as u32 & 127);
            let nearest = low + (part as usize >> 6);
            for (row, corrections) in rows.into_iter().zip(&self.corrections) {
                let row = &corrections[row & 4095];
                chance +=
                    (u32::from(row[low]) * (128 - part) + u32::from(row[low + 1]) * part) >> 7;
            }
            let bit = given.0 >> (given.1.wrapping_sub(depth + 1) & 15) & 1;
            let bit = coder.bit(bit, (chance / 5).clamp(16, 65_520));

            // Learn.
            self.mixer.learn(&self.tables, &inputs, &mixed, bit);
            for (row, corrections) in rows.into_iter().zip(&mut self.corrections) {
                approach(&mut corrections[row & 4095][nearest], bit, 4);
            }
            let learned = slots.map(|half| half.learn(bit).store());
            for (&at, slot) in at.iter().zip(learned.as_flattened()) {
                self.slots[at] = *slot;
            }
            if length > 0 {
                approach(&mut self.repeats[length % 32], u32::from(bit == next), 6);
                if bit != next {
                    length = 0;
                    self.repeated = 0;
                }
            }
            path = path << 1 | bit as usize;
            node = node << 1 | bit as usize;
            if let Some(byte) = walk.step(bit) {
                return byte;
            }
        }
        0
    }
}

/// Finds the blocks for the next bits, and empties those that belong to others.
#[inline(always)]
fn open(slots: &mut [u16; SLOTS], contexts: &[u32; 16], path: usize) -> [usize; CONTEXTS] {
    let blocks = slots.as_chunks_mut::<8>().0;
    let mut keys = [0; CONTEXTS];
    let mut places = [0; CONTEXTS];
    let mut kept = [0; CONTEXTS];
    // Memory is slow, so all blocks are asked for before anything is done with one.
    for context in 0..CONTEXTS {
        let context_of_path = path as u32 | (context as u32) << 16;
        let page = contexts[context].wrapping_mul(0x9e37_79b1 + 2 * context as u32);
        let key = hash(contexts[context], context_of_path).wrapping_mul(0x85eb_ca6b);
        let block = (page >> (35 - SLOT_BITS) & !255 | key >> 24) as usize % (SLOTS / 8);
        keys[context] = key as u16 | 1;
        places[context] = block;
        kept[context] = if blocks[block][0] == keys[context] {
            !0
        } else {
            0
        };
    }
    for context in 0..CONTEXTS {
        let block = &mut blocks[places[context]];
        *block = block.map(|slot| slot & kept[context]);
        block[0] = keys[context];
    }
    places.map(|block| block * 8)
}

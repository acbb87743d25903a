//! What is remembered of a context: how likely a one was after it, in twelve bits, and in four how often that was
//! learned from.
//!
//! Stored slots differ in what is set from a chance of one in two that was never learned from, so that empty memory
//! is full of those.

use crate::vector::{Row, Vector};

const FRESH: u16 = 0x8000;
const CHANCE: u16 = !15;

/// How far a chance moves that has moved that often, in 128.
const RATES: Row = [98, 55, 38, 29, 24, 20, 17, 15, 13, 12, 11, 10, 9, 8, 8, 7];

/// How much a chance says that has moved that often.
const TRUST: Row = [0, 2, 5, 7, 9, 10, 12, 13, 14, 15, 16, 16, 17, 18, 18, 19];

/// Slots, one for each of eight contexts.
#[derive(Clone, Copy)]
pub struct Slots(Vector);

impl Slots {
    #[inline(always)]
    pub fn load(stored: [u16; 8]) -> Self {
        Self(Vector::of(stored).xor(Vector::all(FRESH)))
    }

    #[inline(always)]
    pub fn store(self) -> [u16; 8] {
        self.0.xor(Vector::all(FRESH)).numbers()
    }

    #[inline(always)]
    fn counts(self) -> Vector {
        self.0.and(Vector::all(!CHANCE))
    }

    /// How many were never learned from.
    #[inline(always)]
    pub fn fresh(self) -> usize {
        self.counts().zeros()
    }

    /// How likely a one is, in 4096.
    #[inline(always)]
    pub fn chances(self) -> [u16; 8] {
        self.0.down(4).numbers()
    }

    /// The same as signed numbers, which are small where there is little to go by.
    #[inline(always)]
    pub fn trusted(self) -> Vector {
        let far = self.0.and(Vector::all(CHANCE)).xor(Vector::all(FRESH));
        // Signed from here on: a sixteenth of that is in 4096.
        far.times(self.counts().choose(&TRUST).up(6))
    }

    /// The slots after a bit.
    #[inline(always)]
    pub fn learn(self, bit: u32) -> Self {
        let flip = Vector::all(if bit == 1 { CHANCE } else { 0 });
        let chance = Vector::all(CHANCE);
        let far = self.0.xor(flip).and(chance);
        let counts = self.counts();
        let step = far.down(1).times(counts.choose(&RATES).up(8));
        let far = far.sub(step.up(1)).and(chance);
        let counts = counts.add(Vector::all(1)).min(Vector::all(15));
        Self(far.xor(flip).or(counts))
    }
}

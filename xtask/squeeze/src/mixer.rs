//! Weighs predictions, and learns how much each is worth.

use crate::model::VECTORS;
use crate::vector::{Vector, dot};

/// How many vectors of predictions there are.
pub const INPUTS: usize = 2 * VECTORS + 1;
/// The predictions.
pub type Inputs = [Vector; INPUTS];

/// How many weights are chosen by each of some places …
pub const SETS: [usize; 4] = [4096, 512, 1024, 2048];
const ALL: usize = SETS[0] + SETS[1] + SETS[2] + SETS[3];
/// … and how many for the outcomes, by one more.
const LAST: usize = 4096;
/// What a weight starts as, in 32 768.
const FIRST: u16 = 9000 / VECTORS as u16;

/// What was so nearly right teaches nothing that is worth the time.
const SMALL: i32 = 250;

/// Conversions, computed once.
pub struct Tables {
    /// From −2048 … 2047, which is 256 times the logarithm of the odds, to chances in 65 536.
    squash: [u16; 4096],
    /// The way back, from chances in 4096.
    stretch: [i16; 4096],
}

impl Tables {
    pub const ZERO: Self = Self {
        squash: [0; 4096],
        stretch: [0; 4096],
    };

    pub fn prepare(&mut self) {
        // The logistic function is its own differential equation: s' = s (1 − s).
        let mut chance: u64 = 1 << 31;
        for step in 0..2048 {
            self.squash[2048 + step] = (chance >> 16).min(65_535) as u16;
            self.squash[2047 - step] = (65_535 - (chance >> 16)).max(1) as u16;
            chance += ((chance * ((1 << 32) - chance)) >> 32) / 256;
        }
        let mut step = 0;
        for (chance, stretch) in self.stretch.iter_mut().enumerate() {
            while step < 4095 && usize::from(self.squash[step]) < chance * 16 + 8 {
                step += 1;
            }
            *stretch = step as i16 - 2048;
        }
    }

    pub fn squash(&self, odds: i32) -> i32 {
        self.squash[(odds + 2048) as usize & 4095].into()
    }

    /// Of a chance in 4096.
    pub fn stretch(&self, chance: u16) -> i16 {
        self.stretch[usize::from(chance) & 4095]
    }
}

/// The weights.
pub struct Mixer {
    weights: [Inputs; ALL],
    last: [[i32; SETS.len()]; LAST],
}

/// One prediction out of many.
pub struct Mixed {
    rows: [usize; SETS.len()],
    last: usize,
    /// What each chosen set made of the inputs …
    outputs: [i32; SETS.len()],
    /// … and what that makes together: the odds.
    pub odds: i32,
}

impl Mixer {
    pub const ZERO: Self = Self {
        weights: [[Vector::ZERO; INPUTS]; ALL],
        last: [[0; SETS.len()]; LAST],
    };

    pub fn prepare(&mut self) {
        self.weights.fill([Vector::all(FIRST); INPUTS]);
        self.last.fill([65_536 / SETS.len() as i32; SETS.len()]);
    }

    #[inline(always)]
    pub fn mix(&self, inputs: &Inputs, sets: [usize; SETS.len()], last: usize) -> Mixed {
        let mut first = 0;
        let mut rows = [0; SETS.len()];
        let mut outputs = [0; SETS.len()];
        let last = last % LAST;
        let mut sum = 0;
        for at in 0..SETS.len() {
            rows[at] = first + sets[at] % SETS[at];
            first += SETS[at];
            outputs[at] = (dot(inputs, &self.weights[rows[at]]) >> 15).clamp(-2047, 2047);
            sum += outputs[at] * self.last[last][at];
        }
        Mixed {
            rows,
            last,
            outputs,
            odds: (sum >> 16).clamp(-2047, 2047),
        }
    }

    /// Moves the weights towards what would have been right.
    #[inline(always)]
    pub fn learn(&mut self, tables: &Tables, inputs: &Inputs, mixed: &Mixed, bit: u32) {
        let wrong = |odds| (bit * 65_535) as i32 - tables.squash(odds);
        for (row, output) in mixed.rows.into_iter().zip(mixed.outputs) {
            let error = ((wrong(output) * 20) >> 4).clamp(-32_767, 32_767);
            if error.abs() < SMALL {
                continue;
            }
            let error = Vector::all(error as u16);
            for (weight, input) in self.weights[row].iter_mut().zip(inputs) {
                *weight = weight.add(input.times(error));
            }
        }
        let error = wrong(mixed.odds);
        for (weight, output) in self.last[mixed.last].iter_mut().zip(mixed.outputs) {
            *weight = (*weight + ((output * error) >> 17)).clamp(-130_000, 130_000);
        }
    }
}

//! Eight numbers at once: WebAssembly's vectors, and what does the same natively.

/// A row of sixteen bytes, chosen from by [`Vector::choose`].
pub type Row = [u8; 16];

#[cfg(target_arch = "wasm32")]
pub use fast::{Vector, dot};
#[cfg(not(target_arch = "wasm32"))]
pub use plain::{Vector, dot};

#[cfg(not(target_arch = "wasm32"))]
mod plain {
    use super::Row;

    /// Eight numbers of 16 bits.
    #[derive(Clone, Copy)]
    pub struct Vector([u16; 8]);

    /// The sum of all products of two signed numbers.
    pub fn dot<const N: usize>(a: &[Vector; N], b: &[Vector; N]) -> i32 {
        let product = |(&a, &b): (&u16, &u16)| i32::from(a as i16) * i32::from(b as i16);
        let pairs = a.iter().zip(b).flat_map(|(a, b)| a.0.iter().zip(&b.0));
        pairs.map(product).fold(0, i32::wrapping_add)
    }

    impl Vector {
        pub const ZERO: Self = Self([0; 8]);

        pub fn of(numbers: [u16; 8]) -> Self {
            Self(numbers)
        }

        pub fn numbers(self) -> [u16; 8] {
            self.0
        }

        pub fn all(number: u16) -> Self {
            Self([number; 8])
        }

        fn each(self, other: Self, make: impl Fn(u16, u16) -> u16) -> Self {
            Self(core::array::from_fn(|at| make(self.0[at], other.0[at])))
        }

        pub fn and(self, other: Self) -> Self {
            self.each(other, |a, b| a & b)
        }

        pub fn or(self, other: Self) -> Self {
            self.each(other, |a, b| a | b)
        }

        pub fn xor(self, other: Self) -> Self {
            self.each(other, |a, b| a ^ b)
        }

        pub fn sub(self, other: Self) -> Self {
            self.each(other, u16::wrapping_sub)
        }

        /// The sum of signed numbers, as far as there are such numbers.
        pub fn add(self, other: Self) -> Self {
            self.each(other, |a, b| (a as i16).saturating_add(b as i16) as u16)
        }

        /// The smaller of two numbers below 32 768.
        pub fn min(self, other: Self) -> Self {
            self.each(other, u16::min)
        }

        /// The product of signed numbers, in 32 768, rounded.
        pub fn times(self, other: Self) -> Self {
            self.each(other, |a, b| {
                let product = i32::from(a as i16) * i32::from(b as i16);
                ((product + (1 << 14)) >> 15).min(0x7fff) as u16
            })
        }

        pub fn up(self, bits: u32) -> Self {
            self.each(self, |a, _| a << bits)
        }

        pub fn down(self, bits: u32) -> Self {
            self.each(self, |a, _| a >> bits)
        }

        /// How many numbers are zero.
        pub fn zeros(self) -> usize {
            self.0.iter().filter(|&&number| number == 0).count()
        }

        /// The bytes at these places, all of which are below 16.
        pub fn choose(self, row: &Row) -> Self {
            self.each(self, |a, _| row[usize::from(a & 15)].into())
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod fast {
    use super::Row;
    use core::arch::wasm32::{
        i8x16_swizzle, i16x8_add_sat, i16x8_bitmask, i16x8_eq, i16x8_min, i16x8_q15mulr_sat,
        i16x8_shl, i16x8_sub, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, u8x16,
        u16x8, u16x8_extract_lane, u16x8_shr, u16x8_splat, v128, v128_and, v128_or, v128_xor,
    };

    #[derive(Clone, Copy)]
    pub struct Vector(v128);

    #[inline(always)]
    pub fn dot<const N: usize>(a: &[Vector; N], b: &[Vector; N]) -> i32 {
        let add = |sum, (a, b): (&Vector, &Vector)| i32x4_add(sum, i32x4_dot_i16x8(a.0, b.0));
        let sum = a.iter().zip(b).fold(i32x4_splat(0), add);
        i32x4_extract_lane::<0>(sum)
            .wrapping_add(i32x4_extract_lane::<1>(sum))
            .wrapping_add(i32x4_extract_lane::<2>(sum))
            .wrapping_add(i32x4_extract_lane::<3>(sum))
    }

    impl Vector {
        pub const ZERO: Self = Self(u16x8(0, 0, 0, 0, 0, 0, 0, 0));

        #[inline(always)]
        pub fn of(n: [u16; 8]) -> Self {
            Self(u16x8(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]))
        }

        #[inline(always)]
        pub fn numbers(self) -> [u16; 8] {
            [
                u16x8_extract_lane::<0>(self.0),
                u16x8_extract_lane::<1>(self.0),
                u16x8_extract_lane::<2>(self.0),
                u16x8_extract_lane::<3>(self.0),
                u16x8_extract_lane::<4>(self.0),
                u16x8_extract_lane::<5>(self.0),
                u16x8_extract_lane::<6>(self.0),
                u16x8_extract_lane::<7>(self.0),
            ]
        }

        #[inline(always)]
        pub fn all(number: u16) -> Self {
            Self(u16x8_splat(number))
        }

        #[inline(always)]
        pub fn and(self, other: Self) -> Self {
            Self(v128_and(self.0, other.0))
        }

        #[inline(always)]
        pub fn or(self, other: Self) -> Self {
            Self(v128_or(self.0, other.0))
        }

        #[inline(always)]
        pub fn xor(self, other: Self) -> Self {
            Self(v128_xor(self.0, other.0))
        }

        #[inline(always)]
        pub fn sub(self, other: Self) -> Self {
            Self(i16x8_sub(self.0, other.0))
        }

        #[inline(always)]
        pub fn add(self, other: Self) -> Self {
            Self(i16x8_add_sat(self.0, other.0))
        }

        #[inline(always)]
        pub fn min(self, other: Self) -> Self {
            Self(i16x8_min(self.0, other.0))
        }

        #[inline(always)]
        pub fn times(self, other: Self) -> Self {
            Self(i16x8_q15mulr_sat(self.0, other.0))
        }

        #[inline(always)]
        pub fn up(self, bits: u32) -> Self {
            Self(i16x8_shl(self.0, bits))
        }

        #[inline(always)]
        pub fn down(self, bits: u32) -> Self {
            Self(u16x8_shr(self.0, bits))
        }

        #[inline(always)]
        pub fn zeros(self) -> usize {
            i16x8_bitmask(i16x8_eq(self.0, u16x8_splat(0))).count_ones() as usize
        }

        #[inline(always)]
        pub fn choose(self, r: &Row) -> Self {
            let row = u8x16(
                r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12],
                r[13], r[14], r[15],
            );
            // The upper bytes choose nothing.
            Self(i8x16_swizzle(row, v128_or(self.0, u16x8_splat(0xff00))))
        }
    }
}

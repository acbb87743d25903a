//! Whether a point is on its curve (RFC 7518 §6.2.1): what opens a token with one that is not gives its key away.

use super::Curve;

/// The prime of a curve, and `b` of its equation `y² = x³ - 3x + b`.
fn parameters(curve: Curve) -> Option<(&'static [u8], &'static [u8])> {
    Some(match curve {
        Curve::P256 => (
            b"\xff\xff\xff\xff\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x5a\xc6\x35\xd8\xaa\x3a\x93\xe7\xb3\xeb\xbd\x55\x76\x98\x86\xbc\x65\x1d\x06\xb0\xcc\x53\xb0\xf6\x3b\xce\x3c\x3e\x27\xd2\x60\x4b",
        ),
        Curve::P384 => (
            b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff\xff\0\0\0\0\0\0\0\0\xff\xff\xff\xff",
            b"\xb3\x31\x2f\xa7\xe2\x3e\xe7\xe4\x98\x8e\x05\x6b\xe3\xf8\x2d\x19\x18\x1d\x9c\x6e\xfe\x81\x41\x12\x03\x14\x08\x8f\x50\x13\x87\x5a\xc6\x56\x39\x8d\x8a\x2e\xd1\x9d\x2a\x85\xc8\xed\xd3\xec\x2a\xef",
        ),
        Curve::P521 => (
            b"\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\0\x51\x95\x3e\xb9\x61\x8e\x1c\x9a\x1f\x92\x9a\x21\xa0\xb6\x85\x40\xee\xa2\xda\x72\x5b\x99\xb3\x15\xf3\xb8\xb4\x89\x91\x8e\xf1\x09\xe1\x56\x19\x39\x51\xec\x7e\x93\x7b\x16\x52\xc0\xbd\x3b\xb1\xbf\x07\x35\x73\xdf\x88\x3d\x2c\x34\xf1\xef\x45\x1f\xd4\x6b\x50\x3f\0",
        ),
        _ => return None,
    })
}

/// Whether `y² = x³ - 3x + b`. Curves of another form are not looked at.
pub fn is_on_curve(curve: Curve, x: &[u8], y: &[u8]) -> bool {
    let Some((prime, b)) = parameters(curve) else {
        return true;
    };
    if x >= prime || y >= prime {
        return false;
    }
    let mut left = multiply(y, y, prime);
    let mut right = multiply(&multiply(x, x, prime), x, prime);
    for _ in 0..3 {
        add(&mut left, x, prime);
    }
    add(&mut right, b, prime);
    left == right
}

/// `sum + other`, both below the prime and as wide as it is.
fn add(sum: &mut [u8], other: &[u8], prime: &[u8]) {
    let mut carry = 0;
    for (byte, other) in sum.iter_mut().zip(other).rev() {
        carry += u16::from(*byte) + u16::from(*other);
        *byte = carry as u8;
        carry >>= 8;
    }
    if carry > 0 || *sum >= *prime {
        let mut borrow = 0;
        for (byte, other) in sum.iter_mut().zip(prime).rev() {
            let left = i16::from(*byte) - i16::from(*other) - borrow;
            *byte = left as u8;
            borrow = i16::from(left < 0);
        }
    }
}

/// Doubles and adds, bit by bit.
fn multiply(one: &[u8], other: &[u8], prime: &[u8]) -> Vec<u8> {
    let mut product = vec![0; prime.len()];
    for bit in (0..8 * other.len()).rev() {
        let half = product.clone();
        add(&mut product, &half, prime);
        if other[other.len() - 1 - bit / 8] >> (bit % 8) & 1 == 1 {
            add(&mut product, one, prime);
        }
    }
    product
}

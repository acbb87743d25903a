//! Long repetitions from farther back than deflate looks, and back.
//!
//! Deflate sees 32 KiB, a fortieth of what is packed. So what is there again from farther back is taken out first. What
//! is left comes first, then for each place how much is left before it, how long what was taken out is, less
//! [`SHORTEST`], and how far back it stands, each in bytes or numbers of their own. [`put_back`] is the model for
//! `www/unpack.wat`.

use super::split::{Reader, push};

/// How far deflate sees.
const NEAR: usize = 1 << 15;
/// What is shorter is not worth the bytes that say where it is.
const SHORTEST: usize = 20;
/// As much as deflate copies at once. Being less than it sees, nothing overlaps itself.
const LONGEST: usize = 258;
/// Not worth it either is what is hardly longer than what deflate finds near.
const LONGER: usize = 8;
/// How many earlier places are looked at.
const LOOKS: usize = 1000;

/// Takes out what is there again. The numbers are how many places there are, and how much is left.
pub fn take_out(bytes: &[u8]) -> Vec<u8> {
    let found = find(bytes);
    let (mut left, mut counts, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let mut distances = [const { Vec::new() }; 3];
    let mut places = 0;
    let (mut at, mut from) = (0, 0);
    while at < bytes.len() {
        let (length, back) = found[at];
        let next = found.get(at + 1).map_or(0, |next| next.0);
        if length == 0 || next > length {
            left.push(bytes[at]);
            at += 1;
            continue;
        }
        push(&mut counts, at - from);
        push(&mut lengths, length - SHORTEST);
        for (shift, bytes) in [16, 8, 0].into_iter().zip(&mut distances) {
            bytes.push((back >> shift) as u8);
        }
        places += 1;
        at += length;
        from = at;
    }
    let mut out = Vec::new();
    push(&mut out, bytes.len());
    push(&mut out, places);
    push(&mut out, counts.len());
    push(&mut out, lengths.len());
    out.extend([counts, lengths, distances.concat(), left].concat());
    out
}

/// For each place, how long what is there was far back, and how far; zeros where that is not worth it.
fn find(bytes: &[u8]) -> Vec<(usize, usize)> {
    const BITS: u32 = 20;
    const NONE: usize = usize::MAX;
    const KEY: usize = 8;
    let mut last = vec![NONE; 1 << BITS];
    let mut before = vec![NONE; bytes.len()];
    let mut found = vec![(0, 0); bytes.len()];
    for (at, text) in bytes.windows(KEY).enumerate() {
        let key = u64::from_le_bytes(text.try_into().expect("as long as the key"));
        let slot = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize;
        let mut earlier = std::mem::replace(&mut last[slot], at);
        before[at] = earlier;
        let (mut near, mut far) = (0, (0, 0));
        for _ in 0..LOOKS {
            if earlier == NONE {
                break;
            }
            let back = at - earlier;
            let pairs = bytes[earlier..].iter().zip(&bytes[at..]);
            let same = pairs.take(LONGEST).take_while(|(one, other)| one == other);
            let length = same.count();
            if back <= NEAR {
                near = near.max(length);
            } else if length > far.0 && back < 1 << 24 {
                far = (length, back);
            }
            if length == LONGEST {
                break;
            }
            earlier = before[earlier];
        }
        if far.0 >= SHORTEST.max(near + LONGER) {
            found[at] = far;
        }
    }
    found
}

/// Puts it back; `None` if that is not what [`take_out`] left.
pub fn put_back(taken: &[u8]) -> Option<Vec<u8>> {
    let mut header = Reader::new(taken);
    let length = header.number()? as usize;
    let places = header.number()? as usize;
    let (counts, lengths) = (header.number()? as usize, header.number()? as usize);
    let mut counts = Reader::new(header.take(counts)?);
    let mut lengths = Reader::new(header.take(lengths)?);
    let distances = header.take(3 * places)?;
    let mut bytes = Vec::new();
    for place in 0..places {
        bytes.extend(header.take(counts.number()? as usize)?);
        let length = lengths.number()? as usize + SHORTEST;
        let byte = |which: usize| usize::from(distances[which * places + place]);
        let from = bytes
            .len()
            .checked_sub(byte(0) << 16 | byte(1) << 8 | byte(2))?;
        for at in from..from + length {
            bytes.push(*bytes.get(at)?);
        }
    }
    bytes.extend_from_slice(&taken[header.at..]);
    (bytes.len() == length).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that look like none before.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1u32;
        let bytes = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        bytes.take(length).collect()
    }

    #[test]
    fn what_is_taken_out_can_be_put_back() {
        let noise = noise(40_000);
        let again = [&noise[..], &noise[..200], &[7; 300], &noise[1000..1100]].concat();
        for bytes in [&[][..], b"abc", &noise, &again] {
            assert_eq!(put_back(&take_out(bytes)).as_deref(), Some(bytes));
        }
        assert_eq!(take_out(&again).len(), again.len() - 300 + 20);
    }

    #[test]
    fn damage_ends() {
        let again = [noise(40_000), noise(100)].concat();
        let taken = take_out(&again);
        for length in (0..20).chain(taken.len() - 20..taken.len()) {
            assert_eq!(put_back(&taken[..length]), None);
        }
    }
}

//! Bytes as text that can stand in a script in a document: ASCII without what either of them gives a meaning.
//!
//! A static host's gzip gives each of 122 equally likely characters a code of 6 or 7 bits, so bits are turned into
//! characters by such a code: six of them stand for 6 bits, all others for 7. Base64 looks tidier and travels
//! worse: its characters repeat so often by chance that gzip keeps codes for repetitions that gain nothing.

/// How many characters are in use.
const DIGITS: u32 = 122;

/// Characters that end or change a string, a line or an element.
const AVOIDED: [u8; 6] = [0, b'\n', b'\r', b'"', b'<', b'\\'];

/// How many digits have the short code: 2 × 6 + (122 − 6) = 2⁷.
const SHORT: u32 = 128 - DIGITS;

/// The digit behind a character.
fn digit(character: u8) -> u32 {
    let below = AVOIDED
        .iter()
        .filter(|&&avoided| avoided < character)
        .count();
    u32::from(character & 127).wrapping_sub(below as u32)
}

/// Writes bytes as text.
pub fn from_bytes(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = (0..128u8)
        .filter(|c| !AVOIDED.contains(c))
        .map(char::from)
        .collect();
    let bit = |at: usize| {
        bytes
            .get(at / 8)
            .map_or(1, |byte| u32::from(byte >> (7 - at % 8) & 1))
    };
    let mut text = String::new();
    let mut at = 0;
    while at < bytes.len() * 8 {
        let mut digit = (0..6).fold(0, |code, offset| code << 1 | bit(at + offset));
        at += 6;
        if digit >= SHORT {
            digit = (digit << 1 | bit(at)) - SHORT;
            at += 1;
        }
        text.push(alphabet[digit as usize]);
    }
    text
}

/// Reads the bytes of a text.
pub fn to_bytes(text: &str) -> Vec<u8> {
    let (mut bits, mut count) = (0, 0);
    let mut bytes = Vec::new();
    for character in text.bytes() {
        let digit = digit(character);
        let (code, length) = if digit < SHORT {
            (digit, 6)
        } else {
            (digit.wrapping_add(SHORT), 7)
        };
        bits = bits << length | code & 127;
        count += length;
        if count > 7 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_come_back() {
        let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        let text = from_bytes(&bytes);
        assert!(text.bytes().all(|c| c < 128 && !AVOIDED.contains(&c)));
        assert_eq!(to_bytes(&text), bytes);
    }
}

//! Strict base64url (RFC 7515 §2, RFC 4648 §5) that still decodes what can be decoded and says what was wrong, and where.

use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};

/// Decodes unpadded base64url and does not mind unused bits: whether they are zero is looked at separately.
const DECODER: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Which bytes are characters of base64url.
static IS_CHARACTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        let character = byte as u8;
        table[byte] = character.is_ascii_alphanumeric() || character == b'-' || character == b'_';
        byte += 1;
    }
    table
};

/// How many characters of base64url a text starts with.
pub(crate) fn run(text: &[u8]) -> usize {
    const STRIDE: usize = 32;
    let is_character = |byte: &u8| IS_CHARACTER[usize::from(*byte)];
    // Whole strides without a branch for each character.
    let is_whole = |part: &&[u8]| part.iter().fold(true, |all, byte| all & is_character(byte));
    let strides = text.chunks_exact(STRIDE).take_while(is_whole).count();
    let rest = text.get(strides * STRIDE..).unwrap_or_default();
    text.len() - rest.len() + rest.iter().take_while(|byte| is_character(byte)).count()
}

/// How a segment is encoded, the gravest deviation first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// A character that neither base64url nor base64 knows.
    BadAlphabet,
    /// A length that leaves 1 when divided by 4: a character was lost or added.
    BadLength,
    /// `+` or `/`: the standard alphabet, not the URL-safe one.
    Base64NotUrl,
    /// `=` at the end.
    Padded,
    /// The unused low bits of the last character are not zero.
    TrailingBits,
    /// Nothing to decode.
    Empty,
    /// As RFC 7515 §2 wants it.
    Ok,
}

impl Encoding {
    /// Whether characters of it are lost, so that what it decodes to says little.
    pub fn is_damaged(self) -> bool {
        self <= Encoding::BadLength
    }

    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::BadAlphabet => "bad-alphabet",
            Encoding::BadLength => "bad-length",
            Encoding::Base64NotUrl => "base64-not-url",
            Encoding::Padded => "padded",
            Encoding::TrailingBits => "trailing-bits",
            Encoding::Empty => "empty",
            Encoding::Ok => "ok",
        }
    }
}

/// What [`decode`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes, as far as they can be told.
    pub bytes: Vec<u8>,
    /// Every deviation once, with the byte offset of its first occurrence, in order of [`Encoding`].
    pub deviations: Vec<(Encoding, usize)>,
}

impl Decoded {
    /// The gravest deviation, or [`Encoding::Ok`].
    pub fn encoding(&self) -> Encoding {
        self.deviations
            .first()
            .map_or(Encoding::Ok, |first| first.0)
    }
}

/// Decodes `text`, leniently and with every deviation named. Linear in its length.
pub fn decode(text: &str) -> Decoded {
    if text.is_empty() {
        return Decoded {
            bytes: Vec::new(),
            deviations: vec![(Encoding::Empty, 0)],
        };
    }
    match DECODER.decode(text) {
        Ok(bytes) => {
            let last_at = text.len() - 1;
            let is_odd = has_trailing_bits(text.as_bytes());
            let deviation = is_odd.then_some((Encoding::TrailingBits, last_at));
            Decoded {
                bytes,
                deviations: deviation.into_iter().collect(),
            }
        }
        Err(_) => decode_leniently(text),
    }
}

/// Whether the bits that the last of these characters has to spare are not all zero.
fn has_trailing_bits(text: &[u8]) -> bool {
    let unused_bits = match text.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => 0,
    };
    text.last()
        .is_some_and(|&last| value(last) & unused_bits != 0)
}

fn decode_leniently(text: &str) -> Decoded {
    let body = text.trim_end_matches('=');
    let mut first = [None; 5];
    let mut note = |encoding: Encoding, at: usize| {
        first[encoding as usize].get_or_insert(at);
    };
    if body.len() < text.len() {
        note(Encoding::Padded, body.len());
    }
    let mut clean = Vec::with_capacity(body.len());
    let mut last_at = 0;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {
                clean.push(byte);
                last_at = at;
            }
            b'+' | b'/' => {
                note(Encoding::Base64NotUrl, at);
                last_at = at;
                clean.push(if byte == b'+' { b'-' } else { b'_' });
            }
            // A character beyond ASCII counts once, at its first byte.
            0x80..=0xBF => {}
            _ => note(Encoding::BadAlphabet, at),
        }
    }
    if clean.len() % 4 == 1 {
        if first[Encoding::BadAlphabet as usize].is_none() {
            first[Encoding::BadLength as usize] = Some(body.len());
        }
        clean.pop();
    }
    if first[Encoding::BadLength as usize].is_none() && has_trailing_bits(&clean) {
        first[Encoding::TrailingBits as usize] = Some(last_at);
    }
    const ORDER: [Encoding; 5] = [
        Encoding::BadAlphabet,
        Encoding::BadLength,
        Encoding::Base64NotUrl,
        Encoding::Padded,
        Encoding::TrailingBits,
    ];
    Decoded {
        bytes: DECODER.decode(&clean).unwrap_or_default(),
        deviations: ORDER
            .into_iter()
            .filter_map(|encoding| Some((encoding, first[encoding as usize]?)))
            .collect(),
    }
}

/// Encodes `bytes` as unpadded base64url.
pub fn encode(bytes: &[u8]) -> String {
    DECODER.encode(bytes)
}

/// The bytes of base64url or base64, where no character of it is lost.
pub fn whole(text: &str) -> Option<Vec<u8>> {
    let decoded = decode(text);
    (!decoded.encoding().is_damaged()).then_some(decoded.bytes)
}

/// The bytes of `text`, if it is just what [`encode`] makes of them: digests are compared as text.
pub fn exactly(text: &str) -> Option<Vec<u8>> {
    let decoded = decode(text);
    decoded.deviations.is_empty().then_some(decoded.bytes)
}

/// The characters of well-formed base64url that the bytes `start..end` came from, as offsets into the encoded text.
///
/// Several bytes share a character, so the range grows to whole characters.
pub fn encoded_range(start: usize, end: usize) -> (usize, usize) {
    (
        start / 3 * 4 + start % 3,
        end.div_ceil(3) * 4 - [0, 2, 1][end % 3],
    )
}

/// The six bits of a base64url character.
fn value(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        _ => 63,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (Vec<u8>, Vec<(Encoding, usize)>) {
        let decoded = decode(text);
        (decoded.bytes, decoded.deviations)
    }

    #[test]
    fn well_formed_text_has_no_deviation() {
        for (bytes, text) in [
            (&b"f"[..], "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"\xff\xfe", "__4"),
        ] {
            assert_eq!(seen(text), (bytes.to_vec(), vec![]));
            assert_eq!(encode(bytes), text);
        }
    }

    #[test]
    fn every_deviation_is_named_with_its_place() {
        assert_eq!(seen(""), (vec![], vec![(Encoding::Empty, 0)]));
        assert_eq!(seen("Zg=="), (b"f".to_vec(), vec![(Encoding::Padded, 2)]));
        assert_eq!(
            seen("//4"),
            (b"\xff\xfe".to_vec(), vec![(Encoding::Base64NotUrl, 0)])
        );
        assert_eq!(
            seen("Zh"),
            (b"f".to_vec(), vec![(Encoding::TrailingBits, 1)])
        );
        assert_eq!(
            seen("Zm9vY"),
            (b"foo".to_vec(), vec![(Encoding::BadLength, 5)])
        );
        assert_eq!(
            seen("Zm*9v"),
            (b"foo".to_vec(), vec![(Encoding::BadAlphabet, 2)])
        );
        assert_eq!(seen("Zm=9v").1, vec![(Encoding::BadAlphabet, 2)]);
        assert_eq!(seen("Zé"), (vec![], vec![(Encoding::BadAlphabet, 1)]));
        assert_eq!(
            seen("/h=").1,
            vec![
                (Encoding::Base64NotUrl, 0),
                (Encoding::Padded, 2),
                (Encoding::TrailingBits, 1)
            ]
        );
    }

    #[test]
    fn byte_ranges_map_to_the_characters_they_came_from() {
        assert_eq!(encoded_range(0, 1), (0, 2));
        assert_eq!(encoded_range(1, 2), (1, 3));
        assert_eq!(encoded_range(2, 3), (2, 4));
        assert_eq!(encoded_range(3, 4), (4, 6));
        assert_eq!(encoded_range(0, 0), (0, 0));
    }

    #[test]
    fn agrees_with_the_strict_engine_of_the_base64_crate() {
        let strict = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let mut state = 1u32;
        for length in 0..40 {
            for _ in 0..50 {
                let text: String = (0..length)
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        b"ABCDEFGabcdefg0123456789-_+/= "[(state >> 16) as usize % 30] as char
                    })
                    .collect();
                let ours = decode(&text);
                match strict.decode(&text) {
                    Ok(bytes) => assert_eq!(
                        (
                            ours.bytes,
                            ours.deviations.iter().all(|d| d.0 == Encoding::Empty)
                        ),
                        (bytes, true)
                    ),
                    Err(_) => assert_ne!(ours.encoding(), Encoding::Ok, "{text:?}"),
                }
            }
        }
    }
}

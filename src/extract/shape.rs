//! What a token looks like from outside: how it starts, and which characters can be part of it.

use crate::spec::secrets;
use crate::token::base64url;

/// How a text that shows what it is starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// base64url of a JSON object: `eyJ…`.
    Object,
    /// A token or key of a provider that is no JWT; the name of the secret where it is one to revoke.
    Opaque(&'static str),
    /// base64 of XML.
    Xml,
}

/// Whether it is worth finding out how long the run of characters at the start of `text` is.
pub(super) fn may_start(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(b'e') => starts_object(bytes),
        Some(b'P') => is_xml(text),
        Some(
            b'g' | b'h' | b'x' | b's' | b'r' | b'A' | b'C' | b'y' | b'0' | b'1' | b'v' | b'O'
            | b'M' | b'E',
        ) => secrets::prefix(text).is_some(),
        _ => false,
    }
}

/// What the text at the start of `text` shows itself to be. `length` is how much of it may belong together.
pub(super) fn start(text: &str, length: usize) -> Option<Start> {
    let bytes = text.as_bytes();
    if starts_object(bytes) {
        return (length >= 8).then_some(Start::Object);
    }
    match bytes.first()? {
        b'P' if length >= 32 && is_xml(text) => Some(Start::Xml),
        b'g' | b'h' | b'x' | b's' | b'r' | b'A' | b'C' | b'y' | b'0' | b'1' | b'v' | b'O'
        | b'M' | b'E' => secrets::start(text, length).map(|found| Start::Opaque(found.name)),
        _ => None,
    }
}

/// Whether these are the first characters of a JSON object in base64url: `{"`, `{}` or `{` and white space.
pub(super) fn starts_object(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b'e', b'y', b'A'..=b'D' | b'I'..=b'L', ..]
            | [b'e', b'w', b'k'..=b'r' | b'0'..=b'3', ..]
            | [b'e', b'3', b'0', ..]
    )
}

/// Whether it starts as a compact token does: with a header and a dot. A nonce may be shorter (RFC 9449 §8.1).
pub(super) fn is_jwt(text: &str) -> bool {
    let header = base64url::run(text.as_bytes());
    starts_object(text.as_bytes()) && header >= 16 && text[header..].starts_with('.')
}

/// What Express puts before a signed cookie.
pub(super) const SIGNED: [&str; 2] = ["s:", "s%3A"];

/// The length of the mark of a signed cookie before a token.
pub(super) fn signed_mark(text: &str) -> usize {
    SIGNED
        .iter()
        .find(|mark| {
            text.strip_prefix(**mark)
                .is_some_and(|rest| starts_object(rest.as_bytes()))
        })
        .map_or(0, |mark| mark.len())
}

/// Whether a token follows directly on its scheme: `BearereyJ…`.
pub(super) fn is_glued(text: &str) -> bool {
    let scheme = text
        .get(..6)
        .filter(|start| start.eq_ignore_ascii_case("bearer"));
    scheme.is_some() && starts_object(&text.as_bytes()[6..])
}

/// Whether this is base64 of XML, or of an XML declaration.
fn is_xml(text: &str) -> bool {
    let head = text.get(..24).unwrap_or_default();
    let decoded = base64url::decode(head).bytes;
    match decoded.as_slice() {
        [b'<', b'?' | b'A'..=b'Z' | b'a'..=b'z', rest @ ..] => rest
            .iter()
            .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()),
        _ => false,
    }
}

/// Whether a character can be part of a token: base64url, base64, the separators of compact forms.
pub(super) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=')
}

/// Whether it could be a random value rather than a word: letters and digits, at least `least` characters, no spaces.
pub(super) fn is_random(text: &str, least: usize) -> bool {
    let (mut digits, mut lower, mut upper) = (0, 0, 0);
    for byte in text.bytes().take(256) {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'a'..=b'z' => lower += 1,
            b'A'..=b'Z' => upper += 1,
            b'!'..=b'~' => {}
            _ => return false,
        }
    }
    text.len() >= least
        && lower + upper > 0
        && (digits > 0 || lower > 0 && upper > 2 && text.len() >= 20)
        && !is_identifier(text)
}

/// Whether it is words written together, as programs name things: `TokenIssuedBeforeRevocationTimestamp`.
fn is_identifier(text: &str) -> bool {
    let is_upper = |c: char| c.is_ascii_uppercase();
    let mut words = text.split(is_upper).skip(1);
    let is_class = text.ends_with("Error") || text.ends_with("Exception");
    text.starts_with(is_upper)
        && (is_class
            || words.all(|rest| rest.len() >= 2 && rest.bytes().all(|b| b.is_ascii_lowercase())))
}

/// Whether it reads as a word of prose, a number or a name: what follows a token on a line of its own.
pub(super) fn is_word(text: &str) -> bool {
    let letters = text.trim_end_matches(['.', ',', '!', '?', ':']);
    let rest = letters.get(1..).unwrap_or_default();
    let is_plain = |of: &str| {
        of.bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_')
    };
    letters
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'/' | b':' | b'='))
        || is_plain(letters)
        || is_plain(rest) && letters.len() < 20
        || letters.len() <= 12 && letters.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_words_are_told_apart() {
        for text in [
            "eyJhbGciOi",
            "eyAiYWxnIjo",
            "ewogICJhbGci",
            "ew0KICJhbGci",
            "e30.e30.",
        ] {
            assert_eq!(start(text, text.len()), Some(Start::Object), "{text}");
        }
        for text in [
            "eyes",
            "eyebrows.of",
            "ewe",
            "e3",
            "eyJ",
            "1.Alpha",
            "v1.Module",
            "EwABC",
            "AKIAxyz",
        ] {
            assert_eq!(start(text, text.len()), None, "{text}");
        }
        for word in [
            "Thanks",
            "regards",
            "12345",
            "END",
            "best-regards",
            "1.2.3",
            "-----",
        ] {
            assert!(is_word(word), "{word}");
        }
        for piece in ["nZ_2WIUe-qwSsUM", "aB3", "a1.b2"] {
            assert!(!is_word(piece), "{piece}");
        }
    }
}

//! Hostile text made safe to read: what hides, reorders or controls becomes visible.

use std::fmt::{self, Display, Formatter, Write as _};

/// A piece of text as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that shows what it is.
    Plain(&'a str),
    /// A character that would hide, reorder or control: show its code point instead.
    Hidden(char),
    /// The letter before is not the ASCII one it looks like, though it stands beside such: show its code point too.
    Alike(char),
}

/// Whether a character must not reach a reader as it is: control, bidirectional, zero-width, tag, line separator
/// or other characters without a shape of their own (Unicode `Default_Ignorable_Code_Point` and `Bidi_Control`).
pub fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The ASCII character that this one is easily taken for; itself where there is none. A small table: the letters of
/// other scripts that are drawn alike, dashes, dots, slashes, full-width forms.
pub fn latin(character: char) -> char {
    const LIKE: &[(&str, &str)] = &[
        // Cyrillic.
        ("аеіјорсѕухԁԛԝһӏ", "aeijopcsyxdqwhl"),
        ("АВЕІЈКМНОРСЅТУХԌԚԜ", "ABEIJKMHOPCSTYXGQW"),
        // Greek.
        ("αικνορυχ", "aikvopux"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
        // Punctuation.
        ("‐‑‒–—−", "------"),
        ("․。．", "..."),
        ("⁄∕／", "///"),
        ("∶：", "::"),
        ("ıſℓ", "isl"),
    ];
    if character.is_ascii() {
        return character;
    }
    if let 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | '０'..='９' = character {
        let ascii = u32::from(character) - 0xFEE0;
        return char::from_u32(ascii).unwrap_or(character);
    }
    LIKE.iter()
        .flat_map(|(from, to)| std::iter::zip(from.chars(), to.chars()))
        .find(|(from, _)| *from == character)
        .map_or(character, |(_, to)| to)
}

/// Splits text into what can be shown and what must be named.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let (mut rest, mut before, mut alike) = (text, ' ', None);
    std::iter::from_fn(move || {
        if let Some(character) = alike.take() {
            return Some(Piece::Alike(character));
        }
        let mut end = 0;
        let mut characters = rest.chars().peekable();
        while let Some(character) = characters.next() {
            if is_hidden(character) {
                if end == 0 {
                    rest = &rest[character.len_utf8()..];
                    return Some(Piece::Hidden(character));
                }
                break;
            }
            end += character.len_utf8();
            let last = std::mem::replace(&mut before, character);
            let next = characters.peek().copied().unwrap_or(' ');
            if character.is_alphabetic()
                && latin(character) != character
                && (last.is_ascii_alphabetic() || next.is_ascii_alphabetic())
            {
                alike = Some(character);
                break;
            }
        }
        let (plain, after) = rest.split_at(end);
        rest = after;
        (end > 0).then_some(Piece::Plain(plain))
    })
}

/// How a hidden character is written: `U+202E`.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// The longest value a message quotes, in characters.
const LONGEST_QUOTE: usize = 120;

/// The longest list of values in a message, in characters.
const LONGEST_LIST: usize = 200;

/// A value of the token for use in a message: between backticks, hidden characters and backticks as `\u{…}`,
/// long values cut in the middle.
pub fn quote(value: &str) -> Quote<'_> {
    Quote(value)
}

/// What [`quote`] makes, written only where it is needed.
#[derive(Clone, Copy)]
pub struct Quote<'a>(&'a str);

impl Display for Quote<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        if value.is_empty() {
            return f.write_str("an empty string");
        }
        f.write_char('`')?;
        let length = value.chars().take(LONGEST_QUOTE * 4).count();
        if length <= LONGEST_QUOTE {
            escape_into(f, value)?;
        } else {
            let cut = |at: usize| {
                value
                    .char_indices()
                    .nth(at)
                    .map_or(value.len(), |(at, _)| at)
            };
            let tail = value.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
            escape_into(f, &value[..cut(LONGEST_QUOTE - 40)])?;
            f.write_char('…')?;
            escape_into(f, &value[tail..])?;
        }
        f.write_char('`')
    }
}

/// Several values for use in a message: `` `a`, `b` and `c` ``, at most eight of them named, and fewer long ones.
pub fn quote_list<T: AsRef<str>>(values: &[T]) -> String {
    const MOST: usize = 8;
    let mut named = Vec::new();
    let mut length = 0;
    for value in values.iter().take(MOST) {
        let value = quote(value.as_ref()).to_string();
        length += value.chars().count();
        if length > LONGEST_LIST && !named.is_empty() {
            break;
        }
        named.push(value);
    }
    if values.len() > named.len() {
        named.push(format!("{} more", values.len() - named.len()));
    }
    match named.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A number of things: `1 byte`, `2 bytes`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", plural(number as u64))
}

/// What a noun ends in behind a number.
pub fn plural(number: u64) -> &'static str {
    if number == 1 { "" } else { "s" }
}

/// Appends `value` as a JSON string. Hidden characters are escaped.
pub fn json_into(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            _ if is_hidden(character) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// `value` as a JSON string; see [`json_into`].
pub fn json(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    json_into(&mut out, value);
    out
}

fn escape_into(f: &mut Formatter<'_>, value: &str) -> fmt::Result {
    for character in value.chars() {
        if is_hidden(character) || character == '`' {
            write!(f, "\\u{{{:x}}}", u32::from(character))?;
        } else {
            f.write_char(character)?;
        }
    }
    Ok(())
}

/// The byte that `%` and the two digits after it at the start of `text` stand for (RFC 3986 §2.1).
pub fn percent(text: &[u8]) -> Option<u8> {
    let hex = |at: usize| char::from(*text.get(at)?).to_digit(16);
    Some((hex(1)? * 16 + hex(2)?) as u8).filter(|_| text.first() == Some(&b'%'))
}

/// The text without percent-encoding; what stands for no text is replaced.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = percent(rest);
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { &rest[3..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `%41` for everything but unreserved characters (RFC 3986 §2.3) and those in `plain`.
pub fn percent_encoded(text: &str, plain: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let character = char::from(byte);
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(character);
            }
            _ if plain.contains(character) => encoded.push(character),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The character that the reference at the start of `text` stands for, `&amp;` or `&#38;`, and the length of the
/// reference.
pub fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    let character = match text.get(1..end)? {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        name => match name.strip_prefix('#')? {
            digits if digits.starts_with(['x', 'X']) => number(&digits[1..], 16)?,
            digits => number(digits, 10)?,
        },
    };
    Some((character, end + 1))
}

/// The text of bytes. UTF-16 with a byte order mark is read as such; else each byte that is not UTF-8 becomes one other,
/// U+001A SUBSTITUTE, so that offsets stay those of the bytes.
pub fn decode(bytes: Vec<u8>) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .get(2..)
            .unwrap_or_default()
            .chunks_exact(2)
            .filter_map(|pair| Some(unit(pair.try_into().ok()?)))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => utf16(u16::from_be_bytes),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| {
            let mut text = String::new();
            for chunk in error.as_bytes().utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
            }
            text
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_keep_their_offsets() {
        let read = |bytes: &[u8]| decode(bytes.to_vec());
        assert_eq!(read("é".as_bytes()), "é");
        assert_eq!(read(b"H\xE9llo \xE2\x82 a"), "H\u{1a}llo \u{1a}\u{1a} a");
        assert_eq!(read(b"\xFF\xFEa\0\xE9\0"), "aé");
    }

    #[test]
    fn what_hides_is_named() {
        let seen: Vec<Piece> = pieces("a\u{202e}b\u{0}\u{feff}").collect();
        assert_eq!(
            seen,
            [
                Piece::Plain("a"),
                Piece::Hidden('\u{202e}'),
                Piece::Plain("b"),
                Piece::Hidden('\0'),
                Piece::Hidden('\u{feff}')
            ]
        );
        assert_eq!(code_point('\u{202e}'), "U+202E");
    }

    #[test]
    fn letters_among_those_they_look_like_are_named() {
        let seen: Vec<Piece> = pieces("ex\u{430}mple Анна é \u{430}b").collect();
        let alike = Piece::Alike('\u{430}');
        assert_eq!(
            seen,
            [
                Piece::Plain("ex\u{430}"),
                alike,
                Piece::Plain("mple Анна é \u{430}"),
                alike,
                Piece::Plain("b"),
            ]
        );
    }

    #[test]
    fn json_strings_read_back() {
        for value in ["", "a\"b\\c\n\t`", "\u{202e}😀\u{e0041}é"] {
            let text = json(value);
            assert!(!text.contains(is_hidden));
            let read = crate::token::json::Json::read(text);
            assert_eq!(read.root().unwrap().as_str().unwrap(), value);
        }
    }

    #[test]
    fn quotes_cannot_be_left_and_stay_short() {
        assert_eq!(quote("a`b\u{202e}").to_string(), "`a\\u{60}b\\u{202e}`");
        assert_eq!(quote("").to_string(), "an empty string");
        let long = quote(&"x".repeat(100_000)).to_string();
        assert!(long.chars().count() < 200 && long.contains('…'));
        assert_eq!(quote_list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(quote_list::<&str>(&[]), "nothing");
        assert!(quote_list(&["x"; 20]).ends_with(" and 12 more"));
        let long = quote_list(&vec!["x".repeat(90); 20]);
        assert!(long.ends_with(" and 18 more") && long.len() < 220);
        assert_eq!(count(1, "byte") + " " + &count(2, "byte"), "1 byte 2 bytes");
    }
}

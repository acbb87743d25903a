//! Takes secrets out of text, in whatever encoding they stand there: plain, base64 at any offset, hexadecimal.

use crate::expect::travel::{has_key, is_compact, is_outside_tokens};
use crate::order;
use crate::token::base64url;

/// What stands in the place of what was taken out.
pub const MASKED: &str = "[masked]";

/// The shortest value that is looked for inside words and in encodings; shorter ones are found as whole words only.
const SHORTEST: usize = 6;

/// How much of a signature is looked for at once, in characters: any piece of this length is found.
const PIECE: usize = 12;

/// Values from this length on are looked for in pieces too: messages cut them anywhere.
const LONG: usize = 100;

/// How long these pieces are, in bytes.
const LONG_PIECE: usize = 24;

/// The most that is looked for, in bytes; with more, nothing that came from the token is let through.
const MOST: usize = 1 << 16;

/// The most patterns that may start alike.
const MOST_ALIKE: usize = 64;

/// Finds secrets in text.
#[derive(Default)]
pub struct Scrubber {
    /// Lower case, sorted: values as they are and in hexadecimal.
    plain: Vec<Vec<u8>>,
    /// base64url, sorted.
    encoded: Vec<Vec<u8>>,
    /// Lower case, sorted: values too short to be looked for inside words.
    words: Vec<String>,
    /// Pieces of signatures in base64url and in hexadecimal, sorted.
    pieces: Vec<u128>,
    /// Pieces of long values, in lower case.
    long_pieces: Vec<u128>,
    bytes: usize,
    /// Whether there is too much to look for.
    pub is_overfull: bool,
}

impl Scrubber {
    /// Adds a value to look for.
    pub fn add(&mut self, value: &str) {
        self.bytes = self.bytes.saturating_add(value.len());
        if self.bytes > MOST {
            self.is_overfull = true;
            return;
        }
        let value = value.trim();
        if value.len() < SHORTEST {
            if !value.is_empty() {
                self.words.push(fold(value));
            }
            return;
        }
        // Messages quote: characters escaped, long values cut in the middle.
        let quoted = crate::text::quote(value).to_string();
        let quoted = quoted.trim_matches('`');
        let bare = bare(value);
        for text in [value, bare.trim()].into_iter().chain(quoted.split('…')) {
            if text.len() >= SHORTEST {
                self.plain.push(fold(text).into_bytes());
            }
        }
        if value.len() >= LONG {
            let pieces = fold(value);
            self.long_pieces
                .extend(pieces.as_bytes().windows(LONG_PIECE).map(number));
        }
        let hexadecimal = hexadecimal(value.as_bytes());
        let encoded = (0..3).map(|offset| core(value.as_bytes(), offset));
        for text in encoded {
            if value.len() >= LONG {
                self.pieces
                    .extend(text.as_bytes().windows(PIECE).map(number));
            }
            self.encoded.push(text.into_bytes());
        }
        if value.len() >= LONG {
            self.pieces
                .extend(hexadecimal.as_bytes().windows(PIECE).map(number));
        }
        self.plain.push(hexadecimal.into_bytes());
    }

    /// Adds a signature: any piece of it is looked for.
    pub fn add_signature(&mut self, text: &str, bytes: &[u8]) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > MOST {
            self.is_overfull = true;
            return;
        }
        let mut texts = vec![text.to_owned(), hexadecimal(bytes)];
        texts.extend((0..3).map(|offset| core(bytes, offset)));
        for text in texts {
            self.pieces
                .extend(text.as_bytes().windows(PIECE).map(number));
        }
    }

    /// To be called when everything was added.
    pub fn finish(&mut self) {
        for patterns in [&mut self.plain, &mut self.encoded] {
            order::sort_unique(patterns);
            let start = |pattern: &Vec<u8>| pattern.get(..SHORTEST).map(<[u8]>::to_vec);
            let mut alike = patterns.windows(MOST_ALIKE);
            self.is_overfull |=
                alike.any(|group| group.first().and_then(start) == group.last().and_then(start));
        }
        order::sort_unique(&mut self.words);
        for pieces in [&mut self.pieces, &mut self.long_pieces] {
            order::sort_unique(pieces);
        }
    }

    /// A value without the secrets.
    pub fn scrub(&self, text: &str) -> String {
        self.scrubbed(text).unwrap_or_else(|| MASKED.to_owned())
    }

    /// A message without the secrets. It quotes between backticks, which no quoted text holds.
    pub fn scrub_message(&self, text: &str) -> String {
        self.scrubbed(text).unwrap_or_else(|| without_quotes(text))
    }

    /// The text without the secrets; `None` where they are in it by way of escapes, or there is too much to look for.
    fn scrubbed(&self, text: &str) -> Option<String> {
        if has_key(text) || self.is_overfull {
            return None;
        }
        let once = self.scrub_plain(text);
        let mut plain = once.clone();
        // A message escapes what a token may have escaped.
        for _ in 0..4 {
            let undone = bare(&plain);
            if undone != once && self.scrub_plain(&undone) != undone {
                return None;
            }
            if !undone.contains('\\') {
                break;
            }
            plain = unescape(&undone);
        }
        Some(once)
    }

    fn scrub_plain(&self, text: &str) -> String {
        let lower = fold(text).into_bytes();
        let url: Vec<u8> = text
            .bytes()
            .map(|byte| match byte {
                b'+' => b'-',
                b'/' => b'_',
                byte => byte,
            })
            .collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for at in 0..lower.len() {
            let longest = [(&self.plain, &lower), (&self.encoded, &url)]
                .iter()
                .filter_map(|(patterns, view)| longest(patterns, view.get(at..)?))
                .max();
            found.extend(longest.map(|length| (at, at + length)));
            for view in [&lower, &url] {
                let piece = view.get(at..at + PIECE).map(number);
                if piece.is_some_and(|piece| self.pieces.binary_search(&piece).is_ok()) {
                    found.push((at, at + PIECE));
                }
            }
            if !self.long_pieces.is_empty() {
                let piece = lower.get(at..at + LONG_PIECE).map(number);
                if piece.is_some_and(|piece| self.long_pieces.binary_search(&piece).is_ok()) {
                    found.push((at, at + LONG_PIECE));
                }
            }
        }
        found.extend(
            words(text, |c| !c.is_alphanumeric()).filter(|&(start, end)| {
                let word = text.get(start..end).unwrap_or_default();
                self.is_short_secret(text, word, (start, end))
            }),
        );
        found.extend(
            words(text, is_outside_tokens)
                .filter(|&(start, end)| is_compact(text.get(start..end).unwrap_or_default())),
        );
        order::sort(&mut found, Ord::cmp);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in found {
            if end <= at {
                continue;
            }
            // A piece of a long value may end inside a character.
            let start = (0..=start)
                .rev()
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(0);
            let end = (end..=text.len())
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(text.len());
            if start >= at && (start > at || !out.ends_with(MASKED)) {
                out.push_str(text.get(at..start).unwrap_or_default());
                out.push_str(MASKED);
            }
            at = end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// Whether a word is a short secret. One or two characters are, where nothing else is in the text or between
    /// backticks: otherwise they are just letters.
    fn is_short_secret(&self, text: &str, word: &str, (start, end): (usize, usize)) -> bool {
        let lower = fold(word);
        if self.words.binary_search(&lower).is_err() {
            return false;
        }
        let around = (
            text.get(..start)
                .and_then(|before| before.chars().next_back()),
            text.get(end..).and_then(|after| after.chars().next()),
        );
        word.len() > 2 || matches!(around, (None, None) | (Some('`'), Some('`')))
    }
}

/// The ranges between the characters that `is_border` names.
fn words(text: &str, is_border: fn(char) -> bool) -> impl Iterator<Item = (usize, usize)> {
    let start = text.as_ptr() as usize;
    text.split(is_border)
        .filter(|word| !word.is_empty())
        .map(move |word| {
            let at = word.as_ptr() as usize - start;
            (at, at + word.len())
        })
}

/// The length of the longest of the sorted patterns that `text` starts with.
fn longest(patterns: &[Vec<u8>], text: &[u8]) -> Option<usize> {
    let start = text.get(..SHORTEST)?;
    let from = patterns.partition_point(|pattern| pattern.as_slice() < start);
    patterns
        .get(from..)?
        .iter()
        .take_while(|pattern| pattern.starts_with(start))
        .filter(|pattern| text.starts_with(pattern))
        .map(Vec::len)
        .max()
}

/// A message without what it quotes.
pub fn without_quotes(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let kept: Vec<&str> = pieces
        .map(|(at, piece)| if at % 2 == 1 { MASKED } else { piece })
        .collect();
    kept.join("`")
}

/// The text without characters that hide.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|&c| !crate::text::is_hidden(c))
        .collect()
}

/// The text with escapes undone once: those of JSON, and `\u{…}` as messages write it.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let braced = after.strip_prefix("u{").and_then(|digits| {
            let end = digits.bytes().take(9).position(|byte| byte == b'}')?;
            Some((digits.get(..end)?, digits.get(end + 1..)?))
        });
        if let Some((digits, after)) = braced {
            let number = u32::from_str_radix(digits, 16).ok();
            out.extend(number.and_then(char::from_u32));
            rest = after;
            continue;
        }
        // One string of JSON, as long as it has to be: a surrogate pair.
        let length = match after.as_bytes() {
            [
                b'u',
                b'd' | b'D',
                b'8'..=b'9' | b'a'..=b'b' | b'A'..=b'B',
                ..,
            ] => 11,
            [b'u', ..] => 5,
            _ => after.chars().next().map_or(0, char::len_utf8),
        };
        let length = if after.is_char_boundary(length) {
            length
        } else {
            0
        };
        let (escape, after) = after.split_at(length.min(after.len()));
        let json = crate::token::json::Json::read(format!("\"\\{escape}\""));
        match json
            .root()
            .and_then(|root| root.as_str())
            .filter(|_| json.error().is_none())
        {
            Some(character) => out.push_str(character),
            None => out.push_str(escape),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Lower case where that does not change the number of bytes.
fn fold(text: &str) -> String {
    text.chars().map(small).collect()
}

/// Capital letters outside ASCII, as `build.rs` packs them: the tables of the standard library weigh ten times as much.
const CAPITALS: &str = include_str!(concat!(env!("OUT_DIR"), "/capitals.txt"));

/// The small letter of a capital one, where it takes as many bytes.
fn small(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let own = u32::from(character);
    let mut numbers = CAPITALS.chars().map(u32::from);
    let mut last = 0;
    while let (Some(gap), Some(length), Some(distance)) =
        (numbers.next(), numbers.next(), numbers.next())
    {
        let first = last + gap;
        last = first + length;
        if (first..=last).contains(&own) && (distance != 2 || (own - first) % 2 == 0) {
            let distance = (distance >> 1) as i32 ^ -((distance & 1) as i32);
            return char::from_u32(own.wrapping_add_signed(distance)).unwrap_or(character);
        }
    }
    character
}

/// A hash: a collision masks too much, never too little.
fn number(piece: &[u8]) -> u128 {
    piece
        .iter()
        .fold(0, |number, &byte| number << 8 | u128::from(byte))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stays the same of the base64url of `bytes` when they stand `offset` bytes into a text, whatever stands around
/// them.
fn core(bytes: &[u8], offset: usize) -> String {
    let mut shifted = vec![0; offset];
    shifted.extend_from_slice(bytes);
    let text = base64url::encode(&shifted);
    let start = (offset * 8).div_ceil(6);
    let end = shifted.len() * 8 / 6;
    text.get(start..end.max(start))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_those_of_the_standard_library() {
        for character in '\0'..=char::MAX {
            let mut all = character.to_lowercase();
            let known = match (all.next(), all.next()) {
                (Some(one), None) if one.len_utf8() == character.len_utf8() => one,
                _ => character,
            };
            assert_eq!(small(character), known);
        }
    }

    fn scrubber(values: &[&str]) -> Scrubber {
        let mut scrubber = Scrubber::default();
        for value in values {
            scrubber.add(value);
        }
        scrubber.finish();
        scrubber
    }

    #[test]
    fn values_are_found_in_every_encoding() {
        let scrubber = scrubber(&["ada@contoso.example", "DE", "Ada", "f"]);
        for (text, expected) in [
            ("to ADA@contoso.example.", "to [masked]."),
            ("`ctry` is `DE`, de facto", "`ctry` is `[masked]`, de facto"),
            ("DE", "[masked]"),
            ("Ada, Adam and ada", "[masked], Adam and [masked]"),
            ("f of f", "f of f"),
            ("61646140636f6e746f736f2e6578616d706c65", "[masked]"),
            ("a eyJhbGciOiJub25lIn0.e30. b", "a [masked] b"),
            ("é ada@contoso.exampleé", "é [masked]é"),
        ] {
            assert_eq!(scrubber.scrub(text), expected);
        }
        for prefix in ["", "x", "xy", "xyz"] {
            let inner = format!("{prefix}ada@contoso.example and more");
            let text = scrubber.scrub(&base64url::encode(inner.as_bytes()));
            assert!(text.contains(MASKED), "{text}");
        }
    }

    #[test]
    fn any_piece_of_a_signature_is_found() {
        let bytes: Vec<u8> = (0..64u32).map(|at| (at * 73 + 41) as u8).collect();
        let mut scrubber = Scrubber::default();
        let text = base64url::encode(&bytes);
        scrubber.add_signature(&text, &bytes);
        scrubber.finish();
        assert_eq!(
            scrubber.scrub(&format!("a {} b", &text[7..30])),
            "a [masked] b"
        );
        assert_eq!(
            scrubber.scrub(&hexadecimal(&bytes[3..20]).to_uppercase()),
            MASKED
        );
    }

    #[test]
    fn too_much_to_look_for_lets_nothing_through() {
        let value = "x".repeat(MOST + 1);
        assert_eq!(scrubber(&[&value]).scrub("harmless"), MASKED);
        let many: Vec<String> = (0..200).map(|at| format!("aaaaaaaa{at}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(scrubber(&many).scrub("harmless"), MASKED);
    }
}

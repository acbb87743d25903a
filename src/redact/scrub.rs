//! Takes secrets out of text, in whatever encoding they stand there: plain, base64 at any offset, hexadecimal.

use crate::expect::travel::{has_key, is_compact, is_outside_tokens};
use crate::token::base64url;

/// What stands in the place of what was taken out.
pub const MASKED: &str = "[masked]";

/// The shortest value that is looked for inside words and in encodings; shorter ones are found as whole words only.
const SHORTEST: usize = 6;

/// How much of a signature is looked for at once, in characters: any piece of this length is found.
const PIECE: usize = 12;

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
        let quoted = crate::text::quote(value);
        let quoted = quoted.trim_matches('`');
        for text in std::iter::once(value).chain(quoted.split('…')) {
            if text.len() >= SHORTEST {
                self.plain.push(fold(text).into_bytes());
            }
        }
        self.plain.push(hexadecimal(value.as_bytes()).into_bytes());
        for offset in 0..3 {
            self.encoded
                .push(core(value.as_bytes(), offset).into_bytes());
        }
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
            patterns.sort();
            patterns.dedup();
            let start = |pattern: &Vec<u8>| pattern.get(..SHORTEST).map(<[u8]>::to_vec);
            let mut alike = patterns.windows(MOST_ALIKE);
            self.is_overfull |=
                alike.any(|group| group.first().and_then(start) == group.last().and_then(start));
        }
        self.words.sort();
        self.words.dedup();
        self.pieces.sort_unstable();
        self.pieces.dedup();
    }

    /// The text without the secrets.
    pub fn scrub(&self, text: &str) -> String {
        if has_key(text) || self.is_overfull {
            return MASKED.to_owned();
        }
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
        found.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in found {
            if end <= at {
                continue;
            }
            if start >= at {
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

/// Lower case where that does not change the number of bytes.
fn fold(text: &str) -> String {
    let lower = |character: char| {
        let mut all = character.to_lowercase();
        match (all.next(), all.next()) {
            (Some(one), None) if one.len_utf8() == character.len_utf8() => one,
            _ => character,
        }
    };
    text.chars().map(lower).collect()
}

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

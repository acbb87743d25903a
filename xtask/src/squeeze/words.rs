//! The words that are most frequent in what memory starts with, as a byte each, and back.
//!
//! To copy a word from where it stood before takes deflate more than twice the bits of a byte, and with each of them
//! it sees farther back. The bytes are those that are rarest; one more of these says that the byte behind it
//! is meant as it stands.
//!
//! A dictionary is, for each such byte, the byte, how long the word is, and the word.

use super::split::Reader;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many words get a byte.
const WORDS: usize = 140;
/// What is in fewer places is not worth an entry.
const SELDOM: usize = 8;

/// The dictionary for a text, and whatever stands between its words.
pub fn choose(text: &[u8]) -> Vec<u8> {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let mut counts: BTreeMap<&[u8], usize> = BTreeMap::new();
    let mut end = 0;
    for run in text.chunk_by(|&one, &next| is_letter(one) == is_letter(next)) {
        let start = end - usize::from(text[..end].ends_with(b" "));
        end += run.len();
        if is_letter(run[0]) && run.len() > 1 && end - start > 2 && end - start < 128 {
            *counts.entry(&text[start..end]).or_default() += 1;
        }
    }
    let mut words: Vec<_> = counts
        .into_iter()
        .filter(|(_, count)| *count >= SELDOM)
        .collect();
    words.sort_by_key(|(_, count)| Reverse(*count));
    words.truncate(WORDS);
    let mut bytes: Vec<u8> = (0..=255).collect();
    let mut counts = [0; 256];
    text.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    bytes.sort_by_key(|&byte| counts[usize::from(byte)]);
    let mut dictionary = Vec::new();
    if !words.is_empty() {
        words.push((b"", 0));
    }
    for ((word, _), byte) in words.into_iter().zip(bytes) {
        dictionary.extend([byte, word.len() as u8]);
        dictionary.extend_from_slice(word);
    }
    dictionary
}

/// The words of a dictionary by their bytes.
pub struct Words<'d>([Option<&'d [u8]>; 256]);

impl<'d> Words<'d> {
    /// Reads a dictionary.
    pub fn of(dictionary: &'d [u8]) -> Option<Self> {
        let mut words = [None; 256];
        let mut reader = Reader::new(dictionary);
        while reader.at < dictionary.len() {
            let byte = reader.byte()?;
            let length = reader.byte()?;
            words[usize::from(byte)] = Some(reader.take(length.into())?);
        }
        Some(Self(words))
    }

    /// Puts bytes in the place of words.
    pub fn shorten(&self, mut text: &[u8]) -> Vec<u8> {
        let words = (0..=255).filter_map(|byte: u8| Some((byte, self.0[usize::from(byte)]?)));
        let (mut words, literal): (Vec<_>, Vec<_>) = words.partition(|(_, word)| !word.is_empty());
        words.sort_by_key(|(_, word)| Reverse(word.len()));
        let mut short = Vec::new();
        while let Some((&first, behind)) = text.split_first() {
            if let Some((byte, word)) = words.iter().find(|(_, word)| text.starts_with(word)) {
                short.push(*byte);
                text = &text[word.len()..];
                continue;
            }
            if self.0[usize::from(first)].is_some() {
                short.extend(literal.iter().map(|(byte, _)| *byte));
            }
            short.push(first);
            text = behind;
        }
        short
    }

    /// Puts words in the place of bytes.
    pub fn spell_out(&self, short: &[u8]) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        let mut reader = Reader::new(short);
        while reader.at < short.len() {
            let byte = reader.byte()?;
            match self.0[usize::from(byte)] {
                Some(b"") => text.push(reader.byte()?),
                Some(word) => text.extend_from_slice(word),
                None => text.push(byte),
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_get_a_byte_and_come_back() {
        let every: Vec<u8> = (0..=255).collect();
        let text = ["a token is another token; ".repeat(8).as_bytes(), &every].concat();
        let dictionary = choose(&text);
        let words = Words::of(&dictionary).unwrap();
        let short = words.shorten(&text);
        // " token", " is" and " another" are words, and there are four bytes more to say that one is meant.
        assert_eq!(short.len(), 256 + 4 + 8 * 7);
        assert_eq!(words.spell_out(&short), Some(text));
        assert_eq!(Words::of(&choose(&every)).unwrap().shorten(&every), every);
    }
}

//! A stretch that is meant as a token → its text, with everything undone that a copy or a carrier did to it.

use super::shape::{self, starts_object};
use super::view::{View, percent_layers};
use super::{Repair, RepairKind};
use crate::place::Span;
use crate::token::base64url;

/// Marks that say that something was cut out, besides dots.
const CUTS: [&str; 11] = [
    "…",
    "[...]",
    "[…]",
    "(...)",
    "(…)",
    "[truncated",
    "<truncated",
    "(truncated",
    "{truncated",
    "<snip",
    "[snip",
];

/// The length of the mark at the start of `text` that says that something was cut out.
pub(super) fn cut_mark(text: &str) -> Option<usize> {
    if text.starts_with("...") {
        return Some(text.len() - text.trim_start_matches('.').len());
    }
    let is_here = |mark: &&&str| {
        let start = text.as_bytes().get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
    };
    let mark = CUTS.iter().find(is_here)?;
    let close = match mark.as_bytes().first()? {
        b'[' => ']',
        b'<' => '>',
        b'(' => ')',
        b'{' => '}',
        _ => return Some(mark.len()),
    };
    let end = mark.len() - usize::from(mark.ends_with(close));
    let mut rest = text[end..].char_indices().take(40);
    let found = rest.find(|(_, c)| *c == close || *c == '\n');
    Some(match found {
        Some((at, c)) if c == close => end + at + 1,
        _ => mark.len(),
    })
}

/// White space, or a character without width that clings to the ends of what is copied.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}')
}

/// A character that quotes.
pub(super) fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›'
    )
}

/// What became of a stretch.
pub(super) struct Cleaned {
    pub view: View,
    pub repairs: Vec<Repair>,
    /// Where the kept part ends in the text it was taken from.
    pub end: usize,
}

impl Cleaned {
    fn note(&mut self, kind: RepairKind, from: &View, span: Span) {
        if !self.repairs.iter().any(|repair| repair.kind == kind) {
            let span = from.map.to_input(span);
            self.repairs.push(Repair { kind, span });
        }
    }
}

/// Leaves out white space and quoting marks, decodes percent-encoding, and stops where something was cut out.
///
/// `is_encoded` says that the carrier percent-encodes its values, so that one layer of it is no repair.
pub(super) fn clean(from: &View, span: Span, is_encoded: bool) -> Cleaned {
    if is_encoded && span.of(&from.text).contains('%') {
        let decoded = from.part(span).percent_decoded();
        let mut cleaned = clean(&decoded, Span::new(0, decoded.text.len()), false);
        cleaned.end = span.end;
        return cleaned;
    }
    let mut out = Cleaned {
        view: View::default(),
        repairs: Vec::new(),
        end: span.end,
    };
    let text = span.of(&from.text);
    let bytes = text.as_bytes();
    let (mut at, mut kept) = (0, 0);
    loop {
        at += base64url::run(&bytes[at..]);
        let Some(&byte) = bytes.get(at) else { break };
        let here = |length: usize| Span::new(at, at + length).shifted(span.start);
        let (kind, length, decoded) = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                let length = gap(&text[at..]);
                if cut_mark(&text[at + length..]).is_some() {
                    out.view.copy(from, Span::new(kept, at).shifted(span.start));
                    at += length;
                    kept = at;
                    continue;
                }
                (RepairKind::Whitespace, length, None)
            }
            b'\\' | b'^' | b'`' | b'"' | b'\'' if gap(&text[at..]) > 0 => {
                let length = gap(&text[at..]);
                // Strings that are put together have no break between them, and a backslash takes it away.
                let joint = &text[at..at + length];
                let is_break = byte == b'\\' && joint.ends_with('\n') && !is_verbatim(from, span);
                if is_break || joint.ends_with(['"', '\'']) {
                    out.view.copy(from, Span::new(kept, at).shifted(span.start));
                    at += length;
                    kept = at;
                    continue;
                }
                (RepairKind::Whitespace, length, None)
            }
            // The soft line break of quoted-printable mail (RFC 2045 §6.7); padding ends a line as well.
            b'=' if is_soft_break(bytes, at) => {
                let length = 1 + gap(&text[at + 1..]);
                (RepairKind::Whitespace, length, None)
            }
            b'\\' => match bytes.get(at + 1) {
                Some(b'n' | b'r' | b't') => (RepairKind::Whitespace, 2, None),
                _ => {
                    at += 1;
                    continue;
                }
            },
            b'%' => match percent_layers(&text[at..]) {
                Some((character, length)) => (RepairKind::PercentEncoding, length, Some(character)),
                None => {
                    at += 1;
                    continue;
                }
            },
            b'.' | 0xE2 if at > 0 => match cut_mark(&text[at..]) {
                Some(length) => (RepairKind::Ellipsis, length, None),
                None => {
                    at += 1;
                    continue;
                }
            },
            b'[' | b'<' | b'(' | b'{' if at > 0 => match cut_mark(&text[at..]) {
                Some(length) => (RepairKind::Ellipsis, length, None),
                None => {
                    at += 1;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        out.view.copy(from, Span::new(kept, at).shifted(span.start));
        // A token that is whole ends a sentence so.
        if kind != RepairKind::Ellipsis || !is_whole(&text[..at]) {
            out.note(kind, from, here(length));
        }
        if let Some(character) = decoded {
            if character.is_ascii_whitespace() {
                out.note(RepairKind::Whitespace, from, here(length));
            } else {
                let mut buffer = [0; 4];
                let text = character.encode_utf8(&mut buffer);
                out.view.stand_for(text, from, here(length));
            }
        }
        if kind == RepairKind::Ellipsis {
            out.end = span.start + at;
            return out;
        }
        at += length;
        kept = at;
    }
    out.view
        .copy(from, Span::new(kept, text.len()).shifted(span.start));
    out
}

/// Whether the text is in single quotes, in which a shell takes everything as it stands.
fn is_verbatim(from: &View, span: Span) -> bool {
    let mut before = from.text.as_bytes()[..span.start].iter().rev().take(512);
    before.find(|byte| matches!(byte, b'"' | b'\'' | b'\n')) == Some(&b'\'')
}

/// Whether a token has all its parts, the last one as long as signatures are.
pub(super) fn is_whole(text: &str) -> bool {
    let mut parts = text.rsplit('.');
    let signature = parts.next().unwrap_or_default();
    SIGNATURES.contains(&signature.len()) && parts.count() == 2
}

/// The length of a shell's continuation mark and the line break after it.
fn break_after(text: &str) -> Option<usize> {
    let rest = text.get(1..)?;
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    rest[blank..].starts_with('\n').then_some(2 + blank)
}

/// The length of what ends a string and starts the rest of it, as programs write it: with an operator, or on the next
/// line with none.
fn joint(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let operators = ['+', '.', '&'];
    let rest = text[1..].trim_start_matches([' ', '\t']);
    let is_operator = rest.starts_with(operators);
    let rest = rest.strip_prefix(['+', '.', '&', '\\']).unwrap_or(rest);
    // Visual Basic goes on behind `& _`.
    let rest = rest.trim_start_matches([' ', '\t', '\r', '_']);
    let next = match rest.strip_prefix('\n') {
        Some(next) => {
            let next = next.trim_start_matches([' ', '\t']);
            next.strip_prefix(operators).unwrap_or(next)
        }
        None => Some(rest).filter(|_| is_operator)?,
    };
    // Python marks what a string is with a letter.
    let next = next.trim_start_matches([' ', '\t', 'b', 'f']);
    Some(text.len() - next.strip_prefix(quote)?.len())
}

/// Whether `=` breaks a line here in which base64url goes on.
fn is_soft_break(bytes: &[u8], at: usize) -> bool {
    let is_digit = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let next = match bytes.get(at + 1..) {
        Some([b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..]) => rest.first(),
        _ => None,
    };
    is_digit(next) && at > 0 && is_digit(bytes.get(at - 1))
}

/// The length of the number of a line and the space after it, as editors and pagers write them.
fn line_number(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix([':', '|']).unwrap_or(rest);
    let length = text.len() - rest.len();
    match rest.starts_with([' ', '\t']) && length <= 5 {
        true => length + 1,
        false => 0,
    }
}

/// The length of the white space at the start of `text`, with marks of continuation before line breaks and marks of
/// quoting after them.
pub(super) fn gap(text: &str) -> usize {
    let mut at = 0;
    let mut is_line_start = false;
    while let Some(&byte) = text.as_bytes().get(at) {
        match byte {
            b' ' | b'\t' | b'\r' => at += 1,
            b'\n' => {
                at += 1;
                is_line_start = true;
            }
            b'>' | b'|' | b'#' if is_line_start => at += 1,
            b'0'..=b'9' if is_line_start => match line_number(&text[at..]) {
                0 => break,
                length => {
                    at += length;
                    is_line_start = false;
                }
            },
            b'"' | b'\'' => match joint(&text[at..]) {
                Some(length) => at += length,
                None => break,
            },
            b'\\' | b'^' | b'`' => match break_after(&text[at..]) {
                Some(length) => {
                    at += length;
                    is_line_start = true;
                }
                None => break,
            },
            _ => break,
        }
    }
    at
}

/// Where the run of token characters at the start of `text` ends. Percent-encoding of such characters and of white space
/// counts as well; `=` only where it pads; `/` ends it if `is_path`.
pub(super) fn run(text: &str, is_path: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += base64url::run(&bytes[at..]);
        let Some(&byte) = bytes.get(at) else { break };
        match byte {
            b'/' if is_path => break,
            b'=' => match bytes.get(at + 1) {
                Some(next) if next.is_ascii_alphanumeric() || *next == b'_' => break,
                _ => at += 1,
            },
            b'%' => match percent_layers(&text[at..]) {
                Some((c, length)) if shape::is_token_byte(c as u8) || c.is_ascii_whitespace() => {
                    at += length
                }
                _ => break,
            },
            b'\\'
                if matches!(bytes.get(at + 1), Some(b'n' | b'r'))
                    && bytes
                        .get(at + 2)
                        .is_some_and(|&next| shape::is_token_byte(next) && next != b'/') =>
            {
                at += 2
            }
            _ if shape::is_token_byte(byte) => at += 1,
            _ => break,
        }
    }
    at
}

/// Lengths in base64url of the signatures that common algorithms make.
const SIGNATURES: [usize; 9] = [43, 64, 86, 88, 128, 176, 342, 512, 683];

/// Follows a token over line breaks, and over spaces that cut it evenly: where it ends, if its first run of characters
/// is at `span`.
///
/// The next line belongs to it if it holds one run of token characters and nothing else, and if that run is no token
/// of its own, no word, and not beyond the end of the token. `is_lenient` lets more pass: the text holds nothing else.
pub(super) fn follow(text: &str, span: Span, line_start: usize, is_lenient: bool) -> usize {
    let mut end = span.end;
    let first = span.of(text);
    let mut dots = first.bytes().filter(|&byte| byte == b'.').count();
    let has_tilde = first.contains('~');
    let mut signature = first.len() - first.rfind('.').map_or(0, |dot| dot + 1);
    let mut ends_with_dot = first.ends_with('.');
    // The width of the last line, and that of the one before.
    let mut widths = (end - line_start.min(end), 0);
    let mut widest = widths.0;
    let mut last = first.len();
    let mut was_soft = false;
    loop {
        let space = gap(&text[end..]);
        if space == 0 {
            return end;
        }
        let breaks = text[end..end + space]
            .bytes()
            .filter(|&b| b == b'\n')
            .count();
        if breaks > 1 {
            return end;
        }
        let start = end + space;
        let piece = &text[start..start + run(&text[start..], false)];
        let after = &text[start + piece.len()..];
        let own_line = after.trim_start_matches([' ', '\t', '\r']);
        let closes = |rest: &str| {
            let rest = rest.trim_start_matches([
                '"', '\'', '`', ',', ';', ')', '}', ']', '>', '\\', '^', '”', '’', '…', '[', '<',
            ]);
            let rest = rest.trim_start_matches([' ', '\t', '\r']);
            rest.is_empty() || rest.starts_with('\n')
        };
        let is_full_line = widths.0 == widths.1;
        let is_even = piece.len() == last;
        let is_word = piece != "~" && shape::is_word(piece);
        let is_even_rest = is_full_line && (!is_word || closes(own_line)) || is_even && !is_word;
        let is_joint = breaks == 0 && text[end..].starts_with(['"', '\'']);
        // One `=` before a line break may pad a token; a second one breaks it.
        let is_soft = text[..end].ends_with('=') && is_soft_break(text.as_bytes(), end - 1);
        let is_certain = is_joint || is_soft && was_soft;
        was_soft = is_soft;
        if breaks == 0 && !is_lenient && !is_even_rest && !is_joint {
            return end;
        }
        let is_alone = is_lenient
            || is_joint
            || is_full_line
            || is_even && breaks == 0
            || own_line.is_empty()
            || own_line.starts_with('\n')
            || (after.len() == own_line.len() && (closes(own_line) || after.starts_with(is_quote)))
            || cut_mark(own_line).is_some()
            || break_after(own_line).is_some() && own_line.starts_with(['\\', '^', '`']);
        if piece.is_empty() || !is_alone {
            return end;
        }
        let more = piece.bytes().filter(|&byte| byte == b'.').count();
        // Behind the last dot of an unsecured token nothing is to come.
        if starts_object(piece.as_bytes())
            && (dots == 2 && ends_with_dot && shape::is_jwt(piece)
                || !ends_with_dot
                    && (dots >= 2
                        || more + dots >= 2 && more > 0 && dots + more > 2
                        || dots == 0 && more >= 2))
        {
            return end;
        }
        let joined = signature + piece.len();
        let is_complete = SIGNATURES.contains(&signature);
        let fits = SIGNATURES.contains(&joined) && !is_complete;
        // Some break lines after a hyphen, which a token may hold anywhere: those lines are of any length.
        let is_cut_word = piece.ends_with('-') && piece.bytes().any(|b| b.is_ascii_alphanumeric());
        let is_hyphen = !is_complete
            && (text[..end].ends_with('-') || is_cut_word || widths.0 == widest && widths.1 > 0);
        let is_word = is_word && !(is_hyphen && is_cut_word);
        let is_long = match is_complete {
            true => (widths.1 > 0 || is_even) && piece.len() >= 40,
            false => is_hyphen || is_lenient || piece.len() >= 16,
        };
        let belongs = if is_certain {
            true
        } else if dots < 2 {
            !is_word || is_full_line
        } else if more > 0 && !has_tilde && (dots + more > 4 || piece.len() < 16) {
            false
        } else {
            is_full_line && !(is_complete && is_word) || fits || !is_word && is_long
        };
        let is_beyond = dots >= 2 && widths.1 > 0 && piece.len() > widest;
        if !belongs || is_beyond && !is_hyphen && !is_lenient && breaks > 0 {
            return end;
        }
        dots += more;
        signature = match piece.rfind('.') {
            Some(dot) => piece.len() - dot - 1,
            None => joined,
        };
        ends_with_dot = piece.ends_with('.');
        end = start + piece.len();
        widths = match text[start - space..start].rfind('\n') {
            Some(at) => (space - at - 1 + piece.len(), widths.0),
            None => (piece.len(), last),
        };
        widest = widest.max(widths.0);
        last = piece.len();
    }
}

//! A text made from the pasted one by undoing what a carrier did to it, and the way back.

use super::SourceMap;
use crate::place::Span;
use crate::text::entity;
use crate::token::base64url;
use crate::token::json::code_point;

/// A text and where its bytes stand in the pasted text.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    pub text: String,
    pub map: SourceMap,
}

impl View {
    /// The pasted text itself.
    pub fn whole(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            map: SourceMap::identity(0),
        }
    }

    /// The part at `span` as it stands.
    pub fn part(&self, span: Span) -> Self {
        let mut part = View::default();
        part.copy(self, span);
        part
    }

    /// Appends what stands at `span` of `from`.
    pub fn copy(&mut self, from: &View, span: Span) {
        let text = span.of(&from.text);
        let runs = &from.map.runs;
        let mut run = runs
            .partition_point(|run| run.0 <= span.start)
            .saturating_sub(1);
        let mut at = span.start;
        while at < span.start + text.len() {
            let Some(&(clean, input, width)) = runs.get(run) else {
                break;
            };
            let end = runs.get(run + 1).map_or(usize::MAX, |next| next.0);
            let offset = self.text.len() + at - span.start;
            self.map.push(offset, input + (at - clean) * width, width);
            at = end;
            run += 1;
        }
        self.text.push_str(text);
    }

    /// Appends `text`, which the bytes of `from` at `span` stand for.
    pub fn stand_for(&mut self, text: &str, from: &View, span: Span) {
        let input = from.map.to_input(span);
        // Each byte of the text gets an equal share; what one character came from is never shared.
        self.map.push(
            self.text.len(),
            input.start,
            input.len() / text.len().max(1),
        );
        self.text.push_str(text);
    }

    /// What a string of a JSON text stands for: `span` is that between its quotes.
    pub fn unescaped(&self, span: Span) -> Self {
        let mut out = View::default();
        let raw = span.of(&self.text);
        let (mut at, mut kept) = (0, 0);
        while let Some(found) = raw[at..].find('\\') {
            let start = at + found;
            out.copy(self, Span::new(kept, start).shifted(span.start));
            let (character, length) = escape(&raw[start..]);
            let here = Span::new(start, start + length).shifted(span.start);
            out.stand_for(character.encode_utf8(&mut [0; 4]), self, here);
            at = start + length;
            kept = at;
        }
        out.copy(self, Span::new(kept, raw.len()).shifted(span.start));
        out
    }

    /// What a percent-encoded text stands for; a plus sign stays.
    pub fn percent_decoded(&self) -> Self {
        self.decoded('%', |text| Some((Some(percent(text)?), 3)))
    }

    /// What a mail in quoted-printable stands for, as far as that is ASCII (RFC 2045 §6.7).
    pub fn quoted_printable_decoded(&self) -> Self {
        self.decoded('=', |text| match text.as_bytes() {
            [_, b'\n', ..] => Some((None, 2)),
            [_, b'\r', b'\n', ..] => Some((None, 3)),
            _ => Some((Some(hex(&text[1..])?), 3)),
        })
    }

    /// What a text stands for in which XML or HTML wrote some characters by name or number.
    pub fn entities_decoded(&self) -> Self {
        self.decoded('&', |text| {
            entity(text).map(|(c, length)| (Some(c), length))
        })
    }

    /// The text without what a page paints it with.
    pub fn spans_left_out(&self) -> Self {
        self.decoded('<', |text| {
            let is_span = text.starts_with("<span") || text.starts_with("</span");
            let end = text.bytes().take(300).position(|byte| byte == b'>');
            is_span.then_some((None, end? + 1))
        })
    }

    /// JSON with what it needlessly escapes written plainly, as JOSE wants its values.
    pub fn plainly_written(self) -> Self {
        if self.text.contains("\\\\") {
            return self;
        }
        self.decoded('\\', |text| {
            let (character, length) = escape(text);
            let is_plain = character.is_ascii_graphic() && !"\"\\".contains(character);
            is_plain.then_some((Some(character), length))
        })
    }

    /// The text with what each `mark` starts replaced by the character that it stands for, or left out.
    fn decoded(&self, mark: char, read: Decode) -> Self {
        let mut out = View::default();
        let (mut at, mut kept) = (0, 0);
        while let Some(found) = self.text[at..].find(mark) {
            let start = at + found;
            at = start + 1;
            if let Some((character, length)) = read(&self.text[start..]) {
                out.copy(self, Span::new(kept, start));
                at = start + length;
                if let Some(character) = character {
                    let here = Span::new(start, at);
                    out.stand_for(character.encode_utf8(&mut [0; 4]), self, here);
                }
                kept = at;
            }
        }
        out.copy(self, Span::new(kept, self.text.len()));
        out
    }

    /// JSON without the line breaks inside its strings and the indentation after them, and where the first stood.
    pub fn strings_joined(&self) -> (Self, Span) {
        let mut out = View::default();
        let (mut kept, mut at, mut is_inside, mut first) = (0, 0, false, None);
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => is_inside = !is_inside,
                b'\\' if is_inside => at += 1,
                b'\n' | b'\r' if is_inside => {
                    let space = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace());
                    let end = at + space.count();
                    out.copy(self, Span::new(kept, at));
                    first.get_or_insert(self.map.to_input(Span::new(at, end)));
                    (kept, at) = (end, end);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        out.copy(self, Span::new(kept, bytes.len()));
        (out, first.unwrap_or_default())
    }

    /// The text without what a terminal paints it with, however a log wrote the escape character.
    pub fn colours_left_out(&self) -> Self {
        let mut out = View::default();
        let (mut at, mut kept) = (0, 0);
        while let Some(found) = self.text[at..].find('[') {
            let bracket = at + found;
            at = bracket + 1;
            let digits = self.text[at..]
                .bytes()
                .take(16)
                .take_while(|byte| byte.is_ascii_digit() || *byte == b';')
                .count();
            if !self.text[at + digits..].starts_with(['m', 'K']) {
                continue;
            }
            let before = &self.text[kept..bracket];
            let escape = ESCAPES.iter().find(|escape| before.ends_with(**escape));
            out.copy(
                self,
                Span::new(kept, bracket - escape.map_or(0, |escape| escape.len())),
            );
            at += digits + 1;
            kept = at;
        }
        out.copy(self, Span::new(kept, self.text.len()));
        out
    }

    /// The text with cookies joined that were cut into `name.0`, `name.1` and so on, if a token is in them.
    pub fn chunks_joined(&self) -> Self {
        const NEAR: usize = 256;
        let text = &self.text;
        let mut out = View::default();
        let (mut at, mut kept) = (0, 0);
        while let Some(found) = text[at..].find(FIRST_CHUNK) {
            let dot = at + found;
            let name =
                text[at..dot].rfind(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c));
            let name = &text[name.map_or(at, |before| at + before)..dot];
            let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            at = dot + 3;
            for number in 1..100 {
                let next = format!("{name}.{number}=");
                let rest = &text[at..];
                let end = rest.find(|c: char| ";\"'=".contains(c) || c.is_whitespace());
                let end = at + end.unwrap_or(rest.len());
                let near = &text.as_bytes()[end..text.len().min(end + NEAR)];
                let Some(gap) = near
                    .windows(next.len())
                    .position(|part| part == next.as_bytes())
                else {
                    break;
                };
                out.copy(self, Span::new(kept, end));
                kept = end + gap + next.len();
                at = kept;
            }
        }
        out.copy(self, Span::new(kept, text.len()));
        out
    }

    /// What a text in base64 stands for, if that is text.
    pub fn base64_decoded(&self) -> Option<Self> {
        let text = String::from_utf8(base64url::whole(&self.text)?).ok()?;
        let mut out = View::default();
        // Three bytes stand for four characters: the third of them for two.
        let place = |at: usize| self.map.to_input(Span::at(at)).start;
        for at in (0..text.len()).step_by(3) {
            let start = at / 3 * 4;
            out.map.push(at, place(start), 1);
            if at + 2 < text.len() {
                out.map.push(at + 2, place(start + 2), 2);
            }
        }
        out.text = text;
        Some(out)
    }
}

/// Reads the character that the start of a text stands for, if any, and the length of it.
type Decode = fn(&str) -> Option<(Option<char>, usize)>;

/// How the first part of a cookie in parts starts, behind its name.
pub(super) const FIRST_CHUNK: &str = ".0=ey";

/// The escape character as terminals get it, and as logs and programs write it.
const ESCAPES: [&str; 7] = [
    "\u{1b}", "\\u001b", "\\u001B", "\\x1b", "\\033", "#033", "^[",
];

/// The character of the JSON escape that `text` starts with, and the length of the escape.
fn escape(text: &str) -> (char, usize) {
    let second = text.as_bytes().get(1).copied();
    let plain = match second {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let (code, length) = code_point(&text[2..]).unwrap_or((0xFFFD, 0));
            let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            return (character, 2 + length);
        }
        Some(_) => {
            let character = text[1..]
                .chars()
                .next()
                .unwrap_or(char::REPLACEMENT_CHARACTER);
            return (character, 1 + character.len_utf8());
        }
        None => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (plain, 2)
}

/// The ASCII character that the percent-encoding at the start of `text` stands for (RFC 3986 §2.1).
pub(super) fn percent(text: &str) -> Option<char> {
    hex(text.strip_prefix('%')?)
}

/// The ASCII character of the two hexadecimal digits at the start of `text`.
fn hex(text: &str) -> Option<char> {
    let digits = text.get(..2)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let byte = u8::from_str_radix(digits, 16).ok()?;
    (is_hex && byte.is_ascii()).then_some(char::from(byte))
}

/// The same where it was percent-encoded over and over (`%252E`), and the length of it all.
pub(super) fn percent_layers(text: &str) -> Option<(char, usize)> {
    let first = percent(text)?;
    let (mut found, mut at) = (first, 3);
    while found == '%' {
        let digits = text.get(at..at + 2).unwrap_or_default();
        let Some(next) = percent(&format!("%{digits}")) else {
            break;
        };
        (found, at) = (next, at + 2);
    }
    Some((found, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_lead_back_to_the_input() {
        let input = View::whole(r#"x"a\u00e9\u0025\u0032\u0045b\ud83d\ude00c\"d""#);
        let inner = input.unescaped(Span::new(2, input.text.len() - 1));
        assert_eq!(inner.text, "aé%2Eb😀c\"d");
        let decoded = inner.percent_decoded();
        assert_eq!(decoded.text, "aé.b😀c\"d");
        for (text, source) in [
            ("a", "a"),
            ("é", r"\u00e9"),
            (".", r"\u0025\u0032\u0045"),
            ("b", "b"),
            ("😀", r"\ud83d\ude00"),
            ("\"d", r#"\"d"#),
        ] {
            let start = decoded.text.find(text).unwrap();
            let span = decoded.map.to_input(Span::new(start, start + text.len()));
            assert_eq!(span.of(&input.text), source);
        }
        let part = decoded.part(Span::new(3, 5));
        assert_eq!(part.text, ".b");
        assert_eq!(part.map.to_input(Span::new(1, 2)).of(&input.text), "b");
    }
}

//! Where something is, and in which text.

/// A half-open byte range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`; an `end` before `start` gives an empty range at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The empty range at `at`.
    pub fn at(at: usize) -> Self {
        Self::new(at, at)
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether no byte is in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text it covers, or nothing where it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Which text a span counts in. Everything but [`Part::Input`] is the *decoded* text of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The text as pasted.
    Input,
    /// The JOSE header.
    Header,
    /// The payload: the Claims Set of a JWT.
    Payload,
    /// The signature.
    Signature,
    /// The encrypted key of a JWE.
    EncryptedKey,
    /// The initialization vector of a JWE.
    Iv,
    /// The ciphertext of a JWE.
    Ciphertext,
    /// The authentication tag of a JWE.
    Tag,
    /// The n-th disclosure of an SD-JWT, from 0.
    Disclosure(u16),
    /// The JOSE header of the key-binding JWT.
    KeyBindingHeader,
    /// The payload of the key-binding JWT.
    KeyBindingPayload,
    /// The signature of the key-binding JWT.
    KeyBindingSignature,
    /// An unprotected header of a JSON serialization.
    UnprotectedHeader,
    /// A dot-separated piece that no compact form knows.
    Extra,
    /// No piece: the Claims Set of an SD-JWT with what its disclosures bring.
    Claims,
}

impl Part {
    /// The name used in reports and for people.
    pub fn name(self) -> &'static str {
        match self {
            Part::Input => "input",
            Part::Header => "header",
            Part::Payload => "payload",
            Part::Signature => "signature",
            Part::EncryptedKey => "encrypted_key",
            Part::Iv => "iv",
            Part::Ciphertext => "ciphertext",
            Part::Tag => "tag",
            Part::Disclosure(_) => "disclosure",
            Part::KeyBindingHeader => "kb_header",
            Part::KeyBindingPayload => "kb_payload",
            Part::KeyBindingSignature => "kb_signature",
            Part::UnprotectedHeader => "unprotected_header",
            Part::Extra => "extra",
            Part::Claims => "claims with what is disclosed",
        }
    }

    /// The same where one disclosure is told from another.
    pub fn title(self) -> String {
        match self {
            Part::Disclosure(at) => format!("Disclosure {}", u32::from(at) + 1),
            other => other.name().to_owned(),
        }
    }

    /// Whether the segment holds bytes rather than JSON text.
    pub fn is_binary(self) -> bool {
        matches!(
            self,
            Part::Signature
                | Part::EncryptedKey
                | Part::Iv
                | Part::Ciphertext
                | Part::Tag
                | Part::KeyBindingSignature
                | Part::Extra
        )
    }
}

/// A span together with the text it counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which text.
    pub part: Part,
    /// Where in it, in bytes.
    pub span: Span,
}

impl Place {
    /// A place in `part`.
    pub fn new(part: Part, span: Span) -> Self {
        Self { part, span }
    }

    /// A place in the text as pasted.
    pub fn input(span: Span) -> Self {
        Self::new(Part::Input, span)
    }
}

/// Line and column of a byte offset, both from 1; the column counts characters. Reads all before it: see [`Lines`].
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = 1 + before.matches('\n').count();
    (line, 1 + before[line_start..].chars().count())
}

/// The lines of a text, for many places of it: each is found without reading all before it.
pub struct Lines<'a> {
    text: &'a str,
    /// Where lines start, and long ones go on, with the number of the line and of the characters before in it.
    marks: Vec<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    /// How far apart marks are, in bytes.
    const STEP: usize = 4096;

    /// Reads a text once.
    pub fn of(text: &'a str) -> Self {
        let mut marks = vec![(0, 1, 0)];
        let (mut line, mut column, mut last) = (1, 0, 0);
        for (at, character) in text.char_indices() {
            let next = at + character.len_utf8();
            column += 1;
            if character == '\n' {
                (line, column) = (line + 1, 0);
            }
            if column == 0 || next - last >= Self::STEP {
                marks.push((next, line, column));
                last = next;
            }
        }
        Self { text, marks }
    }

    /// The same as [`line_column`].
    pub fn at(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let mark = self.marks.partition_point(|mark| mark.0 <= offset);
        let (start, line, column) = self.marks[mark.saturating_sub(1)];
        let rest = &self.text.as_bytes()[start..offset];
        // Of a character that is cut only the first byte may be there, and it does not count.
        let is_cut = !self.text.is_char_boundary(offset);
        let starts = rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        (line, column + starts + 1 - usize::from(is_cut))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        assert_eq!(line_column("ab", 0), (1, 1));
        assert_eq!(line_column("é{\nx", 2), (1, 2));
        assert_eq!(line_column("é{\nx", 4), (2, 1));
        assert_eq!(line_column("ab", 99), (1, 3));
        let long = "é\u{1F511}\nx".repeat(3000) + &"é".repeat(5000);
        for text in ["", "\n", "é{\nx", "a\r\n\nb", long.as_str()] {
            let lines = Lines::of(text);
            for offset in (0..text.len().min(50)).chain((0..text.len() + 9).step_by(997)) {
                assert_eq!(lines.at(offset), line_column(text, offset));
            }
        }
    }
}

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

/// Line and column of a byte offset, both from 1; the column counts characters.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        assert_eq!(line_column("ab", 0), (1, 1));
        assert_eq!(line_column("é{\nx", 2), (1, 2));
        assert_eq!(line_column("é{\nx", 4), (2, 1));
        assert_eq!(line_column("ab", 99), (1, 3));
    }
}

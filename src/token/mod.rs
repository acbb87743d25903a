//! Candidate → [`Token`]: what was found, taken apart. Never fails: what cannot be read becomes a [`Fault`].

pub mod base64url;
pub mod disclosures;
pub mod fault;
pub mod json;

mod compact;
mod json_serialization;
mod sd_jwt;

pub(crate) use compact::is_unencoded;
pub use fault::{Fault, FaultKind};
pub(crate) use json_serialization::is_jose as is_jose_json;

use base64url::Encoding;
use json::{Error, Json, Kind, Value};

use crate::extract::Candidate;
use crate::place::{Part, Place, Span};

/// The form a token has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// JWS Compact Serialization (RFC 7515 §7.1).
    JwsCompact,
    /// Flattened JWS JSON Serialization (RFC 7515 §7.2.2).
    JwsJsonFlattened,
    /// General JWS JSON Serialization (RFC 7515 §7.2.1).
    JwsJsonGeneral,
    /// JWE Compact Serialization (RFC 7516 §7.1).
    JweCompact,
    /// Flattened JWE JSON Serialization (RFC 7516 §7.2.2).
    JweJsonFlattened,
    /// General JWE JSON Serialization (RFC 7516 §7.2.1).
    JweJsonGeneral,
    /// SD-JWT without key binding (RFC 9901 §4).
    SdJwt,
    /// SD-JWT with a key-binding JWT (RFC 9901 §4).
    SdJwtKb,
    /// SD-JWT in the JWS JSON Serialization (RFC 9901 §8).
    SdJwtJson,
    /// None of these: nothing can be read in it.
    Opaque,
}

impl Form {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Form::JwsCompact => "jws-compact",
            Form::JwsJsonFlattened => "jws-json-flattened",
            Form::JwsJsonGeneral => "jws-json-general",
            Form::JweCompact => "jwe-compact",
            Form::JweJsonFlattened => "jwe-json-flattened",
            Form::JweJsonGeneral => "jwe-json-general",
            Form::SdJwt => "sd-jwt",
            Form::SdJwtKb => "sd-jwt+kb",
            Form::SdJwtJson => "sd-jwt-json",
            Form::Opaque => "opaque",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Form::JwsCompact => "Signed JWT",
            Form::JwsJsonFlattened | Form::JwsJsonGeneral => "JWS in JSON",
            Form::JweCompact => "Encrypted token (JWE)",
            Form::JweJsonFlattened | Form::JweJsonGeneral => "JWE in JSON",
            Form::SdJwt => "SD-JWT",
            Form::SdJwtKb => "SD-JWT with key binding",
            Form::SdJwtJson => "SD-JWT in JSON",
            Form::Opaque => "Opaque text",
        }
    }

    /// Whether it is signed and its payload can be read.
    pub fn is_signed(self) -> bool {
        !self.is_encrypted() && self != Form::Opaque
    }

    /// Whether its payload is encrypted.
    pub fn is_encrypted(self) -> bool {
        matches!(
            self,
            Form::JweCompact | Form::JweJsonFlattened | Form::JweJsonGeneral
        )
    }

    /// Whether it carries disclosures.
    pub fn is_sd_jwt(self) -> bool {
        matches!(self, Form::SdJwt | Form::SdJwtKb | Form::SdJwtJson)
    }

    /// Whether it is one line of dot-separated pieces.
    pub fn is_compact(self) -> bool {
        matches!(
            self,
            Form::JwsCompact | Form::JweCompact | Form::SdJwt | Form::SdJwtKb
        )
    }
}

/// What a segment decodes to.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text, read as JSON as far as that goes.
    Text(Json),
    /// An object that breaks off at a byte that is no text: what stands before that, and all of the bytes.
    Broken(Json, Vec<u8>),
    /// Bytes that are no text, or that no form reads as text.
    Binary(Vec<u8>),
}

/// One piece of a token.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Which piece.
    pub part: Part,
    /// Where it stands in the candidate's text.
    pub span: Span,
    /// How it is encoded.
    pub encoding: Encoding,
    /// Number of decoded bytes.
    pub bytes: usize,
    /// Whether the decoded bytes are UTF-8.
    pub is_utf8: bool,
    /// What it decodes to.
    pub content: Content,
}

impl Segment {
    /// The JSON document in it, complete or not; `None` where it does not start as text.
    pub fn json(&self) -> Option<&Json> {
        match &self.content {
            Content::Text(json) | Content::Broken(json, _) => Some(json),
            Content::Binary(_) => None,
        }
    }

    /// The decoded bytes.
    pub fn decoded(&self) -> &[u8] {
        match &self.content {
            Content::Text(json) => json.text().as_bytes(),
            Content::Broken(_, bytes) | Content::Binary(bytes) => bytes,
        }
    }

    /// The kind of JSON value it holds, `invalid`, or `None` where it is not text.
    pub fn json_name(&self) -> Option<&'static str> {
        let json = self.json().filter(|_| self.is_utf8)?;
        Some(match (json.error(), json.root()) {
            (None, Some(root)) => root.kind().name(),
            _ => "invalid",
        })
    }
}

/// A token, taken apart.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it was read from.
    pub candidate: Candidate,
    /// The form it has.
    pub form: Form,
    /// Its pieces: in order of appearance, but in JSON each header before what it belongs to.
    pub segments: Vec<Segment>,
    /// What could not be read as it stands.
    pub faults: Vec<Fault>,
}

impl Token {
    /// Takes a candidate apart. Linear in its length.
    pub fn read(candidate: Candidate) -> Self {
        let mut reader = Reader {
            headers: [0; 2],
            segments: Vec::new(),
            faults: Vec::new(),
            candidate: &candidate,
        };
        let form = json_serialization::read(&mut reader)
            .or_else(|| sd_jwt::read(&mut reader))
            .unwrap_or_else(|| compact::read(&mut reader));
        let Reader {
            segments, faults, ..
        } = reader;
        Self {
            candidate,
            form,
            segments,
            faults,
        }
    }

    /// The token's text, cleaned of what surrounded and broke it.
    pub fn text(&self) -> &str {
        &self.candidate.text
    }

    /// The first segment of this part.
    pub fn segment(&self, part: Part) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.part == part)
    }

    /// Where a segment stands: a place counts in the first segment of its part, so a further one stands in the paste.
    pub fn place_of(&self, segment: &Segment) -> Place {
        match self.segment(segment.part) {
            Some(first) if !std::ptr::eq(first, segment) => {
                Place::input(self.candidate.map.to_input(segment.span))
            }
            _ => Place::new(segment.part, Span::new(0, segment.bytes)),
        }
    }

    /// The JOSE header where it is a complete JSON object: the protected one, else the unprotected one.
    pub fn header(&self) -> Option<Value<'_>> {
        self.object(Part::Header)
            .or_else(|| self.object(Part::UnprotectedHeader))
    }

    /// The Claims Set where the payload is a complete JSON object.
    pub fn claims(&self) -> Option<Value<'_>> {
        self.object(Part::Payload)
    }

    /// The text of this part where it is a complete JSON object.
    pub fn object(&self, part: Part) -> Option<Value<'_>> {
        self.segment(part)?.json()?.object()
    }

    /// Where a place stands in the pasted text: the characters that its bytes were decoded from.
    pub fn in_input(&self, place: Place) -> Span {
        if place.part == Part::Input {
            return place.span;
        }
        let Some(segment) = self.segment(place.part) else {
            return self.candidate.span;
        };
        let clean = if segment.bytes == segment.span.len() {
            // Not encoded at all: an unprotected header, or a payload with `"b64": false`.
            place.span.shifted(segment.span.start)
        } else if segment.encoding == Encoding::BadAlphabet {
            segment.span
        } else {
            let (start, end) = base64url::encoded_range(place.span.start, place.span.end);
            let end = end.min(segment.span.len());
            Span::new(start.min(end), end).shifted(segment.span.start)
        };
        self.candidate.map.to_input(clean)
    }
}

/// Collects segments and faults while a form is read.
struct Reader<'a> {
    candidate: &'a Candidate,
    /// How many protected and unprotected headers there are.
    headers: [usize; 2],
    segments: Vec<Segment>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn text(&self) -> &'a str {
        &self.candidate.text
    }

    /// The place in the pasted text of a range of the candidate's text.
    fn input(&self, span: Span) -> Place {
        Place::input(self.candidate.map.to_input(span))
    }

    fn fault(&mut self, kind: FaultKind, part: Part, place: Place) {
        self.faults.push(Fault { kind, part, place });
    }

    /// Decodes the base64url segment at `span`.
    fn segment(&mut self, part: Part, span: Span) {
        let text = span.of(self.text());
        let decoded = base64url::decode(text);
        let encoding = decoded.encoding();
        for &(deviation, at) in &decoded.deviations {
            let character = text.get(at..).and_then(|rest| rest.chars().next());
            // What is surplus is wrong anyway.
            if part != Part::Extra
                && let Some(kind) = FaultKind::of_encoding(deviation, character)
            {
                let width = character.map_or(0, char::len_utf8);
                let place = self.input(Span::new(at, at + width).shifted(span.start));
                self.fault(kind, part, place);
            }
        }
        self.content(part, span, encoding, decoded.bytes);
    }

    /// Adds a segment whose bytes are known, and reads its text.
    fn content(&mut self, part: Part, span: Span, encoding: Encoding, bytes: Vec<u8>) {
        let (length, is_utf8) = (bytes.len(), std::str::from_utf8(&bytes).is_ok());
        match part {
            Part::Header => self.headers[0] += 1,
            Part::UnprotectedHeader => self.headers[1] += 1,
            _ => {}
        }
        let content = if part.is_binary() {
            Content::Binary(bytes)
        } else {
            match String::from_utf8(bytes) {
                Ok(text) => Content::Text(Json::read(text)),
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    self.decoded_fault(FaultKind::NotUtf8, part, span, Span::new(at, at + 1));
                    let bytes = error.into_bytes();
                    match bytes
                        .get(..at)
                        .and_then(|start| std::str::from_utf8(start).ok())
                    {
                        Some(start) if start.starts_with('{') => {
                            Content::Broken(Json::read_start(start.to_owned()), bytes)
                        }
                        _ => Content::Binary(bytes),
                    }
                }
            }
        };
        self.segments.push(Segment {
            part,
            span,
            encoding,
            bytes: length,
            is_utf8,
            content,
        });
    }

    /// Notes what keeps the last segment from being a JSON object.
    fn expect_object(&mut self) {
        let Some(segment) = self.segments.last() else {
            return;
        };
        let (part, whole, Some(json)) = (segment.part, segment.span, segment.json()) else {
            return;
        };
        if segment.encoding == Encoding::Empty || !segment.is_utf8 {
            return;
        }
        let kind = match (json.error(), json.root().map(Value::kind)) {
            (Some((Error::ByteOrderMark, _)), _) => FaultKind::ByteOrderMark,
            (Some((Error::TrailingData, _)), _) => FaultKind::TrailingData,
            (Some((error, _)), _) => FaultKind::NotJson(error),
            (None, Some(Kind::Object)) | (None, None) => return,
            (None, Some(kind)) => FaultKind::NotObject(kind),
        };
        let span = match json.error() {
            Some((_, at)) => {
                let width = json.text()[at..].chars().next().map_or(0, char::len_utf8);
                Span::new(at, at + width)
            }
            None => json.root().map(Value::span).unwrap_or_default(),
        };
        self.decoded_fault(kind, part, whole, span);
    }

    /// Adds a fault at `span` of what the segment at `whole` decodes to.
    fn decoded_fault(&mut self, kind: FaultKind, part: Part, whole: Span, span: Span) {
        let is_further = match part {
            Part::Header => self.headers[0] > 1,
            Part::UnprotectedHeader => self.headers[1] > 1,
            _ => false,
        };
        // A place counts in the first segment of its part.
        match is_further {
            true => self.fault(FaultKind::FurtherHeader, part, self.input(whole)),
            false => self.fault(kind, part, Place::new(part, span)),
        }
    }
}

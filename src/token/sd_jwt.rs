//! SD-JWT (RFC 9901 §4): an issuer-signed JWT, disclosures, and perhaps a key-binding JWT, between tildes.

use super::compact::read_jws;
use super::json::{Json, Kind, Value};
use super::{FaultKind, Form, Reader};
use crate::place::{Part, Place, Span};

/// Disclosures beyond these are kept together as one piece.
const MOST_DISCLOSURES: u16 = 4096;

/// Reads an SD-JWT, or finds that there is none.
pub(super) fn read(reader: &mut Reader) -> Option<Form> {
    let text = reader.text();
    let tilde = text.find('~')?;
    let is_jws = |piece: &str| piece.bytes().filter(|&byte| byte == b'.').count() == 2;
    let is_object = text.starts_with("ey") || text.starts_with("ew");
    if !is_jws(&text[..tilde]) || !is_object {
        return None;
    }
    read_jws(
        reader,
        Span::new(0, tilde),
        &[Part::Header, Part::Payload, Part::Signature],
    );
    let mut form = Form::SdJwt;
    let mut start = tilde + 1;
    let mut count = 0u16;
    while start <= text.len() {
        if count == MOST_DISCLOSURES {
            reader.segment(Part::Extra, Span::new(start, text.len()));
            break;
        }
        let end = text[start..].find('~').map_or(text.len(), |at| start + at);
        let span = Span::new(start, end);
        let is_last = end == text.len();
        // Disclosures are arrays: what starts as an object was meant as a JWT.
        if is_last && (is_jws(&text[start..]) || text[start..].starts_with("ey")) {
            form = Form::SdJwtKb;
            binding(reader, span);
        } else if !is_last || !span.is_empty() {
            disclosure(reader, count, span);
            count = count.saturating_add(1);
            if is_last {
                let place = reader.input(Span::at(text.len()));
                reader.fault(FaultKind::MissingTilde, Part::Input, place);
            }
        }
        start = end + 1;
    }
    Some(form)
}

/// Reads a key-binding JWT, which has three parts.
pub(super) fn binding(reader: &mut Reader, span: Span) {
    let count = 1 + span.of(reader.text()).matches('.').count();
    if count != 3 {
        let place = reader.input(span);
        reader.fault(
            FaultKind::SegmentCount(count),
            Part::KeyBindingPayload,
            place,
        );
    }
    read_jws(
        reader,
        span,
        &[
            Part::KeyBindingHeader,
            Part::KeyBindingPayload,
            Part::KeyBindingSignature,
        ],
    );
}

/// Decodes one disclosure and notes what is wrong with it.
pub(super) fn disclosure(reader: &mut Reader, number: u16, span: Span) {
    let part = Part::Disclosure(number);
    reader.segment(part, span);
    let trouble = match reader.segments.last().and_then(|segment| segment.json()) {
        None => Some("it is not UTF-8 text"),
        Some(json) => trouble(json),
    };
    if let Some(trouble) = trouble {
        let bytes = reader.segments.last().map_or(0, |segment| segment.bytes);
        let place = Place::new(part, Span::new(0, bytes));
        reader.fault(FaultKind::BadDisclosure(trouble), part, place);
    }
}

/// What keeps a document from being a disclosure (RFC 9901 §4.2).
fn trouble(json: &Json) -> Option<&'static str> {
    if json.error().is_some() {
        return Some("it is not JSON");
    }
    let root = json.root().filter(|root| root.kind() == Kind::Array);
    let items: Vec<Value> = match root {
        Some(root) => root.items().take(4).collect(),
        None => return Some("it is not an array"),
    };
    match items.as_slice() {
        [salt, _] | [salt, _, _] if salt.kind() != Kind::String => Some("its salt is not a string"),
        [_, _] => None,
        [_, name, _] => match name.as_str() {
            None => Some("its claim name is not a string"),
            Some("_sd" | "...") => Some("its claim name is one that disclosures must not use"),
            Some(_) => None,
        },
        _ => Some("it has neither two nor three elements"),
    }
}

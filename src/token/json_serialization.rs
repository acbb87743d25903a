//! The JSON serializations of JWS (RFC 7515 §7.2), JWE (RFC 7516 §7.2) and SD-JWT (RFC 9901 §8).

use super::base64url::{self, Encoding};
use super::json::{Error, Json, Kind, Value};
use super::{FaultKind, Form, Reader, sd_jwt};
use crate::place::{Part, Span};

/// Reads a JSON serialization, or finds that there is none.
pub(super) fn read(reader: &mut Reader) -> Option<Form> {
    let text = reader.text();
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let json = Json::read(text.to_owned());
    let root = json.root().filter(|root| root.kind() == Kind::Object)?;
    if !is_jose(root) {
        return None;
    }
    if let Some((error, at)) = json.error().filter(|fault| fault.0 != Error::TrailingData) {
        let width = text[at..].chars().next().map_or(0, char::len_utf8);
        let place = reader.input(Span::new(at, at + width));
        reader.fault(FaultKind::NotJson(error), Part::Input, place);
    }
    Some(if is_encrypted(root) {
        read_jwe(reader, root)
    } else {
        read_signed(reader, root)
    })
}

/// Whether this is a JWS or JWE in JSON, complete or not.
pub(crate) fn is_jose(root: Value) -> bool {
    is_encrypted(root) || is_signed(root)
}

/// Whether this is a JWE: with a header, which other ciphers have no use for.
fn is_encrypted(root: Value) -> bool {
    let mut holders = ["protected", "unprotected", "header", "recipients"].iter();
    root.get("ciphertext").is_some() && holders.any(|name| root.get(name).is_some())
}

fn is_signed(root: Value) -> bool {
    let is_string = |name| {
        root.get(name)
            .is_some_and(|value| value.kind() == Kind::String)
    };
    let has_payload = is_string("payload");
    // A detached payload (RFC 7515 Appendix F) leaves the member out.
    match root.get("signatures") {
        Some(signatures) if signatures.kind() == Kind::Array => {
            has_payload || signatures.items().any(|one| one.get("signature").is_some())
        }
        _ => {
            let (has_signature, has_header) = (is_string("signature"), is_string("protected"));
            // What others sign and call so is seldom base64url.
            let is_base64url = |value: Value| {
                let text = value.to_text();
                base64url::run(text.as_bytes()) == text.len()
            };
            let is_bare = has_payload
                && has_signature
                && (root.get("header").is_some() || root.get("payload").is_some_and(is_base64url));
            is_bare || has_header && (has_payload || has_signature)
        }
    }
}

fn read_signed(reader: &mut Reader, root: Value) -> Form {
    let signatures: Vec<Value> = match root.get("signatures") {
        Some(signatures) => signatures.items().collect(),
        None => vec![root],
    };
    let first_header = signatures.first().and_then(|first| headers(reader, *first));
    let is_unencoded = first_header
        .as_ref()
        .and_then(|header| header.object()?.get("b64")?.as_bool())
        == Some(false);
    if let Some(payload) = text_member(reader, Part::Payload, root, "payload") {
        if is_unencoded {
            let text = payload.as_str().unwrap_or_default().to_owned();
            reader.content(
                Part::Payload,
                inside(payload),
                Encoding::Ok,
                text.into_bytes(),
            );
        } else {
            reader.segment(Part::Payload, inside(payload));
            reader.expect_object();
        }
    }
    for (at, signature) in signatures.iter().enumerate() {
        if at > 0 {
            headers(reader, *signature);
        }
        string(reader, Part::Signature, *signature, "signature");
    }
    // Drafts of RFC 9901 had them beside the signature or beside the payload.
    let first = signatures.first().copied();
    let holders = [
        first.and_then(|first| first.get("header")),
        first,
        Some(root),
    ];
    let is_holder = |one: &Value| {
        ["disclosures", "kb_jwt"]
            .iter()
            .any(|name| one.get(name).is_some())
    };
    if let Some(holder) = holders.into_iter().flatten().find(is_holder) {
        let disclosures = holder.get("disclosures").into_iter();
        for (number, disclosure) in disclosures.flat_map(Value::items).enumerate() {
            sd_jwt::disclosure(
                reader,
                number.min(usize::from(u16::MAX)) as u16,
                inside(disclosure),
            );
        }
        if let Some(kb) = holder.get("kb_jwt") {
            sd_jwt::binding(reader, inside(kb));
        }
        return Form::SdJwtJson;
    }
    if root.get("signatures").is_some() {
        Form::JwsJsonGeneral
    } else {
        Form::JwsJsonFlattened
    }
}

fn read_jwe(reader: &mut Reader, root: Value) -> Form {
    headers(reader, root);
    if let Some(shared) = root.get("unprotected") {
        unprotected(reader, shared);
    }
    let recipients = root.get("recipients");
    for recipient in recipients.iter().flat_map(|recipients| recipients.items()) {
        if let Some(header) = recipient.get("header") {
            unprotected(reader, header);
        }
        string(reader, Part::EncryptedKey, recipient, "encrypted_key");
    }
    for (part, name) in [
        (Part::EncryptedKey, "encrypted_key"),
        (Part::Iv, "iv"),
        (Part::Ciphertext, "ciphertext"),
        (Part::Tag, "tag"),
    ] {
        string(reader, part, root, name);
    }
    if recipients.is_some() {
        Form::JweJsonGeneral
    } else {
        Form::JweJsonFlattened
    }
}

/// Reads `protected` and `header` of a signature or JWE; gives the protected header.
fn headers(reader: &mut Reader, holder: Value) -> Option<Json> {
    let mut protected = None;
    if let Some(value) = text_member(reader, Part::Header, holder, "protected") {
        reader.segment(Part::Header, inside(value));
        reader.expect_object();
        protected = reader
            .segments
            .last()
            .and_then(|segment| segment.json().cloned());
    }
    if let Some(header) = holder.get("header") {
        unprotected(reader, header);
    }
    protected
}

fn unprotected(reader: &mut Reader, header: Value) {
    reader.content(
        Part::UnprotectedHeader,
        header.span(),
        Encoding::Ok,
        header.raw().as_bytes().to_vec(),
    );
    reader.expect_object();
}

fn string(reader: &mut Reader, part: Part, holder: Value, name: &str) {
    if let Some(value) = text_member(reader, part, holder, name) {
        reader.segment(part, inside(value));
    }
}

/// The member of this name if it is a string, as it has to be.
fn text_member<'a>(
    reader: &mut Reader,
    part: Part,
    holder: Value<'a>,
    name: &str,
) -> Option<Value<'a>> {
    let value = holder.get(name)?;
    if value.kind() != Kind::String {
        let place = reader.input(value.span());
        reader.fault(FaultKind::NotString(value.kind()), part, place);
        return None;
    }
    Some(value)
}

/// The text of a string without its quotes.
fn inside(value: Value) -> Span {
    let span = value.span();
    if value.kind() == Kind::String {
        Span::new(span.start + 1, span.end - 1)
    } else {
        span
    }
}

//! The compact serializations: pieces between dots (RFC 7515 §7.1, RFC 7516 §7.1), and what is none.

use super::base64url::{self, Encoding};
use super::json::Json;
use super::{FaultKind, Form, Reader};
use crate::place::{Part, Span};

const JWS: [Part; 3] = [Part::Header, Part::Payload, Part::Signature];
const HEADLESS: [Part; 3] = [Part::Payload, Part::Signature, Part::Extra];
const STRAY_DOT: [Part; 4] = [Part::Extra, Part::Header, Part::Payload, Part::Signature];
const JWE: [Part; 5] = [
    Part::Header,
    Part::EncryptedKey,
    Part::Iv,
    Part::Ciphertext,
    Part::Tag,
];

/// Pieces beyond these are kept together as one.
const MOST_PIECES: usize = 8;

/// Reads a compact form, or finds that there is none.
pub(super) fn read(reader: &mut Reader) -> Form {
    let text = reader.text();
    let whole = Span::new(0, text.len());
    let dots = text.matches('.').count();
    if let Some(pieces) = unencoded_payload(text) {
        read_unencoded(reader, pieces);
        return Form::JwsCompact;
    }
    // White space inside a token was left out: what has some is prose, also if it starts with `eyebrows`.
    if has_space(text) || !is_compact(text, dots) {
        return Form::Opaque;
    }
    let is_jwe = dots == 4 || is_cut_jwe(text);
    if dots != 4 && (dots != 2 || is_jwe) {
        let place = reader.input(whole);
        reader.fault(FaultKind::SegmentCount(dots + 1), Part::Input, place);
    }
    if is_jwe {
        for (at, span) in pieces(whole, text).enumerate() {
            reader.segment(JWE.get(at).copied().unwrap_or(Part::Extra), span);
            if at == 0 {
                reader.expect_object();
            }
        }
        return Form::JweCompact;
    }
    // Claims in the first of two parts: it is the header that is missing.
    let first = text.split('.').next().unwrap_or_default();
    let is_headless = dots == 1 && has_none_of(first, &JOSE) && !has_none_of(first, &CLAIMS);
    let parts: &[Part] = match dots {
        3 if first.is_empty() => &STRAY_DOT,
        _ if is_headless => &HEADLESS,
        _ => &JWS,
    };
    read_jws(reader, whole, parts);
    Form::JwsCompact
}

/// Whether there is white space in it, told without a branch for each character.
fn has_space(text: &str) -> bool {
    let is_space = |any: bool, byte: u8| any | byte.is_ascii_whitespace();
    text.bytes().fold(false, is_space)
}

/// Whether a token with another number of parts than five says that it is encrypted (RFC 7516 §9).
fn is_cut_jwe(text: &str) -> bool {
    let mut pieces = text.splitn(3, '.');
    let (header, next) = (pieces.next(), pieces.next());
    if next.is_some_and(|next| next.starts_with("ey") || decodes_to_json(next)) {
        return false;
    }
    let header = String::from_utf8(base64url::decode(header.unwrap_or_default()).bytes);
    header.is_ok_and(|header| {
        let json = Json::read(header);
        json.object()
            .is_some_and(|object| object.get("enc").is_some())
    })
}

/// Reads `header.payload.signature` inside `span`; pieces beyond are [`Part::Extra`].
pub(super) fn read_jws(reader: &mut Reader, span: Span, parts: &[Part]) {
    let text = reader.text();
    for (at, piece) in pieces(span, text).enumerate() {
        let part = parts.get(at).copied().unwrap_or(Part::Extra);
        reader.segment(part, piece);
        if !part.is_binary() {
            if piece.is_empty() {
                let place = reader.input(piece);
                reader.fault(FaultKind::EmptySegment, part, place);
            }
            reader.expect_object();
        }
    }
}

/// The dot-separated pieces inside `span`; the last holds whatever is beyond [`MOST_PIECES`].
fn pieces(span: Span, text: &str) -> impl Iterator<Item = Span> {
    let mut start = span.start;
    span.of(text).splitn(MOST_PIECES, '.').map(move |piece| {
        let here = Span::new(start, start + piece.len());
        start = here.end + 1;
        here
    })
}

/// Whether the text is meant as a compact serialization, however damaged.
fn is_compact(text: &str, dots: usize) -> bool {
    let mut pieces = text.splitn(3, '.');
    let (header, payload) = (
        pieces.next().unwrap_or_default(),
        pieces.next().unwrap_or_default(),
    );
    // What starts with a brace and goes on as no object does is damaged, or a name: `eyewitness.example`.
    let is_damaged = || {
        let is_no_word = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        payload.starts_with("ey") || header.len() >= 16 && header.bytes().any(is_no_word)
    };
    let is_brace = header.starts_with("ey") || header.starts_with("ew");
    if is_brace && (starts_like_an_object(header) || is_damaged()) || decodes_to_json(header) {
        return (dots > 0 || header.len() > 8 && starts_like_an_object(header))
            && !is_other_json(header, payload, dots);
    }
    // Keys of Mapbox: `pk.eyJ1I…`.
    if (1..=2).contains(&header.len()) && has_none_of(payload, &CLAIMS) {
        return false;
    }
    let is_pieces = dots == 2 || dots == 4;
    is_pieces && is_meant_as_json(header)
        || (dots == 2 || header.is_empty())
            && (starts_like_an_object(payload) || decodes_to_json(payload))
}

/// Whether it starts with an object of JSON that is no JOSE header and is not followed by claims: what web frameworks
/// put into signed cookies, and parameters in base64.
fn is_other_json(header: &str, payload: &str, dots: usize) -> bool {
    // Claims are longer: this leaves nearly every token alone.
    if dots > 0 && (payload.len() > 12 || decodes_to_json(payload)) {
        return false;
    }
    let own = &header[..base64url::run(header.as_bytes())];
    // Rails puts two hyphens before its signature.
    has_none_of(own.split("--").next().unwrap_or_default(), &JOSE)
}

/// Whether it is base64url of a JSON object that has none of these members.
fn has_none_of(piece: &str, names: &[&str]) -> bool {
    let Ok(text) = String::from_utf8(base64url::decode(piece).bytes) else {
        return false;
    };
    let json = Json::read(text);
    json.object().is_some_and(|object| {
        let mut members = object.members();
        !members.any(|member| names.contains(&member.name()))
    })
}

/// Parameters of which a JOSE header has at least one.
const JOSE: [&str; 5] = ["alg", "enc", "typ", "kid", "crit"];

/// Claims of which nearly every JWT has one.
const CLAIMS: [&str; 4] = ["iss", "sub", "aud", "exp"];

/// Whether a piece is meant as JSON: in UTF-16, after a byte order mark, or encoded twice.
fn is_meant_as_json(piece: &str) -> bool {
    let start = base64url::decode(piece.get(..12).unwrap_or(piece)).bytes;
    let is_mark = |byte: &u8| matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    let mut text = start.iter().skip_while(|byte| is_mark(byte));
    match text.next() {
        Some(b'{') => matches!(text.next(), Some(b'"' | b'}' | b' ' | b'\r' | b'\n' | 0)),
        Some(b'e') => text.next() == Some(&b'y'),
        _ => false,
    }
}

/// Whether it starts with `{"`, `{}` or `{` and white space.
fn starts_like_an_object(piece: &str) -> bool {
    let start = piece.get(..8).unwrap_or(piece);
    matches!(
        base64url::decode(start).bytes[..],
        [b'{', b'"' | b'}' | b' ' | b'\t' | b'\r' | b'\n', ..]
    )
}

fn decodes_to_json(piece: &str) -> bool {
    let decoded = base64url::decode(piece);
    if decoded.bytes.is_empty() || matches!(decoded.encoding(), Encoding::BadAlphabet) {
        return false;
    }
    let Ok(text) = String::from_utf8(decoded.bytes) else {
        return false;
    };
    match text.trim_start().strip_prefix('{').map(str::trim_start) {
        Some(inside) => inside.is_empty() || inside.starts_with(['"', '}']),
        None => text.trim_start().starts_with('[') && Json::read(text).error().is_none(),
    }
}

/// Whether the whole text is a JWS with an unencoded payload (RFC 7797), which may hold spaces and dots.
pub(crate) fn is_unencoded(text: &str) -> bool {
    let is_base64url = |text: &str| base64url::run(text.as_bytes()) == text.len();
    text.starts_with("ey")
        && unencoded_payload(text).is_some_and(|[.., signature]| is_base64url(signature.of(text)))
}

/// The three pieces of a JWS whose header says `"b64": false` (RFC 7797): the payload may hold dots of its own.
fn unencoded_payload(text: &str) -> Option<[Span; 3]> {
    let (first, last) = (text.find('.')?, text.rfind('.')?);
    if first == last {
        return None;
    }
    let header = String::from_utf8(base64url::decode(&text[..first]).bytes).ok()?;
    if !header.contains("b64") {
        return None;
    }
    let json = Json::read(header);
    let object = json.object()?;
    // What is encrypted has no payload that could be unencoded.
    let is_unencoded = object.get("b64")?.as_bool() == Some(false) && object.get("enc").is_none();
    is_unencoded.then(|| {
        [
            Span::new(0, first),
            Span::new(first + 1, last),
            Span::new(last + 1, text.len()),
        ]
    })
}

fn read_unencoded(reader: &mut Reader, [header, payload, signature]: [Span; 3]) {
    reader.segment(Part::Header, header);
    reader.expect_object();
    let raw = payload.of(reader.text());
    let encoding = if raw.is_empty() {
        Encoding::Empty
    } else {
        Encoding::Ok
    };
    reader.content(Part::Payload, payload, encoding, raw.as_bytes().to_vec());
    reader.segment(Part::Signature, signature);
}

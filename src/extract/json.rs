//! JSON: token responses, HAR files, keys, the JSON serializations, and strings with tokens in them.

use super::clean::is_blank;
use super::names::{self, Header, Rank};
use super::scan::{Scanner, Setting};
use super::shape;
use super::view::View;
use super::{Carrier, Finder, Note, Repair, RepairKind, scan};
use crate::place::Span;
use crate::spec::header::private_members;
use crate::token::is_jose_json;
use crate::token::json::{Error, Json, Kind, Value};

/// Texts within texts within texts are not looked into any deeper.
const DEEPEST: u8 = 4;

impl Finder<'_> {
    /// Looks into the JSON value at the start of `span`; gives its length, or 0 where it is not complete.
    pub(super) fn object(&mut self, view: &View, span: Span, setting: Setting) -> usize {
        let json = Json::read(span.of(&view.text).to_owned());
        let Some(length) = complete(&json) else {
            let is_first = setting.depth == 0 && view.text[..span.start].trim().is_empty();
            return if is_first && self.damaged(view.part(span), json) {
                span.len()
            } else {
                0
            };
        };
        let part = view.part(Span::new(span.start, span.start + length));
        self.json(&part, &json, setting);
        length
    }

    /// Takes the whole text for a token in JSON that is damaged, if it is one.
    fn damaged(&mut self, mut view: View, mut json: Json) -> bool {
        let mut repairs = Vec::new();
        // Specifications and terminals wrap long strings.
        if let Some((Error::ControlCharacter, _)) = json.error() {
            let first;
            (view, first) = view.strings_joined();
            repairs.push(Repair {
                kind: RepairKind::Whitespace,
                span: first,
            });
            json = Json::read(view.text.clone());
        }
        if !json.root().is_some_and(is_jose_json) {
            return false;
        }
        let end = complete(&json).unwrap_or(view.text.trim_end().len());
        let span = Span::new(0, end);
        let (view, span) = (view.part(span).plainly_written(), view.map.to_input(span));
        self.add(view, span, None, None, Carrier::Bare, repairs);
        true
    }

    /// Looks into a document that stands at the start of `view`.
    fn json(&mut self, view: &View, json: &Json, setting: Setting) {
        let Some(root) = json.root() else {
            return;
        };
        let place = |value: Value| view.map.to_input(value.span());
        let is_har = setting.carrier == Carrier::Har || is_har(root);
        let mut skipped = 0;
        for value in json.values() {
            if value.span().start < skipped {
                continue;
            }
            let carrier = match value.kind() {
                _ if is_har => Carrier::Har,
                Kind::Object if is_token_response(value) => Carrier::TokenResponse,
                _ => Carrier::Json,
            };
            match value.kind() {
                Kind::Object if is_jose_json(value) => {
                    let whole = view.part(value.span()).plainly_written();
                    let is_all = setting.depth == 0
                        && value.span().len() == self.input.trim_matches(is_blank).len();
                    let carrier = if is_all { Carrier::Bare } else { carrier };
                    self.verbatim(whole, setting.name, carrier);
                    skipped = value.span().end;
                }
                Kind::Object if value.get("kty").is_some() => {
                    let kind = secrecy(value).unwrap_or("JWK");
                    self.out.notes.push(Note::Key(place(value), kind));
                    skipped = value.span().end;
                }
                Kind::Object if is_key_set(value) => {
                    let keys = value.get("keys");
                    let kind = keys.and_then(|keys| keys.items().find_map(secrecy));
                    let kind = kind.unwrap_or("JWK Set");
                    self.out.notes.push(Note::Key(place(value), kind));
                    skipped = value.span().end;
                }
                Kind::Object => {
                    if carrier == Carrier::TokenResponse {
                        self.out.notes.push(Note::TokenResponse(place(value)));
                    }
                    self.members(view, value, Setting { carrier, ..setting });
                }
                Kind::Array => {
                    for item in value.items().filter(|item| item.kind() == Kind::String) {
                        self.string(view, item, Setting { carrier, ..setting });
                    }
                }
                Kind::String if value.span() == root.span() => {
                    self.string(view, value, Setting { carrier, ..setting });
                }
                _ => {}
            }
        }
    }

    fn members(&mut self, view: &View, object: Value, setting: Setting) {
        let is_request = object.get("grant_type").is_some();
        // `{"name":"Authorization","value":"…"}`, as HAR files have it, or `key`, as Postman has it.
        let label = object
            .get("name")
            .or_else(|| object.get("key"))
            .filter(|_| object.get("value").is_some())
            .and_then(Value::as_str);
        let before = view.text.get(..object.span().start).unwrap_or_default();
        let before = before.trim_end_matches(|c: char| c == ':' || c.is_whitespace());
        let is_error = object.get("message").is_some() || before.ends_with("error\"");
        for member in object.members() {
            let (name, value) = (member.name(), member.value());
            // The code beside a message, or inside of an `error`, is that of an error.
            if value.kind() != Kind::String || is_error && name == "code" {
                continue;
            }
            if is_request && names::rank(name) == Rank::Parameter {
                let inner = inside(value);
                self.parameter(view, name, inner);
                continue;
            }
            let name = match &label {
                Some(label) if name == "value" => label,
                _ => &name,
            };
            self.string(
                view,
                value,
                Setting {
                    name: Some(name),
                    ..setting
                },
            );
        }
    }

    /// Looks into the string of a JSON text.
    fn string(&mut self, view: &View, value: Value, setting: Setting) {
        let inner = view.unescaped(inside(value));
        let text = inner.text.trim();
        if text.len() < 6 || setting.depth >= DEEPEST {
            return;
        }
        let name = setting.name;
        let rank = name.map_or(Rank::Other, names::rank);
        let carrier = match name.and_then(names::header) {
            Some(Header::Dpop) => Carrier::DpopHeader,
            _ => setting.carrier,
        };
        let setting = Setting {
            carrier,
            depth: setting.depth + 1,
            ..setting
        };
        match rank {
            Rank::Private => return,
            Rank::Secret if !shape::is_jwt(text) => return,
            Rank::Claims => {
                let span = Span::new(0, inner.text.len());
                if self.challenge(&inner, span) {
                    return;
                }
            }
            _ => {}
        }
        // Credentials of a registry are in base64.
        if self.blob(&inner, name, setting.carrier) || self.wrapped(&inner, name, setting.carrier) {
            return;
        }
        let is_single = !text.contains(|c: char| c.is_whitespace() || c == '{' || c == '<');
        let is_named = match rank {
            Rank::Token => !shape::is_word(text),
            Rank::Saml => true,
            Rank::Perhaps => shape::is_random(text, 16) && !text.contains(['.', '/', ':']),
            _ => false,
        };
        if is_single && is_named && !scan::is_placeholder(text) && !text.contains("://") {
            self.whole(&inner, name, setting.carrier);
            return;
        }
        self.look(&inner, setting);
    }

    /// Looks into a text of any kind.
    pub(super) fn look(&mut self, view: &View, setting: Setting) {
        let text = view.text.trim_start_matches(is_blank);
        let start = view.text.len() - text.len();
        let is_string = text.starts_with('"') && text.contains("\\\"");
        if text.starts_with(['{', '[']) || is_string && text.trim_end().ends_with('"') {
            let span = Span::new(start, view.text.len());
            let length = self.object(view, span, setting);
            if length > 0 {
                let rest = Span::new(start + length, view.text.len());
                if !rest.of(&view.text).trim().is_empty() {
                    Scanner::new(self, &view.part(rest), setting).run();
                }
                return;
            }
        }
        Scanner::new(self, view, setting).run();
    }
}

/// The text of a string without its quotes.
fn inside(value: Value) -> Span {
    let span = value.span();
    Span::new(span.start + 1, span.end.saturating_sub(1))
}

/// The length of a document that ends where it should, whatever follows.
fn complete(json: &Json) -> Option<usize> {
    match json.error() {
        None | Some((Error::TrailingData, _)) => json.root().map(|root| root.span().end),
        Some(_) => None,
    }
}

fn is_har(root: Value) -> bool {
    root.get("log")
        .is_some_and(|log| log.get("entries").is_some())
}

fn is_token_response(object: Value) -> bool {
    let has = |name: &str| {
        object
            .get(name)
            .is_some_and(|value| value.kind() == Kind::String)
    };
    has("access_token") || has("id_token") || has("refresh_token")
}

/// What is secret about a JWK, where anything is.
fn secrecy(key: Value) -> Option<&'static str> {
    private_members(key).first()?;
    let is_shared = key
        .get("kty")
        .is_some_and(|kty| kty.as_str() == Some("oct"));
    Some(match is_shared {
        true => Note::SHARED_SECRET,
        false => Note::PRIVATE_KEY,
    })
}

/// Whether a text is a JWK or JWK Set.
pub(super) fn is_key(text: &str) -> bool {
    let json = Json::read(text.to_owned());
    json.root()
        .is_some_and(|root| root.get("kty").is_some() || is_key_set(root))
}

fn is_key_set(object: Value) -> bool {
    object
        .get("keys")
        .and_then(|keys| keys.items().next())
        .is_some_and(|key| key.get("kty").is_some())
}

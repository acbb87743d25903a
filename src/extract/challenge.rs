//! Claims challenges: what an API asks to be in the next token.

use super::url::decoded;
use super::view::View;
use super::{Finder, Note};
use crate::place::Span;
use crate::text::percent_decoded;
use crate::token::base64url;
use crate::token::json::Json;

/// Longer than this it is no challenge.
const LONGEST: usize = 16_384;

impl Finder<'_> {
    /// Notes the claims that a challenge asks for, if this is their encoding.
    pub(super) fn challenge(&mut self, view: &View, span: Span) -> bool {
        let raw = span.of(&view.text);
        if raw.len() > LONGEST || self.challenges == 0 {
            return false;
        }
        self.challenges -= 1;
        let Some(json) = claims(raw) else {
            return false;
        };
        let span = view.map.to_input(span);
        self.out.notes.push(Note::ClaimsChallenge(span, json));
        true
    }
}

/// The JSON of a claims request: as it is, percent-encoded, or in base64 (OpenID Connect Core §5.5).
fn claims(raw: &str) -> Option<String> {
    let plain = decoded(raw.trim());
    let text = if plain.starts_with('{') {
        plain.replace("\\\"", "\"")
    } else {
        let compact = percent_decoded(raw);
        String::from_utf8(base64url::decode(compact.trim()).bytes).ok()?
    };
    let json = Json::read(text);
    let object = json.object()?;
    let is_request = ["access_token", "id_token", "userinfo"]
        .iter()
        .any(|name| object.get(name).is_some());
    // What a client tells of itself in every request is asked for by no API.
    let is_own = json.text().contains("\"xms_cc\"");
    (is_request && !is_own).then(|| json.text().to_owned())
}

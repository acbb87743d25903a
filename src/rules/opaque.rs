//! Text that is no JWT but is known by its look. Patterns, not proofs: messages say "looks like".

use super::Subject;
use crate::extract::Note;
use crate::place::Span;
use crate::token::{Form, Token, base64url};

/// What a text that is no JWT looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A refresh token of this issuer; empty where only its name tells.
    Refresh(&'static str),
    /// An authorization code.
    Code,
    /// A compact ticket of a Microsoft consumer account.
    Ticket,
    /// A SAML assertion or response.
    Saml,
}

/// Codes of Microsoft share their first characters with refresh tokens, but older ones are shorter: for Entra, for
/// consumers.
const SHORTEST_REFRESH_TOKEN: [usize; 2] = [300, 80];

/// What the text of a token without a form looks like.
pub fn look(token: &Token) -> Option<Look> {
    if token.form != Form::Opaque {
        return None;
    }
    let text = token.text();
    if is_saml(text) {
        return Some(Look::Saml);
    }
    let [entra, consumer] = SHORTEST_REFRESH_TOKEN;
    let unless_short = |issuer, shortest| match text.len() < shortest {
        true => Look::Code,
        false => Look::Refresh(issuer),
    };
    // The last part of what Entra writes starts with what it is: `AgABAAIA`, `AgABBAIA` a code, `AgABAAEA`,
    // `AgABAwEA` a refresh token.
    let last = text.rsplit('.').next().unwrap_or_default();
    let mark = last.strip_prefix("AgAB").and_then(|rest| rest.get(2..4));
    let by_text = match text.as_bytes() {
        [b'0' | b'1', b'.', b'A', ..] => Some(match mark {
            Some("IA") => Look::Code,
            Some("EA") => Look::Refresh("Entra"),
            _ => unless_short("Entra", entra),
        }),
        [b'O', b'A', b'Q', b'A', b'B', ..] => Some(Look::Refresh("Entra")),
        [b'M', b'.', b'C', ..] | [b'M', b'.', b'R', b'3', b'_', ..] => {
            // `M.R3_BAY.-C…`, `M.C507_BAY.0.U.-C…` is a refresh token; `M.C507_BAY.2.U.` and a GUID a code.
            let shortest = if text.contains(".-") { 0 } else { consumer };
            Some(unless_short("Microsoft consumer account", shortest))
        }
        [b'1', b'/', b'/', ..] => Some(Look::Refresh("Google")),
        [b'v', b'1', b'.', b'M', ..] => Some(Look::Refresh("Auth0")),
        [b'E', b'w', b'A'..=b'C', ..] if text.len() >= 100 && !text.contains('.') => {
            Some(Look::Ticket)
        }
        _ => None,
    };
    match token.candidate.name.as_deref() {
        _ if is_named_refresh(token) => Some(match by_text {
            Some(Look::Refresh(issuer)) => Look::Refresh(issuer),
            _ => Look::Refresh(""),
        }),
        Some("code") => Some(Look::Code),
        _ => by_text,
    }
}

/// Whether it was found under the name of a refresh token: `refresh_token`, `refreshToken`, `REFRESH_TOKEN`.
pub fn is_named_refresh(token: &Token) -> bool {
    let name = token.candidate.name.as_deref().unwrap_or_default();
    name.replace(['_', '-'], "")
        .eq_ignore_ascii_case("refreshtoken")
}

/// Whether a text is a SAML assertion or response, as XML or as base64 of it.
fn is_saml(text: &str) -> bool {
    let is_xml = |text: &str| {
        let start: String = text.chars().take(2000).collect();
        start.starts_with('<') && (start.contains("Assertion") || start.contains("Response"))
    };
    if text.starts_with('<') {
        return is_xml(text);
    }
    // `<` and a letter, `?` or `!` in base64.
    if !matches!(text.as_bytes(), [b'P', b'A'..=b'F' | b'G' | b'H', ..]) {
        return false;
    }
    let start = text.get(..2000).unwrap_or(text);
    is_xml(&String::from_utf8_lossy(&base64url::decode(start).bytes))
}

/// Whether a note of another recogniser speaks about this token.
pub fn is_noted(subject: &Subject) -> bool {
    let span = subject.token.candidate.span;
    let overlaps = |other: &Span| other.start < span.end && span.start < other.end;
    // In order of appearance: those that can overlap are the last that start before its end.
    let notes = &subject.extraction.notes;
    let after = notes.partition_point(|note| note.span().start < span.end);
    notes
        .iter()
        .take(after)
        .rev()
        .take(8)
        .any(|note| match note {
            Note::VendorKey(place, _) | Note::Saml(place) => overlaps(place),
            _ => false,
        })
}

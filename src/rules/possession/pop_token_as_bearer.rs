//! A token bound to a key was sent without its proof.

use crate::extract::{Note, Scheme};
use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::json::{Json, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "pop-token-as-bearer",
    severity: Severity::Warning,
    title: "A key-bound token is sent as a bearer token",
    applies: Applies::Claims,
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §7.1; RFC 9449 §7.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(cnf) = subject.claims().and_then(|claims| claims.get("cnf")) else {
        return sink.does_not_apply();
    };
    let was = match subject.token.candidate.scheme {
        Some(Scheme::Bearer) => "sent",
        None if is_issued_as_bearer(subject) => "issued",
        _ => return,
    };
    if let Some(jkt) = cnf.get("jkt") {
        let place = Place::new(Part::Payload, jkt.span());
        let draft = sink.at(place).pointer("/cnf/jkt").fixer(Fixer::Caller);
        draft.found("Bearer").expected("DPoP").say(format_args!(
            "This token is bound to a key, but it was {was} as `Bearer`. Send it with the scheme \
             `DPoP` and a fresh proof. Strict receivers refuse it."
        ));
    }
}

/// Whether the token response that it is in says so.
fn is_issued_as_bearer(subject: &Subject) -> bool {
    let own = subject.token.candidate.span;
    let mut notes = subject.extraction.notes.iter();
    notes.any(|note| match note {
        Note::TokenResponse(span) if span.start <= own.start && own.end <= span.end => {
            let text = subject.text.get(span.start..span.end).unwrap_or_default();
            let json = Json::read(text.to_owned());
            let said = json
                .object()
                .and_then(|response| response.get("token_type"));
            said.and_then(Value::as_str)
                .is_some_and(|said| said.eq_ignore_ascii_case("bearer"))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            &format!(
                "Authorization: Bearer <<{}>>",
                sample::at_jwt(r#""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#)
                    .replace('\n', " ")
            ),
            &["This token is bound to a key, but it was sent as `Bearer`."],
        );
    }

    #[test]
    fn looks_at_the_token_response() {
        let token =
            sample::at_jwt(r#""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#);
        for (kind, expected) in [
            (
                "Bearer",
                &["This token is bound to a key, but it was issued as `Bearer`."][..],
            ),
            ("DPoP", &[]),
        ] {
            let token = token.replace('\n', " ");
            let body = format!(r#"{{"token_type":"{kind}","access_token":"<<{token}>>"}}"#);
            check(&RULE, "paste", &body, expected);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            &format!(
                "Authorization: DPoP <<{}>>",
                sample::at_jwt(r#""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#)
                    .replace('\n', " ")
            ),
            &[],
        );
    }
}

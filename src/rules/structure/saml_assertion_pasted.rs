//! The text is a SAML assertion or response.

use crate::extract::Note;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, opaque, opaque::Look};

/// See the module.
pub static RULE: Rule = Rule {
    id: "saml-assertion-pasted",
    severity: Severity::Info,
    title: "This is a SAML message, not a JWT",
    applies: Applies::Input,
    guide: guide::OPAQUE_TOKENS,
    sources: "SAML 2.0 Core; Entra v2-oauth2-on-behalf-of-flow",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let noted = subject.extraction.notes.iter().find_map(|note| match note {
        Note::Saml(span) => Some(*span),
        _ => None,
    });
    let looked = || {
        let tokens = subject.siblings.iter().take(32);
        tokens
            .map(|other| &other.token)
            .find(|token| opaque::look(token) == Some(Look::Saml))
            .map(|token| token.candidate.span)
    };
    if let Some(span) = noted.or_else(looked) {
        sink.at(Place::input(span)).fixer(Fixer::Caller).say(
            "This looks like a SAML message, not a JWT. A SAML viewer shows what is in it. To \
             exchange it for a token, use the SAML bearer grant.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            "PEFzc2VydGlvbiB4bWxucz0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOmFzc2VydGlvbiI",
            &["This looks like a SAML message"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(&RULE, "paste", "2YotnFZFEjr1zCsicMWpAA", &[]);
    }
}

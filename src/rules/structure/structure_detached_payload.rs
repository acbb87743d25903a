//! The payload is empty and there is a signature: it travels elsewhere.

use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-detached-payload",
    severity: Severity::Warning,
    title: "The payload is detached",
    applies: common::READABLE,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 7515 Appendix F; RFC 7797 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !common::is_detached(subject.token) || common::is_shortened(subject) {
        return;
    }
    let payload = subject.token.segment(Part::Payload);
    let place = payload.map_or(common::whole(subject), |payload| {
        subject.token.place_of(payload)
    });
    let where_it_lacks = match payload {
        None => "no `payload` beside it",
        Some(_) if subject.token.form.is_compact() => "nothing between the dots",
        Some(_) => "its `payload` is empty",
    };
    sink.at(place).fixer(Fixer::Caller).say(format_args!(
        "The payload is detached: there is a signature, and {where_it_lacks}. Legal in JOSE, but \
         not a JWT: the content travels elsewhere.",
    ));
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
            "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0..Wl32G2HW",
            &["The payload is detached: there is a signature, and nothing between the dots."],
        );
        check(
            &RULE,
            "paste",
            r#"{"protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA"}"#,
            &["The payload is detached: there is a signature, and no `payload` beside it."],
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
        check(&RULE, "paste", "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0..", &[]);
    }
}

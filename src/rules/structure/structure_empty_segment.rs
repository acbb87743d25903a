//! The header or the payload of a compact form is empty.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-empty-segment",
    severity: Severity::Error,
    title: "A part of the token is empty",
    applies: common::READABLE,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 7515 §7.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) || common::is_detached(subject.token) {
        return;
    }
    for fault in subject.faults(&RULE) {
        sink.at(fault.place).fixer(Fixer::Caller).say(format_args!(
            "The {} is empty. It was lost on the way, or the issuer built it wrong.",
            common::part_name(fault.part)
        ));
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
            "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0..",
            &["The payload is empty."],
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
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0..Wl32G2HW",
            &[],
        );
    }
}

//! The algorithm is weak or superseded.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-weak",
    severity: Severity::Warning,
    title: "The algorithm is weak",
    applies: Applies::Header,
    guide: guide::ALGORITHMS,
    sources: "RFC 8725 §3.2; RFC 9864 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(alg) = subject.param_str("alg") else {
        return;
    };
    let (severity, message) = match alg {
        "RS1" | "HS1" => (
            Severity::Warning,
            "rests on SHA-1 and is weak. Receivers should refuse it. RS256, PS256, ES256 or Ed25519 take its place.",
        ),
        "RSA1_5" => (
            Severity::Warning,
            "is weak: how a receiver answers can give the content away. RSA-OAEP-256 or ECDH-ES take its place.",
        ),
        "EdDSA" => (
            Severity::Info,
            "is a name that leaves the curve open. It is not weak, but `Ed25519` and `Ed448` replace it (RFC 9864).",
        ),
        _ => return,
    };
    sink.param(subject, "alg")
        .severity(severity)
        .fixer(Fixer::Issuer)
        .say(format_args!("The algorithm {} {message}", quote(alg)));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"alg":"RS1","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The algorithm `RS1` rests on SHA-1"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"EdDSA","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["info: The algorithm `EdDSA`"],
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
    }
}

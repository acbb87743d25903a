//! The signature was made with an RSA key below 2048 bits.

use super::{algorithm_of, signatures};
use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-rsa-short",
    severity: Severity::Warning,
    title: "The RSA key is too short",
    applies: common::SIGNED,
    guide: guide::SIGNATURE,
    sources: "RFC 7518 §3.3; RFC 7518 §3.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for signature in signatures(subject) {
        let bytes = signature.segment.bytes;
        let is_rsa =
            algorithm_of(&signature).is_some_and(|alg| alg.signature == 0 && alg.name != "EdDSA");
        if is_rsa && (128..256).contains(&bytes) && bytes % 8 == 0 {
            sink.at(signature.place)
                .fixer(Fixer::Issuer)
                .found(format!("{} bits", bytes * 8))
                .expected("at least 2048 bits")
                .say(format_args!(
                    "The signature was made with an RSA key of {} bits. At least 2048 are required, and many receivers refuse less. The issuer needs a longer key.",
                    bytes * 8
                ));
        }
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
            "token",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"#,
            &["The signature was made with an RSA key of 1024 bits."],
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
            "token",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

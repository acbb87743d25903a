//! The signature does not have the length that its algorithm makes.

use super::{algorithm_of, is_der, signatures};
use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::count;
use crate::token::base64url::Encoding;

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-wrong-length",
    severity: Severity::Error,
    title: "The signature has the wrong length",
    applies: common::SIGNED,
    guide: guide::SIGNATURE,
    sources: "RFC 7518 §3.2; RFC 7518 §3.3; RFC 7518 §3.4; RFC 8037 §3.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) {
        return;
    }
    for signature in signatures(subject) {
        let segment = signature.segment;
        let Some(alg) = algorithm_of(&signature) else {
            continue;
        };
        let is_damaged = segment.encoding == Encoding::BadAlphabet;
        if segment.span.is_empty() || is_damaged || is_der(&signature) {
            continue;
        }
        let found = segment.bytes;
        let expected = match (alg.name, alg.signature) {
            ("EdDSA", _) if matches!(found, 64 | 114) => continue,
            ("EdDSA", _) => "64 or 114".to_owned(),
            // RSA: as long as the key, whole words from 1024 bits up.
            (_, 0) if found >= 128 && found % 8 == 0 => continue,
            (_, 0) => "256, 384 or 512".to_owned(),
            (_, length) if length == found => continue,
            (_, length) => length.to_string(),
        };
        let least: usize = expected
            .split([' ', ','])
            .next()
            .and_then(|first| first.parse().ok())
            .unwrap_or(0);
        let likely = if found < least {
            "Its end was probably cut off when it was copied."
        } else {
            "It was made with another algorithm, or something was added to it."
        };
        let found = count(found, "byte");
        sink.at(signature.place)
            .fixer(Fixer::Caller)
            .found(found.as_str())
            .expected(format!("{expected} bytes"))
            .say(format_args!(
                "The {} has {found}; {} makes {expected}. It cannot be right with any key. {likely}",
                signature.name,
                alg.name
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
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Wl32"#,
            &["The signature has 3 bytes; ES256 makes 64."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Wl32"#,
            &["The signature has 3 bytes; RS256 makes 256, 384 or 512."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"HS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"#,
            &["The signature has 36 bytes; HS256 makes 32."],
        );
    }

    #[test]
    fn says_that_a_short_one_was_cut() {
        let body = format!(
            "{}\n.{}",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            "A".repeat(334)
        );
        let expected = "The signature has 250 bytes; RS256 makes 256, 384 or 512. It cannot be right with any key. Its end was probably cut off";
        check(&RULE, "token", &body, &[expected]);
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
        check(
            &RULE,
            "token",
            r#"{"alg":"EdDSA","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ML-DSA-44","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }

    #[test]
    fn fires_for_one_of_several() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJub25lIn0","signature":""},{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AAAA"}]}"#,
            &["The signature number 2 has 3 bytes; HS256 makes 32."],
        );
    }
}

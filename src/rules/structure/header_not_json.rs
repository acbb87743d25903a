//! The header is not JSON.

use crate::guide;
use crate::rules::{Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "header-not-json",
    severity: Severity::Error,
    title: "The header is not JSON",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 7515 §5.2; RFC 7516 §5.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    super::not_json(subject, sink, &RULE);
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
            r#"{"alg":"ES256","kid":k1}
{}
.Wl32"#,
            &["The header is not JSON: `k` stands at line 1, column 22."],
        );
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA"},{"protected":"eyJhbGci","signature":"AA"}]}"#,
            &["The header of a further signature or recipient is not a JSON object."],
        );
    }

    #[test]
    fn knows_utf_16() {
        check(
            &RULE,
            "paste",
            "ewAiAGEAbABnACIAOgAiAEUAUwAyADUANgAiAH0A.e30.AA",
            &["The header is not JSON: every second byte is zero, as in UTF-16."],
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

//! The header is JSON but no object.

use crate::guide;
use crate::rules::{Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "header-not-object",
    severity: Severity::Error,
    title: "The header is not a JSON object",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 7515 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    super::not_object(subject, sink, &RULE);
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
            r#"["ES256"]
{}
.Wl32"#,
            &["The header is an array, not an object."],
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

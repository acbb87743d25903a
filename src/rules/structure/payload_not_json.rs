//! The payload is not JSON.

use crate::guide;
use crate::rules::{Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "payload-not-json",
    severity: Severity::Error,
    title: "The payload is not JSON",
    applies: common::SIGNED,
    guide: guide::JSON_RULES,
    sources: &["RFC 7519 §7.2"],
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
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"aud":"orders",}"#,
            &["The payload is not JSON: `}` stands at line 1, column 17."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"x","exp":17"#,
            &["The payload is cut off: its JSON ends inside a value, after 19 characters."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
<xml/>"#,
            &["The payload is not JSON: it starts with `<xml/>`."],
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
            r#"{"alg":"ES256","kid":"k1","cty":"JWT"}
eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.Wl32"#,
            &[],
        );
    }
}

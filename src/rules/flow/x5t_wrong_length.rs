//! A certificate thumbprint in the header has the wrong length.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::count;
use crate::token::base64url;

/// See the module.
pub static RULE: Rule = Rule {
    id: "x5t-wrong-length",
    severity: Severity::Error,
    title: "A certificate thumbprint has the wrong length",
    applies: Applies::Header,
    guide: guide::CLIENT_ASSERTION,
    sources: "RFC 7515 §4.1.7; RFC 7515 §4.1.8",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for (name, hash, length) in [("x5t", "SHA-1", 20), ("x5t#S256", "SHA-256", 32)] {
        let Some(value) = subject.param(name) else {
            continue;
        };
        let text = value.to_text();
        let decoded = base64url::whole(text);
        let found = decoded.as_ref().map_or(0, Vec::len);
        if found == length {
            continue;
        }
        let is_hex =
            |bytes: &[u8]| bytes.len() == 2 * length && bytes.iter().all(u8::is_ascii_hexdigit);
        let likely = if decoded.as_deref().is_some_and(is_hex) {
            "It is the hex text that was encoded, not the bytes."
        } else if is_hex(text.replace(':', "").as_bytes()) {
            "It is hex text, not base64url of the bytes."
        } else {
            "It is no thumbprint, or that of another hash."
        };
        let what = match decoded {
            Some(_) => format!("has {}", count(found, "byte")),
            None => "is not base64url".to_owned(),
        };
        // Whoever checks an assertion looks for the certificate it names; others take `kid` and never look.
        let severity = if subject.is_any(&["client-assertion", "entra-client-assertion"]) {
            Severity::Error
        } else {
            Severity::Warning
        };
        sink.param(subject, name)
            .severity(severity)
            .fixer(Fixer::Caller)
            .expected(format!("{length} bytes"))
            .say(format_args!(
                "The `{name}` {what}; a {hash} thumbprint has {length} bytes. No certificate can match it. {likely}"
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
            r#"{"alg":"RS256","x5t":"MjYzQjBDRDI0RDYwQjk5RUNDQkY4NDgxMEZCNUVENUNDNUIxMkQyQw"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[
                "warning: The `x5t` has 40 bytes; a SHA-1 thumbprint has 20 bytes. No certificate can match it. It is the hex text",
            ],
        );
        check(
            &RULE,
            "token kind=entra-client-assertion",
            r#"{"alg":"RS256","x5t":"263B0CD24D60B99ECCBF84810FB5ED5CC5B12D2C"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[
                "The `x5t` has 30 bytes; a SHA-1 thumbprint has 20 bytes. No certificate can match it. It is hex text",
            ],
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
            r#"{"alg":"PS256","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

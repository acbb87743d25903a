//! A certificate thumbprint in the header has the wrong length.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::base64url;

/// See the module.
pub static RULE: Rule = Rule {
    id: "x5t-wrong-length",
    severity: Severity::Error,
    title: "A certificate thumbprint has the wrong length",
    applies: Applies::Header,
    guide: guide::CLIENT_ASSERTION,
    sources: &["RFC 7515 §4.1.7", "RFC 7515 §4.1.8"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for (name, hash, length) in [("x5t", "SHA-1", 20), ("x5t#S256", "SHA-256", 32)] {
        let Some(value) = subject.param(name) else {
            continue;
        };
        let text = value.to_text();
        let decoded = base64url::decode(&text);
        let is_clean = decoded
            .deviations
            .iter()
            .all(|deviation| deviation.0 > base64url::Encoding::BadLength);
        let found = decoded.bytes.len();
        if is_clean && found == length {
            continue;
        }
        let is_hex =
            |bytes: &[u8]| bytes.len() == 2 * length && bytes.iter().all(u8::is_ascii_hexdigit);
        let likely = if is_hex(&decoded.bytes) {
            "It is the hex text that was encoded, not the bytes."
        } else if is_hex(text.replace(':', "").as_bytes()) {
            "It is hex text, not base64url of the bytes."
        } else {
            "It is no thumbprint, or that of another hash."
        };
        let plural = if found == 1 { "byte" } else { "bytes" };
        sink.param(subject, name)
            .fixer(Fixer::Caller)
            .expected(format!("{length} bytes"))
            .say(format!(
                "The `{name}` has {found} {plural}; a {hash} thumbprint has {length}. No certificate can match it. {likely}"
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
                "The `x5t` has 40 bytes; a SHA-1 thumbprint has 20. No certificate can match it. It is the hex text",
            ],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","x5t":"263B0CD24D60B99ECCBF84810FB5ED5CC5B12D2C"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[
                "The `x5t` has 30 bytes; a SHA-1 thumbprint has 20. No certificate can match it. It is hex text",
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

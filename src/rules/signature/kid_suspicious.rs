//! The `kid` has the look of a path, URL or query.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{percent_decoded, quote};
use crate::token::base64url;

/// See the module.
pub static RULE: Rule = Rule {
    id: "kid-suspicious",
    severity: Severity::Warning,
    title: "The key name looks like an injection",
    applies: Applies::Header,
    guide: guide::KEYS_AND_ROTATION,
    sources: "RFC 7515 §4.1.4; RFC 8725 §3.10",
    check,
};

const LONGEST: usize = 256;

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(kid) = subject.param_str("kid") else {
        return;
    };
    let Some(trouble) = suspicion(kid) else {
        return;
    };
    sink.param(subject, "kid").fixer(Fixer::Api).say(format_args!(
        "The `kid` {} is {trouble}. Look it up in a list; never build a path, URL or query from it.",
        quote(kid)
    ));
}

/// What is odd about a key name, as the end of `The kid is …`.
fn suspicion(kid: &str) -> Option<&'static str> {
    if kid.len() <= LONGEST && base64url::run(kid.as_bytes()) == kid.len() {
        return None;
    }
    // A path may be written so that only who decodes it sees one.
    let kid = &*percent_decoded(kid);
    let has = |set: &[char]| kid.contains(set);
    if kid.len() > LONGEST {
        Some("very long")
    } else if kid.contains("://") {
        Some("a URL")
    } else if has(&['\\']) || kid.contains("..") || kid.contains('/') && !is_base64(kid) {
        Some("like a path")
    } else if has(&['\'', '"', ';', '`', '|', '$', '<', '>', '&', '(', ')', '*'])
        || kid.contains("{{")
    {
        Some("like part of a query or command")
    } else if kid
        .chars()
        .any(|c| c.is_whitespace() || crate::text::is_hidden(c))
    {
        Some("text with spaces or control characters")
    } else {
        None
    }
}

/// Thumbprints in standard base64 hold slashes too.
fn is_base64(kid: &str) -> bool {
    let body = kid.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let is_padded = body.len() < kid.len() && kid.len().is_multiple_of(4);
    let is_digest = matches!(body.len(), 22 | 27 | 43 | 64 | 86);
    (is_padded || is_digest)
        && (is_padded && is_digest || !kid.starts_with('/'))
        && body.bytes().all(is_digit)
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
            r#"{"alg":"ES256","kid":"../../dev/null"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `kid` `../../dev/null` is like a path."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"x' OR 1=1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `kid` `x' OR 1=1` is like part of a query or command."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"a|b"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `kid` `a|b` is like part of a query or command."],
        );
    }

    #[test]
    fn sees_what_is_encoded() {
        for (kid, what) in [
            ("%2e%2e%2fdev%2fnull", "like a path"),
            ("{{7*7}}", "like part of a query or command"),
            ("*)(uid=*", "like part of a query or command"),
        ] {
            let body = format!("{{\"alg\":\"ES256\",\"kid\":\"{kid}\"}}\n{{}}");
            check(
                &RULE,
                "token",
                &body,
                &[&format!("The `kid` `{kid}` is {what}.")],
            );
        }
        let body = "{\"alg\":\"ES256\",\"kid\":\"did:web:a.example%3A8443#key-1\"}\n{}";
        check(&RULE, "token", body, &[]);
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
            r#"{"alg":"ES256","kid":"/4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"abc/def="}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

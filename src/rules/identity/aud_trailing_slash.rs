//! The audience differs from the expected one by its final slash.

use super::{AudienceRule, near_audience};
use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-trailing-slash",
    severity: Severity::Warning,
    title: "The audience differs by a final slash",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "RFC 7519 §7.3; Entra optional-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    near_audience(
        subject,
        sink,
        AudienceRule::Slash,
        [
            "is",
            " but for the final slash",
            "Exact comparison refuses it, .NET overlooks it. Accept the form the issuer writes.",
        ],
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, aud, message) in [
            (
                "token aud=https://orders.contoso.example",
                "\"https://orders.contoso.example/\"",
                "The audience `https://orders.contoso.example/` is `https://orders.contoso.example` but for the final slash. Only the token's value ends with a slash. Exact",
            ),
            (
                "token aud=a/",
                "[\"b\",\"a\"]",
                "The audience `a` is `a/` but for the final slash. Only the expected value ends",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, aud) in [
            ("token aud=a", "\"a\""),
            ("token aud=a", "\"A/\""),
            ("token aud=a/,a", "\"a\""),
            ("token", "\"a/\""),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, info, &body, &[]);
        }
    }
}

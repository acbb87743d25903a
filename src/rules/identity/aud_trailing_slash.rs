//! The audience differs from the expected one by its final slash.

use super::{AudienceRule, audience_for, hint};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-trailing-slash",
    severity: Severity::Warning,
    title: "The audience differs by a final slash",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: &["RFC 7519 §7.3", "Entra optional-claims-reference"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.expect.audiences.is_empty() || subject.claim("aud").is_none() {
        return sink.does_not_apply();
    }
    let Some(comparison) = audience_for(subject, AudienceRule::Slash) else {
        return;
    };
    sink.claim(subject, "aud")
        .expected(comparison.expected.as_str())
        .fixer(Fixer::Api)
        .say(format!(
            "The audience {} is {} but for the final slash.{} Exact comparison refuses it, .NET overlooks it. Accept the form the issuer writes.",
            quote(&comparison.found),
            quote(&comparison.expected),
            hint(&comparison.difference)
        ));
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

//! The audience differs from the expected one by what the eye overlooks.

use super::{AudienceRule, near_audience};
use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-case-or-space",
    severity: Severity::Error,
    title: "The audience is spelled differently",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "RFC 7519 §7.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    near_audience(
        subject,
        sink,
        AudienceRule::Spelling,
        [
            "is spelled differently from",
            "",
            "The comparison is exact, so it fails. Copy one from the other.",
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
                "token aud=api://orders",
                "\"api://Orders\"",
                "The audience `api://Orders` is spelled differently from `api://orders`. Upper and lower case differ. The",
            ),
            (
                "token aud=api://orders",
                "\" api://orders\"",
                "The audience ` api://orders` is spelled differently from `api://orders`. The token's value has spaces",
            ),
            (
                "token aud=api://orders",
                "\"api://оrders/\"",
                "The audience `api://оrders/` is spelled differently from `api://orders`. The token has `о` U+043E, which only looks like `o` U+006F, and only the token's value ends",
            ),
            (
                "token aud=api://orders",
                "\"api://or\\u200bders\"",
                "The audience `api://or\\u{200b}ders` is spelled differently from `api://orders`. The token's value holds the invisible character U+200B",
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
            ("token aud=a", "\"a/\""),
            ("token aud=a", "\"b\""),
            ("token", "\"A\""),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! A claim that is a string is a number.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "string-claim-is-number",
    severity: Severity::Warning,
    title: "A claim that is a string is a number",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 7519 §4.1.2; RFC 7519 §4.1.7; Entra access-token-claims-reference",
    check,
};

/// The claims this rule speaks about.
pub const STRINGS: [&str; 6] = ["ver", "acr", "appidacr", "azpacr", "sub", "jti"];

fn check(subject: &Subject, sink: &mut Sink) {
    for name in STRINGS {
        let Some(number) = subject.claim(name).and_then(|value| value.as_number()) else {
            continue;
        };
        // Elsewhere it is a number of the issuer's own, as at Okta and Zoom.
        if name == "ver" && !subject.is_any(&["entra-", "b2c", "external-id", "adfs-"]) {
            continue;
        }
        sink.claim(subject, name).expected("a string").fixer(Fixer::Issuer).say(format_args!(
            "`{name}` is the number {}, not a string. Some libraries refuse that, and comparisons \
             with text fail.",
            quote(number.0)
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
            "token kind=entra-access-v2-user",
            "{\"alg\":\"RS256\"}\n{\"azpacr\":1,\"ver\":2,\"sub\":7}",
            &[
                "`ver` is the number `2`, not a string.",
                "`azpacr` is the number `1`, not a string.",
                "`sub` is the number `7`, not a string.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=okta-access",
            "{\"alg\":\"RS256\"}\n{\"ver\":1}",
            &[],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"ver\":\"2.0\",\"acct\":1,\"sub\":[]}",
            &[],
        );
    }
}

//! A claim that is a list has a single value.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "list-claim-not-array",
    severity: Severity::Warning,
    title: "A claim that is a list has a single value",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "OpenID Connect Core §2; RFC 9068 §2.2.3.1; Entra access-token-claims-reference",
    check,
};

/// The claims this rule speaks about.
pub const LISTS: [&str; 7] = [
    "roles",
    "groups",
    "amr",
    "wids",
    "acrs",
    "xms_cc",
    "entitlements",
];

fn check(subject: &Subject, sink: &mut Sink) {
    for name in LISTS {
        let Some(value) = subject.claim(name) else {
            continue;
        };
        // Entra ID writes the name of a source where a list of groups would be too long.
        let is_pointer = name == "groups" && value.to_text() == "src1";
        // A rule of its own speaks about null.
        if matches!(value.kind(), Kind::Array | Kind::Null) || is_pointer {
            continue;
        }
        sink.claim(subject, name)
            .expected("a list of strings")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`{name}` is {}, not a list: {}. Code that expects one finds nothing or fails.",
                value.kind().phrase(),
                quote(value.to_text())
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
            "{\"alg\":\"RS256\"}\n{\"roles\":\"Orders.Read\",\"amr\":7}",
            &[
                "`roles` is a string, not a list: `Orders.Read`.",
                "`amr` is a number, not a list: `7`.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"roles\":[],\"groups\":\"src1\",\"amr\":[\"pwd\"],\"wids\":null}",
            &[],
        );
    }
}

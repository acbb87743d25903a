//! Scopes are a list instead of one string.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "scope-as-array",
    severity: Severity::Info,
    title: "The scopes are a list, not one string",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 8693 §4.2; RFC 9068 §2.2.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for name in ["scope", "scp"] {
        if subject.claim(name).map(|value| value.kind()) != Some(Kind::Array) {
            continue;
        }
        let whose = if subject.is_any(&["okta-"]) {
            "Okta writes it that way"
        } else {
            "The specification has one string with spaces between"
        };
        sink.claim(subject, name)
            .fixer(Fixer::Api)
            .say(format_args!(
                "`{name}` is a list. {whose}: a receiver that splits a string has to take both."
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
            "{\"alg\":\"RS256\"}\n{\"scope\":[\"a\"]}",
            &["`scope` is a list. The specification"],
        );
        check(
            &RULE,
            "token kind=okta-access",
            "{\"alg\":\"RS256\"}\n{\"scp\":[\"a\"]}",
            &["`scp` is a list. Okta writes it that way"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"scope\":\"a b\",\"scp\":7}",
            &[],
        );
    }
}

//! A key was given, and the signature verifies with it.

use super::{is_unchecked, states};
use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-valid",
    severity: Severity::Info,
    title: "The signature verifies",
    applies: Applies::Token,
    guide: guide::SIGNATURE,
    sources: "RFC 7515 §5.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if is_unchecked(subject) {
        return sink.does_not_apply();
    }
    for (state, place, start) in states(subject) {
        if matches!(state, State::Verified { .. }) {
            sink.at(place).say(start + &state.sentence());
        }
    }
}

#[cfg(test)]
#[cfg(feature = "crypto")]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::signature::tests::{SECRET, SIGNED};

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            &format!("{SIGNED}{SECRET}"),
            &[
                "The signature verifies with the secret read as text, over header and payload as they stand.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &format!("{SIGNED}another secret"), &[]);
        check(&RULE, "token", "{\"alg\":\"HS256\"}\n{}", &[]);
    }
}

//! Keys were given, and none of them has the `kid` of the token.

use super::{is_unchecked, states};
use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "key-not-found",
    severity: Severity::Warning,
    title: "None of the keys that can be used has the `kid` of the token",
    applies: Applies::Token,
    guide: guide::KEYS_AND_ROTATION,
    sources: "RFC 7517 §4.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if is_unchecked(subject) {
        return sink.does_not_apply();
    }
    for (state, place, start) in states(subject) {
        let (kid, near) = match state {
            State::NoKeyWithKid { kid, near, .. } => (kid, near.join(" ")),
            State::Opened {
                missing: Some(kid),
                key,
                ..
            } => (kid, key.kid.clone().unwrap_or_default()),
            _ => continue,
        };
        let draft = match place.part {
            Part::Signature | Part::Ciphertext => sink.param(subject, "kid"),
            // Of a further signature, or of the key binding.
            _ => sink.at(place),
        };
        let draft = draft.found(kid.clone()).fixer(Fixer::Api);
        let draft = match near.is_empty() {
            true => draft,
            false => draft.expected(near),
        };
        draft.say(start + &state.sentence());
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
            &format!("{SIGNED}{{\"keys\":[{{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"K1\"}}]}}"),
            &[
                "None of your keys has the `kid` `k1`: they have `K1`. It differs only in upper and lower case",
            ],
        );
    }

    #[test]
    fn says_where_the_key_is_there_and_damaged() {
        check(
            &RULE,
            "token",
            &format!(
                "{SIGNED}{{\"keys\":[{{\"kty\":\"oct\",\"k\":7,\"kid\":\"k1\"}},{{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"k2\"}}]}}"
            ),
            &["Not checked: the key with the `kid` `k1` is there, but `k` is not a string."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &format!("{SIGNED}{SECRET}"), &[]);
        check(&RULE, "token", "{\"alg\":\"HS256\"}\n{}", &[]);
    }
}

//! A key was given, and the signature does not verify with it, or the token does not open.

use super::{is_unchecked, is_zero, signatures, states};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::algorithms;
use crate::verify::{BASE64URL, Damage, OWN_KEY, PARTS, Reason, State, jwe_flaw};

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-invalid",
    severity: Severity::Error,
    title: "The signature does not verify, or the token does not open",
    applies: Applies::Token,
    guide: guide::SIGNATURE,
    sources: "RFC 7515 §5.2; RFC 7516 §5.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let signatures = signatures(subject);
    let own = signatures.first();
    let impossible = own.filter(|own| subject.states.is_empty() && is_zero(own));
    if let Some(own) = impossible {
        // What no key can have made needs none to be told.
        sink.at(own.place).fixer(Fixer::Api).say(format_args!(
            "No key verifies this signature. {}",
            Damage::Zero.sentence()
        ));
    } else if is_unchecked(subject) {
        return sink.does_not_apply();
    }
    for (at, (state, place, start)) in states(subject).enumerate() {
        let fixer = match state {
            State::WrongLength { found, .. } => {
                // A length that no key can have is said without a key.
                let alg = signatures.get(at).and_then(|signature| signature.alg);
                let is_fixed = alg
                    .and_then(algorithms::by_name)
                    .is_some_and(|known| known.signature != 0);
                if is_fixed || *found < 128 || found % 8 != 0 {
                    continue;
                }
                Fixer::Caller
            }
            State::DoesNotVerify { undone, .. } => match undone {
                Some(
                    Damage::Der
                    | Damage::Salt(_)
                    | Damage::Secret(_)
                    | Damage::B64
                    | Damage::PrivateKey,
                ) => Fixer::Issuer,
                Some(Damage::Confusion | Damage::Zero | Damage::HeaderKey) => Fixer::Api,
                Some(Damage::OtherKey) => Fixer::Issuer,
                Some(Damage::Encoding | Damage::Padding | Damage::LineFeed) | None => Fixer::Caller,
            },
            State::DoesNotOpen { .. } => Fixer::Caller,
            // What rules say that need no key.
            State::CannotBeChecked(Reason::Damaged(BASE64URL | PARTS | OWN_KEY)) => continue,
            State::CannotBeChecked(Reason::Damaged(_)) if jwe_flaw(subject.token).is_some() => {
                continue;
            }
            State::CannotBeChecked(Reason::Damaged(_) | Reason::Inflates(_)) => Fixer::Issuer,
            _ => continue,
        };
        sink.at(place).fixer(fixer).say(start + &state.sentence());
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
            &format!("{SIGNED}another secret"),
            &[
                "The signature does not verify with the shared secret. Header or payload was changed",
            ],
        );
    }

    #[test]
    fn says_what_damage_explains_it() {
        let key = format!("{SIGNED}{{\"kty\":\"oct\",\"k\":\"{SECRET}\"}}");
        let message = "The signature does not verify with the shared secret. It does verify with the text of `k`";
        check(&RULE, "token", &key, &[message]);
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &format!("{SIGNED}{SECRET}"), &[]);
        check(&RULE, "token", "{\"alg\":\"HS256\"}\n{}", &[]);
        // Its length says it already.
        check(
            &RULE,
            "token",
            "{\"alg\":\"HS256\"}\n{}\n.AAAA\n---\nx",
            &[],
        );
    }

    #[test]
    fn needs_no_key_where_none_can_have_made_it() {
        let zero = format!(
            "{{\"alg\":\"ES256\",\"kid\":\"a\"}}\n{{\"iss\":\"a\"}}\n.{}",
            "A".repeat(86)
        );
        let expected = ["No key verifies this signature. Half of the signature is zero"];
        check(&RULE, "token", &zero, &expected);
        check(
            &super::super::signature_not_verified::RULE,
            "token",
            &zero,
            &[],
        );
    }
}

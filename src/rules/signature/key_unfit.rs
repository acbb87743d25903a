//! Keys were given that cannot settle the matter: of the wrong kind, worthless, or no key could.

use super::{is_unchecked, states};
use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::algorithms::{self, Use};
use crate::verify::{BASE64URL, OWN_KEY, PARTS, Reason, State};

/// See the module.
pub static RULE: Rule = Rule {
    id: "key-unfit",
    severity: Severity::Error,
    title: "The keys you gave cannot settle whether the token is genuine",
    applies: Applies::Token,
    guide: guide::KEYS_AND_ROTATION,
    sources: "RFC 7517 §4.2; RFC 7518 §3.1; RFC 8725 §3.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if is_unchecked(subject) {
        return sink.does_not_apply();
    }
    for (state, place, start) in states(subject) {
        let (severity, message) = match state {
            // Rules that need no key say these.
            State::CannotBeChecked(Reason::Unsigned | Reason::NoAlgorithm) => continue,
            State::CannotBeChecked(
                reason @ (Reason::Count(_) | Reason::Rsa15 | Reason::TooMany),
            ) => (Severity::Warning, reason.sentence()),
            // Another rule says what is damaged in the token itself.
            State::CannotBeChecked(Reason::Inflates(_)) => continue,
            State::CannotBeChecked(Reason::Damaged(part))
                if !matches!(*part, BASE64URL | PARTS | OWN_KEY) =>
            {
                continue;
            }
            State::CannotBeChecked(reason) => (Severity::Info, reason.sentence()),
            // A key out of the token is the token's fault, unless its algorithm takes none.
            State::KeyUnfit { key, .. } if key.is_from_token() => {
                let binding = subject.token.object(Part::KeyBindingHeader);
                let alg = match place.part {
                    Part::KeyBindingSignature => binding.and_then(|header| header.get("alg")),
                    _ => subject.param("alg"),
                };
                let alg = alg.and_then(|alg| algorithms::by_name(alg.as_str()?));
                if alg.is_some_and(|alg| alg.purpose == Use::Mac) {
                    continue;
                }
                (Severity::Error, state.sentence())
            }
            State::KeyUnfit { .. } => (Severity::Warning, state.sentence()),
            // Another rule is about secrets that sign.
            State::Verified { key, .. } if key.kind == "oct" => continue,
            State::Verified { key, .. } | State::Opened { key, .. } => {
                let Some(warning) = key.warnings.iter().find(|warning| warning.is_worthless())
                else {
                    continue;
                };
                let message = format!(
                    "{} That it fits this token proves nothing.",
                    warning.sentence()
                );
                (Severity::Warning, message)
            }
            _ => continue,
        };
        sink.at(place)
            .severity(severity)
            .fixer(Fixer::Api)
            .say(start + &message);
    }
}

#[cfg(test)]
#[cfg(feature = "crypto")]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::signature::tests::{SECRET, SIGNED};

    #[test]
    fn fires_for_a_key_of_another_kind() {
        let key =
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        check(
            &RULE,
            "token",
            &format!("{SIGNED}{key}"),
            &[
                "warning: Not checked: the OKP key (Ed25519) does not fit, it is of type OKP, and the algorithm needs oct.",
            ],
        );
    }

    #[test]
    fn fires_where_no_key_helps() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"ML-DSA-44\"}\n{}\n---\nsecret",
            &["info: The algorithm `ML-DSA-44` is not one that is checked here."],
        );
    }

    #[test]
    fn fires_for_a_published_key() {
        let token = "paste";
        let body = include_str!("../../../tests/vectors/rfc-vectors/vectors/rfc7515_A.3.jwsc");
        let key = include_str!("../../../tests/vectors/rfc-vectors/vectors/rfc7515_A.3.jwk");
        check(
            &RULE,
            token,
            &format!("{}\n---\n{key}", body.trim()),
            &["warning: The key is published in RFC 7515: anyone can use it."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &format!("{SIGNED}{SECRET}"), &[]);
        // The algorithm of a proof says it already.
        check(
            &RULE,
            "token",
            r#"{"typ":"dpop+jwt","alg":"HS256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"1"}
---
x"#,
            &[],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"none\"}\n{}\n.\n---\nsecret",
            &[],
        );
    }
}

//! The shared secret that was given is short, or a sample out of documentation.

use super::{is_unchecked, signatures, states};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::algorithms;
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "hmac-weak-secret",
    severity: Severity::Warning,
    title: "The shared secret can be guessed",
    applies: Applies::Token,
    guide: guide::ALGORITHMS,
    sources: "RFC 7518 §3.2; RFC 8725 §3.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if is_unchecked(subject) {
        return sink.does_not_apply();
    }
    let signatures = signatures(subject);
    for (at, (state, place, start)) in states(subject).enumerate() {
        let alg = signatures.get(at).and_then(|signature| signature.alg);
        let alg = alg.unwrap_or_default();
        let least = algorithms::by_name(alg).map_or(256, |known| usize::from(known.hash));
        let key = match state {
            State::Verified { key, .. } => key,
            _ => continue,
        };
        if key.kind != "oct" {
            continue;
        }
        let message = match key.warnings.iter().find(|warning| warning.is_worthless()) {
            Some(warning) => format!(
                "{} Use a random one of at least {least} bits.",
                warning.sentence()
            ),
            None if key.bits < least => format!(
                "The secret has {} bits, {} asks for at least {least}. Short secrets are found by trying; use a \
                 random one.",
                key.bits,
                crate::text::quote(alg)
            ),
            None => continue,
        };
        sink.at(place).fixer(Fixer::Issuer).say(start + &message);
    }
}

#[cfg(test)]
#[cfg(feature = "crypto")]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::signature::tests::{SECRET, SIGNED};

    #[test]
    fn fires_for_a_sample() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"HS256\"}\n{\"sub\":\"x\"}\n.s-j4haezxh6wrOeRmpuRS-Rw8jJk0bExcSPOJv4OfXE\n---\nsecret",
            &["The secret is a sample out of documentation: anyone can use it."],
        );
    }

    #[test]
    fn fires_for_a_short_one() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"HS256\"}\n{\"sub\":\"x\"}\n.txXOdxmDBHqJkBbkW0MDui6s6g-nSCWjuZ3AWxfcyXM\n---\n9f!Kq-zz~02",
            &["The secret has 88 bits, `HS256` asks for at least 256."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &format!("{SIGNED}{SECRET}"), &[]);
        check(&RULE, "token", "{\"alg\":\"HS256\"}\n{}\n---\nsecret", &[]);
    }
}

//! A claim is longer than its specification allows.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-too-long",
    severity: Severity::Warning,
    title: "A claim is longer than allowed",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "OpenID Connect Core §2; RFC 9449 §11.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for (name, most) in [("sub", 255), ("jti", 512)] {
        let length = subject
            .claim_str(name)
            .map_or(0, |text| text.chars().count());
        if length > most {
            sink.claim(subject, name)
                .found(format!("{length} characters"))
                .expected(format!("at most {most} characters"))
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "`{name}` has {length} characters; at most {most} are safe. Receivers may cut \
                     it or refuse it."
                ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        let body = format!(
            "{{\"alg\":\"RS256\"}}\n{{\"sub\":\"{}\",\"jti\":\"{}\"}}",
            "a".repeat(256),
            "b".repeat(513)
        );
        check(
            &RULE,
            "token",
            &body,
            &[
                "`sub` has 256 characters; at most 255 are safe.",
                "`jti` has 513 characters",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        let body = format!(
            "{{\"alg\":\"RS256\"}}\n{{\"sub\":\"{}\",\"jti\":\"{}\"}}",
            "a".repeat(255),
            "b".repeat(512)
        );
        check(&RULE, "token", &body, &[]);
    }
}

//! The client can take a challenge.

use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "cae-capable",
    severity: Severity::Info,
    title: "The client can take a claims challenge",
    applies: Applies::Claims,
    guide: guide::CAE,
    sources: "Entra claims-challenge",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if super::is_capable(subject) {
        sink.claim(subject, "xms_cc").say(
            "The client can take a claims challenge: `xms_cc` holds `cp1`. The API may answer 401 \
             with claims. Where it takes part in continuous access evaluation the token may live \
             for a day.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            &sample::v2_user(r#""xms_cc":["cp1"]"#),
            &["The client can take a claims challenge"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_user(""), &[]);
    }
}

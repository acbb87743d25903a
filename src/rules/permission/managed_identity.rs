//! A managed identity stands behind the token.

use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "managed-identity",
    severity: Severity::Info,
    title: "A managed identity stands behind the token",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: "Observed in tokens, not documented",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(path) = subject.claim_str("xms_mirid") {
        let name = path.rsplit('/').next().unwrap_or_default();
        sink.claim(subject, "xms_mirid").say(format_args!(
            "The managed identity {} stands behind this token. The platform keeps its token for \
             about a day, so new roles arrive late (seen in practice, not documented).",
            quote(name)
        ));
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
            &sample::v2_app(r#""xms_mirid":"/subscriptions/x/userAssignedIdentities/orders-job""#),
            &["The managed identity `orders-job` stands behind this token."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_app(""), &[]);
    }
}

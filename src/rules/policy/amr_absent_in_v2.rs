//! Evidence of MFA is expected where none is ever written.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "amr-absent-in-v2",
    severity: Severity::Info,
    title: "A v2.0 token never says which methods were used",
    applies: Applies::Claims,
    guide: guide::MFA_AND_CONDITIONAL_ACCESS,
    sources: "Entra access-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_v2 = subject.claim_str("ver") == Some("2.0") && subject.claim("tid").is_some();
    if !super::expects_mfa(subject) {
        return sink.does_not_apply();
    }
    if is_v2 && subject.claim("amr").is_none() {
        sink.claim(subject, "amr")
            .expected("mfa")
            .fixer(Fixer::Api)
            .say(
                "That there is no `amr` proves nothing: Entra ID writes it into v1.0 access \
                 tokens only. To require MFA, target your API in a policy or use an \
                 authentication context.",
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
            "token require=amr",
            &sample::v2_user(""),
            &["That there is no `amr` proves nothing"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token require=amr", &sample::v1_user(""), &[]);
    }
}

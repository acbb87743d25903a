//! A sign-in method that no list names.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::values::word;
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "amr-unknown-value",
    severity: Severity::Info,
    title: "A sign-in method is not a registered one",
    applies: Applies::Claims,
    guide: guide::MFA_AND_CONDITIONAL_ACCESS,
    sources: "RFC 8176 §2; RFC 8176 §6; Entra access-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(amr) = subject.claim("amr") else {
        return;
    };
    // Seen in tokens of Entra ID, though in neither list.
    let is_known = |method: &&str| word("amr", method).is_some() || *method == "fido";
    let unknown: Vec<&str> = amr
        .words()
        .into_iter()
        .filter(|method| !is_known(method))
        .collect();
    if !unknown.is_empty() {
        sink.claim(subject, "amr")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "{} in `amr` is neither in RFC 8176 nor in Entra's list. It usually comes from a \
             federated provider.",
                quote_list(&unknown)
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
            &sample::v1_user(r#""amr":["pwd","sparkle"]"#),
            &["`sparkle` in `amr` is neither in RFC 8176 nor in Entra's list."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            &sample::v1_user(r#""amr":["pwd","mfa","rsa"]"#),
            &[],
        );
    }
}

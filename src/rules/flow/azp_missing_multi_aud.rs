//! Several audiences and no authorised party.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::identity::audiences;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "azp-missing-multi-aud",
    severity: Severity::Info,
    title: "The ID token has several audiences and no `azp`",
    applies: Applies::Claims,
    guide: guide::ID_TOKEN_RULES,
    sources: "OpenID Connect Core §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.profile.detected_purpose != Purpose::Id {
        return sink.does_not_apply();
    }
    let count = audiences(subject).len();
    if count > 1 && subject.claim("azp").is_none() {
        sink.claim(subject, "azp")
            .fixer(Fixer::Nobody)
            .say(format_args!(
                "The ID token has {count} audiences and no `azp`. Older libraries may refuse that; \
             the errata of OpenID Connect Core dropped it. Check that you trust every audience."
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
            &sample::oidc_id(r#""aud":["orders-web","orders-api"]"#),
            &["The ID token has 2 audiences and no `azp`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::oidc_id(""), &[]);
    }
}

//! The assertion of an on-behalf-of request stands for no user.

use crate::guide;
use crate::rules::situation;
use crate::rules::situation::Actor;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "obo-app-only",
    severity: Severity::Error,
    title: "The assertion to exchange is app-only",
    applies: Applies::Claims,
    guide: guide::ON_BEHALF_OF,
    sources: "Entra v2-oauth2-on-behalf-of-flow; AADSTS7000114",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::is_on_behalf_of(subject) {
        return sink.does_not_apply();
    }
    if situation::actor(subject) == Actor::App {
        let claim = if subject.claim("idtyp").is_some() {
            "idtyp"
        } else {
            "sub"
        };
        sink.claim(subject, claim).expected("a user token").fixer(Fixer::Caller).say(
            "The assertion is an app-only token: there is no user on whose behalf to act. Entra \
             ID refuses it with AADSTS7000114. Use client credentials for the next hop.",
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
            "paste",
            &sample::on_behalf_of(&sample::v2_app("")),
            &["The assertion is an app-only token"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(&sample::v2_user("")),
            &[],
        );
    }
}

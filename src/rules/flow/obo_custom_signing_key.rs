//! An app-specific signing key is in play, and the exchange does not take such tokens.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "obo-custom-signing-key",
    severity: Severity::Warning,
    title: "An app-specific signing key stands in the way of the exchange",
    applies: Applies::Claims,
    guide: guide::ON_BEHALF_OF,
    sources: "Entra v2-oauth2-on-behalf-of-flow; AADSTS50146",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::is_on_behalf_of(subject) {
        return sink.does_not_apply();
    }
    if situation::has_error(subject, "AADSTS50146") {
        sink.param(subject, "kid")
            .fixer(Fixer::AppRegistration)
            .say(
                "AADSTS50146 says that this app wants an app-specific signing key. Tokens signed \
                 with it cannot be exchanged on behalf of a user. Use a registration without \
                 claims mapping or SAML single sign-on for the middle tier.",
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
            &format!(
                "AADSTS50146: This application is required to be configured\n{}",
                sample::on_behalf_of(&sample::v2_user(""))
            ),
            &["AADSTS50146 says that this app wants an app-specific signing key."],
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

//! An app-only token is expected, and a user stands behind this one.

use crate::guide;
use crate::rules::situation;
use crate::rules::situation::Actor;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "user-where-app-expected",
    severity: Severity::Error,
    title: "The token is of a user, but an app is expected",
    applies: Applies::Claims,
    guide: guide::DELEGATED_VS_APP_ONLY,
    sources: &["AADSTS700229", "AADSTS90089"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !subject.profile.is_forced {
        return sink.does_not_apply();
    }
    let expects_app =
        subject.kind().id.ends_with("-app") && situation::may_be_access_token(subject);
    if !expects_app || situation::actor(subject) != Actor::User {
        return;
    }
    let claim = if subject.claim("idtyp").is_some() {
        "idtyp"
    } else {
        "scp"
    };
    let value = subject
        .claim(claim)
        .map(|value| quote(value.to_text()))
        .unwrap_or_default();
    sink.claim(subject, claim)
        .expected("an app-only token")
        .fixer(Fixer::Caller)
        .say(format!(
            "A user stands behind this token, but an app is expected: `{claim}` is {value}. Ask \
             with client credentials and the scope `.default` of the API; its permissions then \
             arrive in `roles`."
        ));
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
            "token kind=entra-access-v2-app",
            &sample::v2_user(""),
            &["A user stands behind this token, but an app is expected: `scp` is `Orders.Read`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=entra-access-v2-app",
            &sample::v2_app(""),
            &[],
        );
    }
}

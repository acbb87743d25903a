//! Keycloak wrote its default audience only.

use crate::guide;
use crate::rules::identity::{audience, is_account_only};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-account-default",
    severity: Severity::Error,
    title: "The audience is Keycloak's default",
    applies: Applies::Profiles(&["keycloak-"]),
    guide: guide::PROVIDER_NOTES,
    sources: "Keycloak server administration guide",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = subject.expect.audiences.first();
    let is_met = expected.is_some() && audience(subject).is_none();
    if !is_account_only(subject) || is_met {
        return;
    }
    let (severity, whose) = match expected {
        Some(_) => (Severity::Error, "your API"),
        None => (Severity::Info, "an API of yours"),
    };
    let draft = sink
        .claim(subject, "aud")
        .severity(severity)
        .fixer(Fixer::Issuer);
    let draft = match expected {
        Some(expected) => draft.expected(expected.as_str()),
        None => draft,
    };
    draft.say(format_args!(
        "The audience is only `account`, Keycloak's default, not {whose}. The client needs a client scope with an audience mapper for it."
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=keycloak-access aud=orders-api",
                "{\"aud\":\"account\"}",
                "The audience is only `account`, Keycloak's default, not your API.",
            ),
            (
                "token kind=keycloak-access",
                "{\"aud\":[\"account\"]}",
                "info: The audience is only `account`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=keycloak-access aud=orders-api",
                "{\"aud\":[\"orders-api\",\"account\"]}",
            ),
            (
                "token kind=keycloak-access aud=account",
                "{\"aud\":\"account\"}",
            ),
            ("token kind=keycloak-access", "{}"),
            ("token", "{\"aud\":\"account\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

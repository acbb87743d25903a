//! An app-only token is expected, and a user stands behind this one.

use crate::guide;
use crate::rules::identity::{has_entra_issuer, is_federated_credential};
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
    sources: "AADSTS700229; AADSTS90089",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_credential = is_federated_credential(subject) && has_entra_issuer(subject);
    let is_told = situation::is_told(subject, &RULE);
    let actor = situation::actor(subject);
    let is_asked = subject.profile.is_forced || is_credential || is_told;
    if !is_asked || actor == Actor::Unknown {
        return sink.does_not_apply();
    }
    let is_chosen = subject.kind().id.ends_with("-app");
    let expects_app =
        is_credential || (is_chosen || is_told) && situation::may_be_access_token(subject);
    if !expects_app || actor != Actor::User {
        return;
    }
    let claim = if subject.claim("idtyp").is_some() {
        "idtyp"
    } else {
        "scp"
    };
    let value = subject
        .claim(claim)
        .map(|value| quote(value.to_text()).to_string())
        .unwrap_or_default();
    let ask = if is_credential {
        "Entra ID takes its own tokens as federated credentials only where an app asked for itself (AADSTS700229): use a managed identity or client credentials."
    } else {
        "Ask with client credentials and the scope `.default` of the API; its permissions then arrive in `roles`."
    };
    sink.claim(subject, claim)
        .expected("an app-only token")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "A user stands behind this token, but an app is expected: `{claim}` is {value}. {ask}"
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
        check(
            &RULE,
            "token",
            &sample::v2_user(r#""aud":"api://AzureADTokenExchange""#),
            &[
                "A user stands behind this token, but an app is expected: `scp` is `Orders.Read`. Entra ID takes",
            ],
        );
        let refused = format!("AADSTS90089 <<{}>>", sample::v2_user("").replace('\n', " "));
        check(
            &RULE,
            "paste",
            &refused,
            &["A user stands behind this token"],
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

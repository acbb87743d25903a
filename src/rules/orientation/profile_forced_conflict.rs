//! The kind that was chosen contradicts what the token says of itself.

use crate::guide;
use crate::profile::issuer::Kind;
use crate::rules::identity::is_federated_credential;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "profile-forced-conflict",
    severity: Severity::Warning,
    title: "The chosen kind contradicts the token",
    applies: Applies::Claims,
    guide: guide::WHICH_TOKEN,
    sources: "RFC 8725 §3.12",
    check,
};

/// Kinds that only come from these issuers.
const OWN_ISSUERS: &[(&[&str], &[Kind])] = &[
    (
        &["entra-access-", "entra-id-"],
        &[Kind::EntraV1, Kind::EntraV2],
    ),
    (&["google-id"], &[Kind::Google]),
    (&["cognito-"], &[Kind::Cognito]),
    (&["github-actions"], &[Kind::Github]),
];

fn check(subject: &Subject, sink: &mut Sink) {
    let recognition = subject.profile;
    // These have issuers of their own; other providers let their customers name them.
    let is_foreign = || {
        let is_own = OWN_ISSUERS.iter().find(|(ids, _)| subject.is_any(ids));
        is_own.is_some_and(|(_, kinds)| !kinds.contains(&subject.issuer.kind))
            && subject.claim_str("iss").is_some_and(|iss| !iss.is_empty())
    };
    let other = match recognition.runner_up {
        _ if !recognition.is_forced => return,
        Some(other) => other.name,
        None if is_foreign() => "a token of another issuer",
        None => return,
    };
    // A token of any provider may be one, and says so by its audience.
    if subject.is_any(&["entra-federated-credential"]) && is_federated_credential(subject) {
        return;
    }
    sink.at(common::whole(subject))
        .found(other)
        .expected(recognition.profile.name)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The chosen kind ({}) is not what the token says it is ({}). It was checked as \
             chosen. Confirm the choice, or let the kind be recognised.",
            recognition.profile.name, other
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=oidc-id-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders-web","iat":@-10s,"exp":@+110s,"jti":"a5b6c7d8","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            &["The chosen kind (OpenID Connect ID token) is not"],
        );
    }

    #[test]
    fn fires_for_the_issuer_of_another() {
        for (iss, expected) in [
            (
                "https://evil.example",
                &[
                    "The chosen kind (Entra ID v2.0 access token for a user) is not what the token says it is (a token of another issuer).",
                ] as &[&str],
            ),
            (
                "https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                &[],
            ),
        ] {
            let body =
                format!("{{\"alg\":\"RS256\"}}\n{{\"iss\":\"{iss}\",\"scp\":\"a\",\"azp\":\"c\"}}");
            check(&RULE, "token kind=entra-access-v2-user", &body, expected);
        }
        check(
            &RULE,
            "token kind=google-id",
            "{\"alg\":\"RS256\"}\n{\"iss\":\"https://evil.example\"}",
            &[
                "The chosen kind (Google ID token) is not what the token says it is (a token of another issuer).",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token kind=entra-federated-credential",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:a/b","aud":"api://AzureADTokenExchange","repository":"a/b"}"#,
            &[],
        );
    }
}

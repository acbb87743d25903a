//! A user token is expected, and an app acts for itself.

use crate::guide;
use crate::rules::situation;
use crate::rules::situation::Actor;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "app-only-where-user-expected",
    severity: Severity::Error,
    title: "The token is of an app, but a user is expected",
    applies: Applies::Claims,
    guide: guide::DELEGATED_VS_APP_ONLY,
    sources: "Entra claims-validation; AADSTS7000114",
    check,
};

/// Whether the scopes that are expected mean a user: Entra ID alone gives them to users only.
pub fn expects_user(subject: &Subject) -> bool {
    let is_entra = subject.kind().family.is_microsoft();
    is_entra && !subject.expect.scopes.is_empty() && subject.expect.roles.is_empty()
}

fn check(subject: &Subject, sink: &mut Sink) {
    let is_chosen = subject.profile.is_forced && subject.kind().id.ends_with("-user");
    let expects_scopes = expects_user(subject);
    let is_told = situation::is_told(subject, &RULE);
    let is_exchanged = situation::is_on_behalf_of(subject);
    if !(subject.profile.is_forced || expects_scopes || is_told) || is_exchanged {
        return sink.does_not_apply();
    }
    let expects_user =
        (is_chosen || expects_scopes || is_told) && situation::may_be_access_token(subject);
    if !expects_user || situation::actor(subject) != Actor::App {
        return;
    }
    let (claim, sign) = if subject.claim("idtyp").is_some() {
        ("idtyp", "`idtyp` is `app`")
    } else if subject.claim("gty").is_some() {
        ("gty", "`gty` is `client-credentials`")
    } else if subject.claim("roles").is_some() {
        ("roles", "it has `roles` and no `scp`")
    } else {
        ("sub", "its subject is the client itself")
    };
    let client = match situation::client(subject) {
        Some((_, client)) => format!(" {}", quote(client)),
        None => String::new(),
    };
    let roles = subject.claim("roles").map(Value::words).unwrap_or_default();
    let mut scopes = subject.expect.scopes.iter();
    let (advice, fixer) = match scopes.find(|scope| roles.contains(&scope.as_str())) {
        Some(role) => (
            format!(
                "{} is in `roles`, where the permissions of apps stand: let the API look there.",
                quote(role)
            ),
            Fixer::Api,
        ),
        None => (
            format!(
                "The client{client} has to ask with a flow in which a user signs in, for a delegated scope of this API."
            ),
            Fixer::Caller,
        ),
    };
    sink.claim(subject, claim)
        .expected("a user token")
        .fixer(fixer)
        .say(format_args!(
            "An app acts for itself here, but a user is expected: {sign}. {advice}"
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
            "token kind=entra-access-v2-user",
            &sample::v2_app(""),
            &["An app acts for itself here, but a user is expected: `idtyp` is `app`."],
        );
    }

    #[test]
    fn fires_where_scopes_are_expected() {
        check(
            &RULE,
            "token scopes=Orders.Read",
            &sample::v2_app(""),
            &["An app acts"],
        );
        check(
            &RULE,
            "token scopes=Orders.Read.All",
            &sample::v2_app(""),
            &[
                "An app acts for itself here, but a user is expected: `idtyp` is `app`. `Orders.Read.All` is in `roles`",
            ],
        );
    }

    #[test]
    fn fires_where_an_error_says_so() {
        let said = "/me request is only valid with delegated authentication flow.";
        for (token, expected) in [
            (sample::v2_app(""), &["An app acts"][..]),
            (sample::v2_user(""), &[]),
        ] {
            let body = format!("{said}\n<<{}>>", token.replace('\n', " "));
            check(&RULE, "paste", &body, expected);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=entra-access-v2-user",
            &sample::v2_user(""),
            &[],
        );
    }

    #[test]
    fn other_providers_give_scopes_to_applications() {
        check(
            &RULE,
            "token scopes=read:orders",
            r#"{"typ":"JWT","alg":"RS256","kid":"k1"}
{"iss":"https://contoso.auth0.com/","sub":"c1@clients","aud":"https://orders.contoso.example","iat":@-5m,"exp":@+24h,"scope":"read:orders","gty":"client-credentials","azp":"c1"}"#,
            &[],
        );
    }

    #[test]
    fn roles_may_do_instead() {
        check(
            &RULE,
            "token scopes=Orders.Read roles=Orders.Read.All",
            &sample::v2_app(""),
            &[],
        );
    }
}

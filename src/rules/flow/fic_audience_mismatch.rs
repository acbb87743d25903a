//! The audience is not that of the federated credential.

use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::identity::{hint, is_federated_credential};
use crate::rules::near::difference;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::microsoft::{
    TOKEN_EXCHANGE_APP, TOKEN_EXCHANGE_AUDIENCES, cloud_of_login_host, is_token_exchange,
};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "fic-audience-mismatch",
    severity: Severity::Error,
    title: "The audience is not that of the federated credential",
    applies: Applies::Claims,
    guide: guide::WORKLOAD_FEDERATION,
    sources: "AADSTS700212; Entra workload-identity-federation-considerations",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = &subject.expect.audiences;
    if situation::name(subject.token) == "client_assertion"
        && matches!(
            subject.profile.detected_purpose,
            Purpose::Access | Purpose::Id
        )
        && subject.kind().family == Family::Entra
        && !is_federated_credential(subject)
        && (subject.extraction.parameter("endpoint"))
            .is_none_or(|url| cloud_of_login_host(super::host(url)).is_some())
        && let Some(aud) = subject.claim("aud")
    {
        return sink
            .claim(subject, "aud")
            .expected(super::TOKEN_EXCHANGE)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`client_assertion` holds a token for {}. Entra ID takes there what the client \
                 signs itself, or a token of an app for {}.",
                common::quote_values(aud),
                quote(super::TOKEN_EXCHANGE)
            ));
    }
    if expected.is_empty() {
        return unusual(subject, sink);
    }
    let aud = subject
        .claim("aud")
        .filter(|_| is_federated_credential(subject));
    let (Some(aud), Some(first)) = (aud, expected.first()) else {
        return sink.does_not_apply();
    };
    // Entra ID knows its own name for the same.
    let is_met = |aud: &str, own: &str| {
        own == aud || own == super::TOKEN_EXCHANGE && aud == TOKEN_EXCHANGE_APP
    };
    if aud
        .strings()
        .any(|aud| expected.iter().any(|own| is_met(aud, own)))
    {
        return;
    }
    let near = aud
        .strings()
        .find_map(|aud| difference(aud, first).filter(|near| !near.phrase().is_empty()));
    let hint = near.as_ref().map(hint).unwrap_or_default();
    // Where the credential has what is usual, the token is misspelt.
    let is_credential = near.is_some() && !TOKEN_EXCHANGE_AUDIENCES.contains(&first.as_str());
    let (what, fixer) = match is_credential {
        true => ("Correct the credential.", Fixer::AppRegistration),
        false => (
            "Ask the issuer for a token with the expected audience.",
            Fixer::Caller,
        ),
    };
    let why = if aud
        .strings()
        .any(|aud| aud.starts_with("https://github.com/"))
    {
        "The address of the owner is what GitHub writes unless the workflow asks for another \
         audience. "
    } else {
        ""
    };
    sink.claim(subject, "aud").expected(first.as_str()).fixer(fixer).say(format_args!(
        "The audience {} is not that of the federated credential, {}.{hint} {why}{what} Entra ID \
         answers AADSTS700212.",
        common::quote_values(aud),
        quote(first)
    ));
}

/// What the credential expects is not known, only that this is not it, or hardly.
fn unusual(subject: &Subject, sink: &mut Sink) {
    let is_usual = |aud: &str| TOKEN_EXCHANGE_AUDIENCES.contains(&aud);
    let is_refused = situation::has_error(subject, "AADSTS700212") && situation::is_alone(subject);
    let aud = subject.claim("aud");
    match aud.filter(|aud| !aud.strings().any(is_usual)) {
        Some(aud)
            if !is_refused
                && is_federated_credential(subject)
                && aud.strings().any(is_token_exchange) =>
        {
            sink
            .claim(subject, "aud")
            .severity(Severity::Warning)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The audience {} is that of workload identity federation but for upper and lower \
                 case. Entra ID compares exactly: unless the credential has it the same way, it \
                 answers AADSTS700212. Usual is {}.",
                common::quote_values(aud),
                quote(super::TOKEN_EXCHANGE)
            ))
        }
        Some(aud) if is_refused || is_federated_credential(subject) => sink
            .claim(subject, "aud")
            .severity(match is_refused {
                true => Severity::Error,
                false => Severity::Warning,
            })
            .expected(super::TOKEN_EXCHANGE)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The audience {} is not {}, which federated credentials usually have. {}Ask the \
                 issuer for a token with the audience of the credential.",
                common::quote_values(aud),
                quote(super::TOKEN_EXCHANGE),
                match is_refused {
                    true => "AADSTS700212 says that it is not that of yours. ",
                    false => "",
                }
            )),
        _ => sink.does_not_apply(),
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
            "token sub=repo:contoso/orders:ref:refs/heads/main iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"https://github.com/contoso","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "The audience `https://github.com/contoso` is not that of the federated \
                 credential, `api://AzureADTokenExchange`. The address of the owner",
            ],
        );
    }

    #[test]
    fn fires_where_only_the_error_speaks_of_a_credential() {
        let token = |aud: &str| {
            format!(
                "AADSTS700212: no\n<<{} {{\"iss\":\"https://token.actions.githubusercontent.com\",\"sub\":\"repo:contoso/orders:ref:refs/heads/main\",\"aud\":\"{aud}\",\"jti\":\"j\",\"iat\":@,\"nbf\":@-10m,\"exp\":@+6m,\"repository\":\"contoso/orders\",\"job_workflow_ref\":\"x\",\"run_id\":\"1\"}}>>",
                r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#
            )
        };
        let expected =
            "The audience `https://github.com/contoso` is not `api://AzureADTokenExchange`, which";
        check(
            &RULE,
            "paste",
            &token("https://github.com/contoso"),
            &[expected],
        );
        check(&RULE, "paste", &token("api://AzureADTokenExchange"), &[]);
    }

    #[test]
    fn tells_what_is_in_the_wrong_field() {
        let message = "`client_assertion` holds a token for `";
        for (token, host, found) in [
            (sample::v2_user(""), "login.microsoftonline.com", true),
            (sample::v2_id(""), "login.microsoftonline.us", true),
            (sample::v2_user(""), "as.example.com", false),
            (
                sample::v2_app(r#""aud":"api://AzureADTokenExchange""#),
                "login.microsoftonline.com",
                false,
            ),
        ] {
            let token = token.replace('\n', " ");
            check(
                &RULE,
                "paste",
                &format!("curl https://{host}/t/oauth2/v2.0/token -d client_assertion=<<{token}>>"),
                &vec![message; usize::from(found)],
            );
        }
    }

    #[test]
    fn warns_of_the_wrong_case() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"aud\":\"api://azureadtokenexchange\"}",
            &["warning: The audience `api://azureadtokenexchange` is that of workload"],
        );
        let token = "{\"alg\":\"RS256\"}\n{\"aud\":\"api://AzureADTokenExchange\"}";
        let message = "The audience `api://AzureADTokenExchange` is not that of the federated credential, `api://azureadtokenexchange`. Upper and lower case differ. Correct";
        check(
            &RULE,
            "token aud=api://azureadtokenexchange",
            token,
            &[message],
        );
        check(
            &RULE,
            "token kind=entra-federated-credential",
            "{\"alg\":\"RS256\"}\n{\"aud\":\"https://github.com/contoso\"}",
            &[
                "warning: The audience `https://github.com/contoso` is not `api://AzureADTokenExchange`, which federated credentials usually have. Ask",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token sub=repo:contoso/orders:ref:refs/heads/main iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[],
        );
        let usual = "{\"alg\":\"RS256\"}\n{\"aud\":\"api://AzureADTokenExchangeUSGov\"}";
        check(&RULE, "token", usual, &[]);
        check(
            &RULE,
            "token aud=api://AzureADTokenExchange",
            "{\"alg\":\"RS256\"}\n{\"aud\":\"fb60f99c-7a34-4190-8149-302f77469936\"}",
            &[],
        );
    }
}

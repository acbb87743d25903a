//! An Entra access token grants nothing.

use crate::guide;
use crate::profile::Family;
use crate::rules::claims::{is_for_another_purpose, is_listed};
use crate::rules::identity::is_entra_access;
use crate::rules::situation::{self, Actor};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::{api, is_service};
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "scp-and-roles-missing",
    severity: Severity::Error,
    title: "The token grants nothing",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::DELEGATED_VS_APP_ONLY,
    sources: "Entra claims-validation; Entra v2-oauth2-client-creds-grant-flow",
    check,
};

/// Whether an Entra access token carries neither scopes nor roles.
pub fn is_missing(subject: &Subject) -> bool {
    is_entra_access(subject)
        && subject.claim("scp").is_none()
        && subject.claim("roles").is_none_or(is_empty_list)
        && !is_for_another_purpose(subject)
        && !is_authorised_elsewhere(subject)
}

fn is_empty_list(value: Value) -> bool {
    value.kind() == Kind::Array && value.items().next().is_none()
}

/// Whether an app calls a service of Microsoft that keeps its own role assignments, as Azure Resource Manager and Key
/// Vault do. Graph is not one: it goes by what the token grants.
fn is_authorised_elsewhere(subject: &Subject) -> bool {
    let aud = subject.claim_str("aud").unwrap_or_default();
    let is_elsewhere = match api(aud) {
        Some(api) => !api.is_graph(),
        None => is_service(aud),
    };
    is_elsewhere && situation::actor(subject) == Actor::App
}

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_entra_access(subject) {
        return sink.does_not_apply();
    }
    if !is_missing(subject) {
        return;
    }
    let name = if is_listed(subject, "roles") && !is_listed(subject, "scp") {
        "roles"
    } else {
        "scp"
    };
    sink.claim(subject, name)
        .expected("scp for a user, roles for an application")
        .fixer(Fixer::AppRegistration)
        .say(
            "The token has neither `scp` nor `roles`: it grants nothing. For an application \
             assign an app role and consent to it; for a user ask for a scope of the API. APIs \
             answer 401 or 403 (IDW10201).",
        );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=entra-access-v2-app",
                "{}",
                "The token has neither `scp` nor `roles`",
            ),
            (
                "token kind=entra-access-v1-user require=scp",
                "{}",
                "The token has neither `scp` nor `roles`",
            ),
            (
                "token kind=entra-access-v1-app",
                "{\"aud\":\"https://graph.microsoft.com\",\"idtyp\":\"app\"}",
                "The token has neither `scp` nor `roles`",
            ),
            (
                "token kind=entra-access-v2-app",
                "{\"azp\":\"a\",\"roles\":[]}",
                "The token has neither `scp` nor `roles`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn an_id_token_lacks_them_for_another_reason() {
        check(
            &RULE,
            "token kind=entra-access-v2-user",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"aud":"00001111-aaaa-2222-bbbb-3333cccc4444","iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","iat":@,"nbf":@,"exp":@+1h,"name":"A","nonce":"n","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","preferred_username":"a","sub":"s","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"2.0"}"#,
            &[],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=entra-access-v2-user", "{\"scp\":\"a\"}"),
            ("token kind=entra-access-v2-app", "{\"roles\":[\"a\"]}"),
            ("token kind=entra-access-v2-app", "{\"scp\":\"/\"}"),
            ("token kind=entra-id-v2", "{}"),
            ("token", "{}"),
            (
                "token kind=entra-access-v1-app",
                "{\"aud\":\"https://management.azure.com/\",\"idtyp\":\"app\"}",
            ),
            (
                "token kind=entra-access-v1-app",
                "{\"aud\":\"https://ossrdbms-aad.database.windows.net\",\"idtyp\":\"app\"}",
            ),
            (
                "token kind=entra-access-v1-app",
                "{\"aud\":\"2ff814a6-3304-4ab8-85cb-cd0e6f879c1d\",\"idtyp\":\"app\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

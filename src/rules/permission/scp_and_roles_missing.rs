//! An Entra access token grants nothing.

use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::claims::{is_for_another_purpose, is_listed};
use crate::rules::identity::is_entra_access;
use crate::rules::situation::{self, Actor};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::{api, is_service};
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "scp-and-roles-missing",
    severity: Severity::Error,
    title: "The token grants nothing",
    applies: Applies::Families(&[Family::Entra, Family::EntraExternal]),
    guide: guide::DELEGATED_VS_APP_ONLY,
    sources: "Entra claims-validation; Entra v2-oauth2-client-creds-grant-flow",
    check,
};

/// Whether an access token of Entra ID grants neither scopes nor roles, whatever its claims for them hold instead.
pub fn is_missing(subject: &Subject) -> bool {
    let grants = |name| {
        let words = subject.claim(name).map(Value::words).unwrap_or_default();
        words.iter().any(|word| *word != "/")
    };
    is_access(subject)
        && !grants("scp")
        && !grants("roles")
        && !is_for_another_purpose(subject)
        && !is_authorised_elsewhere(subject)
}

/// Those of an external tenant are as those of v2.0.
fn is_access(subject: &Subject) -> bool {
    is_entra_access(subject)
        || subject.is_any(&["external-id"]) && subject.profile.purpose == Purpose::Access
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

const FOR_APP: (&str, Fixer) = (
    "Assign an app role to the application and consent to it.",
    Fixer::AppRegistration,
);

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_access(subject) {
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
    let (severity, advice, fixer) = if subject.expect.acl {
        let advice =
            "The API lets in whom its list names: it has to compare `azp` or `appid` with that.";
        (Severity::Info, advice, Fixer::Api)
    } else {
        let kind = subject.kind().id;
        let (advice, fixer) = match situation::actor(subject) {
            Actor::Unknown if kind.ends_with("-app") => FOR_APP,
            Actor::App => FOR_APP,
            Actor::Unknown if !kind.ends_with("-user") => (
                "For an application assign an app role and consent to it; for a user ask for a scope of the API.",
                Fixer::AppRegistration,
            ),
            _ => (
                "The client has to ask for a scope of the API.",
                Fixer::Caller,
            ),
        };
        (Severity::Error, advice, fixer)
    };
    let answer = match severity {
        Severity::Error => " APIs answer 401 or 403 (IDW10201).",
        _ => "",
    };
    sink.claim(subject, name)
        .severity(severity)
        .expected("scp for a user, roles for an application")
        .fixer(fixer)
        .say(format_args!(
            "The token has no scope in `scp` and no role in `roles`: it grants nothing. {advice}{answer}"
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
                "token kind=entra-access-v2-app",
                "{}",
                "The token has no scope in `scp` and no role in `roles`: it grants nothing. A",
            ),
            (
                "token kind=entra-access-v1-user require=scp",
                "{}",
                "The token has no scope in `scp` and no role in `roles`: it grants nothing. T",
            ),
            (
                "token kind=entra-access-v1-app",
                "{\"aud\":\"https://graph.microsoft.com\",\"idtyp\":\"app\"}",
                "The token has no scope in `scp` and no role in `roles`: it grants nothing. A",
            ),
            (
                "token kind=entra-access-v2-app",
                "{\"azp\":\"a\",\"roles\":[]}",
                "The token has no scope in `scp` and no role in `roles`: it grants nothing. A",
            ),
            (
                "token kind=external-id",
                "{\"azp\":\"a\"}",
                "The token has no scope in `scp` and no role in `roles`: it grants nothing. F",
            ),
            (
                "token kind=entra-access-v2-app acl=true",
                "{\"azp\":\"a\"}",
                "info: The token has no scope in `scp` and no role in `roles`: it grants nothing. The API lets in",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn what_holds_nothing_grants_nothing() {
        for nothing in [
            "[]", "[\"\"]", "[null]", "\"\"", "\" \"", "\"/\"", "null", "{}",
        ] {
            for name in ["scp", "roles"] {
                let body = format!("{{\"alg\":\"RS256\"}}\n{{\"azp\":\"a\",\"{name}\":{nothing}}}");
                let info = "token kind=entra-access-v2-user scopes=a";
                check(&RULE, info, &body, &["The token has no scope"]);
            }
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
            (
                "token kind=entra-access-v2-app",
                "{\"scp\":\"/\",\"roles\":[\"a\"]}",
            ),
            ("token kind=b2c", "{\"azp\":\"a\"}"),
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

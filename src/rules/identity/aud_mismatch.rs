//! The audience is not the expected one, and nothing explains it as a near miss.

use super::{
    AUDIENCE_MAPPER, AudienceRule, OF_ORG_SERVER, audience_for, hint, is_entra_access,
    is_for_receiver, is_of_firebase,
};
use crate::guide;
use crate::profile::Purpose;
use crate::profile::issuer::is_guid;
use crate::rules::near::Difference;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::microsoft::{self, Api};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-mismatch",
    severity: Severity::Error,
    title: "The audience is not the one your API expects",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "RFC 7519 §4.1.3; RFC 9068 §4; OpenID Connect Core §3.1.3.7",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = &subject.expect.audiences;
    let verifier = subject
        .binding_claims()
        .and_then(|binding| binding.get("aud"));
    if let Some(aud) = verifier.filter(|_| !expected.is_empty()) {
        // That it is a list is another rule's.
        if !aud
            .strings()
            .any(|aud| expected.iter().any(|own| own == aud))
        {
            sink.binding_claim(subject, "aud")
                .expected(expected.join(" or "))
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The key binding is for {}, not for {}. The holder made it for another \
                     verifier: refuse the presentation.",
                    common::quote_values(aud),
                    (expected
                        .iter()
                        .map(|own| quote(own).to_string())
                        .collect::<Vec<_>>())
                    .join(" or ")
                ));
        }
        return;
    }
    let Some(aud) = subject.claim("aud") else {
        return sink.does_not_apply();
    };
    let found: Vec<_> = aud.strings().take(9).collect();
    if expected.is_empty() {
        let refusing = situation::refusing_api(subject)
            .filter(|own| !aud.strings().any(|aud| microsoft::api(aud) == Some(own)));
        return match refusing {
            Some(Api { name, .. }) => sink
                .claim(subject, "aud")
                .expected(*name)
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The token is for {}, not for {name}, which refused it. Ask for a token with \
                     a scope of {name}.",
                    quote_list(&found)
                )),
            // One of Microsoft says by itself whose it is.
            None if situation::is_refused(subject, "aud")
                && !found.iter().any(|aud| microsoft::api(aud).is_some()) =>
            {
                refused(subject, &found, sink)
            }
            None if subject.is_any(&["okta-access"])
                && subject.claim_str("iss") == aud.as_str() =>
            {
                let draft = sink.claim(subject, "aud").severity(Severity::Warning);
                draft.fixer(Fixer::Caller).say(format_args!(
                    "The token is for Okta itself. {OF_ORG_SERVER}"
                ))
            }
            None => sink.does_not_apply(),
        };
    }
    let Some(comparison) = audience_for(subject, AudienceRule::General) else {
        if found
            .iter()
            .any(|found| expected.iter().any(|own| own == found))
            && situation::is_refused(subject, "aud")
        {
            refused(subject, &found, sink);
        }
        return;
    };
    // Which of an app's names a token carries depends on its version.
    let is_other_form = is_entra_access(subject)
        && [&comparison.found, &comparison.expected]
            .iter()
            .any(|name| is_guid(name))
        && [&comparison.found, &comparison.expected]
            .iter()
            .any(|name| name.contains("://") && !is_guid(name.trim_start_matches("api://")));
    let is_misspelt = comparison.difference.is_in_writing();
    let means = match (subject.profile.purpose, &comparison.difference) {
        (_, Difference::Other) if is_other_form => {
            "If both name the same app, accept both in the API: version 2 tokens carry the client ID, version 1 tokens the App ID URI. If not, the client asked for the scope of another API."
        }
        _ if is_misspelt => "The comparison is exact: copy one from the other.",
        (_, Difference::Scope) => "The audience is the API itself: take the name of the scope off.",
        (Purpose::Access, _)
            if subject.is_any(&["okta-"]) && subject.claim_str("iss") == aud.as_str() =>
        {
            OF_ORG_SERVER
        }
        (Purpose::Access, _) if subject.is_any(&["okta-"]) => {
            "At Okta the audience is that of the authorization server: ask the one that your API trusts."
        }
        (Purpose::Access, _) if subject.is_any(&["auth0-"]) && is_for_userinfo(&found) => {
            "Auth0 issues such a token where the request names no API: add `audience` to it."
        }
        (Purpose::Access, _) if subject.is_any(&["auth0-"]) => {
            "The client most likely named another API as `audience` of its request."
        }
        (Purpose::Id, _) if is_of_firebase(subject) => {
            "The audience is the Firebase project that the user signed in to: app and API have to belong to one."
        }
        (Purpose::Id, _)
            if comparison.expected.ends_with(".apps.googleusercontent.com")
                || subject.claim_str("iss") == Some("https://appleid.apple.com")
                || situation::has_error(subject, "oidc: expected audience") =>
        {
            "The client signed in with another client ID than the one your API expects."
        }
        (_, _) if subject.is_any(&["k8s-"]) => {
            "The audience is chosen where the token is made: in the projected volume, or with `kubectl create token --audience`."
        }
        (Purpose::Id, _)
            if subject.is_any(&["google-"]) && comparison.expected.starts_with("https://") =>
        {
            "Cloud Run and its like take ID tokens for their own address: name it where the token is made, with `--audiences` of gcloud or `target_audience`."
        }
        (Purpose::Access, _) if subject.is_any(&["keycloak-"]) => AUDIENCE_MAPPER,
        (_, _)
            if subject.claim("pipeline_id").is_some()
                && subject.claim("project_path").is_some() =>
        {
            "GitLab takes the audience from `id_tokens` of the job in `.gitlab-ci.yml`."
        }
        (Purpose::Id, _) => ID_TOKEN,
        (Purpose::Unknown, Difference::Other) => {
            "Ask its issuer for a token for your API, if that is the audience it really expects."
        }
        // RFC 9728: what MCP clients go by.
        (Purpose::Access, Difference::Other)
            if situation::is_alone(subject) && subject.text.contains("resource_metadata=") =>
        {
            "The client has to name it as `resource` where it asks for the token (RFC 8707)."
        }
        (Purpose::Access, Difference::Other) => {
            "The client most likely asked for the scope of another API."
        }
        (Purpose::Access | Purpose::Unknown, _) => {
            "One of the two is misspelt, or the client asked for the scope of another API."
        }
        _ => "It was made for another receiver.",
    };
    let is_scope_expected = comparison.difference == Difference::Scope
        && comparison.expected.len() > comparison.found.len();
    // A version 2 token never carries the App ID URI: asking again brings the same.
    let is_of_version_2 =
        is_other_form && is_guid(&comparison.found) && subject.claim_str("ver") == Some("2.0");
    let fixer = match is_scope_expected || is_of_version_2 || is_misspelt {
        true => Fixer::Api,
        false => Fixer::Caller,
    };
    sink.claim(subject, "aud")
        .expected(subject.expect.audiences.join(" or "))
        .fixer(fixer)
        .say(format_args!(
            "The token is for {}, not for {}.{} Your API has to refuse it. {means}",
            quote_list(&found),
            quote(&comparison.expected),
            hint(&comparison.difference)
        ));
}

/// Whether it is for nothing but the issuer's own `/userinfo`.
fn is_for_userinfo(audiences: &[&str]) -> bool {
    audiences.iter().all(|aud| aud.ends_with("/userinfo"))
}

const ID_TOKEN: &str = "This is an ID token: its audience is the client that the user signed in to. An API gets the access token of the same response.";

/// A server refused just this audience: it knows what it expects, whoever else does not.
fn refused(subject: &Subject, found: &[&str], sink: &mut Sink) {
    let is_of_client = subject.profile.purpose == Purpose::Id && !is_for_receiver(subject);
    let (means, fixer) = match subject.profile.purpose {
        _ if is_of_client => (ID_TOKEN.to_owned(), Fixer::Caller),
        purpose => {
            let other = match purpose {
                Purpose::Access => "the client asked for the scope of another API",
                _ => "ask its issuer for a token with the one that the server expects",
            };
            (
                format!("If that names its API, set the API to accept it; if not, {other}."),
                Fixer::Api,
            )
        }
    };
    sink.claim(subject, "aud").fixer(fixer).say(format_args!(
        "The server refused the audience of this token, {}. {means}",
        quote_list(found)
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        for (info, aud, message) in [
            (
                "token aud=api://orders.contoso.example",
                "\"22223333-cccc-4444-dddd-5555eeee6666\"",
                "The token is for `22223333-cccc-4444-dddd-5555eeee6666`, not for `api://orders.contoso.example`. Your API",
            ),
            (
                "token aud=a,b",
                "[\"c\",\"d\"]",
                "The token is for `c` and `d`, not for `a`. Your API",
            ),
            (
                "token kind=okta-access",
                "\"https://a.okta.com\",\"iss\":\"https://a.okta.com\"",
                "warning: The token is for Okta itself. It comes from Okta's org",
            ),
            (
                "token aud=api://orders/Orders.Read",
                "\"api://orders\"",
                "The token is for `api://orders`, not for `api://orders/Orders.Read`. One is a scope, the other the API that the scope belongs to. Your API has to refuse it. The audience is the API itself",
            ),
            (
                "token aud=https://a",
                "\"http://a\"",
                "The token is for `http://a`, not for `https://a`. One says `http:`, the other `https:`. Your API has to refuse it. The comparison is exact",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, info, &body, &[message]);
        }
        // A request that is not said to be on behalf of a user, by a client that is named, lets the API decide.
        check(
            &RULE,
            "paste aud=api://orders",
            "requested_token_use=on_behalf_of&assertion=<<{\"alg\":\"RS256\"} {\"aud\":\"a\"}>>",
            &["The token is for `a`, not for `api://orders`"],
        );
        for (kind, message) in [
            ("entra-access-v1-user", "The client most likely asked"),
            (
                "oidc-id-token",
                "This is an ID token: its audience is the client",
            ),
            ("kb-jwt", "It was made for another receiver."),
        ] {
            check(
                &RULE,
                &format!("token aud=orders kind={kind}"),
                "{\"alg\":\"RS256\"}\n{\"aud\":\"web\"}",
                &[&format!(
                    "The token is for `web`, not for `orders`. Your API has to refuse it. {message}"
                )],
            );
        }
    }

    #[test]
    fn says_where_each_provider_sets_the_audience() {
        for (kind, claims, means) in [
            (
                "google-id aud=https://orders.run.app",
                r#""aud":"web","iss":"https://accounts.google.com""#,
                "Cloud Run and its like take ID tokens",
            ),
            (
                "keycloak-access",
                r#""aud":["web","account"]"#,
                "At Keycloak a client scope with an audience mapper",
            ),
            (
                "generic-jwt",
                r#""aud":"vault","pipeline_id":"1","project_path":"a/b""#,
                "GitLab takes the audience from `id_tokens`",
            ),
            (
                "generic-jwt",
                r#""aud":"vault""#,
                "Ask its issuer for a token for your API",
            ),
            (
                "auth0-access",
                r#""aud":"https://a.auth0.com/userinfo""#,
                "Auth0 issues such a token where",
            ),
            (
                "auth0-access",
                r#""aud":"https://other""#,
                "The client most likely named another API as `audience`",
            ),
            (
                "okta-access",
                r#""aud":"api://default""#,
                "At Okta the audience is that of the authorization server",
            ),
            (
                "oidc-id-token",
                r#""aud":"web","iss":"https://securetoken.google.com/web""#,
                "The audience is the Firebase project",
            ),
            (
                "oidc-id-token",
                r#""aud":"com.contoso.orders","iss":"https://appleid.apple.com""#,
                "The client signed in with another client ID",
            ),
            (
                "k8s-sa-bound",
                r#""aud":"vault""#,
                "The audience is chosen where the token is made",
            ),
        ] {
            let info = match kind.contains("aud=") {
                true => format!("token kind={kind}"),
                false => format!("token aud=orders kind={kind}"),
            };
            let body = format!("{{\"alg\":\"RS256\"}}\n{{{claims}}}");
            let example = crate::rules::fixture::report(&info, &body).1;
            let mut found = example
                .all_findings()
                .filter(|finding| finding.rule == &RULE);
            let message = found
                .next()
                .map(|found| found.message.clone())
                .unwrap_or_default();
            assert!(message.contains(means), "{kind}: {message}");
        }
    }

    #[test]
    fn tells_that_a_client_id_and_a_uri_may_be_one_app() {
        check(
            &RULE,
            "token aud=22223333-cccc-4444-dddd-5555eeee6666 kind=entra-access-v1-user",
            "{\"alg\":\"RS256\"}\n{\"aud\":\"api://orders\"}",
            &[
                "The token is for `api://orders`, not for `22223333-cccc-4444-dddd-5555eeee6666`. Your API has to refuse it. If both name the same app,",
            ],
        );
    }

    #[test]
    fn tells_a_client_to_name_the_resource() {
        let paste = r#"WWW-Authenticate: Bearer resource_metadata="https://mcp.example/.well-known/oauth-protected-resource"
<<{"alg":"RS256","typ":"at+jwt"} {"aud":"https://other.example"}>>"#;
        let message = "The token is for `https://other.example`, not for `https://mcp.example`. Your API has to refuse it. The client has to name it as `resource`";
        check(&RULE, "paste aud=https://mcp.example", paste, &[message]);
    }

    #[test]
    fn is_quiet_about_an_id_token_beside_the_access_token() {
        let response = |access: &str| {
            format!(
                r#"{{"access_token":{access},"id_token":"<<{{"alg":"RS256"}} {{"iss":"https://a","aud":"web","sub":"s","nonce":"n","iat":@,"exp":@+1h}}>>"}}"#
            )
        };
        let access = r#""<<{"alg":"RS256","typ":"at+jwt"} {"aud":"orders"}>>""#;
        check(&RULE, "paste aud=orders", &response(access), &[]);
        check(
            &RULE,
            "paste aud=orders",
            &response("\"opaque-value\""),
            &["The token is for `web`, not for `orders`."],
        );
    }

    #[test]
    fn fires_for_a_key_binding() {
        let body = sample::presentation(
            r#""iat":@,"aud":"https://verifier.example","nonce":"n-1","sd_hash":"x""#,
        );
        check(&RULE, "paste aud=https://verifier.example", &body, &[]);
        let expected =
            "The key binding is for `https://verifier.example`, not for `https://other.example`.";
        check(&RULE, "paste aud=https://other.example", &body, &[expected]);
    }

    #[test]
    fn fires_where_an_api_of_microsoft_refused_it() {
        let graph = r#"{"error":{"code":"InvalidAuthenticationToken","message":"Access token validation failure. Invalid audience."}}"#;
        for (error, name, own) in [
            (graph, "Microsoft Graph", "https://graph.microsoft.com/"),
            (
                graph,
                "Microsoft Graph",
                "00000003-0000-0000-c000-000000000000",
            ),
            (
                "InvalidAuthenticationTokenAudience",
                "Azure Resource Manager",
                "https://management.azure.com",
            ),
            ("AKV10022: no", "Azure Key Vault", "https://vault.azure.net"),
        ] {
            let refused = |claims: &str| format!("{error} <<{{\"alg\":\"RS256\"}} {claims}>>");
            let expected = format!("The token is for `orders`, not for {name}, which refused it.");
            check(
                &RULE,
                "paste",
                &refused(r#"{"aud":"orders"}"#),
                &[&expected],
            );
            check(
                &RULE,
                "paste",
                &refused(&format!("{{\"aud\":\"{own}\"}}")),
                &[],
            );
            check(&RULE, "paste", &refused("{}"), &[]);
        }
    }

    #[test]
    fn fires_where_a_server_refused_just_this_audience() {
        let paste = |said: &str| {
            format!(
                "Bearer error=\"invalid_token\", error_description=\"The audience '{said}' is invalid\"\n<<{{\"alg\":\"RS256\"}} {{\"aud\":\"api://a\"}}>>"
            )
        };
        let expected = "The server refused the audience of this token, `api://a`.";
        check(&RULE, "paste", &paste("api://a"), &[expected]);
        check(&RULE, "paste aud=api://a", &paste("api://a"), &[expected]);
        check(&RULE, "paste", &paste("api://b"), &[]);
        for (kind, ending) in [
            (
                "rfc9068",
                "If that names its API, set the API to accept it; if not, the client",
            ),
            (
                "github-actions",
                "If that names its API, set the API to accept it; if not, ask",
            ),
            (
                "auth0-id",
                "This is an ID token: its audience is the client",
            ),
        ] {
            let info = format!("paste kind={kind}");
            let expected = format!("{expected} {ending}");
            check(&RULE, &info, &paste("api://a"), &[&expected]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token aud=a,b", r#"{"aud":["c","b"]}"#),
            ("token aud=api://a", r#"{"aud":"api://A"}"#),
            ("token aud=api://a", r#"{"aud":"api://a/"}"#),
            (
                "token aud=11112222-bbbb-3333-cccc-4444dddd5555",
                r#"{"aud":"api://11112222-bbbb-3333-cccc-4444dddd5555"}"#,
            ),
            (
                "token aud=api://AzureADTokenExchange",
                r#"{"aud":"https://github.com/contoso"}"#,
            ),
            (
                "token kind=entra-access-v1-user aud=a",
                r#"{"aud":"https://graph.microsoft.com"}"#,
            ),
            ("token kind=keycloak-access aud=a", r#"{"aud":"account"}"#),
            ("token aud=a", r#"{"aud":"*"}"#),
            ("token", r#"{"aud":"a"}"#),
            (
                "token kind=okta-access",
                r#"{"iss":"https://a.okta.com/oauth2/b","aud":"api://default"}"#,
            ),
            ("token aud=a", "{}"),
            ("token aud=a", r#"{"aud":7}"#),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

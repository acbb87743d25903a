//! Remedies that change what the caller asks for.

use super::facts::{Facts, safe};
use super::{Remedy, remedy};
use crate::rules::Fixer;

/// The scope to request.
pub fn scope(facts: &Facts, _: &str) -> Vec<Remedy> {
    let api = facts.api_uri();
    let scopes: Vec<String> = facts
        .scopes()
        .into_iter()
        .map(|scope| match scope.contains("://") {
            true => scope,
            false => format!("{api}/{scope}"),
        })
        .collect();
    let for_user = remedy(
        "Request a token for the user",
        "text",
        Fixer::Caller,
        format!("scope={}", scopes.join(" ")),
    );
    let for_app = remedy(
        "Request a token for the application itself",
        "text",
        Fixer::Caller,
        format!("grant_type=client_credentials\nscope={api}/.default"),
    );
    if facts.is_app_only() {
        vec![for_app, for_user]
    } else {
        vec![for_user, for_app]
    }
}

/// The endpoint of the tenant that is expected.
pub fn tenant(facts: &Facts, _: &str) -> Vec<Remedy> {
    vec![remedy(
        "Sign in at the endpoint of the expected tenant",
        "text",
        Fixer::Caller,
        format!(
            "https://login.microsoftonline.com/{}/oauth2/v2.0/authorize",
            facts.tenant()
        ),
    )]
}

/// The scope that brings `tid` into ID tokens.
pub fn profile_scope(_: &Facts, _: &str) -> Vec<Remedy> {
    vec![remedy(
        "Request the profile scope",
        "text",
        Fixer::Caller,
        "scope=openid profile".to_owned(),
    )]
}

/// The address at which an administrator consents.
pub fn consent(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !super::is_entra(facts.token) {
        return Vec::new();
    }
    vec![remedy(
        "Have an administrator consent",
        "text",
        Fixer::AppRegistration,
        format!(
            "https://login.microsoftonline.com/{}/v2.0/adminconsent?client_id={}&scope={}/.default&redirect_uri=a-registered-address",
            facts.tenant(),
            facts.client(),
            facts.api_uri()
        ),
    )]
}

/// The call that answers which groups the user is in.
pub fn groups(facts: &Facts, _: &str) -> Vec<Remedy> {
    let user = facts.claim("oid").unwrap_or_else(|| "object-id".to_owned());
    vec![remedy(
        "Ask Microsoft Graph for the groups",
        "http",
        Fixer::Api,
        format!(
            "POST https://graph.microsoft.com/v1.0/users/{user}/getMemberObjects\nContent-Type: application/json\n\n{{ \"securityEnabledOnly\": true }}"
        ),
    )]
}

/// The audience that a workload asks its own provider for.
pub fn exchange_audience(facts: &Facts, _: &str) -> Vec<Remedy> {
    let known = crate::spec::microsoft::TOKEN_EXCHANGE_AUDIENCES;
    let expected = facts.expected_audiences();
    let audience = expected
        .first()
        .map(String::as_str)
        .or(known.first().copied())
        .unwrap_or_default();
    vec![remedy(
        "Ask for the audience of the credential in a GitHub workflow",
        "yaml",
        Fixer::Caller,
        format!("- uses: azure/login@v2\n  with:\n    audience: \"{audience}\""),
    )]
}

/// The call that renews a token before it expires.
pub fn silently(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !super::is_entra(facts.token) {
        return Vec::new();
    }
    vec![remedy(
        "Ask MSAL for a token before each call: it renews in time",
        "csharp",
        Fixer::Caller,
        format!(
            "string[] scopes = {{ \"{}/.default\" }};\nvar result = await app.AcquireTokenSilent(scopes, account).ExecuteAsync();",
            facts.api_uri()
        ),
    )]
}

/// The parameters that make the user authenticate again.
pub fn sign_in_again(facts: &Facts, _: &str) -> Vec<Remedy> {
    let age = facts.expect.max_age.unwrap_or(0);
    vec![remedy(
        "Have the user sign in again",
        "text",
        Fixer::Caller,
        format!("max_age={age}&prompt=login"),
    )]
}

/// The claims of a client assertion.
pub fn assertion(facts: &Facts, _: &str) -> Vec<Remedy> {
    // The issuer is the client; where issuer and subject differ, the one that is right is not known.
    let client = facts
        .claim("iss")
        .or_else(|| facts.claim("sub"))
        .unwrap_or_else(|| "your-client-id".to_owned());
    let claims = facts.token.token.claims();
    let audience = claims
        .and_then(|claims| safe(claims.get("aud")?.as_str()?))
        .unwrap_or_default();
    let mut parts = audience
        .strip_prefix("https://")
        .unwrap_or_default()
        .split('/');
    let host = parts
        .next()
        .filter(|host| crate::spec::microsoft::cloud_of_login_host(host).is_some())
        .unwrap_or("login.microsoftonline.com");
    let tenant = match parts.next().filter(|tenant| !tenant.is_empty()) {
        Some(tenant) => tenant.to_owned(),
        None => facts.tenant(),
    };
    vec![remedy(
        "Write these claims into the assertion",
        "json",
        Fixer::Caller,
        format!(
            "{{ \"aud\": \"https://{host}/{tenant}/oauth2/v2.0/token\",\n  \"iss\": \"{client}\", \"sub\": \"{client}\", \"jti\": \"a new GUID each time\" }}"
        ),
    )]
}

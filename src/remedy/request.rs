//! Remedies that change what the caller asks for.

use super::facts::{Facts, safe};
use super::{Remedy, is_entra, remedy};
use crate::profile::issuer::{Issuer, Kind, is_guid, is_sign_in_only};
use crate::profile::{Family, Purpose};
use crate::rules::{Finding, Fixer};
use crate::token::base64url;

/// The scope to request, or how else the issuer is told which API a token is for.
pub fn scope(facts: &Facts, _: &str) -> Vec<Remedy> {
    let make = match facts.is_app_only() {
        true => scope_of_app,
        false => scopes_of,
    };
    let mut made = parameters(facts).unwrap_or_else(|| make(facts, &facts.api_uri()));
    // A scope of another issuer names no API.
    let names_api = |made: &Remedy| made.title != PARAMETERS || !made.text.starts_with("scope=");
    made.retain(names_api);
    made
}

const PARAMETERS: &str = "Send this in the token request, as its issuer takes it";

/// The parameters by which an issuer is told what a token is for, where it is not asked as Entra is.
fn parameters(facts: &Facts) -> Option<Vec<Remedy>> {
    let expected = facts.expected_audiences();
    let profile = facts.token.profile.profile;
    let issuer = facts.claim("iss").unwrap_or_default();
    if is_sign_in_only(&issuer) {
        return Some(Vec::new());
    }
    let name = match profile.family {
        family if family.is_microsoft() => return None,
        Family::Standard if expected.iter().any(|aud| aud.starts_with("api://")) => return None,
        // There an audience mapper names the API.
        _ if Issuer::of(&issuer).kind == Kind::Keycloak => "",
        Family::Standard if profile.id != "generic-jwt" => "resource",
        Family::Provider if profile.id.starts_with("auth0-") => "audience",
        Family::Provider if profile.id.starts_with("adfs-") => "resource",
        _ => "",
    };
    let mut text = String::new();
    if let Some(api) = expected.first().filter(|_| !name.is_empty()) {
        text = format!("{name}={api}\n");
    }
    if !facts.expect.scopes.is_empty() {
        text += &format!("scope={}", facts.scopes().join(" "));
    }
    if text.is_empty() {
        return Some(Vec::new());
    }
    Some(vec![remedy(
        PARAMETERS,
        "text",
        Fixer::Caller,
        text.trim_end().to_owned(),
    )])
}

/// The scope of the API that refused the token for its audience: the expected one, or one of Microsoft.
pub fn scope_of_receiver(facts: &Facts, claim: &str) -> Vec<Remedy> {
    let mut findings = facts.token.checked.findings.iter();
    let refused = findings.find(|finding| finding.rule.id == "aud-mismatch");
    // What the API has to change comes first.
    if refused.is_some_and(|finding| finding.fixer == Fixer::Api) {
        return Vec::new();
    }
    if !facts.expect.audiences.is_empty() {
        return scope(facts, claim);
    }
    let name = refused.and_then(|finding| finding.expected.as_deref());
    let api = name.and_then(crate::spec::microsoft::api_named);
    let uri = api.and_then(|api| api.uri(facts.cloud()));
    let scope = uri.map(|uri| format!("scope={uri}/.default"));
    let make = |scope| {
        remedy(
            "Request a token for the API that refused this one",
            "text",
            Fixer::Caller,
            scope,
        )
    };
    scope.map(make).into_iter().collect()
}

/// The scope of the API that is expected, where a client ID may be its name or that of another after all.
pub fn scope_after_all(facts: &Facts, claim: &str) -> Vec<Remedy> {
    let is_unclear =
        |finding: &Finding| finding.rule.id == "aud-mismatch" && finding.fixer == Fixer::Api;
    let is_client = facts.audience().is_some_and(|audience| is_guid(&audience));
    match is_client && facts.token.checked.findings.iter().any(is_unclear) {
        true => scope(facts, claim),
        false => Vec::new(),
    }
}

/// The scope to request for a user, of the API that the token is for where that is right.
pub fn for_user(facts: &Facts, _: &str) -> Vec<Remedy> {
    parameters(facts).unwrap_or_else(|| scopes_of(facts, &right_api(facts)))
}

/// The API that the token should be for.
fn right_api(facts: &Facts) -> String {
    facts.own_api().unwrap_or_else(|| facts.api_uri())
}

/// The scope that Entra is asked for, for a user: an assertion for it has to be an access token of its own.
pub fn for_user_at_entra(facts: &Facts, _: &str) -> Vec<Remedy> {
    scopes_of(facts, &facts.api_uri())
}

fn scopes_of(facts: &Facts, api: &str) -> Vec<Remedy> {
    let scopes: Vec<String> = facts
        .scopes()
        .into_iter()
        .map(|scope| match scope.contains("://") {
            true => scope,
            false => format!("{api}/{scope}"),
        })
        .collect();
    vec![remedy(
        "Request a token for the user",
        "text",
        Fixer::Caller,
        format!("scope={}", scopes.join(" ")),
    )]
}

/// The scope to request for an application itself.
pub fn for_app(facts: &Facts, _: &str) -> Vec<Remedy> {
    parameters(facts).unwrap_or_else(|| scope_of_app(facts, &right_api(facts)))
}

fn scope_of_app(facts: &Facts, api: &str) -> Vec<Remedy> {
    vec![remedy(
        "Request a token for the application itself",
        "text",
        Fixer::Caller,
        match facts.is_of_managed_identity() {
            true => format!("resource={api}"),
            false => format!("grant_type=client_credentials\nscope={api}/.default"),
        },
    )]
}

/// Both, the one that fits the token first.
pub fn for_either(facts: &Facts, claim: &str) -> Vec<Remedy> {
    let mut both = [for_user(facts, claim), for_app(facts, claim)];
    if facts.is_app_only() {
        both.reverse();
    }
    both.into_iter().flatten().collect()
}

/// How a client says that it takes a claims challenge.
pub fn capability(_: &Facts) -> Vec<Remedy> {
    vec![remedy(
        "Let the client declare that it takes a claims challenge",
        "csharp",
        Fixer::Caller,
        "builder.WithClientCapabilities(new[] { \"cp1\" });".to_owned(),
    )]
}

/// The challenge that asks for the authentication context that is expected.
pub fn challenge(facts: &Facts) -> Vec<Remedy> {
    let mut findings = facts.token.checked.findings.iter();
    let finding = findings.find(|finding| finding.rule.id == "acrs-context-missing");
    let Some(finding) = finding.filter(|finding| finding.fixer == Fixer::Api) else {
        return Vec::new();
    };
    let context = finding.expected.as_deref().and_then(safe);
    let context = context.unwrap_or_else(|| "c1".to_owned());
    let claims =
        format!("{{\"access_token\":{{\"acrs\":{{\"essential\":true,\"value\":\"{context}\"}}}}}}");
    // No ASCII text that is harmless has what base64 writes otherwise than base64url, but for its end.
    let mut encoded = base64url::encode(claims.as_bytes());
    while !encoded.len().is_multiple_of(4) {
        encoded.push('=');
    }
    vec![remedy(
        "Answer with this claims challenge",
        "http",
        Fixer::Api,
        format!(
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"\", authorization_uri=\"https://{}/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{encoded}\"\n\n{claims}",
            facts.cloud().login()
        ),
    )]
}

/// A token for whom the other flow is, a user or an app, where that is required.
pub fn other_flow(facts: &Facts) -> Vec<Remedy> {
    let mut required = facts.expect.claims.iter();
    let required = required.find(|required| required.name == "idtyp");
    match required.and_then(|required| required.value.as_deref()) {
        Some("app") => for_app(facts, ""),
        Some("user") => for_user(facts, ""),
        _ => Vec::new(),
    }
}

/// The endpoint of the tenant that is expected, where the issuer is of another and for that alone refused.
pub fn tenant_of_issuer(facts: &Facts, claim: &str) -> Vec<Remedy> {
    match facts.other_tenant() {
        Some(_) => tenant(facts, claim),
        None => Vec::new(),
    }
}

/// The endpoint of the tenant that is expected.
pub fn tenant(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    vec![remedy(
        "Sign in at the endpoint of the expected tenant",
        "text",
        Fixer::Caller,
        format!(
            "https://{}/{}/oauth2/v2.0/{}",
            facts.cloud().login(),
            facts.tenant(),
            if facts.is_app_only() {
                "token"
            } else {
                "authorize"
            }
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
    if !is_entra(facts.token) {
        return Vec::new();
    }
    vec![remedy(
        "Have an administrator open this and consent",
        "text",
        Fixer::AppRegistration,
        format!(
            "https://{}/{}/v2.0/adminconsent?client_id={}&scope={}/.default&redirect_uri=a-registered-address",
            facts.cloud().login(),
            facts.tenant(),
            facts.client(),
            right_api(facts)
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
            "POST https://{}/v1.0/users/{user}/getMemberObjects\nContent-Type: application/json\n\n{{ \"securityEnabledOnly\": true }}",
            facts.cloud().graph()
        ),
    )]
}

/// The audience that a workload asks its own provider for.
pub fn workload_audience(facts: &Facts, _: &str) -> Vec<Remedy> {
    let known = crate::spec::microsoft::TOKEN_EXCHANGE_AUDIENCES;
    let mut findings = facts.token.checked.findings.iter();
    let is_exchanged = findings.any(|finding| finding.rule.id == "fic-audience-mismatch");
    let usual = known.first().filter(|_| is_exchanged).copied();
    let expected = facts.expected_audiences();
    let Some(audience) = expected.first().map(String::as_str).or(usual) else {
        return Vec::new();
    };
    let claims = facts.token.token.claims();
    let has = |name: &str| claims.is_some_and(|claims| claims.get(name).is_some());
    let text = if has("repository") {
        "- uses: azure/login@v3 # or the action that you use\n  with:\n    audience"
    } else if has("kubernetes.io") {
        "- serviceAccountToken:\n    path: token\n    audience"
    } else if has("project_path") {
        "id_tokens:\n  ID_TOKEN:\n    aud"
    } else {
        return Vec::new();
    };
    vec![remedy(
        "Ask for the expected audience where the job or pod gets its token",
        "yaml",
        Fixer::Caller,
        format!("{text}: \"{audience}\""),
    )]
}

/// The call that renews a token before it expires.
pub fn silently(facts: &Facts, _: &str) -> Vec<Remedy> {
    let is_got_by_msal = matches!(facts.token.profile.purpose, Purpose::Access | Purpose::Id);
    if !is_entra(facts.token) || !is_got_by_msal {
        return Vec::new();
    }
    let call = if facts.is_of_managed_identity() {
        "AcquireTokenForManagedIdentity(scopes[0])"
    } else if facts.is_app_only() {
        "AcquireTokenForClient(scopes)"
    } else {
        "AcquireTokenSilent(scopes, account)"
    };
    vec![remedy(
        "Ask MSAL for a token before each call: it renews in time",
        "csharp",
        Fixer::Caller,
        format!(
            "string[] scopes = {{ \"{}/.default\" }};\nvar result = await app.{call}.ExecuteAsync();",
            right_api(facts)
        ),
    )]
}

/// The parameters that make the user authenticate again.
pub fn sign_in_again(facts: &Facts, claim: &str) -> Vec<Remedy> {
    // Without the time of the sign-in the token would not say that it was new.
    let claims = facts.token.token.claims();
    if claims.and_then(|claims| claims.get(claim)).is_none() {
        return Vec::new();
    }
    let age = facts.expect.max_age.unwrap_or(0);
    vec![remedy(
        "Have the user sign in again",
        "text",
        Fixer::Caller,
        format!("max_age={age}&prompt=login"),
    )]
}

/// The client that a client assertion speaks about, at whatever server.
pub fn assertion_client(facts: &Facts, claim: &str) -> Vec<Remedy> {
    if is_entra(facts.token) {
        return assertion(facts, claim);
    }
    let client = client_of_assertion(facts);
    vec![remedy(
        "Write these claims into the assertion",
        "json",
        Fixer::Caller,
        format!("{{ \"iss\": \"{client}\", \"sub\": \"{client}\" }}"),
    )]
}

/// The client; where issuer and subject differ, the one that is right is not known.
fn client_of_assertion(facts: &Facts) -> String {
    facts
        .claim("iss")
        .or_else(|| facts.claim("sub"))
        .unwrap_or_else(|| "your-client-id".to_owned())
}

/// The claims of a client assertion.
pub fn assertion(facts: &Facts, _: &str) -> Vec<Remedy> {
    let client = client_of_assertion(facts);
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
        .filter(|host| crate::spec::microsoft::cloud_of_login_host(host).is_some());
    let tenant = host.and(parts.next()).filter(|tenant| !tenant.is_empty());
    let tenant = tenant.map_or_else(|| facts.tenant(), str::to_owned);
    let host = host.unwrap_or("login.microsoftonline.com");
    vec![remedy(
        "Write these claims into the assertion",
        "json",
        Fixer::Caller,
        format!(
            "{{ \"aud\": \"https://{host}/{tenant}/oauth2/v2.0/token\",\n  \"iss\": \"{client}\", \"sub\": \"{client}\", \"jti\": \"a new GUID each time\" }}"
        ),
    )]
}

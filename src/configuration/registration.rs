//! Entra app registrations: both formats of the manifest, and what `az ad app show` prints.

use super::{Configuration, Source};
use crate::token::json::{Kind, Value};

/// Reads a registration: who the API is, which version of tokens it takes, and what it defines.
pub fn read(object: Value) -> Option<Configuration> {
    let app = object
        .get("appId")
        .filter(|value| value.kind() == Kind::String)?;
    let mut configuration = Configuration::new(Source::Registration);
    let api = object.get("api");
    let (version, from) = match api.and_then(|api| api.get("requestedAccessTokenVersion")) {
        Some(version) => (Some(version), "api.requestedAccessTokenVersion"),
        None => (
            object.get("accessTokenAcceptedVersion"),
            "accessTokenAcceptedVersion",
        ),
    };
    let is_v2 = version.is_some_and(|version| version.to_text() == "2");
    match version {
        Some(number) if number.kind() == Kind::Null => {
            configuration.take("version", "1", &format!("{from}, where null means 1"));
        }
        Some(number) => configuration.take("version", number.to_text(), from),
        None => configuration.skip(
            "api.requestedAccessTokenVersion",
            "it is absent, so the version of the tokens is not known",
        ),
    }
    configuration.take_all("aud", app, "appId");
    match object.get("identifierUris") {
        Some(uris) if is_v2 && uris.items().next().is_some() => configuration.skip(
            "identifierUris",
            "tokens of version 2 name the API by its `appId`",
        ),
        Some(uris) => configuration.take_all("aud", uris, "identifierUris"),
        None => {}
    }
    let clients = api.and_then(|api| api.get("preAuthorizedApplications"));
    for client in clients.iter().flat_map(|clients| clients.items()) {
        if let Some(id) = client.get("appId").and_then(Value::as_str) {
            configuration.offer("client", id, "api.preAuthorizedApplications");
        }
    }
    let scopes = api.and_then(|api| api.get("oauth2PermissionScopes"));
    define(
        &mut configuration,
        "scopes",
        scopes,
        "api.oauth2PermissionScopes",
    );
    define(
        &mut configuration,
        "scopes",
        object.get("oauth2Permissions"),
        "oauth2Permissions",
    );
    define(
        &mut configuration,
        "roles",
        object.get("appRoles"),
        "appRoles",
    );
    let claims = object
        .get("optionalClaims")
        .and_then(|claims| claims.get("accessToken"));
    for claim in claims.iter().flat_map(|claims| claims.items()) {
        let Some(name) = claim.get("name").and_then(Value::as_str) else {
            continue;
        };
        let is_essential = claim.get("essential").and_then(Value::as_bool) == Some(true);
        let from = if is_essential {
            "optionalClaims.accessToken, essential"
        } else {
            "optionalClaims.accessToken"
        };
        configuration.offer("require", name, from);
    }
    if let Some(groups) = object.get("groupMembershipClaims").and_then(Value::as_str)
        && !groups.eq_ignore_ascii_case("none")
    {
        configuration.offer("require", "groups", "groupMembershipClaims");
    }
    match object.get("signInAudience").and_then(Value::as_str) {
        Some("AzureADMyOrg") => configuration.skip(
            "signInAudience",
            "one tenant may sign in, but its id does not stand here",
        ),
        Some(_) => configuration.skip(
            "signInAudience",
            "more than one tenant may sign in: nothing is expected of the issuer",
        ),
        None => {}
    }
    if object.get("optionalClaims").is_some_and(|claims| {
        claims
            .get("accessToken")
            .into_iter()
            .flat_map(Value::items)
            .any(|claim| claim.get("name").and_then(Value::as_str) == Some("aud"))
    }) {
        configuration.skip(
            "optionalClaims.accessToken",
            "`aud` is configured, which changes the form of the audience",
        );
    }
    Some(configuration)
}

/// Offers the values of the scopes or roles that are switched on.
fn define(
    configuration: &mut Configuration,
    expectation: &'static str,
    list: Option<Value>,
    from: &str,
) {
    for entry in list.into_iter().flat_map(Value::items) {
        let is_off = entry.get("isEnabled").and_then(Value::as_bool) == Some(false);
        if let Some(value) = entry.get("value").and_then(Value::as_str)
            && !is_off
        {
            configuration.offer(expectation, value, from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check};

    #[test]
    fn graph_format() {
        check(
            r#"{"appId":"11112222-bbbb-3333-cccc-4444dddd5555","identifierUris":["api://orders"],
                "signInAudience":"AzureADMyOrg","groupMembershipClaims":"SecurityGroup",
                "api":{"requestedAccessTokenVersion":2,"preAuthorizedApplications":[{"appId":"c"}],"oauth2PermissionScopes":[
                  {"value":"Orders.Read","isEnabled":true},{"value":"Old","isEnabled":false}]},
                "appRoles":[{"value":"Orders.Read.All","isEnabled":true}],
                "optionalClaims":{"accessToken":[{"name":"email","essential":false}],"idToken":[]}}"#,
            Source::Registration,
            &[
                "version=2 < api.requestedAccessTokenVersion",
                "aud=11112222-bbbb-3333-cccc-4444dddd5555 < appId",
                "+ client=c < api.preAuthorizedApplications",
                "+ scopes=Orders.Read < api.oauth2PermissionScopes",
                "+ roles=Orders.Read.All < appRoles",
                "+ require=email < optionalClaims.accessToken",
                "+ require=groups < groupMembershipClaims",
                "! identifierUris",
                "! signInAudience",
            ],
        );
    }

    #[test]
    fn a_list_of_one() {
        for text in [
            r#"[{"appId":"a","accessTokenAcceptedVersion":2}]"#,
            r#"{"value":[{"appId":"a","accessTokenAcceptedVersion":2}]}"#,
        ] {
            let expected = ["version=2 < accessTokenAcceptedVersion", "aud=a < appId"];
            check(text, Source::Registration, &expected);
        }
    }

    #[test]
    fn azure_ad_graph_format() {
        check(
            r#"{"appId":"11112222-bbbb-3333-cccc-4444dddd5555","identifierUris":["api://orders"],
                "accessTokenAcceptedVersion":null,"oauth2Permissions":[{"value":"Orders.Read"}],"groupMembershipClaims":null}"#,
            Source::Registration,
            &[
                "version=1 < accessTokenAcceptedVersion, where null means 1",
                "aud=11112222-bbbb-3333-cccc-4444dddd5555 < appId",
                "aud=api://orders < identifierUris",
                "+ scopes=Orders.Read < oauth2Permissions",
            ],
        );
    }
}

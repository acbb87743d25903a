//! Remedies that change an app registration at Entra.

use super::facts::{Facts, safe};
use super::{Remedy, is_entra, remedy, request};
use crate::order;
use crate::rules::Fixer;
use crate::spec::microsoft::{CONSUMER_TENANT, Cloud, OPTIONAL_USER_CLAIMS, is_optional_claim};

/// What makes the Azure CLI speak to the cloud of the token, where it is not the worldwide one.
fn in_cloud(facts: &Facts) -> &'static str {
    match facts.cloud() {
        Cloud::Worldwide => "",
        Cloud::UsGovernment => "az cloud set --name AzureUSGovernment\n",
        Cloud::China => "az cloud set --name AzureChinaCloud\n",
    }
}

/// A member of a registration, for its manifest and as a call.
fn member(
    facts: &Facts,
    title: &'static str,
    app: &str,
    member: String,
    note: &str,
) -> Vec<Remedy> {
    let graph = facts.cloud().graph();
    let cloud = in_cloud(facts);
    let call = format!(
        "{note}{cloud}az rest --method PATCH \\\n  --url \"https://{graph}/v1.0/applications(appId='{app}')\" \\\n  --headers Content-Type=application/json \\\n  --body '{{ {member} }}'"
    );
    let of_registration =
        |title, language, text| remedy(title, language, Fixer::AppRegistration, text);
    vec![
        of_registration(title, "json", member),
        of_registration("The same by the Azure CLI", "sh", call),
    ]
}

/// The version of tokens that an API asks for.
pub fn version(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    let is_v1 = facts.claim("ver").as_deref() == Some("1.0");
    let version = facts.expect.version.unwrap_or(if is_v1 { 2 } else { 1 });
    // Personal accounts get tokens of version 2 only.
    if version == 1 && facts.claim("tid").as_deref() == Some(CONSUMER_TENANT) {
        return Vec::new();
    }
    if facts.is_id_token() {
        return vec![remedy(
            "Sign in at the endpoint of the version that is expected",
            "text",
            Fixer::Caller,
            format!(
                "https://{}/{}/oauth2/{}authorize",
                facts.cloud().login(),
                facts.tenant(),
                if version == 2 { "v2.0/" } else { "" }
            ),
        )];
    }
    member(
        facts,
        "Set the token version in the manifest of the API",
        &facts.api_id(),
        format!("\"api\": {{ \"requestedAccessTokenVersion\": {version} }}"),
        "",
    )
}

/// What brings a missing claim into the token, or another value of one that is there.
pub fn claim(facts: &Facts, claim: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    // Some rules are each about one claim.
    let claim = match claim {
        "" => "xms_cc",
        claim => claim,
    };
    let claims = facts.token.token.claims();
    let is_missing = |name: &&str| claims.is_none_or(|claims| claims.get(name).is_none());
    let is_there = !is_missing(&claim);
    let mut made = match claim {
        "xms_cc" => request::capability(facts),
        "acrs" => request::challenge(facts),
        "idtyp" if is_there => request::other_flow(facts),
        "roles" => return role(facts, claim),
        // What is there was configured already.
        _ if is_there => return Vec::new(),
        "groups" => return groups(facts, claim),
        "oid" => return service_principal(facts, claim),
        _ => Vec::new(),
    };
    if is_there {
        return made;
    }
    // All that are required, as each change of a registration replaces what it has.
    let required = facts
        .expect
        .claims
        .iter()
        .map(|required| required.name.as_str());
    let mut names: Vec<&str> = required.filter(is_missing).chain([claim]).collect();
    names.retain(|name| {
        // No registration brings what is about a user into an application's own token.
        let is_brought = is_optional_claim(name)
            && !(facts.is_app_only() && OPTIONAL_USER_CLAIMS.contains(name));
        is_brought || name.starts_with("extension_") || matches!(*name, "xms_cc" | "acrs")
    });
    order::sort_unique(&mut names);
    if !names.contains(&claim) {
        return made;
    }
    let (kind, app) = if facts.is_id_token() {
        ("idToken", facts.client())
    } else {
        ("accessToken", facts.api_id())
    };
    let entry = |claim: String| {
        let more = match claim.as_str() {
            "idtyp" => ", \"additionalProperties\": [ \"include_user_token\" ]",
            claim if claim.starts_with("extension_") => ", \"source\": \"user\"",
            _ => "",
        };
        format!("{{ \"name\": \"{claim}\", \"essential\": false{more} }}")
    };
    let entries: Vec<String> = names.into_iter().filter_map(safe).map(entry).collect();
    if entries.is_empty() {
        return made;
    }
    let entries = entries.join(",\n    ");
    let title = if facts.is_id_token() {
        "Add the optional claim to the manifest of the client"
    } else {
        "Add the optional claim to the manifest of the API"
    };
    made.extend(member(
        facts,
        title,
        &app,
        format!("\"optionalClaims\": {{\n  \"{kind}\": [ {entries} ]\n}}"),
        "# Replaces all optional claims: add the entries that are there already.\n",
    ));
    made
}

/// The service principal of a client in the tenant of the API.
pub fn service_principal(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) || !facts.is_app_only() {
        return Vec::new();
    }
    vec![remedy(
        "Create the service principal of the client",
        "sh",
        Fixer::AppRegistration,
        format!(
            "{}az login --tenant \"{}\"\naz ad sp create --id \"{}\"",
            in_cloud(facts),
            facts.tenant(),
            facts.client()
        ),
    )]
}

/// An app role, and its assignment.
pub fn role(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    let role = facts.role();
    let object = facts.claim("oid").unwrap_or_else(|| "object-id".to_owned());
    let (collection, member) = if facts.is_app_only() {
        ("servicePrincipals", "Application")
    } else {
        ("users", "User")
    };
    vec![
        remedy(
            "Add the app role to the manifest of the app that checks it",
            "json",
            Fixer::AppRegistration,
            format!(
                "\"appRoles\": [ {{ \"value\": \"{role}\", \"displayName\": \"{role}\",\n  \"description\": \"{role}\", \"allowedMemberTypes\": [ \"{member}\" ],\n  \"id\": \"a-new-guid\", \"isEnabled\": true }} ]"
            ),
        ),
        remedy(
            "Assign the app role by Microsoft Graph",
            "http",
            Fixer::AppRegistration,
            format!(
                "POST https://{}/v1.0/{collection}/{object}/appRoleAssignments\nContent-Type: application/json\n\n{{ \"principalId\": \"{object}\",\n  \"resourceId\": \"object-id-of-its-service-principal\",\n  \"appRoleId\": \"id-of-the-app-role\" }}",
                facts.cloud().graph()
            ),
        ),
    ]
}

/// Which groups go into tokens.
pub fn groups(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    let app = if facts.is_id_token() {
        facts.client()
    } else {
        facts.api_id()
    };
    member(
        facts,
        "Have only groups written that are assigned to the application",
        &app,
        "\"groupMembershipClaims\": \"ApplicationGroup\"".to_owned(),
        "",
    )
}

/// A federated credential that fits the token.
pub fn federated_credential(facts: &Facts, _: &str) -> Vec<Remedy> {
    let (Some(issuer), Some(subject)) = (facts.claim("iss"), facts.claim("sub")) else {
        return Vec::new();
    };
    let expected = facts.expected_audiences();
    let audience = expected
        .into_iter()
        .next()
        .or_else(|| facts.audience())
        .unwrap_or_else(|| "api://AzureADTokenExchange".to_owned());
    vec![remedy(
        "Write the federated credential as the token has it",
        "sh",
        Fixer::AppRegistration,
        format!(
            "az ad app federated-credential create --id client-id-of-your-app --parameters '{{\n  \"name\": \"a-name\",\n  \"issuer\": \"{issuer}\",\n  \"subject\": \"{subject}\",\n  \"audiences\": [ \"{audience}\" ] }}'"
        ),
    )]
}

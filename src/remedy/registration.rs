//! Remedies that change an app registration at Entra.

use super::facts::{Facts, safe};
use super::{Remedy, is_entra, remedy};
use crate::rules::Fixer;
use crate::spec::microsoft::{Cloud, OPTIONAL_USER_CLAIMS, is_optional_claim};

/// What makes the Azure CLI speak to the cloud of the token, where it is not the worldwide one.
fn in_cloud(facts: &Facts) -> &'static str {
    match facts.cloud() {
        Cloud::Worldwide => "",
        Cloud::UsGovernment => "az cloud set --name AzureUSGovernment\n",
        Cloud::China => "az cloud set --name AzureChinaCloud\n",
    }
}

/// A call that changes members of a registration.
fn patch(facts: &Facts, app: &str, body: &str) -> String {
    let graph = facts.cloud().graph();
    let cloud = in_cloud(facts);
    format!(
        "{cloud}az rest --method PATCH \\\n  --url \"https://{graph}/v1.0/applications(appId='{app}')\" \\\n  --headers Content-Type=application/json \\\n  --body '{body}'"
    )
}

/// The version of tokens that an API asks for.
pub fn version(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    let is_v1 = facts.claim("ver").as_deref() == Some("1.0");
    let version = facts.expect.version.unwrap_or(if is_v1 { 2 } else { 1 });
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
    vec![
        remedy(
            "Set the token version in the manifest of the API",
            "json",
            Fixer::AppRegistration,
            format!("\"api\": {{ \"requestedAccessTokenVersion\": {version} }}"),
        ),
        remedy(
            "The same by the Azure CLI",
            "sh",
            Fixer::AppRegistration,
            patch(
                facts,
                &facts.api_id(),
                &format!("{{\"api\":{{\"requestedAccessTokenVersion\":{version}}}}}"),
            ),
        ),
    ]
}

/// What brings a missing claim into the token.
pub fn claim(facts: &Facts, claim: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    let claim = match claim {
        // These two rules are each about one claim.
        "" | "xms_cc" => "xms_cc",
        "acrs" => "acrs",
        "groups" => return groups(facts, claim),
        "roles" => return role(facts, claim),
        "oid" => return service_principal(facts, claim),
        // No registration brings what is about a user into an application's own token.
        claim if facts.is_app_only() && OPTIONAL_USER_CLAIMS.contains(&claim) => return Vec::new(),
        claim if is_optional_claim(claim) || claim.starts_with("extension_") => claim,
        _ => return Vec::new(),
    };
    let Some(claim) = safe(claim) else {
        return Vec::new();
    };
    let (kind, app) = if facts.is_id_token() {
        ("idToken", facts.client())
    } else {
        ("accessToken", facts.api_id())
    };
    let more = match claim.as_str() {
        "idtyp" => ", \"additionalProperties\": [ \"include_user_token\" ]",
        claim if claim.starts_with("extension_") => ", \"source\": \"user\"",
        _ => "",
    };
    let entry = format!("{{ \"name\": \"{claim}\", \"essential\": false{more} }}");
    let title = if facts.is_id_token() {
        "Add the optional claim to the manifest of the client"
    } else {
        "Add the optional claim to the manifest of the API"
    };
    vec![
        remedy(
            title,
            "json",
            Fixer::AppRegistration,
            format!("\"optionalClaims\": {{\n  \"{kind}\": [ {entry} ]\n}}"),
        ),
        remedy(
            "The same by the Azure CLI",
            "sh",
            Fixer::AppRegistration,
            format!(
                "# Replaces all optional claims: add the entries that are there already.\n{}",
                patch(
                    facts,
                    &app,
                    &format!("{{\"optionalClaims\":{{\"{kind}\":[{entry}]}}}}")
                )
            ),
        ),
    ]
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
            "Define the app role in the manifest of the app that the token is for",
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
    vec![
        remedy(
            "Have only groups written that are assigned to the application",
            "json",
            Fixer::AppRegistration,
            "\"groupMembershipClaims\": \"ApplicationGroup\"".to_owned(),
        ),
        remedy(
            "The same by the Azure CLI",
            "sh",
            Fixer::AppRegistration,
            patch(
                facts,
                &app,
                "{\"groupMembershipClaims\":\"ApplicationGroup\"}",
            ),
        ),
    ]
}

/// A federated credential that fits the token.
pub fn federated_credential(facts: &Facts, _: &str) -> Vec<Remedy> {
    const WEAKENS: &str = "Whoever gets tokens with this issuer and subject can then sign in as your application: be sure that it is the workload you mean.";
    let (Some(issuer), Some(subject)) = (facts.claim("iss"), facts.claim("sub")) else {
        return Vec::new();
    };
    let expected = facts.expected_audiences();
    let audience = expected
        .into_iter()
        .next()
        .or_else(|| facts.audience())
        .unwrap_or_else(|| "api://AzureADTokenExchange".to_owned());
    let json = format!(
        "{{ \"name\": \"a-name\",\n  \"issuer\": \"{issuer}\",\n  \"subject\": \"{subject}\",\n  \"audiences\": [ \"{audience}\" ] }}"
    );
    vec![
        remedy(
            "Write the federated credential as the token has it",
            "json",
            Fixer::AppRegistration,
            json.clone(),
        )
        .weakens(WEAKENS),
        remedy(
            "The same by the Azure CLI",
            "sh",
            Fixer::AppRegistration,
            format!("az ad app federated-credential create --id client-id-of-your-app --parameters '{json}'"),
        )
        .weakens(WEAKENS),
    ]
}

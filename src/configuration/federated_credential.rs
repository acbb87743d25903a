//! Federated credentials of an Entra app registration, as the CLI, Graph and the portal write them, and the credential
//! configuration of a client of Google Cloud.

use super::{Configuration, Source, below};
use crate::token::json::Value;

/// Reads a federated credential: `issuer`, `subject` and `audiences`.
pub fn read(object: Value) -> Option<Configuration> {
    // Azure Resource Manager wraps that of a managed identity.
    let object = object.get("properties").unwrap_or(object);
    let text = |name| object.get(name).and_then(Value::as_str);
    if text("type") == Some("external_account") {
        return Some(google(text("audience").unwrap_or_default()));
    }
    let has = |name: &str| object.get(name).is_some();
    let is_credential =
        has("issuer") && has("audiences") && (has("subject") || has("claimsMatchingExpression"));
    if !is_credential {
        return None;
    }
    let mut configuration = Configuration::new(Source::FederatedCredential);
    for member in object.members() {
        let name = member.name();
        let value = member.value();
        match name {
            "issuer" => configuration.take_all("iss", value, "issuer"),
            "subject" => configuration.take_all("sub", value, "subject"),
            "audiences" => configuration.take_all("aud", value, "audiences"),
            "claimsMatchingExpression"
                if value.as_str().is_some() || value.members().next().is_some() =>
            {
                configuration.skip(name, "an expression, which cannot be said here");
            }
            "name" | "description" | "id" | "claimsMatchingExpression" => {}
            _ if name.starts_with('@') => {}
            _ => configuration.skip_unknown(&below("", name)),
        }
    }
    Some(configuration)
}

/// What Google expects of a token that a workload exchanges there, unless the provider lists audiences of its own.
fn google(audience: &str) -> Configuration {
    let mut configuration = Configuration::new(Source::FederatedCredential);
    if audience.contains("/workloadIdentityPools/") {
        configuration.take("aud", audience, "audience");
        configuration.take("aud", &format!("https:{audience}"), "audience");
    }
    configuration.skip(
        "type",
        "this configures a client of Google Cloud, and no validator: the provider of the pool says what it accepts",
    );
    configuration
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check};

    #[test]
    fn of_a_managed_identity() {
        check(
            r#"{"name":"orders","type":"Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
                "properties":{"issuer":"https://id.example","subject":"job","audiences":["api://AzureADTokenExchange"]}}"#,
            Source::FederatedCredential,
            &[
                "iss=https://id.example < issuer",
                "sub=job < subject",
                "aud=api://AzureADTokenExchange < audiences",
            ],
        );
    }

    #[test]
    fn in_terraform_and_in_a_list() {
        check(
            "resource \"azuread_application_federated_identity_credential\" \"x\" {\n  display_name = \"x\"\n  audiences    = [\"api://AzureADTokenExchange\"] # fixed\n  issuer       = \"https://id.example\"\n  subject      = \"repo:${var.org}/orders\"\n}\n",
            Source::FederatedCredential,
            &[
                "aud=api://AzureADTokenExchange < audiences",
                "iss=https://id.example < issuer",
                "! display_name",
                "! subject",
            ],
        );
        check(
            r#"[{"issuer":"https://id.example","subject":"a","audiences":["x"]},{"issuer":"https://id.example","subject":"b","audiences":["x"]}]"#,
            Source::FederatedCredential,
            &[
                "+ iss=https://id.example < issuer",
                "+ sub=a < subject",
                "+ aud=x < audiences",
                "! the rest of the list",
            ],
        );
    }

    #[test]
    fn of_a_client_of_google_cloud() {
        const POOL: &str =
            "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q";
        check(
            &format!(
                r#"{{"type":"external_account","audience":"{POOL}","token_url":"https://sts.googleapis.com/v1/token"}}"#
            ),
            Source::FederatedCredential,
            &[
                &format!("aud={POOL} < audience"),
                &format!("aud=https:{POOL} < audience"),
                "! type",
            ],
        );
        check(
            r#"{"type":"external_account","audience":"//iam.googleapis.com/locations/global/workforcePools/p/providers/q"}"#,
            Source::FederatedCredential,
            &["! type"],
        );
    }

    #[test]
    fn github() {
        check(
            r#"{"name":"orders-deploy","issuer":"https://token.actions.githubusercontent.com",
                "subject":"repo:contoso/orders:ref:refs/heads/main","audiences":["api://AzureADTokenExchange"],"x":1}"#,
            Source::FederatedCredential,
            &[
                "iss=https://token.actions.githubusercontent.com < issuer",
                "sub=repo:contoso/orders:ref:refs/heads/main < subject",
                "aud=api://AzureADTokenExchange < audiences",
                "! x",
            ],
        );
    }
}

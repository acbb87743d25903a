//! OpenID discovery documents: what `/.well-known/openid-configuration` answers.

use super::{Configuration, Source};
use crate::token::json::Value;

/// Reads a discovery document (OpenID Connect Discovery §3, RFC 8414 §2).
pub fn read(object: Value) -> Option<Configuration> {
    let issuer = object.get("issuer")?;
    let is_metadata = ["jwks_uri", "token_endpoint", "authorization_endpoint"]
        .iter()
        .any(|name| object.get(name).is_some());
    if !is_metadata {
        return None;
    }
    let mut configuration = Configuration::new(Source::Discovery);
    let text = issuer.to_text();
    if text.contains('{') {
        configuration.skip("issuer", "it is a template: any tenant may sign in");
    } else {
        configuration.take_all("iss", issuer, "issuer");
    }
    // AD FS names itself otherwise in access tokens.
    if let Some(issuer) = object.get("access_token_issuer") {
        configuration.take_all("iss", issuer, "access_token_issuer");
    }
    if object
        .get("id_token_signing_alg_values_supported")
        .is_some()
    {
        configuration.skip(
            "id_token_signing_alg_values_supported",
            "what the issuer can sign ID tokens with; what your API accepts is its own choice",
        );
    }
    if let Some(scopes) = object.get("scopes_supported") {
        for scope in scopes.strings() {
            configuration.offer("scopes", scope, "scopes_supported");
        }
    }
    Some(configuration)
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check};

    #[test]
    fn documents() {
        check(
            r#"{"issuer":"https://id.contoso.example","jwks_uri":"https://id.contoso.example/keys",
                "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid"]}"#,
            Source::Discovery,
            &[
                "iss=https://id.contoso.example < issuer",
                "+ scopes=openid < scopes_supported",
                "! id_token_signing_alg_values_supported",
            ],
        );
        check(
            r#"{"issuer":"https://adfs.example/adfs","access_token_issuer":"http://adfs.example/adfs/services/trust","jwks_uri":"x"}"#,
            Source::Discovery,
            &[
                "iss=https://adfs.example/adfs < issuer",
                "iss=http://adfs.example/adfs/services/trust < access_token_issuer",
            ],
        );
        check(
            r#"{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","token_endpoint":"x"}"#,
            Source::Discovery,
            &["! issuer"],
        );
    }
}

//! Where an issuer publishes its keys: text for a person to open, never fetched.

use crate::profile::Profile;
use crate::spec::microsoft::{cloud_of_login_host, cloud_of_sts_host, login_host};
use crate::token::Token;
use crate::token::json::Value;

/// The address of the keys of the token's issuer, or of the metadata that names it.
///
/// `None` where the token names no `https` issuer. What stands there comes from the token: show it as text, never as a
/// link.
pub fn keys_url(token: &Token, profile: &Profile) -> Option<String> {
    let claims = token.claims();
    let issuer = claims.and_then(|claims| claims.get("iss")?.as_str());
    let header = token
        .header()
        .and_then(|header| header.get("iss")?.as_str());
    let issuer = issuer.or(header)?.to_owned();
    let rest = issuer.strip_prefix("https://")?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/%?=&+".contains(c);
    if rest.is_empty() || !rest.chars().all(is_plain) {
        return None;
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    let claim = |name: &str| {
        let text = claims
            .and_then(|claims| claims.get(name))
            .and_then(Value::as_str)?;
        let is_id = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_id.then(|| text.to_owned())
    };
    if host == "accounts.google.com" {
        return Some("https://www.googleapis.com/oauth2/v3/certs".to_owned());
    }
    if let Some(entra_host) = entra_host(host) {
        let tenant = path.split('/').next().filter(|tenant| !tenant.is_empty());
        let tenant = tenant.map(str::to_owned).or_else(|| claim("tid"))?;
        let version = if path.ends_with("/v2.0") { "/v2.0" } else { "" };
        return Some(format!(
            "https://{entra_host}/{tenant}/discovery{version}/keys"
        ));
    }
    let is_of = |prefix: &str| profile.id.starts_with(prefix);
    if host.ends_with(".b2clogin.com") || is_of("b2c") {
        // Each user flow has keys of its own.
        let policy = claim("tfp").or_else(|| claim("acr"));
        let tenant = path.split('/').next().unwrap_or_default();
        return Some(match policy {
            Some(policy) => format!("https://{host}/{tenant}/{policy}/discovery/v2.0/keys"),
            None => format!("https://{host}/{path}/.well-known/openid-configuration"),
        });
    }
    let base = match path {
        "" => host.to_owned(),
        path => format!("{host}/{path}"),
    };
    Some(
        if host.ends_with(".auth0.com") || is_of("auth0") || host.starts_with("cognito-idp.") {
            format!("https://{base}/.well-known/jwks.json")
        } else if is_of("okta") || host.ends_with(".okta.com") || host.ends_with(".oktapreview.com")
        {
            match path {
                "" => format!("https://{base}/oauth2/v1/keys"),
                _ => format!("https://{base}/v1/keys"),
            }
        } else if path.contains("realms/") {
            format!("https://{base}/protocol/openid-connect/certs")
        } else {
            format!("https://{base}/.well-known/openid-configuration")
        },
    )
}

/// The host that publishes the keys of an Entra issuer.
fn entra_host(host: &str) -> Option<&'static str> {
    let cloud = cloud_of_sts_host(host).or_else(|| cloud_of_login_host(host));
    cloud.map(login_host)
}

/// The metadata that names the keys an Entra app signs with where it has its own: of the application `appid`.
pub fn app_metadata_url(token: &Token) -> Option<String> {
    let claims = token.claims()?;
    let plain = |name: &str| {
        let text = claims.get(name)?.as_str()?;
        let is_id = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_id.then(|| text.to_owned())
    };
    // The audience of a v2.0 access token is the API's own id; it is the API whose key may differ.
    let (tenant, app) = (plain("tid")?, plain("aud")?);
    let issuer = claims.get("iss")?.as_str()?;
    let host = entra_host(issuer.strip_prefix("https://")?.split('/').next()?)?;
    let is_first = claims
        .get("ver")
        .and_then(Value::as_str)
        .is_some_and(|version| version == "1.0");
    let version = if is_first { "" } else { "/v2.0" };
    Some(format!(
        "https://{host}/{tenant}{version}/.well-known/openid-configuration?appid={app}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Candidate, Carrier};
    use crate::place::Span;
    use crate::profile::GENERIC;
    use crate::token::base64url::encode;

    fn token(claims: &str) -> Token {
        let text = format!(
            "{}.{}.",
            encode(br#"{"alg":"RS256"}"#),
            encode(claims.as_bytes())
        );
        Token::read(Candidate::verbatim(
            &text,
            Span::new(0, text.len()),
            Carrier::Bare,
        ))
    }

    #[test]
    fn issuers_publish_their_keys_where_they_say() {
        for (issuer, address) in [
            (
                "https://login.microsoftonline.com/t1/v2.0",
                "https://login.microsoftonline.com/t1/discovery/v2.0/keys",
            ),
            (
                "https://sts.windows.net/t1/",
                "https://login.microsoftonline.com/t1/discovery/keys",
            ),
            (
                "https://accounts.google.com",
                "https://www.googleapis.com/oauth2/v3/certs",
            ),
            (
                "https://contoso.okta.com/oauth2/default",
                "https://contoso.okta.com/oauth2/default/v1/keys",
            ),
            (
                "https://contoso.eu.auth0.com/",
                "https://contoso.eu.auth0.com/.well-known/jwks.json",
            ),
            (
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A",
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A/.well-known/jwks.json",
            ),
            (
                "https://id.example/realms/main",
                "https://id.example/realms/main/protocol/openid-connect/certs",
            ),
            (
                "https://id.example",
                "https://id.example/.well-known/openid-configuration",
            ),
        ] {
            let found = keys_url(&token(&format!(r#"{{"iss":"{issuer}"}}"#)), &GENERIC);
            assert_eq!(found.as_deref(), Some(address));
        }
        for issuer in [
            "",
            "http://id.example",
            "https://",
            "javascript:alert(1)",
            "https://a b",
            "https://a\\u202e",
        ] {
            assert_eq!(
                keys_url(&token(&format!(r#"{{"iss":"{issuer}"}}"#)), &GENERIC),
                None
            );
        }
    }

    #[test]
    fn an_app_with_its_own_key_has_its_own_metadata() {
        let token = token(
            r#"{"iss":"https://login.microsoftonline.us/t1/v2.0","tid":"t1","aud":"a1","ver":"2.0"}"#,
        );
        assert_eq!(
            app_metadata_url(&token).as_deref(),
            Some(
                "https://login.microsoftonline.us/t1/v2.0/.well-known/openid-configuration?appid=a1"
            )
        );
    }
}

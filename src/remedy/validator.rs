//! Remedies that change what the receiving API accepts: ASP.NET Core, API Management, Spring and `jose`.

use super::facts::{Facts, safe};
use super::{Remedy, is_entra, remedy};
use crate::rules::Fixer;

fn quoted(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    values.join(", ")
}

fn elements(name: &str, values: &[String]) -> String {
    values
        .iter()
        .map(|value| format!("<{name}>{value}</{name}>"))
        .collect()
}

fn audiences(facts: &Facts, values: &[String]) -> Vec<Remedy> {
    let list = quoted(values);
    let mut remedies = Vec::new();
    if is_entra(facts.token) {
        remedies.push(remedy(
            "Accept it with Microsoft.Identity.Web",
            "json",
            Fixer::Api,
            format!("\"AzureAd\": {{ \"Audiences\": [ {list} ] }}"),
        ));
    }
    remedies.extend([
        remedy(
            "Accept it with ASP.NET Core JwtBearer",
            "csharp",
            Fixer::Api,
            format!("options.TokenValidationParameters.ValidAudiences = new[] {{ {list} }};"),
        ),
        remedy(
            "Accept it in API Management",
            "xml",
            Fixer::Api,
            format!("<audiences>{}</audiences>", elements("audience", values)),
        ),
        remedy(
            "Accept it with Spring Security",
            "yaml",
            Fixer::Api,
            format!(
                "spring.security.oauth2.resourceserver.jwt.audiences: \"{}\"",
                values.join(",")
            ),
        ),
        remedy(
            "Accept it with jose",
            "js",
            Fixer::Api,
            format!("await jwtVerify(token, jwks, {{ audience: [{list}] /* plus issuer */ }});"),
        ),
    ]);
    remedies
}

/// Accepts another audience than the expected ones, where any are.
pub fn trust_audience(facts: &Facts, _: &str) -> Vec<Remedy> {
    const WEAKENS: &str =
        "It lets in tokens that were issued for another API, unless this is another name of yours.";
    let mut values = facts.expected_audiences();
    let Some(found) = facts.audience().filter(|_| !values.is_empty()) else {
        return Vec::new();
    };
    values.push(found);
    audiences(facts, &values)
        .into_iter()
        .map(|remedy| remedy.weakens(WEAKENS))
        .collect()
}

/// Accepts the audience as the token spells it: the same API by another form of its name.
pub fn spell_audience(facts: &Facts, _: &str) -> Vec<Remedy> {
    let Some(found) = facts.audience() else {
        return Vec::new();
    };
    let mut values = vec![found];
    for expected in facts.expected_audiences() {
        if !values.contains(&expected) {
            values.push(expected);
        }
    }
    audiences(facts, &values)
}

fn issuers(values: &[String]) -> Vec<Remedy> {
    let list = quoted(values);
    let mut remedies = vec![
        remedy(
            "Accept it with ASP.NET Core",
            "csharp",
            Fixer::Api,
            format!("options.TokenValidationParameters.ValidIssuers = new[] {{ {list} }};"),
        ),
        remedy(
            "Accept it in API Management",
            "xml",
            Fixer::Api,
            format!("<issuers>{}</issuers>", elements("issuer", values)),
        ),
    ];
    if let Some(first) = values.first() {
        // Spring takes one issuer.
        remedies.push(remedy(
            "Accept it with Spring Security",
            "yaml",
            Fixer::Api,
            format!("spring.security.oauth2.resourceserver.jwt.issuer-uri: \"{first}\""),
        ));
    }
    remedies.push(remedy(
        "Accept it with jose",
        "js",
        Fixer::Api,
        format!("await jwtVerify(token, jwks, {{ issuer: [{list}] /* plus audience */ }});"),
    ));
    remedies
}

/// Accepts another issuer than the expected ones.
pub fn trust_issuer(facts: &Facts, claim: &str) -> Vec<Remedy> {
    const WEAKENS: &str = "It lets in whatever this issuer signs: do it only for an issuer that you trust, and with its own keys.";
    spell_issuer(facts, claim)
        .into_iter()
        .map(|remedy| remedy.weakens(WEAKENS))
        .collect()
}

/// Accepts the issuer as the token spells it, where what is expected is another spelling of the same.
pub fn spell_issuer(facts: &Facts, _: &str) -> Vec<Remedy> {
    let Some(found) = facts.claim("iss") else {
        return Vec::new();
    };
    let mut values = vec![found];
    let is_template = |issuer: &str| {
        crate::spec::microsoft::TENANT_ALIASES
            .iter()
            .any(|alias| issuer.split('/').any(|part| part == *alias))
    };
    let is_slash =
        |issuer: &str, found: &str| issuer.trim_end_matches('/') == found.trim_end_matches('/');
    for issuer in &facts.expect.issuers {
        let is_other = values.iter().all(|value| !is_slash(issuer, value));
        if let Some(issuer) = safe(issuer).filter(|issuer| is_other && !is_template(issuer)) {
            values.push(issuer);
        }
    }
    issuers(&values)
}

/// Accepts tokens without scopes and roles.
pub fn allow_acl(facts: &Facts, _: &str) -> Vec<Remedy> {
    if !is_entra(facts.token) {
        return Vec::new();
    }
    let remedy = remedy(
        "Let Microsoft.Identity.Web take tokens without scopes and roles",
        "json",
        Fixer::Api,
        "\"AzureAd\": { \"AllowWebApiToBeAuthorizedByACL\": true }".to_owned(),
    );
    vec![remedy.weakens(
        "Every application of the tenant can get such a token: the API then has to check the calling client itself.",
    )]
}

/// Lets a client in.
pub fn allow_client(facts: &Facts, _: &str) -> Vec<Remedy> {
    const WEAKENS: &str = "It lets this client in: be sure that it is one of yours.";
    let client = facts.client();
    let mut clients: Vec<String> = facts
        .expect
        .clients
        .iter()
        .filter_map(|client| safe(client))
        .collect();
    clients.push(client);
    let mut remedies = vec![remedy(
        "Let the client in with ASP.NET Core",
        "csharp",
        Fixer::Api,
        format!(
            "string[] clients = {{ {} }};\nvar client = User.FindFirst(\"azp\")?.Value ?? User.FindFirst(\"appid\")?.Value;\nif (!clients.Contains(client)) return Forbid();",
            quoted(&clients)
        ),
    )];
    if is_entra(facts.token) {
        remedies.push(remedy(
            "Let the client in by API Management",
            "xml",
            Fixer::Api,
            format!(
                "<validate-azure-ad-token tenant-id=\"{}\">\n  <client-application-ids>{}</client-application-ids>\n</validate-azure-ad-token>",
                facts.tenant(),
                elements("application-id", &clients)
            ),
        ));
    }
    remedies
        .into_iter()
        .map(|remedy| remedy.weakens(WEAKENS))
        .collect()
}

/// Forgives a difference of clocks.
pub fn tolerance(_: &Facts, _: &str) -> Vec<Remedy> {
    const WEAKENS: &str =
        "Expired tokens, stolen ones too, work that much longer. Put the clocks right first.";
    [
        // ASP.NET Core forgives five minutes by itself.
        (
            "Allow a minute in API Management",
            "xml",
            "<validate-jwt header-name=\"Authorization\" clock-skew=\"60\"></validate-jwt>",
        ),
        (
            "Allow a minute with jose",
            "js",
            "await jwtVerify(token, jwks, { clockTolerance: 60 /* plus issuer, audience */ });",
        ),
    ]
    .into_iter()
    .map(|(title, language, text)| {
        remedy(title, language, Fixer::Api, text.to_owned()).weakens(WEAKENS)
    })
    .collect()
}

/// Accepts the algorithms of the issuer and no other.
pub fn algorithms(facts: &Facts, _: &str) -> Vec<Remedy> {
    let mut names: Vec<String> = facts
        .expect
        .algorithms
        .iter()
        .filter_map(|name| safe(name))
        .collect();
    names.retain(|name| name != "none" && !name.starts_with("HS"));
    if names.is_empty() {
        names.push("RS256".to_owned());
    }
    let list = quoted(&names);
    vec![
        remedy(
            "Accept only the issuer's algorithm with ASP.NET Core",
            "csharp",
            Fixer::Api,
            format!("options.TokenValidationParameters.ValidAlgorithms = new[] {{ {list} }};"),
        ),
        remedy(
            "Accept only the issuer's algorithm with Spring Security",
            "yaml",
            Fixer::Api,
            format!(
                "spring.security.oauth2.resourceserver.jwt.jws-algorithms: \"{}\"",
                names.join(",")
            ),
        ),
        remedy(
            "Accept only the issuer's algorithm with jose",
            "js",
            Fixer::Api,
            format!(
                "await jwtVerify(token, jwks, {{ algorithms: [{list}] /* plus issuer, audience */ }});"
            ),
        ),
    ]
}

//! Remedies that change what the receiving API accepts: ASP.NET Core, API Management, Spring and `jose`.

use super::facts::{Facts, safe};
use super::{Remedy, is_entra, remedy};
use crate::rules::Fixer;
use crate::spec::microsoft::Cloud;

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

/// A check that validators make alike, and what it is called.
struct Check {
    /// In .NET, after `Valid`.
    net: &'static str,
    /// In Spring Boot.
    spring: &'static str,
    /// In `jose`, and in API Management, which has no check of algorithms.
    jose: &'static str,
}

const AUDIENCES: Check = Check {
    net: "Audiences",
    spring: "audiences",
    jose: "audience",
};

const ISSUERS: Check = Check {
    net: "Issuers",
    spring: "issuer-uri",
    jose: "issuer",
};

const ALGORITHMS: Check = Check {
    net: "Algorithms",
    spring: "jws-algorithms",
    jose: "algorithms",
};

/// Has validators accept these values. Spring takes them as one text, or not at all.
fn accept(check: &Check, values: &[String], spring: Option<String>) -> Vec<Remedy> {
    let list = quoted(values);
    let Check {
        net,
        spring: key,
        jose,
    } = check;
    let mut remedies = Vec::new();
    let mut add = |title, language, text| remedies.push(remedy(title, language, Fixer::Api, text));
    add(
        "Accept exactly these with ASP.NET Core",
        "csharp",
        format!("options.TokenValidationParameters.Valid{net} = new[] {{ {list} }};"),
    );
    if *jose != ALGORITHMS.jose {
        add(
            "Accept exactly these in API Management",
            "xml",
            format!("<{jose}s>{}</{jose}s>", elements(jose, values)),
        );
    }
    if let Some(value) = spring {
        add(
            match values {
                [_, _, ..] if *jose == ISSUERS.jose => {
                    "Accept this one instead with Spring Security"
                }
                _ => "Accept exactly these with Spring Security",
            },
            "yaml",
            format!(
                "# application.yml\nspring.security.oauth2.resourceserver.jwt.{key}: \"{value}\""
            ),
        );
    }
    add(
        "Accept exactly these with jose",
        "js",
        format!(
            "await jwtVerify(token, jwks, {{ {jose}: [{list}] /* plus the other checks */ }});"
        ),
    );
    remedies
}

fn audiences(facts: &Facts, values: &[String]) -> Vec<Remedy> {
    let mut remedies = accept(&AUDIENCES, values, Some(values.join(",")));
    if is_entra(facts.token) {
        let list = quoted(values);
        remedies.insert(
            0,
            remedy(
                "Accept exactly these with Microsoft.Identity.Web",
                "json",
                Fixer::Api,
                format!(
                    "\"AzureAd\": {{ \"TokenValidationParameters\": {{ \"ValidAudiences\": [ {list} ] }} }}"
                ),
            ),
        );
    }
    remedies
}

/// Accepts another audience than the expected ones, where any are.
pub fn trust_audience(facts: &Facts, _: &str) -> Vec<Remedy> {
    let mut values = facts.expected_audiences();
    let mut findings = facts.token.checked.findings.iter();
    let is_wrong_kind = findings.any(|finding| finding.rule.id == "id-token-used-as-access-token");
    // At Google the apps of one project have several client ids.
    let is_other = facts.is_id_token() && facts.token.profile.profile.id != "google-id";
    let Some(found) = facts
        .audience()
        .filter(|_| !is_wrong_kind && !is_other && !values.is_empty() && !facts.is_for_okta())
    else {
        return Vec::new();
    };
    values.push(found);
    audiences(facts, &values)
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

/// Accepts the issuer as the token spells it, beside those that are expected and not another spelling of it.
pub fn trust_issuer(facts: &Facts, _: &str) -> Vec<Remedy> {
    let Some(found) = facts.claim("iss").filter(|_| !facts.is_for_okta()) else {
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
    // Spring takes one issuer, and reads the metadata behind it: at B2C there are some only where the policy is named.
    let has_metadata = |iss: &&String| !iss.contains(".b2clogin.com/") || iss.contains("/tfp/");
    let spring = values.first().filter(has_metadata);
    accept(&ISSUERS, &values, spring.cloned())
}

/// Lets a client in.
pub fn allow_client(facts: &Facts, _: &str) -> Vec<Remedy> {
    let client = facts.client();
    let mut clients: Vec<String> = facts
        .expect
        .clients
        .iter()
        .filter_map(|client| safe(client))
        .collect();
    clients.push(client);
    let find = |name: &str| format!("User.FindFirst(\"{name}\")?.Value");
    let lookup = match facts.client_claim() {
        Some(name @ ("client_id" | "cid")) => find(name),
        _ => format!("{} ?? {}", find("azp"), find("appid")),
    };
    let mut remedies = vec![remedy(
        "Let the client in with ASP.NET Core",
        "csharp",
        Fixer::Api,
        format!(
            "string[] clients = {{ {} }};\nvar client = {lookup};\nif (!clients.Contains(client)) return Forbid();",
            quoted(&clients)
        ),
    )];
    if is_entra(facts.token) {
        let cloud = facts.cloud();
        let endpoint = match cloud {
            Cloud::Worldwide => String::new(),
            _ => format!(" authentication-endpoint=\"{}\"", cloud.login()),
        };
        let mut audiences = facts.expected_audiences();
        if audiences.is_empty() {
            audiences.extend(facts.audience());
        }
        remedies.push(remedy(
            "Let the client in by API Management",
            "xml",
            Fixer::Api,
            format!(
                "<validate-azure-ad-token tenant-id=\"{}\"{endpoint}>\n  <client-application-ids>{}</client-application-ids>\n  <audiences>{}</audiences>\n</validate-azure-ad-token>",
                facts.tenant(),
                elements("application-id", &clients),
                elements("audience", &audiences)
            ),
        ));
    }
    remedies
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
    accept(&ALGORITHMS, &names, Some(names.join(",")))
}

//! API Management: the policies `validate-jwt` and `validate-azure-ad-token`.

use super::xml::{Event, events};
use super::{Configuration, Source, below};

/// A claim that the policy requires, while it is read.
#[derive(Default)]
struct Claim {
    name: String,
    is_any: bool,
    separator: Option<String>,
    values: Vec<String>,
}

/// Reads the policies in a text, whatever stands around them.
pub fn read(text: &str) -> Option<Configuration> {
    let mut configuration = Configuration::new(Source::ApiManagement);
    let mut policy: Option<&str> = None;
    let mut found = false;
    let mut path: Vec<&str> = Vec::new();
    let mut claim = Claim::default();
    for event in events(text) {
        match event {
            Event::Open(
                name @ ("validate-jwt" | "validate-azure-ad-token"),
                attributes,
                is_empty,
            ) => {
                found = true;
                configuration.begin(name);
                attributes_of(&mut configuration, name, &attributes);
                policy = (!is_empty).then_some(name);
                path.clear();
            }
            Event::Close(name) if policy == Some(name) => {
                policy = None;
                if !path.is_empty() {
                    configuration.skip(name, "an element in it has no end");
                }
            }
            Event::Open(name, attributes, is_empty) if policy.is_some() => {
                let get = |wanted: &str| {
                    let found = attributes.iter().find(|(name, _)| *name == wanted);
                    found.map(|(_, value)| value.clone())
                };
                if name == "claim" {
                    claim = Claim {
                        name: get("name").unwrap_or_default(),
                        is_any: get("match").as_deref() == Some("any"),
                        separator: get("separator"),
                        values: Vec::new(),
                    };
                }
                if name == "openid-config" {
                    let from = below(policy.unwrap_or_default(), "openid-config");
                    configuration.take_authority(&get("url").unwrap_or_default(), &from);
                }
                let is_known = matches!(
                    name,
                    "audiences"
                        | "audience"
                        | "issuers"
                        | "issuer"
                        | "required-claims"
                        | "claim"
                        | "value"
                        | "openid-config"
                        | "client-application-ids"
                        | "application-id"
                        | "issuer-signing-keys"
                        | "key"
                        | "decryption-keys"
                );
                if !is_known {
                    let from = below(policy.unwrap_or_default(), name);
                    configuration.skip_unknown(&from);
                }
                if is_empty && name == "claim" {
                    require(&mut configuration, std::mem::take(&mut claim));
                } else if !is_empty && path.len() < 64 {
                    path.push(name);
                }
            }
            Event::Close(name) if policy.is_some() => {
                if name == "claim" {
                    require(&mut configuration, std::mem::take(&mut claim));
                }
                if path.last() == Some(&name) {
                    path.pop();
                }
            }
            Event::Text(text) => {
                let (Some(&inner), Some(policy)) = (path.last(), policy) else {
                    continue;
                };
                let outer = path
                    .len()
                    .checked_sub(2)
                    .and_then(|at| path.get(at))
                    .copied();
                let from = below(policy, inner);
                match (outer, inner) {
                    (_, "audience") => configuration.take("aud", &text, &from),
                    (_, "issuer") => configuration.take("iss", &text, &from),
                    (Some("client-application-ids"), "application-id") => {
                        configuration.take("client", &text, &from);
                    }
                    (_, "value") => claim.values.push(text),
                    _ => {}
                }
            }
            Event::Broken if found => configuration.skip("policy", "the rest is no XML"),
            _ => {}
        }
    }
    found.then_some(configuration)
}

fn attributes_of(configuration: &mut Configuration, policy: &str, attributes: &[(&str, String)]) {
    for (name, value) in attributes {
        let from = below(policy, name);
        match *name {
            "clock-skew" => configuration.take("tolerance", value, &from),
            "tenant-id" => {
                configuration.take_tenant(value, &from);
            }
            "require-expiration-time" | "require-signed-tokens" if value == "false" => {
                configuration.skip(&from, "a check is switched off, which cannot be said here");
            }
            "header-name"
            | "query-parameter-name"
            | "token-value"
            | "require-scheme"
            | "output-token-variable-name"
            | "require-expiration-time"
            | "require-signed-tokens" => {}
            name if name.starts_with("failed-validation") => {}
            _ => configuration.skip_unknown(&from),
        }
    }
}

fn require(configuration: &mut Configuration, claim: Claim) {
    let from = format!("required-claims: {}", claim.name);
    if claim.name.is_empty() {
        return;
    }
    let expectation = match claim.name.as_str() {
        "scp" | "scope" => Some("scopes"),
        "roles" => Some("roles"),
        _ => None,
    };
    // Expectations of which one is enough.
    let one_of = match claim.name.as_str() {
        "aud" => Some("aud"),
        "iss" => Some("iss"),
        "tid" => Some("tid"),
        "azp" | "appid" | "client_id" | "cid" => Some("client"),
        _ => None,
    };
    // What the policy says already has to fit as well.
    let said = configuration.sections.last().into_iter().flatten();
    let one_of = one_of.filter(|name| said.clone().all(|said| said != name));
    match (claim.values.as_slice(), expectation) {
        ([], _) => configuration.take("require", &claim.name, &from),
        (values, _) if let Some(one_of) = one_of.filter(|_| claim.is_any || values.len() == 1) => {
            for value in values {
                configuration.take(one_of, value, &from);
            }
        }
        (values, _) if claim.is_any && values.len() > 1 => {
            configuration.take("require", &claim.name, &from);
            for value in values {
                if let Some(expectation) = expectation {
                    configuration.offer(expectation, value, &from);
                }
            }
            configuration.skip(
                &from,
                "any one of these values is enough there; here all would be required",
            );
        }
        (values, Some(expectation)) => {
            if expectation == "scopes" && claim.separator.is_none() {
                configuration.skip(
                    &from,
                    "without a separator the whole claim has to be this one value, which cannot be said here",
                );
            }
            for value in values {
                let separator = claim.separator.as_deref().unwrap_or(" ");
                if value.contains(separator) {
                    configuration.skip(&from, "a value with a separator in it");
                } else {
                    configuration.take(expectation, value, &from);
                }
            }
        }
        ([value], None) => match super::unusable(value) {
            None => configuration.take("require", &format!("{}={value}", claim.name), &from),
            Some(why) => configuration.skip(&from, why),
        },
        (_, None) => {
            configuration.take("require", &claim.name, &from);
            configuration.skip(&from, "more than one value of a claim cannot be said here");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check};

    #[test]
    fn validate_jwt() {
        check(
            r#"<policies><inbound><base />
              <validate-jwt header-name="Authorization" failed-validation-httpcode="401" clock-skew="30" sparkle="1">
                <openid-config url="https://login.microsoftonline.com/x/v2.0/.well-known/openid-configuration" />
                <!-- <audience>commented</audience> -->
                <audiences><audience>api://orders</audience><audience>{{api-id}}</audience></audiences>
                <issuers><issuer>https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/</issuer></issuers>
                <required-claims>
                  <claim name="scp" match="all"><value>Orders.Read</value></claim>
                  <claim name="roles" match="any"><value>A</value><value>B</value></claim>
                  <claim name="acr"><value>1</value></claim>
                  <claim name="oid" />
                </required-claims>
                <zumo-master-key id="x" />
              </validate-jwt></inbound></policies>"#,
            Source::ApiManagement,
            &[
                "tolerance=30 < validate-jwt:clock-skew",
                "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < validate-jwt:issuer",
                "scopes=Orders.Read < required-claims: scp",
                "require=roles < required-claims: roles",
                "require=acr=1 < required-claims: acr",
                "require=oid < required-claims: oid",
                "+ roles=A < required-claims: roles",
                "+ roles=B < required-claims: roles",
                "+ aud=api://orders < validate-jwt:audience",
                "! validate-jwt:sparkle",
                "! validate-jwt:openid-config",
                "! validate-jwt:audience",
                "! required-claims: scp",
                "! required-claims: roles",
                "! validate-jwt:zumo-master-key",
            ],
        );
    }

    #[test]
    fn the_address_of_metadata_names_the_issuer_where_it_follows() {
        check(
            r#"<validate-jwt><openid-config url="https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/.well-known/openid-configuration" />
                <openid-config url="https://id.example/realms/a/.well-known/openid-configuration" />
                <required-claims><claim name="scp" separator=" "><value>Orders.Read</value></claim></required-claims></validate-jwt>"#,
            Source::ApiManagement,
            &[
                "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < validate-jwt:openid-config",
                "iss=https://id.example/realms/a < validate-jwt:openid-config",
                "iss=https://id.example/realms/a/ < validate-jwt:openid-config",
                "scopes=Orders.Read < required-claims: scp",
            ],
        );
    }

    #[test]
    fn expressions_and_claims_of_which_one_is_enough() {
        check(
            r#"var policy = <<XML
                <policies><inbound><choose><when condition="@(((string)context.Variables["a"]).Contains("(<b"))">
                <validate-jwt header-name="Authorization" clock-skew="@((int)context.Variables["skew"])"><audiences><audience>@{ if (1 < 2) { return "a"; } }</audience></audiences>
                <required-claims><claim name="aud" match="any"><value>a</value><value>b</value></claim>
                <claim name="appid"><value>00001111-aaaa-2222-bbbb-3333cccc4444</value></claim><claim name="tenant_id" /></required-claims></validate-jwt></when>
                <otherwise><validate-azure-ad-token tenant-id="your-tenant" /></otherwise></choose></inbound></policies>"#,
            Source::ApiManagement,
            &[
                "+ aud=a < required-claims: aud",
                "+ aud=b < required-claims: aud",
                "+ client=00001111-aaaa-2222-bbbb-3333cccc4444 < required-claims: appid",
                "+ require=tenant_id < required-claims: tenant_id",
                "! validate-jwt:clock-skew",
                "! validate-jwt:audience",
                "! validate-azure-ad-token",
                "! validate-azure-ad-token:tenant-id",
            ],
        );
    }

    #[test]
    fn what_is_said_twice_has_to_fit_twice() {
        check(
            r#"<validate-jwt><audiences><audience>a</audience></audiences><required-claims>
                <claim name="aud"><value>b</value></claim><claim name="iss"><value>c</value></claim></required-claims></validate-jwt>"#,
            Source::ApiManagement,
            &[
                "aud=a < validate-jwt:audience",
                "require=aud=b < required-claims: aud",
                "iss=c < required-claims: iss",
            ],
        );
        check(
            "<validate-jwt><audiences><audience>a</validate-jwt>",
            Source::ApiManagement,
            &["aud=a < validate-jwt:audience", "! validate-jwt"],
        );
    }

    #[test]
    fn validate_azure_ad_token() {
        check(
            r#"<validate-azure-ad-token tenant-id="aaaabbbb-0000-cccc-1111-dddd2222eeee">
                <client-application-ids><application-id>00001111-aaaa-2222-bbbb-3333cccc4444</application-id></client-application-ids>
                <backend-application-ids><application-id>x</application-id></backend-application-ids>
              </validate-azure-ad-token>"#,
            Source::ApiManagement,
            &[
                "tid=aaaabbbb-0000-cccc-1111-dddd2222eeee < validate-azure-ad-token:tenant-id",
                "client=00001111-aaaa-2222-bbbb-3333cccc4444 < validate-azure-ad-token:application-id",
                "! validate-azure-ad-token:backend-application-ids",
            ],
        );
    }
}

//! Sections of `appsettings.json`: Microsoft.Identity.Web (`AzureAd`), JwtBearer and `TokenValidationParameters`.

use super::{Authority, Configuration, Source, below, entra_issuers};
use crate::profile::issuer::is_guid;
use crate::spec::microsoft::{CONSUMER_TENANT, TENANT_ALIASES};
use crate::text::json;
use crate::token::json::{Json, Kind, Value};

/// Settings that only a section about tokens has. Names are compared in lower case, as .NET compares them.
const SIGNS: &[&str] = &[
    "instance",
    "tenantid",
    "authority",
    "audiences",
    "validaudience",
    "validaudiences",
    "validissuer",
    "validissuers",
    "tokenvalidationparameters",
    "allowwebapitobeauthorizedbyacl",
];

/// Sections that hold such a section.
const SECTIONS: &[&str] = &[
    "azuread",
    "azureactivedirectory",
    "azureadb2c",
    "entra",
    "entraid",
    "jwtbearer",
    "jwt",
    "jwtsettings",
    "bearer",
    "authentication",
    "schemes",
    "oidc",
    "identity",
];

/// What stands in the names that people give such a section themselves.
const WORDS: &[&str] = &[
    "Auth", "Jwt", "JWT", "Ident", "Token", "Secur", "Okta", "Oidc", "OpenId", "Keycloak", "Entra",
    "Azure", "Bearer",
];

/// Settings that say nothing about the tokens that come in.
const OTHER: &[&str] = &[
    "callbackpath",
    "signedoutcallbackpath",
    "clientsecret",
    "clientcredentials",
    "clientcertificates",
    "tokendecryptioncertificates",
    "domain",
    "validateauthority",
    "defaultaccesstokenscopes",
    "cacheoptions",
    "responsetype",
    "savetokens",
    "requirehttpsmetadata",
    "mapinboundclaims",
    "includeerrordetails",
    "sendx5c",
    "withspaauthcode",
    "nameclaimtype",
    "roleclaimtype",
    "issuersigningkey",
    "key",
    "secret",
    "secretkey",
    "saveSigninToken",
    "azureregion",
    "resetpasswordpolicyid",
    "editprofilepolicyid",
    "enablepiilogging",
    "showpii",
];

/// Reads the object of a settings file, or of one of its sections.
pub fn read(object: Value) -> Option<Configuration> {
    let mut configuration = Configuration::new(Source::AppSettings);
    let mut open = vec![(object, String::new(), 0, true)];
    let mut found = false;
    while let Some((object, path, depth, is_known)) = open.pop() {
        let names = || {
            object
                .members()
                .map(|member| member.name().to_ascii_lowercase())
        };
        // A client has an instance and a tenant as well.
        let signs = SIGNS
            .get(if is_known { 0 } else { 2 }..)
            .unwrap_or_default();
        let has = |name: &str| get(object, name).is_some();
        let section_name = path
            .rsplit(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_named = section_name.starts_with("azure") && has("clientid")
            || section_name.starts_with("jwt") && (has("issuer") || has("audience"))
            || depth > 0 && has("audience") && (has("issuer") || has("domain"));
        if names().any(|name| signs.contains(&name.as_str())) || is_named {
            found = true;
            configuration.begin(&path);
            section(&mut configuration, object, &path);
            continue;
        }
        let inner = object.members().filter_map(|member| {
            let name = member.name();
            let is_known =
                is_known && depth > 0 || SECTIONS.contains(&name.to_ascii_lowercase().as_str());
            let is_own = || {
                name.starts_with(|c: char| c.is_ascii_uppercase())
                    && WORDS.iter().any(|word| name.contains(word))
            };
            let is_open =
                member.value().kind() == Kind::Object && (depth > 0 || is_known || is_own());
            is_open.then(|| (member.value(), below(&path, name), depth + 1, is_known))
        });
        // The authorizers of Amazon's gateway have such a section too.
        if depth < 4 && !has("authorizertype") {
            let before = open.len();
            open.extend(inner);
            if let Some(added) = open.get_mut(before..) {
                added.reverse();
            }
        }
    }
    found.then_some(configuration)
}

/// Reads an object whose members have whole names, as user secrets do, or the `Values` of a function app.
pub fn read_flat_object(object: Value) -> Option<Configuration> {
    let values = object.get("Values").into_iter().flat_map(Value::members);
    let all = object.members().chain(values);
    let text = |value: Value| value.to_text().to_owned();
    read_flat(
        all.map(|member| (member.name().to_owned(), text(member.value())))
            .collect(),
    )
}

/// Reads settings by their whole names: `AzureAd:TenantId`, or `AzureAd__TenantId` in the environment.
pub fn read_flat(settings: Vec<(String, String)>) -> Option<Configuration> {
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, value)| {
            let name = name.rsplit(['.', ' ']).next().unwrap_or_default();
            (name.replace("__", ":"), value.as_str())
        })
        .filter(|(name, _)| name.contains(':'))
        .take(500)
        .collect();
    let settings: Vec<_> = settings.iter().map(|(name, at)| (&**name, *at)).collect();
    read(Json::read(nested(&settings, 0)).object()?)
}

/// The same settings as JSON.
fn nested(settings: &[(&str, &str)], depth: usize) -> String {
    let mut members = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for (name, value) in settings {
        let first = name.split(':').next().unwrap_or_default();
        if done.contains(&first) {
            continue;
        }
        done.push(first);
        let below: Vec<_> = settings
            .iter()
            .filter_map(|(name, value)| {
                Some((name.strip_prefix(first)?.strip_prefix(':')?, *value))
            })
            .collect();
        let value = match *value {
            _ if !below.is_empty() && depth < 8 => nested(&below, depth + 1),
            word if word.eq_ignore_ascii_case("false") => "false".to_owned(),
            word if word.eq_ignore_ascii_case("true") => "true".to_owned(),
            text => json(text),
        };
        members.push((first, value));
    }
    // `Audiences:0` is an item.
    let is_list = |(name, _): &(&str, String)| name.bytes().all(|byte| byte.is_ascii_digit());
    if members.iter().all(is_list) {
        let items: Vec<_> = members.into_iter().map(|member| member.1).collect();
        return format!("[{}]", items.join(","));
    }
    let members: Vec<_> = members
        .iter()
        .map(|(name, value)| format!("{}:{value}", json(name)))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// A member by its name in lower case.
fn get<'a>(object: Value<'a>, name: &str) -> Option<(String, Value<'a>)> {
    let member = object
        .members()
        .find(|member| member.name().eq_ignore_ascii_case(name))?;
    Some((member.name().to_owned(), member.value()))
}

fn section(configuration: &mut Configuration, object: Value, path: &str) {
    let before = configuration.taken.len();
    let text = |name: &str| -> Option<(String, String)> {
        let (name, value) = get(object, name)?;
        Some((below(path, &name), value.as_str()?.to_owned()))
    };
    for (name, check) in [
        ("aud", "validateaudience"),
        ("iss", "validateissuer"),
        ("tid", "validateissuer"),
    ] {
        if is_off(object, check) {
            configuration.leave_open(name, "");
        }
    }
    let is_audience = |name: &str| {
        matches!(
            name,
            "audience" | "audiences" | "validaudience" | "validaudiences" | "apiname"
        )
    };
    let authority = text("metadataaddress").or_else(|| text("authority"));
    let is_at = |host: &str| {
        authority
            .as_ref()
            .is_some_and(|(_, url)| url.contains(host))
    };
    let is_b2c = get(object, "signupsigninpolicyid").is_some() || is_at(".b2clogin.");
    let name = path
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_entra = name.starts_with("azure") || name.starts_with("entra");
    let mut instance = text("instance");
    let mut tenant = text("tenantid").filter(|_| !is_b2c);
    // Only Microsoft.Identity.Web takes the id of the client for the audience.
    let is_identity_web = is_entra
        || instance.is_some()
        || tenant.is_some()
        || is_b2c
        || is_at("microsoftonline.")
        || is_at(".ciamlogin.");
    let mut says_audience = false;
    let mut says_issuer = false;
    for member in object.members() {
        let lower = member.name().to_ascii_lowercase();
        let from = below(path, member.name());
        let value = member.value();
        match lower.as_str() {
            "audiences" if is_identity_web => configuration.skip(
                &from,
                "Microsoft.Identity.Web reads TokenValidationParameters:ValidAudiences instead",
            ),
            name if is_audience(name) => {
                says_audience |= value.strings().any(|text| !text.trim().is_empty());
                configuration.take_all("aud", value, &from);
            }
            "validissuer" | "validissuers" | "issuer" => {
                says_issuer |= value.strings().any(|text| !text.trim().is_empty());
                configuration.take_all("iss", value, &from);
            }
            "validalgorithms" => configuration.take_all("alg", value, &from),
            "clockskew" => clock_skew(configuration, value, &from),
            "tokenvalidationparameters" => {
                if value.kind() == Kind::Object {
                    says_audience |= parameters_say(value, "audience");
                    says_issuer |= parameters_say(value, "issuer");
                    parameters(configuration, value, &from);
                }
            }
            "scopes" | "scope" if is_identity_web => scopes(configuration, value, &from),
            "allowwebapitobeauthorizedbyacl" => {
                if value.as_bool() == Some(true) {
                    configuration.take("acl", "true", &from);
                }
            }
            "signupsigninpolicyid" => configuration.skip(
                &from,
                "the issuer stands in the metadata of the user flow: paste that as well",
            ),
            "instance" | "tenantid" | "clientid" | "authority" | "metadataaddress" => {}
            "validateaudience"
            | "validateissuer"
            | "validatelifetime"
            | "validateissuersigningkey"
            | "requiresignedtokens"
            | "requireexpirationtime" => {
                if value.as_bool() == Some(false) {
                    configuration.skip(&from, "a check is switched off, which cannot be said here");
                }
            }
            name if OTHER.iter().any(|other| other.eq_ignore_ascii_case(name)) => {}
            _ => configuration.skip_unknown(&from),
        }
    }
    let domain = text("domain").filter(|(_, domain)| domain.trim().ends_with(".auth0.com"));
    let authority = match (authority, domain) {
        (Some((from, url)), _) => match Authority::of(url.trim().trim_end_matches('/')) {
            // Microsoft.Identity.Web takes both versions of the issuer, whichever the address is of.
            Authority::Entra(host, id, _) if is_entra => {
                instance = Some((from.clone(), format!("https://{host}")));
                tenant = Some((from, id.to_owned()));
                None
            }
            Authority::AnyTenant if is_entra => {
                tenant = Some((from, "common".to_owned()));
                None
            }
            _ => Some((from, url)),
        },
        (None, Some((from, domain))) => {
            let host = domain.trim().trim_start_matches("https://").to_owned();
            Some((from, format!("https://{host}/")))
        }
        _ => None,
    };
    issuer(configuration, instance, tenant, authority, says_issuer);
    if let Some((from, client)) = text("clientid").filter(|_| !says_audience) {
        if !is_identity_web {
            configuration.offer("aud", &client, &from);
            configuration.skip(
                &from,
                "tokens for a client carry its id, tokens for an API the audience of the API",
            );
        } else {
            configuration.take("aud", &client, &from);
            if is_guid(client.trim()) && !is_b2c {
                let uri = format!("api://{}", client.trim());
                configuration.take(
                    "aud",
                    &uri,
                    &format!("{from}, the default without an audience"),
                );
                configuration.skip(
                    &from,
                    "without an audience, version 2.0 tokens pass by the client ID only, version 1.0 tokens by `api://` and it",
                );
            }
        }
    }
    let is_said = configuration
        .taken
        .iter()
        .any(|taken| taken.expectation == "tolerance")
        || get(object, "clockskew").is_some()
        || get(object, "tokenvalidationparameters")
            .is_some_and(|(_, inner)| get(inner, "clockskew").is_some());
    if configuration.taken.len() > before && !is_said {
        configuration.take("tolerance", "300", "no ClockSkew: the default of .NET");
    }
}

fn is_off(object: Value, name: &str) -> bool {
    let inner = get(object, "tokenvalidationparameters").map(|found| found.1);
    [Some(object), inner]
        .into_iter()
        .flatten()
        .any(|object| get(object, name).is_some_and(|(_, value)| value.as_bool() == Some(false)))
}

fn parameters_say(object: Value, what: &str) -> bool {
    get(object, &format!("valid{what}")).is_some()
        || get(object, &format!("valid{what}s")).is_some()
}

fn parameters(configuration: &mut Configuration, object: Value, path: &str) {
    for member in object.members() {
        let from = below(path, member.name());
        let value = member.value();
        match member.name().to_ascii_lowercase().as_str() {
            "validaudience" | "validaudiences" => configuration.take_all("aud", value, &from),
            "validissuer" | "validissuers" => configuration.take_all("iss", value, &from),
            "validalgorithms" => configuration.take_all("alg", value, &from),
            "clockskew" => clock_skew(configuration, value, &from),
            "validtypes" => configuration.skip(&from, "choose the kind of token instead"),
            name if name.starts_with("validate") || name.starts_with("require") => {
                if value.as_bool() == Some(false) {
                    configuration.skip(&from, "a check is switched off, which cannot be said here");
                }
            }
            name if OTHER.iter().any(|other| other.eq_ignore_ascii_case(name)) => {}
            _ => configuration.skip_unknown(&from),
        }
    }
}

fn issuer(
    configuration: &mut Configuration,
    instance: Option<(String, String)>,
    tenant: Option<(String, String)>,
    authority: Option<(String, String)>,
    is_said: bool,
) {
    // The issuer of the metadata is taken besides those that are listed.
    if let Some((from, url)) = authority {
        return configuration.take_authority(&url, &from);
    }
    let Some((from, tenant)) = tenant else {
        return;
    };
    let tenant = tenant.trim();
    if tenant.eq_ignore_ascii_case("consumers") {
        configuration.take("tid", CONSUMER_TENANT, &from);
    } else if TENANT_ALIASES.contains(&tenant) {
        configuration.leave_open("iss", "");
        configuration.leave_open("tid", "");
        configuration.skip(
            &from,
            "any tenant may sign in: nothing is expected of the issuer",
        );
    } else if configuration.take_tenant(tenant, &from) {
        // A listed issuer passes, whichever tenant it is of.
        if is_said {
            configuration.leave_open("tid", "");
        }
        let host = instance.as_ref().and_then(|(_, url)| {
            let host = url.trim().strip_prefix("https://")?;
            Some(host.split('/').next().unwrap_or_default())
        });
        let is_known =
            host.is_some_and(|host| crate::spec::microsoft::cloud_of_login_host(host).is_some());
        match host {
            Some(host) if is_known => {
                let from = match &instance {
                    Some((other, _)) if *other != from => format!("{other} and {from}"),
                    _ => from,
                };
                for issuer in entra_issuers(host, tenant) {
                    configuration.take("iss", &issuer, &from);
                }
            }
            Some(_) if !is_said => {
                let from = instance.map_or(String::new(), |found| found.0);
                configuration.skip(&from, "the issuers of this host are not known here");
            }
            _ => {}
        }
    }
}

/// Scopes of which one is enough.
pub fn scopes(configuration: &mut Configuration, value: Value, from: &str) {
    let words = value.words();
    match words.as_slice() {
        [] => {}
        [one] => configuration.take("scopes", one, from),
        several => {
            for scope in several {
                configuration.offer("scopes", scope, from);
            }
            configuration.skip(
                from,
                "any one of these scopes is enough there; here all would be required",
            );
        }
    }
}

/// `hh:mm:ss`, perhaps with days before and a fraction after.
fn clock_skew(configuration: &mut Configuration, value: Value, from: &str) {
    let text = value.to_text();
    let whole = text
        .rsplit_once(':')
        .map_or(text.as_ref(), |_| match text.rfind('.') {
            Some(dot) if text.rfind(':').is_some_and(|colon| dot > colon) => &text[..dot],
            _ => text,
        });
    let (days, clock) = whole.split_once('.').unwrap_or(("0", whole));
    let fields: Option<Vec<i64>> = clock.split(':').map(|field| field.parse().ok()).collect();
    let seconds = match (days.parse::<i64>(), fields.as_deref()) {
        (Ok(days @ 0..=1000), Some([hours @ 0..=23, minutes @ 0..=59, seconds @ 0..=59])) => {
            Some(days * 86_400 + hours * 3600 + minutes * 60 + seconds)
        }
        (Ok(0), Some([hours @ 0..=23, minutes @ 0..=59])) => Some(hours * 3600 + minutes * 60),
        (Ok(0), Some([0])) => Some(0),
        _ if text.contains("TimeSpan.Zero") => Some(0),
        _ => [("Seconds(", 1), ("Minutes(", 60)]
            .iter()
            .find_map(|(call, factor)| {
                let number = text.split_once(call)?.1.split(')').next()?;
                Some(i64::from(number.trim().parse::<u16>().ok()?) * factor)
            }),
    };
    match seconds {
        Some(seconds) => configuration.take("tolerance", &seconds.to_string(), from),
        None => configuration.skip(from, "a time such as 00:05:00 was expected here"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check, read};

    const SOURCE: Source = Source::AppSettings;

    #[test]
    fn microsoft_identity_web() {
        check(
            r#"{ "Logging": {}, // comment
              "AzureAd": {
                "Instance": "https://login.microsoftonline.com/",
                "TenantId": "aaaabbbb-0000-cccc-1111-dddd2222eeee",
                "ClientId": "11112222-bbbb-3333-cccc-4444dddd5555",
                "ClientSecret": "very-secret",
                "Scopes": "Orders.Read",
                "AllowWebApiToBeAuthorizedByACL": true,
                "Sparkle": 1,
              } }"#,
            SOURCE,
            &[
                "scopes=Orders.Read < AzureAd:Scopes",
                "acl=true < AzureAd:AllowWebApiToBeAuthorizedByACL",
                "tid=aaaabbbb-0000-cccc-1111-dddd2222eeee < AzureAd:TenantId",
                "iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0 < AzureAd:Instance and AzureAd:TenantId",
                "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < AzureAd:Instance and AzureAd:TenantId",
                "aud=11112222-bbbb-3333-cccc-4444dddd5555 < AzureAd:ClientId",
                "aud=api://11112222-bbbb-3333-cccc-4444dddd5555 < AzureAd:ClientId, the default without an audience",
                "tolerance=300 < no ClockSkew: the default of .NET",
                "! AzureAd:Sparkle",
                "! AzureAd:ClientId",
            ],
        );
    }

    #[test]
    fn a_section_on_its_own() {
        check(
            r#""AzureAd": { "Instance": "https://login.microsoftonline.us/", "TenantId": "common",
                "ClientId": "<client-id>", "Audiences": ["a", "b"], "Scopes": "A B" },"#,
            SOURCE,
            &[
                "+ scopes=A < AzureAd:Scopes",
                "+ scopes=B < AzureAd:Scopes",
                "! AzureAd:Audiences",
                "! AzureAd:Scopes",
                "! AzureAd:TenantId",
                "! AzureAd:ClientId",
            ],
        );
    }

    #[test]
    fn jwt_bearer() {
        check(
            r#"{"Authentication":{"Schemes":{"Bearer":{
                "Authority":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee",
                "ValidAudiences":["api://orders"],
                "TokenValidationParameters":{"ClockSkew":"00:01:30","ValidAlgorithms":["RS256"],"ValidateLifetime":false}}}}}"#,
            SOURCE,
            &[
                "aud=api://orders < Authentication:Schemes:Bearer:ValidAudiences",
                "tolerance=90 < Authentication:Schemes:Bearer:TokenValidationParameters:ClockSkew",
                "alg=RS256 < Authentication:Schemes:Bearer:TokenValidationParameters:ValidAlgorithms",
                "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < Authentication:Schemes:Bearer:Authority",
                "! Authentication:Schemes:Bearer:TokenValidationParameters:ValidateLifetime",
            ],
        );
        check(
            r#"{"JwtBearer":{"Authority":"https://contoso.eu.auth0.com/","Audience":"https://orders","ClockSkew":"soon"}}"#,
            SOURCE,
            &[
                "aud=https://orders < JwtBearer:Audience",
                "iss=https://contoso.eu.auth0.com/ < JwtBearer:Authority",
                "! JwtBearer:ClockSkew",
            ],
        );
        check(
            r#"{"Jwt":{"Authority":"http://localhost:8080/realms/a","ValidIssuers":["https://b"],"ValidAudience":"c","ClockSkew":"00:00:00"}}"#,
            SOURCE,
            &[
                "iss=https://b < Jwt:ValidIssuers",
                "aud=c < Jwt:ValidAudience",
                "tolerance=0 < Jwt:ClockSkew",
                "iss=http://localhost:8080/realms/a < Jwt:Authority",
            ],
        );
    }

    #[test]
    fn sections_of_other_names() {
        check(
            r#"{"Security":{"Authority":"https://id.example/a","ValidIssuers":[],"ApiName":"orders"},
                "Auth0":{"Domain":"contoso.eu.auth0.com","Audience":"https://orders"},
                "KeyVaultAuth":{"TenantId":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ClientId":"c"},
                "auth":{"clientId":"c","authority":"https://login.microsoftonline.com/common"}}"#,
            SOURCE,
            &[
                "aud=orders < Security:ApiName",
                "iss=https://id.example/a < Security:Authority",
                "tolerance=300 < no ClockSkew: the default of .NET",
                "aud=https://orders < Auth0:Audience",
                "iss=https://contoso.eu.auth0.com/ < Auth0:Domain",
                "! Auth0",
            ],
        );
        check(
            r#"{"Keycloak":{"Authority":"https://id.example/realms/a","ClientId":"web","Scope":"openid"}}"#,
            SOURCE,
            &[
                "iss=https://id.example/realms/a < Keycloak:Authority",
                "tolerance=300 < no ClockSkew: the default of .NET",
                "+ aud=web < Keycloak:ClientId",
                "! Keycloak:Scope",
                "! Keycloak:ClientId",
            ],
        );
    }

    #[test]
    fn an_authority_of_entra_stands_for_both_versions() {
        check(
            r#"{"AzureAd":{"Authority":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","Audience":"a"}}"#,
            SOURCE,
            &[
                "aud=a < AzureAd:Audience",
                "tid=aaaabbbb-0000-cccc-1111-dddd2222eeee < AzureAd:Authority",
                "iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0 < AzureAd:Authority",
                "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < AzureAd:Authority",
                "tolerance=300 < no ClockSkew: the default of .NET",
            ],
        );
    }

    #[test]
    fn listed_issuers_pass_beside_that_of_the_tenant() {
        let of = |tenant: &str, issuers: &str| {
            format!(
                r#"{{"AzureAd":{{"Instance":"https://login.microsoftonline.com/","TenantId":"{tenant}","Audience":"a","TokenValidationParameters":{{{issuers}}}}}}}"#
            )
        };
        const TENANT: &str = "AAAABBBB-0000-cccc-1111-dddd2222eeee";
        const V1: &str = "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < AzureAd:Instance and AzureAd:TenantId";
        const V2: &str = "iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0 < AzureAd:Instance and AzureAd:TenantId";
        let tid = format!("tid={TENANT} < AzureAd:TenantId");
        const AUD: &str = "aud=a < AzureAd:Audience";
        const SKEW: &str = "tolerance=300 < no ClockSkew: the default of .NET";
        const LISTED: &str = "AzureAd:TokenValidationParameters:ValidIssuers";
        let (on_offer, listed, left) = (
            format!("+ {tid}"),
            format!("iss=https://b/ < {LISTED}"),
            format!("! {LISTED}"),
        );
        check(&of(TENANT, ""), SOURCE, &[AUD, &tid, V2, V1, SKEW]);
        check(
            &of(TENANT, r#""ValidIssuers":["https://b/"]"#),
            SOURCE,
            &[AUD, &listed, V2, V1, SKEW, &on_offer],
        );
        check(
            &of(TENANT, r#""ValidIssuers":["https://b/{tenantid}/"]"#),
            SOURCE,
            &[
                AUD,
                SKEW,
                &on_offer,
                &format!("+ {V2}"),
                &format!("+ {V1}"),
                &left,
            ],
        );
        check(
            &of("common", r#""ValidIssuers":["https://b/"]"#),
            SOURCE,
            &[AUD, SKEW, &format!("+ {listed}"), "! AzureAd:TenantId"],
        );
    }

    #[test]
    fn of_two_sections_a_token_has_to_fit_one() {
        check(
            r#"{"AzureAd":{"Authority":"https://login.microsoftonline.com/common","Audience":"a","Scopes":"A"},
                "AzureAdB2C":{"Instance":"https://contoso.b2clogin.com/","ClientId":"b","SignUpSignInPolicyId":"B2C_1_a"},
                "Jwt":{"Issuer":"https://c","Audience":"c"}}"#,
            SOURCE,
            &[
                "aud=a < AzureAd:Audience",
                "tolerance=300 < no ClockSkew: the default of .NET",
                "aud=b < AzureAdB2C:ClientId",
                "aud=c < Jwt:Audience",
                "+ scopes=A < AzureAd:Scopes",
                "+ iss=https://c < Jwt:Issuer",
                "! AzureAd:Authority",
                "! AzureAdB2C",
                "! AzureAdB2C:SignUpSignInPolicyId",
                "! Jwt",
            ],
        );
    }

    #[test]
    fn initializers() {
        check(
            "options.TokenValidationParameters = new TokenValidationParameters\n{\n  ValidIssuer = \"https://a\", // ours\n  ValidAudience = config[\"Jwt:Audience\"],\n  ClockSkew = TimeSpan.Zero,\n  IssuerSigningKey = new SymmetricSecurityKey(Bytes(\"hidden\")) };",
            SOURCE,
            &[
                "iss=https://a < ValidIssuer",
                "tolerance=0 < ClockSkew",
                "! ValidAudience",
            ],
        );
        check(
            "new TokenValidationParameters {\n  ValidAudiences = new[] { \"a\", \"b\" },\n  ValidIssuers = new List<string>() { \"https://a\" },\n  ClockSkew = TimeSpan.FromMinutes(1) };",
            SOURCE,
            &[
                "aud=a < ValidAudiences",
                "aud=b < ValidAudiences",
                "iss=https://a < ValidIssuers",
                "tolerance=60 < ClockSkew",
            ],
        );
    }

    #[test]
    fn a_section_of_ones_own() {
        check(
            r#"{"Jwt":{"Key":"hidden","Issuer":"https://id.contoso.example","Audience":"orders"}}"#,
            SOURCE,
            &[
                "iss=https://id.contoso.example < Jwt:Issuer",
                "aud=orders < Jwt:Audience",
                "tolerance=300 < no ClockSkew: the default of .NET",
            ],
        );
    }

    #[test]
    fn settings_by_their_whole_names() {
        let expected = [
            "aud=a < AzureAd:ValidAudiences",
            "aud=b < AzureAd:ValidAudiences",
            "tolerance=300 < no ClockSkew: the default of .NET",
            "+ tid=aaaabbbb-0000-cccc-1111-dddd2222eeee < AzureAd:TenantId",
            "! AzureAd:ValidateIssuer",
        ];
        for text in [
            "export AzureAd__TenantId=aaaabbbb-0000-cccc-1111-dddd2222eeee\nAzureAd__ClientSecret=hidden\nAzureAd__ValidAudiences__0='a'\nAzureAd__ValidAudiences__1=b\nAzureAd__ValidateIssuer=False\nPATH=/bin",
            r#"{"AzureAd:TenantId":"aaaabbbb-0000-cccc-1111-dddd2222eeee","AzureAd:ClientSecret":"hidden","AzureAd:ValidAudiences:0":"a","AzureAd:ValidAudiences:1":"b","AzureAd:ValidateIssuer":false}"#,
            "services:\n  api:\n    environment:\n      - AzureAd__TenantId=aaaabbbb-0000-cccc-1111-dddd2222eeee\n      - AzureAd__ValidAudiences__0=a\n      - \"AzureAd__ValidAudiences__1=b\"\n      - AzureAd__ValidateIssuer=false\n",
            "AzureAd:TenantId = aaaabbbb-0000-cccc-1111-dddd2222eeee\nAzureAd:ClientSecret = hidden\nAzureAd:ValidAudiences:0 = a\nAzureAd:ValidAudiences:1 = b\nAzureAd:ValidateIssuer = False\n",
            "env:\n- name: AzureAd__TenantId\n  value: aaaabbbb-0000-cccc-1111-dddd2222eeee\n- name: AzureAd__ValidAudiences__0\n  value: \"a\"\n- name: AzureAd__ValidAudiences__1\n  value: b\n- name: AzureAd__ValidateIssuer\n  value: \"false\"\n",
            r#"[{"name":"AzureAd__TenantId","value":"aaaabbbb-0000-cccc-1111-dddd2222eeee","slotSetting":false},{"name":"AzureAd__ValidAudiences__0","value":"a"},
                {"name":"AzureAd__ValidAudiences__1","value":"b"},{"name":"AzureAd__ValidateIssuer","value":"false"}]"#,
        ] {
            check(text, SOURCE, &expected);
        }
    }

    #[test]
    fn user_flows() {
        check(
            r#"{"AzureAdB2C":{"Instance":"https://contoso.b2clogin.com/","TenantId":"aaaabbbb-0000-cccc-1111-dddd2222eeee",
                "ClientId":"11112222-bbbb-3333-cccc-4444dddd5555","Audience":null,"SignUpSignInPolicyId":"B2C_1_a"}}"#,
            SOURCE,
            &[
                "aud=11112222-bbbb-3333-cccc-4444dddd5555 < AzureAdB2C:ClientId",
                "tolerance=300 < no ClockSkew: the default of .NET",
                "! AzureAdB2C:SignUpSignInPolicyId",
            ],
        );
    }

    #[test]
    fn secrets_stay_where_they_are() {
        let read = read(
            r#"{"AzureAd":{"TenantId":"x.example","ClientSecret":"hidden~1","ClientId":"c"}}"#,
        )
        .unwrap();
        assert!(!format!("{read:?}").contains("hidden"));
    }
}

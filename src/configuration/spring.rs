//! Spring: `application.properties`, or the part of YAML that `application.yml` is written in.

use super::{Configuration, Source, below};
use crate::token::json::{Kind, Value};

/// Reads properties or YAML.
pub fn read(text: &str) -> Option<Configuration> {
    from_settings(&settings(text))
}

/// Reads the same settings from JSON, `application.json`.
pub fn read_object(object: Value) -> Option<Configuration> {
    let mut found = Vec::new();
    let mut open = vec![(object, String::new(), 0)];
    while let Some((object, path, depth)) = open.pop() {
        for member in object.members() {
            let name = if path.is_empty() {
                member.name().to_owned()
            } else {
                format!("{path}.{}", member.name())
            };
            match member.value().kind() {
                Kind::Object if depth < 8 && name.len() < 200 => {
                    open.push((member.value(), name, depth + 1))
                }
                Kind::Object => {}
                _ => found.extend(
                    member
                        .value()
                        .strings()
                        .map(|text| (name.clone(), text.to_owned())),
                ),
            }
        }
    }
    from_settings(&found)
}

/// Reads settings by their dotted names, or as the environment has them: `SPRING_SECURITY_…`.
pub fn from_settings(settings: &[(String, String)]) -> Option<Configuration> {
    let mut configuration = Configuration::new(Source::Spring);
    let mut found = false;
    let mut issuer_said = false;
    let mut keys = None;
    for (name, value) in settings {
        let name = name.as_str();
        // Lists are written as `audiences[0]` too, names in camel case, with hyphens, or with nothing but underscores.
        let plain = name.replace(['-', '_', '.'], "").to_ascii_lowercase();
        let is_index = |c: char| c.is_ascii_digit() || matches!(c, '[' | ']');
        let plain = plain.trim_end_matches(is_index);
        let Some(setting) = [
            "springsecurityoauth2resourceserver",
            "springcloudazureactivedirectory",
            "azureactivedirectory",
            "oktaoauth2",
        ]
        .iter()
        // In a file for containers they stand below others.
        .find_map(|prefix| Some(plain.split_once(prefix)?.1)) else {
            continue;
        };
        found = true;
        if value.starts_with(['>', '|', '*', '&', '!']) {
            configuration.skip(name, "this form of YAML is not read here");
            continue;
        }
        match setting {
            "jwtissueruri" | "issuer" => {
                if issuer_said {
                    configuration.skip(
                        name,
                        "it is said more than once: which one counts depends on the profile, here either passes",
                    );
                }
                issuer_said = true;
                configuration.take("iss", value, name);
            }
            "jwtaudiences" | "appiduri" | "b2cappiduri" | "audience" => {
                for audience in value.split(',') {
                    configuration.take("aud", audience, name);
                }
            }
            "clientid" if plain.contains("oktaoauth2") => {}
            "credentialclientid" | "clientid" | "b2ccredentialclientid" => {
                configuration.take("aud", value, name)
            }
            "profiletenantid" | "tenantid" => {
                configuration.take_tenant(value, name);
            }
            "jwtjwsalgorithms" | "jwtjwsalgorithm" => {
                for algorithm in value.split(',') {
                    configuration.take("alg", algorithm, name);
                }
            }
            "jwtjwkseturi" | "jwtpublickeylocation" => keys = Some(name),
            "enabled"
            | "credentialclientsecret"
            | "clientsecret"
            | "b2ccredentialclientsecret"
            | "b2cenabled"
            | "jwtauthorityprefix"
            | "jwtauthoritiesclaimname"
            | "jwtauthoritiesclaimdelimiter"
            | "jwtprincipalclaimname" => {}
            "opaquetokenintrospectionuri" => configuration.skip(
                name,
                "the issuer is asked about each token, nothing in it is checked here",
            ),
            setting if setting.starts_with("opaquetoken") => {}
            _ => configuration.skip_unknown(name),
        }
    }
    if !found {
        return None;
    }
    if let Some(name) = keys.filter(|_| !issuer_said) {
        configuration.skip(
            name,
            "it says which keys count: nothing is expected of the issuer",
        );
    }
    if !configuration.taken.is_empty() {
        configuration.take(
            "tolerance",
            "60",
            "no setting: the default of Spring Security",
        );
    }
    Some(configuration)
}

/// The settings of a text, in order: dotted name and value. A list gives its name again for each value.
pub fn settings(text: &str) -> Vec<(String, String)> {
    let mut settings = Vec::new();
    // The open keys of YAML, each with its indentation.
    let mut keys: Vec<(usize, String)> = Vec::new();
    let mut named: Option<String> = None;
    // A line of properties goes on behind a backslash at its end, and a colon in it may be escaped.
    let text = text
        .replace("\r\n", "\n")
        .replace("\\\n", "")
        .replace("\\:", ":");
    for line in text.lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() || content.starts_with(['#', '!']) || content.starts_with("---") {
            continue;
        }
        let is_item = content.starts_with("- ");
        keys.retain(|(at, _)| *at < indent || is_item && *at == indent);
        let path = |name: &str| -> String {
            let mut path: Vec<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
            if !name.is_empty() {
                path.push(name);
            }
            path.join(".")
        };
        if let Some(item) = content.strip_prefix("- ") {
            // Environment variables: `- NAME=value`, or each half on a line of its own.
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
            let plain = scalar(item);
            named = item.strip_prefix("name:").map(scalar);
            match plain
                .split_once('=')
                .filter(|(name, _)| name.bytes().all(is_part))
            {
                Some((name, value)) => settings.push((name.to_owned(), scalar(value))),
                None => settings.push((path(""), plain)),
            }
            continue;
        }
        // Texts of code: `"name=value",`.
        let whole = content.trim_end_matches([',', ' ']);
        let whole = whole
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let content = whole.filter(|text| !text.contains('"')).unwrap_or(content);
        // `dotnet user-secrets list` writes `Section:Name = value`.
        let split = content
            .find(" = ")
            .map(|at| at + 1)
            .or_else(|| content.find(['=', ':']));
        let split = split.unwrap_or(content.len());
        // `key: value` of YAML, `key=value` or `key: value` of properties.
        let (name, rest) = content.split_at(split);
        let name = name.trim().trim_matches(['"', '\'']);
        let value = rest.get(1..).unwrap_or_default();
        if rest.is_empty() || name.is_empty() || name.len() > 200 {
            continue;
        }
        let value = value.trim();
        if name == "value"
            && let Some(name) = named.take()
        {
            settings.push((name, scalar(value)));
            continue;
        }
        if value.is_empty() || value.starts_with('#') {
            // Deeper than any setting that is known here.
            if keys.len() < 16 {
                keys.push((indent, below("", name)));
            }
        } else if let Some(items) = value
            .strip_prefix('[')
            .and_then(|list| list.split(']').next())
        {
            for item in items.split(',').filter(|item| !item.trim().is_empty()) {
                settings.push((path(name), scalar(item)));
            }
        } else {
            settings.push((path(name), scalar(value)));
        }
    }
    settings
}

/// A value without its quotes or the comment behind it.
fn scalar(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.split(quote).next().unwrap_or_default().to_owned();
        }
    }
    text.split(" #")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check};

    #[test]
    fn yaml() {
        check(
            "server:\n  port: 8080\nspring:\n  security:\n    oauth2:\n      resourceserver:\n        jwt: # here\n          issuer-uri: https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\n          jwk-set-uri: https://x\n          audiences:\n            - \"api://orders\" # ours\n            - ${API_ID}\n          jws-algorithms: [RS256, ES256]\n          sparkle: 1\n",
            Source::Spring,
            &[
                "iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ < spring.security.oauth2.resourceserver.jwt.issuer-uri",
                "alg=RS256 < spring.security.oauth2.resourceserver.jwt.jws-algorithms",
                "alg=ES256 < spring.security.oauth2.resourceserver.jwt.jws-algorithms",
                "tolerance=60 < no setting: the default of Spring Security",
                "+ aud=api://orders < spring.security.oauth2.resourceserver.jwt.audiences",
                "! spring.security.oauth2.resourceserver.jwt.audiences",
                "! spring.security.oauth2.resourceserver.jwt.sparkle",
            ],
        );
    }

    #[test]
    fn properties() {
        check(
            "# c\nspring.security.oauth2.resourceserver.jwt.audiences=a,b\nspring.cloud.azure.active-directory.profile.tenant-id=common\nspring.cloud.azure.active-directory.credential.client-secret=hidden\nspring.cloud.azure.active-directory.app-id-uri = api://orders\n",
            Source::Spring,
            &[
                "aud=a < spring.security.oauth2.resourceserver.jwt.audiences",
                "aud=b < spring.security.oauth2.resourceserver.jwt.audiences",
                "aud=api://orders < spring.cloud.azure.active-directory.app-id-uri",
                "tolerance=60 < no setting: the default of Spring Security",
                "! spring.cloud.azure.active-directory.profile.tenant-id",
            ],
        );
    }

    #[test]
    fn names_in_the_environment_and_escapes() {
        check(
            "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES_0_=a\nspring.security.oauth2.resourceserver.jwt.audiences=b,\\\n  c\nspring.security.oauth2.resourceserver.jwt.issuer-uri=https\\://id.example/a\n",
            Source::Spring,
            &[
                "aud=a < SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES_0_",
                "aud=b < spring.security.oauth2.resourceserver.jwt.audiences",
                "aud=c < spring.security.oauth2.resourceserver.jwt.audiences",
                "iss=https://id.example/a < spring.security.oauth2.resourceserver.jwt.issuer-uri",
                "tolerance=60 < no setting: the default of Spring Security",
            ],
        );
        check(
            "spring.security.oauth2.resourceserver.jwt:\n  audiences: >-\n    a\n",
            Source::Spring,
            &["! spring.security.oauth2.resourceserver.jwt.audiences"],
        );
    }

    #[test]
    fn dotted_keys_and_nesting_mix() {
        check(
            "spring.security.oauth2:\n  resourceserver.jwt:\n    audiences: 'a,b'\n",
            Source::Spring,
            &[
                "aud=a < spring.security.oauth2.resourceserver.jwt.audiences",
                "aud=b < spring.security.oauth2.resourceserver.jwt.audiences",
                "tolerance=60 < no setting: the default of Spring Security",
            ],
        );
    }

    #[test]
    fn starters_and_profiles() {
        check(
            "okta:\n  oauth2:\n    issuer: https://id.example/oauth2/default\n    client-id: web\n    audience: api://default\n---\nokta.oauth2.issuer: https://id.example/oauth2/prod\n",
            Source::Spring,
            &[
                "iss=https://id.example/oauth2/default < okta.oauth2.issuer",
                "aud=api://default < okta.oauth2.audience",
                "iss=https://id.example/oauth2/prod < okta.oauth2.issuer",
                "tolerance=60 < no setting: the default of Spring Security",
                "! okta.oauth2.issuer",
            ],
        );
        check(
            "spring.security.oauth2.resourceserver.jwt.jwk-set-uri: https://id.example/keys\n",
            Source::Spring,
            &["! spring.security.oauth2.resourceserver.jwt.jwk-set-uri"],
        );
        check(
            "spring.security.oauth2.resourceserver.opaquetoken.introspection-uri=https://id.example/i\nspring.security.oauth2.resourceserver.opaquetoken.client-secret=hidden\n",
            Source::Spring,
            &["! spring.security.oauth2.resourceserver.opaquetoken.introspection-uri"],
        );
    }

    #[test]
    fn texts_of_code() {
        check(
            "@SpringBootTest(properties = {\n  \"spring.security.oauth2.resourceserver.jwt.issuer-uri=https://id.example/\",\n  \"okta.oauth2.audience=a\"\n})",
            Source::Spring,
            &[
                "iss=https://id.example/ < spring.security.oauth2.resourceserver.jwt.issuer-uri",
                "aud=a < okta.oauth2.audience",
                "tolerance=60 < no setting: the default of Spring Security",
            ],
        );
    }

    #[test]
    fn environments_of_containers() {
        check(
            "services:\n  api:\n    ports:\n      - 8880:80\n    environment:\n      SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI: http://auth:8081\n",
            Source::Spring,
            &[
                "iss=http://auth:8081 < services.api.environment.SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI",
                "tolerance=60 < no setting: the default of Spring Security",
            ],
        );
    }
}

//! Options of validators for JavaScript and Python, as far as they are JSON: `jose`, `jsonwebtoken`, `express-jwt`,
//! `express-oauth2-jwt-bearer`, PyJWT, python-jose, `passport-azure-ad`.

use super::{Configuration, Source, below};
use crate::token::json::{Kind, Value};

/// Settings of these libraries that say nothing about what a token has to carry.
const OTHER: &[&str] = &[
    "secret",
    "secretOrKey",
    "secretOrPublicKey",
    "secretOrKeyProvider",
    "jwtFromRequest",
    "key",
    "jwksUri",
    "cache",
    "rateLimit",
    "jwksRequestsPerMinute",
    "credentialsRequired",
    "requestProperty",
    "getToken",
    "complete",
    "loggingLevel",
    "passReqToCallback",
    "loggingNoPII",
    "clientID",
    "isB2C",
    "policyName",
    "cacheMaxAge",
    "timeoutDuration",
];

/// Reads an options object.
pub fn read(object: Value) -> Option<Configuration> {
    const SIGNS: &[&str] = &[
        "audience",
        "issuer",
        "algorithms",
        "issuerBaseURL",
        "clockTolerance",
        "leeway",
        "maxTokenAge",
        "requiredClaims",
        "identityMetadata",
        "allowedAud",
        "allowedIss",
    ];
    if !SIGNS.iter().any(|sign| object.get(sign).is_some()) {
        return None;
    }
    let mut configuration = Configuration::new(Source::ValidatorOptions);
    members(&mut configuration, object, "");
    Some(configuration)
}

fn members(configuration: &mut Configuration, object: Value, path: &str) {
    let is_passport = object.get("identityMetadata").is_some();
    for member in object.members() {
        let from = below(path, member.name());
        let value = member.value();
        match member.name() {
            "audience" | "audiences" | "allowedAud" => configuration.take_all("aud", value, &from),
            "issuer" | "issuers" | "allowedIss" => configuration.take_all("iss", value, &from),
            // The issuer that is named counts, not that of the metadata.
            "issuerBaseURL" | "identityMetadata"
                if object
                    .get("issuer")
                    .is_some_and(|issuer| issuer.kind() != Kind::Null) => {}
            "issuerBaseURL" | "identityMetadata" => match value.as_str() {
                Some(url) => configuration.take_authority(url, &from),
                None => configuration.skip(&from, "text was expected here"),
            },
            // What `passport-azure-ad` expects by default.
            "clientID" if object.get("audience").is_none() => {
                configuration.take_all("aud", value, &from);
                if let Some(client) = value.as_str().filter(|_| is_passport) {
                    configuration.take("aud", &format!("spn:{client}"), &from);
                }
            }
            "scope" if is_passport => super::appsettings::scopes(configuration, value, &from),
            "subject" => configuration.take_all("sub", value, &from),
            "nonce" => configuration.take_all("nonce", value, &from),
            "algorithms" | "tokenSigningAlg" => configuration.take_all("alg", value, &from),
            "clockTolerance"
                if object
                    .get("allowedAud")
                    .or(object.get("allowedIss"))
                    .is_some() =>
            {
                configuration.skip(&from, "it counts in milliseconds");
            }
            "clockTolerance" | "leeway" | "clockSkew" => tolerance(configuration, value, &from),
            "requiredClaims" | "require" => configuration.take_all("require", value, &from),
            "azp" | "authorizedParty" | "authorizedParties" => {
                configuration.take_all("client", value, &from)
            }
            "scope" | "scopes" | "requiredScopes" => {
                for scope in value.words() {
                    configuration.take("scopes", scope, &from);
                }
            }
            "options" if path.is_empty() && value.kind() == Kind::Object => {
                members(configuration, value, &from);
            }
            "maxTokenAge" | "maxAge" => configuration.skip(
                &from,
                "it counts from `iat`; the maximum age here counts from the sign-in",
            ),
            "typ" => configuration.skip(&from, "choose the kind of token instead"),
            "ignoreExpiration" | "ignoreNotBefore" => {
                if value.as_bool() != Some(false) {
                    configuration.skip(&from, "a check is switched off, which cannot be said here");
                }
            }
            name if name.starts_with("verify_") || name == "validateIssuer" => {
                if value.as_bool() == Some(false) {
                    match name {
                        "verify_aud" => configuration.leave_open("aud", ""),
                        "verify_iss" | "validateIssuer" => configuration.leave_open("iss", ""),
                        _ => {}
                    }
                    configuration.skip(&from, "a check is switched off, which cannot be said here");
                }
            }
            name if OTHER.contains(&name) => {}
            // An argument by its position.
            name if value
                .as_str()
                .is_some_and(|text| text == format!("${{{name}}}")) => {}
            _ => configuration.skip_unknown(&from),
        }
    }
}

/// Seconds, or a number and a unit as `jose` takes them.
fn tolerance(configuration: &mut Configuration, value: Value, from: &str) {
    let Some(text) = value.as_str() else {
        return configuration.take_seconds("tolerance", value, from);
    };
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3600),
        _ => None,
    };
    let seconds = number
        .parse::<i64>()
        .ok()
        .zip(factor)
        .and_then(|(number, factor)| number.checked_mul(factor));
    match seconds {
        Some(seconds) => configuration.take("tolerance", &seconds.to_string(), from),
        None => configuration.skip(from, "a number of seconds was expected here"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, fixture::check};

    #[test]
    fn jose() {
        check(
            "{ audience: 'api://orders', issuer: ['https://a', 'https://b'], algorithms: ['RS256'],\n  clockTolerance: '5 minutes', maxTokenAge: '1h', requiredClaims: ['oid'], typ: 'at+jwt', }",
            Source::ValidatorOptions,
            &[
                "aud=api://orders < audience",
                "iss=https://a < issuer",
                "iss=https://b < issuer",
                "alg=RS256 < algorithms",
                "tolerance=300 < clockTolerance",
                "require=oid < requiredClaims",
                "! maxTokenAge",
                "! typ",
            ],
        );
    }

    #[test]
    fn the_issuer_of_a_bare_domain_may_end_with_a_slash() {
        check(
            "auth({ issuerBaseURL: 'https://contoso.eu.auth0.com', audience: 'orders' })",
            Source::ValidatorOptions,
            &[
                "iss=https://contoso.eu.auth0.com < issuerBaseURL",
                "iss=https://contoso.eu.auth0.com/ < issuerBaseURL",
                "aud=orders < audience",
            ],
        );
    }

    #[test]
    fn passport() {
        check(
            "{ identityMetadata: 'https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/.well-known/openid-configuration', clientID: 'a' }",
            Source::ValidatorOptions,
            &[
                "iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0 < identityMetadata",
                "aud=a < clientID",
                "aud=spn:a < clientID",
            ],
        );
        check(
            "{ identityMetadata: 'https://id.example/', issuer: 'https://a', validateIssuer: false, audience: 'b', scope: ['A', 'B'] }",
            Source::ValidatorOptions,
            &[
                "aud=b < audience",
                "+ scopes=A < scope",
                "+ scopes=B < scope",
                "+ iss=https://a < issuer",
                "! validateIssuer",
                "! scope",
            ],
        );
        check(
            "{ identityMetadata: 'https://id.example/v2.0/.well-known/openid-configuration/', issuer: 'https://a', audience: 'b' }",
            Source::ValidatorOptions,
            &["iss=https://a < issuer", "aud=b < audience"],
        );
    }

    #[test]
    fn what_only_the_program_knows() {
        check(
            "app.use(jwt({\n  secret: jwks.expressJwtSecret({ cache: true, jwksUri: `https://${D}/jwks.json` }) as Key,\n  audience: process.env.AUDIENCE || 'x',\n  issuer, clockTolerance: 60 * 5,\n  algorithms: ['RS256', ALG],\n  getToken(req) { return req.x; },\n}));\napp.get('/', (q, r) => { r.send({ ok: true }); });",
            Source::ValidatorOptions,
            &[
                "+ alg=RS256 < algorithms",
                "! audience",
                "! issuer",
                "! clockTolerance",
                "! algorithms",
            ],
        );
        check(
            "jwt.decode(token, key.key, \"hidden\", algorithms=[\"RS256\"], audience=settings.audience,\n    issuer=\"https://a\", options={\"require\": [\"exp\"]}, # ours\n)",
            Source::ValidatorOptions,
            &[
                "alg=RS256 < algorithms",
                "iss=https://a < issuer",
                "require=exp < options:require",
                "! audience",
            ],
        );
    }

    #[test]
    fn fast_jwt() {
        check(
            "app.register(jwt, { secret: { public: key }, sign: { iss: 'a' }, verify: { allowedIss: ['https://a'], allowedAud: 'orders', clockTolerance: 5000 } })",
            Source::ValidatorOptions,
            &[
                "iss=https://a < allowedIss",
                "aud=orders < allowedAud",
                "! clockTolerance",
            ],
        );
    }

    #[test]
    fn in_a_line_of_code() {
        check(
            "const { payload } = await jwtVerify(jwt, KEYS, {\n  issuer: `https://a`, // ours\n  audience: 'orders',\n});",
            Source::ValidatorOptions,
            &["iss=https://a < issuer", "aud=orders < audience"],
        );
    }

    #[test]
    fn python() {
        check(
            "{'audience': 'orders', 'leeway': 10, 'options': {'require': ['exp', 'iss'], 'verify_aud': False}, 'x': None}",
            Source::ValidatorOptions,
            &[
                "tolerance=10 < leeway",
                "require=exp < options:require",
                "require=iss < options:require",
                "+ aud=orders < audience",
                "! options:verify_aud",
                "! x",
            ],
        );
    }
}

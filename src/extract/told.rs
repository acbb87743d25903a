//! What an error says was found in the token it refused, and what was expected instead.

use super::errors::FILLED;
use crate::place::Span;
use crate::time::{Timestamp, parse, rfc3339};

/// What an error tells about a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The claim.
    pub claim: &'static str,
    /// The values that the refused token had; none where it does not say.
    pub found: Vec<String>,
    /// The values that would have been accepted; none where it does not say.
    pub expected: Vec<String>,
}

/// How an error words it: its code, the claim, and what stands before the value found and the values expected. Moments
/// are told in UTC.
type Wording = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

#[rustfmt::skip]
static WORDINGS: &[Wording] = &[
    ("IDW10202", "roles", &[], &["contain roles "]),
    ("IDW10203", "scope", &[], &["contain scopes "]),
    ("IDX10205", "iss", &["Issuer: "], &["ValidIssuer: ", "ValidIssuers: "]),
    ("IDX10214", "aud", &["Audiences: "], &["ValidAudience: ", "ValidAudiences: "]),
    ("IDX10222", "nbf", &["ValidFrom (UTC): ", "ValidFrom: "], &[]),
    ("IDX10223", "exp", &["ValidTo (UTC): ", "ValidTo: "], &[]),
    ("IDX40001", "iss", &["Issuer: "], &[]),
    ("The audience '…' is invalid", "aud", &["The audience "], &[]),
    ("The issuer '…' is invalid", "iss", &["The issuer "], &[]),
    ("The token is not valid before", "nbf", &["valid before "], &[]),
    ("The token expired at", "exp", &["expired at "], &[]),
    ("jwt audience invalid", "aud", &[], &["expected: "]),
    ("jwt issuer invalid", "iss", &[], &["expected: "]),
    ("jwt expired", "exp", &["expired at ", " ago at "], &[]),
    ("The Token has expired on", "exp", &["expired on "], &[]),
    ("token is expired", "exp", &["Token Expiry: "], &[]),
    ("oidc: expected audience", "aud", &[" got "], &["expected audience "]),
    ("id token issued by a different provider", "iss", &[" got "], &["expected "]),
    ("Invalid issuer", "iss", &["received "], &["Expected "]),
    ("Invalid audience", "aud", &["received "], &["Expected "]),
    ("Invalid token issuer", "iss", &["but was "], &["Expected "]),
    ("Expected aud claim to be", "aud", &["but was: "], &["to be: "]),
    ("Expected iss claim to be", "iss", &["but was: "], &["to be: "]),
    ("aud mismatch", "aud", &[" got: "], &[", expected "]),
    ("unexpected iss value", "iss", &[" got: "], &[", expected "]),
    ("Audience (aud) claim mismatch", "aud", &["found ", "not one of "], &["expected "]),
    ("Issuer (iss) claim mismatch", "iss", &["found "], &["expected "]),
    ("The audience in ID Token", "aud", &["ID Token "], &[]),
    ("The issuer in ID Token", "iss", &["ID Token "], &["ones: ", "in config: "]),
    ("The audience claim value is invalid", "aud", &["is invalid "], &[]),
    ("The hostname component of the audience claim value is invalid", "aud", &["Actual "], &["Expected "]),
    ("contain an acceptable identifier", "aud", &[], &["Expected "]),
    ("JWT iss claim has value", "iss", &["has value "], &["must be "]),
    ("has invalid 'aud' (audience) claim", "aud", &[" got "], &["expected "]),
    ("The audience claim value is invalid for current resource", "aud", &["Audience claim is "], &[]),
    ("has incorrect aud (audience) claim", "aud", &[" got "], &["Expected "]),
    ("has incorrect iss (issuer) claim", "iss", &[" got "], &["Expected "]),
    ("ExpiredAuthenticationToken", "exp", &["expiry UTC time "], &[]),
    ("InvalidAuthenticationTokenAudience", "aud", &["resource "], &["audiences "]),
    ("InvalidAuthenticationTokenTenant", "iss", &["issuer "], &["match the tenant "]),
    ("AKV10022", "aud", &["found: "], &["Expected "]),
    ("AKV10032", "iss", &["found "], &["Expected one of "]),
    ("AADSTS50013", "aud", &["audience in the assertion was "], &["expected audience is ", "with App ID "]),
    ("AADSTS500131", "aud", &["audience in the assertion was "], &["expected audience is ", "with App ID "]),
    ("AADSTS500133", "exp", &["expiry time of assertion "], &[]),
    ("AADSTS50107", "iss", &["realm object "], &[]),
    ("AADSTS700024", "exp", &["expiry time of assertion "], &[]),
    ("AADSTS70021", "sub", &["Assertion Subject: "], &[]),
    ("AADSTS700211", "iss", &["issuer "], &[]),
    ("AADSTS700212", "aud", &["audience "], &[]),
    ("AADSTS700213", "sub", &["subject "], &[]),
    ("AADSTS7002137", "sub", &["subject "], &[]),
    ("AADSTS7002138", "sub", &["subject "], &[]),
    ("Token use not allowed", "token_use", &["not allowed: "], &["Expected: "]),
];

/// The longest value, in bytes.
const LONGEST: usize = 300;

/// How far an error's own words reach, in bytes: in JSON without line ends much else follows.
const REACH: usize = 1000;

/// What the text of an error tells, where it is one whose wording is known.
pub(super) fn told(code: &str, description: Option<Span>, text: &str) -> Option<Told> {
    let (_, claim, found, expected) = WORDINGS.iter().find(|wording| wording.0 == code)?;
    // Of the line: a description ends before what closes it.
    let line = text.get(description?.start..)?.lines().next()?;
    let text = line.get(..line.floor_char_boundary(REACH))?;
    let values = |words: &[&str]| {
        let mut values: Vec<String> = words
            .iter()
            .filter_map(|before| Some(text.split_once(before)?.1))
            .flat_map(|rest| match *claim {
                "exp" | "nbf" => moment(rest).map(rfc3339).into_iter().collect(),
                _ => values(rest),
            })
            .collect();
        values.dedup();
        values
    };
    let told = Told {
        claim,
        found: values(found),
        expected: values(expected),
    };
    (!told.found.is_empty() || !told.expected.is_empty()).then_some(told)
}

/// The scopes that a challenge asks for, as far as access tokens hold such.
pub(super) fn scopes(text: &str) -> Option<Told> {
    let is_asked_only = |scope: &str| {
        matches!(scope, "openid" | "profile" | "email" | "offline_access")
            || scope.ends_with("/.default")
    };
    let scopes = text.split_whitespace();
    let held = scopes.filter(|scope| !is_asked_only(scope));
    let expected: Vec<String> = held.map(str::to_owned).collect();
    (!expected.is_empty()).then(|| Told {
        claim: "scope",
        found: Vec::new(),
        expected,
    })
}

/// The moment at the start of a text: ISO 8601 in UTC, or as .NET writes it for no culture in particular.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim_start_matches(['\\', '\'', '"', FILLED]);
    if text.get(4..5) == Some("-") {
        let (date, rest) = text.split_at_checked(19)?;
        let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        let is_utc = ["Z", "+00:00", " +0000"]
            .iter()
            .any(|zone| rest.starts_with(zone));
        return is_utc.then(|| parse(&format!("{date}Z")))?;
    }
    let mut words = text.split([' ', '\'', '"', ',', '\u{202F}']);
    let mut date = words.next()?.splitn(3, '/');
    let (month, day, year) = (date.next()?, date.next()?, date.next()?);
    let (hour, rest) = words.next()?.split_once(':')?;
    let hour: u32 = hour.parse().ok()?;
    let hour = match words.next() {
        Some("AM") => hour % 12,
        Some("PM") => hour % 12 + 12,
        _ => hour,
    };
    parse(&format!("{year}-{month:0>2}-{day:0>2}T{hour:02}:{rest}Z"))
}

/// The values at the start of a text; nothing where one of them is masked or not whole.
fn values(text: &str) -> Vec<String> {
    let is_quote = |c: char| matches!(c, '\'' | '"' | FILLED);
    let inner = text.trim_start_matches(['[', '\\', '\'', '"', FILLED]);
    let opened = &text[..text.len() - inner.len()];
    let end = match opened.contains(is_quote) {
        true => inner.find(is_quote),
        false => inner
            .find(|c: char| c.is_whitespace() || is_quote(c))
            .or(Some(inner.len())),
    };
    let Some(value) = end.and_then(|end| inner.get(..end)) else {
        return Vec::new();
    };
    // `'a','b'`, and `a or b` where nothing quotes them.
    let mut rest = inner[value.len()..].chars();
    let more = match rest.next().filter(|c| is_quote(*c)) {
        Some(_) => {
            let rest = rest.as_str().trim_start_matches(FILLED);
            let rest = rest.strip_prefix(',').map(str::trim_start);
            rest.filter(|rest| rest.starts_with(['\\', '\'', '"', FILLED]))
        }
        None => {
            let rest = &inner[value.len()..];
            let is_listed = value.ends_with(',') && rest.starts_with(" http");
            let rest = rest.strip_prefix(if is_listed { " " } else { " or " });
            rest.filter(|_| is_listed || !value.ends_with(','))
        }
    };
    let value = value.trim_end_matches(['\\', ']', ')', ',', '.', ';']);
    let values: Vec<&str> = value.split(", ").collect();
    let is_value = |value: &&str| {
        let is_known = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&()=".contains(c);
        (1..=LONGEST).contains(&value.len())
            && value.chars().all(is_known)
            && !matches!(
                *value,
                "null" | "redacted" | "empty" | "Null" | "None" | "undefined"
            )
            && !value.starts_with('(')
            && !value.starts_with("System.")
            && !value.starts_with("Microsoft.")
    };
    if !values.iter().all(is_value) {
        return Vec::new();
    }
    let values = values.into_iter().map(str::to_owned);
    values
        .chain(more.into_iter().flat_map(self::values))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::extract;

    #[test]
    fn values_are_taken_from_the_wording_of_each_speaker() {
        for (text, expected) in [
            (
                "IDX10214: Audience validation failed. Audiences: 'api://a, b'. Did not match: validationParameters.ValidAudience: 'api://orders' or validationParameters.ValidAudiences: 'null'.",
                "aud api://a b / api://orders",
            ),
            (
                r"IDX10214: Audience validation failed. Audiences: \u0027api://a\u0027. Did not match: validationParameters.ValidAudience: \u0027api://orders\u0027 or validationParameters.ValidAudiences: \u0027null\u0027.",
                "aud api://a / api://orders",
            ),
            ("The audience ‘api://a’ is invalid", "aud api://a /"),
            ("The audience &#39;api://a&#39; is invalid", "aud api://a /"),
            (
                "IDX10205: Issuer validation failed. Issuer: 'https://sts.windows.net/x/'. Did not match: validationParameters.ValidIssuer: 'https://login.example/' or validationParameters.ValidIssuers: 'https://c, https://d'.",
                "iss https://sts.windows.net/x/ / https://login.example/ https://c https://d",
            ),
            (
                "IDX10214: Audience validation failed. Audiences: '[PII of type 'System.String' is hidden.]'. Did not match: validationParameters.ValidAudience: '[PII of type 'System.String' is hidden.]'",
                "",
            ),
            (
                "Bearer error=\"invalid_token\", error_description=\"The audience 'api://orders' is invalid\"",
                "aud api://orders /",
            ),
            (
                "JsonWebTokenError: jwt audience invalid. expected: api://orders",
                "aud / api://orders",
            ),
            (
                "jwt audience invalid. expected: https://a or https://b",
                "aud / https://a https://b",
            ),
            (
                "{\"error\":{\"code\":\"InvalidAuthenticationTokenAudience\",\"message\":\"wrong audience or resource 'https://c'. One of the allowed audiences 'https://a/','https://a'.\"}}",
                "aud https://c / https://a/ https://a",
            ),
            (
                "{\"m\":\"oidc: expected audience \\\"a\\\" got \\\"b\\\"\",\"c\":\"d\"}",
                "aud b / a",
            ),
            (
                "oidc: expected audience \"kubernetes\" got [\"web\"]",
                "aud web / kubernetes",
            ),
            (
                "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.azure.com.\"}}",
                "aud https://management.azure.com / https://vault.azure.net",
            ),
            (
                "Firebase ID token has incorrect \"aud\" (audience) claim. Expected \"orders\" but got \"web\". See",
                "aud web / orders",
            ),
            (
                "AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:contoso/orders:ref:refs/heads/main'.",
                "sub repo:contoso/orders:ref:refs/heads/main /",
            ),
            (
                "IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '1/31/2026 8:15:30 PM', Current time (UTC): '1/31/2026 9:00:00 PM'.",
                "exp 2026-01-31T20:15:30Z /",
            ),
            (
                "IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): 1/31/2026 8:15:30 PM, Current time (UTC): 1/31/2026 9:00:00 PM.",
                "exp 2026-01-31T20:15:30Z /",
            ),
            (
                "error_description=\"The token expired at '01/31/2026 08:15:30'\"",
                "exp 2026-01-31T08:15:30Z /",
            ),
            (
                "AADSTS500133: Assertion is not within its valid time range. Current time: 2026-01-01T00:00:00.0000000Z, expiry time of assertion 2025-12-31T23:59:00.0000000Z.",
                "exp 2025-12-31T23:59:00Z /",
            ),
            (
                "oidc: token is expired (Token Expiry: 2026-01-01 00:00:00 +0000 UTC)",
                "exp 2026-01-01T00:00:00Z /",
            ),
            (
                "oidc: token is expired (Token Expiry: 2026-01-01 00:00:00 +0100 CET)",
                "",
            ),
            (
                "JWT expired 1234 milliseconds ago at 2026-01-01T00:00:00.000Z. Current time: 2026-01-01T00:00:01.234Z.",
                "exp 2026-01-01T00:00:00Z /",
            ),
            (
                "AADSTS500131: Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was 'api://a' and the expected audience is 'b' or one of the Application Uris of this application with App ID 'b'(Orders).",
                "aud api://a / b",
            ),
            (
                "AADSTS700024: Client assertion is not within its valid time range. Current time: 2026-01-01T00:00:00.0000000Z, assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 2025-12-31T23:59:00.0000000Z.",
                "exp 2025-12-31T23:59:00Z /",
            ),
            (
                "AADSTS50107: Requested federation realm object 'https://sts.windows.net/x/' does not exist.",
                "iss https://sts.windows.net/x/ /",
            ),
            (
                "JWT::InvalidAudError (Invalid audience. Expected [\"a\", \"b\"], received c)",
                "aud c / a b",
            ),
            (
                "Invalid issuer. Expected a.example, received https://a.example",
                "iss https://a.example / a.example",
            ),
            ("Invalid issuer. Expected [], received <none>", ""),
            (
                "Invalid token issuer. Expected 'http://a/realms/b', but was 'http://c/realms/b'",
                "iss http://c/realms/b / http://a/realms/b",
            ),
            (
                "IncorrectClaimException: Expected aud claim to be: a, but was: https://b.",
                "aud https://b / a",
            ),
            (
                "RPError: unexpected iss value, expected https://a/v2.0, got: https://b/v2.0",
                "iss https://b/v2.0 / https://a/v2.0",
            ),
            (
                "Audience (aud) claim mismatch in the ID token; expected \"a\" but was not one of \"b, c\"",
                "aud b c / a",
            ),
            (
                "The audience in ID Token [https://a] does not match the expected audience.",
                "aud https://a /",
            ),
            (
                "reason=\"The audience claim value is invalid for current resource. Audience claim is 'https://a/', request url is 'https://b'\"",
                "aud https://a/ /",
            ),
            (
                "AADSTS7002138: No matching federated identity record found for presented assertion subject 'repo:a/b'.",
                "sub repo:a/b /",
            ),
            ("The issuer '(null)' is invalid", ""),
            (
                "The token is not valid before '01/31/2026 08:15:30'",
                "nbf 2026-01-31T08:15:30Z /",
            ),
            (
                "(InvalidAuthenticationTokenTenant) The access token is from the wrong issuer 'https://a/'. It must match the tenant 'https://b/' associated with this subscription.",
                "iss https://a/ / https://b/",
            ),
            (
                "AKV10032: Invalid issuer. Expected one of https://a/, https://b/, found https://c/.",
                "iss https://c/ / https://a/ https://b/",
            ),
            (
                "The issuer in ID Token https://a does not match the expected ones: https://b",
                "iss https://a / https://b",
            ),
            (
                "JWT iss claim has value https://a, must be https://b",
                "iss https://a / https://b",
            ),
            (
                "reason=\"The hostname component of the audience claim value is invalid. Expected 'https://a'. Actual 'http://a'.\"",
                "aud http://a / https://a",
            ),
            (
                "has incorrect \"aud\" (audience) claim. Expected \"[redacted]\" but got \"a\"",
                "aud a /",
            ),
            (
                "IDW10203: The 'scope' or 'scp' claim does not contain scopes 'a' or was not found.",
                "scope / a",
            ),
            (
                "IDW10203: The 'scope' or 'scp' claim does not contain scopes 'a,b' or was not found.",
                "",
            ),
            (
                "IDW10202: The 'roles' or 'role' claim does not contain roles 'a' or was not found.",
                "roles / a",
            ),
            (
                "www-authenticate: Bearer scope=\"a https://b/c.*\" error=\"insufficient_scope\"",
                "scope / a https://b/c.*",
            ),
            (
                "{\n  \"error\": \"insufficient_scope\",\n  \"scope\": \"a\"\n}",
                "scope / a",
            ),
            (
                "{\\\"error\\\":\\\"insufficient_scope\\\",\\\"scope\\\":\\\"a\\\"}",
                "scope / a",
            ),
            (
                "Bearer error=\"insufficient_scope\", scope=\"openid api://x/.default offline_access\"",
                "",
            ),
            ("Bearer scope=\"\" error=\"insufficient_scope\"", ""),
            ("Bearer scope=\"a\", error=\"invalid_token\"", ""),
            ("Bearer scope=\"a error=insufficient_scope", ""),
            ("{\"scope\":\"a\"}\nBearer error=\"insufficient_scope\"", ""),
            ("-d scope=\"a\"\nBearer error=\"insufficient_scope\"", ""),
            ("The token expired at '31/01/2026 08:15:30'", ""),
            ("AADSTS90016: Required claim is missing.", ""),
            ("jwt audience invalid. expected:", ""),
            (
                &format!(
                    "jwt audience invalid. {} expected: api://orders",
                    "x".repeat(2000)
                ),
                "",
            ),
        ] {
            let errors = extract(text).errors;
            let told = errors.iter().find_map(|error| error.told.clone());
            let words = told.map_or(String::new(), |told| {
                let found = told.found.iter().map(String::as_str);
                let words = [told.claim].into_iter().chain(found).chain(["/"]);
                let expected = told.expected.iter().map(String::as_str);
                words.chain(expected).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(words, expected, "{text}");
        }
    }
}

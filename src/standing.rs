//! What a server said, held against the tokens beside it: whether they bear it out, and what it tells of what was expected.

use crate::expect::Expectations;
use crate::extract::{ErrorText, Told};
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::situation;
use crate::rules::{self, Applies, Finding, Rule, Severity};
use crate::spec::microsoft;
use crate::spec::server_errors::ServerError;
use crate::token::Token;
use crate::token::json::escape_pointer;
use crate::verdict::TokenReport;

/// What makes a text no JWT: damage that was repaired before the token was read, or another thing in its place.
static DAMAGE: &[&str] = &[
    "base64url-impossible-length",
    "base64url-invalid-character",
    "base64url-padding",
    "base64url-standard-alphabet",
    "input-contains-whitespace",
    "input-percent-encoded",
    "input-quoted",
    "input-wrapped-in-scheme",
    "opaque-not-a-jwt",
    "refresh-token-pasted",
    "segment-double-encoded",
    "vendor-key-pasted",
];

/// Rules that speak in the place of another where the cause is a special one. They bear out what it bears out, and need
/// not have looked for it to be contradicted.
static SPECIAL: &[(&str, &[&str])] = &[
    ("app-only-where-user-expected", &["obo-app-only"]),
    (
        "assertion-thumbprint-missing",
        &["x5t-wrong-length", "x5t-x5c-mismatch"],
    ),
    (
        "aud-mismatch",
        &[
            "aud-guid-vs-app-id-uri",
            "aud-case-or-space",
            "aud-trailing-slash",
            "aud-microsoft-graph",
            "aud-other-microsoft-api",
            "aud-account-default",
            "aud-missing",
            "aud-wrong-type",
            "fic-audience-mismatch",
        ],
    ),
    ("aud-missing", &["aud-wrong-type", "cognito-access-no-aud"]),
    ("base64url-invalid-character", DAMAGE),
    ("id-token-used-as-access-token", &["obo-id-token"]),
    (
        "iss-mismatch",
        &[
            "iss-v1-vs-v2",
            "iss-trailing-slash",
            "iss-common-or-template",
            "iss-missing",
            "fic-issuer-mismatch",
        ],
    ),
    ("obo-app-only", &["app-only-where-user-expected"]),
    (
        "obo-aud-not-middle-tier",
        &[
            "obo-id-token",
            "aud-microsoft-graph",
            "aud-other-microsoft-api",
            "aud-case-or-space",
            "aud-mismatch",
        ],
    ),
    (
        "required-claim-missing",
        &[
            "conditionally-required-claim-missing",
            "iss-missing",
            "aud-missing",
            "exp-missing",
            "iat-missing",
            "jti-missing",
            "tid-missing",
            "oid-missing",
            "assertion-sub-missing",
            "dpop-proof-claim-missing",
            "logout-sub-sid-missing",
            "fic-iat-missing",
        ],
    ),
    (
        "scope-missing-expected",
        &["app-only-where-user-expected", "scp-and-roles-missing"],
    ),
    (
        "signature-invalid",
        &[
            "alg-none",
            "ms-header-nonce",
            "signature-der-encoded",
            "signature-missing",
            "signature-wrong-length",
        ],
    ),
    ("structure-wrong-segment-count", DAMAGE),
    ("tid-mismatch", &["obo-tenant-differs"]),
    ("token-expired", &["obo-expired"]),
];

/// How what a server said stands to what the tokens show.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// These rules found in a token what the server complains of.
    Agrees(Vec<&'static Rule>),
    /// These rules look for what the server complains of, and were quiet about every token.
    Contradicts(Vec<&'static Rule>),
    /// Nothing in the tokens speaks for it or against it.
    CannotTell,
    /// The same, for it is about something else than the tokens: a sentence.
    Elsewhere(&'static str),
    /// It tells a value that none of the tokens has: a sentence.
    Another(String),
}

impl Standing {
    /// The name used in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Standing::Agrees(_) => "agrees",
            Standing::Contradicts(_) | Standing::Another(_) => "contradicts",
            Standing::CannotTell | Standing::Elsewhere(_) => "cannot-tell",
        }
    }

    /// The rules it rests on.
    pub fn rules(&self) -> &[&'static Rule] {
        match self {
            Standing::Agrees(rules) | Standing::Contradicts(rules) => rules,
            Standing::CannotTell | Standing::Elsewhere(_) | Standing::Another(_) => &[],
        }
    }

    /// Weighs what an error complains of against what the rules found in the tokens.
    pub fn of(error: &ErrorText, known: Option<&ServerError>, tokens: &[TokenReport]) -> Self {
        let told = error.told.as_ref();
        let all = tokens.iter().map(|token| &token.token);
        if let Some(words) = told.and_then(|told| situation::found_elsewhere(told, all.clone())) {
            return Standing::Another(words);
        }
        let Some(known) = known else {
            return Standing::CannotTell;
        };
        if let Some(words) = elsewhere(known, tokens) {
            return Standing::Elsewhere(words);
        }
        let related: Vec<&'static Rule> = known.rules().filter_map(rules::by_id).collect();
        let fired = fired(error, known, &related, tokens);
        // It names what it refused, and no rule is about that.
        let is_named = |told: &Told| {
            told.claim == "token_use" && all.clone().any(|token| situation::has_found(told, token))
        };
        if !fired.is_empty() || told.is_some_and(is_named) {
            return Standing::Agrees(fired);
        }
        // What else a token lacks is not what the error means, and a token of another kind lacks what Entra's have.
        let is_other = |token: &TokenReport| {
            token.profile.profile.family != Family::Entra
                || token.profile.detected_purpose == Purpose::Assertion
        };
        if known.is_about_tokens_of_entra() && tokens.iter().any(is_other) {
            return Standing::CannotTell;
        }
        // What a sub-code means beyond its parent is not known.
        let is_itself = known.code.eq_ignore_ascii_case(&error.code);
        if let Some(claim) = &error.claim {
            let mut claims = tokens.iter().filter_map(|token| token.token.claims());
            let is_held =
                !tokens.is_empty() && claims.all(|claims| situation::holds(Some(claims), claim));
            return match is_held {
                true => Standing::Contradicts(related),
                false => Standing::CannotTell,
            };
        }
        let quiet = quiet(&related, tokens);
        if known.shows_in_tokens() && is_itself && !quiet.is_empty() {
            Standing::Contradicts(quiet)
        } else if is_about_request(known) && is_itself && tokens.iter().any(is_issued) {
            Standing::Elsewhere("It is about a request for a token, not about the token here.")
        } else {
            Standing::CannotTell
        }
    }
}

/// What an error is about, where that is none of the tokens: a sentence.
fn elsewhere(known: &ServerError, tokens: &[TokenReport]) -> Option<&'static str> {
    let mut all = tokens
        .iter()
        .map(|token| situation::is_about_another(known, &token.token, &token.profile));
    let first = all.next()??;
    all.all(|other| other.is_some()).then_some(first)
}

/// The rules that found what an error complains of, in the order of the findings: what is to be put right first stands
/// first.
fn fired(
    error: &ErrorText,
    known: &ServerError,
    related: &[&'static Rule],
    tokens: &[TokenReport],
) -> Vec<&'static Rule> {
    // What only some receivers mind is not what it means that says nothing more. An API does not refuse a token
    // for being meant for it, and it may be the one that speaks.
    let is_own = |finding: &Finding| {
        let is_of_api = matches!(
            finding.rule.id,
            "aud-microsoft-graph" | "aud-other-microsoft-api" | "ms-header-nonce"
        );
        let is_shown = known.shows_in_tokens() && known.code.eq_ignore_ascii_case(&error.code);
        finding.severity != Severity::Error
            && (known.is_vague()
                || is_of_api && (microsoft::api_named(known.name).is_some() || !is_shown))
    };
    // What stands around a token is of the text it was copied from, but for quotes behind the scheme.
    let is_around = |token: &TokenReport, finding: &Finding| {
        let candidate = &token.token.candidate;
        finding.severity == Severity::Info
            && finding.rule.id.starts_with("input-")
            && (candidate.scheme.is_none() || finding.place.span.end != candidate.span.start)
    };
    let is_of_claim = |finding: &Finding| {
        error.claim.as_ref().is_none_or(|claim| {
            let name = finding
                .pointer
                .as_deref()
                .and_then(|at| at.strip_prefix('/'));
            name == Some(&escape_pointer(claim))
        })
    };
    // What else was sent with a credential is in time and for somebody by itself.
    let purpose = known.refused_purpose();
    let mut fired: Vec<&'static Rule> = Vec::new();
    for token in tokens {
        let is_other = situation::is_about_another(known, &token.token, &token.profile).is_some();
        if is_other || purpose.is_some_and(|purpose| purpose != token.profile.detected_purpose) {
            continue;
        }
        for finding in &token.checked.findings {
            let rule = finding.rule;
            // It only says which reading applies.
            if rule.id == "assertion-aud-wrong" && finding.severity == Severity::Info {
                continue;
            }
            let is_special = || {
                !known.is_hint()
                    && is_special(related, rule)
                    && !is_own(finding)
                    && !is_around(token, finding)
            };
            if is_of_claim(finding)
                && looks_at_tokens(rule)
                && (related.contains(&rule) || is_special())
                && !fired.contains(&rule)
            {
                fired.push(rule);
            }
        }
    }
    fired
}

/// The rules that looked for the causes of an error and were quiet about every token; none where others did not look.
fn quiet(related: &[&'static Rule], tokens: &[TokenReport]) -> Vec<&'static Rule> {
    let is_quiet = |rule: &&'static Rule| {
        let mut all = tokens.iter();
        looks_at_tokens(rule) && all.all(|token| token.checked.quiet.contains(rule))
    };
    let is_every = related
        .iter()
        .all(|rule| is_quiet(rule) || is_special(related, rule));
    let is_readable = tokens.iter().any(|token| token.token.claims().is_some());
    let quiet = related.iter().copied().filter(is_quiet);
    quiet.filter(|_| is_every && is_readable).collect()
}

/// Whether a rule is not about the paste as a whole, which may have found the error itself.
fn looks_at_tokens(rule: &Rule) -> bool {
    !matches!(rule.applies, Applies::Input)
}

/// Whether a rule is about a special case of what these look for.
fn is_special(related: &[&'static Rule], rule: &Rule) -> bool {
    let mut found = SPECIAL.iter().filter(|entry| entry.1.contains(&rule.id));
    found.any(|entry| related.iter().any(|rule| rule.id == entry.0))
}

/// Whether the sign-in service refused to issue a token, for what no token shows.
fn is_about_request(error: &ServerError) -> bool {
    let is_of_token = [guide::AADSTS90016, guide::ON_BEHALF_OF].contains(&error.guide);
    error.code.starts_with("AADSTS") && !error.shows_in_tokens() && !is_of_token
}

/// Whether a token is one that the sign-in service had issued.
fn is_issued(token: &TokenReport) -> bool {
    let purpose = token.profile.detected_purpose;
    token.profile.detected.family == Family::Entra
        && matches!(purpose, Purpose::Access | Purpose::Id)
}

/// What is expected of a token, as the errors beside it tell and else the user.
pub fn told_of(
    token: &Token,
    errors: &[ErrorText],
    expect: &Expectations,
    is_alone: bool,
) -> Option<Expectations> {
    let mut all: Option<Expectations> = None;
    for told in errors.iter().filter_map(|error| error.told.as_ref()) {
        let is_meant = match told.found.is_empty() {
            true => is_alone,
            false => situation::has_found(told, token),
        };
        let (of_user, list): (_, fn(&mut Expectations) -> &mut Vec<String>) = match told.claim {
            "aud" => (&expect.audiences, |all| &mut all.audiences),
            "iss" => (&expect.issuers, |all| &mut all.issuers),
            "scope" => (&expect.scopes, |all| &mut all.scopes),
            "roles" => (&expect.roles, |all| &mut all.roles),
            _ => continue,
        };
        // The client asks with the prefix of the API, and such tokens hold the name alone.
        let is_short = told.claim == "scope"
            && token
                .claims()
                .is_some_and(|claims| claims.get("scp").is_some());
        if is_meant && !told.expected.is_empty() {
            let all = all.get_or_insert_with(|| expect.clone());
            let values = told
                .expected
                .iter()
                .map(|value| match value.rsplit_once('/') {
                    Some((api, name)) if is_short && api.contains("://") => name.to_owned(),
                    _ => value.clone(),
                });
            let values: Vec<String> = values.collect();
            // The receiver that runs has the last word.
            if !of_user.is_empty() && list(all) == of_user {
                list(all).clear();
                all.overruled = (values != *of_user).then_some(told.claim);
            }
            list(all).extend(values);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::inspect;

    /// What the first error of a text is known as, how it stands, and by which rules.
    fn standing(text: &str) -> String {
        let report = inspect(text, &Expectations::default(), 0);
        let error = &report.errors[0];
        let known = error.known.map_or("", |known| known.code);
        let rules: Vec<&str> = error.standing.rules().iter().map(|rule| rule.id).collect();
        format!("{known} {} {}", error.standing.name(), rules.join(" "))
    }

    /// The same of an error beside a token with these claims.
    fn claims(error: &str, claims: &str) -> String {
        let body = format!("{error}\n<<{{\"alg\":\"RS256\",\"kid\":\"k\"}} {claims}>>");
        let example = crate::example::Example {
            info: "paste",
            body: &body,
        };
        standing(&example.text(0))
    }

    const ENTRA: &str = r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","ver":"2.0","scp":"a","azp":"b","sub":"c"}"#;

    /// A token of Entra ID that has everything.
    fn whole() -> String {
        ENTRA.replace(
            "\"sub\"",
            r#""tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","oid":"d","aud":"e","iat":0,"nbf":0,"exp":3600,"sub""#,
        )
    }

    fn access() -> String {
        ENTRA.replace("\"sub\"", "\"exp\":0,\"sub\"")
    }

    #[test]
    fn tokens_bear_out_or_contradict_what_a_server_said() {
        let rule = "structure-wrong-segment-count";
        assert_eq!(
            standing("IDX14100: no. Bearer eyJhbGciOiJub25lIn0.e30"),
            format!("IDX14100 agrees {rule}")
        );
        assert_eq!(
            standing("IDX14100: no. Bearer eyJhbGciOiJub25lIn0.e30.QUJDREVGR0g"),
            format!("IDX14100 contradicts {rule}")
        );
        assert_eq!(standing("IDX14100: no"), "IDX14100 cannot-tell ");
        assert_eq!(
            standing("jwt signature is required: eyJhbGciOiJub25lIn0.e30."),
            "jwt signature is required agrees alg-none"
        );
        // The claim that an error names, and no other.
        assert_eq!(
            claims("Token must contain sub claim", ENTRA),
            "Token must contain sub claim contradicts required-claim-missing"
        );
        assert_eq!(
            claims("AADSTS50098: JWT body must contain 'nbf'", ENTRA),
            "AADSTS50098 agrees required-claim-missing"
        );
        assert_eq!(
            claims("AADSTS50098: JWT body must contain 'aud'", ENTRA),
            "AADSTS50098 agrees aud-missing"
        );
        // What Entra ID puts into its tokens says nothing about those of others.
        assert_eq!(
            claims(
                "AADSTS90016",
                r#"{"iss":"https://a.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/","tfp":"B2C_1_a","sub":"b","aud":"c","exp":3600,"nbf":0,"iat":0,"ver":"1.0","scp":"d","azp":"e"}"#
            ),
            "AADSTS90016 cannot-tell "
        );
        assert_eq!(standing("AADSTS7000222"), "AADSTS7000222 cannot-tell ");
        assert_eq!(standing("AADSTS9001699: no"), "AADSTS90016 cannot-tell ");
    }

    #[test]
    fn what_is_wrong_with_a_request_shows_in_no_token() {
        let (access, whole) = (access(), whole());
        // An expired token is not the expired assertion that the error is about.
        for (code, expected) in [
            (
                "AADSTS500133",
                "AADSTS500133 agrees obo-expired token-expired",
            ),
            ("AADSTS700024", "AADSTS700024 cannot-tell "),
            ("AADSTS7000114", "AADSTS7000114 contradicts obo-app-only"),
        ] {
            assert_eq!(claims(code, &access), expected);
        }
        // What is wrong with a request, a registration or a refresh token shows in no access token, and what a code
        // says that has several meanings in none.
        for code in [
            "AADSTS50194",
            "AADSTS700082",
            "AADSTS50059",
            "AADSTS5002726",
            "AADSTS90016",
        ] {
            assert_eq!(claims(code, &whole), format!("{code} cannot-tell "));
        }
        let elsewhere = |code: &str| {
            let body = format!("{code}\n<<{{\"alg\":\"RS256\"}} {whole}>>");
            let info = "paste";
            let text = crate::example::Example { info, body: &body }.text(0);
            let report = inspect(&text, &Expectations::default(), 0);
            matches!(report.errors[0].standing, Standing::Elsewhere(_))
        };
        assert!(elsewhere("AADSTS65001") && elsewhere("AADSTS700016"));
        assert!(!elsewhere("AADSTS90016"));
    }

    #[test]
    fn an_error_is_not_held_against_what_it_does_not_mean() {
        let whole = whole();
        // What a text says is not held against the token where it may be something else.
        for (error, claims_, expected) in [
            ("Invalid or expired token", &whole, "cannot-tell "),
            (
                "Subject must be a string",
                &whole.replace("\"c\"", "5"),
                "agrees string-claim-is-number",
            ),
            (
                "Subject must be a string",
                &whole,
                "contradicts string-claim-is-number claim-wrong-type",
            ),
            (
                "Token use not allowed: id",
                &whole,
                "contradicts id-token-used-as-access-token",
            ),
            (
                "IDX10222: ValidFrom (UTC): '1/31/2026 8:15:30 PM'",
                &whole,
                "contradicts ",
            ),
        ] {
            let found = claims(error, claims_);
            assert!(found.ends_with(&format!(" {expected}")), "{found}");
        }
        // An ID token has no permissions.
        let id = whole.replace(r#""scp":"a","azp":"b""#, r#""nonce":"c""#);
        assert_eq!(
            claims("IDW10201", &id),
            "IDW10201 agrees id-token-used-as-access-token"
        );
        // Nor does it show what a sub-code means beyond its parent.
        assert_eq!(
            claims("AADSTS5001321: no", &whole),
            "AADSTS500132 cannot-tell "
        );
        // An ID token of another issuer is one too, and what lacks the claim is not what has it.
        let other = r#"{"iss":"https://login.contoso.example","sub":"a","aud":"b","exp":3600}"#;
        for (code, expected) in [
            ("AADSTS240002", "cannot-tell "),
            ("AADSTS900161", "agrees required-claim-missing"),
        ] {
            assert_eq!(claims(code, other), format!("{code} {expected}"));
        }
        let assertion = r#"{"iss":"a","sub":"a","aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","jti":"b","nbf":0,"iat":0,"exp":0}"#;
        for (code, expected) in [
            ("AADSTS500133", "AADSTS500133 cannot-tell "),
            ("AADSTS700024", "AADSTS700024 agrees token-expired"),
            ("AADSTS700021", "AADSTS700021 cannot-tell "),
            ("AADSTS700022", "AADSTS700022 cannot-tell "),
            ("AADSTS700023", "AADSTS700023 cannot-tell "),
            (
                "error=invalid_client",
                "invalid_client agrees token-expired assertion-thumbprint-missing",
            ),
        ] {
            assert_eq!(claims(code, assertion), expected);
        }
    }

    #[test]
    fn what_only_some_receivers_mind_needs_a_reason() {
        let at_own_api = |aud: &str, expected: &str| {
            let report = inspect(
                &crate::example::Example {
                    info: "paste",
                    body: &format!(
                        "IDX10214: no\n<<{{\"alg\":\"RS256\",\"kid\":\"k\"}} {{\"iss\":\"https://login.contoso.example\",\"aud\":\"{aud}\",\"exp\":@+1h}}>>"
                    ),
                }
                .text(0),
                &Expectations {
                    audiences: vec![expected.to_owned()],
                    ..Expectations::default()
                },
                0,
            );
            let standing = &report.errors[0].standing;
            let rules: Vec<&str> = standing.rules().iter().map(|rule| rule.id).collect();
            format!("{} {}", standing.name(), rules.join(" "))
        };
        assert_eq!(
            at_own_api("api://orders", "api://orders"),
            "contradicts aud-mismatch"
        );
        assert_eq!(
            at_own_api("api://other", "api://orders"),
            "agrees aud-mismatch"
        );
        assert_eq!(
            at_own_api("api://orders/", "api://orders"),
            "agrees aud-trailing-slash"
        );
        assert_eq!(at_own_api("", "api://orders"), "agrees aud-wrong-type");
        // What only some receivers mind is nothing that an error says which names no reason.
        let revoked = "Bearer error=\"invalid_token\", error_description=\"Token was revoked\"";
        let bound = r#"{"iss":"https://a","aud":"b","exp":3600,"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}"#;
        for (error, text, expected) in [
            (
                revoked,
                r#"{"iss":"https://a","sub":"b","exp":3600}"#,
                "cannot-tell ",
            ),
            (
                revoked,
                r#"{"iss":"https://a","exp":-3600}"#,
                "agrees token-expired",
            ),
            (
                &format!("{revoked}\nAuthorization: Bearer"),
                bound,
                "agrees pop-token-as-bearer",
            ),
        ] {
            let expected = format!("invalid_token {expected}");
            assert_eq!(claims(error, text), expected, "{error} {text}");
        }
    }

    #[test]
    fn what_was_sent_along_is_not_meant() {
        let access = access();
        // Cognito names the client in place of an audience, and says what a token is for.
        let cognito = r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a","sub":"b","token_use":"access","client_id":"c","scope":"d","exp":3600,"iat":0,"jti":"e"}"#;
        for (error, expected) in [
            ("IDX10206", "IDX10206 agrees cognito-access-no-aud"),
            (
                "Token use not allowed: access. Expected: id",
                "Token use not allowed agrees ",
            ),
        ] {
            assert_eq!(claims(error, cognito), expected);
        }
        // A credential, and not what was sent with it.
        let expired =
            r#"{"iss":"a","sub":"a","aud":"https://as.example/token","jti":"b","iat":0,"exp":-60}"#;
        let request =
            |name: &str, error: &str, text: &str| claims(&format!("error={error}\n{name}="), text);
        let nested = r#"{"iss":"a","aud":"https://as.example","client_id":"a","response_type":"code","request_uri":"urn:b","exp":60}"#;
        for (name, error, text, expected) in [
            (
                "client_assertion",
                "invalid_client",
                expired,
                "agrees token-expired",
            ),
            ("access_token", "invalid_client", &access, "cannot-tell "),
            (
                "request",
                "invalid_request_object",
                nested,
                "agrees jar-nested-request",
            ),
            (
                "access_token",
                "invalid_request_object",
                &access,
                "cannot-tell ",
            ),
        ] {
            let expected = format!("{error} {expected}");
            assert_eq!(request(name, error, text), expected, "{name}");
        }
        let graph = r#"{"aud":"https://graph.microsoft.com","iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","exp":3600}"#;
        for (header, expected) in [
            (
                r#"{"alg":"RS256","kid":"k","nonce":"n"}"#,
                "agrees ms-header-nonce",
            ),
            (r#"{"alg":"none"}"#, "agrees alg-none"),
        ] {
            let body = format!("IDX10511: no\n<<{header} {graph}>>");
            let info = "paste";
            let text = crate::example::Example { info, body: &body }.text(0);
            assert_eq!(standing(&text), format!("IDX10511 {expected}"));
        }
    }

    #[test]
    fn what_an_error_tells_counts() {
        // What the receiver printed counts more than what its configuration says.
        let overruled = |said: &str| {
            let text = crate::example::Example {
                info: "paste",
                body: &format!(
                    "IDX10214: no. Audiences: 'a'. Did not match: validationParameters.ValidAudience: '{said}'\n<<{{\"alg\":\"RS256\",\"kid\":\"k\"}} {{\"iss\":\"https://login.contoso.example\",\"aud\":\"a\",\"exp\":@+1h}}>>"
                ),
            };
            let mut expect = Expectations::default();
            expect.audiences.push("a".to_owned());
            let report = inspect(&text.text(0), &expect, 0);
            let mut found = report.all_findings();
            let is_said = found.any(|found| found.message.contains("another `aud` than the one"));
            (report.errors[0].standing.name(), is_said)
        };
        assert_eq!(overruled("b"), ("agrees", true));
        assert_eq!(overruled("[PII is hidden]"), ("agrees", false));
        // An error that tells what it found and expected is judged by exactly that.
        let told = |audience: &str, found: &str| {
            claims(
                &format!(
                    "IDX10214: no. Audiences: '{found}'. Did not match: validationParameters.ValidAudience: 'api://orders'."
                ),
                &format!(
                    r#"{{"iss":"https://login.contoso.example","aud":"{audience}","exp":3600}}"#
                ),
            )
        };
        for (audience, found, expected) in [
            (
                "api://orders/",
                "api://orders/",
                "agrees aud-trailing-slash",
            ),
            ("api://web", "api://web", "agrees aud-mismatch"),
            ("api://web", "api://other", "contradicts "),
            ("api://web", "[PII is hidden]", "agrees aud-mismatch"),
        ] {
            assert_eq!(told(audience, found), format!("IDX10214 {expected}"));
        }
    }

    #[test]
    fn an_api_refuses_what_is_for_others() {
        let whole = whole();
        // Another API than the one it is for refuses a token for that, and the one it is for does not.
        let graph = whole.replace("\"e\"", "\"https://graph.microsoft.com\"");
        for (error, expected) in [
            (
                "InvalidAuthenticationTokenAudience: wrong audience or resource 'https://graph.microsoft.com'. One of the allowed audiences 'https://management.core.windows.net/','https://management.azure.com'.",
                "InvalidAuthenticationTokenAudience agrees aud-microsoft-graph",
            ),
            ("error=invalid_token", "invalid_token cannot-tell "),
            ("IDX10214", "IDX10214 agrees aud-microsoft-graph"),
        ] {
            assert_eq!(claims(error, &graph), expected);
        }
        // No scope is granted to an app that acts for itself.
        let app = whole.replace(r#""scp":"a""#, r#""roles":["a"]"#);
        assert_eq!(
            claims(
                "IDW10203: The 'scope' or 'scp' claim does not contain scopes 'a' or was not found.",
                &app
            ),
            "IDW10203 agrees app-only-where-user-expected"
        );
        // A challenge names scopes as a client asks for them.
        for (scopes, expected) in [
            ("a", "cannot-tell "),
            ("api://e/a openid", "cannot-tell "),
            ("api://e/a api://e/b", "agrees scope-missing-expected"),
        ] {
            let error = format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"");
            let expected = format!("insufficient_scope {expected}");
            assert_eq!(claims(&error, &whole), expected, "{scopes}");
        }
    }

    #[test]
    fn damage_is_what_makes_a_token_malformed() {
        for (text, expected) in [
            ("Authorization: Bearer \"$T\"", "agrees input-quoted"),
            (
                "Authorization: Bearer Bearer $T",
                "agrees input-wrapped-in-scheme",
            ),
            (
                "Authorization: Bearer eyJhbGciOiJub25lIn0%2Ee30%2EQUJDREVGR0g",
                "agrees input-percent-encoded",
            ),
            (
                "Authorization: Bearer eyJhbGciOiJub25lIn0.\n e30.QUJDREVGR0g",
                "agrees input-contains-whitespace",
            ),
            (
                "Authorization: Bearer ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAuUVVKRFJFVkdSMGc=",
                "agrees segment-double-encoded",
            ),
            (
                "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.QUJDREVGR0/_",
                "agrees base64url-standard-alphabet",
            ),
            // Of the text that the token was copied from.
            (
                "\"Authorization: Bearer $T\"",
                "contradicts structure-wrong-segment-count",
            ),
            (
                "const token = \"$T\"",
                "contradicts structure-wrong-segment-count",
            ),
            // What a log left out was no part of what was sent.
            ("rejected token eyJ...redacted for sub=ana", "cannot-tell "),
        ] {
            let token = text.replace("$T", "eyJhbGciOiJub25lIn0.e30.QUJDREVGR0g");
            let found = standing(&format!("jwt malformed\n{token}"));
            assert_eq!(found, format!("jwt malformed {expected}"), "{text}");
        }
    }

    #[test]
    fn special_cases_are_rules() {
        for (rule, cases) in SPECIAL {
            for id in cases.iter().chain([rule]) {
                assert!(rules::by_id(id).is_some(), "{id}");
            }
        }
    }
}

//! The token is of another version than expected.

use super::ver_iss_inconsistent::version;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "ver-mismatch-expected",
    severity: Severity::Error,
    title: "The token is of another version than your API expects",
    applies: Applies::Claims,
    guide: guide::TOKEN_VERSION,
    sources: "Entra reference-app-manifest; Entra access-tokens",
    check,
};

/// With which code the sign-in service refuses a token, and which version the endpoint takes.
const REFUSED: [(&str, u8); 2] = [("AADSTS500136", 1), ("AADSTS500137", 2)];

fn check(subject: &Subject, sink: &mut Sink) {
    let found = version(subject).or_else(|| subject.issuer.entra_version());
    let said = REFUSED
        .iter()
        .find(|(code, _)| situation::has_error(subject, code));
    let said = said.filter(|_| situation::is_alone(subject));
    let refused = said.filter(|said| found.is_some_and(|found| found != said.1));
    let expected = refused
        .map(|said| said.1)
        .or(subject.expect.version)
        .or(said.map(|said| said.1));
    let is_microsoft = subject.is_any(&["entra-", "external-id", "generic-jwt"]);
    let found = found.filter(|_| is_microsoft);
    let (Some(expected), Some(found)) = (expected, found) else {
        sink.does_not_apply();
        return none(subject, sink);
    };
    if found == expected {
        return;
    }
    if let Some((code, _)) = refused {
        let path = if found == 2 {
            "/oauth2/v2.0/token"
        } else {
            "/oauth2/token"
        };
        sink.claim(subject, "ver")
            .expected(format!("{expected}.0"))
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The token is of version {found}, and the version {expected} endpoint does not take it ({code}). Send it to `{path}`, or let the API it is for have tokens of version {expected} (`requestedAccessTokenVersion`)."
            ));
        return;
    }
    let (whose, fixer) = match subject.profile.purpose {
        Purpose::Id => (
            "The endpoint the client calls decides which version an ID token has.",
            Fixer::Caller,
        ),
        _ => (
            "The manifest of the API decides that (`requestedAccessTokenVersion`). If it says so already, the token is older: get a new one.",
            Fixer::AppRegistration,
        ),
    };
    sink.claim(subject, "ver")
        .expected(format!("{expected}.0"))
        .fixer(fixer)
        .say(format_args!(
            "The token is of version {found}, and your API expects version {expected}. {whose}"
        ));
}

/// Reports that a token has no version that could be the expected one. Azure AD B2C writes 1.0 under an issuer of 2.0.
fn none(subject: &Subject, sink: &mut Sink) {
    let kind = subject.kind();
    let is_said = kind.requirement("ver").is_some() && kind.family == Family::Entra;
    if let Some(expected) = subject.expect.version
        && !is_said
        && !subject.is_any(&["b2c"])
        && situation::is_of_receiver(subject)
    {
        sink.claim(subject, "ver").expected(format!("{expected}.0")).fixer(Fixer::Caller).say(format_args!(
            "Your API expects version {expected}, which only tokens of Entra ID have. This is another kind: {}.",
            kind.name
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=entra-access-v1-user version=2",
                "{\"ver\":\"1.0\"}",
                "The token is of version 1, and your API expects version 2. The manifest",
            ),
            (
                "token kind=entra-access-v2-user version=1",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The token is of version 2, and your API expects version 1.",
            ),
            (
                "token kind=entra-id-v1 version=2",
                "{\"ver\":\"1.0\"}",
                "The token is of version 1, and your API expects version 2. The endpoint",
            ),
            (
                "token kind=okta-access version=1",
                "{\"ver\":1}",
                "Your API expects version 1, which only tokens of Entra ID have. This is another kind: Okta access token.",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=entra-access-v2-user version=2",
                "{\"ver\":\"2.0\"}",
            ),
            ("token kind=entra-access-v2-user", "{\"ver\":\"1.0\"}"),
            ("token kind=entra-access-v2-user version=2", "{}"),
            ("token kind=b2c version=2", "{\"ver\":\"1.0\"}"),
            ("token kind=okta-access", "{\"ver\":1}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }

    #[test]
    fn takes_the_version_from_the_error() {
        for (code, ver, expected) in [
            (
                "AADSTS500136",
                "2.0",
                Some(
                    "The token is of version 2, and the version 1 endpoint does not take it (AADSTS500136). Send it to `/oauth2/v2.0/token`",
                ),
            ),
            ("AADSTS500136", "1.0", None),
            (
                "AADSTS500137",
                "1.0",
                Some("The token is of version 1, and the version 2 endpoint"),
            ),
            ("AADSTS500137", "2.0", None),
        ] {
            let iss = match ver {
                "1.0" => "https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/",
                _ => "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
            };
            let body = format!(
                r#"{code}: no <<{{"alg":"RS256"}} {{"iss":"{iss}","ver":"{ver}","scp":"a"}}>>"#
            );
            check(&RULE, "paste", &body, expected.as_slice());
            // What the API expects is another matter than what the endpoint takes.
            if expected.is_some() {
                check(&RULE, "paste version=1", &body, expected.as_slice());
                check(&RULE, "paste version=2", &body, expected.as_slice());
            }
        }
    }
}

//! The issuer is of the other token version, same tenant.

use super::{IssuerRule, is_for_microsoft, issuer_for};
use crate::guide;
use crate::profile::Purpose;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-v1-vs-v2",
    severity: Severity::Error,
    title: "The issuer is of the other token version",
    applies: Applies::Claims,
    guide: guide::TOKEN_VERSION,
    sources: "Entra access-tokens; Entra reference-app-manifest",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.expect.issuers.is_empty() || subject.claim("iss").is_none() {
        return sink.does_not_apply();
    }
    let Some(comparison) = issuer_for(subject, IssuerRule::Version) else {
        return;
    };
    let version = subject.issuer.entra_version().unwrap_or(1);
    let (whose, fixer) = match subject.profile.purpose {
        Purpose::Id => (
            "For an ID token the endpoint decides that the client calls.",
            Fixer::Caller,
        ),
        _ if is_for_microsoft(subject) => (
            "The API a token is for decides that, and this one is for an API of Microsoft: look at a token for your own.",
            Fixer::Caller,
        ),
        _ => (
            "The manifest of the API decides that (`requestedAccessTokenVersion`), not the endpoint the client calls.",
            Fixer::AppRegistration,
        ),
    };
    sink.claim(subject, "iss")
        .expected(comparison.expected.as_str())
        .fixer(fixer)
        .say(format_args!(
            "This is a version {version} token, and your API expects the version {} issuer {}. The tenant is the same. {whose}",
            3 - version,
            quote(&comparison.expected)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
                "This is a version 1 token, and your API expects the version 2 issuer `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`. The tenant",
            ),
            (
                "token iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/ kind=entra-id-v2",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "This is a version 2 token, and your API expects the version 1 issuer `https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/`. The tenant is the same. For an ID",
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
                "token iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/,https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
            ),
            (
                "token iss=https://sts.windows.net/bbbbcccc-1111-dddd-2222-eeee3333ffff/",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
            ),
            (
                "token",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
            ),
            (
                "token iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }

    #[test]
    fn does_not_blame_the_manifest_for_a_token_of_graph() {
        check(
            &RULE,
            "token iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
            r#"{"alg":"RS256"}
{"iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","ver":"1.0","aud":"https://graph.microsoft.com","scp":"User.Read","appid":"a"}"#,
            &[
                "This is a version 1 token, and your API expects the version 2 issuer `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`. The tenant is the same. The API a token is for decides",
            ],
        );
    }
}

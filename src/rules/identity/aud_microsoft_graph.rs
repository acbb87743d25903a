//! The audience is Microsoft Graph.

use super::microsoft_audience;
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-microsoft-graph",
    severity: Severity::Error,
    title: "The token is for Microsoft Graph",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::AUDIENCE,
    sources: "Entra access-tokens; Entra v2-oauth2-on-behalf-of-flow",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    microsoft_audience(subject, sink, true, |_, aud| {
        format!(
            "The token is for Microsoft Graph ({aud}). Any other API has to refuse it. The client \
             asked for Graph, by `User.Read` or `.default` of it, instead of your API."
        )
    });
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::identity::ms_header_nonce;

    #[test]
    fn fires() {
        for (info, aud, message) in [
            (
                "token kind=entra-access-v1-user aud=api://orders",
                "https://graph.microsoft.com",
                "The token is for Microsoft Graph (`https://graph.microsoft.com`).",
            ),
            (
                "token kind=entra-access-v1-user",
                "https://graph.microsoft.com/",
                "warning: The token is for Microsoft Graph",
            ),
            (
                "token kind=entra-access-microsoft-api",
                "00000003-0000-0000-c000-000000000000",
                "warning: The token is for Microsoft Graph",
            ),
            (
                "token kind=entra-access-v1-user",
                "https://graph.microsoft.us",
                "warning: The token is for Microsoft Graph",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":\"{aud}\"}}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, aud) in [
            (
                "token kind=entra-access-v1-user aud=https://graph.microsoft.com",
                "https://graph.microsoft.com",
            ),
            (
                "token kind=entra-access-v1-user",
                "https://management.azure.com",
            ),
            (
                "token kind=entra-id-v2",
                "00000003-0000-0000-c000-000000000000",
            ),
            ("token", "https://graph.microsoft.com"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":\"{aud}\"}}");
            check(&RULE, info, &body, &[]);
        }
        for (before, aud) in [
            (
                "curl https://graph.microsoft.com/v1.0/me -H ",
                "00000003-0000-0000-c000-000000000000",
            ),
            (
                "CompactToken parsing failed\n",
                "https://graph.microsoft.com",
            ),
        ] {
            let paste = format!(
                r#"{before}"Authorization: Bearer <<{{"alg":"RS256","nonce":"n"}} {{"iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","aud":"{aud}"}}>>""#
            );
            for rule in [&RULE, &ms_header_nonce::RULE] {
                check(rule, "paste kind=entra-access-v1-user", &paste, &[]);
            }
        }
    }
}

//! The audience is Microsoft Graph.

use super::{AudienceRule, audience_for, is_entra_access};
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::api;
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-microsoft-graph",
    severity: Severity::Error,
    title: "The token is for Microsoft Graph",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::AUDIENCE,
    sources: &["Entra access-tokens", "Entra v2-oauth2-on-behalf-of-flow"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_entra_access(subject) {
        return sink.does_not_apply();
    }
    let aud = subject.claim_str("aud").unwrap_or_default();
    let is_graph = api(aud).is_some_and(|api| api.is_graph());
    let is_compared = !subject.expect.audiences.is_empty();
    let is_met = is_compared && audience_for(subject, AudienceRule::Microsoft).is_none();
    if !is_graph || is_met {
        return;
    }
    let severity = if is_compared {
        Severity::Error
    } else {
        Severity::Warning
    };
    let draft = sink
        .claim(subject, "aud")
        .severity(severity)
        .fixer(Fixer::Caller);
    let draft = match subject.expect.audiences.first() {
        Some(expected) => draft.expected(expected.as_str()),
        None => draft,
    };
    draft.say(format!(
        "The token is for Microsoft Graph ({}). Only Graph may judge it; any other API has to refuse it. The client asked for a scope of Graph, such as `User.Read`, instead of one of your API.",
        quote(aud)
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

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
    }
}

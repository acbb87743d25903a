//! The audience is an API of Microsoft other than Graph.

use super::{AudienceRule, audience_for, is_entra_access};
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::{AZURE_AD_GRAPH, api};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-other-microsoft-api",
    severity: Severity::Error,
    title: "The token is for an API of Microsoft",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::AUDIENCE,
    sources: &["Entra access-tokens"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_entra_access(subject) {
        return sink.does_not_apply();
    }
    let aud = subject.claim_str("aud").unwrap_or_default();
    let Some(api) = api(aud).filter(|api| !api.is_graph()) else {
        return;
    };
    let is_compared = !subject.expect.audiences.is_empty();
    if is_compared && audience_for(subject, AudienceRule::Microsoft).is_none() {
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
    let retired = match api.id {
        AZURE_AD_GRAPH => " That API is retired.",
        _ => "",
    };
    draft.say(format!(
        "The token is for {} ({}).{retired} Only that API may judge it; any other has to refuse it.",
        api.name,
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
                "token kind=entra-access-v1-user",
                "https://management.azure.com",
                "warning: The token is for Azure Resource Manager (`https://management.azure.com`). Only",
            ),
            (
                "token kind=entra-access-v1-user aud=api://orders",
                "https://vault.azure.net",
                "The token is for Azure Key Vault",
            ),
            (
                "token kind=entra-access-v1-user",
                "https://graph.windows.net/",
                "warning: The token is for Azure AD Graph (`https://graph.windows.net/`). That API is retired.",
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
                "token kind=entra-access-v1-user",
                "https://graph.microsoft.com",
            ),
            ("token kind=entra-access-v1-user", "api://orders"),
            ("token", "https://management.azure.com"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":\"{aud}\"}}");
            check(&RULE, info, &body, &[]);
        }
    }
}

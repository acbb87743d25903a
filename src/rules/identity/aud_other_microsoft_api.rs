//! The audience is an API of Microsoft other than Graph.

use super::microsoft_audience;
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::AZURE_AD_GRAPH;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-other-microsoft-api",
    severity: Severity::Error,
    title: "The token is for an API of Microsoft",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::AUDIENCE,
    sources: "Entra access-tokens",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    microsoft_audience(subject, sink, false, |api, aud| {
        let retired = match api.id {
            AZURE_AD_GRAPH => " That API is retired.",
            _ => "",
        };
        format!(
            "The token is for {} ({aud}).{retired} Any other API has to refuse it.",
            api.name
        )
    });
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
                "warning: The token is for Azure Resource Manager (`https://management.azure.com`). Any",
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

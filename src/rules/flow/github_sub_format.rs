//! The subject carries the numeric ids of owner and repository.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "github-sub-format",
    severity: Severity::Info,
    title: "The subject is in the form with numeric ids",
    applies: Applies::Profiles(&["github-actions"]),
    guide: guide::WORKLOAD_FEDERATION,
    sources: "GitHub: OpenID Connect reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(sub) = subject.claim_str("sub") else {
        return;
    };
    let name = sub
        .strip_prefix("repo:")
        .and_then(|rest| rest.split(':').next())
        .unwrap_or_default();
    let has_ids = name.split('/').all(|piece| {
        piece
            .split_once('@')
            .is_some_and(|(_, id)| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
    });
    if has_ids {
        sink.claim(subject, "sub").fixer(Fixer::AppRegistration).say(format_args!(
            "The subject names owner and repository with their ids: {}. GitHub writes it so for \
             repositories created, renamed or moved after 15 July 2026. A trust policy in the \
             older form no longer matches.",
            quote(name)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=github-actions",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso\u004012/orders\u004034:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &["The subject names owner and repository with their ids: `contoso@12/orders@34`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=github-actions",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[],
        );
    }
}

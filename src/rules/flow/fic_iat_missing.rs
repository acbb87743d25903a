//! A federated credential does not say when it was issued.

use crate::guide;
use crate::rules::identity::is_federated_credential;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "fic-iat-missing",
    severity: Severity::Error,
    title: "The external token has no `iat`, which Entra ID requires",
    applies: Applies::Claims,
    guide: guide::WORKLOAD_FEDERATION,
    sources: "AADSTS70023",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_federated_credential(subject) {
        return sink.does_not_apply();
    }
    if subject.claim("iat").is_none() {
        sink.claim(subject, "iat").fixer(Fixer::Issuer).say(
            "There is no `iat`: Entra ID does not take this token as a credential (AADSTS70023). \
             Only the issuer can add it.",
        );
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
            "token sub=repo:contoso/orders:ref:refs/heads/main iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "There is no `iat`: Entra ID does not take this token as a credential (AADSTS70023).",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token sub=repo:contoso/orders:ref:refs/heads/main iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[],
        );
    }
}

//! The issuer is not that of the federated credential.

use crate::guide;
use crate::rules::identity::{hint, is_federated_credential};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, near};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "fic-issuer-mismatch",
    severity: Severity::Error,
    title: "The issuer is not that of the federated credential",
    applies: Applies::Claims,
    guide: guide::WORKLOAD_FEDERATION,
    sources: "AADSTS700211; Entra workload-identity-federation-considerations",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = &subject.expect.issuers;
    let iss = subject
        .claim_str("iss")
        .filter(|_| is_federated_credential(subject));
    let (Some(iss), Some(first)) = (iss, expected.first()) else {
        return sink.does_not_apply();
    };
    if expected.iter().any(|issuer| issuer == iss) {
        return;
    }
    let why = match near::difference(iss, first) {
        Some(near) if near.is_in_writing() => hint(&near),
        _ => format!(" {}", super::difference(iss, first, '/')),
    };
    sink.claim(subject, "iss")
        .expected(first.as_str())
        .fixer(Fixer::AppRegistration)
        .say(format_args!(
            "The issuer {} is not that of the federated credential, {}.{why} Entra ID answers \
             AADSTS700211. Copy it from the token, if this issuer is the one you mean to trust.",
            quote(iss),
            quote(first)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token iss=https://token.actions.githubusercontent.com/",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "The issuer `https://token.actions.githubusercontent.com` is not that of the \
                 federated credential, `https://token.actions.githubusercontent.com/`. Only the expected value ends with a slash.",
            ],
        );
    }

    #[test]
    fn names_the_difference() {
        check(
            &RULE,
            "token iss=https://token.actions.githubusercontent.com/contoso",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "The issuer `https://token.actions.githubusercontent.com` is not that of the \
                 federated credential, `https://token.actions.githubusercontent.com/contoso`. The \
                 token has no part 4, where `contoso` is expected.",
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

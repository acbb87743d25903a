//! The subject is not that of the federated credential.

use crate::guide;
use crate::rules::identity::is_federated_credential;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "fic-subject-mismatch",
    severity: Severity::Error,
    title: "The subject is not that of the federated credential",
    applies: Applies::Claims,
    guide: guide::WORKLOAD_FEDERATION,
    sources: "AADSTS700213; AADSTS7002138; Entra workload-identity-federation-considerations",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = subject
        .expect
        .subject
        .as_deref()
        .filter(|_| is_federated_credential(subject));
    let (Some(expected), Some(sub)) = (expected, subject.claim_str("sub")) else {
        return sink.does_not_apply();
    };
    if sub == expected {
        return;
    }
    let why = if sub.eq_ignore_ascii_case(expected) {
        "They differ in letter case only, which counts (AADSTS7002138).".to_owned()
    } else if sub.replace("%3A", ":") == expected.replace("%3A", ":") {
        "They differ in `%3A`: a colon inside a name is written so.".to_owned()
    } else if without_ids(sub) == expected || sub == without_ids(expected) {
        "They differ in the numeric ids after `@`, which newer GitHub subjects carry.".to_owned()
    } else {
        super::difference(sub, expected, ':')
    };
    sink.claim(subject, "sub")
        .expected(expected)
        .fixer(Fixer::AppRegistration)
        .say(format_args!(
            "The subject {} is not that of the federated credential, {}. {why} Change the \
             credential if this is the workload you mean to trust, else run the workload in the \
             context it names.",
            quote(sub),
            quote(expected)
        ));
}

/// The subject without `@` and the digits after it.
fn without_ids(subject: &str) -> String {
    let mut pieces = subject.split('@');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token sub=repo:contoso/orders:environment:production iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "The subject `repo:contoso/orders:ref:refs/heads/main` is not that of the \
                 federated credential, `repo:contoso/orders:environment:production`. They differ \
                 from part 3 on: `ref` instead of `environment`.",
            ],
        );
    }

    #[test]
    fn names_letter_case() {
        check(
            &RULE,
            "token sub=repo:Contoso/orders:ref:refs/heads/main iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "The subject `repo:contoso/orders:ref:refs/heads/main` is not that of the \
                 federated credential, `repo:Contoso/orders:ref:refs/heads/main`. They differ in \
                 letter case only",
            ],
        );
    }

    #[test]
    fn names_ids() {
        for (expected, why) in [
            (
                "repo:contoso/orders:ref:refs/heads/main",
                "They differ in the numeric ids",
            ),
            // Another repository that had the name before.
            (
                "repo:contoso@12/orders@33:ref:refs/heads/main",
                "They differ from part 2 on: `contoso@12/orders@34` instead of `contoso@12/orders@33`.",
            ),
        ] {
            check(
                &RULE,
                &format!(
                    "token sub={expected} iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange"
                ),
                r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso\u004012/orders\u004034:ref:refs/heads/main","aud":"api://AzureADTokenExchange","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
                &[&format!(
                    "The subject `repo:contoso@12/orders@34:ref:refs/heads/main` is not that of the \
                     federated credential, `{expected}`. {why}"
                )],
            );
        }
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

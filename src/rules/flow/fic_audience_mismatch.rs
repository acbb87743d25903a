//! The audience is not that of the federated credential.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "fic-audience-mismatch",
    severity: Severity::Error,
    title: "The audience is not that of the federated credential",
    applies: Applies::Claims,
    guide: guide::WORKLOAD_FEDERATION,
    sources: &[
        "AADSTS700212",
        "Microsoft: Workload identity federation considerations",
    ],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = &subject.expect.audiences;
    let aud = subject
        .claim("aud")
        .filter(|_| super::is_federated(subject));
    let (Some(aud), Some(first)) = (aud, expected.first()) else {
        return sink.does_not_apply();
    };
    if aud
        .strings()
        .any(|aud| expected.iter().any(|own| *own == aud))
    {
        return;
    }
    let why = if aud
        .strings()
        .any(|aud| aud.starts_with("https://github.com/"))
    {
        "The address of the owner is what GitHub writes unless the workflow asks for another \
         audience. "
    } else {
        ""
    };
    sink.claim(subject, "aud").expected(first.as_str()).fixer(Fixer::Caller).say(format!(
        "The audience {} is not that of the federated credential, {}. {why}Ask the issuer for a \
         token with the expected audience. Entra ID answers AADSTS700212.",
        quote(aud.to_text()),
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
            "token sub=repo:contoso/orders:ref:refs/heads/main iss=https://token.actions.githubusercontent.com aud=api://AzureADTokenExchange",
            r#"{"typ":"JWT","alg":"RS256","kid":"k"}
{"iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"https://github.com/contoso","jti":"j","iat":@,"nbf":@-10m,"exp":@+6m,"repository":"contoso/orders","job_workflow_ref":"x","run_id":"1"}"#,
            &[
                "The audience `https://github.com/contoso` is not that of the federated \
                 credential, `api://AzureADTokenExchange`. The address of the owner",
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

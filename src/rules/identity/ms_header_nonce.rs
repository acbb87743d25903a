//! The header has a nonce, as in tokens for the APIs of Microsoft.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "ms-header-nonce",
    severity: Severity::Warning,
    title: "The header has a nonce, as in tokens for APIs of Microsoft",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "Entra access-tokens; public reports: azure-activedirectory-identitymodel-extensions-for-dotnet #609",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_entra = subject.issuer.kind.is_entra();
    // One that verifies as it stands is no such token.
    let is_verified = matches!(subject.states, [State::Verified { .. }]);
    if subject.param("nonce").is_none()
        || !is_entra
        || is_verified
        || situation::is_at_own_api(subject)
    {
        return;
    }
    sink.param(subject, "nonce").fixer(Fixer::Caller).say(
        "The header has a `nonce`: this token is for an API of Microsoft. Nobody else can check \
         its signature (seen in many reports, not documented). Request a token for your own API.",
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"typ":"JWT","alg":"RS256","kid":"k1","nonce":"Zm9v"}
{"iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/"}"#,
            &["The header has a `nonce`: this token is for an API of Microsoft."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"JWT","alg":"RS256","kid":"k1"}
{"iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/"}"#,
            &[],
        );
    }
}

//! A logout token has a nonce.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "logout-nonce-present",
    severity: Severity::Error,
    title: "The logout token has a nonce",
    applies: Applies::Profiles(&["oidc-logout-token"]),
    guide: guide::LOGOUT_AND_EVENTS,
    sources: "OpenID Connect Back-Channel Logout §2.4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for claim in common::present(subject, subject.kind().forbidden) {
        sink.claim(subject, claim).fixer(Fixer::Issuer).say(
            "The logout token has a `nonce`, which is forbidden there: it could pass for an ID \
             token. Receivers refuse it.",
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
            "token kind=oidc-logout-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k7"}
{"iss":"https://login.fabrikam.example","sub":"5ba","aud":"orders-web","iat":@,"exp":@+2m,"jti":"b","events":{"http://schemas.openid.net/event/backchannel-logout":{}},"nonce":"n"}"#,
            &["The logout token has a `nonce`, which is forbidden there:"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=oidc-logout-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k7"}
{"iss":"https://login.fabrikam.example","sub":"5ba","aud":"orders-web","iat":@,"exp":@+2m,"jti":"b","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            &[],
        );
    }
}

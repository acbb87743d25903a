//! A logout token names neither user nor session.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "logout-sub-sid-missing",
    severity: Severity::Error,
    title: "The logout token names neither user nor session",
    applies: Applies::Profiles(&["oidc-logout-token"]),
    guide: guide::LOGOUT_AND_EVENTS,
    sources: "OpenID Connect Back-Channel Logout §2.4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_named = |value: Value| value.kind() != Kind::Null && value.as_str() != Some("");
    let mut names = ["sub", "sid"]
        .into_iter()
        .filter_map(|name| subject.claim(name));
    if !names.any(is_named) {
        sink.claim(subject, "sub")
            .expected("sub or sid")
            .fixer(Fixer::Issuer)
            .say(
                "The logout token names neither a user (`sub`) nor a session (`sid`). One of them \
                 is required: receivers refuse it.",
            );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for claims in ["{}", r#"{"sub":"","sid":null}"#] {
            check(
                &RULE,
                "token kind=oidc-logout-token",
                &format!("{{\"typ\":\"logout+jwt\",\"alg\":\"RS256\"}}\n{claims}"),
                &["The logout token names neither a user (`sub`) nor a session (`sid`)."],
            );
        }
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

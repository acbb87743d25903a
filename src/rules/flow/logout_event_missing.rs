//! A logout token does not say that it is one.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "logout-event-missing",
    severity: Severity::Error,
    title: "The logout token lacks its event",
    applies: Applies::Profiles(&["oidc-logout-token"]),
    guide: guide::LOGOUT_AND_EVENTS,
    sources: "OpenID Connect Back-Channel Logout §2.4",
    check,
};

/// The event that a logout token reports.
pub const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn check(subject: &Subject, sink: &mut Sink) {
    let event = subject.claim("events").and_then(|events| events.get(EVENT));
    let trouble = match event.map(|event| event.kind()) {
        Some(Kind::Object) => return,
        Some(kind) => format!("The logout event is {}, not an object", kind.phrase()),
        None => "The logout token lacks its event".to_owned(),
    };
    sink.claim(subject, "events")
        .expected(format!("{{\"{EVENT}\":{{}}}}"))
        .fixer(Fixer::Issuer)
        .say(format_args!(
            "{trouble}. `events` has to hold {} with an object, usually an empty one. Receivers \
             refuse the rest.",
            quote(EVENT)
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
            "token kind=oidc-logout-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k7"}
{"iss":"https://login.fabrikam.example","sub":"5ba","aud":"orders-web","iat":@,"exp":@+2m,"jti":"b","events":{}}"#,
            &["The logout token lacks its event."],
        );
    }

    #[test]
    fn fires_for_another_kind() {
        check(
            &RULE,
            "token kind=oidc-logout-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k7"}
{"iss":"https://login.fabrikam.example","sub":"5ba","aud":"orders-web","iat":@,"exp":@+2m,"jti":"b","events":{"http://schemas.openid.net/event/backchannel-logout":true}}"#,
            &["The logout event is a boolean, not an object."],
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

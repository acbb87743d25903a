//! A security event token expires.

use super::logout_event_missing::EVENT;
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "set-exp-present",
    severity: Severity::Warning,
    title: "The security event token has an expiry",
    applies: Applies::Profiles(&["set"]),
    guide: guide::LOGOUT_AND_EVENTS,
    sources: "RFC 8417 §2.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // A logout token has to have one, whatever its type.
    let events = subject.claim("events");
    let is_logout = events.is_some_and(|events| events.get(EVENT).is_some());
    for claim in common::present(subject, subject.kind().forbidden) {
        if !is_logout {
            sink.claim(subject, claim).fixer(Fixer::Issuer).say(
                "The security event token has an `exp`. A fact does not expire; RFC 8417 advises \
                 against it, because such a token could pass for an access or ID token.",
            );
        }
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
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x","events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{}},"exp":@+1h}"#,
            &["The security event token has an `exp`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x","events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{}}}"#,
            &[],
        );
        check(
            &RULE,
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x","events":{"http://schemas.openid.net/event/backchannel-logout":{}},"exp":@+2m}"#,
            &[],
        );
    }
}

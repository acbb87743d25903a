//! A security event token reports nothing.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::{Kind, Member, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "set-events-empty",
    severity: Severity::Error,
    title: "The security event token holds no event",
    applies: Applies::Profiles(&["set"]),
    guide: guide::LOGOUT_AND_EVENTS,
    sources: "RFC 8417 §2.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let events = subject.claim("events");
    let is_object = |member: &Member| member.value().kind() == Kind::Object;
    let other = events.and_then(|events| events.members().find(|member| !is_object(member)));
    if let Some(other) = other {
        sink.claim(subject, "events")
            .expected("objects")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The event {} is {}. Every member of `events` has to be an object.",
                quote(other.name()),
                other.value().kind().phrase()
            ));
    } else if events.is_none_or(|events| events.members().next().is_none()) {
        let what = match events.map(Value::kind).filter(|kind| *kind != Kind::Object) {
            Some(kind) => format!("`events` is {}, not an object", kind.phrase()),
            None => "The security event token holds no event".to_owned(),
        };
        sink.claim(subject, "events")
            .expected("an object with at least one event")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "{what}: `events` needs at least one member. Receivers refuse it."
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
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x","events":{}}"#,
            &["The security event token holds no event"],
        );
        check(
            &RULE,
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x","events":{"a":{},"b":7}}"#,
            &["The event `b` is a number. Every member"],
        );
        check(
            &RULE,
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x","events":"{\"type\":\"email-disabled\"}"}"#,
            &["`events` is a string, not an object: "],
        );
    }

    #[test]
    fn fires_without_the_claim() {
        check(
            &RULE,
            "token kind=set",
            r#"{"typ":"secevent+jwt","alg":"RS256"}
{"iss":"https://login.fabrikam.example","jti":"7","iat":@,"aud":"x"}"#,
            &["The security event token holds no event"],
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
    }
}

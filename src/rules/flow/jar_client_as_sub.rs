//! A request object could pass for a client assertion.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jar-client-as-sub",
    severity: Severity::Warning,
    title: "The request object has the client as subject",
    applies: Applies::Profiles(&["jar-request-object"]),
    guide: guide::REQUEST_OBJECTS,
    sources: "RFC 9101 §10.8",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(sub) = subject.claim_str("sub") else {
        return;
    };
    if ["client_id", "iss"]
        .iter()
        .any(|claim| subject.claim_str(claim).as_ref() == Some(&sub))
    {
        sink.claim(subject, "sub")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The request object has the client {} as `sub`: it could be replayed as a client \
             assertion at the token endpoint. Leave `sub` out.",
                quote(sub)
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
            "token kind=jar-request-object",
            r#"{"typ":"oauth-authz-req+jwt","alg":"PS256"}
{"client_id":"orders-web","response_type":"code","iss":"orders-web","aud":"https://login.fabrikam.example","sub":"orders-web"}"#,
            &["The request object has the client `orders-web` as `sub`"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=jar-request-object",
            r#"{"typ":"oauth-authz-req+jwt","alg":"PS256"}
{"client_id":"orders-web","response_type":"code","iss":"orders-web","aud":"https://login.fabrikam.example"}"#,
            &[],
        );
    }
}

//! A request object holds another request.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "jar-nested-request",
    severity: Severity::Error,
    title: "The request object holds another request",
    applies: Applies::Profiles(&["jar-request-object"]),
    guide: guide::REQUEST_OBJECTS,
    sources: "RFC 9101 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for claim in common::present(subject, subject.kind().forbidden) {
        sink.claim(subject, claim).fixer(Fixer::Caller).say(format!(
            "The request object holds `{claim}`, which must not be inside one. Servers answer \
             `invalid_request_object`: leave it out."
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
{"client_id":"orders-web","response_type":"code","iss":"orders-web","aud":"https://login.fabrikam.example","request_uri":"https://x.example/1"}"#,
            &["The request object holds `request_uri`, which must not be inside one."],
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

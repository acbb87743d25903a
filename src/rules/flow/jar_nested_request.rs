//! A request object holds another request, or is of another client than the request.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common, situation};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jar-nested-request",
    severity: Severity::Error,
    title: "The request object does not go with its request",
    applies: Applies::Profiles(&["jar-request-object"]),
    guide: guide::REQUEST_OBJECTS,
    sources: "RFC 9101 §4; RFC 9101 §6.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for claim in common::present(subject, subject.kind().forbidden) {
        sink.claim(subject, claim)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The request object holds `{claim}`, which must not be inside one. Servers answer \
             `invalid_request_object`: leave it out."
            ));
    }
    let outer = subject.extraction.parameter("client_id");
    let inner = subject.claim_str("client_id");
    if let (Some(outer), Some(inner)) = (outer, inner)
        && outer != inner
        && situation::name(subject.token) == "request"
    {
        sink.claim(subject, "client_id").expected(outer).fixer(Fixer::Caller).say(format_args!(
            "The request is of {}, and the object in it of {}. `client_id` has to be the same in both.",
            quote(outer),
            quote(inner)
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
    fn fires_for_another_client() {
        for (client, found) in [
            ("web", None),
            (
                "other",
                Some("The request is of `other`, and the object in it of `web`."),
            ),
        ] {
            let paste = format!(
                r#"https://as.example/authorize?client_id={client}&request=<<{{"typ":"oauth-authz-req+jwt","alg":"PS256"}} {{"client_id":"web","response_type":"code"}}>>"#
            );
            check(&RULE, "paste", &paste, found.as_slice());
        }
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

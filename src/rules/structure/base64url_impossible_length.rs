//! A segment has a length that base64url cannot have.

use crate::guide;
use crate::place::{Place, Span};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text;

/// See the module.
pub static RULE: Rule = Rule {
    id: "base64url-impossible-length",
    severity: Severity::Error,
    title: "A part has a length that base64url cannot have",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 4648 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) {
        return;
    }
    common::capped(
        subject,
        sink,
        common::FEW,
        subject.faults(&RULE),
        |sink, fault| {
            let token = subject.token;
            let first = token.segment(fault.part);
            // A general serialization has several of a kind: the fault stands at the end of its own.
            let segment = token.segments.iter().find(|segment| {
                let end = token.candidate.map.to_input(segment.span).end;
                segment.part == fault.part && end >= fault.place.span.start
            });
            let length = text::count(segment.map_or(0, |segment| segment.span.len()), "character");
            // Text that stops making sense shows where the character was lost.
            let broken = first.and_then(|segment| Some(segment.json()?.error()?.1));
            let place = match (first, broken) {
                (Some(segment), Some(at)) => {
                    token.in_input(Place::new(segment.part, Span::at(at.min(segment.bytes))))
                }
                _ => fault.place.span,
            };
            let likely = if broken.is_some() {
                "Its text stops making sense near"
            } else {
                "It ends at"
            };
            sink.at(fault.place)
            .fixer(Fixer::Caller)
            .found(length.as_str())
            .say(format_args!(
                "The {} has {length}, which base64url cannot have. A character was lost or added: compare with the source. {likely} {}.",
                common::part_name(fault.part),
                common::position(subject.text, place.start)
            ));
        },
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::place::Part;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Wl32G"#,
            &["The signature has 5 characters, which base64url cannot have."],
        );
        // What stands before the character that was put in is still read, up to the first byte that is no text.
        let text = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSIsInN1YiI6QInVzZXItNDcxMSIsImF1ZCI6Im9yZGVycyJ9.Wl32";
        let report = crate::inspect(text, &crate::Expectations::default(), 0);
        let payload = report.tokens[0].token.segment(Part::Payload);
        let member = payload.and_then(|payload| payload.json()?.root()?.get("iss"));
        let iss = member.and_then(|iss| iss.as_str());
        assert_eq!(iss, Some("https://login.contoso.example"));
        check(
            &RULE,
            "paste",
            text,
            &[
                "The payload has 97 characters, which base64url cannot have. A character was lost or added: compare with the source. Its text stops making sense near character 82.",
            ],
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
    }
}

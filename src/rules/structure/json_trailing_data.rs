//! More text follows the JSON value of a header or payload.

use crate::guide;
use crate::place::{Place, Span};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "json-trailing-data",
    severity: Severity::Error,
    title: "More text follows the JSON",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 8259 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let faults = common::text_faults(subject, &RULE);
    common::capped(subject, sink, common::FEW, faults, |sink, fault| {
        let json = subject
            .token
            .segment(fault.part)
            .and_then(|segment| segment.json());
        let text = json.map_or("", |json| json.text());
        let rest = text.get(fault.place.span.start..).unwrap_or_default();
        let span = Span::new(fault.place.span.start, text.len());
        sink.at(Place::new(fault.part, span)).fixer(Fixer::Issuer).say(format_args!(
            "After the JSON of the {} stands more text: {}. Strict parsers refuse it. Two texts \
             were put together, or it was edited.",
            common::part_name(fault.part),
            common::quote_start(rest, 80)
        ));
    });
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
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"x"}{"admin":true}"#,
            &[r#"After the JSON of the payload stands more text: `{"admin":true}`."#],
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

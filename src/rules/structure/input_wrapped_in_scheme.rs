//! A scheme or header name stood before the token.

use crate::extract::RepairKind;
use crate::guide;
use crate::place::{Place, Span};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-wrapped-in-scheme",
    severity: Severity::Warning,
    title: "A scheme or header name stands before the token",
    applies: Applies::Token,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 6750 §2.1; RFC 9449 §7.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(repair) = common::repair(subject, RepairKind::DoubledScheme) {
        return sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(
            "The scheme stands there twice, as in `Bearer Bearer`. Receivers refuse that. The \
             stored value holds one, and the code adds another.",
        );
    }
    if let Some(repair) = common::repair(subject, RepairKind::Scheme) {
        let wrapper = repair.span.of(subject.text).trim().trim_end_matches(':');
        if wrapper.ends_with(" b'") || wrapper.ends_with(" b\"") {
            return sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(
                "The token stands in `b'…'`, which is how Python writes bytes as text. Receivers \
                 refuse it. Decode the bytes before they go into the header: `token.decode()`.",
            );
        }
        let is_glued = repair.span.end == subject.token.candidate.span.start;
        if is_glued && wrapper.to_ascii_lowercase().ends_with("bearer") {
            return sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(
                "There is no space between `Bearer` and the token. Receivers see no scheme there \
                 and refuse the request.",
            );
        }
        let before =
            Span::new(repair.span.start, subject.token.candidate.span.start).of(subject.text);
        let before = before
            .trim_end_matches([' ', '\t', '"', '\''])
            .to_ascii_lowercase();
        if before.contains("authorization")
            && (before.ends_with([':', '=', ',']) || before.ends_with("basic"))
        {
            return sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(
                "What stands before the token is not `Bearer` and one space. Most receivers refuse the request.",
            );
        }
        sink.at(Place::input(repair.span)).severity(Severity::Info).say(format!(
            "{} before the token was left out. That is how a token travels; the token itself starts after it.",
            common::quote_start(wrapper, 60)
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
            "paste",
            r#"Authorization: Bearer <<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>"#,
            &["info: `Authorization: Bearer` before the token was left out."],
        );
        for before in ["", "Basic ", "Bearer: ", "Bearer, ", "Bearer="] {
            let text =
                format!(r#"Authorization: {before}<<{{"alg":"ES256","kid":"k1"}} {{"sub":"a"}}>>"#);
            check(
                &RULE,
                "paste",
                &text,
                &["What stands before the token is not `Bearer`"],
            );
        }
        check(
            &RULE,
            "paste",
            r#"Authorization: Bearer Bearer <<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>"#,
            &["The scheme stands there twice"],
        );
        check(
            &RULE,
            "paste",
            r#"Authorization: Bearer<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>"#,
            &["There is no space between `Bearer` and the token."],
        );
        check(
            &RULE,
            "paste",
            r#"Authorization: Bearer b'<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>'"#,
            &["The token stands in `b'…'`, which is how Python"],
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

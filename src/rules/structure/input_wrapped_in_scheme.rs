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
        let candidate = &subject.token.candidate;
        let before = Span::new(repair.span.start, candidate.span.start).of(subject.text);
        let is_space = |c: &char| c.is_whitespace() || ('\u{200B}'..'\u{2010}').contains(c);
        let odd = before.chars().find(|c| !c.is_ascii() && is_space(c));
        let is_glued = candidate.scheme.is_some() && repair.span.end == candidate.span.start;
        let before = before
            .trim_end_matches([' ', '\t', '"', '\''])
            .to_ascii_lowercase();
        let is_other = before.contains("authorization")
            && (before.ends_with([':', '=', ',']) || before.ends_with("basic"));
        if odd.is_some() || is_glued || is_other {
            let odd = odd.map_or(String::new(), |c| {
                format!(": U+{:04X} is none", u32::from(c))
            });
            return sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(format_args!(
                "What stands before the token is not `Bearer` and one space{odd}. Most receivers refuse the request.",
            ));
        }
        let is_own = candidate.scheme.is_some() || before.trim_end().ends_with("pop");
        let means = match is_own || subject.claims.is_none() {
            true => "That is how a token travels; the token itself starts after it.",
            false => "Most APIs want `Bearer` in its place.",
        };
        sink.at(Place::input(repair.span))
            .severity(Severity::Info)
            .say(format_args!(
                "{} before the token was left out. {means}",
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
        for (before, message) in [
            (
                "Bearer\u{a0}",
                "What stands before the token is not `Bearer` and one space: U+00A0 is none.",
            ),
            (
                "Token ",
                "info: `Authorization: Token` before the token was left out. Most APIs want",
            ),
        ] {
            let text =
                format!(r#"Authorization: {before}<<{{"alg":"ES256","kid":"k1"}} {{"sub":"a"}}>>"#);
            check(&RULE, "paste", &text, &[message]);
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
            &["What stands before the token is not `Bearer` and one space. Most"],
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

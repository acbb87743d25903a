//! A header or payload is nested very deep.

use crate::guide;
use crate::place::{Place, Span};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::json::{Json, Kind};

/// See the module.
pub static RULE: Rule = Rule {
    id: "json-excessive-depth",
    severity: Severity::Warning,
    title: "The JSON is nested very deep",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 8259 §9",
    check,
};

/// No token has a use for more.
const DEEPEST: usize = 32;

fn check(subject: &Subject, sink: &mut Sink) {
    for (part, json) in common::documents(subject)
        .into_iter()
        .filter(|(_, json)| json.depth() > DEEPEST)
        .take(common::FEW)
    {
        let depth = json.depth();
        sink.at(Place::new(part, first_too_deep(json)))
            .fixer(Fixer::Issuer)
            .found(depth.to_string())
            .expected(format!("at most {DEEPEST}"))
            .say(format_args!(
                "The {} is nested {depth} levels deep. Parsers run out of stack: limit the depth \
                 before parsing.",
                common::part_name(part)
            ));
    }
}

/// The first array or object below the deepest level allowed.
fn first_too_deep(json: &Json) -> Span {
    let mut open: Vec<usize> = Vec::new();
    for value in json.values() {
        let span = value.span();
        while open.last().is_some_and(|end| *end <= span.start) {
            open.pop();
        }
        if matches!(value.kind(), Kind::Array | Kind::Object) {
            open.push(span.end);
            if open.len() > DEEPEST {
                return span;
            }
        }
    }
    Span::default()
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
{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#,
            &["The payload is nested 41 levels deep."],
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
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#,
            &[],
        );
    }
}

//! An integer is too large for the numbers of JavaScript.

use crate::guide;
use crate::place::Place;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "json-number-unsafe",
    severity: Severity::Warning,
    title: "A number has more digits than JavaScript keeps",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 8259 §6; RFC 7493 §2.2",
    check,
};

/// 2^53 − 1: beyond, a double skips integers.
const LARGEST: i64 = (1 << 53) - 1;

fn check(subject: &Subject, sink: &mut Sink) {
    let documents = common::documents(subject);
    let numbers = documents.iter().flat_map(|(part, json)| {
        json.values()
            .filter(|value| is_unsafe(*value))
            .map(move |value| (*part, value))
    });
    // A time in nanoseconds is a fault of its own.
    let is_time = |value: Value| {
        let mut names = ["exp", "nbf", "iat", "auth_time", "updated_at", "toe"].iter();
        names.any(|name| subject.claim(name) == Some(value))
    };
    let numbers = numbers.filter(|(_, value)| !is_time(*value));
    common::capped(
        subject,
        sink,
        common::MOST,
        numbers,
        |sink, (part, value)| {
            let pointer = value.pointer();
            let place = match pointer.as_str() {
                "" => "the top".to_owned(),
                _ => quote(&pointer).to_string(),
            };
            sink.at(Place::new(part, value.span())).found(value.raw()).pointer(pointer.clone()).fixer(Fixer::Issuer).say(format_args!(
            "The number at {place} is beyond 2^53 − 1: {}. JavaScript and others change its last digits. Send it as a string.",
            common::quote_start(value.raw(), 40)
        ));
        },
    );
}

fn is_unsafe(value: Value) -> bool {
    value.as_number().is_some_and(|number| {
        // Fifteen digits always fit.
        number.0.len() > 15
            && number.is_plain_integer()
            && number
                .floor()
                .is_none_or(|(value, _)| !(-LARGEST..=LARGEST).contains(&value))
    })
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
{"account":9007199254740993}"#,
            &["The number at `/account` is beyond 2^53 − 1: `9007199254740993`."],
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
{"account":9007199254740991,"exp":1767225600000000000}"#,
            &[],
        );
    }
}

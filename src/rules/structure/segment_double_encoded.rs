//! A header or payload decodes to an encoding of JSON.

use crate::extract::RepairKind;
use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::base64url;
use crate::token::json::{Json, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "segment-double-encoded",
    severity: Severity::Warning,
    title: "A part was encoded twice",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 7515 §7.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(repair) = common::repair(subject, RepairKind::Base64) {
        sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(
            "The whole token was in base64 once more. It was decoded here; receivers refuse it as \
             it stands. Kubernetes Secrets hold values so: decode before use.",
        );
    }
    for part in [Part::Header, Part::Payload] {
        let Some(segment) = subject.token.segment(part) else {
            continue;
        };
        // What is not encoded at all cannot be encoded twice.
        let is_encoded = segment.bytes < segment.span.len() && !segment.encoding.is_damaged();
        let Some(json) = segment.json().filter(|_| is_encoded) else {
            continue;
        };
        let string = json
            .root()
            .filter(|_| json.error().is_none())
            .and_then(Value::as_str);
        let text = string.unwrap_or(json.text()).trim();
        let is_json = |text: &str| {
            text.trim_start().starts_with('{') && Json::read(text.to_owned()).object().is_some()
        };
        let decodes = || {
            let inner = base64url::whole(text).and_then(|bytes| String::from_utf8(bytes).ok());
            inner.is_some_and(|inner| is_json(&inner))
        };
        let inner = if string.is_some() && is_json(text) {
            Some("a JSON string that holds JSON")
        } else if !text.starts_with('{') && decodes() {
            Some("base64url")
        } else {
            None
        };
        if let Some(inner) = inner {
            sink.at(subject.token.place_of(segment))
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "The {} was encoded twice: decoded once, it is {inner}. Receivers refuse it: \
                     encode once.",
                    common::part_name(part)
                ));
        }
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
            "ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUoxSW4wLkFB",
            &["The whole token was in base64 once more."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
eyJpc3MiOiJ4In0"#,
            &["The payload was encoded twice: decoded once, it is base64url."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
"{\"iss\":\"x\"}""#,
            &["The payload was encoded twice: decoded once, it is a JSON string that holds JSON."],
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
"plain""#,
            &[],
        );
    }
}

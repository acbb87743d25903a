//! The payload is not JSON.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "payload-not-json",
    severity: Severity::Error,
    title: "The payload is not JSON",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 7519 §7.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !subject.token.form.is_encrypted() {
        return super::not_json(subject, sink, &RULE);
    }
    if !matches!(subject.states, [State::Opened { .. }]) {
        return sink.does_not_apply();
    }
    if subject.claims().is_none() && subject.param("cty").is_none() && !common::holds_token(subject)
    {
        sink.at(common::whole(subject)).fixer(Fixer::Issuer).say(
            "What was decrypted is no JSON object. A JWT needs one: receivers refuse it, unless they expect other content.",
        );
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
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"aud":"orders",}"#,
            &["The payload is not JSON: `}` stands at line 1, column 17."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"x","exp":17"#,
            &["The payload is cut off: its JSON ends inside a value, after 19 characters."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
<xml/>"#,
            &["The payload is not JSON: it starts with `<xml/>`."],
        );
    }

    #[test]
    fn fires_for_any_sd_jwt_and_names_utf_16_where_it_is() {
        for (text, message) in [
            (
                r#"{"payload":"eA","protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA","header":{"disclosures":[]}}"#,
                "The payload is not JSON: it starts with `x`.",
            ),
            (
                "eyJhbGciOiJFUzI1NiJ9.ewAiAGEAIgA6ADEAfQA.AA",
                "The payload is not JSON: every second byte is zero",
            ),
            (
                "eyJhbGciOiJFUzI1NiJ9.ewAiYSI6MX0.AA",
                "The payload is not JSON: `\\u{0}` stands",
            ),
        ] {
            check(&RULE, "paste", text, &[message]);
        }
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
            r#"{"alg":"ES256","kid":"k1","cty":"JWT"}
eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.Wl32"#,
            &[],
        );
    }
}

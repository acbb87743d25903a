//! The header has no `alg`.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-missing",
    severity: Severity::Error,
    title: "The header names no algorithm",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: &["RFC 7515 §4.1.1", "RFC 7516 §4.1.1"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let what = match subject.param("alg").map(Value::kind) {
        Some(Kind::String) => return,
        Some(kind) => format!("The `alg` of the header is {}, not a string", kind.phrase()),
        None => "The header has no `alg`".to_owned(),
    };
    sink.param(subject, "alg").fixer(Fixer::Issuer).say(format!(
        "{what}. Without an algorithm it is no valid JWS or JWE, and receivers refuse it. The issuer has to write one."
    ));
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
            r#"{"typ":"JWT","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The header has no `alg`."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":5}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `alg` of the header is a number, not a string."],
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

//! The header has no `alg`, or that of an encrypted token no `enc`.

use super::further_headers;
use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::header;
use crate::text::quote;
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-missing",
    severity: Severity::Error,
    title: "The header names no algorithm",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 7515 §4.1.1; RFC 7516 §4.1.1; RFC 7516 §4.1.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let names = match subject.token.form.is_encrypted() {
        true => &["alg", "enc"][..],
        false => &["alg"],
    };
    for (header, place, whose) in further_headers(subject) {
        // An unprotected header may name it instead.
        let is_named = header.get("alg").and_then(Value::as_str).is_some();
        if !is_named && (whose.starts_with("the") || !has_unprotected(subject)) {
            sink.at(place).fixer(Fixer::Issuer).say(format_args!(
                "The header of {whose} has no `alg`. Without an algorithm it is no valid JWS, and receivers refuse it."
            ));
        }
    }
    if common::is_run_together(subject) {
        return sink.param(subject, "alg").fixer(Fixer::Caller).say(
            "The header names an algorithm that signs, and no `enc`, but the token has five parts, as only an encrypted one has. Receivers refuse it. Two tokens ran together, or stray dots stand in it.",
        );
    }
    for name in names {
        let what = match subject.param(name).map(Value::kind) {
            Some(Kind::String) => continue,
            Some(kind) => format!(
                "The `{name}` of the header is {}, not a string",
                kind.phrase()
            ),
            None => {
                let members = subject.header().into_iter().flat_map(Value::members);
                let mut names = members.map(|member| member.name());
                match names.find(|other| header::meant(other) == Some(*name)) {
                    Some(near) => format!("The header has no `{name}`, but {}", quote(near)),
                    None => format!("The header has no `{name}`"),
                }
            }
        };
        sink.param(subject, name).fixer(Fixer::Issuer).say(format_args!(
            "{what}. Without an algorithm it is no valid JWS or JWE, and receivers refuse it. Whoever makes it has to write one."
        ));
    }
}

fn has_unprotected(subject: &Subject) -> bool {
    subject.token.segment(Part::UnprotectedHeader).is_some()
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
            "{\"Alg\":\"ES256\"}\n{}",
            &["The header has no `alg`, but `Alg`. Without"],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJFUzI1NiJ9.e30.AAeyJhbGciOiJFUzI1NiJ9.e30.AA",
            &["The header names an algorithm that signs, and no `enc`"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":5}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `alg` of the header is a number, not a string."],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJSU0EtT0FFUCJ9.AAAA.AAAA.AAAA.AAAA",
            &["The header has no `enc`."],
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

    #[test]
    fn fires_for_a_further_signature_and_for_a_key_binding() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"},{"protected":"eyJraWQiOiJrIn0","signature":"AA"}]}"#,
            &["The header of a further signature has no `alg`."],
        );
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256"} {"iss":"https://issuer.example"}>>~<<{"typ":"kb+jwt"} {"iat":@}>>"#,
            &["The header of the key-binding JWT has no `alg`."],
        );
    }
}

//! The signature is empty.

use super::{is_none, signatures};
use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-missing",
    severity: Severity::Error,
    title: "The signature is missing",
    applies: common::SIGNED,
    guide: guide::SIGNATURE,
    sources: &["RFC 7515 §5.2"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) {
        return;
    }
    let token = subject.token;
    if !token.form.is_compact() && token.segment(Part::Signature).is_none() {
        sink.at(common::whole(subject)).fixer(Fixer::Caller).say(
            "The JSON has no `signature`. Without one nothing in it is proved, and receivers refuse it. Whoever built it left it out, or it was cut away.",
        );
    }
    for signature in signatures(subject) {
        let is_unsigned = signature.alg.is_some_and(is_none);
        if is_unsigned || !signature.segment.span.is_empty() {
            continue;
        }
        let why = match signature.alg {
            Some(_) => "The header promises one, so receivers refuse the token.",
            None => "Without one nothing in the token is proved, and receivers refuse it.",
        };
        sink.at(signature.place).fixer(Fixer::Caller).say(format!(
            "The {} is missing. {why} Its end was cut off, or a log masked it: copy it again from where it was sent.",
            signature.name
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
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
."#,
            &["The signature is missing."],
        );
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[]}"#,
            &["The JSON has no `signature`."],
        );
    }

    #[test]
    fn promises_nothing_without_an_algorithm() {
        check(
            &RULE,
            "token",
            "{\"kid\":\"k\"}\n{}\n.",
            &["The signature is missing. Without one nothing in the token is proved"],
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
            r#"{"alg":"none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
."#,
            &[],
        );
    }
}

//! The signature is empty.

use super::{is_none, signatures};
use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::json::Json;
use crate::token::{Form, Token};

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-missing",
    severity: Severity::Error,
    title: "The signature is missing",
    applies: common::SIGNED,
    guide: guide::SIGNATURE,
    sources: "RFC 7515 §5.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) {
        return;
    }
    let token = subject.token;
    // It may be there as something else, or stand behind the end.
    let is_wrong = || {
        let mut parts = token.faults.iter().map(|fault| fault.part);
        parts.any(|part| matches!(part, Part::Signature | Part::Input))
    };
    if !token.form.is_compact() && token.segment(Part::Signature).is_none() && !is_wrong() {
        sink.at(common::whole(subject)).fixer(Fixer::Caller).say(
            "The JSON has no `signature`. Without one nothing in it is proved, and receivers \
             refuse it.",
        );
    }
    let (entries, signed) = entries(token);
    if 0 < signed && signed < entries {
        sink.at(common::whole(subject)).fixer(Fixer::Issuer).say(format_args!(
            "Only {signed} of the {entries} entries of `signatures` have a `signature`. The others prove nothing, and strict receivers refuse the whole."
        ));
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
        sink.at(signature.place).fixer(Fixer::Caller).say(format_args!(
            "The {} is missing. {why} Its end was cut off, or a log masked it: copy it again from where it was sent.",
            signature.name
        ));
    }
}

/// How many entries the general JSON serialization has, and how many of them have a signature of any kind.
fn entries(token: &Token) -> (usize, usize) {
    if token.form != Form::JwsJsonGeneral {
        return (0, 0);
    }
    let json = Json::read(token.text().to_owned());
    let list = json.root().and_then(|root| root.get("signatures"));
    let items = || list.iter().flat_map(|list| list.items());
    let signed = items().filter(|item| item.get("signature").is_some());
    (items().count(), signed.count())
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
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"},{"protected":"eyJhbGciOiJIUzI1NiJ9"}]}"#,
            &["Only 1 of the 2 entries of `signatures` have a `signature`."],
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
        for text in [
            // It is there, as something else, or stood behind the end.
            r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":5}"#,
            r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","sign"#,
        ] {
            check(&RULE, "paste", text, &[]);
        }
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

//! `aud` is neither a string nor a list of strings.

use crate::guide;
use crate::rules::identity::aud_missing::absence;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-wrong-type",
    severity: Severity::Error,
    title: "The audience is neither a string nor a list of strings",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 7519 §4.1.3",
    check,
};

/// What is wrong with the value of `aud`, as the end of a sentence.
fn fault(aud: Value) -> Option<String> {
    match aud.kind() {
        Kind::String => aud
            .as_str()?
            .is_empty()
            .then(|| "is an empty string".to_owned()),
        Kind::Array if aud.items().next().is_none() => Some("is an empty list".to_owned()),
        Kind::Array => {
            let other = aud.items().find(|item| match item.as_str() {
                Some(text) => text.is_empty(),
                None => true,
            })?;
            Some(match other.kind() {
                Kind::String => "is a list with an empty string in it".to_owned(),
                kind => format!("is a list with {} in it", kind.phrase()),
            })
        }
        kind => Some(format!("is {}", kind.phrase())),
    }
}

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(aud) = subject.claim("aud") else {
        return sink.does_not_apply();
    };
    let is_single = subject.is_any(&["kb-jwt"]);
    let fault = fault(aud)
        .or_else(|| (is_single && aud.kind() == Kind::Array).then(|| "is a list".to_owned()));
    let (expected, fixer) = match is_single {
        true => ("a string", Fixer::Caller),
        false => ("a string or a list of strings", Fixer::Issuer),
    };
    if let Some(fault) = fault {
        // Ory, Kinde and others write it so where no audience was asked for: who does not check it takes the token.
        let is_empty = match aud.kind() {
            Kind::Array => aud.items().next().is_none(),
            kind => kind == Kind::Null,
        };
        let severity = match is_empty {
            true => absence(subject).unwrap_or(Severity::Warning),
            false => Severity::Error,
        };
        sink.claim(subject, "aud")
            .severity(severity)
            .expected(expected)
            .fixer(fixer)
            .say(format_args!(
                "`aud` {fault}. It has to be {expected}: receivers that read it refuse the token."
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (aud, message) in [
            ("[]", "warning: `aud` is an empty list."),
            ("\"\"", "`aud` is an empty string."),
            ("[\"\"]", "`aud` is a list with an empty string in it."),
            ("[\"a\",1]", "`aud` is a list with a number in it."),
            ("{}", "`aud` is an object."),
            ("null", "warning: `aud` is null."),
            ("7", "`aud` is a number."),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, "token", &body, &[message]);
        }
        for info in ["token kind=rfc9068", "token aud=a"] {
            check(
                &RULE,
                info,
                "{\"alg\":\"RS256\"}\n{\"aud\":[]}",
                &["`aud` is an empty list."],
            );
        }
    }

    #[test]
    fn is_quiet() {
        for claims in ["{}", r#"{"aud":"a"}"#, r#"{"aud":["a","b"]}"#] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

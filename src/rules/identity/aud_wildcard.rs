//! The audience stands for everyone.

use super::first_strings;
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-wildcard",
    severity: Severity::Error,
    title: "The audience stands for everyone",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "RFC 8725 §3.9",
    check,
};

/// Whether an audience names no receiver but anybody or nobody.
pub fn is_wildcard(value: &str) -> bool {
    ["*", "any", "null", "undefined"]
        .iter()
        .any(|wildcard| value.trim().eq_ignore_ascii_case(wildcard))
}

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(aud) = subject.claim("aud") else {
        return sink.does_not_apply();
    };
    if let Some(value) = first_strings(aud).find(|value| is_wildcard(value)) {
        sink.claim(subject, "aud")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The audience {} names no receiver. Any receiver could take it for its own: strict \
             receivers refuse it.",
                quote(value)
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
            ("\"*\"", "The audience `*` names no receiver."),
            ("[\"a\",\"Any\"]", "The audience `Any` names no receiver."),
            ("\"null\"", "The audience `null` names no receiver."),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, "token", &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for claims in [
            r#"{"aud":"https://any.example/*"}"#,
            r#"{"aud":null}"#,
            "{}",
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

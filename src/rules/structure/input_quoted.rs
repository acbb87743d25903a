//! Quotes stood around the token.

use crate::extract::RepairKind;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-quoted",
    severity: Severity::Info,
    title: "The token stands in quotes",
    applies: Applies::Token,
    guide: guide::TOKEN_STRUCTURE,
    sources: "the inspector itself",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(repair) = common::repair(subject, RepairKind::Quotes) else {
        return;
    };
    let mark = subject
        .text
        .get(repair.span.start..)
        .and_then(|rest| rest.chars().next());
    let why = match mark {
        Some('"' | '\'' | '`') => "Take them out of the stored value if they are part of it.",
        _ => "They are typographic quotes, as word processors write them.",
    };
    sink.at(Place::input(repair.span)).fixer(Fixer::Caller).say(format_args!(
        "The quotes around the token were left out. A receiver would take them for part of it. {why}"
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
            "paste",
            r#""<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>""#,
            &["The quotes around the token were left out."],
        );
        check(
            &RULE,
            "paste",
            r#"“<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>”"#,
            &[
                "The quotes around the token were left out. A receiver would take them for part of it. They are typographic",
            ],
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

//! An ellipsis or `[truncated]` says that something was cut out of the token.

use crate::extract::RepairKind;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-truncated-ellipsis",
    severity: Severity::Error,
    title: "The token was shortened by whatever displayed it",
    applies: Applies::Token,
    guide: guide::TOKEN_STRUCTURE,
    sources: "the inspector itself",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(repair) = common::repair(subject, RepairKind::Ellipsis) else {
        return;
    };
    let mark = common::quote_start(repair.span.of(subject.text).trim(), 20);
    sink.at(Place::input(repair.span))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The token was shortened: {mark} stands for what is missing. Copy the whole value \
             from where it was sent."
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
            "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwczovL2...",
            &["The token was shortened: `...` stands for what is missing."],
        );
    }

    #[test]
    fn is_quiet() {
        let whole = r#"see <<{"alg":"ES256","kid":"k1"} {"sub":"a"}>>..."#;
        check(&RULE, "paste", whole, &[]);
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

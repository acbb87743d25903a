//! Nothing that could be a token, an error or a request is in the paste.

use crate::guide;
use crate::place::{Place, Span};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-empty",
    severity: Severity::Error,
    title: "There is nothing to inspect",
    applies: Applies::Input,
    guide: guide::TOKEN_STRUCTURE,
    sources: "the inspector itself",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let found = subject.extraction;
    let is_empty = subject.siblings.is_empty()
        && found.errors.is_empty()
        && found.notes.is_empty()
        && found.parameters.is_empty();
    if !is_empty {
        return;
    }
    let message = if subject.text.contains(char::is_alphanumeric) {
        "No token and no error was recognised in this text. Paste a token, an Authorization header, a token response or an error."
    } else {
        "There is nothing to inspect. Paste a token, an Authorization header, a token response or an error."
    };
    let text = Span::new(0, subject.text.len());
    sink.at(Place::input(text))
        .fixer(Fixer::Caller)
        .say(message);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(&RULE, "paste", "", &["There is nothing to inspect."]);
        check(&RULE, "paste", " \n ", &["There is nothing to inspect."]);
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

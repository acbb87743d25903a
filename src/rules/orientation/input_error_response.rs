//! The paste holds an error of a server or library.

use crate::extract::Note;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-error-response",
    severity: Severity::Info,
    title: "There is an error in the text",
    applies: Applies::Input,
    guide: guide::READ_THE_ERROR,
    sources: &[
        "RFC 6749 §5.2",
        "RFC 6750 §3",
        "Microsoft Entra: authentication and authorisation error codes",
    ],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let found = subject.extraction;
    let noted = found.notes.iter().find_map(|note| match note {
        Note::ErrorResponse(span) => Some(*span),
        _ => None,
    });
    let codes: Vec<&str> = found
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect();
    let Some(span) = noted.or_else(|| Some(found.errors.first()?.span)) else {
        return;
    };
    let what = if codes.is_empty() {
        "This is an error response".to_owned()
    } else {
        format!("The error is {}", quote_list(&codes))
    };
    sink.at(Place::input(span)).fixer(Fixer::Caller).say(format!(
        "{what}. It says who refused and why: read all of it before the token. Keep its correlation ID and time, the sign-in log needs them."
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
            r#"{"error":"invalid_grant","error_description":"AADSTS500133: Assertion is not within its valid time range."}"#,
            &["The error is `"],
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

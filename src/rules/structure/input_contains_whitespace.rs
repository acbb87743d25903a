//! White space stood inside the token.

use crate::extract::RepairKind;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-contains-whitespace",
    severity: Severity::Warning,
    title: "There is white space inside the token",
    applies: Applies::Token,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 7515 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(repair) = common::repair(subject, RepairKind::Whitespace) else {
        return;
    };
    let space = repair.span.of(subject.text).to_ascii_lowercase();
    let has = |marks: &[&str]| marks.iter().any(|mark| space.contains(mark));
    // As it is, escaped, or percent-encoded.
    let what = if has(&["\n", "\r", "\\n", "\\r", "0a", "0d"]) {
        "A line break"
    } else if has(&["\t", "\\t", "09"]) {
        "A tab"
    } else if has(&[" ", "20"]) {
        "A space"
    } else if space.is_ascii() {
        // In base64.
        "A line break"
    } else {
        "An invisible character"
    };
    let why = match what {
        "A line break" => " Terminals, mail and YAML wrap lines.",
        _ => "",
    };
    let at = common::position(subject.text, repair.span.start);
    sink.at(Place::input(repair.span))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "{what} stands inside the token, first at {at}. It was left out here; receivers \
             refuse the token with it.{why}"
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
            "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJ4In0.Wl32G2HW%0A",
            &["A line break stands inside the token, first at character 61."],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJo\ndHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSJ9.Wl32G2HW",
            &["A line break stands inside the token, first at line 1, column 49."],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJ4In0.Wl32G2HW\u{200b}",
            &["An invisible character stands inside the token, first at character 61."],
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

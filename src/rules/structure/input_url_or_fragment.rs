//! Tokens stood in the query or fragment of a URL.

use crate::extract::Note;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-url-or-fragment",
    severity: Severity::Info,
    title: "The token was in a URL",
    applies: Applies::Input,
    guide: guide::TOKEN_STRUCTURE,
    sources: "OpenID Connect Core §3.2.2.5; RFC 6749 §4.2.2; RFC 6750 §5.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for note in &subject.extraction.notes {
        let Note::Url(span) = *note else { continue };
        return sink.at(Place::input(span)).fixer(Fixer::Caller).say(
            "This was taken out of a URL. URLs reach history, logs and referrers: treat it as \
             exposed.",
        );
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
            "paste",
            r#"https://app.contoso.example/callback#id_token=<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>"#,
            &["This was taken out of a URL."],
        );
        check(
            &RULE,
            "paste",
            r#"10.0.0.1 - - [1/Jan/2026] "GET /orders?access_token=<<{"alg":"ES256"} {"sub":"a"}>> HTTP/1.1" 401 -"#,
            &["This was taken out of a URL."],
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

//! The paste is the response of a token endpoint.

use crate::extract::Note;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-json-token-response",
    severity: Severity::Info,
    title: "This is a token response",
    applies: Applies::Input,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 6749 §5.1",
    check,
};

const MEMBERS: [&str; 3] = ["access_token", "id_token", "refresh_token"];

fn check(subject: &Subject, sink: &mut Sink) {
    for note in &subject.extraction.notes {
        let Note::TokenResponse(span) = *note else {
            continue;
        };
        let tokens = subject.siblings.iter().take(16);
        let names: Vec<&str> = tokens
            .filter_map(|other| other.token.candidate.name.as_deref())
            .filter(|name| MEMBERS.contains(name))
            .collect();
        let with = if names.is_empty() {
            "without a token in it".to_owned()
        } else {
            format!("with {}", quote_list(&names))
        };
        return sink.at(Place::input(span)).say(format_args!(
            "This is a token response {with}. Each token is inspected by itself. Compare `scope` \
             and `expires_in` with the claims."
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
            "paste",
            r#"{"token_type":"Bearer","access_token":"<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>"}"#,
            &["This is a token response with `access_token`."],
        );
        check(
            &RULE,
            "paste",
            r#"Authorization: Bearer eyJhbGciOiJub25lIn0.e30.
{"access_token":"eyJhbGciOiJub25lIn0.e30."}"#,
            &["This is a token response with `access_token`."],
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

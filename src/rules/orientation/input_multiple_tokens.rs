//! There is more than one token in the paste.

use crate::extract::Carrier;
use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject, common};
use crate::text::quote_list;
use crate::token::{Form, Token};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-multiple-tokens",
    severity: Severity::Info,
    title: "There are several tokens",
    applies: Applies::Input,
    guide: guide::WHICH_TOKEN,
    sources: &["the inspector itself"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // What was in an encrypted token stands nowhere in the text.
    let is_readable =
        |token: &&Token| token.form != Form::Opaque && token.candidate.carrier != Carrier::Jwe;
    let count = subject.siblings.iter().filter(is_readable).count();
    if count < 2 {
        return;
    }
    let readable = subject.siblings.iter().filter(is_readable);
    let names: Vec<&str> = readable
        .take(8)
        .filter_map(|token| token.candidate.name.as_deref())
        .collect();
    let named = if names.is_empty() {
        String::new()
    } else {
        format!(" ({})", quote_list(&names))
    };
    sink.at(common::whole(subject)).say(format!(
        "There are {count} tokens in the text{named}. Each is inspected by itself. Those that belong together, such as an ID token and its access token, are also compared."
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
            r#"id token: <<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>
access token: <<{"alg":"ES256","kid":"k2"} {"iss":"https://login.contoso.example"}>>"#,
            &["There are 2 tokens in the text"],
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

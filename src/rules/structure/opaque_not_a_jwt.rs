//! The text is no JWT, and nothing else that is known by its look.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common, opaque};
use crate::text::quote;
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "opaque-not-a-jwt",
    severity: Severity::Info,
    title: "This is not a JWT",
    applies: Applies::Token,
    guide: guide::OPAQUE_TOKENS,
    sources: &["RFC 6749 §1.4", "RFC 7662 §2"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let token = subject.token;
    let is_plain = token.form == Form::Opaque && !token.text().is_empty();
    if !is_plain || opaque::look(token).is_some() || opaque::is_noted(subject) {
        return;
    }
    let name = match &token.candidate.name {
        Some(name) => format!("The value of {} is not a JWT", quote(name)),
        None => "This is not a JWT".to_owned(),
    };
    let why = match token.text().matches('.').count() {
        0 => "there are no dots in it",
        _ => "its first part is no JSON object",
    };
    sink.at(common::whole(subject)).fixer(Fixer::Caller).say(format!(
        "{name}: {why}. It may be a reference token, which only its issuer can look up, or another value than the access token."
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
            "2YotnFZFEjr1zCsicMWpAA",
            &["This is not a JWT: there are no dots in it."],
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

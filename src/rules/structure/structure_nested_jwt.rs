//! The token holds another JWT.

use crate::extract::Carrier;
use crate::guide;
use crate::place::Part;
use crate::rules::{Rule, Severity, Sink, Subject, common};
use crate::token::Token;
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-nested-jwt",
    severity: Severity::Info,
    title: "The token holds another JWT",
    applies: common::READABLE,
    guide: guide::ENCRYPTED_TOKENS,
    sources: &["RFC 7519 §5.2", "RFC 7519 §7.2"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_said = common::says_nested(subject);
    let is_seen = common::is_nested(subject.token);
    if !is_said && !is_seen {
        return;
    }
    let payload = subject.token.segment(Part::Payload);
    let place = match payload {
        Some(payload) if is_seen => common::segment_place(payload),
        _ => subject.param_place("cty"),
    };
    let is_opened = matches!(subject.states, [State::Opened { .. }]);
    let is_inner = |other: &Token| {
        other.candidate.carrier == Carrier::Jwe
            && other.candidate.span == subject.token.candidate.span
    };
    let message = if is_opened && !subject.siblings.iter().any(is_inner) {
        "The header says that another JWT is inside (`cty` is `JWT`), but what was decrypted is none. Receivers that look for one refuse the token."
    } else if subject.token.form.is_encrypted() {
        "Inside the encryption is another JWT (`cty` is `JWT`). Check both layers."
    } else if is_seen {
        "The payload is another JWT. Inspect that one too."
    } else {
        "The header says that the payload is another JWT (`cty` is `JWT`), but it is none. Receivers differ in what they make of that."
    };
    sink.at(place).say(message);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","cty":"JWT"}
eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.Wl32"#,
            &["The payload is another JWT."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","cty":"JWT"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The header says that the payload is another JWT"],
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

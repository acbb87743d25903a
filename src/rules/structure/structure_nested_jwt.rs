//! The token holds another JWT.

use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-nested-jwt",
    severity: Severity::Warning,
    title: "The token holds another JWT",
    applies: common::READABLE,
    guide: guide::ENCRYPTED_TOKENS,
    sources: "RFC 7519 §5.2; RFC 7519 §7.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_said = common::says_nested(subject);
    let is_seen = common::is_nested(subject.token);
    let is_inside = is_seen || common::holds_token(subject);
    let is_silent = subject.param("cty").is_none();
    if !(is_said || is_seen || is_silent && is_inside) {
        return;
    }
    let payload = subject.token.segment(Part::Payload);
    let place = match payload {
        Some(payload) if is_seen => subject.token.place_of(payload),
        _ => subject.param_place("cty"),
    };
    let is_opened = matches!(subject.states, [State::Opened { .. }]);
    let message = if is_silent {
        "Another JWT is inside, and the header does not say so. RFC 7519 §5.2 wants a `cty` of `JWT`: without it some libraries look for claims, and fail."
    } else if is_inside || subject.token.form.is_encrypted() && !is_opened {
        "Another JWT is inside. Check both layers."
    } else {
        "The header says that another JWT is inside (`cty` is `JWT`), but there is none. Receivers that look for one refuse the token."
    };
    let draft = sink.at(place);
    match !is_silent && (is_inside || !is_opened) {
        true => draft.severity(Severity::Info),
        false => draft.fixer(Fixer::Issuer),
    }
    .say(message);
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
            &["info: Another JWT is inside."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","cty":"JWT"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["info: The header says that another JWT is inside"],
        );
    }

    #[test]
    fn warns_where_the_header_does_not_say_so() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"ES256\",\"kid\":\"k1\"}\neyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.Wl32",
            &["Another JWT is inside, and the header does not say so."],
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

//! The token is in a JSON serialization of JWS or JWE.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-json-serialization",
    severity: Severity::Info,
    title: "This is JOSE in JSON, not a JWT",
    applies: common::READABLE,
    guide: guide::TOKEN_STRUCTURE,
    sources: &["RFC 7515 §7.2", "RFC 7516 §7.2", "RFC 7519 §1"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let (name, advice) = match subject.token.form {
        Form::JwsJsonFlattened | Form::JweJsonFlattened => (
            "flattened",
            "It can be written in compact form if everything in its header is protected.",
        ),
        Form::JwsJsonGeneral | Form::JweJsonGeneral => (
            "general",
            "The compact form has room for one signature or recipient only.",
        ),
        _ => return,
    };
    sink.at(common::whole(subject)).fixer(Fixer::Issuer).say(format!(
        "This is JOSE in the {name} JSON serialization, not a JWT. A JWT is always compact, so JWT libraries refuse this. {advice}"
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
            r#"{"payload":"eyJpc3MiOiJ4In0","protected":"eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0","signature":"Wl32"}"#,
            &["This is JOSE in the flattened JSON serialization"],
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

//! The token is a JWE: in compact form, or opened with the key that was given.

use crate::guide;
use crate::rules::{Rule, Severity, Sink, Subject, common};
use crate::text::quote_list;
use crate::token::Form;
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-jwe-compact",
    severity: Severity::Info,
    title: "The token is encrypted",
    applies: common::READABLE,
    guide: guide::ENCRYPTED_TOKENS,
    sources: "RFC 7516 §3.1; RFC 7516 §9",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_open = |state: &State| matches!(state, State::Opened { .. });
    // Opened is not signed: whoever has the public key could have made it.
    if let Some(state) = subject.states.iter().find(|state| is_open(state)) {
        return sink.at(common::whole(subject)).say(state.sentence());
    }
    if subject.token.form != Form::JweCompact || common::is_run_together(subject) {
        return;
    }
    let names: Vec<&str> = ["alg", "enc"]
        .iter()
        .filter_map(|name| subject.param_str(name))
        .collect();
    let how = if names.is_empty() {
        String::new()
    } else {
        format!(" with {}", quote_list(&names))
    };
    sink.at(common::whole(subject)).say(format_args!(
        "The token is encrypted{how}: only its header can be read. Who holds its key can give \
         that here, or inspect the token where it is decrypted: at the API it is meant for."
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
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &["The token is encrypted with `dir` and `A256GCM`"],
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

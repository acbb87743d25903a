//! The text looks like a compact ticket of a Microsoft consumer account.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common, opaque, opaque::Look};

/// See the module.
pub static RULE: Rule = Rule {
    id: "personal-account-compact-ticket",
    severity: Severity::Info,
    title: "This looks like a ticket of a Microsoft consumer account",
    applies: Applies::Token,
    guide: guide::OPAQUE_TOKENS,
    sources: "Entra access-tokens",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if opaque::look(subject.token) == Some(Look::Ticket) {
        sink.at(common::whole(subject)).fixer(Fixer::Caller).say(
            "This looks like a compact ticket of a Microsoft consumer account. Only a Microsoft \
             API can read it. To see claims, request a token for your own API.",
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
            "EwBIA8l6BAAUaB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3daB3d",
            &["This looks like a compact ticket"],
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
        check(&RULE, "paste", "EwBIA8l6BAAU", &[]);
    }
}

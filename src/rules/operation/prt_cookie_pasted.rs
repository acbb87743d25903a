//! The token is the cookie of a primary refresh token.

use crate::guide;
use crate::profile::entra;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "prt-cookie-pasted",
    severity: Severity::Error,
    title: "This is a primary refresh token cookie",
    applies: Applies::Claims,
    guide: guide::SAFE_HANDLING,
    sources: "Entra AADSTS500138, AADSTS500139",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(name) = entra::session(subject.token) {
        sink.at(subject.claim_place(name)).pointer(format!("/{name}")).fixer(Fixer::Caller).say(
            "This looks like a primary refresh token cookie. It stands for the sign-in of a whole \
             device: clear it everywhere, and revoke the user's sessions.",
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
            "token",
            r#"{"alg":"HS256","ctx":"kq3V"}
{"refresh_token":"x","is_primary":"true"}"#,
            &["This looks like a primary refresh token cookie."],
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

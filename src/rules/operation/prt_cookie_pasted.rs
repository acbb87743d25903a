//! The token is the cookie of a primary refresh token.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "prt-cookie-pasted",
    severity: Severity::Error,
    title: "This is a primary refresh token cookie",
    applies: Applies::Claims,
    guide: guide::SAFE_HANDLING,
    sources: &["Microsoft Entra: AADSTS50138, AADSTS50139"],
    check,
};

/// The claim that shows it to be such a cookie.
pub fn mark(subject: &Subject) -> Option<&'static str> {
    let is_mac = subject.param_str("alg") == Some("HS256") && subject.param("ctx").is_some();
    let mut names = ["refresh_token", "is_primary", "request_nonce"].into_iter();
    names.find(|name| is_mac && subject.claim(name).is_some())
}

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(name) = mark(subject) {
        sink.at(subject.claim_place(name)).pointer(format!("/{name}")).fixer(Fixer::Caller).say(
            "This looks like a primary refresh token cookie. It stands for the sign-in of a whole device. Clear it everywhere, treat it as compromised, and revoke the user's sessions.",
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

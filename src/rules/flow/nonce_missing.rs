//! The nonce that was sent did not come back.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "nonce-missing",
    severity: Severity::Error,
    title: "The ID token has no nonce",
    applies: Applies::Claims,
    guide: guide::HASHES_AND_NONCE,
    sources: &[
        "OpenID Connect Core §3.1.3.7",
        "OpenID Connect Core §3.2.2.11",
    ],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_implicit = super::is_from_front_channel(subject) && !super::came_with(subject, "code");
    let sent = subject.expect.nonce.as_deref();
    // What a verifier sent is in the key binding, where it is required anyway.
    if subject.binding_claims().is_some()
        || !situation::may_be_id_token(subject)
        || sent.is_none() && !is_implicit
    {
        return sink.does_not_apply();
    }
    if subject.claim("nonce").is_some() {
        return;
    }
    let draft = sink.claim(subject, "nonce").fixer(Fixer::Issuer);
    match sent {
        Some(sent) => draft.expected(sent).say(format!(
            "There is no `nonce`, although {} was sent. Refuse the response: it may belong to \
             another sign-in.",
            quote(sent)
        )),
        None => draft.say(
            "There is no `nonce` in an ID token that came through the browser without a code. \
             There it is required: send one, and refuse tokens without it.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token nonce=n-1 kind=oidc-id-token",
            r#"{"alg":"RS256"}
{"iss":"https://login.fabrikam.example","sub":"5ba","aud":"orders-web","iat":@,"exp":@+5m}"#,
            &["There is no `nonce`, although `n-1` was sent."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token nonce=n-0S6WzA2Mj kind=oidc-id-token",
            &sample::oidc_id(""),
            &[],
        );
    }

    #[test]
    fn access_tokens_carry_none() {
        check(
            &RULE,
            "token nonce=n-1 kind=rfc9068",
            &sample::at_jwt(""),
            &[],
        );
    }
}

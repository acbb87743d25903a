//! The nonce that was sent did not come back.

use crate::guide;
use crate::profile::Purpose;
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
    sources: "OpenID Connect Core §3.1.3.7; OpenID Connect Core §3.2.2.11",
    check,
};

/// Whether the nonce that was sent has to be in it: not where it is in a proof or may be in a token beside it.
pub fn is_meant(subject: &Subject) -> bool {
    let may_be = situation::may_be_id_token(subject);
    let is_elsewhere = || {
        subject.profile.purpose == Purpose::Proof
            || situation::is_beside(subject, &[Purpose::Id, Purpose::Unknown, Purpose::Proof])
    };
    subject.expect.nonce.is_some() && (may_be || !is_elsewhere())
}

fn check(subject: &Subject, sink: &mut Sink) {
    let is_implicit = super::is_from_front_channel(subject) && !super::came_with(subject, "code");
    let may_be = situation::may_be_id_token(subject);
    let sent = subject.expect.nonce.as_deref();
    // What a verifier sent is in the key binding, where it is required anyway.
    if subject.binding_claims().is_some() || !(is_meant(subject) || is_implicit && may_be) {
        return sink.does_not_apply();
    }
    if subject.claim("nonce").is_some() {
        return;
    }
    let draft = sink.claim(subject, "nonce").fixer(Fixer::Issuer);
    match sent {
        Some(sent) => draft.expected(sent).say(format_args!(
            "There is no `nonce`, although {} was sent. {}",
            quote(sent),
            match may_be {
                true => "Refuse the response: it may belong to another sign-in.",
                false => "It comes back in ID tokens and proofs only: look at the one beside this token.",
            }
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
            &["There is no `nonce`, although `n-1` was sent. It comes back in ID tokens"],
        );
        let [access, id] = [sample::at_jwt(""), sample::oidc_id(r#""nonce":"n-1""#)];
        let body = format!(
            "<<{}>> <<{}>>",
            access.replace('\n', " "),
            id.replace('\n', " ")
        );
        check(&RULE, "paste nonce=n-1", &body, &[]);
    }
}

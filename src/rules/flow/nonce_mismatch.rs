//! The nonce is not the one that was sent.

use super::nonce_missing;
use crate::guide;
use crate::hash;
use crate::profile::Purpose;
use crate::rules::near;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::base64url;

/// See the module.
pub static RULE: Rule = Rule {
    id: "nonce-mismatch",
    severity: Severity::Error,
    title: "The nonce is not the one that was sent",
    applies: Applies::Claims,
    guide: guide::HASHES_AND_NONCE,
    sources: "OpenID Connect Core §3.1.3.7; RFC 9901 §7.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_proof = subject.profile.purpose == Purpose::Proof;
    let binding = subject.binding_claims();
    let sent = subject
        .expect
        .nonce
        .as_deref()
        .filter(|_| is_proof || binding.is_some() || nonce_missing::is_meant(subject));
    let Some(sent) = sent else {
        return sink.does_not_apply();
    };
    if let Some(binding) = binding {
        let nonce = binding.get("nonce").map(|nonce| nonce.to_text());
        if let Some(nonce) = nonce.filter(|nonce| *nonce != sent) {
            sink.binding_claim(subject, "nonce")
                .expected(sent)
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The nonce of the key binding is {}, but {} was sent. Refuse the \
                     presentation: it was made for another request, and may be replayed.",
                    quote(nonce),
                    quote(sent)
                ));
        }
        return;
    }
    let Some(nonce) = subject.claim("nonce").map(|nonce| nonce.to_text()) else {
        return;
    };
    if nonce == sent {
        return;
    }
    let near = near::difference(nonce, sent).filter(|difference| difference.distance() <= 2);
    let is_hash = base64url::encode(&hash::sha256(sent.as_bytes())) == nonce;
    let why = if let Some(near) = near {
        &format!("{}. Compare with what was really sent.", near.phrase())
    } else if is_proof {
        "Refuse it: it was made for another request, or the nonce has been renewed since."
    } else if is_hash {
        "It is the SHA-256 of what you sent: compare with the hash, as the sender does."
    } else {
        "Refuse the response: it belongs to another sign-in, or two tabs share one stored nonce."
    };
    sink.claim(subject, "nonce")
        .expected(sent)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The nonce is {}, but {} was sent. {why}",
            quote(nonce),
            quote(sent)
        ));
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
            "token nonce=n-1",
            &sample::oidc_id(""),
            &["The nonce is `n-0S6WzA2Mj`, but `n-1` was sent. Refuse"],
        );
        check(
            &RULE,
            "token nonce=N-0S6WzA2Mj",
            &sample::oidc_id(""),
            &[
                "The nonce is `n-0S6WzA2Mj`, but `N-0S6WzA2Mj` was sent. Upper and lower case differ. Compare",
            ],
        );
    }

    #[test]
    fn fires_for_a_proof() {
        check(
            &RULE,
            "token kind=kb-jwt nonce=a",
            "{\"alg\":\"ES256\"}\n{\"nonce\":\"b\"}",
            &["The nonce is `b`, but `a` was sent. Refuse it: it was made for another request"],
        );
    }

    #[test]
    fn names_the_hash() {
        check(
            &RULE,
            "token nonce=abc",
            &sample::oidc_id(r#""nonce":"ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0""#),
            &[
                "The nonce is `ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0`, but `abc` was sent. \
                 It is the SHA-256",
            ],
        );
    }

    #[test]
    fn fires_for_a_key_binding() {
        let body = sample::presentation(
            r#""iat":@,"aud":"https://verifier.example","nonce":"n-1","sd_hash":"x""#,
        );
        check(&RULE, "paste nonce=n-1", &body, &[]);
        let expected = "The nonce of the key binding is `n-1`, but `n-2` was sent.";
        check(&RULE, "paste nonce=n-2", &body, &[expected]);
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token nonce=n-0S6WzA2Mj", &sample::oidc_id(""), &[]);
    }
}

//! No key was given to check the signature with.

use super::{Signature, algorithm_of, is_none, is_zero, signatures};
use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::algorithms::Use;
use crate::verify::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-not-verified",
    severity: Severity::Info,
    title: "The signature was not checked",
    applies: common::SIGNED,
    guide: guide::SIGNATURE,
    sources: "RFC 7519 §7.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.states.iter().any(State::is_checked) {
        return;
    }
    let signature = signatures(subject).into_iter().next();
    let is_unsigned = |alg: Option<&str>| alg.is_some_and(is_none);
    if let Some(signature) = signature
        .filter(|signature| !signature.segment.span.is_empty() && !is_unsigned(signature.alg))
        .filter(|signature| !is_zero(signature))
    {
        let key = key(subject, &signature);
        sink.at(signature.place).fixer(Fixer::Api).say(format_args!(
            "The signature was not checked: no key was given. Who wrote these claims is unproven. \
             The receiver checks it with {key}.",
        ));
    }
}

/// What a receiver checks it with.
fn key(subject: &Subject, signature: &Signature) -> &'static str {
    if algorithm_of(signature).is_some_and(|known| known.purpose == Use::Mac) {
        "the secret it was made with"
    } else if subject.is_any(&["dpop-proof"]) {
        "the key in its own header, `jwk`"
    } else if subject.is_any(&["kb-jwt"]) {
        "the key of the holder, from `cnf` of the credential"
    } else if subject.is_any(&[
        "client-assertion",
        "entra-client-assertion",
        "jar-request-object",
    ]) {
        "the key or certificate that is registered for the client"
    } else {
        "the keys of the issuer"
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
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The signature was not checked: no key was given."],
        );
    }

    #[test]
    fn says_whose_key_it_takes() {
        for (info, header, key) in [
            ("token", r#"{"alg":"RS256"}"#, "the keys of the issuer."),
            (
                "token",
                r#"{"alg":"HS256"}"#,
                "the secret it was made with.",
            ),
            (
                "token kind=dpop-proof",
                r#"{"alg":"ES256"}"#,
                "the key in its own header, `jwk`.",
            ),
            (
                "token kind=entra-client-assertion",
                r#"{"alg":"PS256"}"#,
                "the key or certificate that is registered for the client.",
            ),
        ] {
            let message = format!(
                "The signature was not checked: no key was given. Who wrote these claims is unproven. The receiver checks it with {key}"
            );
            let body = format!("{header}\n{{\"iss\":\"https://login.contoso.example\"}}");
            check(&RULE, info, &body, &[&message]);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"alg":"none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }

    #[test]
    #[cfg(feature = "crypto")]
    fn is_quiet_where_a_key_was_given() {
        use crate::rules::signature::tests::{SECRET, SIGNED};
        check(&RULE, "token", &format!("{SIGNED}{SECRET}"), &[]);
        check(&RULE, "token", &format!("{SIGNED}another secret"), &[]);
    }
}

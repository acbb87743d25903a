//! The header does not say which key signed the token.

use crate::guide;
use crate::profile::Family;
use crate::rules::flow::is_built_by_client;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::algorithms::{self, Use};

/// See the module.
pub static RULE: Rule = Rule {
    id: "kid-missing",
    severity: Severity::Warning,
    title: "The header does not say which key was used",
    applies: Applies::Header,
    guide: guide::KEYS_AND_ROTATION,
    sources: "RFC 7515 §4.1.4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let alg = subject.param_str("alg");
    let is_asymmetric = alg
        .and_then(algorithms::by_name)
        .is_some_and(|known| known.purpose == Use::Signature);
    let names_key = ["kid", "x5t", "x5t#S256", "x5c", "x5u", "jwk"]
        .iter()
        .any(|name| {
            let value = subject.param(name);
            value.is_some_and(|value| value.as_str() != Some(""))
        });
    // It brings its key or is made by a client; older clusters write an empty `kid` into every token.
    let has_own_key = is_built_by_client(subject) || subject.is_any(&["k8s-sa-legacy"]);
    if is_asymmetric && !names_key && subject.token.form.is_signed() && !has_own_key {
        let is_entra = subject.kind().family == Family::Entra;
        sink.param(subject, "kid").fixer(Fixer::Issuer).say(format_args!(
            "The header has {} `kid`. A receiver has to try every key of the issuer, and many refuse.{}",
            if subject.param("kid").is_some() { "an empty" } else { "no" },
            if is_entra { " Entra always sends one: it was edited or made elsewhere." } else { "" }
        ));
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
            r#"{"alg":"RS256"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The header has no `kid`."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":""}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The header has an empty `kid`."],
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
        check(
            &RULE,
            "token",
            r#"{"typ":"oauth-client-attestation-pop+jwt","alg":"ES256"}
{"iss":"https://client.example","aud":"https://as.example","jti":"j","iat":@}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"HS256"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

//! The issuer signs with private keys, but this token has a shared secret.

use crate::guide;
use crate::profile::issuer;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::algorithms::{self, Use};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-symmetric-from-public-issuer",
    severity: Severity::Error,
    title: "The algorithm is not one of this issuer",
    applies: Applies::Claims,
    guide: guide::ALGORITHMS,
    sources: "RFC 8725 §2.1; RFC 8725 §3.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(alg) = subject.param_str("alg") else {
        return;
    };
    let is_mac = algorithms::by_name(alg).is_some_and(|known| known.purpose == Use::Mac);
    let iss = subject.claim_str("iss").unwrap_or_default();
    let kind = subject.issuer.kind;
    if !is_mac || !kind.signs_with_private_keys() {
        return;
    }
    // A tenant of Auth0 can be set to HS256.
    let (severity, unless) = match kind {
        issuer::Kind::Auth0 => (
            Severity::Warning,
            " unless the application is set to HS256. If yours is not, this is home",
        ),
        _ => (Severity::Error, ". Home"),
    };
    sink.param(subject, "alg").severity(severity).fixer(Fixer::Api).say(format_args!(
        "{} needs a shared secret, but {} is {}, which signs with private keys{unless}-made, or an attempt to have a public key taken for a secret. Refuse it.",
        quote(alg),
        quote(iss),
        kind.phrase()
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
            "token",
            r#"{"alg":"HS256","kid":"k1"}
{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"}"#,
            &["`HS256` needs a shared secret, but `https://login.microsoftonline.com/"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"HS256","kid":"k1"}
{"iss":"https://contoso.eu.auth0.com/"}"#,
            &["warning: `HS256` needs"],
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
            r#"{"alg":"HS256","kid":"k1"}
{"iss":"https://sso.fabrikam.example/realms/orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://accounts.google.com"}"#,
            &[],
        );
    }
}

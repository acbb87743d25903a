//! The algorithm is not one that this kind of token may have, or that the API allows.

use super::is_none;
use crate::guide;
use crate::place::{Part, Place};
use crate::profile::Family;
use crate::profile::entra::FEDERATED_CREDENTIAL;
use crate::rules::identity::is_federated_credential;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::algorithms::{self, Use};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-not-allowed-for-profile",
    severity: Severity::Error,
    title: "The algorithm is not allowed",
    applies: Applies::Header,
    guide: guide::ALGORITHMS,
    sources: "RFC 9449 §4.2; RFC 9901 §4.3; Entra certificate-credentials; Entra workload-identity-federation-considerations",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let profile = subject.kind();
    let allowed = &subject.expect.algorithms;
    if let Some(alg) = subject.param_str("alg").filter(|alg| !is_none(alg)) {
        let is_symmetric = algorithms::by_name(alg).is_some_and(|known| known.purpose == Use::Mac);
        // A provider with HMAC is the matter of alg-symmetric-from-public-issuer.
        let refuses = profile.asymmetric_only && is_symmetric && profile.family == Family::Standard;
        // Tokens of any kind are offered as one.
        let listed = match is_federated_credential(subject) {
            true => FEDERATED_CREDENTIAL.algorithms,
            false => profile.algorithms,
        };
        let is_elsewhere = !listed.is_empty() && !listed.contains(&alg);
        if refuses || is_elsewhere {
            let is_strict = subject.is_any(&["dpop-proof", "kb-jwt", "entra-client-assertion"]);
            let severity = if is_strict {
                Severity::Error
            } else {
                Severity::Warning
            };
            let wanted = if listed.is_empty() {
                "an asymmetric algorithm such as `ES256`".to_owned()
            } else {
                quote_list(listed)
            };
            sink.param(subject, "alg").severity(severity).fixer(Fixer::Issuer).expected(wanted.replace('`', "")).say(format_args!(
                "{} is not an algorithm for this kind of token ({}). It takes {wanted}. It has to be signed with one of those.",
                quote(alg),
                profile.name
            ));
        } else if !allowed.is_empty() && !allowed.iter().any(|one| one == alg) {
            sink.param(subject, "alg").fixer(Fixer::Api).expected(allowed.join(" ")).say(format_args!(
                "{} is not an algorithm that your API allows. You expect {}. If the issuer signs with it on purpose, the list is too narrow; otherwise the token comes from elsewhere.",
                quote(alg),
                quote_list(allowed)
            ));
        }
    }
    let Some(value) = subject
        .token
        .object(Part::KeyBindingHeader)
        .and_then(|header| header.get("alg"))
    else {
        return;
    };
    let alg = value.to_text();
    let is_asymmetric =
        algorithms::by_name(alg).is_none_or(|known| known.purpose == Use::Signature);
    if !is_asymmetric || is_none(alg) {
        sink.at(Place::new(Part::KeyBindingHeader, value.span())).pointer("/alg").found(alg).fixer(Fixer::Caller).say(format_args!(
            "{} cannot prove possession of a key in a key-binding JWT. It takes an asymmetric algorithm such as `ES256`. Sign it again with the holder's key.",
            quote(alg)
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
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"HS256","jwk":{"kty":"EC"}}
{"jti":"x","htm":"GET","htu":"https://orders.contoso.example/orders","iat":@}"#,
            &["`HS256` is not an algorithm for this kind of token"],
        );
        check(
            &RULE,
            "token alg=ES256,PS256",
            r#"{"typ":"at+jwt","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["`RS256` is not an algorithm that your API allows. You expect `ES256` and `PS256`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token alg=ES256",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC"}}
{"jti":"x","htm":"GET","htu":"https://orders.contoso.example/orders","iat":@}"#,
            &[],
        );
    }
}

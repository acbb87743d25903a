//! A signed request object names neither sender nor receiver.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jar-iss-aud-missing",
    severity: Severity::Warning,
    title: "The signed request object lacks `iss` or `aud`",
    applies: Applies::Profiles(&["jar-request-object"]),
    guide: guide::REQUEST_OBJECTS,
    sources: "RFC 9101 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.param_str("alg").is_none_or(|alg| alg == "none") {
        return;
    }
    // Wallets ignore `iss` (OpenID4VP §5).
    let is_for_wallet = subject
        .claim_str("response_type")
        .is_some_and(|kind| kind.contains("vp_token"));
    let absent =
        |claim: &&str| subject.claim(claim).is_none() && !(is_for_wallet && *claim == "iss");
    let missing: Vec<&str> = ["iss", "aud"].into_iter().filter(absent).collect();
    if let Some(first) = missing.first() {
        sink.claim(subject, first).fixer(Fixer::Caller).say(format_args!(
            "The signed request object lacks {}. `iss` should be the client and `aud` the issuer \
             identifier of the authorization server, so that the object is good for one server \
             only.",
            quote_list(&missing)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn is_quiet_for_wallets() {
        check(
            &RULE,
            "token kind=jar-request-object",
            r#"{"typ":"oauth-authz-req+jwt","alg":"ES256"}
{"client_id":"x509_san_dns:verifier.example","response_type":"vp_token","aud":"https://self-issued.me/v2"}"#,
            &[],
        );
    }

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=jar-request-object",
            r#"{"typ":"oauth-authz-req+jwt","alg":"PS256"}
{"client_id":"orders-web","response_type":"code"}"#,
            &["The signed request object lacks `iss` and `aud`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=jar-request-object",
            r#"{"typ":"oauth-authz-req+jwt","alg":"PS256"}
{"client_id":"orders-web","response_type":"code","iss":"orders-web","aud":"https://login.fabrikam.example"}"#,
            &[],
        );
    }
}

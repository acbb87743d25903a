//! A DPoP proof does not carry its public key as it should.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::header::private_members;
use crate::text::quote_list;
use crate::token::json::Kind;
use crate::verify::key::{self, Warning};

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-jwk-missing-or-private",
    severity: Severity::Error,
    title: "The DPoP proof has no public key, or gives the private one away",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §4.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // Nothing is missing in a header that cannot be read.
    if subject.header().is_none() {
        return sink.does_not_apply();
    }
    // Of another type it is another rule's.
    let jwk = subject.param("jwk");
    if jwk.is_some_and(|jwk| jwk.kind() != Kind::Object) {
        return;
    }
    let Some(jwk) = jwk else {
        return sink.param(subject, "jwk").fixer(Fixer::Caller).say(
            "The DPoP proof carries no public key: `jwk` is missing in its header. Without it \
             nobody can check the proof, and servers refuse it.",
        );
    };
    if subject.header().is_some_and(super::is_no_key) {
        let place = subject.param_place("jwk");
        return sink.at(place).pointer("/jwk").fixer(Fixer::Caller).say(
            "The `jwk` of the DPoP proof is no key: a member is missing or damaged. Without it \
             nobody can check the proof, and servers refuse it.",
        );
    }
    let private = private_members(jwk);
    let key = subject.header().and_then(key::of_header);
    let (severity, message) = if !private.is_empty() {
        let message = format!(
            "The DPoP proof gives a private key away: `jwk` holds {}. Replace the key, \
             and put the public half of a pair into the header.",
            quote_list(&private)
        );
        (Severity::Error, message)
    } else if key.is_some_and(|key| key.warnings.contains(&Warning::Spelling)) {
        (Severity::Warning, Warning::Spelling.sentence())
    } else {
        return;
    };
    let draft = sink.at(subject.param_place("jwk")).pointer("/jwk");
    draft.severity(severity).fixer(Fixer::Caller).say(message);
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
            r#"{"typ":"dpop+jwt","alg":"ES256"}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &["The DPoP proof carries no public key"],
        );
    }

    #[test]
    fn warns_of_numbers_that_are_written_oddly() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs=","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &["warning: A value of the key is padded"],
        );
    }

    #[test]
    fn fires_for_a_private_key() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"d":"AA","kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &["The DPoP proof gives a private key away: `jwk` holds `d`."],
        );
    }

    #[test]
    fn is_quiet_where_others_speak() {
        for header in [r#"{"alg":"ES256","jwk":"x"}"#, "[]"] {
            let body = format!("{header}\n{{\"jti\":\"a\"}}");
            check(&RULE, "token kind=dpop-proof", &body, &[]);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","d":null}}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &[],
        );
    }

    #[test]
    fn fires_for_a_key_that_is_none() {
        check(
            &RULE,
            "token",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256"}}
{"jti":"a","htm":"GET","htu":"https://api.example/","iat":@}"#,
            &["The `jwk` of the DPoP proof is no key"],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"dpop+jwt","alg":"ML-DSA-44","jwk":{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA"}}
{"jti":"a","htm":"GET","htu":"https://api.example/","iat":@}"#,
            &[],
        );
    }
}

//! A DPoP proof was made with another key than the token is bound to.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Token;
use crate::verify::key;

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-jkt-mismatch",
    severity: Severity::Error,
    title: "The DPoP proof is made with another key",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §6.1; RFC 7638",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let header = subject
        .header()
        .filter(|header| header.get("jwk").is_some());
    let thumbprint = header.and_then(|header| key::of_header(header)?.thumbprint());
    let keys: Vec<String> = super::access_tokens(subject).filter_map(bound_to).collect();
    let is_unbound = |token: &Token| {
        token
            .claims()
            .is_some_and(|claims| claims.get("cnf").is_none())
    };
    let mut tokens = super::access_tokens(subject).peekable();
    if tokens.peek().is_some() && tokens.all(is_unbound) {
        return sink
            .at(subject.param_place("jwk"))
            .severity(Severity::Warning)
            .fixer(Fixer::Caller)
            .say(
                "The access token beside the proof has no `cnf.jkt`: it is bound to no key, and strict servers refuse it. It was asked for without a proof, or its issuer does not bind tokens.",
            );
    }
    let (Some(thumbprint), [first, others @ ..]) = (thumbprint, keys.as_slice()) else {
        return sink.does_not_apply();
    };
    // Padding is another rule's.
    let is_same = |key: &String| key.trim_end_matches('=') == thumbprint;
    if keys.iter().any(is_same) || !others.is_empty() {
        return;
    }
    sink.at(subject.param_place("jwk"))
        .pointer("/jwk")
        .found(thumbprint.as_str())
        .expected(first.as_str())
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The DPoP proof is made with another key than the token is bound to: its key has the \
             thumbprint {}, `cnf.jkt` says {}. Keep one key per session; after losing it, get a \
             new token.",
            quote(&thumbprint),
            quote(first)
        ));
}

/// The thumbprint of the key that an access token is bound to.
fn bound_to(token: &Token) -> Option<String> {
    let jkt = token.claims()?.get("cnf")?.get("jkt")?;
    Some(jkt.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            r#"curl https://orders.fabrikam.example/v1/orders -H "Authorization: DPoP <<{"typ":"at+jwt","alg":"ES256","kid":"as-1"} {"iss":"https://login.fabrikam.example","sub":"5ba552d67","aud":"https://orders.fabrikam.example","client_id":"orders-cli","jti":"e1j3V","iat":1,"exp":4000000000,"cnf":{"jkt":"wWyaNqlozqNAhWeCvwC_juw8EpP-nlU3KCvmAsxYPnM"}} .AAAA>>" -H "DPoP: <<{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}} {"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@,"ath":"wlfdGBDjyIRP8wMEeg03yh4rK5zxDsuS4y268n_pG6g"}>>""#,
            &[
                "The DPoP proof is made with another key than the token is bound to: its key has \
                 the thumbprint `0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I`, `cnf.jkt` says \
                 `wWyaNqlozqNAhWeCvwC_juw8EpP-nlU3KCvmAsxYPnM`.",
            ],
        );
    }

    #[test]
    fn warns_of_a_token_that_is_not_bound() {
        check(
            &RULE,
            "paste",
            r#"curl https://orders.fabrikam.example/v1/orders -H "Authorization: DPoP <<{"typ":"at+jwt","alg":"ES256"} {"iss":"https://login.fabrikam.example","sub":"5ba552d67"}>>" -H "DPoP: <<{"typ":"dpop+jwt","alg":"ES256"} {"jti":"-BwC","htm":"GET"}>>""#,
            &["warning: The access token beside the proof has no `cnf.jkt`"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"curl https://orders.fabrikam.example/v1/orders -H "Authorization: DPoP <<{"typ":"at+jwt","alg":"ES256","kid":"as-1"} {"iss":"https://login.fabrikam.example","sub":"5ba552d67","aud":"https://orders.fabrikam.example","client_id":"orders-cli","jti":"e1j3V","iat":1,"exp":4000000000,"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}} .AAAA>>" -H "DPoP: <<{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}} {"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@,"ath":"pdTjzs5b7uHUmk5qJSQwAn9ISezfE0ERgQNKWpnAIMY"}>>""#,
            &[],
        );
    }
}

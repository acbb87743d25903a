//! A DPoP proof was made for another access token.

use crate::guide;
use crate::hash;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::{Token, base64url};

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-ath-mismatch",
    severity: Severity::Error,
    title: "The DPoP proof is for another access token",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §4.2; RFC 9449 §4.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let hash = |token: &Token| base64url::encode(&hash::sha256(token.text().as_bytes()));
    let first = super::access_tokens(subject).next();
    let Some(token) = first else {
        return sink.does_not_apply();
    };
    // Another rule names what is no digest.
    let is_digest = |text: &&str| base64url::exactly(text).is_some();
    let Some(ath) = subject.claim_str("ath").filter(is_digest) else {
        return;
    };
    if super::access_tokens(subject).any(|token| hash(token) == ath) {
        return;
    }
    // Of several, which one it belongs to cannot be told.
    if super::access_tokens(subject).nth(1).is_some() {
        return sink.does_not_apply();
    }
    let expected = hash(token);
    sink.claim(subject, "ath")
        .expected(expected.as_str())
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The DPoP proof was made for another access token: `ath` is {}, the hash of the token \
             beside it is {}. Make the proof for the token that is sent.",
            quote(ath),
            quote(&expected)
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
            "paste",
            r#"curl https://orders.fabrikam.example/v1/orders -H "Authorization: DPoP <<{"typ":"at+jwt","alg":"ES256","kid":"as-1"} {"iss":"https://login.fabrikam.example","sub":"5ba552d67","aud":"https://orders.fabrikam.example","client_id":"orders-cli","jti":"e1j3V","iat":1,"exp":4000000000,"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}} .AAAA>>" -H "DPoP: <<{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}} {"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@,"ath":"RPmeuadWl8aRc76TxkbcsWPGZPtmhu8aKiSNSyuaA_g"}>>""#,
            &[
                "The DPoP proof was made for another access token: `ath` is \
                 `RPmeuadWl8aRc76TxkbcsWPGZPtmhu8aKiSNSyuaA_g`, the hash of the token beside it \
                 is `pdTjzs5b7uHUmk5qJSQwAn9ISezfE0ERgQNKWpnAIMY`.",
            ],
        );
    }

    #[test]
    fn fires_for_two_tokens_pasted_together() {
        let paste = |ath: &str| {
            format!(
                r#"<<{{"typ":"at+jwt","alg":"ES256","kid":"as-1"}} {{"iss":"https://login.fabrikam.example","sub":"5ba552d67","aud":"https://orders.fabrikam.example","client_id":"orders-cli","jti":"e1j3V","iat":1,"exp":4000000000,"cnf":{{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}}} .AAAA>>
<<{{"typ":"dpop+jwt","alg":"ES256","jwk":{{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}}} {{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@,"ath":"{ath}"}}>>"#
            )
        };
        let other = "RPmeuadWl8aRc76TxkbcsWPGZPtmhu8aKiSNSyuaA_g";
        let expected = "The DPoP proof was made for another access token";
        check(&RULE, "paste", &paste(other), &[expected]);
        let own = "pdTjzs5b7uHUmk5qJSQwAn9ISezfE0ERgQNKWpnAIMY";
        check(&RULE, "paste", &paste(own), &[]);
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

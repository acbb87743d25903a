//! A DPoP proof lacks a claim that it needs.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-proof-claim-missing",
    severity: Severity::Error,
    title: "The DPoP proof lacks a claim",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §4.2; RFC 9449 §4.3; RFC 9449 §8",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let mut needed = vec!["jti", "htm", "htu", "iat"];
    if super::access_tokens(subject).next().is_some() {
        needed.push("ath");
    }
    if situation::has_error(subject, "use_dpop_nonce") || subject.expect.nonce.is_some() {
        needed.push("nonce");
    }
    let missing: Vec<&str> = needed
        .into_iter()
        .filter(|claim| {
            let value = subject.claim(claim);
            value.is_none_or(|value| value.as_str() == Some(""))
        })
        .collect();
    let why = |claim, words| if missing.contains(&claim) { words } else { "" };
    let code = match missing[..] {
        ["nonce"] => "use_dpop_nonce",
        _ => "invalid_dpop_proof",
    };
    if let Some(first) = missing.first() {
        sink.claim(subject, first)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The DPoP proof lacks {}. Servers refuse it with `{code}`.{}{}",
                quote_list(&missing),
                why("ath", " `ath` is needed beside an access token."),
                why(
                    "nonce",
                    " The server asked for a `nonce`: it sent one in `DPoP-Nonce`."
                ),
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
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &["The DPoP proof lacks `jti`."],
        );
    }

    #[test]
    fn fires_for_what_is_empty() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256"}
{"jti":"","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &["The DPoP proof lacks `jti`."],
        );
    }

    #[test]
    fn says_what_a_proof_without_nonce_gets() {
        let expected = "The DPoP proof lacks `nonce`. Servers refuse it with `use_dpop_nonce`. The server asked for";
        check(
            &RULE,
            "paste",
            r#"DPoP: <<{"typ":"dpop+jwt","alg":"ES256"} {"jti":"-BwC","htm":"POST","htu":"https://a.example/token","iat":@}>>
{"error":"use_dpop_nonce"}"#,
            &[expected],
        );
    }

    #[test]
    fn fires_beside_an_access_token() {
        check(
            &RULE,
            "paste",
            r#"curl https://orders.fabrikam.example/v1/orders -H "Authorization: DPoP <<{"typ":"at+jwt","alg":"ES256","kid":"as-1"} {"iss":"https://login.fabrikam.example","sub":"5ba552d67","aud":"https://orders.fabrikam.example","client_id":"orders-cli","jti":"e1j3V","iat":1,"exp":4000000000,"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}} .AAAA>>" -H "DPoP: <<{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}} {"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}>>""#,
            &["The DPoP proof lacks `ath`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &[],
        );
    }

    #[test]
    fn is_quiet_beside_an_access_token() {
        check(
            &RULE,
            "paste",
            r#"curl https://orders.fabrikam.example/v1/orders -H "Authorization: DPoP <<{"typ":"at+jwt","alg":"ES256","kid":"as-1"} {"iss":"https://login.fabrikam.example","sub":"5ba552d67","aud":"https://orders.fabrikam.example","client_id":"orders-cli","jti":"e1j3V","iat":1,"exp":4000000000,"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}} .AAAA>>" -H "DPoP: <<{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}} {"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@,"ath":"pdTjzs5b7uHUmk5qJSQwAn9ISezfE0ERgQNKWpnAIMY"}>>""#,
            &[],
        );
    }
}

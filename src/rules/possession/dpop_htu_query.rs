//! A DPoP proof names more of the address than it should.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-htu-query",
    severity: Severity::Warning,
    title: "The address in the DPoP proof has a query or fragment",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: &["RFC 9449 §4.2"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(htu) = subject.claim_str("htu") else {
        return;
    };
    if let Some((address, _)) = htu.split_once(['?', '#']) {
        let what = if htu.as_bytes().get(address.len()) == Some(&b'?') {
            "a query"
        } else {
            "a fragment"
        };
        sink.claim(subject, "htu")
            .expected(address)
            .fixer(Fixer::Caller)
            .say(format!(
                "`htu` has {what}: {}. It should be the address without query and fragment, {}; \
                 some servers refuse the rest.",
                quote(htu),
                quote(address)
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
{"jti":"a","htm":"GET","htu":"https://x.example/a?b=1#c","iat":@}"#,
            &["`htu` has a query: `https://x.example/a?b=1#c`."],
        );
    }

    #[test]
    fn fires_for_a_fragment() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"a","htm":"GET","htu":"https://x.example/a#c","iat":@}"#,
            &["`htu` has a fragment"],
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
}

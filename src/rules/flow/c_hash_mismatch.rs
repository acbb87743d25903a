//! `c_hash` is not the hash of the code beside it.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "c-hash-mismatch",
    severity: Severity::Error,
    title: "The code is not the one the ID token was issued with",
    applies: Applies::Claims,
    guide: guide::HASHES_AND_NONCE,
    sources: "OpenID Connect Core §3.3.2.10; OpenID Connect Core §3.3.2.11",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::may_be_id_token(subject) || !super::came_with(subject, "code") {
        return sink.does_not_apply();
    }
    if let Some((found, expected)) = super::broken_bond(subject, "c_hash", "code") {
        sink.claim(subject, "c_hash")
            .expected(expected.as_str())
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`c_hash` does not fit the code beside it: it is {}, the half hash of that code \
                 is {}. The two come from different responses: refuse them.",
                quote(&found),
                quote(&expected)
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
            "paste",
            r#"https://app.example/cb#code=NHdpnWiVogI2CUEkG4iQvXMF8gcwRbHI&state=x&id_token=<<{"alg":"RS256"} {"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n","c_hash":"rkSKyGxOjk3sZFcpcI70GA"}>>"#,
            &[
                "`c_hash` does not fit the code beside it: it is `rkSKyGxOjk3sZFcpcI70GA`, the \
                 half hash of that code is `V-Q6pmmEUiz5wGn0-FDC1A`.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"https://app.example/cb#code=NHdpnWiVogI2CUEkG4iQvXMF8gcwRbHI&state=x&id_token=<<{"alg":"RS256"} {"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n","c_hash":"V-Q6pmmEUiz5wGn0-FDC1A"}>>"#,
            &[],
        );
    }
}

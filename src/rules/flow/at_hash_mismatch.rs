//! `at_hash` is not the hash of the access token beside it.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "at-hash-mismatch",
    severity: Severity::Error,
    title: "The access token is not the one the ID token was issued with",
    applies: Applies::Claims,
    guide: guide::HASHES_AND_NONCE,
    sources: "OpenID Connect Core §3.1.3.6; OpenID Connect Core §3.2.2.9",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::may_be_id_token(subject) || !super::came_with(subject, "access_token") {
        return sink.does_not_apply();
    }
    if let Some((found, expected)) = super::broken_bond(subject, "at_hash", "access_token") {
        sink.claim(subject, "at_hash").expected(expected.as_str()).fixer(Fixer::Caller).say(format_args!(
            "`at_hash` does not fit the access token beside it: it is {}, the half hash of that \
             access token is {}. The two come from different responses: refuse them.",
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
            r#"https://app.example/cb#access_token=foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1&state=x&id_token=<<{"alg":"RS256"} {"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n","at_hash":"rkSKyGxOjk3sZFcpcI70GA"}>>"#,
            &["`at_hash` does not fit the access token beside it: it is \
                 `rkSKyGxOjk3sZFcpcI70GA`, the half hash of that access token is \
                 `bYxBKwD1SvtxuDeoAuQsgw`."],
        );
    }

    #[test]
    fn fires_for_two_tokens_pasted_together() {
        let paste = |hash: &str| {
            format!(
                r#"<<{{"alg":"RS256"}} {{"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n","at_hash":"{hash}"}}>>
<<{{"alg":"RS256","typ":"at+jwt"}} {{"iss":"https://login.fabrikam.example","sub":"5","aud":"orders","client_id":"orders-web","jti":"j","iat":1767225600,"exp":1767229200}}>>"#
            )
        };
        check(
            &RULE,
            "paste",
            &paste("rkSKyGxOjk3sZFcpcI70GA"),
            &["`at_hash` does not fit the access token beside it"],
        );
        check(&RULE, "paste", &paste("HASH"), &[]);
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"https://app.example/cb#access_token=foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1&state=x&id_token=<<{"alg":"RS256"} {"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n","at_hash":"bYxBKwD1SvtxuDeoAuQsgw"}>>"#,
            &[],
        );
    }
}

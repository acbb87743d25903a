//! A claim repeated in the header differs from the claim.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::Token;
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "header-claim-replica-mismatch",
    severity: Severity::Error,
    title: "The header contradicts the claims",
    applies: Applies::Claims,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 7519 §5.3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // What was in an encrypted token stands behind it, at the same place of the paste.
    let (all, span) = (subject.siblings, subject.token.candidate.span);
    let before = all.get(..subject.at).unwrap_or_default().iter().rev();
    let around = before
        .map(|other| &other.token)
        .take_while(|token| token.candidate.span == span);
    let around: Vec<Value> = around.filter_map(Token::header).collect();
    for name in ["iss", "sub", "aud"] {
        for header in &around {
            compare(subject, sink, name, header.get(name), " around it");
        }
        compare(subject, sink, name, subject.param(name), "");
    }
}

fn compare(subject: &Subject, sink: &mut Sink, name: &str, copy: Option<Value>, which: &str) {
    if let (Some(copy), Some(claim)) = (copy, subject.claim(name)) {
        let is_same = copy.raw() == claim.raw()
            || copy.kind() == claim.kind()
                && !copy.is_folded()
                && copy.strings().eq(claim.strings())
                && copy.strings().next().is_some();
        if !is_same {
            let draft = match which {
                "" => sink.param(subject, name),
                _ => sink.claim(subject, name),
            };
            draft
                .expected(claim.to_text())
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "The header{which} says `{name}` is {}, the claim says {}. They must be equal: refuse \
                 the token.",
                    common::quote_start(copy.to_text(), 100),
                    common::quote_start(claim.to_text(), 100)
                ));
        }
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
            "token",
            r#"{"alg":"ES256","kid":"k1","iss":"https://login.fabrikam.example"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[
                "The header says `iss` is `https://login.fabrikam.example`, the claim says `https://login.contoso.example`.",
            ],
        );
    }

    #[cfg(feature = "crypto")]
    #[test]
    fn fires_for_what_was_encrypted() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiAiZGlyIiwgImVuYyI6ICJBMTI4R0NNIiwgImN0eSI6ICJKV1QiLCAiaXNzIjogImEifQ..AAAAAAAAAAAAAAAA.ZvGQpgLxwPu8QYPQIvSzAbnB88IvGndGjrf5nKfGqK9JQ3h4Jzmt9GHI.z6AheRuTVZ1zwOTo0k5KOg\n---\n{\"kty\": \"oct\", \"k\": \"AAAAAAAAAAAAAAAAAAAAAA\"}",
            &["The header around it says `iss` is `a`, the claim says `b`."],
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
            r#"{"alg":"ES256","kid":"k1","iss":"https:\/\/login.contoso.example"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

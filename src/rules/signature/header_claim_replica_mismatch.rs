//! A claim repeated in the header differs from the claim.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "header-claim-replica-mismatch",
    severity: Severity::Error,
    title: "The header contradicts the claims",
    applies: Applies::Claims,
    guide: guide::HEADER_PARAMS,
    sources: &["RFC 7519 §5.3"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for name in ["iss", "sub", "aud"] {
        let (Some(copy), Some(claim)) = (subject.param(name), subject.claim(name)) else {
            continue;
        };
        let is_same = copy.raw() == claim.raw()
            || copy.kind() == claim.kind()
                && !copy.is_folded()
                && copy.strings().eq(claim.strings())
                && copy.strings().next().is_some();
        if !is_same {
            sink.param(subject, name)
                .expected(claim.to_text())
                .fixer(Fixer::Issuer)
                .say(format!(
                    "The header says `{name}` is {}, the claim says {}. They must be equal: refuse \
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

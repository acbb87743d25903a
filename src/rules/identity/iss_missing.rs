//! The token names no issuer.

use crate::guide;
use crate::rules::claims::{fixer_of_missing, is_listed};
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-missing",
    severity: Severity::Error,
    title: "The token does not say who issued it",
    applies: Applies::Claims,
    guide: guide::ISSUER,
    sources: "RFC 7519 §4.1.1; RFC 8725 §3.8; RFC 9068 §2.2; OpenID Connect Core §2",
    check,
};

/// Whether `iss` is absent or empty, and needed.
pub fn is_missing(subject: &Subject) -> bool {
    subject
        .claim("iss")
        .is_none_or(|iss| iss.as_str() == Some(""))
        && (subject.kind().requirement("iss").is_some()
            || is_listed(subject, "iss")
            || !subject.expect.issuers.is_empty())
}

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_missing(subject) {
        return;
    }
    let expected = match &subject.expect.issuers[..] {
        [] => "present",
        [first, ..] => first,
    };
    let has = match subject.claim("iss") {
        Some(_) => "an empty",
        None => "no",
    };
    sink.claim(subject, "iss").expected(expected).fixer(fixer_of_missing(subject, "iss")).say(format_args!(
        "The token has {has} `iss`: it does not say who issued it. Receivers cannot choose keys \
         without it, and refuse the token."
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            ("token kind=rfc9068", "{}", "The token has no `iss`"),
            ("token iss=https://a", "{}", "The token has no `iss`"),
            ("token require=iss", "{}", "The token has no `iss`"),
            (
                "token iss=https://a",
                "{\"iss\":\"\"}",
                "The token has an empty `iss`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", "{}"),
            ("token kind=rfc9068", "{\"iss\":\"a\"}"),
            ("token kind=sd-jwt-vc", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! The issuer differs from the expected one by its final slash.

use super::{IssuerRule, hint, issuer_for};
use crate::guide;
use crate::profile::issuer::Kind;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-trailing-slash",
    severity: Severity::Error,
    title: "The issuer differs by a final slash",
    applies: Applies::Claims,
    guide: guide::ISSUER,
    sources: "RFC 7519 §7.3; RFC 7519 §4.1.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(iss) = subject.claim_str("iss") else {
        return sink.does_not_apply();
    };
    if subject.expect.issuers.is_empty() {
        let wanted = match subject.issuer.kind {
            Kind::EntraV1 | Kind::B2c | Kind::Auth0 => true,
            Kind::ExternalId => false,
            // B2C writes it at its older host, too.
            Kind::EntraV2 if !subject.is_any(&["b2c"]) => false,
            _ => return sink.does_not_apply(),
        };
        if iss.ends_with('/') != wanted {
            sink.claim(subject, "iss")
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The issuer {} {}. The comparison is exact: receivers refuse it.",
                    quote(iss),
                    match wanted {
                        true => "lacks the final slash that tokens of its kind have",
                        false => "has a final slash, which tokens of its kind do not have",
                    }
                ));
        }
        return;
    }
    if let Some(comparison) = issuer_for(subject, IssuerRule::Slash) {
        sink.claim(subject, "iss")
            .expected(comparison.expected.as_str())
            .fixer(Fixer::Api)
            .say(format_args!(
                "The issuer {} differs from the expected one by a final slash.{} The comparison is exact: copy the issuer from the metadata.",
                quote(&comparison.found),
                hint(&comparison.difference)
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The issuer `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0` differs from the expected one by a final slash. Only the expected value ends with a slash.",
            ),
            (
                "token iss=https://a.auth0.com",
                "{\"iss\":\"https://a.auth0.com/\"}",
                "The issuer `https://a.auth0.com/` differs from the expected one by a final slash. Only the token's value",
            ),
            (
                "token",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/\"}",
                "The issuer `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/` has a final slash",
            ),
            (
                "token",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "The issuer `https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee` lacks the final slash",
            ),
            (
                "token",
                "{\"iss\":\"https://c.b2clogin.com/a/v2.0\"}",
                "The issuer `https://c.b2clogin.com/a/v2.0` lacks the final slash",
            ),
            (
                "token",
                "{\"iss\":\"https://a.auth0.com\"}",
                "The issuer `https://a.auth0.com` lacks the final slash",
            ),
            (
                "token",
                "{\"iss\":\"https://a.ciamlogin.com/a/v2.0/\"}",
                "The issuer `https://a.ciamlogin.com/a/v2.0/` has a final slash",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token iss=https://a", "{\"iss\":\"https://a\"}"),
            ("token iss=https://a", "{\"iss\":\"https://A/\"}"),
            ("token", "{\"iss\":\"https://a/\"}"),
            (
                "token",
                "{\"iss\":\"https://login.microsoftonline.com/a/v2.0\"}",
            ),
            ("token", "{\"iss\":\"https://sts.windows.net/a/\"}"),
            ("token", "{\"iss\":\"https://c.b2clogin.com/a/v2.0/\"}"),
            (
                "token kind=b2c",
                "{\"iss\":\"https://login.microsoftonline.com/a/v2.0/\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

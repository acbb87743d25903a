//! `ver` and the form of the issuer are of different versions.

use super::has_entra_issuer;
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "ver-iss-inconsistent",
    severity: Severity::Error,
    title: "Version and issuer contradict each other",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::TOKEN_VERSION,
    sources: "Entra access-token-claims-reference; Entra id-token-claims-reference",
    check,
};

/// The version that `ver` says: 1 or 2.
pub fn version(subject: &Subject) -> Option<u8> {
    match subject.claim("ver")?.to_text() {
        "1.0" | "1" => Some(1),
        "2.0" | "2" => Some(2),
        _ => None,
    }
}

/// Whether `ver` is not the version that `iss` says. B2C writes 1.0 under an issuer that ends with `v2.0`.
pub fn is_inconsistent(subject: &Subject) -> bool {
    let by_issuer = subject.issuer.entra_version();
    let is_b2c = subject.claim("tfp").is_some()
        || subject
            .claim_str("acr")
            .is_some_and(|acr| acr.to_ascii_lowercase().starts_with("b2c_1"));
    let is_text = |ver: Value| matches!(ver.kind(), Kind::String | Kind::Number);
    subject.claim("ver").is_some_and(is_text)
        && by_issuer.is_some()
        && by_issuer != version(subject)
        && !is_b2c
}

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.claim("ver").is_none() || !has_entra_issuer(subject) {
        return sink.does_not_apply();
    }
    if is_inconsistent(subject) {
        let ver = subject
            .claim("ver")
            .map(|ver| ver.to_text().to_owned())
            .unwrap_or_default();
        let iss = subject.claim_str("iss").unwrap_or_default();
        sink.claim(subject, "ver")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`ver` is {}, but the issuer {} is of another version. It was edited, or is no \
             token of Entra ID.",
                quote(&ver),
                quote(iss)
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
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"ver\":\"1.0\"}",
                "`ver` is `1.0`, but the issuer `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"ver\":\"2.0\"}",
                "`ver` is `2.0`",
            ),
            (
                "token",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"ver\":\"3.0\"}",
                "`ver` is `3.0`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"ver\":\"2.0\"}",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"ver\":\"1.0\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"ver\":\"1.0\",\"tfp\":\"B2C_1_a\"}",
            ),
            (
                "token kind=b2c",
                "{\"iss\":\"https://c.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/\",\"ver\":\"1.0\"}",
            ),
            ("token kind=entra-access-v2-user", "{}"),
            (
                "token",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"ver\":null}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

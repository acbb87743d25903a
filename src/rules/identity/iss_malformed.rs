//! The issuer is no `https` URL without query and fragment.

use crate::guide;
use crate::profile::Purpose;
use crate::profile::issuer::Address;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-malformed",
    severity: Severity::Error,
    title: "The issuer is no issuer identifier",
    applies: Applies::Claims,
    guide: guide::ISSUER,
    sources: &["OpenID Connect Core §2"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_openid = subject.profile.purpose == Purpose::Id;
    let Some(iss) = subject.claim_str("iss").filter(|_| is_openid) else {
        return sink.does_not_apply();
    };
    let fault = match Address::of(iss) {
        None if iss == "accounts.google.com" => return,
        None => "is no URL",
        Some(address) if !address.is_https => "does not start with `https:`",
        Some(address) if address.has_query => "has a query or fragment",
        Some(address) if address.host.contains('@') => "has a user name in it",
        Some(_) => return,
    };
    sink.claim(subject, "iss")
        .expected("an https URL without query and fragment")
        .fixer(Fixer::Issuer)
        .say(format!(
            "The issuer {} {fault}. OpenID Connect wants an `https` URL without query and fragment.",
            quote(iss)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=oidc-id-token",
                "{\"iss\":\"http://id.contoso.example/?realm=web\"}",
                "The issuer `http://id.contoso.example/?realm=web` does not start with `https:`.",
            ),
            (
                "token kind=oidc-id-token",
                "{\"iss\":\"https://a/?b\"}",
                "The issuer `https://a/?b` has a query",
            ),
            (
                "token kind=oidc-id-token",
                "{\"iss\":\"me\"}",
                "The issuer `me` is no URL.",
            ),
            (
                "token kind=oidc-id-token",
                "{\"iss\":\"https://a@b/\"}",
                "The issuer `https://a@b/` has a user name",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=oidc-id-token", "{\"iss\":\"https://a/b\"}"),
            ("token kind=google-id", "{\"iss\":\"accounts.google.com\"}"),
            (
                "token kind=adfs-access",
                "{\"iss\":\"http://a/adfs/services/trust\"}",
            ),
            ("token", "{\"iss\":\"me\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

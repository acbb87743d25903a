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
    sources: "OpenID Connect Core §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_openid = subject.profile.purpose == Purpose::Id;
    // Who issues it for themselves is named by a key or a DID (SIOP v2).
    let is_other = |iss: &&str| is_openid && subject.claim_str("sub") != Some(iss);
    let Some(iss) = subject.claim_str("iss").filter(is_other) else {
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
    // A name without a dot, or this machine: whoever develops there runs it without TLS.
    let is_local = Address::of(iss).is_some_and(|address| {
        let host = address.host.split(':').next().unwrap_or_default();
        !host.contains('.') || host == "127.0.0.1"
    });
    let is_expected = subject.expect.issuers.iter().any(|issuer| issuer == iss);
    let severity = match is_expected || is_local && fault.contains("https") {
        true => Severity::Warning,
        false => Severity::Error,
    };
    sink.claim(subject, "iss")
        .severity(severity)
        .expected("an https URL without query and fragment")
        .fixer(Fixer::Issuer)
        .say(format_args!(
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
            (
                "token kind=oidc-id-token iss=http://id.contoso.example",
                "{\"iss\":\"http://id.contoso.example\"}",
                "warning: The issuer `http://id.contoso.example` does not start with `https:`.",
            ),
            (
                "token kind=oidc-id-token",
                "{\"iss\":\"http://localhost:8080/realms/shop\"}",
                "warning: The issuer `http://localhost:8080/realms/shop` does not start with `https:`.",
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
            (
                "token kind=oidc-id-token",
                r#"{"iss":"did:example:NzbLsX","sub":"did:example:NzbLsX"}"#,
            ),
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

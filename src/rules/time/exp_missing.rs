//! The token has no `exp`.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::claims::{fixer_of_missing, is_listed};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "exp-missing",
    severity: Severity::Error,
    title: "The token never expires",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.4; RFC 9068 §2.2; OpenID Connect Core §2",
    check,
};

/// How grave the absence of `exp` is, where it is absent and matters.
pub fn gravity(subject: &Subject) -> Option<Severity> {
    if subject.claim("exp").is_some() {
        return None;
    }
    // Logout tokens came without it before the errata of their specification.
    let is_required =
        subject.kind().requirement("exp").is_some() && !subject.is_any(&["oidc-logout-token"]);
    if is_required || is_listed(subject, "exp") {
        return Some(Severity::Error);
    }
    match subject.profile.purpose {
        _ if subject.is_any(&["oidc-logout-token"]) => Some(Severity::Warning),
        _ if subject.is_any(&["k8s-sa-legacy"]) => Some(Severity::Info),
        Purpose::Proof | Purpose::Credential | Purpose::Event => None,
        Purpose::Request | Purpose::Session => None,
        // RFC 9701 §5 advises against it, lest the answer be taken for a token.
        _ if subject.claim("token_introspection").is_some() => None,
        _ => Some(Severity::Warning),
    }
}

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(severity) = gravity(subject) else {
        return;
    };
    let (means, fixer) = match severity {
        Severity::Error => (
            "This kind of token must have it: strict receivers refuse it.",
            fixer_of_missing(subject, "exp"),
        ),
        Severity::Warning => (
            "Whoever finds it can use it for ever. Strict receivers refuse it.",
            Fixer::Issuer,
        ),
        Severity::Info => (
            "Service account tokens from a secret are made that way and count until the secret is deleted: replace it by a bound one.",
            Fixer::Caller,
        ),
    };
    sink.claim(subject, "exp")
        .severity(severity)
        .expected("a time")
        .fixer(fixer)
        .say(format_args!(
            "The token has no `exp`: it never expires. {means}"
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, message) in [
            (
                "token",
                "warning: The token has no `exp`: it never expires.",
            ),
            ("token require=exp", "The token has no `exp`"),
            ("token kind=entra-access-v2-user", "The token has no `exp`"),
            (
                "token kind=oidc-logout-token",
                "warning: The token has no `exp`",
            ),
            ("token kind=k8s-sa-legacy", "info: The token has no `exp`"),
        ] {
            check(
                &RULE,
                info,
                "{\"alg\":\"RS256\"}\n{\"sub\":\"a\"}",
                &[message],
            );
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", r#"{"exp":@+1h}"#),
            ("token", r#"{"exp":"@+1h"}"#),
            ("token", r#"{"exp":null}"#),
            ("token kind=set", "{}"),
            ("token kind=dpop-proof", "{}"),
            ("token kind=kb-jwt", "{}"),
            ("token kind=sd-jwt-vc", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
        let cookie = "{\"alg\":\"HS256\",\"ctx\":\"kq3V\"}\n{\"is_primary\":\"true\"}";
        check(&RULE, "token", cookie, &[]);
    }
}

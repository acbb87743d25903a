//! The token lives longer than its kind usually does.

use super::{CENTURY, life, seconds};
use crate::guide;
use crate::profile::entra::FEDERATED_CREDENTIAL;
use crate::profile::{Family, Purpose};
use crate::rules::flow::is_of_github_app;
use crate::rules::identity::is_federated_credential;
use crate::rules::operation::k8s_extended_token;
use crate::rules::policy::lifetime_cae_long;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "lifetime-too-long",
    severity: Severity::Error,
    title: "The token lives longer than its kind should",
    applies: Applies::Claims,
    guide: guide::TOKEN_LIFETIME,
    sources: "Entra access-tokens; Entra configurable-token-lifetimes; OpenID Connect Back-Channel Logout §4",
    check,
};

/// Seconds that are no reason to speak: issuers count from a moment ago.
const SLACK: i64 = 30;

fn check(subject: &Subject, sink: &mut Sink) {
    let kind = subject.kind();
    // Client assertions have a rule of their own, and what is issued with disclosures is kept for years.
    let is_ours = kind.longest_life > 0
        && !subject.token.form.is_sd_jwt()
        && subject.profile.purpose != Purpose::Credential
        // Client secrets of Apple may live half a year.
        && subject.claim_str("aud") != Some("https://appleid.apple.com")
        && !subject.is_any(&["client-assertion", "entra-client-assertion"]);
    // Without a start, what is left of it is the least.
    let left = || Some(seconds(subject, "exp")?.0.saturating_sub(subject.now));
    let (lives, life) = match life(subject) {
        Some(life) => ("lives", Some(life)),
        None => ("still lives", left()),
    };
    let Some(life) = life.filter(|_| is_ours) else {
        return sink.does_not_apply();
    };
    // Tokens of any kind are offered as one.
    let refused = FEDERATED_CREDENTIAL.longest_life;
    let (most, refusal) = if is_of_github_app(subject) {
        // The clock may go a minute wrong.
        (
            660,
            "GitHub takes a token of an app for ten minutes at most.",
        )
    } else if life > refused && is_federated_credential(subject) {
        (
            refused,
            "Entra ID refuses a federated credential that lives that long (AADSTS70023).",
        )
    } else if subject.is_any(&["k8s-"]) && k8s_extended_token::warn_after(subject).is_none() {
        // Asked for, not stretched by the cluster.
        (86_400, "")
    } else {
        (kind.longest_life, "")
    };
    let is_refused = !refusal.is_empty();
    let longest = most + if is_refused { 0 } else { SLACK };
    // What lives longer than a century has a mistake in a date, and another rule speaks about that.
    if life <= longest || life > CENTURY || lifetime_cae_long::why(subject).is_some() {
        return;
    }
    let (severity, means, fixer) = if is_refused {
        (Severity::Error, refusal, Fixer::Issuer)
    } else if kind.family == Family::Entra && subject.profile.purpose == Purpose::Access {
        (
            Severity::Warning,
            "A token lifetime policy probably explains that. A stolen one counts as long.",
            Fixer::AppRegistration,
        )
    } else {
        (
            Severity::Warning,
            "Nobody can take it back before it expires, and a stolen one counts as long.",
            Fixer::Issuer,
        )
    };
    let (long, usual) = time::durations(life, most);
    sink.claim(subject, "exp")
        .severity(severity)
        .found(long.clone())
        .expected(format!("at most {usual}"))
        .fixer(fixer)
        .say(format_args!(
            "The token {lives} {long}; at most {usual} is usual for {}. {means}",
            match (kind.purpose, subject.profile.purpose) {
                (_, Purpose::Id) => "ID tokens",
                (Purpose::Unknown, _) if !is_refused => "access tokens",
                _ => "its kind",
            }
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::identity::aud_missing;
    use crate::rules::sample;
    use crate::rules::signature::kid_missing;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token",
                r#"{"iat":@,"exp":@+3d}"#,
                "warning: The token lives 3 days; at most 24 hours is usual",
            ),
            (
                "token",
                r#"{"exp":@+3d}"#,
                "warning: The token still lives 3 days; at most 24 hours is usual for access",
            ),
            (
                "token kind=b2c",
                r#"{"iat":@,"exp":@+3d}"#,
                "warning: The token lives 3 days; at most 24 hours is usual for ID tokens",
            ),
            (
                "token",
                r#"{"nbf":@,"exp":@+3d}"#,
                "warning: The token lives 3 days",
            ),
            (
                "token kind=entra-access-v2-user",
                r#"{"iat":@-5m,"exp":@+295m}"#,
                "warning: The token lives 5 hours; at most 95 minutes is usual for its kind. A token lifetime policy",
            ),
            (
                "token kind=k8s-sa-bound",
                r#"{"iat":@,"exp":@+365d,"kubernetes.io":{}}"#,
                "warning: The token lives 365 days; at most 24 hours is usual for its kind.",
            ),
            (
                "token kind=oidc-logout-token",
                r#"{"iat":@,"exp":@+6m}"#,
                "warning: The token lives 6 minutes; at most 5 minutes",
            ),
            (
                "token kind=entra-federated-credential",
                r#"{"iat":@,"exp":@+26h}"#,
                "The token lives 26 hours; at most 25 hours",
            ),
            (
                "token kind=github-actions",
                r#"{"aud":"api://AzureADTokenExchange","iat":@,"exp":@+90010s}"#,
                "The token lives 90010 seconds; at most 90000 seconds",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn fires_where_github_refuses_it() {
        for (exp, found) in [
            ("11m", None),
            (
                "12m",
                Some("The token lives 12 minutes; at most 11 minutes"),
            ),
        ] {
            let paste = format!(
                r#"curl https://api.github.com/app -H "Authorization: Bearer <<{{"alg":"RS256"}} {{"iss":"Iv23","iat":@,"exp":@+{exp}}}>>""#
            );
            check(&RULE, "paste", &paste, found.as_slice());
            for rule in [&kid_missing::RULE, &aud_missing::RULE] {
                check(rule, "paste", &paste, &[]);
            }
        }
    }

    #[test]
    fn is_quiet_for_a_credential() {
        let body = sample::presentation(
            r#""iat":@,"aud":"https://verifier.example","nonce":"n-1","sd_hash":"x""#,
        );
        check(&RULE, "paste", &body, &[]);
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", r#"{"iat":@,"exp":@+1d}"#),
            ("token", r#"{"iat":@-30s,"exp":@+1d}"#),
            ("token", r#"{"exp":@+1d}"#),
            (
                "token",
                r#"{"aud":"https://appleid.apple.com","iat":@,"exp":@+150d}"#,
            ),
            ("token", r#"{"iat":@,"exp":1893456000000}"#),
            ("token", r#"{"iat":@,"exp":"1893456000"}"#),
            ("token", r#"{"iat":1.7e9,"exp":253402300799}"#),
            (
                "token kind=entra-access-v2-user",
                r#"{"iat":@-5m,"exp":@+90m}"#,
            ),
            (
                "token kind=entra-access-v2-user",
                r#"{"iat":@-5m,"exp":@+24h}"#,
            ),
            (
                "token kind=entra-client-assertion",
                r#"{"iat":@,"exp":@+2h}"#,
            ),
            (
                "token kind=k8s-sa-bound",
                r#"{"iat":@,"exp":@+365d,"kubernetes.io":{"warnafter":@+1h}}"#,
            ),
            ("token kind=sd-jwt-vc", r#"{"iat":@,"exp":@+3650d}"#),
            ("token", r#"{"iat":@,"exp":@+365d,"vc":{}}"#),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

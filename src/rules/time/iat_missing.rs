//! The token has no `iat`, and its kind needs one.

use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::claims::is_listed;
use crate::rules::identity::is_federated_credential;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "iat-missing",
    severity: Severity::Error,
    title: "The token does not say when it was issued",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "OpenID Connect Core §2; RFC 9068 §2.2; RFC 8417 §2.2; OpenID Connect Back-Channel Logout §2.4",
    check,
};

/// How grave the absence of `iat` is, where it is absent and this rule speaks about it.
pub fn gravity(subject: &Subject) -> Option<Severity> {
    if subject.claim("iat").is_some()
        || subject.is_any(&["dpop-proof"])
        || is_federated_credential(subject)
    {
        return None;
    }
    if is_listed(subject, "iat") {
        return Some(Severity::Error);
    }
    subject.kind().requirement("iat")?;
    let is_specified = subject.kind().family == Family::Standard
        || matches!(subject.profile.purpose, Purpose::Id | Purpose::Event);
    Some(if is_specified {
        Severity::Error
    } else {
        Severity::Info
    })
}

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(severity) = gravity(subject) else {
        return;
    };
    let means = match severity {
        Severity::Error => "This kind of token must have it: strict receivers refuse it.",
        _ => {
            "Its issuer always writes it, so this token was probably edited or made elsewhere. Few receivers look."
        }
    };
    sink.claim(subject, "iat")
        .severity(severity)
        .expected("a time")
        .fixer(Fixer::Issuer)
        .say(format_args!(
            "The token has no `iat`: it does not say when it was issued. {means}"
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, message) in [
            ("token kind=rfc9068", "The token has no `iat`"),
            ("token kind=google-id", "The token has no `iat`"),
            ("token kind=set", "The token has no `iat`"),
            (
                "token kind=entra-access-v2-user",
                "info: The token has no `iat`",
            ),
            ("token require=iat", "The token has no `iat`"),
        ] {
            check(
                &RULE,
                info,
                "{\"alg\":\"RS256\"}\n{\"exp\":@+1h}",
                &[message],
            );
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", r#"{"exp":@+1h}"#),
            ("token kind=rfc9068", r#"{"iat":"@"}"#),
            ("token kind=dpop-proof", "{}"),
            (
                "token kind=entra-federated-credential",
                r#"{"aud":"api://AzureADTokenExchange"}"#,
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

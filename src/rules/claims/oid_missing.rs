//! An Entra access token names no object.

use super::is_listed;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "oid-missing",
    severity: Severity::Error,
    title: "The token names no user or service principal",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::ISSUANCE_PROBLEMS,
    sources: "Entra access-token-claims-reference; Entra service-principal-less-authentication",
    check,
};

/// How grave the absence of `oid` is, where it is absent and this rule speaks about it.
pub fn gravity(subject: &Subject) -> Option<Severity> {
    let is_ours =
        subject.kind().family == Family::Entra && subject.profile.purpose == Purpose::Access;
    if !is_ours || subject.claim("oid").is_some() {
        return None;
    }
    let is_error = is_app(subject) || is_listed(subject, "oid");
    Some(if is_error {
        Severity::Error
    } else {
        Severity::Warning
    })
}

/// Whether the token acts for an application itself.
fn is_app(subject: &Subject) -> bool {
    match subject.claim_str("idtyp") {
        Some(kind) => kind == "app",
        None => subject.kind().id.ends_with("-app"),
    }
}

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.profile.purpose != Purpose::Access {
        return sink.does_not_apply();
    }
    let Some(severity) = gravity(subject) else {
        return;
    };
    let (message, fixer) = if is_app(subject) {
        (
            "The token of this application has no `oid`. The client has no service principal in \
             the tenant, so nothing can be granted to it. Azure Resource Manager refuses such \
             tokens, and Microsoft has announced to block them.",
            Fixer::AppRegistration,
        )
    } else {
        (
            "The token has no `oid`: it does not say which user of the tenant it is about. Entra \
             ID writes it for users, so the token was edited or is of another kind.",
            Fixer::Caller,
        )
    };
    sink.claim(subject, "oid")
        .severity(severity)
        .expected("the object id of a user or service principal")
        .fixer(fixer)
        .say(message);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=entra-access-v2-app",
                "{}",
                "The token of this application has no `oid`.",
            ),
            (
                "token kind=entra-access-v2-user",
                r#"{"idtyp":"app"}"#,
                "The token of this application",
            ),
            (
                "token kind=entra-access-v1-user",
                "{}",
                "warning: The token has no `oid`:",
            ),
            (
                "token kind=entra-access-v1-user require=oid",
                "{}",
                "The token has no `oid`:",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=entra-access-v2-app", r#"{"oid":"a"}"#),
            ("token kind=entra-id-v2", "{}"),
            ("token kind=b2c", "{}"),
            ("token", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

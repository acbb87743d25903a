//! The token has no identifier, and its kind needs one.

use super::is_listed;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "jti-missing",
    severity: Severity::Error,
    title: "The token has no identifier",
    applies: Applies::Claims,
    guide: guide::MISSING_CLAIMS,
    sources: "RFC 9068 §2.2; RFC 8417 §2.2; OpenID Connect Back-Channel Logout §2.4; OpenID Connect Core §9",
    check,
};

/// How grave the absence of `jti` is, where it is absent and this rule speaks about it.
pub fn gravity(subject: &Subject) -> Option<Severity> {
    let is_entra = subject.kind().family == Family::Entra && subject.claim("uti").is_some();
    if subject.claim("jti").is_some() || subject.is_any(&["dpop-proof"]) || is_entra {
        return None;
    }
    if subject.kind().requirement("jti").is_some() || is_listed(subject, "jti") {
        return Some(Severity::Error);
    }
    let is_recommended = subject.kind().recommended.contains(&"jti");
    (is_recommended && subject.profile.purpose == Purpose::Assertion).then_some(Severity::Warning)
}

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(severity) = gravity(subject) else {
        return;
    };
    let fixer = match subject.profile.purpose {
        Purpose::Assertion => Fixer::Caller,
        _ => Fixer::Issuer,
    };
    let means = match severity {
        Severity::Error => "It is required here",
        _ => "Some receivers require it",
    };
    sink.claim(subject, "jti")
        .severity(severity)
        .expected("present")
        .fixer(fixer)
        .say(format_args!(
            "The token has no `jti`. {means}: without an identifier nobody can tell when it is sent a second time."
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
                "token kind=rfc9068",
                "The token has no `jti`. It is required here",
            ),
            ("token require=jti", "The token has no `jti`."),
            (
                "token kind=client-assertion",
                "warning: The token has no `jti`. Some receivers",
            ),
        ] {
            check(&RULE, info, "{\"alg\":\"RS256\"}\n{}", &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", "{}"),
            ("token kind=rfc9068", r#"{"jti":"a"}"#),
            ("token kind=dpop-proof", "{}"),
            (
                "token kind=entra-access-v2-user require=jti",
                r#"{"uti":"a"}"#,
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! An Entra token names no tenant.

use super::has_entra_issuer;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "tid-missing",
    severity: Severity::Error,
    title: "The token names no tenant",
    applies: Applies::Claims,
    guide: guide::TENANT,
    sources: "Entra AADSTS900161; Entra claims-validation",
    check,
};

/// Whether `tid` is absent from a token of Entra ID that should have it.
pub fn is_missing(subject: &Subject) -> bool {
    subject.claim("tid").is_none() && is_ours(subject)
}

fn is_ours(subject: &Subject) -> bool {
    subject.kind().requirement("tid").is_some()
        || has_entra_issuer(subject)
            && subject.kind().family != Family::EntraExternal
            && matches!(
                subject.profile.purpose,
                Purpose::Access | Purpose::Id | Purpose::Unknown
            )
}

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_ours(subject) {
        return sink.does_not_apply();
    }
    if is_missing(subject) {
        sink.claim(subject, "tid").expected("the id of a tenant").fixer(Fixer::Caller).say(format_args!(
            "The token has no `tid`, although Entra ID seems to have issued it. It is of another \
             kind, {}. The sign-in service answers AADSTS900161, a case of AADSTS90016.",
            match subject.profile.purpose {
                Purpose::Access => "or was edited",
                _ => "was edited, or was requested without the scope `profile`",
            }
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
                "{}",
                "The token has no `tid`",
            ),
            (
                "token",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The token has no `tid`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=entra-access-v2-user", "{\"tid\":\"a\"}"),
            (
                "token kind=b2c",
                "{\"iss\":\"https://c.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/\"}",
            ),
            (
                "token kind=b2c",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/\"}",
            ),
            ("token kind=entra-client-assertion", "{}"),
            ("token", "{\"iss\":\"https://a\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! The user authenticated longer ago than the receiver allows.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::situation::{self, Actor};
use crate::rules::time::seconds;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "auth-time-too-old",
    severity: Severity::Warning,
    title: "The user signed in too long ago",
    applies: Applies::Claims,
    guide: guide::STEP_UP,
    sources: "OpenID Connect Core §3.1.2.1; OpenID Connect Core §3.1.3.7; RFC 9470 §3",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let challenged = || super::challenged(subject, "max_age")?.parse().ok();
    let Some(most) = subject.expect.max_age.or_else(challenged) else {
        return sink.does_not_apply();
    };
    // AD FS writes a date.
    let date = || time::parse(subject.claim_str("auth_time")?);
    let auth_time = seconds(subject, "auth_time")
        .map(|(at, _)| at)
        .or_else(date);
    let Some(auth_time) = auth_time else {
        // An ID token has to have it then, and that is another rule's.
        let kind = subject.kind();
        let is_said = match kind.conditional {
            [] => subject.claim("nonce").is_some(),
            conditional => conditional.iter().any(|one| one.claim == "auth_time"),
        };
        let auth_time = subject.claim("auth_time");
        let is_absent = auth_time.is_none_or(|value| value.kind() == Kind::Null)
            && kind.requirement("auth_time").is_none()
            && !is_said;
        if is_absent && situation::is_of_receiver(subject) {
            let may_have_user = matches!(
                subject.profile.purpose,
                Purpose::Access | Purpose::Id | Purpose::Unknown
            );
            let (why, fixer) = if !may_have_user || situation::actor(subject) == Actor::App {
                (" No user signed in for this token.", Fixer::Caller)
            } else if kind.family.is_microsoft() {
                (
                    " Entra ID writes it where the registration asks for it.",
                    Fixer::AppRegistration,
                )
            } else {
                ("", Fixer::Issuer)
            };
            sink.claim(subject, "auth_time").expected("present").fixer(fixer).say(format_args!(
                "The token has no `auth_time`, so nobody can tell whether the sign-in is recent \
                 enough. An API that wants to know refuses it.{why}"
            ));
        }
        return;
    };
    let age = subject.now.saturating_sub(auth_time);
    if age <= most.saturating_add(subject.expect.tolerance) {
        return;
    }
    let (since, allowed) = time::durations(age, most);
    sink.claim(subject, "auth_time")
        .expected(format!("at most {allowed} ago"))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The user signed in {since} ago; at most {allowed} is allowed. The user has to sign in \
             again; a refresh keeps the old time."
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::policy::acr_insufficient;
    use crate::rules::sample;

    #[test]
    fn takes_the_age_and_class_of_a_challenge() {
        let token = sample::oidc_id(r#""acr":"b","auth_time":@-1h"#).replace('\n', " ");
        for (challenge, fires) in [
            ("acr_values=\"a b\", max_age=\"7200\"", false),
            ("acr_values=\"a\", max_age=\"300\"", true),
        ] {
            let paste = format!(
                "WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", {challenge}\n<<{token}>>"
            );
            let expected = [
                "The user signed in 60 minutes ago",
                "The sign-in reached class `b`",
            ];
            for (rule, message) in std::iter::zip([&RULE, &acr_insufficient::RULE], expected) {
                check(rule, "paste", &paste, &vec![message; usize::from(fires)]);
            }
        }
    }

    #[test]
    fn fires() {
        for (claims, message) in [
            (
                "@-2h",
                "The user signed in 2 hours ago; at most 15 minutes is allowed.",
            ),
            (
                "@-910s",
                "The user signed in 910 seconds ago; at most 900 seconds is allowed.",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"auth_time\":{claims}}}");
            check(&RULE, "token maxage=900", &body, &[message]);
        }
        let message = "The token has no `auth_time`, so nobody can tell";
        for (token, why) in [
            (sample::at_jwt(""), "refuses it."),
            (sample::v2_user(""), "refuses it. Entra ID writes it where"),
            (sample::v2_app(""), "refuses it. No user signed in"),
        ] {
            let message = format!(
                "{message} whether the sign-in is recent enough. An API that wants to know {why}"
            );
            check(&RULE, "token maxage=900", &token, &[&message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token maxage=900", r#"{"auth_time":@-15m}"#),
            ("token maxage=900 tolerance=60", r#"{"auth_time":@-16m}"#),
            (
                "token maxage=900 kind=adfs-access",
                r#"{"auth_time":"2025-12-31T23:59:00.000Z"}"#,
            ),
            ("token", r#"{"auth_time":@-2h}"#),
            ("token maxage=900 kind=oidc-id-token", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! The authentication class is below what is expected.

use crate::guide;
use crate::profile::Family;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "acr-insufficient",
    severity: Severity::Error,
    title: "The sign-in does not reach the expected class",
    applies: Applies::Claims,
    guide: guide::STEP_UP,
    sources: "OpenID Connect Core §2; RFC 9470 §5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let challenged = super::challenged(subject, "acr_values");
    let expected = situation::required(subject, "acr").and_then(|claim| claim.value.as_deref());
    let expected = expected.or(challenged.as_deref());
    let acr = subject.claim("acr");
    let found = acr.map(|acr| acr.to_text());
    let (headline, class) = match (found, expected) {
        (Some(found), Some(class)) if class.split(' ').all(|class| found != class) => (
            format!(
                "The sign-in reached class {}, but {} is expected",
                quote(found),
                quote(class)
            ),
            class,
        ),
        // Keycloak writes it for every sign-in with its own cookie.
        (Some("0"), None) if !subject.is_any(&["keycloak-"]) => (
            "The sign-in does not reach any class: `acr` is `0`".to_owned(),
            "1",
        ),
        (None, Some(class)) => (
            format!(
                "The token names no authentication class, but {} is expected",
                quote(class)
            ),
            class,
        ),
        _ => return,
    };
    let severity = match expected {
        Some(_) => Severity::Error,
        None => Severity::Warning,
    };
    sink.claim(subject, "acr")
        .severity(severity)
        .expected(class)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "{headline}. Answer with a challenge; the client then asks again with {}.",
            match subject.kind().family == Family::Entra {
                true => "`acrs` in the parameter `claims`",
                false => "`acr_values`",
            }
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            &sample::v1_user(r#""acr":"0""#),
            &["warning: The sign-in does not reach any class: `acr` is `0`."],
        );
    }

    #[test]
    fn fires_for_another_class() {
        check(
            &RULE,
            "token require=acr=urn:x:2",
            &sample::oidc_id(r#""acr":"urn:x:1""#),
            &["The sign-in reached class `urn:x:1`, but `urn:x:2` is expected."],
        );
    }

    #[test]
    fn fires_without_the_claim() {
        check(
            &RULE,
            "token require=acr=urn:x:2",
            &sample::oidc_id(""),
            &["The token names no authentication class"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token require=acr=1", &sample::v1_user(""), &[]);
    }
}

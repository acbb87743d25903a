//! The client asked for a token for itself.

use super::is_entra_access;
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-is-client-itself",
    severity: Severity::Info,
    title: "Client and API are one app",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::AUDIENCE,
    sources: "Entra v2-oauth2-on-behalf-of-flow",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !is_entra_access(subject) {
        return sink.does_not_apply();
    }
    let aud = subject.claim_str("aud").unwrap_or_default();
    let id = aud.strip_prefix("api://").unwrap_or(aud);
    let is_client = |name| subject.claim_str(name).is_some_and(|client| client == id);
    if !id.is_empty() && (is_client("azp") || is_client("appid")) {
        sink.claim(subject, "aud").fixer(Fixer::Nobody).say(format_args!(
            "The app {} got this token for itself: it is client and API in one. That is legal with the client ID as audience; use two registrations for on-behalf-of.",
            quote(id)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for claims in [
            r#"{"aud":"a-1","azp":"a-1"}"#,
            r#"{"aud":"api://a-1","appid":"a-1"}"#,
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(
                &RULE,
                "token kind=entra-access-v2-user",
                &body,
                &["The app `a-1` got this token for itself"],
            );
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=entra-access-v2-user",
                r#"{"aud":"a","azp":"b"}"#,
            ),
            ("token kind=b2c", r#"{"aud":"a","azp":"a"}"#),
            ("token", r#"{"aud":"a","azp":"a"}"#),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! The token is valid now, and whoever has it can use it.

use crate::guide;
use crate::place::Part;
use crate::profile::{Family, Purpose};
use crate::rules::time::reached;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "live-token",
    severity: Severity::Warning,
    title: "The token is live",
    applies: Applies::Claims,
    guide: guide::SAFE_HANDLING,
    sources: "RFC 6750 §5.3; RFC 9700 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_bearer = matches!(
        subject.profile.purpose,
        Purpose::Access | Purpose::Id | Purpose::Assertion | Purpose::Unknown
    ) && subject.claim("cnf").is_none();
    let is_signed = subject
        .token
        .segment(Part::Signature)
        .is_some_and(|segment| segment.bytes > 0);
    // One that must have it is refused without, and of an unknown kind nobody can tell.
    let is_endless = subject.kind().family == Family::Provider
        && subject.claim("exp").is_none()
        && subject.kind().requirement("exp").is_none();
    let exp = reached(subject, "exp").filter(|exp| *exp > subject.now);
    if exp.is_none() && !is_endless {
        return;
    }
    if is_bearer && is_signed {
        let from = subject.claim_time("nbf").filter(|nbf| *nbf > subject.now);
        // It never will be.
        if exp.is_some_and(|exp| from.is_some_and(|nbf| exp <= nbf)) {
            return;
        }
        let live = match (from, exp) {
            (Some(nbf), _) => format!("will be live {}", time::relative(nbf, subject.now)),
            (None, Some(exp)) => format!(
                "is live for another {}",
                time::duration(exp.saturating_sub(subject.now))
            ),
            (None, None) => "is live and never expires".to_owned(),
        };
        sink.at(subject.claim_place("exp")).pointer("/exp").fixer(Fixer::Caller).say(format_args!(
            "The token {live}: who has it can use it. Share the redacted report instead, and no \
             screenshot."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"exp":@+1h}"#,
            &["The token is live for another 60 minutes"],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"nbf":@+30m,"exp":@+1h}"#,
            &["The token will be live in 30 minutes"],
        );
        check(
            &RULE,
            "token kind=k8s-sa-legacy",
            "{\"alg\":\"RS256\"}\n{}",
            &["The token is live and never expires: who has it can use it."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"exp":@-1h}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"nbf":@+1h,"exp":@+30m}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"exp":@+1h,"cnf":{"jkt":"x"}}"#,
            &[],
        );
    }
}

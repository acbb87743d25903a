//! The user authenticated after the token was issued.

use super::{EARLIEST, SOME_LEEWAY, seconds};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "auth-time-after-iat",
    severity: Severity::Warning,
    title: "The user signed in after the token was issued",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "OpenID Connect Core §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let (Some((auth_time, _)), Some((_, iat))) =
        (seconds(subject, "auth_time"), seconds(subject, "iat"))
    else {
        return sink.does_not_apply();
    };
    // A date that cannot be meant is another rule's.
    if iat < EARLIEST {
        return;
    }
    let after = auth_time.saturating_sub(iat);
    if after > subject.expect.tolerance.max(SOME_LEEWAY) {
        sink.claim(subject, "auth_time")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The token says the user signed in {} after it was issued. The issuer's clocks or \
                 code disagree.",
                time::duration(after)
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
            "{\"alg\":\"RS256\"}\n{\"iat\":@-20m,\"auth_time\":@-2m}",
            &["The token says the user signed in 18 minutes after it was issued."],
        );
    }

    #[test]
    fn is_quiet() {
        for claims in [
            r#"{"iat":@-5m,"auth_time":@-10m}"#,
            r#"{"iat":@-5m,"auth_time":@-4m}"#,
            r#"{"iat":@-5m,"auth_time":1767225600000}"#,
            r#"{"iat":1,"auth_time":@-4m}"#,
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

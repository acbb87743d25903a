//! A time claim is a string.

use crate::guide;
use crate::rules::time::{TIME_CLAIMS, Unit, leniently};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "time-claim-is-string",
    severity: Severity::Error,
    title: "A time is a string, not a number",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 7519 §2; RFC 7519 §4.1.4; OpenID Connect Core §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for name in TIME_CLAIMS {
        let Some(value) = subject.claim(name) else {
            continue;
        };
        let Some(text) = value.as_str() else { continue };
        let meant = match leniently(value) {
            Some(at) => {
                let (factor, unit) = Unit::of_size(at).name().unwrap_or((1, "seconds"));
                let at = at / factor;
                let (moment, when) = (time::utc(at), time::relative(at, subject.now));
                match factor {
                    1 => format!(" Read leniently it is {moment}, {when}."),
                    _ => format!(" Read leniently it is in {unit}: {moment}, {when}."),
                }
            }
            None => String::new(),
        };
        // Auth0 under a domain of its customer is known by its subjects alone.
        let is_auth0 = subject.is_any(&["auth0-"])
            || subject
                .claim_str("sub")
                .is_some_and(|sub| sub.contains('|'));
        let (severity, means) = match name {
            "updated_at" if is_auth0 => HABIT,
            "auth_time" if subject.is_any(&["adfs-"]) => HABIT,
            _ => (
                Severity::Error,
                "Strict libraries refuse it, others overlook it.",
            ),
        };
        sink.claim(subject, name)
            .severity(severity)
            .expected("a number of seconds")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`{name}` is {}, not a number of seconds.{meant} {means}",
                match text {
                    "" => quote(text).to_string(),
                    _ => format!("the string {}", quote(text)),
                }
            ));
    }
}

const HABIT: (Severity, &str) = (
    Severity::Info,
    "Tokens of this issuer are seen with it; code that expects a number fails.",
);

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":\"1767229200\",\"nbf\":\"1767229200000\",\"iat\":\"2026-01-01T00:00:00Z\",\"auth_time\":\"soon\"}",
            &[
                "`exp` is the string `1767229200`, not a number of seconds. Read leniently it is 1 Jan 2026, 01:00:00 UTC, in 60 minutes.",
                "`nbf` is the string `1767229200000`, not a number of seconds. Read leniently it is in milliseconds: 1 Jan 2026, 01:00:00 UTC, in 60 minutes.",
                "`iat` is the string `2026-01-01T00:00:00Z`, not a number of seconds. Read leniently it is 1 Jan 2026, 00:00:00 UTC, now.",
                "`auth_time` is the string `soon`, not a number of seconds. Strict",
            ],
        );
    }

    #[test]
    fn habits_of_issuers_are_no_fault() {
        check(
            &RULE,
            "token kind=auth0-id",
            "{\"alg\":\"RS256\"}\n{\"updated_at\":\"2026-01-01\"}",
            &["info: `updated_at` is the string `2026-01-01`"],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"sub\":\"auth0|1\",\"updated_at\":\"2026-01-01\"}",
            &["info: `updated_at` is the string `2026-01-01`"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":@+1h,\"iat\":1.5,\"nbf\":null,\"auth_time\":1893456000000}",
            &[],
        );
    }
}

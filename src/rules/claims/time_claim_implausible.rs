//! A time claim names a moment that cannot be meant.

use crate::guide;
use crate::rules::time::{CENTURY, EARLIEST, TIME_CLAIMS, Unit};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "time-claim-implausible",
    severity: Severity::Warning,
    title: "A time cannot be meant",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 7519 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for name in TIME_CLAIMS {
        let Some(number) = subject.claim(name).and_then(|value| value.as_number()) else {
            continue;
        };
        let value = number.floor().map(|(floor, _)| floor);
        let unit = Unit::of(number);
        let date = || value.map(time::utc).unwrap_or_default();
        let (severity, what) = match value {
            _ if unit == Unit::Never => (
                Severity::Warning,
                "is where the year 9999 ends: somebody's \"never\"".to_owned(),
            ),
            Some(0) if matches!(name, "nbf" | "auth_time" | "updated_at") => (
                Severity::Info,
                "says 1970, which stands for \"not set\". Older versions of Keycloak write it"
                    .to_owned(),
            ),
            Some(value) if unit == Unit::Seconds && value < 0 => (
                Severity::Warning,
                format!(
                    "is negative: {}. A subtraction or an overflow went wrong",
                    date()
                ),
            ),
            Some(value) if unit == Unit::Seconds && value < EARLIEST => (
                Severity::Warning,
                format!(
                    "means {}. It looks like a length of time instead of a moment",
                    date()
                ),
            ),
            Some(value) if unit == Unit::Seconds && value > subject.now.saturating_add(CENTURY) => {
                (
                    Severity::Warning,
                    format!(
                        "means {}, more than a century ahead. The unit or a clock is wrong",
                        date()
                    ),
                )
            }
            _ => continue,
        };
        sink.claim(subject, name)
            .severity(severity)
            .fixer(Fixer::Issuer)
            .say(format_args!("`{name}` = {} {what}.", quote(number.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (claims, message) in [
            (
                r#"{"iat":86400}"#,
                "`iat` = `86400` means 2 Jan 1970, 00:00:00 UTC. It looks like a length",
            ),
            (
                r#"{"exp":-1893456000}"#,
                "`exp` = `-1893456000` is negative:",
            ),
            (
                r#"{"exp":99999999999}"#,
                "`exp` = `99999999999` means 16 Nov 5138",
            ),
            (
                r#"{"exp":253402300799}"#,
                "`exp` = `253402300799` is where the year 9999 ends",
            ),
            (r#"{"nbf":0}"#, "info: `nbf` = `0` says 1970"),
            (r#"{"iat":0}"#, "`iat` = `0` means 1 Jan 1970"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":@+365d,\"iat\":1893456000000,\"nbf\":\"0\",\"auth_time\":946684800}",
            &[],
        );
    }
}

//! A time claim counts milliseconds or smaller units.

use crate::guide;
use crate::rules::time::{TIME_CLAIMS, Unit};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "time-claim-in-milliseconds",
    severity: Severity::Error,
    title: "A time is not in seconds",
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
        if Unit::of(number) == Unit::Beyond {
            sink.claim(subject, name)
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "`{name}` = {} is no moment in seconds or any smaller unit. Libraries refuse it or overflow.",
                    quote(number.0)
                ));
            continue;
        }
        let (Some((factor, unit)), Some((value, _))) = (Unit::of(number).name(), number.floor())
        else {
            continue;
        };
        let meant = value / factor;
        let taken = match name {
            _ if value < 0 => "Taken for seconds, it lies thousands of years back",
            "exp" => "Taken for seconds, it never expires",
            "nbf" => "Taken for seconds, the token does not count for thousands of years",
            _ => "Taken for seconds, it lies thousands of years ahead",
        };
        sink.claim(subject, name)
            .expected(meant.to_string())
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`{name}` is in {unit}, not in seconds: {} means {}. {taken}. Divide by {factor}.",
                quote(number.0),
                time::utc(meant)
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
            "{\"alg\":\"RS256\"}\n{\"exp\":1893456000000,\"nbf\":1767225600000000,\"iat\":1767225600000000000}",
            &[
                "`exp` is in milliseconds, not in seconds: `1893456000000` means 1 Jan 2030, 00:00:00 UTC. Taken for seconds, it never expires. Divide by 1000.",
                "`nbf` is in microseconds, not in seconds: `1767225600000000` means 1 Jan 2026",
                "`iat` is in nanoseconds, not in seconds: `1767225600000000000` means 1 Jan 2026",
            ],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":9223372036854775808,\"nbf\":-1e400}",
            &[
                "`exp` = `9223372036854775808` is no moment in seconds or any smaller unit. Libraries refuse it",
                "`nbf` = `-1e400` is no moment",
            ],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":-86400000000}",
            &[],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":-864000000000}",
            &[
                "`exp` is in milliseconds, not in seconds: `-864000000000` means 16 Aug 1942, 00:00:00 UTC. Taken for seconds, it lies thousands of years back.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":99999999999,\"iat\":\"1893456000000\",\"auth_time\":-1893456000,\"updated_at\":253402300799}",
            &[],
        );
    }
}

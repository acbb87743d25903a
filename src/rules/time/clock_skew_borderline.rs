//! Whether the token counts depends on the leeway of the receiver.

use super::token_expired::expired_since;
use super::token_not_yet_valid::valid_in;
use super::{MOST_LEEWAY, SOME_LEEWAY};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time::duration;

/// See the module.
pub static RULE: Rule = Rule {
    id: "clock-skew-borderline",
    severity: Severity::Info,
    title: "Whether the token counts depends on the receiver's leeway",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.4; RFC 7519 §4.1.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expired = expired_since(subject);
    let early = valid_in(subject);
    if subject.claim("exp").is_none() && subject.claim("nbf").is_none() {
        return sink.does_not_apply();
    }
    // At the very end of their leeway libraries that have one still take it.
    let passes = |leeway: i64| {
        expired.is_none_or(|since| since <= leeway && leeway > 0)
            && early.is_none_or(|ahead| ahead <= leeway)
    };
    let own = subject.expect.tolerance;
    if passes(0) || !passes(MOST_LEEWAY.max(own)) {
        return;
    }
    let verdict = |leeway| {
        if passes(leeway) {
            "accepted"
        } else {
            "refused"
        }
    };
    let by_own = match own {
        0 => String::new(),
        _ => format!(" By your tolerance of {}: {}.", duration(own), verdict(own)),
    };
    // That crate does not look at `nbf` unless it is told to.
    let (name, rust) = match expired {
        Some(_) => ("exp", ", Rust jsonwebtoken"),
        None => ("nbf", ""),
    };
    sink.claim(subject, name)
        .fixer(Fixer::Clock)
        .say(format_args!(
            "Some receivers take this token, others refuse it. Without leeway (PyJWT, node \
         jsonwebtoken, jose): {}; 60 seconds (Spring{rust}): {}; 300 seconds (.NET): {}.{by_own}",
            verdict(0),
            verdict(SOME_LEEWAY),
            verdict(MOST_LEEWAY)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for claims in [
            r#"{"exp":@-2m}"#,
            r#"{"exp":@}"#,
            r#"{"nbf":@+5m,"exp":@+1h}"#,
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(
                &RULE,
                "token",
                &body,
                &["Some receivers take this token, others refuse it"],
            );
        }
        for (info, exp, ends) in [
            (
                "token",
                "@-1m",
                "60 seconds (Spring, Rust jsonwebtoken): accepted; 300 seconds (.NET): accepted.",
            ),
            ("token", "@-2m", "refused; 300 seconds (.NET): accepted."),
            (
                "token tolerance=900",
                "@-10m",
                "300 seconds (.NET): refused. By your tolerance of 15 minutes: accepted.",
            ),
        ] {
            let body = format!("{{}}\n{{\"exp\":{exp}}}");
            let (_, report) = crate::rules::fixture::report(info, &body);
            let mut found = report.all_findings().filter(|found| found.rule == &RULE);
            let message = found.next().map_or("", |found| found.message.as_str());
            assert!(message.ends_with(ends), "{message}");
        }
    }

    #[test]
    fn is_quiet() {
        for claims in [
            r#"{"exp":@-26m}"#,
            r#"{"exp":@-301}"#,
            r#"{"nbf":@,"exp":@+1}"#,
            r#"{"nbf":@+301}"#,
            r#"{"exp":@-1m,"nbf":@+10m}"#,
            "{}",
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

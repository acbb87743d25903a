//! The token ends before it begins.

use super::seconds;
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "exp-not-after-start",
    severity: Severity::Error,
    title: "The token ends before it begins",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.4; RFC 7519 §4.1.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some((_, exp)) = seconds(subject, "exp") else {
        return sink.does_not_apply();
    };
    let starts = ["nbf", "iat"].map(|name| Some((name, seconds(subject, name)?.0)));
    if starts == [None, None] {
        return sink.does_not_apply();
    }
    let Some((name, start)) = starts
        .into_iter()
        .flatten()
        .find(|(_, start)| exp <= *start)
    else {
        return;
    };
    let how = match start.saturating_sub(exp) {
        0 => format!("`exp` equals `{name}`"),
        by => format!("`exp` lies {} before `{name}`", time::duration(by)),
    };
    sink.claim(subject, "exp")
        .expected(format!("later than {name}, {}", time::utc(start)))
        .fixer(Fixer::Issuer)
        .say(format_args!(
            "{how}: there is no moment at which this token counts. Its issuer mixes up units, \
             time zones or the order of the two."
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (claims, message) in [
            (
                r#"{"iat":@-5m,"exp":@-65m}"#,
                "`exp` lies 60 minutes before `iat`: there is no moment",
            ),
            (r#"{"nbf":@+5m,"exp":@+5m}"#, "`exp` equals `nbf`:"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for claims in [
            r#"{"nbf":@-10m,"iat":@,"exp":@+1}"#,
            r#"{"iat":10.2,"exp":10.5}"#,
            r#"{"iat":1767225600000,"exp":@+1h}"#,
            r#"{"exp":@}"#,
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

//! The token says when the password of the user expires.

use crate::guide;
use crate::profile::Family;
use crate::rules::time::{leniently, seconds};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "password-expiring",
    severity: Severity::Info,
    title: "The token says when the user's password expires",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::OPTIONAL_CLAIMS,
    sources: "Entra optional-claims-reference; Entra access-token-claims-reference",
    check,
};

/// Smaller values are seconds after `iat`, as one page of Microsoft has it; larger ones Unix time, as another has it.
const UNIX_TIME: i64 = 1_000_000_000;

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(value) = subject.claim("pwd_exp").and_then(leniently) else {
        return;
    };
    let at = if (0..UNIX_TIME).contains(&value) {
        let start = seconds(subject, "iat").map_or(subject.now, |iat| iat.0);
        start.saturating_add(value)
    } else {
        value
    };
    let how = if at > subject.now {
        "expires"
    } else {
        "expired"
    };
    let url = match subject.claim("pwd_url") {
        Some(_) => " `pwd_url` says where to change it.",
        None => "",
    };
    sink.claim(subject, "pwd_exp").fixer(Fixer::Caller).say(format_args!(
        "The user's password {how} {} ({}).{url} The unit of `pwd_exp` is documented in two ways and told here by its size.",
        time::relative(at, subject.now),
        time::utc(at)
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
                r#"{"iat":@-5m,"pwd_exp":604800}"#,
                "The user's password expires in 6 days (7 Jan 2026, 23:55:00 UTC).",
            ),
            (
                r#"{"pwd_exp":"1767225500"}"#,
                "The user's password expired 100 seconds ago",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token kind=entra-access-v1-user", &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=entra-access-v1-user", "{}"),
            ("token kind=entra-access-v1-user", r#"{"pwd_exp":true}"#),
            ("token", r#"{"pwd_exp":1}"#),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! The token is about to expire.

use super::{life, reached};
use crate::guide;
use crate::profile::Purpose;
use crate::rules::flow::is_built_by_client;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "token-expires-soon",
    severity: Severity::Warning,
    title: "The token is about to expire",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.4",
    check,
};

/// Tokens that live no longer than this are meant to be used at once.
const SHORT_LIFE: i64 = 360;

fn check(subject: &Subject, sink: &mut Sink) {
    let is_kept = matches!(
        subject.kind().purpose,
        Purpose::Access | Purpose::Id | Purpose::Unknown
    ) && !is_built_by_client(subject);
    let Some(exp) = reached(subject, "exp").filter(|_| is_kept) else {
        return sink.does_not_apply();
    };
    let left = exp.saturating_sub(subject.now);
    let soon = match life(subject) {
        Some(life) if life <= SHORT_LIFE => 60,
        _ => 300,
    };
    if 0 < left && left <= soon {
        sink.claim(subject, "exp")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The token expires {} ({}). Renew it before use.",
                time::relative(exp, subject.now),
                time::utc(exp)
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
            r#"{"iat":@-61m,"exp":@+4m}"#,
            r#"{"exp":@+300}"#,
            r#"{"iat":@-4m,"exp":@+59}"#,
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &["The token expires in "]);
        }
    }

    #[test]
    fn is_quiet_about_an_assertion() {
        let grant = |rest: &str| {
            format!(
                r#"grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=<<{{"alg":"RS256"}} {{"iss":"a","exp":@+3m}}>>{rest}"#
            )
        };
        check(&RULE, "paste", &grant(""), &[]);
        let on_behalf_of = grant("&requested_token_use=on_behalf_of");
        check(&RULE, "paste", &on_behalf_of, &["The token expires in"]);
    }

    #[test]
    fn is_quiet() {
        for claims in [
            r#"{"exp":@+301}"#,
            r#"{"exp":@}"#,
            r#"{"iat":@-1m,"exp":@+4m}"#,
            r#"{"exp":"@+1m"}"#,
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

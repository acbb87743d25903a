//! The moment of checking is not before `exp`.

use super::{MOST_LEEWAY, SOME_LEEWAY, binding, reached};
use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "token-expired",
    severity: Severity::Error,
    title: "The token has expired",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.4; OpenID Connect RP-Initiated Logout §2",
    check,
};

/// For how many seconds the token has been refused by a receiver without leeway, where it has.
pub fn expired_since(subject: &Subject) -> Option<i64> {
    let since = subject.now.saturating_sub(reached(subject, "exp")?);
    (since >= 0).then_some(since)
}

fn check(subject: &Subject, sink: &mut Sink) {
    binding(subject, sink, "exp", |since, tolerance| since >= tolerance);
    let Some(exp) = reached(subject, "exp") else {
        return sink.does_not_apply();
    };
    let Some(since) = expired_since(subject) else {
        return;
    };
    if since < subject.expect.tolerance {
        return;
    }
    let is_hint = situation::name(subject.token) == "id_token_hint";
    let leeway = if is_hint {
        "As `id_token_hint` it still serves: it tells who signed in, and providers should take it after its time."
    } else if since <= SOME_LEEWAY {
        "Receivers with 60 seconds of leeway (Spring, the Rust crate jsonwebtoken) or 300 (.NET) still take it, strict ones do not."
    } else if since <= MOST_LEEWAY {
        "Only receivers with 300 seconds of leeway (.NET) still take it."
    } else if subject.is_any(&["client-assertion", "entra-client-assertion"]) {
        "No usual leeway covers that: every receiver refuses it. Make a new one for each request."
    } else if subject.is_any(&["k8s-"]) {
        "No usual leeway covers that: every receiver refuses it. Get a new token: in a pod, read the file again, where Kubernetes renews it."
    } else {
        "No usual leeway covers that: every receiver refuses it. Get a new token."
    };
    let tolerance = match subject.expect.tolerance {
        0 => String::new(),
        tolerance => format!(
            " The tolerance of {} does not cover it.",
            time::duration(tolerance)
        ),
    };
    let when = match since {
        0 => "expires at this very second".to_owned(),
        _ => format!("expired {}", time::relative(exp, subject.now)),
    };
    let draft = sink.claim(subject, "exp");
    let draft = match is_hint {
        true => draft.severity(Severity::Info),
        false => draft,
    };
    draft
        .expected(format!("later than {}", time::utc(subject.now)))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The token {when} ({}).{tolerance} {leeway}",
            time::utc(exp)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (exp, message) in [
            (
                r#"@-26m"#,
                "The token expired 26 minutes ago (31 Dec 2025, 23:34:00 UTC). No usual leeway",
            ),
            (
                r#"@-2m"#,
                "The token expired 2 minutes ago (31 Dec 2025, 23:58:00 UTC). Only receivers with 300",
            ),
            (
                r#"@-59"#,
                "The token expired 59 seconds ago (31 Dec 2025, 23:59:01 UTC). Receivers with 60",
            ),
            (r#"@"#, "The token expires at this very second"),
            ("1767225599.5", "The token expires at this very second"),
            ("-1", "The token expired 56 years ago"),
            ("1.5e9", "The token expired 8 years ago"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"exp\":{exp}}}");
            check(&RULE, "token", &body, &[message]);
        }
    }

    #[test]
    fn explains_an_expired_hint() {
        check(
            &RULE,
            "paste",
            r#"https://id.contoso.example/logout?id_token_hint=<<{"alg":"RS256"} {"exp":@-2m}>>"#,
            &[
                "info: The token expired 2 minutes ago (31 Dec 2025, 23:58:00 UTC). As `id_token_hint`",
            ],
        );
    }

    #[test]
    fn marks_the_claim() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":1500000000}\n ^^^^^^^^^^^^^^^^",
            &["The token expired 8 years ago"],
        );
    }

    #[test]
    fn looks_at_the_key_binding() {
        let paste = r#"<<{"alg":"ES256","typ":"dc+sd-jwt"} {"iss":"https://issuer.example","exp":@+1h,"cnf":{"kid":"a"}} .AAAA>>~<<{"typ":"kb+jwt","alg":"ES256"} {"iat":@,"aud":"https://verifier.example","nonce":"1","exp":@-1h,"sd_hash":"a"}>>"#;
        let expected =
            ["The key-binding JWT does not count now: `exp` is 31 Dec 2025, 23:00:00 UTC."];
        check(&RULE, "paste", paste, &expected);
    }

    #[test]
    fn is_quiet() {
        for (info, exp) in [
            ("token", "@+1"),
            ("token", "1767225600.5"),
            ("token tolerance=60", "@-59"),
            ("token", "\"1\""),
            ("token", "1893456000000"),
            ("token", "1e400"),
            ("token", "null"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"exp\":{exp}}}");
            check(&RULE, info, &body, &[]);
        }
        check(
            &RULE,
            "token tolerance=60",
            "{\"alg\":\"RS256\"}\n{\"exp\":@-60}",
            &[
                "The token expired 60 seconds ago (31 Dec 2025, 23:59:00 UTC). The tolerance of 60 seconds does not cover it.",
            ],
        );
    }
}

//! The moment of checking is before `nbf`.

use super::{MOST_LEEWAY, SOME_LEEWAY, binding, reached};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "token-not-yet-valid",
    severity: Severity::Error,
    title: "The token is not valid yet",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.5",
    check,
};

/// For how many seconds more a receiver without leeway refuses the token, where it does.
pub fn valid_in(subject: &Subject) -> Option<i64> {
    let ahead = reached(subject, "nbf")?.saturating_sub(subject.now);
    (ahead > 0).then_some(ahead)
}

fn check(subject: &Subject, sink: &mut Sink) {
    binding(subject, sink, "nbf", |since, tolerance| -since > tolerance);
    let Some(nbf) = reached(subject, "nbf") else {
        return sink.does_not_apply();
    };
    let Some(ahead) = valid_in(subject) else {
        return;
    };
    // That it ends before is another rule's.
    let is_never = reached(subject, "exp").is_some_and(|exp| exp <= nbf);
    if ahead <= subject.expect.tolerance || is_never {
        return;
    }
    let leeway = if ahead <= SOME_LEEWAY {
        "Receivers with 60 seconds of leeway (Spring) or 300 (.NET) take it already, strict ones do not."
    } else if ahead <= MOST_LEEWAY {
        "Only receivers with 300 seconds of leeway (.NET) take it already."
    } else if ahead % 3600 == 0 && ahead <= 14 * 3600 {
        "The difference is whole hours: local time was probably taken for UTC."
    } else {
        "Either the issuer's clock is ahead or the one here is behind."
    };
    sink.claim(subject, "nbf")
        .expected(format!("not later than {}", time::utc(subject.now)))
        .fixer(Fixer::Clock)
        .say(format_args!(
            "The token counts only from {} on, {} from now. {leeway}",
            time::utc(nbf),
            time::duration(ahead)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (nbf, message) in [
            (
                "@+10m",
                "The token counts only from 1 Jan 2026, 00:10:00 UTC on, 10 minutes from now. Either",
            ),
            (
                "@+299",
                "The token counts only from 1 Jan 2026, 00:04:59 UTC on, 4 minutes from now. Only",
            ),
            (
                "@+1",
                "The token counts only from 1 Jan 2026, 00:00:01 UTC on, 1 second from now. Receivers",
            ),
            (
                "1767225600.5",
                "The token counts only from 1 Jan 2026, 00:00:01 UTC on",
            ),
            (
                "@+2h",
                "The token counts only from 1 Jan 2026, 02:00:00 UTC on, 2 hours from now. The difference is whole hours",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"nbf\":{nbf}}}");
            check(&RULE, "token", &body, &[message]);
        }
    }

    #[test]
    fn looks_at_the_key_binding() {
        let paste = r#"<<{"alg":"ES256","typ":"dc+sd-jwt"} {"iss":"https://issuer.example","exp":@+1h,"cnf":{"kid":"a"}} .AAAA>>~<<{"typ":"kb+jwt","alg":"ES256"} {"iat":@,"aud":"https://verifier.example","nonce":"1","nbf":@+1h,"sd_hash":"a"}>>"#;
        let expected =
            ["The key-binding JWT does not count now: `nbf` is 1 Jan 2026, 01:00:00 UTC."];
        check(&RULE, "paste", paste, &expected);
    }

    #[test]
    fn is_quiet() {
        for (info, nbf) in [
            ("token", "@"),
            ("token", "0"),
            ("token tolerance=60", "@+60"),
            ("token", "1893456000000"),
            ("token", "@+30m,\"exp\":@+10m"),
            ("token", "\"@+1h\""),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"nbf\":{nbf}}}");
            check(&RULE, info, &body, &[]);
        }
    }
}

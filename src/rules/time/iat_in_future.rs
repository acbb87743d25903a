//! `iat` lies in the future.

use super::{SOME_LEEWAY, seconds};
use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iat-in-future",
    severity: Severity::Warning,
    title: "The token says it was issued in the future",
    applies: Applies::Claims,
    guide: guide::TIME_CLAIMS,
    sources: "RFC 7519 §4.1.6; OpenID Connect Core §3.1.3.7",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // The receiver that refused it for that has less leeway.
    let leeway = match situation::is_told(subject, &RULE) {
        true => 0,
        false => subject.expect.tolerance.max(SOME_LEEWAY),
    };
    let latest = subject.now.saturating_add(leeway);
    let bound = subject
        .binding_claims()
        .and_then(|binding| binding.get("iat")?.seconds());
    if let Some(iat) = bound.filter(|iat| *iat > latest) {
        sink.binding_claim(subject, "iat").fixer(Fixer::Clock).say(format_args!(
            "The key binding says it was made {} ({}). The holder's clock is ahead or the one here is behind; verifiers refuse it.",
            time::relative(iat, subject.now),
            time::utc(iat)
        ));
    }
    let Some((iat, _)) = seconds(subject, "iat") else {
        return sink.does_not_apply();
    };
    if iat <= latest {
        return;
    }
    sink.claim(subject, "iat").fixer(Fixer::Clock).say(format_args!(
        "The token says it was issued {} ({}). The issuer's clock is ahead or the one here is behind; some libraries refuse such a token.",
        time::relative(iat, subject.now),
        time::utc(iat)
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"iat\":@+10m,\"exp\":@+75m}",
            &["The token says it was issued in 10 minutes (1 Jan 2026, 00:10:00 UTC)."],
        );
    }

    #[test]
    fn fires_for_what_a_receiver_without_leeway_refused() {
        check(
            &RULE,
            "paste",
            "The token is not yet valid (iat)\n<<{\"alg\":\"RS256\"} {\"iat\":@+5}>>",
            &["The token says it was issued in 5 seconds"],
        );
    }

    #[test]
    fn fires_for_a_key_binding() {
        let body = sample::presentation(
            r#""iat":@+1h,"aud":"https://verifier.example","nonce":"n-1","sd_hash":"x""#,
        );
        check(
            &RULE,
            "paste",
            &body,
            &["The key binding says it was made in 60 minutes"],
        );
    }

    #[test]
    fn is_quiet() {
        for iat in ["@", "@+60", "@-1h", "1767225600000", "\"@+1h\""] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"iat\":{iat}}}");
            check(&RULE, "token", &body, &[]);
        }
    }
}

//! A DPoP proof is not of this moment.

use crate::guide;
use crate::rules::time::seconds;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time::relative;

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-proof-stale",
    severity: Severity::Warning,
    title: "The DPoP proof is not fresh",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §4.3; RFC 9449 §11.1",
    check,
};

const WINDOW: i64 = 300;

fn check(subject: &Subject, sink: &mut Sink) {
    let Some((iat, _)) = seconds(subject, "iat") else {
        return;
    };
    let age = subject.now.saturating_sub(iat);
    if age.saturating_abs() <= WINDOW {
        return;
    }
    let (fixer, verb, why) = if age > 0 {
        (
            Fixer::Caller,
            "was made",
            "Servers take a proof for seconds to a few minutes: make a new one for each request.",
        )
    } else {
        (
            Fixer::Clock,
            "says it is made",
            "The clock of the client runs ahead, or the time was not taken in UTC.",
        )
    };
    sink.claim(subject, "iat").fixer(fixer).say(format_args!(
        "The DPoP proof {verb} {}. {why}",
        relative(iat, subject.now)
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"a","htm":"GET","htu":"https://x.example/a","iat":@-10m}"#,
            &["The DPoP proof was made 10 minutes ago."],
        );
    }

    #[test]
    fn fires_for_the_future() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"a","htm":"GET","htu":"https://x.example/a","iat":@+1h}"#,
            &["The DPoP proof says it is made in 60 minutes."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &[],
        );
        // The unit is another rule's.
        check(
            &RULE,
            "token kind=dpop-proof",
            "{\"alg\":\"ES256\"}\n{\"iat\":1767225600000}",
            &[],
        );
    }
}

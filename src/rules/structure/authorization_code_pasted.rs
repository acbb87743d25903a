//! The text looks like an authorization code.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common, opaque, opaque::Look};

/// See the module.
pub static RULE: Rule = Rule {
    id: "authorization-code-pasted",
    severity: Severity::Warning,
    title: "This looks like an authorization code",
    applies: Applies::Token,
    guide: guide::OPAQUE_TOKENS,
    sources: "RFC 6749 §4.1.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if opaque::look(subject.token) == Some(Look::Code) {
        sink.at(common::whole(subject)).fixer(Fixer::Caller).say(
            "This looks like an authorization code, not a token. It is good for one use within \
             minutes: redeem it at the token endpoint of its issuer.",
        );
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
            "paste",
            "0.AXwAEXAMPLE.AgABAAIAAAExample",
            &["This looks like an authorization code"],
        );
        let long = format!("1.AXwAEXAMPLEexample.AgABBAIAAAA{}", "Example_".repeat(90));
        check(
            &RULE,
            "paste",
            &long,
            &["This looks like an authorization code"],
        );
        let refresh = format!("1.AXwAEXAMPLEexample.AgABAwEAAAA{}", "Example_".repeat(20));
        check(&RULE, "paste", &refresh, &[]);
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(&RULE, "paste", "2YotnFZFEjr1zCsicMWpAA", &[]);
    }
}

//! The text is a live secret that is no JWT.

use crate::extract::Note;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "vendor-key-pasted",
    severity: Severity::Warning,
    title: "This is a live secret, not a JWT",
    applies: Applies::Input,
    guide: guide::SAFE_HANDLING,
    sources: "formats of the providers",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let keys = subject.extraction.notes.iter().filter_map(Note::secret);
    common::capped(subject, sink, common::FEW, keys, |sink, (span, name)| {
        sink.at(Place::input(span)).fixer(Fixer::Caller).say(format_args!(
            "This looks like a live secret: {name}. If anyone else has seen it, create a new one \
             and delete this one."
        ));
    });
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
            "ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0",
            &["This looks like a live secret: GitHub token."],
        );
    }

    #[test]
    fn fires_for_keys() {
        for (text, kind) in [
            (
                "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----",
                "private key",
            ),
            (
                r#"{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}"#,
                "private key",
            ),
            (r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#, "shared secret"),
        ] {
            let expected = format!("This looks like a live secret: {kind}.");
            check(&RULE, "paste", text, &[&expected]);
        }
        check(
            &RULE,
            "paste",
            r#"{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b"}]}"#,
            &[],
        );
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

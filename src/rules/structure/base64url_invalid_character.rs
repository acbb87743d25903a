//! A segment holds a character that base64url does not know.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::{code_point, quote};
use crate::token::FaultKind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "base64url-invalid-character",
    severity: Severity::Error,
    title: "A part holds a character that base64url does not have",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: &["RFC 4648 §3.3", "RFC 4648 §5"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    common::capped(
        subject,
        sink,
        common::FEW,
        subject.faults(&RULE),
        |sink, fault| {
            let FaultKind::InvalidCharacter(character) = fault.kind else {
                return;
            };
            let at = common::position(subject.text, fault.place.span.start);
            sink.at(fault.place).fixer(Fixer::Caller).found(code_point(character)).say(format!(
            "The {} holds {} ({}) at {at}, which base64url does not have. Nobody can decode it. The token was damaged or edited on its way: compare it with the source.",
            common::part_name(fault.part),
            quote(&character.to_string()),
            code_point(character)
        ));
        },
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.k9*Zq4v"#,
            &["The signature holds `*` (U+002A) at character"],
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
    }
}

//! The token has a number of dot-separated pieces that no compact form has.

use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::{FaultKind, Form};

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-wrong-segment-count",
    severity: Severity::Error,
    title: "The token has the wrong number of parts",
    applies: Applies::Token,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 7515 §7.1; RFC 7516 §9",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) {
        return;
    }
    for fault in subject.faults(&RULE) {
        let FaultKind::SegmentCount(count) = fault.kind else {
            continue;
        };
        let wanted = match subject.token.form {
            _ if fault.part != Part::Input => "not 3",
            Form::JweCompact => "not 5. Its header says that it is encrypted",
            _ => "not 3 or 5. A signed token has three, an encrypted one five",
        };
        let is_headless = subject.token.segment(Part::Header).is_none();
        let likely = match count {
            _ if is_headless => {
                "The header is missing: what stands first holds claims. It was probably lost when the token was copied."
            }
            _ if subject
                .token
                .candidate
                .text
                .contains(['．', '。', '․', '·']) =>
            {
                "Other characters stand in place of its dots."
            }
            0..=2 => "The end is missing: it was probably cut off when it was copied.",
            4 => "There is a stray dot, or a part of an encrypted token is missing.",
            _ => "Two tokens may have run together.",
        };
        sink.at(fault.place).fixer(Fixer::Caller).say(format_args!(
            "The {} has {} between dots, {wanted}. {likely}",
            match fault.part {
                Part::Input => "token",
                _ => "key-binding JWT",
            },
            crate::text::count(count, "part")
        ));
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
            "eyJhbGciOiJub25lIn0.e30",
            &["The token has 2 parts between dots, not 3 or 5."],
        );
        check(
            &RULE,
            "paste",
            "eyJzdWIiOiJ1In0.Wl32G2HWdI8NoQWhia8_",
            &[
                "The token has 2 parts between dots, not 3 or 5. A signed token has three, an encrypted one five. The header is missing",
            ],
        );
        for (text, count) in [
            ("eyJhbGciOiJFUzI1NiJ9.e30.AA~eyJhbGciOiJFUzI1NiJ9.e30", 2),
            (
                "eyJhbGciOiJFUzI1NiJ9.e30.AA~eyJhbGciOiJFUzI1NiJ9.e30.AA.AA",
                4,
            ),
            (
                r#"{"payload":"e30","protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA","header":{"kb_jwt":"eyJhbGciOiJFUzI1NiJ9.e30"}}"#,
                2,
            ),
        ] {
            let message = format!("The key-binding JWT has {count} parts between dots, not 3. ");
            check(&RULE, "paste", text, &[&message]);
        }
        // `enc` in its header makes it an encrypted one, however much of it is there.
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA",
            &["The token has 3 parts between dots, not 5."],
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

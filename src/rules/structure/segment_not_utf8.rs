//! A header or payload is not UTF-8.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "segment-not-utf8",
    severity: Severity::Error,
    title: "A part is not UTF-8 text",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 7519 §7.2; RFC 8725 §3.7",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let faults = common::text_faults(subject, &RULE);
    common::capped(subject, sink, common::FEW, faults, |sink, fault| {
        let at = fault.place.span.start;
        let bytes = subject
            .token
            .segment(fault.part)
            .map_or(&[][..], |segment| segment.decoded());
        let byte = bytes.get(at).copied().unwrap_or_default();
        let zeros = bytes.iter().take(64).filter(|byte| **byte == 0).count();
        let likely = match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "It starts like UTF-16.",
            _ if zeros >= bytes.len().min(64) / 3 && zeros > 0 => {
                "Every second byte is zero, as in UTF-16."
            }
            [0x1F, 0x8B, ..] => "It starts like compressed data (gzip).",
            [b'{', .., b'}'] => {
                "The producer probably wrote Latin-1 or another encoding, or a character of it was changed."
            }
            _ => {
                "A character before it was probably lost, added or changed: compare with the \
                 source."
            }
        };
        sink.at(fault.place).fixer(Fixer::Issuer).found(format!("{byte:#04X}")).say(format_args!(
            "The {} is not UTF-8: byte {byte:#04X} at offset {at} cannot stand there. Receivers refuse it. {likely}",
            common::part_name(fault.part)
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
            "eyJhbGciOiJFUzI1NiJ9.eyJjaXR5IjoiS_ZsbiJ9.Wl32",
            &[
                "The payload is not UTF-8: byte 0xF6 at offset 10 cannot stand there. Receivers refuse it. The producer probably wrote Latin-1",
            ],
        );
        check(
            &RULE,
            "paste",
            "J0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1In0.Wl32",
            &[
                "The header is not UTF-8: byte 0x97 at offset 2 cannot stand there. Receivers refuse it. A character before it was",
            ],
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

//! The unused bits of the last character of a segment are not zero.

use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "base64url-noncanonical-bits",
    severity: Severity::Warning,
    title: "A part ends in bits that should be zero",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 4648 §3.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // Text that cannot be read was cut or lost characters: how its last one ends says no more.
    let is_broken = |part| {
        let segment = subject.token.segment(part);
        segment.is_some_and(|segment| {
            match part {
                // No algorithm makes such a length.
                Part::Signature => segment.bytes % 8 != 0 && !matches!(segment.bytes, 114 | 132),
                _ => !part.is_binary() && matches!(segment.json_name(), None | Some("invalid")),
            }
        })
    };
    let faults = common::text_faults(subject, &RULE).filter(|fault| !is_broken(fault.part));
    common::capped(subject, sink, common::FEW, faults, |sink, fault| {
        sink.at(fault.place).fixer(Fixer::Issuer).say(format_args!(
            "The last character of the {} has unused bits that are not zero. Two texts then stand \
             for one token, which defeats deny-lists. The end was damaged, or the encoder is at \
             fault.",
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
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Wl33"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Zh"#,
            &[],
        );
        let whole = format!(
            "{{\"alg\":\"ES256\"}}\n{{\"sub\":\"a\"}}\n.{}B",
            "A".repeat(85)
        );
        check(
            &RULE,
            "token",
            &whole,
            &["The last character of the signature has unused bits"],
        );
        check(&RULE, "paste", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1Ij", &[]);
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

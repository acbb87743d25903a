//! A header or payload starts with a byte order mark.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "segment-has-bom",
    severity: Severity::Error,
    title: "A part starts with a byte order mark",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 8259 §8.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let faults = common::text_faults(subject, &RULE);
    common::capped(subject, sink, common::FEW, faults, |sink, fault| {
        sink.at(fault.place).fixer(Fixer::Issuer).found("EF BB BF").say(format_args!(
            "The {} starts with a byte order mark (EF BB BF). Parsers refuse it: write the text \
             without a mark.",
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
            "eyJhbGciOiJFUzI1NiJ9.77u_eyJpc3MiOiJ4In0.Wl32",
            &["The payload starts with a byte order mark"],
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

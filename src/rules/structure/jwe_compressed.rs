//! The content was compressed before it was encrypted.

use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jwe-compressed",
    severity: Severity::Error,
    title: "The content is compressed",
    applies: common::ENCRYPTED,
    guide: guide::ENCRYPTED_TOKENS,
    sources: "RFC 7516 §4.1.3; RFC 8725 §3.6",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(zip) = subject.param_str("zip") else {
        return;
    };
    if zip != "DEF" {
        sink.param(subject, "zip")
            .fixer(Fixer::Issuer)
            .expected("DEF")
            .say(format_args!(
                "The content is compressed with {}, which is not known. There is only `DEF` (RFC 7516 §4.1.3): receivers refuse the token.",
                quote(zip)
            ));
        return;
    }
    sink.param(subject, "zip")
        .severity(Severity::Warning)
        .fixer(Fixer::Issuer)
        .say(format_args!(
            "The content was compressed before it was encrypted (`zip` is {}). A few kilobytes \
             can inflate to gigabytes: switch it off, or limit the inflated size.",
            quote(zip)
        ));
    let protected = subject.token.object(Part::Header);
    if protected.and_then(|header| header.get("zip")).is_none() {
        sink.param(subject, "zip").severity(Severity::Error).fixer(Fixer::Issuer).say(
            "`zip` is not in the protected header. RFC 7516 §4.1.3 allows it nowhere else: receivers refuse the token.",
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
            "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiZW5jLTEiLCJ6aXAiOiJERUYifQ.Wl32.ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &["warning: The content was compressed before it was encrypted (`zip` is `DEF`)."],
        );
    }

    #[test]
    fn fires_for_what_is_not_known() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiemlwIjoiR1pJUCJ9..ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &["The content is compressed with `GZIP`, which is not known."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &[],
        );
    }

    #[test]
    fn fires_where_zip_is_not_protected() {
        check(
            &RULE,
            "paste",
            r#"{"protected":"eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIn0","unprotected":{"zip":"DEF"},"encrypted_key":"h8B4","iv":"h8B4","ciphertext":"h8B4","tag":"h8B4"}"#,
            &[
                "`zip` is not in the protected header.",
                "warning: The content was compressed",
            ],
        );
    }
}

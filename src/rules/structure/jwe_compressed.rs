//! The content was compressed before it was encrypted.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jwe-compressed",
    severity: Severity::Warning,
    title: "The content is compressed",
    applies: common::ENCRYPTED,
    guide: guide::ENCRYPTED_TOKENS,
    sources: &["RFC 7516 §4.1.3", "RFC 8725 §3.6"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(zip) = subject.param("zip") else {
        return;
    };
    sink.param(subject, "zip").fixer(Fixer::Issuer).say(format!(
        "The content was compressed before it was encrypted (`zip` is {}). The length then tells something about the content, and a few kilobytes can inflate to gigabytes. Switch it off, or limit the inflated size.",
        quote(zip.to_text())
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
            "paste",
            "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiZW5jLTEiLCJ6aXAiOiJERUYifQ.Wl32.ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &["The content was compressed before it was encrypted (`zip` is `DEF`)."],
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
}

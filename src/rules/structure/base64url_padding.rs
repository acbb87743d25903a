//! A segment ends in `=`.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "base64url-padding",
    severity: Severity::Warning,
    title: "A part of the token is padded",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 7515 §2; RFC 7515 Appendix C",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    common::capped(
        subject,
        sink,
        common::FEW,
        subject.faults(&RULE),
        |sink, fault| {
            let at = common::position(subject.text, fault.place.span.start);
            sink.at(fault.place).fixer(Fixer::Issuer).say(format_args!(
                "The {} ends in `=` padding, at {at}. Strict receivers refuse it: encode without \
                 padding.",
                common::part_name(fault.part)
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
.oW68tNCCJOmHwYKS1tHOBdSwls3lt6_1sqU7FggLI6Q="#,
            &["The signature ends in `=` padding, at character"],
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

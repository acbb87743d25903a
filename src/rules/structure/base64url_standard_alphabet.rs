//! A segment is in the standard base64 alphabet.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "base64url-standard-alphabet",
    severity: Severity::Error,
    title: "A part is base64, not base64url",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 7515 §2; RFC 4648 §5",
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
                "The {} is base64, not base64url: {} stands at {at}. Strict receivers refuse it: \
                 encode with `-` and `_` in place of `+` and `/`.",
                common::part_name(fault.part),
                quote(fault.place.span.of(subject.text))
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
.k9+Zq/4v"#,
            &["The signature is base64, not base64url: `+` stands at character"],
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

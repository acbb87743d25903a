//! The tilde at the end is gone.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-missing-final-tilde",
    severity: Severity::Error,
    title: "The final `~` of the SD-JWT is missing",
    applies: Applies::Forms(&[
        Form::SdJwt,
        Form::SdJwtKb,
        Form::SdJwtJson,
        Form::JwsCompact,
    ]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.token.form == Form::JwsCompact {
        let typ = subject.param_str("typ").unwrap_or_default();
        if !typ.ends_with("+sd-jwt") || subject.token.text().contains('~') {
            return sink.does_not_apply();
        }
        return sink
            .at(common::whole(subject))
            .expected("~")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The type is {}, but there is no `~`. An SD-JWT ends with one, also without \
                 disclosures; it was trimmed or not copied. Receivers refuse the rest.",
                quote(typ)
            ));
    }
    for fault in subject.faults(&RULE) {
        sink.at(fault.place).expected("~").fixer(Fixer::Caller).say(
            "The SD-JWT ends without `~`. Without a key-binding JWT the tilde after the last \
             disclosure belongs to it; it was trimmed or not copied. Restore it: receivers refuse \
             the rest.",
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0"#,
            &["The SD-JWT ends without `~`."],
        );
    }

    #[test]
    fn fires_where_nothing_else_is_left() {
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"}
{"iss":"https://issuer.example","vct":"https://credentials.example/employee"}"#,
            &["The type is `dc+sd-jwt`, but there is no `~`."],
        );
    }

    #[test]
    fn is_quiet() {
        // White space before its first member, and a shape that other rules speak of.
        for text in [
            "ewoiYWxnIjoiRVMyNTYiLCJ0eXAiOiJkYytzZC1qd3QifQ.e30.AAAA~",
            "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.e30.AAAA.A~",
        ] {
            check(&RULE, "paste", text, &[]);
        }
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &[],
        );
    }
}

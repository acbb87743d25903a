//! A disclosure belongs to no digest.

use crate::guide;
use crate::rules::common::{MOST, capped};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Form;
use crate::token::disclosures::State;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-disclosure-unreferenced",
    severity: Severity::Error,
    title: "A disclosure fits no digest of the credential",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §7.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let found = subject
        .disclosures
        .into_iter()
        .flat_map(|found| &found.list);
    let stray = found.filter(|disclosure| disclosure.state == State::Unreferenced);
    capped(subject, sink, MOST, stray, |sink, disclosure| {
        sink.at(disclosure.place)
            .found(disclosure.digest.as_str())
            .fixer(Fixer::Caller)
            .say(format_args!(
                "{} fits no digest of the credential. Its digest is {}. It was edited or encoded \
                 again, belongs to another credential, or the hash is another. Receivers refuse \
                 the credential.",
                super::title(disclosure),
                quote(&disclosure.digest)
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiRXZlIl0~"#,
            &["Disclosure 1 (`given_name`) fits no digest of the credential."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &[],
        );
    }
}

//! A digest stands twice.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Form;
use crate::token::disclosures::{self, State};

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-duplicate-digest",
    severity: Severity::Error,
    title: "A digest of the credential stands twice",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: &["RFC 9901 §7.1"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let found = disclosures::process(subject.token);
    for (place, digest) in &found.repeated_digests {
        sink.at(*place)
            .found(digest.as_str())
            .fixer(Fixer::Issuer)
            .say(format!(
                "The digest {} stands twice in the credential. Each may stand once, or one \
                 disclosure would fill two places. Receivers refuse the whole credential.",
                quote(digest)
            ));
    }
    for disclosure in found
        .list
        .iter()
        .filter(|disclosure| disclosure.state == State::Repeated)
    {
        sink.at(disclosure.place)
            .severity(Severity::Warning)
            .fixer(Fixer::Caller)
            .say(format!(
                "{} was there before: the same text is sent twice. Send each disclosure once.",
                super::ordinal(disclosure.place.part)
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik","zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &[
                "The digest `zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik` stands twice in the \
                 credential.",
            ],
        );
    }

    #[test]
    fn warns() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &["warning: Disclosure 2 was there before"],
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

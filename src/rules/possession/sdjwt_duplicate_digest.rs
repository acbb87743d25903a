//! A digest stands twice.

use crate::guide;
use crate::rules::common::{MOST, capped};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Form;
use crate::token::disclosures::{Disclosure, State};

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-duplicate-digest",
    severity: Severity::Error,
    title: "A digest of the credential stands twice",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §7.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(found) = subject.disclosures else {
        return;
    };
    let digests = found.repeated_digests.iter();
    capped(subject, sink, MOST, digests, |sink, (place, digest)| {
        sink.at(*place)
            .found(digest.as_str())
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The digest {} stands twice in the credential. Each may stand once, or one \
                 disclosure would fill two places. Receivers refuse the credential.",
                quote(digest)
            ));
    });
    let is_repeated = |disclosure: &&Disclosure| disclosure.state == State::Repeated;
    let mut repeated = found.list.iter().filter(is_repeated);
    if let Some(first) = repeated.next() {
        let more = match repeated.count() {
            0 => String::new(),
            more => format!(" So are {more} more."),
        };
        sink.at(first.place)
            .severity(Severity::Warning)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "{} was there before: the same text is sent twice.{more} Send each disclosure once.",
                super::title(first)
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
            &["warning: Disclosure 2 (`given_name`) was there before"],
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

//! A disclosure is not what a disclosure has to be.

use crate::guide;
use crate::rules::common::{MOST, capped};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::disclosures::{self, State};
use crate::token::{FaultKind, Form};

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-disclosure-invalid",
    severity: Severity::Error,
    title: "A disclosure cannot be used",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: &["RFC 9901 §4.2", "RFC 9901 §7.1"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    capped(subject, sink, MOST, subject.faults(&RULE), |sink, fault| {
        let FaultKind::BadDisclosure(trouble) = fault.kind else {
            return;
        };
        sink.at(fault.place).fixer(Fixer::Issuer).say(format!(
            "{} is none: {trouble}. It has to be the array `[salt, name, value]`, for an array \
             element `[salt, value]`. Receivers refuse the whole credential.",
            super::ordinal(fault.part)
        ));
    });
    let found = disclosures::process(subject.token).list.into_iter();
    let misplaced = found.filter_map(|disclosure| Some((trouble(disclosure.state)?, disclosure)));
    capped(
        subject,
        sink,
        MOST,
        misplaced,
        |sink, (trouble, disclosure)| {
            sink.at(disclosure.place).fixer(Fixer::Issuer).say(format!(
                "{} cannot be put in its place: {trouble}. Receivers refuse the whole credential.",
                super::title(&disclosure)
            ));
        },
    );
}

/// What keeps a disclosure from being put where its digest stands.
fn trouble(state: State) -> Option<&'static str> {
    match state {
        State::NameTaken => Some("a claim of its name stands there already"),
        State::NotAnElement => Some("it has a name, but its digest stands for an array element"),
        State::NotAMember => Some("it has no name, but its digest stands for a claim"),
        _ => None,
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyJwMThNOWM2Y2U2T1RDSXVTWTJmbkd3IiwgImdpdmVuX25hbWUiLCAiQW5hIiwgImV4dHJhIl0~"#,
            &["Disclosure 1 is none: it has neither two nor three elements."],
        );
    }

    #[test]
    fn fires_where_the_name_is_taken() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"],"given_name":"Bea"}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &[
                "Disclosure 1 (`given_name`) cannot be put in its place: a claim of its name \
                 stands there already.",
            ],
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

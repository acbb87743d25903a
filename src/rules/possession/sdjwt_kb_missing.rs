//! A holder-bound credential comes without key binding.

use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-kb-missing",
    severity: Severity::Warning,
    title: "The credential is bound to a key, but comes without key binding",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §7.3; RFC 9901 §9.5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_bound = subject.claim("cnf").is_some();
    if is_bound && subject.token.segment(Part::KeyBindingPayload).is_none() {
        sink.claim(subject, "cnf").fixer(Fixer::Caller).say(
            "The credential is bound to a key of its holder, but there is no key-binding JWT. As \
             issued that is right. A verifier that wants holder binding refuses the presentation: \
             append a key-binding JWT made for it.",
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","cnf":{"kid":"a"}}>>~"#,
            &["The credential is bound to a key of its holder, but there is no key-binding JWT."],
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

//! The credential uses the type of older drafts.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::media_types::media_type;
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-legacy-typ",
    severity: Severity::Info,
    title: "The credential uses the type name of older drafts",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "SD-JWT VC: JOSE header",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let typ = subject.param_str("typ");
    if typ.is_some_and(|typ| media_type(typ) == "vc+sd-jwt") {
        sink.param(subject, "typ")
            .expected("dc+sd-jwt")
            .fixer(Fixer::Issuer)
            .say(
                "The type is `vc+sd-jwt`, the name in older drafts. It is `dc+sd-jwt` now; during \
                 the change many verifiers take both.",
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
            r#"<<{"alg":"ES256","typ":"vc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &["The type is `vc+sd-jwt`, the name in older drafts."],
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

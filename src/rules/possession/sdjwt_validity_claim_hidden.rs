//! A claim that decides on validity can be withheld.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-validity-claim-hidden",
    severity: Severity::Error,
    title: "A claim that decides on validity is in a disclosure",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §9.7; SD-JWT VC: registered claims",
    check,
};

const DECIDING: [&str; 9] = [
    "iss",
    "exp",
    "nbf",
    "cnf",
    "vct",
    "vct#integrity",
    "aka_vcts",
    "status",
    "aud",
];

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(found) = subject.disclosures else {
        return;
    };
    let is_credential = subject.claim("vct").is_some()
        || subject
            .param_str("typ")
            .is_some_and(|typ| typ.ends_with("c+sd-jwt"));
    for disclosure in found.claims() {
        let Some(name) = disclosure
            .name
            .as_deref()
            .filter(|name| DECIDING.contains(name))
        else {
            continue;
        };
        let (severity, who) = match is_credential {
            true => (Severity::Error, "Verifiers of credentials refuse it."),
            false => (Severity::Warning, "Be wary of it."),
        };
        sink.at(disclosure.place)
            .severity(severity)
            .pointer(format!("/{name}"))
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "{} comes from a disclosure, so its holder can withhold it. It decides whether \
                 the credential is valid and has to stand in the signed part. {who}",
                quote(name)
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["PSrCN02xJsd59hn_hnu1neFUp3YOAX23sDwrh3RWEk8"]}>>~WyI0Z0RtdWU1Tl95OW5YZ18teHBOeGhBIiwgImV4cCIsIDIwNTEyMjI0MDBd~"#,
            &["`exp` comes from a disclosure, so its holder can withhold it."],
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

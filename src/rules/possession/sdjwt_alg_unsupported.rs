//! The hash of the disclosures is none that is known, or is named in the wrong place.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Form;
use crate::token::disclosures::Hash;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-alg-unsupported",
    severity: Severity::Error,
    title: "The hash of the disclosures cannot be used",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §4.1.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(found) = subject.disclosures else {
        return;
    };
    match &found.hash {
        Hash::Sha2(_) => {}
        Hash::NotComputed(name) => sink
            .claim(subject, "_sd_alg")
            .severity(Severity::Warning)
            .fixer(Fixer::Nobody)
            .say(format_args!(
                "The hash of the disclosures, {}, is not computed here: the disclosures are not \
                 checked. Many receivers know sha-256 only.",
                quote(name)
            )),
        Hash::Unknown(name) => sink
            .claim(subject, "_sd_alg")
            .expected("sha-256")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "{} is no hash that SD-JWT knows. Without it no disclosure can be checked, and \
                 receivers refuse the credential. Names are written as in the IANA registry: \
                 sha-256, sha-384, sha-512.",
                quote(name)
            )),
    }
    if let Some(place) = found.nested_hash {
        sink.at(place).fixer(Fixer::Issuer).say(
            "`_sd_alg` stands inside another object. It counts at the top level of the payload \
             only, and must not stand anywhere else.",
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd_alg":"md5"}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &["`md5` is no hash that SD-JWT knows."],
        );
    }

    #[test]
    fn warns() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd_alg":"sha3-256"}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &["warning: The hash of the disclosures, `sha3-256`, is not computed here"],
        );
    }

    #[test]
    fn fires_below_the_top() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"],"a":{"_sd_alg":"sha-256"}}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &["`_sd_alg` stands inside another object."],
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

//! The key-binding JWT was made for another presentation.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::Form;
use crate::token::disclosures;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-kb-hash-mismatch",
    severity: Severity::Error,
    title: "The key binding is of another presentation",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §4.3.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let binding = subject.token.object(Part::KeyBindingPayload);
    let Some(stated) = binding.and_then(|binding| binding.get("sd_hash")) else {
        return sink.does_not_apply();
    };
    let presented = disclosures::presentation(subject.token);
    let hash = subject.disclosures.map(|found| &found.hash);
    let Some(expected) = hash.and_then(|hash| disclosures::digest(hash, &presented?)) else {
        return sink.does_not_apply();
    };
    let found = stated.to_text();
    if found != expected {
        sink.at(Place::new(Part::KeyBindingPayload, stated.span()))
            .pointer("/sd_hash")
            .found(found)
            .expected(expected.as_str())
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The key binding is of another presentation: `sd_hash` is {}, the hash of what \
                 stands before it is {}. A disclosure was added, removed or moved after the \
                 holder signed, or the hash was made or written otherwise. Verifiers refuse it.",
                quote(found),
                quote(&expected)
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
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","cnf":{"kid":"a"},"_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]} .AAAA>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~<<{"typ":"kb+jwt","alg":"ES256"} {"iat":@,"aud":"https://verifier.example","nonce":"1","sd_hash":"qi-tG8nBxkaBtzh4dpUPBDgB5l9R2bFbq-CSeE1qQRE"}>>"#,
            &["The key binding is of another presentation: `sd_hash` is \
               `qi-tG8nBxkaBtzh4dpUPBDgB5l9R2bFbq-CSeE1qQRE`"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","cnf":{"kid":"a"},"_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]} .AAAA>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~<<{"typ":"kb+jwt","alg":"ES256"} {"iat":@,"aud":"https://verifier.example","nonce":"1","sd_hash":"3pRgz8qKuV1F2bipmJKQDk4-4r47Ce8SEzns7xmCAZk"}>>"#,
            &[],
        );
    }
}

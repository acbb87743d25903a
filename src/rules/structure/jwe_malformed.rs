//! A part of a JWE, or what its algorithm needs in the header, is not as its algorithms make it.

use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::verify::{JweFlaw, jwe_flaw};

/// See the module.
pub static RULE: Rule = Rule {
    id: "jwe-malformed",
    severity: Severity::Error,
    title: "The encrypted token cannot be opened by any key",
    applies: common::ENCRYPTED,
    guide: guide::ENCRYPTED_TOKENS,
    sources: "RFC 7516 §5.2; RFC 7516 §7.2.1; RFC 7518 §4; RFC 7518 §5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if common::is_shortened(subject) {
        return;
    }
    let Some(JweFlaw { part, param, what }) = jwe_flaw(subject.token) else {
        return;
    };
    let draft = match (param, subject.token.segment(part)) {
        ("", Some(segment)) => sink.at(subject.token.place_of(segment)),
        ("", None) => sink.at(common::whole(subject)),
        _ => sink.param(subject, param),
    };
    let (fixer, likely) = match part {
        Part::Tag => (Fixer::Caller, " The end of the token was probably cut off."),
        _ => (Fixer::Issuer, ""),
    };
    draft
        .fixer(fixer)
        .say(format_args!("{what}. Receivers refuse it.{likely}"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::token::base64url;

    fn token(header: &str, lengths: [usize; 4]) -> String {
        let mut text = base64url::encode(header.as_bytes());
        for length in lengths {
            text.push('.');
            text.push_str(&base64url::encode(&vec![1; length]));
        }
        text
    }

    #[test]
    fn fires() {
        const EPK: &str =
            r#"{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"AQ"}}"#;
        const OFF_CURVE: &str = r#"{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}}"#;
        for (header, lengths, expected) in [
            (
                r#"{"alg":"A128KW","enc":"A256GCM"}"#,
                [40, 12, 9, 15],
                "The authentication tag has 15 bytes, and `A256GCM` makes 16.",
            ),
            (
                r#"{"alg":"A128KW","enc":"A256GCM"}"#,
                [40, 16, 9, 16],
                "The initialization vector has 16 bytes, and `A256GCM` takes 12.",
            ),
            (
                r#"{"alg":"A128KW","enc":"A128CBC-HS256"}"#,
                [40, 16, 9, 16],
                "The ciphertext has 9 bytes, which are no whole blocks of 16.",
            ),
            (
                r#"{"alg":"dir","enc":"A256GCM"}"#,
                [4, 12, 9, 16],
                "The encrypted key has 4 bytes, and `dir` makes 0.",
            ),
            (
                r#"{"alg":"A128KW","enc":"A256GCM"}"#,
                [41, 12, 9, 16],
                "The encrypted key has 41 bytes, and `A128KW` makes 40.",
            ),
            (
                r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#,
                [0, 12, 9, 16],
                "The encrypted key is empty, and `RSA-OAEP` makes one.",
            ),
            (
                EPK,
                [0, 12, 9, 16],
                "The `epk` of the header is no key: `y` is missing.",
            ),
            (
                OFF_CURVE,
                [0, 12, 9, 16],
                "The `epk` of the header is no key: `x` and `y` are no point on its curve.",
            ),
            (
                r#"{"alg":"PBES2-HS256+A128KW","enc":"A256GCM","p2s":"AAAAAAAAAAA"}"#,
                [40, 12, 9, 16],
                "The header has no usable `p2c`, which `PBES2-HS256+A128KW` needs.",
            ),
            (
                r#"{"alg":"A128GCMKW","enc":"A256GCM","iv":"AAAAAAAAAAAAAAAA"}"#,
                [32, 12, 9, 16],
                "The header has no usable `tag`, which `A128GCMKW` needs.",
            ),
        ] {
            check(&RULE, "paste", &token(header, lengths), &[expected]);
        }
        for (recipients, expected) in [
            ("[]", "`recipients` lists nobody"),
            (
                r#"[{"header":{"alg":"RSA-OAEP"},"encrypted_key":"AQ"},{"encrypted_key":"AQ"}]"#,
                "The header of a further recipient has no `alg`",
            ),
        ] {
            let text = format!(
                r#"{{"protected":"eyJlbmMiOiJBMjU2R0NNIn0","recipients":{recipients},"iv":"AQEBAQEBAQEBAQEB","ciphertext":"AQ","tag":"AQEBAQEBAQEBAQEBAQEBAQ"}}"#
            );
            check(&RULE, "paste", &text, &[expected]);
        }
        for alg in ["dir", "ECDH-ES"] {
            let one = format!(
                r#"{{"header":{{"alg":"{alg}","epk":{{"kty":"OKP","crv":"X25519","x":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}}}}}}"#
            );
            let text = format!(
                r#"{{"protected":"eyJlbmMiOiJBMjU2R0NNIn0","recipients":[{one},{one}],"iv":"AQEBAQEBAQEBAQEB","ciphertext":"AQ","tag":"AQEBAQEBAQEBAQEBAQEBAQ"}}"#
            );
            let expected = format!("`{alg}` can have one recipient only, and there are 2.");
            check(&RULE, "paste", &text, &[&expected]);
        }
    }

    #[test]
    fn is_quiet() {
        for (header, lengths) in [
            (r#"{"alg":"dir","enc":"A256GCM"}"#, [0, 12, 9, 16]),
            (
                r#"{"alg":"A128KW","enc":"A256CBC-HS512"}"#,
                [72, 16, 32, 32],
            ),
            (r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#, [256, 12, 0, 16]),
            (r#"{"alg":"FOO","enc":"BAR"}"#, [5, 5, 5, 5]),
        ] {
            check(&RULE, "paste", &token(header, lengths), &[]);
        }
    }
}

//! A hash has a length that it cannot have.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{count, quote};
use crate::token::base64url;

/// See the module.
pub static RULE: Rule = Rule {
    id: "hash-wrong-length",
    severity: Severity::Error,
    title: "A hash has the wrong length",
    applies: Applies::Claims,
    guide: guide::HASHES_AND_NONCE,
    sources: "OpenID Connect Core §3.1.3.6; RFC 9449 §4.2; RFC 9901 §4.3",
    check,
};

/// The hash of what a proof goes with: whole, and with a hash of its own choice.
fn whole(subject: &Subject, sink: &mut Sink, claim: &str, of: &str, lengths: &[usize]) {
    let Some(value) = subject.claim(claim) else {
        return;
    };
    let bytes = value.as_str().and_then(base64url::exactly);
    if !bytes.is_some_and(|bytes| lengths.contains(&bytes.len())) {
        sink.claim(subject, claim).fixer(Fixer::Caller).say(format_args!(
            "`{claim}` is {}, which is not the hash of {of} in base64url. Receivers refuse the proof.",
            quote(value.to_text())
        ));
    }
}

fn check(subject: &Subject, sink: &mut Sink) {
    match subject.kind().id {
        "dpop-proof" => return whole(subject, sink, "ath", "an access token", &[32]),
        "kb-jwt" => return whole(subject, sink, "sd_hash", "an SD-JWT", &[32, 48, 64]),
        _ => {}
    }
    let bits = usize::from(super::hash_bits(subject));
    if bits == 0 {
        return sink.does_not_apply();
    }
    for claim in ["at_hash", "c_hash", "s_hash"] {
        let Some(text) = subject.claim_str(claim) else {
            continue;
        };
        let Some(bytes) = base64url::exactly(text) else {
            sink.claim(subject, claim)
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "`{claim}` is not base64url without padding. Receivers compare it as text."
                ));
            continue;
        };
        let length = bytes.len();
        if length == bits / 16 {
            continue;
        }
        let why = if length == bits / 8 {
            "That is the length of the whole hash: take the left half of it."
        } else if text.len() == bits / 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            "It is written in hex: encode the bytes instead."
        } else {
            "It was probably made of hex text, or with another hash than that of `alg`."
        };
        sink.claim(subject, claim)
            .expected(format!("{} bytes", bits / 16))
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`{claim}` has {}, not {}: half of the hash that `alg` names. {why}",
                count(length, "byte"),
                bits / 16
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            &sample::oidc_id(r#""at_hash":"bYxBKwD1SvtxuDeoAuQsgwlTzME_QStLWGRJGaHqDLQ""#),
            &[
                "`at_hash` has 32 bytes, not 16: half of the hash that `alg` names. That is the \
                 length of the whole hash",
            ],
        );
    }

    #[test]
    fn fires_for_padding_and_plain_base64() {
        for hash in ["bYxBKwD1SvtxuDeoAuQsgw==", "bYxBKwD1SvtxuDeoAuQ+gw"] {
            check(
                &RULE,
                "token",
                &sample::oidc_id(&format!(r#""at_hash":"{hash}""#)),
                &["`at_hash` is not base64url without padding."],
            );
        }
    }

    #[test]
    fn fires_for_hex() {
        check(
            &RULE,
            "token",
            &sample::oidc_id(
                r#""at_hash":"6d8c412b00f54afb71bb8768 02e42c83""#.replace(' ', "").as_str(),
            ),
            &[
                "`at_hash` has 24 bytes, not 16: half of the hash that `alg` names. It is written \
                 in hex",
            ],
        );
    }

    #[test]
    fn fires_for_whole_hashes() {
        for (info, claims, messages) in [
            (
                "token kind=dpop-proof",
                r#"{"ath":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}"#,
                &["`ath` is `2d711642"] as &[&str],
            ),
            (
                "token kind=dpop-proof",
                r#"{"ath":"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"}"#,
                &[],
            ),
            (
                "token kind=dpop-proof",
                r#"{"ath":"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo="}"#,
                &["`ath` is `fUHyO2r2Z"],
            ),
            ("token kind=dpop-proof", "{}", &[]),
            (
                "token kind=kb-jwt",
                r#"{"sd_hash":7}"#,
                &["`sd_hash` is `7`"],
            ),
            (
                "token kind=kb-jwt",
                r#"{"sd_hash":"3pRgz8qKuV1F2bipmJKQDk4-4r47Ce8SEzns7xmCAZk"}"#,
                &[],
            ),
        ] {
            check(
                &RULE,
                info,
                &format!("{{\"alg\":\"ES256\"}}\n{claims}"),
                messages,
            );
        }
    }

    #[test]
    fn leaves_ed448_alone() {
        for (bytes, expected) in [(64, &["`at_hash` has 57 bytes, not 32"][..]), (114, &[])] {
            let (hash, signature) = ("A".repeat(76), "A".repeat(bytes * 4 / 3 + 1));
            let (hash, signature) = (
                &hash,
                signature.replacen("AA", "A", usize::from(bytes == 114)),
            );
            let body = format!("{{\"alg\":\"EdDSA\"}}\n{{\"at_hash\":\"{hash}\"}}\n.{signature}");
            check(&RULE, "token", &body, expected);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            &sample::oidc_id(r#""at_hash":"bYxBKwD1SvtxuDeoAuQsgw""#),
            &[],
        );
    }
}

//! The key binding of an SD-JWT, checked with the holder's key in it (RFC 9901 §7.3).

use sha2::{Digest, Sha256};
use token_inspector::token::base64url::encode;
use token_inspector::verify::{Reason, State};

use crate::signed::sign;
use crate::{check, fired, report};

/// A compact JWS and the public key of its signer.
fn jws(alg: &str, typ: &str, payload: &str) -> (String, String) {
    let header = format!(r#"{{"alg":"{alg}","typ":"{typ}"}}"#);
    let input = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(payload.as_bytes())
    );
    let (signature, key) = sign(alg, input.as_bytes());
    (format!("{input}.{}", encode(&signature)), key)
}

/// A presentation whose issuer signs with ES256 and whose holder signs with this algorithm; and the issuer's key.
fn presentation(holder: &str, confirmation: impl Fn(&str) -> String) -> (String, String) {
    let key = sign(holder, b"").1;
    let payload = format!(
        r#"{{"iss":"https://issuer.example","vct":"https://issuer.example/card"{}}}"#,
        confirmation(&key)
    );
    let (issued, issuer) = jws("ES256", "dc+sd-jwt", &payload);
    let hash = encode(&Sha256::digest(format!("{issued}~")));
    let payload = format!(
        r#"{{"iat":1767225600,"aud":"https://verifier.example","nonce":"n","sd_hash":"{hash}"}}"#
    );
    let (binding, _) = jws(holder, "kb+jwt", &payload);
    (format!("{issued}~{binding}"), issuer)
}

fn with_jwk(key: &str) -> String {
    format!(r#","cnf":{{"jwk":{key}}}"#)
}

fn name(text: &str, keys: &str) -> Option<&'static str> {
    check(text, keys).binding.map(|state| state.name())
}

#[test]
fn the_binding_verifies_with_the_holders_key_and_without_any_other() {
    for holder in ["ES256", "ES384", "Ed25519", "RS256"] {
        let (text, issuer) = presentation(holder, with_jwk);
        let own = check(&text, &issuer);
        assert_eq!(own.states[0].name(), "verified");
        let Some(State::Verified { over, .. }) = &own.binding else {
            panic!("{holder}: {:?}", own.binding);
        };
        let start = text.rfind('~').expect("a tilde") + 1;
        let end = text.rfind('.').expect("a dot");
        assert_eq!((over[0].start, over[0].end), (start, end));
        let alone = check(&text, "");
        assert_eq!(alone.states[0].name(), "not-checked");
        assert_eq!(alone.binding, own.binding);
        let report = report(&text, "");
        let fired = fired(&report);
        assert!(fired.contains(&"signature-valid") && fired.contains(&"signature-not-verified"));
        assert!(!fired.contains(&"sdjwt-kb-hash-mismatch"));
    }
}

#[test]
fn one_bit_anywhere_in_the_binding_is_never_verified() {
    let (text, issuer) = presentation("ES256", with_jwk);
    let start = text.rfind('~').expect("a tilde") + 1;
    for at in (start..text.len()).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let damaged = String::from_utf8(bytes).expect("ASCII");
        assert_ne!(name(&damaged, &issuer), Some("verified"), "byte {at}");
    }
}

#[test]
fn the_binding_of_another_holder_is_an_error() {
    let other = |_: &str| with_jwk(&sign("Ed25519", b"").1);
    let (text, issuer) = presentation("ES256", other);
    assert_eq!(name(&text, &issuer), Some("key-unfit"));
    let key = p256_of_another();
    let (text, issuer) = presentation("ES256", |_| with_jwk(&key));
    assert_eq!(name(&text, &issuer), Some("does-not-verify"));
    let report = report(&text, &issuer);
    let finding = report
        .all_findings()
        .find(|finding| finding.rule.id == "signature-invalid")
        .expect("a finding");
    assert!(
        finding
            .message
            .starts_with("Key binding: The signature does not verify")
    );
}

#[test]
fn a_binding_without_a_holders_key_cannot_be_checked() {
    for confirmation in ["", r#","cnf":{"kid":"k"}"#, r#","cnf":7"#] {
        let (text, issuer) = presentation("ES256", |_| confirmation.to_owned());
        assert_eq!(
            check(&text, &issuer).binding,
            Some(State::CannotBeChecked(Reason::NoHolderKey))
        );
    }
    // But with a given key that it names.
    let (text, issuer) = presentation("ES256", |_| r#","cnf":{"kid":"k"}"#.to_owned());
    let holder = issuer.replacen('{', r#"{"kid":"k","#, 1);
    assert_eq!(name(&text, &holder), Some("verified"));
    let named = |key: &str| {
        let keys = token_inspector::verify::key::read(key).keys;
        format!(
            r#","cnf":{{"jkt":"{}"}}"#,
            keys[0].thumbprint().expect("one")
        )
    };
    let (text, issuer) = presentation("ES256", named);
    assert_eq!(name(&text, &issuer), Some("verified"));
    let (text, issuer) = presentation("ES256", with_jwk);
    let unbound = &text[..=text.rfind('~').expect("a tilde")];
    assert_eq!(name(unbound, &issuer), None);
}

/// A point of P-256 that is not the one that signs here: that of RFC 7515 Appendix A.3.
fn p256_of_another() -> String {
    let folder = crate::project("tests/vectors/rfc-vectors/vectors");
    let text = std::fs::read_to_string(folder.join("rfc7515_A.3.jwk")).expect("a key");
    crate::signed::public(&text)
}

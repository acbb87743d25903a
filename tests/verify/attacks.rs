//! Attacks on tools that check tokens: each is detected or survived.

use std::time::Instant;

use token_inspector::token::base64url::{decode, encode};
use token_inspector::verify::{Damage, Reason, State, Unfit, brings_key, key};

use crate::signed::{
    CONTENT, MANAGEMENT, PAYLOAD, SECRET, encrypted, mac, public, rsa_text, sealed, token,
};
use crate::{check, fired, project, report, state};

fn hmac_with(secret: &[u8]) -> String {
    let input = format!(
        "{}.{}",
        encode(br#"{"alg":"HS256"}"#),
        encode(PAYLOAD.as_bytes())
    );
    format!("{input}.{}", encode(&mac("256", secret, input.as_bytes())))
}

fn undone(state: &State) -> Option<Damage> {
    match state {
        State::DoesNotVerify { undone, .. } => *undone,
        _ => None,
    }
}

/// Runs and says how long it took: hostile input must not take long even in a slow build.
fn within_a_second<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    // Tests are built without optimisation and share their cores.
    assert!(
        start.elapsed().as_millis() < 5_000,
        "{what} took {:?}",
        start.elapsed()
    );
    out
}

#[test]
fn alg_none_in_any_spelling_is_never_verified() {
    for alg in ["none", "None", "nOnE", " none", "NONE", ""] {
        for signature in ["", "AAAA"] {
            let header = encode(format!(r#"{{"alg":"{alg}"}}"#).as_bytes());
            let token = format!("{header}.{}.{signature}", encode(PAYLOAD.as_bytes()));
            for key in ["secret", rsa_text().as_str()] {
                let state = state(&token, key);
                assert!(
                    matches!(state, State::CannotBeChecked(_)),
                    "{alg:?}: {}",
                    state.sentence()
                );
            }
        }
    }
}

#[test]
fn an_empty_signature_is_never_verified() {
    for alg in crate::signed::ALGORITHMS {
        let (token, key) = token(alg);
        let (input, _) = token.rsplit_once('.').expect("three parts");
        let state = state(&format!("{input}."), &key);
        assert!(
            matches!(state, State::WrongLength { found: 0, .. }),
            "{alg}: {}",
            state.sentence()
        );
    }
}

#[test]
fn key_confusion_is_proved_in_every_spelling_of_the_key() {
    let folder = project("tests/verify/forms");
    for name in [
        "rsa.spki.pem",
        "rsa.pkcs1.pem",
        "rsa.certificate.pem",
        "rsa.ssh.pub",
        "ec.spki.pem",
    ] {
        let pem = std::fs::read_to_string(folder.join(name)).expect("a key");
        for secret in [
            pem.trim().to_owned(),
            format!("{}\n", pem.trim()),
            pem.trim().replace('\n', "\r\n"),
        ] {
            let state = state(&hmac_with(secret.as_bytes()), &pem);
            assert_eq!(
                undone(&state),
                Some(Damage::Confusion),
                "{name}: {}",
                state.sentence()
            );
        }
    }
    let pem = std::fs::read_to_string(folder.join("rsa.spki.pem")).expect("a key");
    let der: String = pem
        .lines()
        .filter(|line| !line.starts_with("---"))
        .collect();
    assert_eq!(
        undone(&state(&hmac_with(&decode(&der).bytes), &pem)),
        Some(Damage::Confusion)
    );
    let jwk = public(&rsa_text());
    // The whole of what was given, and each key in it.
    let set = format!("{{\n  \"keys\": [{jwk}]\n}}\n");
    let bag = format!("subject=CN = x\n{pem}end\n");
    for (secret, given) in [(&jwk, &jwk), (&set, &set), (&jwk, &set), (&bag, &bag)] {
        assert_eq!(
            undone(&state(&hmac_with(secret.as_bytes()), given)),
            Some(Damage::Confusion)
        );
    }
    // A mistake of the signer, who alone has it.
    let private = std::fs::read_to_string(folder.join("rsa.pkcs8.pem")).expect("a key");
    assert_eq!(
        undone(&state(&hmac_with(private.as_bytes()), &private)),
        Some(Damage::PrivateKey)
    );
    assert_eq!(
        undone(&state(&hmac_with(pem.as_bytes()), &private)),
        Some(Damage::Confusion)
    );
    let json: serde_json::Value = serde_json::from_str(&jwk).expect("JSON");
    let n = json["n"].as_str().expect("n");
    assert_eq!(
        undone(&state(&hmac_with(n.as_bytes()), &jwk)),
        Some(Damage::Confusion)
    );
    let report = report(&hmac_with(pem.as_bytes()), &pem);
    assert!(
        report
            .all_findings()
            .any(|finding| finding.message.starts_with("The signature is forged."))
    );
    assert!(!fired(&report).contains(&"signature-valid"));
}

/// The order of an algorithm's curve (SEC 2).
fn order(alg: &str) -> Vec<u8> {
    let hex = match alg {
        "ES256" => "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "ES256K" => "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "ES384" => {
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
        }
        _ => {
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"
        }
    };
    (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex"))
        .collect()
}

#[test]
fn parts_that_nobody_can_decode_are_never_verified() {
    let (header, payload) = (encode(br#"{"alg":"HS256"}"#), encode(PAYLOAD.as_bytes()));
    for input in [
        format!("{header}####.{payload}"),
        format!("{header}.?{payload}"),
        format!("{header}.{}", &payload[..payload.len() / 4 * 4 - 3]),
    ] {
        let signed = format!("{input}.{}", encode(&mac("256", SECRET, input.as_bytes())));
        let state = state(&signed, std::str::from_utf8(SECRET).expect("text"));
        assert!(
            matches!(state, State::CannotBeChecked(Reason::Damaged(_))),
            "{input}: {}",
            state.sentence()
        );
    }
}

#[test]
fn an_empty_secret_verifies_nothing() {
    let key = r#"{"kty":"oct","k":""}"#;
    let state = state(&hmac_with(b""), key);
    assert!(
        matches!(
            state,
            State::KeyUnfit {
                why: Unfit::Size(0, 256),
                ..
            }
        ),
        "{}",
        state.sentence()
    );
}

#[test]
fn key_confusion_is_proved_for_what_is_written_from_the_numbers() {
    let folder = project("tests/verify/forms");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a key");
    for (given, written) in [
        ("rsa.ssh.pub", "rsa.spki.pem"),
        ("rsa.ssh.pub", "rsa.pkcs1.pem"),
        ("ec.ssh.pub", "ec.spki.pem"),
        ("ed25519.ssh.pub", "ed25519.spki.pem"),
    ] {
        for secret in [read(written), read(written).trim().to_owned()] {
            let state = state(&hmac_with(secret.as_bytes()), &read(given));
            let said = state.sentence();
            assert_eq!(undone(&state), Some(Damage::Confusion), "{written}: {said}");
        }
    }
}

#[test]
fn the_unused_bits_of_ed448_are_not_overlooked() {
    let (token, key) = token("Ed448");
    let (input, signature) = token.rsplit_once('.').expect("three parts");
    let signature = decode(signature).bytes;
    assert_eq!(state(&token, &key).name(), "verified");
    for bit in 0..7 {
        let mut changed = signature.clone();
        changed[56] ^= 1 << bit;
        let state = state(&format!("{input}.{}", encode(&changed)), &key);
        assert_eq!(state.name(), "does-not-verify", "bit {bit}");
    }
}

#[test]
fn psychic_signatures_are_forged() {
    for (alg, width) in [("ES256", 32), ("ES384", 48), ("ES512", 66), ("ES256K", 32)] {
        let (token, key) = token(alg);
        let (input, _) = token.rsplit_once('.').expect("three parts");
        for signature in [
            vec![0; 2 * width],
            [vec![0; width], vec![1; width]].concat(),
            [vec![1; width], order(alg)].concat(),
        ] {
            let state = state(&format!("{input}.{}", encode(&signature)), &key);
            assert_eq!(
                undone(&state),
                Some(Damage::Zero),
                "{alg}: {}",
                state.sentence()
            );
        }
        // As large as can be, which is beyond the order.
        let state = state(&format!("{input}.{}", encode(&vec![0xff; 2 * width])), &key);
        assert_eq!(state.name(), "does-not-verify", "{alg}");
    }
}

#[test]
fn the_zero_key_of_an_edwards_curve_verifies_nothing() {
    for (curve, width) in [("Ed25519", 32), ("Ed448", 57)] {
        for first in [0u8, 1] {
            let mut point = vec![0; width];
            point[0] = first;
            let key = format!(
                r#"{{"kty":"OKP","crv":"{curve}","x":"{}"}}"#,
                encode(&point)
            );
            let input = format!(
                "{}.{}",
                encode(format!(r#"{{"alg":"{curve}"}}"#).as_bytes()),
                encode(b"{}")
            );
            let mut signature = vec![0; 2 * width];
            signature[0] = first;
            let state = state(&format!("{input}.{}", encode(&signature)), &key);
            assert_ne!(state.name(), "verified", "{curve} {first}");
        }
    }
}

#[test]
fn an_embedded_key_proves_nothing() {
    let (_, key) = token("ES256");
    let secret = {
        let mut d = [7; 32];
        d[0] = 0;
        p256::ecdsa::SigningKey::from_slice(&d).expect("a key")
    };
    let signed = |start: &str| {
        let header = format!(r#"{{{start}"alg":"ES256","jwk":{key}}}"#);
        let input = format!(
            "{}.{}",
            encode(header.as_bytes()),
            encode(PAYLOAD.as_bytes())
        );
        let signature: p256::ecdsa::Signature =
            p256::ecdsa::signature::Signer::sign(&secret, input.as_bytes());
        format!("{input}.{}", encode(&signature.to_bytes()))
    };
    let trusted =
        std::fs::read_to_string(project("tests/verify/forms/ec.spki.pem")).expect("a key");
    for start in ["", r#""typ":"application/application/dpop+jwt","#] {
        let token = signed(start);
        assert_eq!(undone(&state(&token, &trusted)), Some(Damage::HeaderKey));
        assert!(!fired(&report(&token, &trusted)).contains(&"signature-valid"));
    }
    // In a proof it is the right key, whatever others are given, and needs none.
    for space in ["", " ", "  "] {
        let token = signed(&format!(r#"{space}"typ":"DPoP+JWT","#));
        assert!(brings_key(&token));
        for keys in ["", &trusted] {
            let sentence = state(&token, keys).sentence();
            assert!(
                sentence.starts_with(
                    "The signature verifies with the EC key (P-256) in the token's own header"
                ),
                "{sentence}"
            );
            let changed = token.replacen('.', ".ICAg", 1);
            let sentence = state(&changed, keys).sentence();
            assert!(
                sentence.ends_with("used another key than the token names."),
                "{sentence}"
            );
        }
    }
}

#[test]
fn keys_with_a_worthless_exponent_verify_nothing() {
    // With e = 1 the signature is the padded hash itself.
    let mut padded = vec![0xff; 256];
    let input = format!(
        "{}.{}",
        encode(br#"{"alg":"RS256"}"#),
        encode(PAYLOAD.as_bytes())
    );
    let info = [
        &[
            0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x01, 0x05, 0x00, 0x04, 0x20,
        ][..],
        &<sha2::Sha256 as sha2::Digest>::digest(input.as_bytes()),
    ]
    .concat();
    padded[..2].copy_from_slice(&[0, 1]);
    padded[256 - info.len() - 1] = 0;
    padded[256 - info.len()..].copy_from_slice(&info);
    let token = format!("{input}.{}", encode(&padded));
    for e in ["AQ", "Ag", "AQAA"] {
        let key = public(&rsa_text()).replace("AQAB", e);
        let state = state(&token, &key);
        assert!(
            matches!(state, State::KeyUnfit { .. }),
            "{e}: {}",
            state.sentence()
        );
    }
}

#[test]
fn a_point_off_its_curve_is_no_key() {
    let (token, _) = token("ES256");
    let key = format!(
        r#"{{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}}"#,
        encode(&[1; 32]),
        encode(&[2; 32])
    );
    let off = state(&token, &key);
    assert_eq!(off.name(), "key-unfit", "{}", off.sentence());
    // Invalid curve against key agreement.
    let (sealed_token, private) = encrypted("ECDH-ES", "A128GCM", "P-256", b"x");
    let parts: Vec<&str> = sealed_token.split('.').collect();
    let header = String::from_utf8(decode(parts[0]).bytes).expect("text");
    let mut json: serde_json::Value = serde_json::from_str(&header).expect("JSON");
    json["epk"]["y"] = encode(&[2; 32]).into();
    let bent = format!(
        "{}.{}",
        encode(json.to_string().as_bytes()),
        parts[1..].join(".")
    );
    assert_eq!(check(&bent, &private).opened, None);
    // That shows without opening anything.
    let damaged = State::CannotBeChecked(Reason::Damaged("`epk` in the header"));
    assert_eq!(check(&bent, &private).states, [damaged]);
    for key in ["", &private] {
        let report = report(&bent, key);
        assert!(fired(&report).contains(&"jwe-malformed"), "{key}");
        assert!(!fired(&report).contains(&"signature-invalid"), "{key}");
    }
    // Small subgroup of X25519.
    let (sealed_token, private) = encrypted("ECDH-ES", "A128GCM", "X25519", b"x");
    let parts: Vec<&str> = sealed_token.split('.').collect();
    let header = String::from_utf8(decode(parts[0]).bytes).expect("text");
    let mut json: serde_json::Value = serde_json::from_str(&header).expect("JSON");
    json["epk"]["x"] = encode(&[0; 32]).into();
    let bent = format!(
        "{}.{}",
        encode(json.to_string().as_bytes()),
        parts[1..].join(".")
    );
    assert_eq!(check(&bent, &private).opened, None);
}

#[test]
fn weak_and_published_keys_are_named() {
    let report_of = |secret: &str| report(&hmac_with(secret.as_bytes()), secret);
    for secret in ["secret", "your-256-bit-secret", "keyboard cat", "x"] {
        assert!(
            fired(&report_of(secret)).contains(&"hmac-weak-secret"),
            "{secret}"
        );
    }
    let strong = report(&hmac_with(SECRET), &String::from_utf8_lossy(SECRET));
    assert!(!fired(&strong).contains(&"hmac-weak-secret"));
    let (token, key) = token("RS256");
    let report = report(&token, &key);
    assert!(
        fired(&report).contains(&"key-unfit"),
        "the key of RFC 7520 is published"
    );
}

#[test]
fn pbes2_with_a_billion_rounds_is_refused() {
    for count in [
        "1000000000",
        "2147483647",
        "1000001",
        "-1",
        "0",
        "1e99",
        "0.5",
        "\"1\"",
    ] {
        let header = format!(
            r#"{{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":{count},"p2s":"c2FsdHNhbHQ"}}"#
        );
        let token = sealed(&header, &encode(&[1; 24]), &[0; 16], b"x");
        let state = within_a_second(count, || state(&token, "a password"));
        let is_count = matches!(state, State::CannotBeChecked(Reason::Count(_)));
        let is_damaged = matches!(state, State::CannotBeChecked(Reason::Damaged(_)));
        let (is_right, rule) = match count {
            "-1" | "0" | "0.5" | "\"1\"" => (is_damaged, "signature-invalid"),
            _ => (is_count, "key-unfit"),
        };
        assert!(is_right, "{count}: {}", state.sentence());
        assert!(fired(&report(&token, "a password")).contains(&rule));
    }
    let text = std::fs::read_to_string(project(
        "tests/vectors/rfc-vectors/cve-2023-50967/cve-2023-50967.jwe",
    ))
    .expect("a vector");
    let state = within_a_second("CVE-2023-50967", || state(&text, "a password"));
    assert!(
        matches!(state, State::CannotBeChecked(_)),
        "{}",
        state.sentence()
    );
}

#[test]
fn many_passwords_share_one_budget_of_rounds() {
    let header =
        r#"{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":1000000,"p2s":"c2FsdHNhbHQ"}"#;
    let token = sealed(header, &encode(&[1; 24]), &[0; 16], b"x");
    let keys: Vec<String> = (0..40)
        .map(|at| format!(r#"{{"kty":"oct","k":"AAA{}"}}"#, at % 10))
        .collect();
    let mut run = token_inspector::verify::Run::new(
        &token,
        key::read(&format!("[{}]", keys.join(","))).keys.into(),
        None,
    );
    let mut rounds = 0;
    while let Some(operation) = run.operation() {
        if let token_inspector::verify::Operation::Derive { count, .. } = operation {
            rounds += count;
        }
        run.answer(token_inspector::verify::Answer::No);
    }
    assert!(rounds <= 1_000_000, "{rounds}");
    let states = run.finish().checks.remove(0).states;
    assert_eq!(states, [State::CannotBeChecked(Reason::TooMany)]);
}

#[test]
fn a_deflate_bomb_is_defused() {
    let bomb = miniz_oxide_bomb();
    let header = r#"{"alg":"dir","enc":"A128GCM","zip":"DEF"}"#;
    let key: Vec<u8> = (0..16).collect();
    let token = sealed(header, "", &key, &bomb);
    let state = within_a_second("a bomb", || {
        state(
            &token,
            &format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(&key)),
        )
    });
    assert!(
        matches!(state, State::CannotBeChecked(Reason::Inflates(_))),
        "{}",
        state.sentence()
    );
    // And what is no DEFLATE at all.
    let token = sealed(header, "", &key, &[0xff; 100]);
    let state = crate::state(
        &token,
        &format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(&key)),
    );
    assert!(
        matches!(state, State::CannotBeChecked(Reason::Damaged(_))),
        "{}",
        state.sentence()
    );
}

/// Stored and fixed-Huffman DEFLATE of 256 MB of zeros: one literal and matches of length 258 at distance 1.
fn miniz_oxide_bomb() -> Vec<u8> {
    let (mut out, mut bits, mut count) = (Vec::new(), 0u64, 0u32);
    let mut put = |value: u64, width: u32| {
        bits |= value << count;
        count += width;
        while count >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            count -= 8;
        }
    };
    // Final block, fixed codes; the literal 0 is 00110000.
    put(0b011, 3);
    put(0b0000_1100, 8);
    for _ in 0..1_000_000 {
        // Length 258 is code 285, 11000101 read backwards; distance 1 is 00000.
        put(0b1010_0011, 8);
        put(0, 5);
    }
    put(0, 7);
    put(0, 7);
    out
}

#[test]
fn a_plain_token_inside_an_encrypted_one_is_seen() {
    // CVE-2026-29000: encrypted with the public key, the token inside unsigned.
    let inner = format!(
        "{}.{}.",
        encode(br#"{"alg":"none"}"#),
        encode(PAYLOAD.as_bytes())
    );
    let (outer, key) = encrypted("RSA-OAEP-256", "A128GCM", "", inner.as_bytes());
    let report = report(&outer, &key);
    assert_eq!(report.tokens.len(), 2);
    let state = report.tokens[1]
        .verification
        .as_ref()
        .map(|check| check.states[0].clone());
    assert_eq!(state, Some(State::CannotBeChecked(Reason::Unsigned)));
    assert!(report.all_findings().any(|finding| {
        finding
            .message
            .contains("only a signature inside says who did")
    }));
}

#[test]
fn nesting_of_encrypted_tokens_ends() {
    let key: Vec<u8> = (0..16).collect();
    let header = r#"{"alg":"dir","enc":"A128GCM","cty":"JWT"}"#;
    let mut token = PAYLOAD.to_owned();
    for _ in 0..12 {
        token = sealed(header, "", &key, token.as_bytes());
    }
    let jwk = format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(&key));
    let report = within_a_second("nesting", || report(&token, &jwk));
    assert!(
        (2..=8).contains(&report.tokens.len()),
        "{}",
        report.tokens.len()
    );
    let last = report.tokens.last().map(|token| &token.checked.findings);
    let is_said = |rule: &str| last.is_some_and(|last| last.iter().any(|one| one.rule.id == rule));
    assert!(is_said("key-unfit"));
}

#[test]
fn a_key_set_of_ten_megabytes_is_read() {
    let one = public(&rsa_text());
    let mut set = String::from("{\"keys\":[");
    while set.len() < 10_000_000 {
        set.push_str(&one);
        set.push(',');
    }
    set.push_str(&one);
    set.push_str("]}");
    let (token, _) = token("RS256");
    let state = within_a_second("a large set", || state(&token, &set));
    assert_ne!(state.name(), "not-checked");
    for hostile in [
        "{\"keys\":[".to_owned() + &"[".repeat(5_000_000),
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"".to_owned() + &"A".repeat(10_000_000) + "\"}]}",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"".to_owned() + &"A".repeat(9_999_999) + "B\"}",
        "{\"kty\":\"oct\",".to_owned() + &"\"a\":1,".repeat(500_000) + "\"k\":\"AAAA\"}",
        "-----BEGIN PUBLIC KEY-----\n".repeat(100_000),
        "-----BEGIN A-----\n-----END A-----\n".repeat(100_000),
        "ssh-rsa AAAA\n".repeat(300_000),
        "M".repeat(10_000_000),
        "a".repeat(10_000_000),
        "0".repeat(65_000),
        "{".repeat(1_000_000),
    ] {
        within_a_second(&hostile[..20], || crate::state(&token, &hostile));
    }
}

#[test]
fn a_key_that_is_too_large_is_refused() {
    let n = encode(&vec![0xff; 2049]);
    let keys = key::read(&format!(r#"{{"kty":"RSA","e":"AQAB","n":"{n}"}}"#));
    assert!(keys.keys.is_empty());
    assert!(
        keys.faults[0].reason.contains("larger than any"),
        "{}",
        keys.faults[0].reason
    );
    // As large as is taken, and an exponent as large as it can be.
    let n = encode(&vec![0xff; 2048]);
    let input = format!("{}.{}", encode(br#"{"alg":"RS256"}"#), encode(b"{}"));
    let token = format!("{input}.{}", encode(&vec![1; 2048]));
    for e in ["AQAB".to_owned(), n.clone()] {
        let key = format!(r#"{{"kty":"RSA","e":"{e}","n":"{n}"}}"#);
        let state = within_a_second("a large key", || state(&token, &key));
        assert_ne!(state.name(), "verified");
    }
}

#[test]
fn many_signatures_and_recipients_end() {
    let one = format!(
        r#"{{"protected":"{}","signature":"AAAA"}}"#,
        encode(br#"{"alg":"HS256"}"#)
    );
    let token = format!(
        r#"{{"payload":"e30","signatures":[{}]}}"#,
        vec![one; 50_000].join(",")
    );
    let check = within_a_second("many signatures", || check(&token, "a secret"));
    assert_eq!(
        check.states.last(),
        Some(&State::CannotBeChecked(Reason::TooMany))
    );
    let one = r#"{"header":{"alg":"A128KW"},"encrypted_key":"AAAA"}"#;
    let token = format!(
        r#"{{"protected":"{}","recipients":[{}],"iv":"AAAAAAAAAAAAAAAA","ciphertext":"AA","tag":"AAAAAAAAAAAAAAAAAAAAAA"}}"#,
        encode(br#"{"enc":"A128GCM"}"#),
        vec![one; 50_000].join(",")
    );
    within_a_second("many recipients", || {
        crate::check(&token, "0123456789abcdef")
    });
}

#[test]
fn large_content_is_checked_a_bounded_number_of_times() {
    let payload = encode(&vec![b' '; 8_000_000]);
    let token = format!(
        "{}.{payload}.{}",
        encode(br#"{"alg":"HS256"}"#),
        encode(&[0; 32])
    );
    let keys: Vec<String> = (0..32)
        .map(|at| format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(&[at; 32])))
        .collect();
    let set = format!("[{}]", keys.join(","));
    let start = Instant::now();
    state(&token, &set);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn rsa1_5_is_refused_with_the_reason() {
    let token = sealed(
        r#"{"alg":"RSA1_5","enc":"A128GCM"}"#,
        &encode(&[1; 256]),
        &[0; 16],
        b"x",
    );
    assert_eq!(
        state(&token, &rsa_text()),
        State::CannotBeChecked(Reason::Rsa15)
    );
}

#[test]
fn nothing_said_holds_a_secret() {
    let private = rsa_text();
    let json: serde_json::Value = serde_json::from_str(&private).expect("JSON");
    let secrets: Vec<String> = ["d", "p", "q", "dp", "dq", "qi"]
        .iter()
        .map(|name| json[*name].as_str().expect("a member").to_owned())
        .collect();
    let (token, _) = token("RS256");
    let keys = key::read(&private);
    let said = format!("{:?} {:?}", keys, report(&token, &private).to_text(&token));
    // The source text is kept to look for confusion, and is not shown.
    for secret in &secrets {
        let shown = report(&token, &private).to_text(&token);
        assert!(!shown.contains(secret.as_str()));
        assert!(
            !said.contains(secret.as_str()),
            "a key shows its private half in Debug"
        );
    }
    let shown = report(&hmac_with(SECRET), &String::from_utf8_lossy(SECRET)).to_text("");
    assert!(!shown.contains(&*String::from_utf8_lossy(SECRET)));
}

#[test]
fn cut_and_bent_parts_of_an_encrypted_token_are_survived() {
    for alg in MANAGEMENT {
        let (token, key) = encrypted(alg, CONTENT[0], "P-256", b"x");
        for end in (0..token.len()).step_by(7) {
            let cut = check(&token[..end], &key);
            assert_eq!(cut.opened, None, "{alg}");
        }
        let parts: Vec<&str> = token.split('.').collect();
        for at in 0..5 {
            for other in ["", "A", "AAAA", "é", "====", &"A".repeat(5000)] {
                let mut parts = parts.clone();
                parts[at] = other;
                let bent = parts.join(".");
                assert!(
                    bent == token || check(&bent, &key).opened.is_none(),
                    "{alg}: {bent}"
                );
            }
        }
    }
}

#[test]
fn halves_of_different_keys_open_nothing() {
    for curve in ["P-256", "P-384", "P-521", "X25519"] {
        let (sealed_token, private) = encrypted("ECDH-ES", "A128GCM", curve, b"x");
        let mut json: serde_json::Value = serde_json::from_str(&private).expect("JSON");
        let mut half = decode(json["d"].as_str().expect("text")).bytes;
        half[8] ^= 4;
        json["d"] = encode(&half).into();
        let bent = check(&sealed_token, &json.to_string());
        assert_eq!(bent.states[0].name(), "key-unfit", "{curve}");
    }
}

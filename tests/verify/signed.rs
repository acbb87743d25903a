//! Each algorithm, valid and damaged in every part.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{AesGcm, KeyInit};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, Mac};
use p256::ecdsa::signature::Signer;
use rsa::{BoxedUint, Oaep, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};

use token_inspector::token::base64url::{decode, encode};
use token_inspector::verify::{Damage, State};

use crate::{check, project, state};

pub const PAYLOAD: &str = r#"{"iss":"https://id.contoso.example","sub":"x","exp":1767229200}"#;

/// Numbers that look random and never change.
pub struct Noise(pub u64);

impl Noise {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// The generator that padding wants.
impl rsa::rand_core::TryRng for Noise {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.below(1 << 31) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok((self.below(1 << 31) as u64) << 32 | self.below(1 << 31) as u64)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes
            .iter_mut()
            .for_each(|byte| *byte = self.below(256) as u8);
        Ok(())
    }
}

impl rsa::rand_core::TryCryptoRng for Noise {}

/// The RSA key of RFC 7520 §3.4.
pub fn rsa_text() -> String {
    std::fs::read_to_string(project("tests/vectors/rfc-vectors/vectors/rfc7520_3.4.jwk"))
        .expect("a key")
}

pub fn rsa_key() -> RsaPrivateKey {
    let json: serde_json::Value = serde_json::from_str(&rsa_text()).expect("JSON");
    let number = |name: &str| {
        BoxedUint::from_be_slice_vartime(&decode(json[name].as_str().expect("a member")).bytes)
    };
    RsaPrivateKey::from_components(
        number("n"),
        number("e"),
        number("d"),
        vec![number("p"), number("q")],
    )
    .expect("a key")
}

/// Only the public members.
pub fn public(jwk: &str) -> String {
    let mut json: serde_json::Value = serde_json::from_str(jwk).expect("JSON");
    let members = json.as_object_mut().expect("an object");
    for name in ["d", "p", "q", "dp", "dq", "qi"] {
        members.remove(name);
    }
    json.to_string()
}

fn hash(bits: &str, data: &[u8]) -> Vec<u8> {
    match bits {
        "256" => Sha256::digest(data).to_vec(),
        "384" => Sha384::digest(data).to_vec(),
        _ => Sha512::digest(data).to_vec(),
    }
}

pub fn mac(bits: &str, key: &[u8], data: &[u8]) -> Vec<u8> {
    match bits {
        "256" => <Hmac<Sha256> as KeyInit>::new_from_slice(key)
            .expect("a key")
            .chain_update(data)
            .finalize()
            .into_bytes()
            .to_vec(),
        "384" => <Hmac<Sha384> as KeyInit>::new_from_slice(key)
            .expect("a key")
            .chain_update(data)
            .finalize()
            .into_bytes()
            .to_vec(),
        _ => <Hmac<Sha512> as KeyInit>::new_from_slice(key)
            .expect("a key")
            .chain_update(data)
            .finalize()
            .into_bytes()
            .to_vec(),
    }
}

pub const SECRET: &[u8] = b"0f3d-93jd-k2l5-s8x0-7vb1-qm4z-0f3d-93jd-k2l5-s8x0-7vb1-qm4z-0f3d-93jd";

/// Signs `data`; gives the signature and the public key.
pub fn sign(alg: &str, data: &[u8]) -> (Vec<u8>, String) {
    let bits = alg.get(2..).unwrap_or_default();
    macro_rules! ecdsa {
        ($curve:ident, $crv:literal, $width:literal) => {{
            let mut d = [7u8; $width];
            d[0] = 0;
            let key = $curve::ecdsa::SigningKey::from_slice(&d).expect("a key");
            let signature: $curve::ecdsa::Signature = key.sign(data);
            let point = $curve::ecdsa::VerifyingKey::from(&key).to_sec1_point(false);
            let (x, y) = point.as_bytes()[1..].split_at($width);
            let jwk = format!(
                r#"{{"kty":"EC","crv":"{}","x":"{}","y":"{}"}}"#,
                $crv,
                encode(x),
                encode(y)
            );
            (signature.to_bytes().to_vec(), jwk)
        }};
    }
    match alg {
        "HS256" | "HS384" | "HS512" => (
            mac(bits, SECRET, data),
            format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(SECRET)),
        ),
        "RS256" | "RS384" | "RS512" => {
            let scheme = match bits {
                "256" => Pkcs1v15Sign::new::<Sha256>(),
                "384" => Pkcs1v15Sign::new::<Sha384>(),
                _ => Pkcs1v15Sign::new::<Sha512>(),
            };
            (
                rsa_key()
                    .sign(scheme, &hash(bits, data))
                    .expect("a signature"),
                public(&rsa_text()),
            )
        }
        "PS256" | "PS384" | "PS512" => {
            (pss(bits, hash(bits, b"").len(), data), public(&rsa_text()))
        }
        "ES256" => ecdsa!(p256, "P-256", 32),
        "ES384" => ecdsa!(p384, "P-384", 48),
        "ES512" => ecdsa!(p521, "P-521", 66),
        "ES256K" => ecdsa!(k256, "secp256k1", 32),
        "Ed448" => {
            let key = ed448_goldilocks::SigningKey::try_from(&[9u8; 57][..]).expect("a key");
            let x = key.verifying_key().to_bytes();
            let jwk = format!(r#"{{"kty":"OKP","crv":"Ed448","x":"{}"}}"#, encode(&x));
            (key.sign_raw(data).to_bytes().to_vec(), jwk)
        }
        _ => {
            let key = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
            let x = key.verifying_key().to_bytes();
            let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, encode(&x));
            (key.sign(data).to_bytes().to_vec(), jwk)
        }
    }
}

/// A PSS signature by the RSA key with a salt of this many bytes.
pub fn pss(bits: &str, salt: usize, data: &[u8]) -> Vec<u8> {
    let (key, hashed, mut noise) = (rsa_key(), hash(bits, data), Noise(3));
    match bits {
        "256" => key.sign_with_rng(&mut noise, Pss::<Sha256>::new_with_salt(salt), &hashed),
        "384" => key.sign_with_rng(&mut noise, Pss::<Sha384>::new_with_salt(salt), &hashed),
        _ => key.sign_with_rng(&mut noise, Pss::<Sha512>::new_with_salt(salt), &hashed),
    }
    .expect("a signature")
}

/// A signed token and its key.
pub fn token(alg: &str) -> (String, String) {
    let header = format!(r#"{{"alg":"{alg}"}}"#);
    let input = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(PAYLOAD.as_bytes())
    );
    let (signature, key) = sign(alg, input.as_bytes());
    (format!("{input}.{}", encode(&signature)), key)
}

pub const ALGORITHMS: &[&str] = &[
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
    "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448",
];

fn is_verified(state: &State) -> bool {
    matches!(state, State::Verified { .. })
}

#[test]
fn each_algorithm_verifies() {
    for alg in ALGORITHMS {
        let (token, key) = token(alg);
        let state = state(&token, &key);
        let State::Verified { over, .. } = &state else {
            panic!("{alg}: {}", state.sentence());
        };
        let signed = token.rsplit_once('.').expect("three parts").0;
        assert_eq!(over[0].of(&token), signed, "{alg}");
    }
}

#[test]
fn each_algorithm_damaged_in_every_part_does_not() {
    for alg in ALGORITHMS {
        let (token, key) = token(alg);
        let parts: Vec<&str> = token.split('.').collect();
        for at in 0..3 {
            for damage in 0..4 {
                let mut bytes = decode(parts[at]).bytes;
                let middle = bytes.len() / 2;
                match damage {
                    0 => bytes[middle] ^= 1,
                    1 => {
                        bytes.pop();
                    }
                    2 => bytes.push(b' '),
                    _ => bytes.clear(),
                }
                let mut parts: Vec<String> = parts.iter().map(|part| part.to_string()).collect();
                parts[at] = encode(&bytes);
                let state = state(&parts.join("."), &key);
                assert!(!is_verified(&state), "{alg}, part {at}, damage {damage}");
            }
        }
    }
}

#[test]
fn one_bit_anywhere_is_never_verified() {
    let mut noise = Noise(1);
    for alg in ALGORITHMS {
        let (token, key) = token(alg);
        let parts: Vec<Vec<u8>> = token.split('.').map(|part| decode(part).bytes).collect();
        for _ in 0..24 {
            let mut parts = parts.clone();
            let part = &mut parts[noise.below(3)];
            let at = noise.below(part.len());
            part[at] ^= 1 << noise.below(8);
            let parts: Vec<String> = parts.iter().map(|part| encode(part)).collect();
            let damaged = parts.join(".");
            assert!(!is_verified(&state(&damaged, &key)), "{alg}: {damaged}");
        }
        // The text itself: a character more, less or changed.
        for _ in 0..24 {
            let mut text = token.clone().into_bytes();
            let at = noise.below(text.len());
            match noise.below(3) {
                0 => text[at] = b"Aa0_-."[noise.below(6)],
                1 => {
                    text.remove(at);
                }
                _ => text.insert(at, b"Aa0_-."[noise.below(6)]),
            }
            let text = String::from_utf8(text).expect("ASCII");
            assert!(
                text == token || !is_verified(&state(&text, &key)),
                "{alg}: {text}"
            );
        }
    }
}

#[test]
fn the_key_of_another_is_no_match() {
    for alg in ALGORITHMS {
        for other in ALGORITHMS {
            let ((token, _), (_, key)) = (token(alg), token(other));
            let state = state(&token, &key);
            let is_same = alg[..2] == other[..2] && !alg.starts_with("ES")
                || alg == other
                || alg.starts_with("Ed") && other.starts_with("Ed")
                || "RP".contains(&alg[..1]) && "RP".contains(&other[..1]);
            if !is_same {
                assert!(
                    matches!(state, State::KeyUnfit { .. }),
                    "{alg} with {other}: {}",
                    state.sentence()
                );
            }
        }
    }
}

fn undone(token: &str, key: &str) -> Option<Damage> {
    match state(token, key) {
        State::DoesNotVerify { undone, .. } => undone,
        other => panic!("{}", other.sentence()),
    }
}

#[test]
fn known_damage_is_undone_and_named() {
    // DER instead of R and S.
    let (token_text, key) = token("ES256");
    let (input, signature) = token_text.rsplit_once('.').expect("three parts");
    let raw = p256::ecdsa::Signature::from_slice(&decode(signature).bytes).expect("a signature");
    let der = encode(raw.to_der().as_bytes());
    assert_eq!(undone(&format!("{input}.{der}"), &key), Some(Damage::Der));
    // Not with another key either.
    let changed = encode(br#"{"alg":"ES256","x":1}"#) + &input[input.find('.').expect("a dot")..];
    assert_eq!(undone(&format!("{changed}.{der}"), &key), None);

    // Salts that are not as long as the hash.
    let header = encode(br#"{"alg":"PS256"}"#);
    let input = format!("{header}.{}", encode(PAYLOAD.as_bytes()));
    for salt in [0, 20, 64, 256 - 32 - 2] {
        let token = format!("{input}.{}", encode(&pss("256", salt, input.as_bytes())));
        assert_eq!(
            undone(&token, &public(&rsa_text())),
            Some(Damage::Salt(salt))
        );
    }

    // Padding that was added on the way.
    let (token_text, key) = token("HS256");
    let mut parts: Vec<String> = token_text.split('.').map(str::to_owned).collect();
    parts[0].push('=');
    assert_eq!(undone(&parts.join("."), &key), Some(Damage::Encoding));

    let (input, signature) = token_text.rsplit_once('.').expect("three parts");
    assert_eq!(
        undone(&format!("{input}.{signature}="), &key),
        Some(Damage::Encoding)
    );
    assert_ne!(state(&format!("{token_text}.x"), &key).name(), "verified");

    // Parts that were signed padded or in plain base64 verify as they stand; not once that was taken away.
    let padded = |text: &str| text.to_owned() + &"==="[..(4 - text.len() % 4) % 4];
    let header = r#"{"alg":"HS256","a":"1"}"#;
    let parts = [encode(header.as_bytes()), encode(PAYLOAD.as_bytes())].map(|part| padded(&part));
    let input = parts.join(".");
    let key = format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(SECRET));
    let signature = encode(&mac("256", SECRET, input.as_bytes()));
    for signature in [padded(&signature), signature.clone()] {
        assert!(is_verified(&state(&format!("{input}.{signature}"), &key)));
    }
    let stripped = format!("{input}.{signature}").replace('=', "");
    assert_eq!(undone(&stripped, &key), Some(Damage::Padding));

    // A key of another name, beside the one that is named.
    let header = encode(br#"{"alg":"HS256","kid":"k1"}"#);
    let input = format!("{header}.{}", encode(PAYLOAD.as_bytes()));
    let named = format!("{input}.{}", encode(&mac("256", SECRET, input.as_bytes())));
    let keys = format!(
        r#"[{{"kty":"oct","k":"AAAA","kid":"k1"}},{{"kty":"oct","k":"{}","kid":"k2"}}]"#,
        encode(SECRET)
    );
    assert_eq!(undone(&named, &keys), Some(Damage::OtherKey));

    // Secrets that were used as nobody means it.
    let input = format!(
        "{}.{}",
        encode(br#"{"alg":"HS256"}"#),
        encode(PAYLOAD.as_bytes())
    );
    let signed = |secret: &str| {
        format!(
            "{input}.{}",
            encode(&mac("256", secret.as_bytes(), input.as_bytes()))
        )
    };
    let name = |token: &str, key: &str| {
        undone(token, key)
            .map(|damage| damage.sentence())
            .unwrap_or_default()
    };
    assert!(
        name(
            &signed("a long enough secret to be one\n"),
            "a long enough secret to be one"
        )
        .contains("a line feed")
    );
    assert!(name(&signed("abcd"), r#"{"kty":"oct","k":"abcd"}"#).contains("text of `k`"));
}

#[test]
fn a_secret_is_read_in_every_way_and_the_fitting_one_is_named() {
    let input = format!(
        "{}.{}",
        encode(br#"{"alg":"HS256"}"#),
        encode(PAYLOAD.as_bytes())
    );
    let token = format!("{input}.{}", encode(&mac("256", SECRET, input.as_bytes())));
    let hex: String = SECRET.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = {
        let text = encode(SECRET).replace('-', "+").replace('_', "/");
        let padding = "=".repeat((4 - text.len() % 4) % 4);
        text + &padding
    };
    let text = String::from_utf8_lossy(SECRET).into_owned();
    // As tools break long lines.
    let wrapped = |text: &str| format!("{}\r\n{}\n", &text[..20], &text[20..]);
    for (key, how) in [
        (wrapped(&base64), "base64"),
        (wrapped(&hex), "hexadecimal"),
        (text.clone(), "as text"),
        (format!("  {text}\n"), "as text"),
        (format!("'{text}'"), "without its quotation marks"),
        (encode(SECRET), "base64url"),
        (base64, "base64"),
        (hex, "hexadecimal"),
    ] {
        let state = state(&token, &key);
        assert!(
            is_verified(&state) && state.sentence().contains(how),
            "{how}: {}",
            state.sentence()
        );
    }
    let token = format!(
        "{input}.{}",
        encode(&mac("256", b"a secret \n", input.as_bytes()))
    );
    assert!(is_verified(&state(&token, "a secret \n")));
}

// ---- Encrypted tokens ----

fn cek(enc: &str) -> Vec<u8> {
    let bytes = match enc {
        "A128GCM" => 16,
        "A192GCM" => 24,
        "A256GCM" | "A128CBC-HS256" => 32,
        "A192CBC-HS384" => 48,
        _ => 64,
    };
    (0..bytes).map(|at| at as u8 ^ 0x5a).collect()
}

fn gcm(key: &[u8], iv: [u8; 12], aad: &[u8], data: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut out = data.to_vec();
    macro_rules! with {
        ($cipher:ty) => {
            <AesGcm<$cipher, aes_gcm::aead::consts::U12> as KeyInit>::new_from_slice(key)
                .expect("a key")
                .encrypt_inout_detached(&iv.into(), aad, out.as_mut_slice().into())
                .expect("a tag")
                .to_vec()
        };
    }
    let tag = match key.len() {
        16 => with!(aes::Aes128),
        24 => with!(aes::Aes192),
        _ => with!(aes::Aes256),
    };
    (out, tag)
}

fn wrap(kek: &[u8], key: &[u8]) -> Vec<u8> {
    let mut out = vec![0; key.len() + 8];
    macro_rules! with {
        ($cipher:ty) => {
            <aes_kw::AesKw<$cipher> as KeyInit>::new_from_slice(kek)
                .expect("a key")
                .wrap_key(key, &mut out)
                .expect("wraps")
                .to_vec()
        };
    }
    match kek.len() {
        16 => with!(aes::Aes128),
        24 => with!(aes::Aes192),
        _ => with!(aes::Aes256),
    }
}

/// A compact JWE of `header`, `wrapped` (already encoded) and content encrypted with `cek`.
pub fn sealed(header: &str, wrapped: &str, cek: &[u8], content: &[u8]) -> String {
    let protected = encode(header.as_bytes());
    let aad = protected.as_bytes();
    let (iv, data, tag) = if header.contains("GCM\"") {
        let iv = [3; 12];
        let (data, tag) = gcm(cek, iv, aad, content);
        (iv.to_vec(), data, tag)
    } else {
        let iv = [3; 16];
        let (mac_key, key) = cek.split_at(cek.len() / 2);
        let data = match key.len() {
            16 => cbc::Encryptor::<aes::Aes128>::new_from_slices(key, &iv)
                .expect("a key")
                .encrypt_padded_vec::<Pkcs7>(content),
            24 => cbc::Encryptor::<aes::Aes192>::new_from_slices(key, &iv)
                .expect("a key")
                .encrypt_padded_vec::<Pkcs7>(content),
            _ => cbc::Encryptor::<aes::Aes256>::new_from_slices(key, &iv)
                .expect("a key")
                .encrypt_padded_vec::<Pkcs7>(content),
        };
        let bits = match key.len() {
            16 => "256",
            24 => "384",
            _ => "512",
        };
        let input = [aad, &iv, &data, &(aad.len() as u64 * 8).to_be_bytes()].concat();
        let tag = mac(bits, mac_key, &input)[..key.len()].to_vec();
        (iv.to_vec(), data, tag)
    };
    format!(
        "{protected}.{wrapped}.{}.{}.{}",
        encode(&iv),
        encode(&data),
        encode(&tag)
    )
}

fn derive(shared: &[u8], name: &str, bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for round in 1u32..=4 {
        let mut input = round.to_be_bytes().to_vec();
        input.extend(shared);
        input.extend((name.len() as u32).to_be_bytes());
        input.extend(name.as_bytes());
        input.extend([0; 8]);
        input.extend((bytes as u32 * 8).to_be_bytes());
        out.extend(Sha256::digest(&input));
    }
    out.truncate(bytes);
    out
}

/// Both sides of a key agreement: the shared secret, the `epk`, and the receiver's private JWK.
fn agreement(curve: &str) -> (Vec<u8>, String, String) {
    macro_rules! nist {
        ($curve:ident, $crv:literal, $width:literal) => {{
            let key = |fill: u8| {
                let mut d = [fill; $width];
                d[0] = 0;
                let secret = $curve::SecretKey::from_slice(&d).expect("a key");
                let point =
                    $curve::ecdsa::VerifyingKey::from(secret.public_key()).to_sec1_point(false);
                let (x, y) = point.as_bytes()[1..].split_at($width);
                let jwk = format!(
                    r#"{{"kty":"EC","crv":"{}","x":"{}","y":"{}""#,
                    $crv,
                    encode(x),
                    encode(y)
                );
                (secret, jwk, encode(&d))
            };
            let ((ours, own, _), (theirs, other, d)) = (key(5), key(6));
            let shared = $curve::ecdh::diffie_hellman(
                ours.to_nonzero_scalar(),
                theirs.public_key().as_affine(),
            );
            (
                shared.raw_secret_bytes().to_vec(),
                format!("{own}}}"),
                format!(r#"{other},"d":"{d}"}}"#),
            )
        }};
    }
    match curve {
        "P-256" => nist!(p256, "P-256", 32),
        "P-384" => nist!(p384, "P-384", 48),
        "P-521" => nist!(p521, "P-521", 66),
        _ => {
            let ours = x25519_dalek::StaticSecret::from([5; 32]);
            let theirs = x25519_dalek::StaticSecret::from([6; 32]);
            let jwk = |key: &x25519_dalek::StaticSecret| {
                let x = encode(x25519_dalek::PublicKey::from(key).as_bytes());
                format!(r#"{{"kty":"OKP","crv":"X25519","x":"{x}""#)
            };
            let shared = ours.diffie_hellman(&x25519_dalek::PublicKey::from(&theirs));
            let other = format!(r#"{},"d":"{}"}}"#, jwk(&theirs), encode(&[6; 32]));
            (
                shared.as_bytes().to_vec(),
                format!("{}}}", jwk(&ours)),
                other,
            )
        }
    }
}

/// An encrypted token and the key that opens it.
pub fn encrypted(alg: &str, enc: &str, curve: &str, content: &[u8]) -> (String, String) {
    let key = cek(enc);
    let header = |more: &str| format!(r#"{{"alg":"{alg}"{more},"enc":"{enc}"}}"#);
    let bytes = match alg {
        _ if alg.contains("A128") => 16,
        _ if alg.contains("A192") => 24,
        _ => 32,
    };
    let kek: Vec<u8> = (0..bytes).map(|at| at as u8 ^ 0x33).collect();
    let oct = |bytes: &[u8]| format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(bytes));
    if let Some(rest) = alg.strip_prefix("ECDH-ES") {
        let (shared, epk, private) = agreement(curve);
        let header = header(&format!(r#","epk":{epk}"#));
        return match rest {
            "" => (
                sealed(&header, "", &derive(&shared, enc, key.len()), content),
                private,
            ),
            _ => {
                let wrapped = wrap(&derive(&shared, alg, bytes), &key);
                (sealed(&header, &encode(&wrapped), &key, content), private)
            }
        };
    }
    if alg.starts_with("PBES2") {
        let salt = [alg.as_bytes(), &[0], b"saltsalt"].concat();
        let mut derived = vec![0; bytes];
        match bytes {
            16 => pbkdf2::pbkdf2_hmac::<Sha256>(b"a password", &salt, 1000, &mut derived),
            24 => pbkdf2::pbkdf2_hmac::<Sha384>(b"a password", &salt, 1000, &mut derived),
            _ => pbkdf2::pbkdf2_hmac::<Sha512>(b"a password", &salt, 1000, &mut derived),
        }
        let header = header(&format!(r#","p2c":1000,"p2s":"{}""#, encode(b"saltsalt")));
        return (
            sealed(&header, &encode(&wrap(&derived, &key)), &key, content),
            "a password".to_owned(),
        );
    }
    match alg {
        "dir" => (sealed(&header(""), "", &key, content), oct(&key)),
        "RSA-OAEP" | "RSA-OAEP-256" => {
            let public = RsaPublicKey::from(&rsa_key());
            let mut noise = Noise(2);
            let wrapped = match alg {
                "RSA-OAEP" => public.encrypt(&mut noise, Oaep::<sha1::Sha1>::new(), &key),
                _ => public.encrypt(&mut noise, Oaep::<Sha256>::new(), &key),
            };
            let mut private: serde_json::Value = serde_json::from_str(&rsa_text()).expect("JSON");
            private.as_object_mut().expect("an object").remove("use");
            private.as_object_mut().expect("an object").remove("kid");
            (
                sealed(
                    &header(""),
                    &encode(&wrapped.expect("encrypts")),
                    &key,
                    content,
                ),
                private.to_string(),
            )
        }
        _ if alg.ends_with("GCMKW") => {
            let (wrapped, tag) = gcm(&kek, [4; 12], b"", &key);
            let header = header(&format!(
                r#","iv":"{}","tag":"{}""#,
                encode(&[4; 12]),
                encode(&tag)
            ));
            (sealed(&header, &encode(&wrapped), &key, content), oct(&kek))
        }
        _ => (
            sealed(&header(""), &encode(&wrap(&kek, &key)), &key, content),
            oct(&kek),
        ),
    }
}

pub const MANAGEMENT: &[&str] = &[
    "dir",
    "A128KW",
    "A192KW",
    "A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
];
pub const CONTENT: &[&str] = &[
    "A128GCM",
    "A192GCM",
    "A256GCM",
    "A128CBC-HS256",
    "A192CBC-HS384",
    "A256CBC-HS512",
];

fn combinations() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut all = Vec::new();
    for alg in MANAGEMENT {
        let curves: &[&str] = match alg.starts_with("ECDH") {
            true => &["P-256", "P-384", "P-521", "X25519"],
            false => &[""],
        };
        for enc in CONTENT {
            all.extend(curves.iter().map(|curve| (*alg, *enc, *curve)));
        }
    }
    all
}

#[test]
fn each_way_to_encrypt_opens() {
    for (alg, enc, curve) in combinations() {
        let (token, key) = encrypted(alg, enc, curve, PAYLOAD.as_bytes());
        let check = check(&token, &key);
        assert_eq!(
            check.opened.as_deref(),
            Some(PAYLOAD.as_bytes()),
            "{alg} {enc} {curve}: {:?}",
            check.states
        );
    }
}

#[test]
fn each_way_to_encrypt_damaged_in_every_part_does_not_open() {
    let mut noise = Noise(4);
    for (alg, enc, curve) in combinations() {
        let (token, key) = encrypted(alg, enc, curve, PAYLOAD.as_bytes());
        let parts: Vec<Vec<u8>> = token.split('.').map(|part| decode(part).bytes).collect();
        for at in 0..5 {
            let mut parts = parts.clone();
            if parts[at].is_empty() {
                continue;
            }
            let byte = noise.below(parts[at].len());
            parts[at][byte] ^= 1 << noise.below(8);
            let parts: Vec<String> = parts.iter().map(|part| encode(part)).collect();
            let check = check(&parts.join("."), &key);
            assert_eq!(check.opened, None, "{alg} {enc} {curve}, part {at}");
            assert!(
                check
                    .states
                    .iter()
                    .all(|state| !matches!(state, State::Opened { .. }))
            );
        }
    }
}

//! The primitives in Rust. Every answer comes at once; nothing here knows of tokens.

use aes_gcm::aead::AeadInOut;
use aes_gcm::aead::consts::U12;
use aes_gcm::aes::cipher::consts::U16;
use aes_gcm::{AesGcm, KeyInit, Tag};
use aes_kw::AesKw;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockSizeUser, KeyIvInit,
};
use hmac::{Hmac, Mac};
use p256::ecdsa::signature::Verifier;
use rsa::traits::PrivateKeyParts;
use rsa::{BoxedUint, Oaep, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::verify::key::{Curve, LARGEST_RSA, Material, Rsa};
use crate::verify::{Answer, Hash, Operation, Scheme};

/// The smallest RSA key that is worked with, in bits. Whether it is too small to be trusted is not decided here.
const SMALLEST_RSA: usize = 512;

/// Computes an operation.
pub fn perform(operation: &Operation) -> Answer {
    match operation {
        Operation::Verify {
            scheme,
            key,
            signature,
            data,
        } => verify(*scheme, key, signature, data),
        Operation::Mac { hash, key, data } => bytes(mac(*hash, key, data)),
        Operation::Agree { key, public } => agree(key, public),
        Operation::UnwrapRsa { hash, key, data } => unwrap_rsa(*hash, key, data),
        Operation::UnwrapAes { key, data } => bytes(match key.len() {
            16 => unwrap_aes::<aes::Aes128>(key, data),
            24 => unwrap_aes::<aes::Aes192>(key, data),
            32 => unwrap_aes::<aes::Aes256>(key, data),
            _ => None,
        }),
        Operation::DecryptGcm {
            key,
            iv,
            aad,
            data,
            tag,
        } => bytes(match key.len() {
            16 => gcm::<aes::Aes128>(key, iv, aad, data, tag),
            24 => gcm::<aes::Aes192>(key, iv, aad, data, tag),
            32 => gcm::<aes::Aes256>(key, iv, aad, data, tag),
            _ => None,
        }),
        Operation::DecryptCbc { key, iv, data } => bytes(match key.len() {
            16 => cbc_mode::<aes::Aes128>(key, iv, data),
            24 => cbc_mode::<aes::Aes192>(key, iv, data),
            32 => cbc_mode::<aes::Aes256>(key, iv, data),
            _ => None,
        }),
        Operation::Derive {
            hash,
            password,
            salt,
            count,
            length,
        } => {
            let mut out = vec![0; *length];
            match hash {
                Hash::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, *count, &mut out),
                Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, *count, &mut out),
                Hash::Sha384 => pbkdf2::pbkdf2_hmac::<Sha384>(password, salt, *count, &mut out),
                Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, *count, &mut out),
            }
            Answer::Bytes(out)
        }
        Operation::Inflate { data, limit } => inflate(data, *limit),
    }
}

fn bytes(output: Option<Vec<u8>>) -> Answer {
    output.map_or(Answer::No, Answer::Bytes)
}

fn yes(is_so: bool) -> Answer {
    match is_so {
        true => Answer::Yes,
        false => Answer::No,
    }
}

fn mac(hash: Hash, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    fn with<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let mac = <M as KeyInit>::new_from_slice(key).ok()?;
        Some(mac.chain_update(data).finalize().into_bytes().to_vec())
    }
    match hash {
        Hash::Sha1 => with::<Hmac<Sha1>>(key, data),
        Hash::Sha256 => with::<Hmac<Sha256>>(key, data),
        Hash::Sha384 => with::<Hmac<Sha384>>(key, data),
        Hash::Sha512 => with::<Hmac<Sha512>>(key, data),
    }
}

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

fn rsa_public(key: &Rsa) -> Option<RsaPublicKey> {
    let limits = SMALLEST_RSA..=LARGEST_RSA;
    RsaPublicKey::new_with_size_limits(number(&key.n), number(&key.e), limits).ok()
}

fn verify(scheme: Scheme, key: &Material, signature: &[u8], data: &[u8]) -> Answer {
    match (scheme, key) {
        (Scheme::Pkcs1(hash), Material::Rsa(rsa)) => {
            let Some(key) = rsa_public(rsa) else {
                return Answer::Unsupported;
            };
            yes(match hash {
                Hash::Sha1 => return Answer::Unsupported,
                Hash::Sha256 => key.verify(
                    Pkcs1v15Sign::new::<Sha256>(),
                    &Sha256::digest(data),
                    signature,
                ),
                Hash::Sha384 => key.verify(
                    Pkcs1v15Sign::new::<Sha384>(),
                    &Sha384::digest(data),
                    signature,
                ),
                Hash::Sha512 => key.verify(
                    Pkcs1v15Sign::new::<Sha512>(),
                    &Sha512::digest(data),
                    signature,
                ),
            }
            .is_ok())
        }
        (Scheme::Pss(hash, salt), Material::Rsa(rsa)) => {
            let Some(key) = rsa_public(rsa) else {
                return Answer::Unsupported;
            };
            yes(match hash {
                Hash::Sha1 => return Answer::Unsupported,
                Hash::Sha256 => key.verify(
                    Pss::<Sha256>::new_with_salt(salt),
                    &Sha256::digest(data),
                    signature,
                ),
                Hash::Sha384 => key.verify(
                    Pss::<Sha384>::new_with_salt(salt),
                    &Sha384::digest(data),
                    signature,
                ),
                Hash::Sha512 => key.verify(
                    Pss::<Sha512>::new_with_salt(salt),
                    &Sha512::digest(data),
                    signature,
                ),
            }
            .is_ok())
        }
        (Scheme::Ecdsa(_), Material::Ec { curve, x, y, d }) => {
            let point = [&[4][..], x, y].concat();
            let private = d.as_deref().filter(|_| x.is_empty());
            macro_rules! with {
                ($curve:ident) => {{
                    use $curve::ecdsa::{Signature, SigningKey, VerifyingKey};
                    let key = match private {
                        Some(d) => SigningKey::from_slice(d).map(|key| VerifyingKey::from(&key)),
                        None => VerifyingKey::from_sec1_bytes(&point),
                    };
                    // S may be in the upper half: only the curve of Bitcoin minds, and JOSE does not ask for it.
                    match (key, Signature::from_slice(signature)) {
                        (Ok(key), Ok(signature)) => {
                            let lower = signature.normalize_s();
                            yes(key.verify(data, &signature).is_ok() || key.verify(data, &lower).is_ok())
                        }
                        (Err(_), _) => Answer::BadKey,
                        (Ok(_), Err(_)) => Answer::No,
                    }
                }};
            }
            match curve {
                Curve::P256 => with!(p256),
                Curve::P384 => with!(p384),
                Curve::P521 => with!(p521),
                Curve::Secp256k1 => with!(k256),
                _ => Answer::Unsupported,
            }
        }
        (Scheme::Eddsa, Material::Okp { curve, x, d }) => match curve {
            Curve::Ed25519 => yes(ed25519(x, d.as_deref(), signature, data).unwrap_or(false)),
            Curve::Ed448 => yes(ed448(x, d.as_deref(), signature, data).unwrap_or(false)),
            _ => Answer::Unsupported,
        },
        _ => Answer::Unsupported,
    }
}

fn ed25519(x: &[u8], d: Option<&[u8]>, signature: &[u8], data: &[u8]) -> Option<bool> {
    use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
    let key = match x.is_empty() {
        true => SigningKey::from_bytes(d?.try_into().ok()?).verifying_key(),
        false => VerifyingKey::from_bytes(x.try_into().ok()?).ok()?,
    };
    let signature = Signature::from_slice(signature).ok()?;
    Some(key.verify_strict(data, &signature).is_ok())
}

fn ed448(x: &[u8], d: Option<&[u8]>, signature: &[u8], data: &[u8]) -> Option<bool> {
    use ed448_goldilocks::{Signature, SigningKey, VerifyingKey};
    let key = match x.is_empty() {
        true => SigningKey::try_from(d?).ok()?.verifying_key(),
        false => {
            let bytes: [u8; 57] = x.try_into().ok()?;
            VerifyingKey::from_bytes(&bytes).ok()?
        }
    };
    // Of the last byte of R only the sign counts (RFC 8032 §5.2.2), and the library overlooks the rest.
    if signature.get(56)? & 0x7f != 0 {
        return None;
    }
    let signature = Signature::from_slice(signature).ok()?;
    Some(key.verify_raw(&signature, data).is_ok())
}

fn agree(key: &Material, public: &Material) -> Answer {
    match (key, public) {
        (
            Material::Ec {
                curve,
                x: own_x,
                y: own_y,
                d: Some(d),
            },
            Material::Ec {
                curve: other, x, y, ..
            },
        ) if curve == other => {
            let point = [&[4][..], x, y].concat();
            let own = [&[4][..], own_x, own_y].concat();
            macro_rules! with {
                ($curve:ident) => {{
                    let secret = $curve::SecretKey::from_slice(d);
                    let public = $curve::PublicKey::from_sec1_bytes(&point);
                    match (secret, public) {
                        (Err(_), _) => Answer::BadKey,
                        (Ok(secret), _)
                            if !own_x.is_empty()
                                && $curve::PublicKey::from_sec1_bytes(&own).ok()
                                    != Some(secret.public_key()) =>
                        {
                            Answer::BadKey
                        }
                        (Ok(secret), Ok(public)) => {
                            let shared = $curve::ecdh::diffie_hellman(
                                secret.to_nonzero_scalar(),
                                public.as_affine(),
                            );
                            Answer::Bytes(shared.raw_secret_bytes().to_vec())
                        }
                        _ => Answer::No,
                    }
                }};
            }
            match curve {
                Curve::P256 => with!(p256),
                Curve::P384 => with!(p384),
                Curve::P521 => with!(p521),
                _ => Answer::Unsupported,
            }
        }
        (
            Material::Okp {
                curve: Curve::X25519,
                x: own,
                d: Some(d),
            },
            Material::Okp {
                curve: Curve::X25519,
                x,
                ..
            },
        ) => {
            let pair = (
                <[u8; 32]>::try_from(d.as_slice()),
                <[u8; 32]>::try_from(x.as_slice()),
            );
            let (Ok(d), Ok(x)) = pair else {
                return Answer::No;
            };
            let secret = x25519_dalek::StaticSecret::from(d);
            if !own.is_empty()
                && x25519_dalek::PublicKey::from(&secret).as_bytes() != own.as_slice()
            {
                return Answer::BadKey;
            }
            let shared = secret.diffie_hellman(&x25519_dalek::PublicKey::from(x));
            match shared.was_contributory() {
                true => Answer::Bytes(shared.as_bytes().to_vec()),
                false => Answer::No,
            }
        }
        _ => Answer::Unsupported,
    }
}

fn unwrap_rsa(hash: Hash, key: &Rsa, data: &[u8]) -> Answer {
    let Some(private) = &key.private else {
        return Answer::Unsupported;
    };
    if rsa_public(key).is_none() || data.len() != key.n.len() {
        return Answer::No;
    }
    let primes = match &private.primes {
        Some([p, q, ..]) => vec![number(p), number(q)],
        None => Vec::new(),
    };
    let built =
        RsaPrivateKey::from_components(number(&key.n), number(&key.e), number(&private.d), primes);
    let Ok(built) = built else {
        return Answer::BadKey;
    };
    if let Some([_, _, dp, dq, _]) = &private.primes {
        let is = |own: Option<&BoxedUint>, given: &Vec<u8>| own == Some(&number(given));
        if !is(built.dp(), dp) || !is(built.dq(), dq) {
            return Answer::BadKey;
        }
    }
    let private = built;
    bytes(
        match hash {
            Hash::Sha1 => private.decrypt(Oaep::<Sha1>::new(), data),
            Hash::Sha256 => private.decrypt(Oaep::<Sha256>::new(), data),
            Hash::Sha384 => private.decrypt(Oaep::<Sha384>::new(), data),
            Hash::Sha512 => private.decrypt(Oaep::<Sha512>::new(), data),
        }
        .ok(),
    )
}

fn unwrap_aes<C>(key: &[u8], data: &[u8]) -> Option<Vec<u8>>
where
    C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt + BlockSizeUser<BlockSize = U16>,
{
    let mut out = vec![0; data.len().checked_sub(8)?];
    let key = <AesKw<C> as KeyInit>::new_from_slice(key).ok()?;
    let unwrapped = key.unwrap_key(data, &mut out).ok()?.len();
    out.truncate(unwrapped);
    Some(out)
}

fn gcm<C>(key: &[u8], iv: &[u8], aad: &[u8], data: &[u8], tag: &[u8]) -> Option<Vec<u8>>
where
    C: KeyInit + BlockCipherEncrypt + BlockSizeUser<BlockSize = U16>,
{
    let cipher = <AesGcm<C, U12> as KeyInit>::new_from_slice(key).ok()?;
    let iv: [u8; 12] = iv.try_into().ok()?;
    let tag: [u8; 16] = tag.try_into().ok()?;
    let mut out = data.to_vec();
    let tag: Tag = tag.into();
    cipher
        .decrypt_inout_detached(&iv.into(), aad, out.as_mut_slice().into(), &tag)
        .ok()?;
    Some(out)
}

fn cbc_mode<C>(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>>
where
    C: KeyInit + BlockCipherDecrypt,
    cbc::Decryptor<C>: KeyIvInit + BlockModeDecrypt,
{
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded_vec::<Pkcs7>(data).ok()
}

fn inflate(data: &[u8], limit: usize) -> Answer {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
    match decompress_to_vec_with_limit(data, limit) {
        Ok(out) => Answer::Bytes(out),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Answer::TooLong,
        Err(_) => Answer::No,
    }
}

/// Takes a run to its end.
pub fn complete(mut run: crate::verify::Run) -> crate::verify::Verification {
    while let Some(operation) = run.operation() {
        let answer = perform(operation);
        run.answer(answer);
    }
    run.finish()
}

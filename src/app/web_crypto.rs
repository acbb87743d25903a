//! The primitives of the browser: they cost no download and do not block. See [`Operation`] for what is asked of them.

use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::token::base64url;
use crate::verify::key::{Curve, Material, Rsa};
use crate::verify::{Answer, Hash, Operation, Run, Scheme, Verification};

/// What an object throws, or a promise is rejected with.
type Outcome<T> = Result<T, JsValue>;

/// Takes a run to its end.
pub async fn complete(mut run: Run) -> Verification {
    while let Some(operation) = run.operation().cloned() {
        run.answer(perform(&operation).await);
    }
    run.finish()
}

/// Computes an operation.
pub async fn perform(operation: &Operation) -> Answer {
    match operation {
        Operation::Verify {
            scheme,
            key,
            signature,
            data,
        } => verify(*scheme, key, signature, data).await,
        Operation::Mac { hash, key, data } => {
            let algorithm = object(&[("name", "HMAC".into()), ("hash", hash.name().into())]);
            let way = ("sign", &algorithm);
            match import("raw", bytes(key), &algorithm, "sign").await {
                Ok(key) => output(use_key(way, key, bytes(data)).await),
                Err(_) => Answer::Unsupported,
            }
        }
        Operation::Agree { key, public } => agree(key, public).await,
        Operation::UnwrapRsa { hash, key, data } => {
            if data.len() != key.n.len() {
                return Answer::No;
            }
            let algorithm = object(&[("name", "RSA-OAEP".into()), ("hash", hash.name().into())]);
            decrypt("jwk", rsa(key, true), &algorithm, bytes(data)).await
        }
        Operation::UnwrapAes { key, data } => unwrap_aes(key, data).await,
        Operation::DecryptGcm {
            key,
            iv,
            aad,
            data,
            tag,
        } => {
            let algorithm = object(&[
                ("name", "AES-GCM".into()),
                ("iv", bytes(iv)),
                ("additionalData", bytes(aad)),
            ]);
            let data = [data.as_slice(), tag].concat();
            decrypt("raw", bytes(key), &algorithm, bytes(&data)).await
        }
        Operation::DecryptCbc { key, iv, data } => {
            let algorithm = object(&[("name", "AES-CBC".into()), ("iv", bytes(iv))]);
            decrypt("raw", bytes(key), &algorithm, bytes(data)).await
        }
        Operation::Derive {
            hash,
            password,
            salt,
            count,
            length,
        } => derive(*hash, password, salt, *count, *length).await,
        Operation::Inflate { data, limit } => inflate(data, *limit)
            .await
            .unwrap_or_else(|error| refusal(&error)),
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn vector(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

/// Calls a method, and waits for what it promises.
async fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Outcome<JsValue> {
    let method: Function = get(object, name).dyn_into()?;
    let value = method.apply(object, &arguments.iter().collect::<Array>())?;
    JsFuture::from(Promise::resolve(&value)).await
}

/// Calls a method of WebCrypto, which is not there where the page came over an open line.
async fn subtle(name: &str, arguments: &[JsValue]) -> Outcome<JsValue> {
    let crypto = get(&js_sys::global(), "crypto");
    call(&get(&crypto, "subtle"), name, arguments).await
}

fn make(name: &str, argument: JsValue) -> Outcome<JsValue> {
    let constructor: Function = get(&js_sys::global(), name).dyn_into()?;
    Reflect::construct(&constructor, &Array::of1(&argument))
}

/// What is meant by an error: that the browser cannot, or that the data is not right.
fn refusal(error: &JsValue) -> Answer {
    match get(error, "name").as_string().as_deref() {
        Some("OperationError" | "DataError" | "TypeError") => Answer::No,
        _ => Answer::Unsupported,
    }
}

fn output(outcome: Outcome<JsValue>) -> Answer {
    match outcome {
        Ok(buffer) => Answer::Bytes(vector(&buffer)),
        Err(error) => refusal(&error),
    }
}

async fn import(format: &str, key: JsValue, algorithm: &JsValue, usage: &str) -> Outcome<JsValue> {
    let usages = Array::new();
    if !usage.is_empty() {
        usages.push(&usage.into());
    }
    let arguments = [
        format.into(),
        key,
        algorithm.clone(),
        // What is derived from must not be given back: for passwords browsers insist.
        (usage != "deriveBits").into(),
        usages.into(),
    ];
    subtle("importKey", &arguments).await
}

async fn use_key(
    (method, algorithm): (&str, &JsValue),
    key: JsValue,
    data: JsValue,
) -> Outcome<JsValue> {
    subtle(method, &[algorithm.clone(), key, data]).await
}

async fn decrypt(format: &str, key: JsValue, algorithm: &JsValue, data: JsValue) -> Answer {
    match import(format, key, algorithm, "decrypt").await {
        Ok(key) => output(use_key(("decrypt", algorithm), key, data).await),
        Err(_) => Answer::Unsupported,
    }
}

/// A key as a JWK.
fn jwk(kind: &str, members: &[(&str, &[u8])]) -> JsValue {
    let key = object(&[("kty", kind.into())]);
    for (name, value) in members {
        let _ = Reflect::set(&key, &(*name).into(), &base64url::encode(value).into());
    }
    key
}

fn rsa(rsa: &Rsa, is_private: bool) -> JsValue {
    let mut members: Vec<(&str, &[u8])> = vec![("n", &rsa.n), ("e", &rsa.e)];
    if let Some(private) = rsa.private.as_deref().filter(|_| is_private) {
        members.push(("d", &private.d));
        let names = ["p", "q", "dp", "dq", "qi"];
        for (name, value) in std::iter::zip(names, private.primes.iter().flatten()) {
            members.push((name, value));
        }
    }
    jwk("RSA", &members)
}

/// A point, where both of what may be its coordinates are known.
fn point(kind: &str, curve: Curve, x: &[u8], y: &[u8]) -> JsValue {
    let mut members = vec![("x", x)];
    if !y.is_empty() {
        members.push(("y", y));
    }
    let key = jwk(kind, &members);
    let _ = Reflect::set(&key, &"crv".into(), &curve.name().into());
    key
}

/// The algorithm that keys on a curve are imported for.
fn curve_algorithm(name: &str, curve: Curve) -> JsValue {
    let name = if curve.is_okp() { curve.name() } else { name };
    object(&[("name", name.into()), ("namedCurve", curve.name().into())])
}

/// A private key of a curve, of which nothing else need be known, as PKCS#8 (RFC 5958, RFC 5915, RFC 8410).
fn pkcs8(curve: Curve, d: &[u8]) -> Vec<u8> {
    // Nothing in it takes more than 127 bytes.
    let wrap = |tag: u8, parts: &[&[u8]]| {
        let inside = parts.concat();
        [&[tag, inside.len() as u8], inside.as_slice()].concat()
    };
    let name: &[u8] = match curve {
        Curve::P256 => &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7],
        Curve::P384 => &[0x2B, 0x81, 4, 0, 0x22],
        Curve::P521 => &[0x2B, 0x81, 4, 0, 0x23],
        Curve::Secp256k1 => &[0x2B, 0x81, 4, 0, 0x0A],
        Curve::X25519 => &[0x2B, 0x65, 0x6E],
        Curve::X448 => &[0x2B, 0x65, 0x6F],
        Curve::Ed25519 => &[0x2B, 0x65, 0x70],
        Curve::Ed448 => &[0x2B, 0x65, 0x71],
    };
    let name = wrap(6, &[name]);
    let number = wrap(4, &[d]);
    let (algorithm, key) = match curve.is_okp() {
        true => (name, number),
        false => {
            let elliptic = wrap(6, &[&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]]);
            let key = wrap(0x30, &[&[2, 1, 1], &number]);
            ([elliptic, name].concat(), key)
        }
    };
    let algorithm = wrap(0x30, &[&algorithm]);
    wrap(0x30, &[&[2, 1, 0], &algorithm, &wrap(4, &[&key])])
}

/// A public key as a JWK, its point computed where only the private half is known.
async fn public(key: &Material, algorithm: &JsValue) -> Outcome<JsValue> {
    let (curve, x, y, d) = match key {
        Material::Rsa(key) => return Ok(rsa(key, false)),
        Material::Ec { curve, x, y, d } => (*curve, x.as_slice(), y.as_slice(), d),
        Material::Okp { curve, x, d } => (*curve, x.as_slice(), &[][..], d),
        Material::Secret(_) => return Err(JsValue::UNDEFINED),
    };
    let kind = key.kind();
    let Some(d) = d.as_deref().filter(|_| x.is_empty()) else {
        return Ok(point(kind, curve, x, y));
    };
    let private = import("pkcs8", bytes(&pkcs8(curve, d)), algorithm, "sign").await?;
    let known = subtle("exportKey", &["jwk".into(), private]).await?;
    for name in ["d", "key_ops"] {
        let _ = Reflect::delete_property(known.unchecked_ref::<Object>(), &name.into());
    }
    Ok(known)
}

async fn verify(scheme: Scheme, key: &Material, signature: &[u8], data: &[u8]) -> Answer {
    let named = |name: &str, hash: Hash| {
        object(&[
            ("name", name.into()),
            ("hash", hash.name().into()),
            ("namedCurve", key.curve().map_or("", Curve::name).into()),
        ])
    };
    let algorithm = match scheme {
        Scheme::Pkcs1(hash) => named("RSASSA-PKCS1-v1_5", hash),
        Scheme::Pss(hash, salt) => {
            let algorithm = named("RSA-PSS", hash);
            let _ = Reflect::set(&algorithm, &"saltLength".into(), &(salt as u32).into());
            algorithm
        }
        Scheme::Ecdsa(hash) => named("ECDSA", hash),
        Scheme::Eddsa => named(key.curve().map_or("", Curve::name), Hash::Sha512),
    };
    let Ok(public) = public(key, &algorithm).await else {
        return Answer::Unsupported;
    };
    let key = match import("jwk", public, &algorithm, "verify").await {
        Ok(key) => key,
        // A point that is not on its curve.
        Err(error) if key.curve().is_some() => {
            return match refusal(&error) {
                Answer::No => Answer::BadKey,
                other => other,
            };
        }
        Err(_) => return Answer::Unsupported,
    };
    let arguments = [algorithm, key, bytes(signature), bytes(data)];
    match subtle("verify", &arguments).await {
        Ok(is_so) if is_so.is_truthy() => Answer::Yes,
        Ok(_) => Answer::No,
        Err(error) => refusal(&error),
    }
}

async fn agree(key: &Material, other: &Material) -> Answer {
    let (Some(curve), Some(_)) = (key.curve(), other.curve()) else {
        return Answer::Unsupported;
    };
    let algorithm = curve_algorithm("ECDH", curve);
    // What is known of the point goes with it: not every browser computes it from a private key alone.
    let (format, private) = match key {
        Material::Ec {
            x, y, d: Some(d), ..
        } if !x.is_empty() => ("jwk", with_d("EC", curve, x, y, d)),
        Material::Okp { x, d: Some(d), .. } if !x.is_empty() => {
            ("jwk", with_d("OKP", curve, x, &[], d))
        }
        Material::Ec { d: Some(d), .. } | Material::Okp { d: Some(d), .. } => {
            ("pkcs8", bytes(&pkcs8(curve, d)))
        }
        _ => return Answer::Unsupported,
    };
    let private = import(format, private, &algorithm, "deriveBits").await;
    let Ok(public) = public(other, &algorithm).await else {
        return Answer::Unsupported;
    };
    let (private, public) = match (private, import("jwk", public, &algorithm, "").await) {
        (Ok(private), Ok(public)) => (private, public),
        // Halves of different keys.
        (Err(error), _) => {
            return match refusal(&error) {
                Answer::No => Answer::BadKey,
                other => other,
            };
        }
        (_, Err(error)) => return refusal(&error),
    };
    if is_other_half(key, &algorithm).await {
        return Answer::BadKey;
    }
    let _ = Reflect::set(&algorithm, &"public".into(), &public);
    let bits = 8 * curve.bytes() as u32;
    output(use_key(("deriveBits", &algorithm), private, bits.into()).await)
}

/// Whether the public half is that of another key, which not every browser minds.
async fn is_other_half(key: &Material, algorithm: &JsValue) -> bool {
    let (Some(curve), Material::Ec { x, d: Some(d), .. } | Material::Okp { x, d: Some(d), .. }) =
        (key.curve(), key)
    else {
        return false;
    };
    let private = import("pkcs8", bytes(&pkcs8(curve, d)), algorithm, "deriveKey").await;
    let Ok(private) = private else {
        return false;
    };
    let known = subtle("exportKey", &["jwk".into(), private]).await;
    let known = known.ok().and_then(|known| get(&known, "x").as_string());
    !x.is_empty() && known.is_some_and(|known| known != base64url::encode(x))
}

fn with_d(kind: &str, curve: Curve, x: &[u8], y: &[u8], d: &[u8]) -> JsValue {
    let key = point(kind, curve, x, y);
    let _ = Reflect::set(&key, &"d".into(), &base64url::encode(d).into());
    key
}

/// WebCrypto unwraps keys, not bytes: what comes out is taken for a key of HMAC, which may be of any length.
async fn unwrap_aes(key: &[u8], data: &[u8]) -> Answer {
    let wrapping = object(&[("name", "AES-KW".into())]);
    let hmac = object(&[("name", "HMAC".into()), ("hash", "SHA-256".into())]);
    let Ok(key) = import("raw", bytes(key), &wrapping, "unwrapKey").await else {
        return Answer::Unsupported;
    };
    let arguments = [
        "raw".into(),
        bytes(data),
        key,
        wrapping,
        hmac,
        true.into(),
        Array::of1(&"sign".into()).into(),
    ];
    match subtle("unwrapKey", &arguments).await {
        Ok(key) => output(subtle("exportKey", &["raw".into(), key]).await),
        Err(error) => refusal(&error),
    }
}

async fn derive(hash: Hash, password: &[u8], salt: &[u8], count: u32, length: usize) -> Answer {
    let algorithm = object(&[
        ("name", "PBKDF2".into()),
        ("hash", hash.name().into()),
        ("salt", bytes(salt)),
        ("iterations", count.into()),
    ]);
    let Ok(key) = import("raw", bytes(password), &algorithm, "deriveBits").await else {
        return Answer::Unsupported;
    };
    let bits = 8 * length as u32;
    output(use_key(("deriveBits", &algorithm), key, bits.into()).await)
}

/// Unpacks piece by piece, and stops where it becomes too much.
async fn inflate(data: &[u8], limit: usize) -> Outcome<Answer> {
    let blob = make("Blob", Array::of1(&bytes(data)).into())?;
    let unpacking = make("DecompressionStream", "deflate-raw".into())?;
    let packed = call(&blob, "stream", &[]).await?;
    let unpacked = call(&packed, "pipeThrough", &[unpacking]).await?;
    let reader = call(&unpacked, "getReader", &[]).await?;
    let mut out = Vec::new();
    loop {
        let piece = call(&reader, "read", &[]).await?;
        if get(&piece, "done").is_truthy() {
            return Ok(Answer::Bytes(out));
        }
        let piece: Uint8Array = get(&piece, "value").unchecked_into();
        if out.len() + piece.length() as usize > limit {
            let _ = call(&reader, "cancel", &[]).await;
            return Ok(Answer::TooLong);
        }
        out.extend(piece.to_vec());
    }
}

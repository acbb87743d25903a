//! JWKs and JWK sets (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use super::{
    Curve, Key, Keys, Material, Origin, Reading, Rsa, RsaPrivate, Warning, der, padded, point,
    without_zeros,
};
use crate::place::Span;
use crate::token::base64url::{self, Encoding};
use crate::token::json::{Kind, Value};

/// A reader of one JWK's members.
struct Members<'a> {
    jwk: Value<'a>,
    /// Where the document starts in the pasted text.
    offset: usize,
    is_odd: bool,
}

/// A fault: where, and why.
type Fault = (Span, String);

impl Members<'_> {
    fn span(&self, name: &str) -> Span {
        let member = self.jwk.member(name);
        member
            .map_or(self.jwk.span(), |member| member.span())
            .shifted(self.offset)
    }

    /// A member; programs write `null` for what a key does not have.
    fn get(&self, name: &str) -> Option<Value<'_>> {
        let value = self.jwk.get(name)?;
        (value.kind() != Kind::Null).then_some(value)
    }

    /// A string; programs write an empty one for what they do not know.
    fn text(&self, name: &str) -> Option<String> {
        let text = self.get(name)?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn optional(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let Some(text) = value.as_str() else {
            return Err((self.span(name), format!("`{name}` is not a string")));
        };
        let decoded = base64url::decode(text);
        let encoding = decoded.encoding();
        if encoding.is_damaged() {
            return Err((self.span(name), format!("`{name}` is not base64url")));
        }
        self.is_odd |= !matches!(encoding, Encoding::Ok | Encoding::Empty);
        Ok(Some(decoded.bytes))
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        match self.optional(name)? {
            Some(bytes) => Ok(bytes),
            None => Err((self.span(name), format!("`{name}` is missing"))),
        }
    }

    fn number(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        let bytes = self.bytes(name)?;
        // As few bytes as there can be (RFC 7518 §6.3.1).
        self.is_odd |= bytes.first() == Some(&0);
        Ok(without_zeros(&bytes).to_vec())
    }

    /// Bytes as wide as the curve's.
    fn coordinate(&mut self, name: &str, curve: Curve) -> Result<Vec<u8>, Fault> {
        let bytes = self.bytes(name)?;
        let width = curve.bytes();
        if without_zeros(&bytes).len() > width || curve.is_okp() && bytes.len() != width {
            let reason = format!(
                "`{name}` has {} bytes, a key on {} has {width}",
                bytes.len(),
                curve.name()
            );
            return Err((self.span(name), reason));
        }
        self.is_odd |= bytes.len() != width;
        Ok(if curve.is_okp() {
            bytes
        } else {
            padded(&bytes, width)
        })
    }

    fn material(&mut self) -> Result<Material, Fault> {
        let Some(kind) = self.text("kty") else {
            return Err((
                self.span("kty"),
                "`kty` is missing or not a string".to_owned(),
            ));
        };
        // Azure names where a key is kept too.
        let kind = kind.strip_suffix("-HSM").unwrap_or(&kind);
        match kind {
            "RSA" => self.rsa().map(Material::Rsa),
            "EC" | "OKP" => self.on_curve(kind),
            "oct" => {
                let text = self.text("k");
                let mut readings = Vec::new();
                match (self.bytes("k"), &text) {
                    (Ok(bytes), _) => readings.push((Reading::Jwk, bytes)),
                    // Text where base64url belongs: whoever signs may use it as it stands.
                    (Err(_), Some(_)) => self.is_odd = true,
                    (Err(fault), None) => return Err(fault),
                }
                readings.extend(text.map(|text| (Reading::TextOfK, text.into_bytes())));
                Ok(Material::Secret(readings))
            }
            _ => {
                let quoted = crate::text::quote(kind);
                Err((
                    self.span("kty"),
                    format!("the key type {quoted} is none that is worked with"),
                ))
            }
        }
    }

    fn rsa(&mut self) -> Result<Rsa, Fault> {
        let (n, e) = (self.number("n")?, self.number("e")?);
        let mut private = None;
        if let Some(d) = self.optional("d")? {
            let mut primes: [Vec<u8>; 5] = Default::default();
            for (prime, name) in primes.iter_mut().zip(["p", "q", "dp", "dq", "qi"]) {
                let value = self.optional(name)?.unwrap_or_default();
                *prime = without_zeros(&value).to_vec();
            }
            let is_complete = primes.iter().all(|prime| !prime.is_empty());
            private = Some(Box::new(RsaPrivate {
                d: without_zeros(&d).to_vec(),
                primes: is_complete.then_some(primes),
            }));
        }
        Ok(Rsa { n, e, private })
    }

    fn on_curve(&mut self, kind: &str) -> Result<Material, Fault> {
        let name = self.text("crv").unwrap_or_default();
        let Some(curve) = Curve::by_name(&name).filter(|curve| curve.is_okp() == (kind == "OKP"))
        else {
            let quoted = crate::text::quote(&name);
            return Err((
                self.span("crv"),
                format!("`crv` is {quoted}, no curve of {kind} keys"),
            ));
        };
        let x = self.coordinate("x", curve)?;
        let y = match curve.is_okp() {
            true => Vec::new(),
            false => self.coordinate("y", curve)?,
        };
        let d = match self.get("d") {
            Some(_) => Some(self.coordinate("d", curve)?),
            None => None,
        };
        Ok(match curve.is_okp() {
            true => Material::Okp { curve, x, d },
            false => Material::Ec { curve, x, y, d },
        })
    }
}

/// Adds the key of a JWK, or says what is wrong with the key of that `kid`.
pub(super) fn read(keys: &mut Keys, jwk: Value, origin: Origin, offset: usize) {
    let before = keys.faults.len();
    add(keys, jwk, origin, offset);
    for fault in keys.faults.iter_mut().skip(before) {
        fault.kid = jwk
            .get("kid")
            .and_then(|kid| Some(kid.as_str()?.to_owned()));
    }
}

fn add(keys: &mut Keys, jwk: Value, origin: Origin, offset: usize) {
    let span = jwk.span().shifted(offset);
    if jwk.kind() != Kind::Object {
        return keys.fault(span, "a key of the set is not an object");
    }
    let mut members = Members {
        jwk,
        offset,
        is_odd: false,
    };
    let chain = jwk
        .get("x5c")
        .and_then(|chain| chain.items().next()?.as_str());
    let certificate = chain.map(|text| base64url::decode(text).bytes);
    let is_bare = ["n", "x", "k"]
        .iter()
        .all(|name| members.get(name).is_none());
    if is_bare && let Some(certificate) = &certificate {
        let kty = members.text("kty");
        let kid = members.text("kid");
        let Some(key) = keys.push_der(certificate, origin, span, jwk.raw()) else {
            return;
        };
        key.kid = kid.or(key.kid.take());
        let is_same = kty.is_none_or(|kty| kty == key.material.kind());
        if !is_same {
            keys.keys.pop();
            keys.fault(span, "`kty` is another than that of the certificate");
        }
        return;
    }
    let material = match members.material() {
        Ok(material) => material,
        Err((span, reason)) => {
            let is_foreign = members.text("kty").is_some() && span == members.span("kty");
            keys.fault(span, reason);
            return (keys.faults.iter_mut().rev().take(1))
                .for_each(|fault| fault.is_foreign = is_foreign);
        }
    };
    // Keys that a token brings along are not worth an attempt.
    if let (Material::Ec { curve, x, y, .. }, Origin::TokenHeader) = (&material, origin)
        && !point::is_on_curve(*curve, x, y)
    {
        let reason = "`x` and `y` are no point on its curve";
        return keys.fault(members.span("x"), reason);
    }
    // RFC 7517 §4.7: the first certificate is that of the key.
    let certified = certificate.as_ref().and_then(|der| der::read(der).ok());
    if certified
        .is_some_and(|found| found.material.thumbprint_input() != material.thumbprint_input())
    {
        let span = members.span("x5c");
        return keys.fault(span, "`x5c` holds the certificate of another key");
    }
    let mut key = Key::new(material, origin, span, jwk.raw());
    key.kid = members.text("kid");
    key.alg = members.text("alg");
    key.purpose = members.text("use");
    key.issuer = members.text("issuer");
    key.operations = (members.get("key_ops"))
        .map(|operations| operations.strings().map(str::to_owned).collect());
    if let Some(certificate) = certificate {
        key.certificate = Some([
            base64url::encode(&crate::hash::sha1(&certificate)),
            base64url::encode(&crate::hash::sha256(&certificate)),
        ]);
    } else if let Some(x5t) = members.text("x5t") {
        key.certificate = Some([x5t, members.text("x5t#S256").unwrap_or_default()]);
    }
    if members.is_odd {
        key.warnings.push(Warning::Spelling);
    }
    keys.push(key);
}

/// The key that a JOSE header brings along, in `jwk` or `x5c`: chosen by whoever wrote the token.
pub fn of_header(header: Value) -> Option<Key> {
    let mut keys = Keys::default();
    let holder = match header.get("jwk") {
        Some(jwk) => jwk,
        None => header.get("x5c").map(|_| header)?,
    };
    if holder.kind() != Kind::Object {
        return None;
    }
    if header.get("jwk").is_some() {
        read(&mut keys, holder, Origin::TokenHeader, 0);
    } else {
        let first = header.get("x5c")?.items().next()?.as_str()?.to_owned();
        keys.push_der(
            &base64url::decode(&first).bytes,
            Origin::TokenHeader,
            Span::default(),
            "",
        );
    }
    let mut key = keys.keys.into_iter().next()?;
    key.origin = Origin::TokenHeader;
    key.kid = None;
    Some(key)
}

/// The public key in an `epk` (RFC 7518 §4.6.1.1).
pub fn ephemeral(jwk: Value) -> Option<Material> {
    let mut keys = Keys::default();
    read(&mut keys, jwk, Origin::TokenHeader, 0);
    let material = keys.keys.into_iter().next()?.material;
    material.curve().map(|_| material)
}

/// What is wrong with an `epk`, where it is an object.
pub fn flaw_of(jwk: Value) -> Option<String> {
    let mut keys = Keys::default();
    if jwk.kind() == Kind::Object {
        read(&mut keys, jwk, Origin::TokenHeader, 0);
    }
    let is_on_curve = |key: &Key| key.material.curve().is_some();
    match (keys.faults.pop(), keys.keys.first()) {
        (Some(fault), _) => Some(fault.reason),
        (None, Some(key)) if !is_on_curve(key) => Some(format!(
            "`kty` is `{}`, which has no curve",
            key.material.kind()
        )),
        _ => None,
    }
}

//! Keys in DER: SubjectPublicKeyInfo, PKCS#1, PKCS#8, SEC 1 and certificates. What it is shows in its shape.
//!
//! A bounded reader: lengths are checked against what is there, and each structure is walked by name, never by recursion.

use super::{Curve, Material, Rsa, RsaPrivate};

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// The object identifiers of curves.
const CURVES: &[(Curve, &[u8])] = &[
    (
        Curve::P256,
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
    ),
    (Curve::P384, &[0x2b, 0x81, 0x04, 0x00, 0x22]),
    (Curve::P521, &[0x2b, 0x81, 0x04, 0x00, 0x23]),
    (Curve::Secp256k1, &[0x2b, 0x81, 0x04, 0x00, 0x0a]),
    (Curve::Ed25519, &[0x2b, 0x65, 0x70]),
    (Curve::Ed448, &[0x2b, 0x65, 0x71]),
    (Curve::X25519, &[0x2b, 0x65, 0x6e]),
    (Curve::X448, &[0x2b, 0x65, 0x6f]),
];

/// Puts a point and its curve as they are read here, by what they stand in: a public key, a private one, a certificate.
const PLAIN_POINT: [&str; 3] = [
    "openssl ec -pubin -in key.pem -conv_form uncompressed -param_enc named_curve -out public.pem",
    "openssl ec -in key.pem -conv_form uncompressed -param_enc named_curve -pubout -out public.pem",
    "openssl x509 -in certificate.pem -noout -pubkey | \
     openssl ec -pubin -conv_form uncompressed -param_enc named_curve -out public.pem",
];

/// Why a structure was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Offset in the DER bytes.
    pub at: usize,
    /// What is wrong, as the end of a sentence.
    pub reason: &'static str,
    /// What puts it right: a command, or empty.
    pub command: &'static str,
}

/// What a structure holds.
#[derive(Debug)]
pub struct Found {
    /// The key.
    pub material: Material,
    /// Whether it stood in a certificate.
    pub is_certificate: bool,
}

type Result<T> = std::result::Result<T, Trouble>;

fn trouble<T>(at: usize, reason: &'static str) -> Result<T> {
    command(at, reason, "")
}

fn command<T>(at: usize, reason: &'static str, command: &'static str) -> Result<T> {
    Err(Trouble {
        at,
        reason,
        command,
    })
}

/// One element: its tag, its content, and where the content starts in the whole.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    at: usize,
}

impl<'a> Element<'a> {
    fn inside(self) -> Reader<'a> {
        Reader {
            rest: self.content,
            at: self.at,
        }
    }

    fn is(self, tag: u8) -> Result<Self> {
        if self.tag == tag {
            Ok(self)
        } else {
            trouble(self.at, "another kind of element was expected here")
        }
    }

    /// The bytes of a whole BIT STRING.
    fn bits(self) -> Result<&'a [u8]> {
        match self.is(BIT_STRING)?.content.split_first() {
            Some((0, bits)) => Ok(bits),
            _ => trouble(self.at, "the bits of the key are not whole bytes"),
        }
    }

    /// The bytes of an INTEGER that is not negative, without leading zeros.
    fn number(self) -> Result<Vec<u8>> {
        let bytes = self.is(INTEGER)?.content;
        if bytes.first().is_none_or(|first| first & 0x80 != 0) {
            return trouble(self.at, "a number is empty or negative");
        }
        Ok(super::without_zeros(bytes).to_vec())
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn next(&mut self) -> Result<Element<'a>> {
        let ends = Trouble {
            at: self.at,
            reason: "the DER ends in the middle of an element",
            command: "",
        };
        let (&tag, after) = self.rest.split_first().ok_or(ends)?;
        let (&first, mut after) = after.split_first().ok_or(ends)?;
        let mut length = usize::from(first);
        if first & 0x80 != 0 {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 4 {
                return trouble(self.at, "an element has a length that no key has");
            }
            let digits = after.get(..count).ok_or(ends)?;
            length = digits
                .iter()
                .fold(0, |length, &digit| length << 8 | usize::from(digit));
            after = &after[count..];
        }
        let content = after.get(..length).ok_or(ends)?;
        let at = self.at + (self.rest.len() - after.len());
        self.rest = &after[length..];
        self.at = at + length;
        Ok(Element { tag, content, at })
    }
}

/// Whether the bytes are one SEQUENCE and nothing else.
pub(super) fn is_whole(der: &[u8]) -> bool {
    let mut outer = Reader { rest: der, at: 0 };
    let element = outer.next().and_then(|element| element.is(SEQUENCE));
    element.is_ok() && outer.is_done()
}

/// Reads the key in a DER structure.
pub fn read(der: &[u8]) -> Result<Found> {
    let mut outer = Reader { rest: der, at: 0 };
    let whole = outer.next()?.is(SEQUENCE)?;
    if !outer.is_done() {
        return trouble(outer.at, "there is more after the end of the structure");
    }
    let mut elements = whole.inside();
    let first = elements.next()?;
    let second = match elements.is_done() {
        true => return trouble(first.at, "this structure holds no key"),
        false => elements.next()?,
    };
    let key = |material| Found {
        material,
        is_certificate: false,
    };
    let found = match (first.tag, second.tag) {
        (SEQUENCE, BIT_STRING) => public(whole).map(key),
        (SEQUENCE, OCTET_STRING) => command(
            first.at,
            "the private key is encrypted with a passphrase",
            "openssl pkey -in key.pem -pubout -out public.pem",
        ),
        (SEQUENCE, SEQUENCE) => certificate(first).map(|material| Found {
            material,
            is_certificate: true,
        }),
        (INTEGER, INTEGER) if elements.is_done() => pkcs1_public(whole).map(key),
        (INTEGER, INTEGER) => pkcs1_private(whole).map(key),
        (INTEGER, OCTET_STRING) => sec1(whole, None).map(key),
        (INTEGER, SEQUENCE) if elements.peek() == Some(OCTET_STRING) => pkcs8(whole).map(key),
        (INTEGER, SEQUENCE) => command(
            first.at,
            "this is a PKCS#12 store, not a key",
            "openssl pkcs12 -in store.p12 -clcerts -nokeys -out certificate.pem",
        ),
        (OID, _) => command(
            first.at,
            "this is a PKCS#7 bundle, not a certificate",
            "openssl pkcs7 -inform DER -in chain.p7b -print_certs -out chain.pem",
        ),
        _ => trouble(first.at, "this structure holds no key"),
    };
    found.map_err(|mut trouble| {
        if trouble.command == PLAIN_POINT[0] {
            trouble.command = match (first.tag, second.tag) {
                (INTEGER, _) => PLAIN_POINT[1],
                (_, SEQUENCE) => PLAIN_POINT[2],
                _ => PLAIN_POINT[0],
            };
        }
        trouble
    })
}

/// The first certificate's key: of the certified structure, what stands after the subject.
fn certificate(certified: Element) -> Result<Material> {
    let mut elements = certified.inside();
    if elements.peek() == Some(0xa0) {
        elements.next()?;
    }
    let serial = elements.next()?.is(INTEGER)?;
    let second = elements.next()?.is(SEQUENCE)?;
    let third = elements.next()?.is(SEQUENCE)?;
    if elements.peek() == Some(0xa0) {
        return command(
            serial.at,
            "this is a certificate request, not a certificate",
            "openssl req -inform DER -in request.der -noout -pubkey",
        );
    }
    let _ = (second, third);
    elements.next()?.is(SEQUENCE)?;
    elements.next()?.is(SEQUENCE)?;
    public(elements.next()?.is(SEQUENCE)?)
}

/// SubjectPublicKeyInfo (RFC 5280 §4.1).
fn public(info: Element) -> Result<Material> {
    let mut elements = info.inside();
    let algorithm = elements.next()?.is(SEQUENCE)?;
    let bits = elements.next()?;
    match kind(algorithm)? {
        Kind::Rsa => {
            let at = bits.at + 1;
            let mut inside = Reader {
                rest: bits.bits()?,
                at,
            };
            pkcs1_public(inside.next()?.is(SEQUENCE)?)
        }
        Kind::Curve(curve) => point(curve, bits.bits()?, bits.at),
    }
}

enum Kind {
    Rsa,
    Curve(Curve),
}

/// What an AlgorithmIdentifier says.
fn kind(algorithm: Element) -> Result<Kind> {
    let mut elements = algorithm.inside();
    let name = elements.next()?.is(OID)?;
    if name.content == RSA || name.content == RSA_PSS {
        return Ok(Kind::Rsa);
    }
    if name.content == EC {
        return curve(elements.next()?).map(Kind::Curve);
    }
    match by_oid(name.content) {
        Some(curve) if curve.is_okp() => Ok(Kind::Curve(curve)),
        _ => trouble(name.at, "no JOSE algorithm uses this kind of key"),
    }
}

fn by_oid(oid: &[u8]) -> Option<Curve> {
    let found = CURVES.iter().find(|(_, own)| *own == oid);
    found.map(|(curve, _)| *curve)
}

fn curve(parameters: Element) -> Result<Curve> {
    if parameters.tag == SEQUENCE {
        return command(
            parameters.at,
            "the curve is spelled out instead of named",
            PLAIN_POINT[0],
        );
    }
    match by_oid(parameters.is(OID)?.content) {
        Some(curve) => Ok(curve),
        None => trouble(parameters.at, "no JOSE algorithm uses this curve"),
    }
}

/// A public key of a curve: an uncompressed point, or the bytes of an Edwards or Montgomery curve.
pub(super) fn point(curve: Curve, bytes: &[u8], at: usize) -> Result<Material> {
    let width = curve.bytes();
    if curve.is_okp() {
        return match bytes.len() == width {
            true => Ok(Material::Okp {
                curve,
                x: bytes.to_vec(),
                d: None,
            }),
            false => trouble(at, "the key has the wrong length for its curve"),
        };
    }
    match bytes.split_first() {
        // Hybrid too: the first byte says of `y` what is there.
        Some((4 | 6 | 7, point)) if point.len() == 2 * width => {
            let (x, y) = point.split_at(width);
            Ok(Material::Ec {
                curve,
                x: x.to_vec(),
                y: y.to_vec(),
                d: None,
            })
        }
        Some((2 | 3, x)) if x.len() == width => {
            command(at, "the point is compressed", PLAIN_POINT[0])
        }
        _ => trouble(at, "the point has the wrong length for its curve"),
    }
}

/// RSAPublicKey (RFC 8017 A.1.1).
fn pkcs1_public(sequence: Element) -> Result<Material> {
    let mut elements = sequence.inside();
    let n = elements.next()?.number()?;
    let e = elements.next()?.number()?;
    Ok(Material::Rsa(Rsa {
        n,
        e,
        private: None,
    }))
}

/// RSAPrivateKey (RFC 8017 A.1.2).
fn pkcs1_private(sequence: Element) -> Result<Material> {
    let mut elements = sequence.inside();
    let mut numbers: [Vec<u8>; 9] = Default::default();
    for number in &mut numbers {
        if elements.is_done() {
            return trouble(elements.at, "no JOSE algorithm uses this kind of key");
        }
        *number = elements.next()?.number()?;
    }
    let [_, n, e, d, p, q, dp, dq, qi] = numbers;
    Ok(Material::Rsa(Rsa {
        n,
        e,
        private: Some(Box::new(RsaPrivate {
            d,
            primes: Some([p, q, dp, dq, qi]),
        })),
    }))
}

/// ECPrivateKey (RFC 5915); the curve may be known from around it.
fn sec1(sequence: Element, outer: Option<Curve>) -> Result<Material> {
    let mut elements = sequence.inside();
    elements.next()?.is(INTEGER)?;
    let secret = elements.next()?.is(OCTET_STRING)?;
    let (mut named, mut public) = (outer, None);
    while !elements.is_done() {
        let element = elements.next()?;
        match element.tag {
            0xa0 => named = Some(curve(element.inside().next()?)?),
            0xa1 => public = Some(element.inside().next()?),
            _ => {}
        }
    }
    let Some(curve) = named.filter(|curve| !curve.is_okp()) else {
        return trouble(
            secret.at,
            "the private key does not say which curve it is on",
        );
    };
    let secret_key = super::padded(secret.content, curve.bytes());
    let (x, y) = match public {
        Some(bits) => match point(curve, bits.bits()?, bits.at)? {
            Material::Ec { x, y, .. } => (x, y),
            _ => return trouble(bits.at, "the point has the wrong length for its curve"),
        },
        None => (Vec::new(), Vec::new()),
    };
    Ok(Material::Ec {
        curve,
        x,
        y,
        d: Some(secret_key),
    })
}

/// PrivateKeyInfo and OneAsymmetricKey (RFC 5958).
fn pkcs8(sequence: Element) -> Result<Material> {
    let mut elements = sequence.inside();
    elements.next()?.is(INTEGER)?;
    let algorithm = elements.next()?.is(SEQUENCE)?;
    let secret = elements.next()?.is(OCTET_STRING)?;
    let mut inside = secret.inside();
    match kind(algorithm)? {
        Kind::Rsa => pkcs1_private(inside.next()?.is(SEQUENCE)?),
        Kind::Curve(curve) if curve.is_okp() => {
            let d = inside.next()?.is(OCTET_STRING)?;
            if d.content.len() != curve.bytes() {
                return trouble(d.at, "the key has the wrong length for its curve");
            }
            // The public half may follow; where it does not, an engine derives it.
            let mut x = Vec::new();
            while !elements.is_done() {
                let element = elements.next()?;
                if element.tag == 0x81
                    && let Some((0, bits)) = element.content.split_first()
                    && bits.len() == curve.bytes()
                {
                    x = bits.to_vec();
                }
            }
            Ok(Material::Okp {
                curve,
                x,
                d: Some(d.content.to_vec()),
            })
        }
        Kind::Curve(curve) => sec1(inside.next()?.is(SEQUENCE)?, Some(curve)),
    }
}

/// R and S of an ECDSA signature in DER, each as wide as the curve's numbers; `None` where it is none.
pub fn raw_signature(der: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut outer = Reader { rest: der, at: 0 };
    let whole = outer.next().ok()?.is(SEQUENCE).ok()?;
    let mut numbers = whole.inside();
    let r = numbers.next().ok()?.number().ok()?;
    let s = numbers.next().ok()?.number().ok()?;
    let fits = outer.is_done() && numbers.is_done() && r.len() <= width && s.len() <= width;
    fits.then(|| [super::padded(&r, width), super::padded(&s, width)].concat())
}

/// An element with what is in it.
fn element(tag: u8, inside: &[&[u8]]) -> Vec<u8> {
    let inside = inside.concat();
    let mut out = vec![tag];
    match inside.len() {
        short @ 0..=0x7f => out.push(short as u8),
        long => {
            let bytes = long.to_be_bytes();
            let bytes = super::without_zeros(&bytes);
            out.push(0x80 | bytes.len() as u8);
            out.extend_from_slice(bytes);
        }
    }
    out.extend(inside);
    out
}

/// The public half of a key as it is commonly written: the label of its PEM, and the DER.
pub fn spellings(material: &Material) -> Vec<(&'static str, Vec<u8>)> {
    let info = |oid: &[u8], parameters: &[u8], key: &[u8]| {
        let algorithm = element(SEQUENCE, &[&element(OID, &[oid]), parameters]);
        let key = element(BIT_STRING, &[&[0], key]);
        ("PUBLIC KEY", element(SEQUENCE, &[&algorithm, &key]))
    };
    match material {
        Material::Rsa(rsa) => {
            // The first bit is that of the sign.
            let number = |bytes: &[u8]| match bytes.first() {
                Some(0x80..) => element(INTEGER, &[&[0], bytes]),
                _ => element(INTEGER, &[bytes]),
            };
            let key = element(SEQUENCE, &[&number(&rsa.n), &number(&rsa.e)]);
            vec![info(RSA, &[5, 0], &key), ("RSA PUBLIC KEY", key)]
        }
        Material::Ec { curve, x, y, .. } if !x.is_empty() => {
            let known = CURVES.iter().find(|(known, _)| known == curve);
            let curve = known.map_or(Vec::new(), |(_, oid)| element(OID, &[oid]));
            vec![info(EC, &curve, &[&[4], x.as_slice(), y].concat())]
        }
        Material::Okp { curve, x, .. } if !x.is_empty() => {
            let known = CURVES.iter().find(|(known, _)| known == curve);
            vec![info(known.map_or(&[], |(_, oid)| oid), &[], x)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_that_lies_is_no_danger() {
        for der in [
            &[0x30][..],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 0x85, 1, 1, 1, 1, 1],
            &[0x30, 0x80],
            &[0x30, 0x02, 0x02, 0x05],
            &[0x30, 0x00],
            &[0x02, 0x01, 0x01],
            &[],
        ] {
            assert!(read(der).is_err(), "{der:?}");
        }
    }

    #[test]
    fn nesting_does_not_recurse() {
        // 100 000 sequences, one inside the other.
        let mut der = Vec::new();
        for left in (0..100_000u32).rev() {
            der.extend([0x30, 0x84]);
            der.extend((left * 6).to_be_bytes());
        }
        assert!(read(&der).is_err());
    }

    #[test]
    fn der_signatures_become_raw_ones() {
        let der = [0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80];
        assert_eq!(raw_signature(&der, 2), Some(vec![0, 5, 0, 0x80]));
        assert_eq!(raw_signature(&der[..8], 2), None);
        assert_eq!(raw_signature(&der, 0), None);
    }
}

//! Keys as people have them → [`Key`]s, with what is wrong with the others and where.

use super::Unfit;
use crate::hash;
use crate::place::Span;
use crate::token::base64url;

mod der;
mod jwk;
mod known;
mod pem;
mod point;
mod text;

pub(super) use der::{raw_signature, spellings};
pub use jwk::of_header;
pub(super) use jwk::{ephemeral, flaw_of};
pub(super) use pem::write as pem;
pub use text::{read, text_of_file};

/// The largest RSA modulus that is worked with, in bits.
pub const LARGEST_RSA: usize = 16_384;

/// The most keys that are taken from one text.
pub const MOST_KEYS: usize = 4_096;

/// A curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// The curve of Bitcoin, RFC 8812.
    Secp256k1,
    /// Edwards, for signatures, RFC 8037.
    Ed25519,
    /// Edwards, for signatures, RFC 8037.
    Ed448,
    /// Montgomery, for key agreement, RFC 8037.
    X25519,
    /// Montgomery, for key agreement, RFC 8037.
    X448,
}

/// Every curve with its `crv` value and the bytes a number of it takes.
const CURVES: [(Curve, &str, usize); 8] = [
    (Curve::P256, "P-256", 32),
    (Curve::P384, "P-384", 48),
    (Curve::P521, "P-521", 66),
    (Curve::Secp256k1, "secp256k1", 32),
    (Curve::Ed25519, "Ed25519", 32),
    (Curve::Ed448, "Ed448", 57),
    (Curve::X25519, "X25519", 32),
    (Curve::X448, "X448", 56),
];

impl Curve {
    /// Its `crv` value.
    pub fn name(self) -> &'static str {
        CURVES[self as usize].1
    }

    /// The bytes a coordinate or private key takes.
    pub fn bytes(self) -> usize {
        CURVES[self as usize].2
    }

    /// Whether keys on it have the type `OKP`.
    pub fn is_okp(self) -> bool {
        self as usize >= Curve::Ed25519 as usize
    }

    /// The curve with this `crv` value.
    pub fn by_name(name: &str) -> Option<Self> {
        let found = CURVES.iter().find(|curve| curve.1 == name);
        found.map(|curve| curve.0)
    }
}

/// The private half of an RSA key.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPrivate {
    /// The private exponent.
    pub d: Vec<u8>,
    /// `p`, `q`, `dp`, `dq` and `qi`, where they are known.
    pub primes: Option<[Vec<u8>; 5]>,
}

/// An RSA key. Numbers are big-endian without leading zeros.
#[derive(Clone, PartialEq, Eq)]
pub struct Rsa {
    /// The modulus.
    pub n: Vec<u8>,
    /// The public exponent.
    pub e: Vec<u8>,
    /// The private half, where it was given.
    pub private: Option<Box<RsaPrivate>>,
}

/// Keys are secrets: their bytes stay out of error texts and test output.
impl std::fmt::Debug for Rsa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RSA with {} bits", self.bits())
    }
}

impl Rsa {
    /// Whether the modulus is a power of 65537 to each of these primes, as those of a faulty generator are (ROCA).
    fn is_factorable(&self) -> bool {
        const PRIMES: [u32; 17] = [
            11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
        ];
        PRIMES.iter().all(|prime| {
            let digits = self.n.iter();
            let rest = digits.fold(0, |rest, digit| (rest * 256 + u32::from(*digit)) % prime);
            let mut power = 1;
            (0..*prime).any(|_| {
                power = power * 65537 % prime;
                power == rest
            })
        })
    }

    /// Whether the modulus is even, so that it is no product of two large primes.
    pub fn is_impossible(&self) -> bool {
        self.n.last().is_none_or(|last| last % 2 == 0)
    }

    /// The bits of the modulus.
    pub fn bits(&self) -> usize {
        let zeros = self
            .n
            .first()
            .map_or(0, |first| first.leading_zeros() as usize);
        self.n.len() * 8 - zeros
    }
}

/// How the text of a shared secret was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As the `k` of a JWK.
    Jwk,
    /// As text, without the white space around it.
    Text,
    /// As text, without the quotation marks around it.
    Unquoted,
    /// As base64url.
    Base64url,
    /// As base64.
    Base64,
    /// As hexadecimal digits.
    Hex,
    /// As text, with the white space around it.
    Whole,
    /// As text, with a line feed at its end.
    LineFeed,
    /// As text, with a carriage return and a line feed at its end.
    CarriageReturn,
    /// As the text of a `k` that was never decoded.
    TextOfK,
}

impl Reading {
    /// What was done, for the end of a sentence.
    pub fn phrase(self) -> &'static str {
        match self {
            Reading::Jwk => "the secret of the JWK",
            Reading::Text => "the secret read as text",
            Reading::Unquoted => "the secret without its quotation marks",
            Reading::Base64url => "the secret read as base64url",
            Reading::Base64 => "the secret read as base64",
            Reading::Hex => "the secret read as hexadecimal",
            Reading::Whole => "the secret with the white space around it",
            Reading::LineFeed => "the secret with a line feed at its end",
            Reading::CarriageReturn => "the secret with a carriage return and line feed at its end",
            Reading::TextOfK => "the text of `k` without decoding it",
        }
    }

    /// Whether someone went wrong to use the secret this way.
    pub fn is_damage(self) -> bool {
        matches!(
            self,
            Reading::LineFeed | Reading::CarriageReturn | Reading::TextOfK
        )
    }
}

/// The numbers or bytes of a key.
#[derive(Clone, PartialEq, Eq)]
pub enum Material {
    /// RSA.
    Rsa(Rsa),
    /// A point of a curve. Coordinates are as wide as the curve; both are empty where only `d` is known.
    Ec {
        /// The curve.
        curve: Curve,
        /// The first coordinate.
        x: Vec<u8>,
        /// The second coordinate.
        y: Vec<u8>,
        /// The private key.
        d: Option<Vec<u8>>,
    },
    /// A key of an Edwards or Montgomery curve. `x` is empty where only `d` is known.
    Okp {
        /// The curve.
        curve: Curve,
        /// The public key.
        x: Vec<u8>,
        /// The private key.
        d: Option<Vec<u8>>,
    },
    /// A shared secret: the ways its text can be read, the likeliest first.
    Secret(Vec<(Reading, Vec<u8>)>),
}

impl std::fmt::Debug for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}

impl Material {
    /// The `kty` value.
    pub fn kind(&self) -> &'static str {
        match self {
            Material::Rsa(_) => "RSA",
            Material::Ec { .. } => "EC",
            Material::Okp { .. } => "OKP",
            Material::Secret(_) => "oct",
        }
    }

    /// The curve.
    pub fn curve(&self) -> Option<Curve> {
        match self {
            Material::Ec { curve, .. } | Material::Okp { curve, .. } => Some(*curve),
            _ => None,
        }
    }

    /// The bits of the modulus, of the curve or of the likeliest reading of the secret.
    pub fn bits(&self) -> usize {
        match self {
            Material::Rsa(rsa) => rsa.bits(),
            Material::Ec { curve, .. } | Material::Okp { curve, .. } => match curve {
                Curve::P521 => 521,
                Curve::Ed448 => 448,
                curve => curve.bytes() * 8,
            },
            Material::Secret(readings) => readings.first().map_or(0, |first| first.1.len() * 8),
        }
    }

    /// Whether the private half of a key pair is there.
    pub fn is_private(&self) -> bool {
        match self {
            Material::Rsa(rsa) => rsa.private.is_some(),
            Material::Ec { d, .. } | Material::Okp { d, .. } => d.is_some(),
            Material::Secret(_) => false,
        }
    }

    /// The text whose SHA-256 is the thumbprint (RFC 7638 §3.2); `None` where the public half is not known or a
    /// secret can be read in several ways.
    pub fn thumbprint_input(&self) -> Option<String> {
        let b64 = base64url::encode;
        let kind = self.kind();
        Some(match self {
            Material::Rsa(rsa) => {
                format!(
                    r#"{{"e":"{}","kty":"{kind}","n":"{}"}}"#,
                    b64(&rsa.e),
                    b64(&rsa.n)
                )
            }
            Material::Ec { x, .. } | Material::Okp { x, .. } if x.is_empty() => return None,
            Material::Ec { curve, x, y, .. } => format!(
                r#"{{"crv":"{}","kty":"{kind}","x":"{}","y":"{}"}}"#,
                curve.name(),
                b64(x),
                b64(y)
            ),
            Material::Okp { curve, x, .. } => format!(
                r#"{{"crv":"{}","kty":"{kind}","x":"{}"}}"#,
                curve.name(),
                b64(x)
            ),
            Material::Secret(readings) => {
                let (_, bytes) = readings.first()?;
                format!(r#"{{"k":"{}","kty":"{kind}"}}"#, b64(bytes))
            }
        })
    }
}

/// How a key was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A JWK (RFC 7517).
    Jwk,
    /// A JWK in a set.
    JwkSet,
    /// PEM.
    Pem,
    /// Bare base64 of DER.
    Der,
    /// An SSH public key.
    Ssh,
    /// A certificate.
    Certificate,
    /// A shared secret as text.
    Secret,
    /// The header of the token itself.
    TokenHeader,
    /// `cnf` of the token: the key of its holder.
    Holder,
}

impl Origin {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Origin::Jwk => "JWK",
            Origin::JwkSet => "JWK set",
            Origin::Pem => "PEM",
            Origin::Der => "DER",
            Origin::Ssh => "SSH public key",
            Origin::Certificate => "certificate",
            Origin::Secret => "shared secret",
            Origin::TokenHeader => "the token's own header",
            Origin::Holder => "the token's `cnf`",
        }
    }
}

/// Something about a key that its owner should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The private half was given; only the public half is used to check signatures.
    PrivateKey,
    /// An RSA modulus below 2048 bits.
    RsaShort,
    /// An RSA exponent that is even or 1.
    RsaExponent,
    /// An RSA modulus as a faulty generator made them (CVE-2017-15361).
    RsaFactorable,
    /// A shared secret out of documentation.
    SampleSecret,
    /// The key pair is published here: anyone can use it.
    Published(&'static str),
    /// A value is padded, in the standard alphabet, without its leading zeros or with too many.
    Spelling,
    /// Its members have the names of those of a .NET class.
    Names,
}

impl Warning {
    /// A sentence about it.
    pub fn sentence(self) -> String {
        match self {
            Warning::PrivateKey => {
                "This is a private key. To check signatures its public half is enough; \
                 if it left its place by mistake, replace it."
                    .to_owned()
            }
            Warning::RsaShort => "The RSA key has fewer than 2048 bits.".to_owned(),
            Warning::RsaExponent => {
                "The public exponent is even or 1: signatures of this key prove nothing.".to_owned()
            }
            Warning::RsaFactorable => {
                "The RSA key has the mark of a faulty generator (ROCA): others can compute its private half.".to_owned()
            }
            Warning::SampleSecret => {
                "The secret is a sample out of documentation: anyone can use it.".to_owned()
            }
            Warning::Published(source) => {
                format!("The key is published in {source}: anyone can use it.")
            }
            Warning::Spelling => {
                "A value of the key is padded, not URL-safe, lacks leading zeros or has too many; strict libraries \
                 refuse it."
                    .to_owned()
            }
            Warning::Names => {
                "The names of its members start with capitals, as .NET writes those of its class: other libraries find \
                 no `kty` in it."
                    .to_owned()
            }
        }
    }

    /// Whether signatures that verify with the key prove nothing.
    pub fn is_worthless(self) -> bool {
        matches!(
            self,
            Warning::RsaExponent | Warning::SampleSecret | Warning::Published(_)
        )
    }
}

/// A key.
#[derive(Clone)]
pub struct Key {
    /// Its numbers or bytes.
    pub material: Material,
    /// `kid`.
    pub kid: Option<String>,
    /// `alg`.
    pub alg: Option<String>,
    /// `use`.
    pub purpose: Option<String>,
    /// `key_ops`.
    pub operations: Option<Vec<String>>,
    /// `issuer`, as Entra writes it beside a key.
    pub issuer: Option<String>,
    /// The SHA-1 and SHA-256 thumbprints of its certificate, in base64url.
    pub certificate: Option<[String; 2]>,
    /// How it was given.
    pub origin: Origin,
    /// Where it stands in the text it was read from.
    pub span: Span,
    /// The texts it was read from, where they are short.
    pub sources: Vec<String>,
    /// What its owner should know.
    pub warnings: Vec<Warning>,
}

/// The text a key was read from may hold secrets: only what can be shown is.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.describe().fmt(f)
    }
}

impl Key {
    /// A key with nothing around it.
    fn new(material: Material, origin: Origin, span: Span, source: &str) -> Self {
        let mut warnings = Vec::new();
        if material.is_private() {
            warnings.push(Warning::PrivateKey);
        }
        match &material {
            Material::Rsa(rsa) => {
                if rsa.bits() < 2048 {
                    warnings.push(Warning::RsaShort);
                }
                if rsa.e.last().is_none_or(|last| last % 2 == 0) || rsa.e == [1] {
                    warnings.push(Warning::RsaExponent);
                }
                if rsa.is_factorable() {
                    warnings.push(Warning::RsaFactorable);
                }
            }
            Material::Secret(readings) => {
                let mut readings = readings.iter().map(|(_, bytes)| bytes.as_slice());
                warnings.extend(readings.find_map(known::secret));
            }
            _ => {}
        }
        let mut key = Self {
            material,
            kid: None,
            alg: None,
            purpose: None,
            operations: None,
            issuer: None,
            certificate: None,
            origin,
            span,
            sources: Vec::new(),
            warnings,
        };
        key.add_source(source);
        key
    }

    fn add_source(&mut self, source: &str) {
        const LONGEST: usize = 16_384;
        if (1..=LONGEST).contains(&source.len()) {
            self.sources.push(source.to_owned());
        }
    }

    /// The RFC 7638 thumbprint with SHA-256, in base64url. Not kept: a key set can be long.
    pub fn thumbprint(&self) -> Option<String> {
        let input = self.material.thumbprint_input()?;
        Some(base64url::encode(&hash::sha256(input.as_bytes())))
    }

    /// What its owner should know, the look into the list of published keys included.
    pub fn all_warnings(&self) -> Vec<Warning> {
        let mut warnings = self.warnings.clone();
        if !matches!(self.material, Material::Secret(_)) {
            let thumbprint = self.thumbprint().unwrap_or_default();
            warnings.extend(known::published(&thumbprint).map(Warning::Published));
        }
        warnings
    }

    /// Whether a header with this `kid`, or a certificate thumbprint in its place, names the key. An empty name names
    /// any.
    pub fn is_named(&self, name: &str) -> bool {
        let certificate = self.certificate.iter().flatten();
        name.is_empty()
            || self.kid.as_deref() == Some(name)
            || certificate.into_iter().any(|own| own == name)
    }

    /// Whether its `key_ops` allow one of these operations.
    pub(super) fn allows(&self, is_meant: impl Fn(&String) -> bool) -> Result<(), Unfit> {
        match &self.operations {
            Some(own) if !own.iter().any(is_meant) => Err(Unfit::Operation(own.clone())),
            _ => Ok(()),
        }
    }

    /// Whether it has no name a header could miss.
    pub fn is_nameless(&self) -> bool {
        self.kid.is_none()
    }

    /// What can be said about it without showing it.
    pub fn describe(&self) -> Description {
        Description {
            kind: self.material.kind(),
            curve: self.material.curve().map(Curve::name),
            bits: self.material.bits(),
            kid: self.kid.clone(),
            alg: self.alg.clone(),
            purpose: self.purpose.clone(),
            // The thumbprint of a secret would let others guess the secret.
            thumbprint: match self.material {
                Material::Secret(_) => None,
                _ => self.thumbprint(),
            },
            origin: self.origin,
            warnings: self.all_warnings(),
        }
    }
}

/// Which keys a header with this `kid` can mean: those of this name, then those without one; without a name, all.
pub(super) fn meant<'a>(keys: &'a [Key], kid: Option<&str>) -> Vec<&'a Key> {
    let is_named = |key: &&Key| kid.is_none_or(|kid| key.is_named(kid));
    let (mut meant, others): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(is_named);
    meant.extend(others.into_iter().filter(|key| key.is_nameless()));
    meant
}

/// What can be said about a key without showing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// `kty`.
    pub kind: &'static str,
    /// `crv`.
    pub curve: Option<&'static str>,
    /// Its size in bits.
    pub bits: usize,
    /// `kid`.
    pub kid: Option<String>,
    /// `alg`.
    pub alg: Option<String>,
    /// `use`.
    pub purpose: Option<String>,
    /// RFC 7638 thumbprint; not for secrets.
    pub thumbprint: Option<String>,
    /// How it was given.
    pub origin: Origin,
    /// What its owner should know.
    pub warnings: Vec<Warning>,
}

impl Description {
    /// Whether it came with the token, as that of a proof or of a holder does.
    pub fn is_from_token(&self) -> bool {
        matches!(self.origin, Origin::TokenHeader | Origin::Holder)
    }

    /// What people call it: `the EC key k1 (P-256)`.
    pub fn label(&self) -> String {
        let name = match &self.kid {
            Some(kid) => format!(" {}", crate::text::quote(kid)),
            None => String::new(),
        };
        let place = match self.is_from_token() {
            true => format!(" in {}", self.origin.label()),
            false => String::new(),
        };
        match (self.kind, self.curve) {
            ("oct", _) => format!("the shared secret{name}{place}"),
            (kind, Some(curve)) => format!("the {kind} key{name} ({curve}){place}"),
            (kind, None) => format!("the {kind} key{name} ({} bits){place}", self.bits),
        }
    }
}

/// Something in the text that is meant as a key and was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFault {
    /// Where in the text.
    pub span: Span,
    /// What is wrong: the end of a sentence.
    pub reason: String,
    /// A command that puts it right, or empty.
    pub command: &'static str,
    /// The `kid` of the key that it would be.
    pub kid: Option<String>,
    /// Whether it may well be a key, of a type that is not worked with.
    pub is_foreign: bool,
}

/// What a text holds by way of keys.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The keys, in order of appearance.
    pub keys: Vec<Key>,
    /// What was not taken.
    pub faults: Vec<KeyFault>,
}

impl Keys {
    /// Adds what another text holds.
    pub fn extend(&mut self, other: Keys) {
        self.keys.extend(other.keys);
        self.faults.extend(other.faults);
    }

    fn fault(&mut self, span: Span, reason: impl Into<String>) {
        self.fault_with(span, reason, "");
    }

    fn fault_with(&mut self, span: Span, reason: impl Into<String>, command: &'static str) {
        self.faults.push(KeyFault {
            span,
            reason: reason.into(),
            command,
            kid: None,
            is_foreign: false,
        });
    }

    /// Adds a key if it can be worked with.
    fn push(&mut self, key: Key) {
        if self.keys.len() >= MOST_KEYS {
            if self.keys.len() == MOST_KEYS
                && !self
                    .faults
                    .iter()
                    .any(|f| f.reason.starts_with("keys beyond"))
            {
                self.fault(
                    key.span,
                    format!("keys beyond the first {MOST_KEYS} are left out"),
                );
            }
            return;
        }
        if let Material::Rsa(rsa) = &key.material {
            let bits = rsa.bits();
            if bits > LARGEST_RSA || rsa.e.len() > LARGEST_RSA / 8 {
                let reason = format!(
                    "an RSA key of {bits} bits is larger than any that is worked with ({LARGEST_RSA})"
                );
                return self.fault(key.span, reason);
            }
            if bits < 128 || rsa.e.is_empty() {
                return self.fault(key.span, "the RSA modulus or exponent is missing or tiny");
            }
        }
        self.keys.push(key);
    }

    /// Adds the key in DER bytes, or says why there is none.
    fn push_der(
        &mut self,
        bytes: &[u8],
        origin: Origin,
        span: Span,
        source: &str,
    ) -> Option<&mut Key> {
        let found = match der::read(bytes) {
            Ok(found) => found,
            Err(trouble) => {
                let reason = match trouble.command {
                    "" => format!("{} (byte {} of the DER)", trouble.reason, trouble.at),
                    _ => trouble.reason.to_owned(),
                };
                self.fault_with(span, reason, trouble.command);
                return None;
            }
        };
        let mut key = Key::new(found.material, origin, span, source);
        if found.is_certificate {
            key.origin = Origin::Certificate;
            key.certificate = Some([
                base64url::encode(&hash::sha1(bytes)),
                base64url::encode(&hash::sha256(bytes)),
            ]);
        }
        let before = self.keys.len();
        self.push(key);
        self.keys.get_mut(before)
    }
}

/// Big-endian bytes without leading zeros.
fn without_zeros(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&byte| byte != 0);
    &bytes[start.unwrap_or(bytes.len())..]
}

/// Big-endian bytes with zeros in front, `width` in all; longer ones are cut in front.
pub(super) fn padded(bytes: &[u8], width: usize) -> Vec<u8> {
    let bytes = without_zeros(bytes);
    let bytes = &bytes[bytes.len().saturating_sub(width)..];
    let mut out = vec![0; width - bytes.len()];
    out.extend_from_slice(bytes);
    out
}

#[cfg(test)]
mod tests {
    use super::Rsa;

    #[test]
    fn moduli_of_a_faulty_generator_are_known() {
        for (n, is_factorable) in [(&[1, 0, 1][..], true), (&[3], false), (&[0xFF; 256], false)] {
            let rsa = Rsa {
                n: n.to_vec(),
                e: vec![1, 0, 1],
                private: None,
            };
            assert_eq!(rsa.is_factorable(), is_factorable);
        }
    }
}

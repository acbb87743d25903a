//! Signatures and MACs: which keys fit, what to compute, and what the answers mean.

use std::borrow::Cow;
use std::rc::Rc;

use super::key::{self, Curve, Key, Material, Reading, Warning, raw_signature};
use super::operation::{Answer, Hash, Operation, Scheme};
use super::state::{BASE64URL, Damage, OWN_KEY, PARTS, Reason, State, Unfit};
use crate::order;
use crate::place::{Part, Span};
use crate::profile::issuer::{self, Issuer};
use crate::spec::media_types::media_type;
use crate::token::Token;
use crate::token::base64url;
use crate::token::json::{Json, Value};

/// The most keys that are tried on one signature.
const MOST_TRIED: usize = 32;
/// The most signatures of one token that are looked at.
const MOST_SIGNATURES: usize = 16;
/// The most bytes that all attempts on one token go over.
const MOST_BYTES: usize = 1 << 26;

/// What an algorithm asks of a key.
#[derive(Clone, Copy)]
enum Wanted {
    Mac(Hash),
    Rsa(Hash, bool),
    Ecdsa(Curve, Hash),
    Eddsa(Option<Curve>),
}

impl Wanted {
    fn of(alg: &str) -> Option<Self> {
        let hash = || match alg.get(2..)? {
            "256" => Some(Hash::Sha256),
            "384" => Some(Hash::Sha384),
            "512" => Some(Hash::Sha512),
            _ => None,
        };
        Some(match (alg.get(..2)?, alg) {
            ("HS", _) => Wanted::Mac(hash()?),
            ("RS", _) => Wanted::Rsa(hash()?, false),
            ("PS", _) => Wanted::Rsa(hash()?, true),
            (_, "ES256") => Wanted::Ecdsa(Curve::P256, Hash::Sha256),
            (_, "ES384") => Wanted::Ecdsa(Curve::P384, Hash::Sha384),
            (_, "ES512") => Wanted::Ecdsa(Curve::P521, Hash::Sha512),
            (_, "ES256K") => Wanted::Ecdsa(Curve::Secp256k1, Hash::Sha256),
            (_, "EdDSA") => Wanted::Eddsa(None),
            (_, "Ed25519") => Wanted::Eddsa(Some(Curve::Ed25519)),
            (_, "Ed448") => Wanted::Eddsa(Some(Curve::Ed448)),
            _ => return None,
        })
    }

    fn kind(self) -> &'static str {
        match self {
            Wanted::Mac(_) => "oct",
            Wanted::Rsa(..) => "RSA",
            Wanted::Ecdsa(..) => "EC",
            Wanted::Eddsa(_) => "OKP",
        }
    }

    /// Whether a key can be used, apart from what it says about itself.
    fn takes(self, material: &Material) -> Result<(), Unfit> {
        if material.kind() != self.kind() {
            return Err(Unfit::Type(material.kind(), self.kind()));
        }
        match (self, material) {
            (Wanted::Ecdsa(needed, _), Material::Ec { curve, .. })
            | (Wanted::Eddsa(Some(needed)), Material::Okp { curve, .. })
                if *curve != needed =>
            {
                Err(Unfit::Curve(curve.name(), needed.name()))
            }
            (Wanted::Eddsa(None), Material::Okp { curve, .. })
                if !matches!(curve, Curve::Ed25519 | Curve::Ed448) =>
            {
                Err(Unfit::Curve(curve.name(), "Ed25519 or Ed448"))
            }
            // An empty secret is everybody's.
            (Wanted::Mac(hash), Material::Secret(readings))
                if readings.iter().all(|(_, secret)| secret.is_empty()) =>
            {
                Err(Unfit::Size(0, hash.bytes() * 8))
            }
            (Wanted::Rsa(..), Material::Rsa(rsa)) if rsa.is_impossible() => {
                Err(Unfit::Numbers("RSA"))
            }
            (Wanted::Rsa(hash, is_pss), Material::Rsa(rsa)) => {
                let least = match is_pss {
                    true => 2 * hash.bytes() + 2,
                    false => hash.bytes() + 19 + 11,
                };
                match rsa.n.len() < least {
                    true => Err(Unfit::Size(rsa.bits(), least * 8)),
                    false => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    fn scheme(self) -> Option<Scheme> {
        match self {
            Wanted::Mac(_) => None,
            Wanted::Rsa(hash, true) => Some(Scheme::Pss(hash, hash.bytes())),
            Wanted::Rsa(hash, false) => Some(Scheme::Pkcs1(hash)),
            Wanted::Ecdsa(_, hash) => Some(Scheme::Ecdsa(hash)),
            Wanted::Eddsa(_) => Some(Scheme::Eddsa),
        }
    }

    /// Bytes that a signature with this key has.
    fn length(self, material: &Material) -> usize {
        match (self, material) {
            (Wanted::Mac(hash), _) => hash.bytes(),
            (_, Material::Rsa(rsa)) => rsa.n.len(),
            (
                _,
                Material::Okp {
                    curve: Curve::Ed448,
                    ..
                },
            ) => 114,
            (_, Material::Ec { curve, .. } | Material::Okp { curve, .. }) => 2 * curve.bytes(),
            _ => 0,
        }
    }
}

/// Whether a key says that it is not for checking signatures by `alg`.
fn declared(key: &Key, alg: &str) -> Result<(), Unfit> {
    if key.warnings.contains(&Warning::RsaExponent) {
        return Err(Unfit::Exponent);
    }
    if let Some(purpose) = key.purpose.as_deref().filter(|purpose| *purpose != "sig") {
        return Err(Unfit::Use(purpose.to_owned()));
    }
    let allows = |operation: &String| {
        operation == "verify" || operation == "sign" && key.material.is_private()
    };
    key.allows(allows)?;
    let is_eddsa = |alg: &str| matches!(alg, "EdDSA" | "Ed25519" | "Ed448");
    match key.alg.as_deref() {
        Some(own) if own != alg && !(is_eddsa(own) && is_eddsa(alg)) => {
            Err(Unfit::Algorithm(own.to_owned(), alg.to_owned()))
        }
        _ => Ok(()),
    }
}

/// What a signature asks of a key, and what the token says about whose it has to be.
struct Fitness<'a> {
    wanted: Wanted,
    alg: &'a str,
    tenant: &'a str,
    /// The thumbprints that a certificate may have, where it is taken by them.
    thumbprints: Option<[Option<&'a str>; 2]>,
}

impl Fitness<'_> {
    /// Whether a key can be used.
    fn of(&self, key: &Key) -> Result<(), Unfit> {
        self.wanted.takes(&key.material)?;
        declared(key, self.alg)?;
        if is_of_other(key, self.tenant) {
            return Err(Unfit::Issuer(key.issuer.clone().unwrap_or_default()));
        }
        let is_named = |own: &String| {
            (self.thumbprints.as_ref()).is_none_or(|names| names.contains(&Some(own.as_str())))
        };
        match key.certificate.iter().flatten().any(is_named) {
            false if key.certificate.is_some() => Err(Unfit::Certificate),
            _ => Ok(()),
        }
    }
}

/// What is signed: protected header, dot, payload as it is written.
fn input(header: &str, payload: &[u8]) -> Rc<[u8]> {
    [header.as_bytes(), b".", payload].concat().into()
}

/// A payload as it is signed.
struct Written<'a> {
    bytes: &'a [u8],
    /// Whether that is base64url.
    is_encoded: bool,
    /// Whether the header says so itself.
    has_b64: bool,
    /// What it was made of, where it is kept beside the token.
    content: Option<&'a [u8]>,
}

impl Written<'_> {
    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// Header and payload in clean base64url, and whether they are that already.
    fn cleaned(&self, header: &str) -> (String, String, bool) {
        let text = self.text();
        let cleaned = (clean(header), clean(&text));
        let is_clean = cleaned.0 == header && (cleaned.1 == text || !self.is_encoded);
        (cleaned.0, cleaned.1, is_clean)
    }
}

/// One thing to compute for a signature, and what it means if it comes out right.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What to compute.
    pub operation: Operation,
    /// Position of the key among those of the plan.
    key: usize,
    /// What the output of a MAC has to be.
    expected: Option<Vec<u8>>,
    reading: Option<Reading>,
    undone: Option<Damage>,
}

impl Attempt {
    /// Whether this answer means that the signature fits.
    fn is_met(&self, answer: &Answer) -> bool {
        match (&self.expected, answer) {
            (None, Answer::Yes) => true,
            (Some(expected), Answer::Bytes(bytes)) => !expected.is_empty() && expected == bytes,
            _ => false,
        }
    }
}

/// What is to be done for one signature.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// What to compute, the likeliest first. Nothing where the state is known already.
    pub attempts: Vec<Attempt>,
    /// The state where no attempt comes out right.
    otherwise: State,
    keys: Vec<super::Description>,
    over: Vec<Span>,
    detached: Option<usize>,
}

/// What is to be done for a token: one entry for each signature.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In the order of the signatures.
    pub signatures: Vec<Planned>,
}

/// A signature as it stands in a token.
struct Signed {
    protected: String,
    protected_span: Span,
    unprotected: Option<Json>,
    payload: Option<(String, Span)>,
    signature: String,
}

/// The signatures of a token.
fn signed(token: &Token) -> Vec<Signed> {
    let text = token.text();
    let part = |part: Part| {
        let span = token.segment(part).map(|segment| segment.span)?;
        Some((span.of(text).to_owned(), span))
    };
    if token.form.is_compact() {
        let (protected, protected_span) = part(Part::Header).unwrap_or_default();
        return vec![Signed {
            protected,
            protected_span,
            unprotected: None,
            payload: part(Part::Payload).filter(|(text, _)| !text.is_empty()),
            signature: part(Part::Signature).unwrap_or_default().0,
        }];
    }
    let json = Json::read(text.to_owned());
    let Some(root) = json.root() else {
        return Vec::new();
    };
    let string = |holder: Value, name: &str| {
        let value = holder.get(name)?;
        let span = value.span();
        let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
        Some((value.as_str()?.to_owned(), inside))
    };
    let holders: Vec<Value> = match root.get("signatures") {
        Some(signatures) => signatures.items().collect(),
        None => vec![root],
    };
    holders
        .into_iter()
        .take(MOST_SIGNATURES + 1)
        .map(|holder| {
            let (protected, protected_span) = string(holder, "protected").unwrap_or_default();
            Signed {
                protected,
                protected_span,
                unprotected: holder
                    .get("header")
                    .map(|header| Json::read(header.raw().to_owned())),
                payload: string(root, "payload"),
                signature: string(holder, "signature").unwrap_or_default().0,
            }
        })
        .collect()
}

/// What to compute to learn the state of each signature of `token`. `content` is a payload that is kept beside it.
pub fn plan(token: &Token, keys: &[Key], content: Option<&[u8]>) -> Plan {
    let mut left = MOST_BYTES;
    let signatures = signed(token);
    let looked = signatures.iter().take(MOST_SIGNATURES);
    let mut planned: Vec<Planned> = looked
        .map(|one| one.plan(token, keys, content, &mut left))
        .collect();
    if signatures.len() > MOST_SIGNATURES {
        planned.push(Planned {
            otherwise: State::CannotBeChecked(Reason::TooMany),
            ..Planned::default()
        });
    }
    Plan {
        signatures: planned,
    }
}

impl Signed {
    fn plan(
        &self,
        token: &Token,
        keys: &[Key],
        content: Option<&[u8]>,
        left: &mut usize,
    ) -> Planned {
        let settled = |otherwise| Planned {
            otherwise,
            ..Planned::default()
        };
        let cannot = |reason| settled(State::CannotBeChecked(reason));
        let decoded =
            String::from_utf8(base64url::decode(&self.protected).bytes).unwrap_or_default();
        let protected = Json::read(decoded);
        let param = |name: &str| {
            let own = protected.root().and_then(|header| header.get(name));
            own.or_else(|| self.unprotected.as_ref()?.root()?.get(name))
        };
        let own_key = [
            protected.root(),
            self.unprotected.as_ref().and_then(Json::root),
        ]
        .into_iter()
        .flatten()
        .find_map(key::of_header);
        let is_proof = is_proof(token, param("typ").and_then(Value::as_str));
        if keys.is_empty() && !(is_proof && own_key.is_some()) {
            return settled(State::NotChecked);
        }
        if token.segment(Part::Extra).is_some() {
            return cannot(Reason::Damaged(PARTS));
        }
        let Some(alg) = param("alg").and_then(Value::as_str) else {
            return cannot(Reason::NoAlgorithm);
        };
        if alg.trim().eq_ignore_ascii_case("none") {
            return cannot(Reason::Unsigned);
        }
        let Some(wanted) = Wanted::of(alg) else {
            return cannot(Reason::UnknownAlgorithm(alg.to_owned()));
        };
        let signature = base64url::decode(&self.signature).bytes;
        // The name says no curve, the length does.
        let wanted = match (wanted, signature.len()) {
            (Wanted::Eddsa(None), 64) => Wanted::Eddsa(Some(Curve::Ed25519)),
            (Wanted::Eddsa(None), 114) => Wanted::Eddsa(Some(Curve::Ed448)),
            (wanted, _) => wanted,
        };
        // Unprotected it does not count (RFC 7797 §6 wants it in `crit`).
        let b64 = protected.root().and_then(|header| header.get("b64"));
        let is_encoded = b64.and_then(Value::as_bool) != Some(false);
        // What nobody can decode is not checked, whatever was signed (RFC 7515 §5.2).
        let payload = self.payload.as_ref().filter(|_| is_encoded);
        let parts = [Some(&self.protected), payload.map(|(text, _)| text)];
        let is_damaged = |text: &String| base64url::decode(text).encoding().is_damaged();
        if parts.into_iter().flatten().any(is_damaged) {
            return cannot(Reason::Damaged(BASE64URL));
        }

        let inside = self.payload.as_ref().map(|(text, _)| text.as_bytes());
        let written: Option<Vec<u8>> = match (inside, content, is_encoded) {
            (Some(text), ..) => Some(text.to_vec()),
            (None, Some(content), true) => Some(base64url::encode(content).into_bytes()),
            (None, Some(content), false) => Some(content.to_vec()),
            (None, None, _) => None,
        };
        let is_detached = inside.is_none();
        let payload = Written {
            bytes: written.as_deref().unwrap_or_default(),
            is_encoded,
            has_b64: param("b64").is_some(),
            content: content.filter(|_| is_detached),
        };
        let input = input(&self.protected, payload.bytes);
        let mut over = vec![self.protected_span];
        over.extend(self.payload.as_ref().map(|(_, span)| *span));
        if token.form.is_compact() && over.len() == 2 {
            over = vec![Span::new(over[0].start, over[1].end)];
        }

        let mut plan = Planned {
            over,
            detached: payload.content.map(<[u8]>::len),
            ..Planned::default()
        };

        let name = param("kid").and_then(Value::as_str);
        let own: Vec<Key> = own_key.iter().filter(|_| is_proof).cloned().collect();
        if is_proof && own.is_empty() {
            return cannot(Reason::Damaged(OWN_KEY));
        }
        let keys = if is_proof { &own } else { keys };
        let pool = key::meant(keys, name);
        let is_missing = pool.is_empty();
        let claims = token.claims();
        let claim = |name: &str| claims.and_then(|claims| claims.get(name)?.as_str());
        // Entra ID takes the certificate of an assertion by its thumbprint and no other.
        let thumbprints = ["x5t", "x5t#S256"].map(|name| param(name).and_then(Value::as_str));
        let is_any = claim("aud").is_none_or(|aud| !aud.contains("microsoftonline."))
            || thumbprints == [None; 2];
        let fitness = Fitness {
            wanted,
            alg,
            tenant: claim("tid").unwrap_or_default(),
            thumbprints: (!is_any).then_some(thumbprints),
        };
        let fits = |key: &&Key| fitness.of(key);
        let fitting: Vec<&Key> = match is_missing {
            true => keys.iter().filter(|key| fits(key).is_ok()).collect(),
            false => pool
                .iter()
                .copied()
                .filter(|key| fits(key).is_ok())
                .collect(),
        };

        let (.., is_clean) = payload.cleaned(&self.protected);
        let mut attempts = Attempts {
            plan: &mut plan,
            left,
            wanted,
            signature: &signature,
            // Lenient decoding makes several texts one signature; strict receivers take only one of them.
            // Where the signed parts are spelled otherwise, the signature may be too.
            odd: (base64url::encode(&signature) != self.signature
                && (is_clean || base64url::encode(&signature) != clean(&self.signature)))
            .then_some(Damage::Encoding),
        };
        let is_zero = attempts.is_zero();
        let (mut wrong_length, mut is_right_length) = (None, false);
        let mut tried = Vec::new();
        for key in fitting.iter().take(MOST_TRIED) {
            tried.push(key.describe());
            let expected = wanted.length(&key.material);
            if signature.len() != expected {
                wrong_length.get_or_insert(expected);
                continue;
            }
            is_right_length = true;
            attempts.usual(key, &input);
        }
        if !is_missing {
            for key in fitting.iter().take(MOST_TRIED) {
                attempts.damaged(key, &input);
            }
            // In DER none has the right length.
            is_right_length |=
                matches!(wanted, Wanted::Ecdsa(..)) && !attempts.plan.attempts.is_empty();
            attempts.rewritten(&fitting, &self.protected, &payload);
        }
        if matches!(wanted, Wanted::Mac(_)) {
            attempts.confused(keys, &input);
        }
        // With those that have another name.
        let is_other =
            |key: &&Key| name.is_some_and(|name| !key.is_named(name)) && key.kid.is_some();
        if !is_missing {
            let others = keys.iter().filter(|key| is_other(key) && fits(key).is_ok());
            attempts.again(&others.collect::<Vec<_>>(), &input, Damage::OtherKey);
        }
        if let Some(own) = own_key
            .as_ref()
            .filter(|own| !is_proof && fits(own).is_ok())
        {
            attempts.again(&[own], &input, Damage::HeaderKey);
        }

        let has_secret = keys
            .iter()
            .any(|key| matches!(key.material, Material::Secret(_)));
        let issuer = Issuer::in_claims(claims).kind;
        let is_mac = matches!(wanted, Wanted::Mac(_));
        let is_changed = param("nonce").is_some() && issuer.is_entra() && !is_mac;
        plan.otherwise = if is_mac
            && !has_secret
            && issuer != issuer::Kind::Auth0
            && issuer.signs_with_private_keys()
        {
            State::CannotBeChecked(Reason::MacOfPublicIssuer)
        } else if is_missing && is_changed {
            // With the right key it would not verify either.
            State::CannotBeChecked(Reason::HeaderNonce)
        } else if is_missing {
            let kid = name.unwrap_or_default().to_owned();
            no_key(kid, keys, token)
        } else if let (true, Some(first)) = (fitting.is_empty(), pool.first()) {
            // The one that is nearest to fitting says why.
            let near = pool.iter().find(|key| wanted.takes(&key.material).is_ok());
            let key = near.unwrap_or(first);
            State::KeyUnfit {
                key: Box::new(key.describe()),
                why: fits(key).err().unwrap_or(Unfit::Type("", "")),
            }
        } else if let (Some(expected), false) = (wrong_length, is_right_length) {
            State::WrongLength {
                found: signature.len(),
                expected,
            }
        } else if written.is_none() && !token.form.is_sd_jwt() {
            State::CannotBeChecked(Reason::Detached)
        } else if is_changed {
            State::CannotBeChecked(Reason::HeaderNonce)
        } else if fitting.len() > MOST_TRIED && !is_zero {
            State::CannotBeChecked(Reason::TooMany)
        } else {
            State::DoesNotVerify {
                tried,
                undone: is_zero.then_some(Damage::Zero),
            }
        };
        plan
    }
}

/// Collects the attempts of one signature.
struct Attempts<'a> {
    plan: &'a mut Planned,
    left: &'a mut usize,
    wanted: Wanted,
    signature: &'a [u8],
    /// What has to be undone before any attempt.
    odd: Option<Damage>,
}

impl Attempts<'_> {
    /// Adds an attempt if there is room for it.
    fn push(
        &mut self,
        key: &Key,
        operation: Operation,
        reading: Option<Reading>,
        undone: Option<Damage>,
    ) {
        let (bytes, is_mac) = match &operation {
            Operation::Verify { data, .. } => (data.len(), false),
            Operation::Mac { data, .. } => (data.len(), true),
            _ => (0, false),
        };
        // The first attempt is always made.
        if *self.left < bytes && !self.plan.attempts.is_empty() {
            return;
        }
        *self.left = self.left.saturating_sub(bytes);
        let expected = is_mac.then(|| self.signature.to_vec());
        let mut description = key.describe();
        if let (Operation::Mac { key, .. }, "oct") = (&operation, description.kind) {
            description.bits = key.len() * 8;
        }
        self.plan.keys.push(description);
        let undone = undone.or(self.odd);
        self.plan.attempts.push(Attempt {
            operation,
            key: self.plan.keys.len() - 1,
            expected,
            reading,
            undone,
        });
    }

    fn mac(
        &mut self,
        key: &Key,
        secret: &[u8],
        data: &Rc<[u8]>,
        reading: Option<Reading>,
        undone: Option<Damage>,
    ) {
        // An empty secret is everybody's, and not every engine takes one.
        if let (Wanted::Mac(hash), false) = (self.wanted, secret.is_empty()) {
            let operation = Operation::Mac {
                hash,
                key: secret.to_vec(),
                data: data.clone(),
            };
            self.push(key, operation, reading, undone);
        }
    }

    fn verify(
        &mut self,
        key: &Key,
        scheme: Scheme,
        signature: Vec<u8>,
        data: &Rc<[u8]>,
        undone: Option<Damage>,
    ) {
        let operation = Operation::Verify {
            scheme,
            key: public_half(&key.material),
            signature,
            data: data.clone(),
        };
        self.push(key, operation, None, undone);
    }

    /// As the specifications say.
    fn usual(&mut self, key: &Key, data: &Rc<[u8]>) {
        if let Material::Secret(readings) = &key.material {
            for (reading, secret) in readings.iter().filter(|(reading, _)| !reading.is_damage()) {
                self.mac(key, secret, data, Some(*reading), None);
            }
        } else if let Some(scheme) = self.wanted.scheme() {
            self.verify(key, scheme, self.signature.to_vec(), data, None);
        }
    }

    /// As people get it wrong, with this key.
    fn damaged(&mut self, key: &Key, data: &Rc<[u8]>) {
        if let Material::Secret(readings) = &key.material {
            for (reading, secret) in readings.iter().filter(|(reading, _)| reading.is_damage()) {
                self.mac(
                    key,
                    secret,
                    data,
                    Some(*reading),
                    Some(Damage::Secret(*reading)),
                );
            }
        }
        if let (Wanted::Ecdsa(curve, hash), true) =
            (self.wanted, self.signature.first() == Some(&0x30))
            && let Some(raw) = raw_signature(self.signature, curve.bytes())
        {
            self.verify(key, Scheme::Ecdsa(hash), raw, data, Some(Damage::Der));
        }
        if let (Wanted::Rsa(hash, true), Material::Rsa(rsa)) = (self.wanted, &key.material)
            && self.signature.len() == rsa.n.len()
        {
            let longest = (rsa.bits() + 6) / 8 - hash.bytes() - 2;
            let mut salts = vec![longest, 0, 20, 32, 48, 64];
            salts.dedup();
            for salt in salts {
                if salt != hash.bytes() && salt <= longest {
                    let (scheme, undone) = (Scheme::Pss(hash, salt), Damage::Salt(salt));
                    self.verify(key, scheme, self.signature.to_vec(), data, Some(undone));
                }
            }
        }
    }

    /// As usual, but over other bytes or with a key that proves nothing.
    fn again(&mut self, keys: &[&Key], data: &Rc<[u8]>, undone: Damage) {
        for key in keys.iter().take(MOST_TRIED) {
            if self.signature.len() != self.wanted.length(&key.material) {
                continue;
            }
            if let Material::Secret(readings) = &key.material {
                if let Some((reading, secret)) = readings.first() {
                    self.mac(key, secret, data, Some(*reading), Some(undone));
                }
            } else if let Some(scheme) = self.wanted.scheme() {
                self.verify(key, scheme, self.signature.to_vec(), data, Some(undone));
            }
        }
    }

    /// With header and payload written as they may have been when they were signed.
    fn rewritten(&mut self, keys: &[&Key], header: &str, payload: &Written) {
        let text = payload.text();
        // Clean base64url where the parts are not, padded where they are.
        let (own, other, is_clean) = payload.cleaned(header);
        let (own, other, undone) = match is_clean {
            true => (padded(&own), padded(&other), Damage::Padding),
            false => (own, other, Damage::Encoding),
        };
        let other = match payload.is_encoded {
            true => other.as_bytes(),
            false => payload.bytes,
        };
        if (own.as_str(), other) != (header, text.as_bytes()) {
            self.again(keys, &input(&own, other), undone);
        }
        // As an editor leaves it.
        if let Some(content) = payload.content.and_then(|it| it.strip_suffix(b"\n")) {
            let content = content.strip_suffix(b"\r").unwrap_or(content);
            let other = match payload.is_encoded {
                true => base64url::encode(content).into_bytes(),
                false => content.to_vec(),
            };
            self.again(keys, &input(header, &other), Damage::LineFeed);
        }
        // `b64` the other way round.
        if payload.has_b64 {
            let other = match payload.is_encoded {
                true => base64url::decode(&text).bytes,
                false => base64url::encode(payload.bytes).into_bytes(),
            };
            self.again(keys, &input(header, &other), Damage::B64);
        }
    }

    /// With the texts a public key is kept in, as if they were secrets.
    fn confused(&mut self, keys: &[Key], data: &Rc<[u8]>) {
        let is_public = |key: &&Key| !matches!(key.material, Material::Secret(_));
        for key in keys.iter().filter(is_public).take(8) {
            let mut secrets: Vec<Vec<u8>> = Vec::new();
            for text in &key.sources {
                let text = text.replace("\r\n", "\n");
                let text = text.trim();
                secrets.push(text.into());
                secrets.push(format!("{text}\n").into());
                let windows = text.replace('\n', "\r\n");
                if windows != text {
                    secrets.push(format!("{windows}\r\n").into());
                    secrets.push(windows.into());
                }
                if text.starts_with("-----") {
                    let body: String = text
                        .lines()
                        .filter(|line| !line.starts_with("-----"))
                        .collect();
                    secrets.push(base64url::decode(&body).bytes);
                    secrets.push(body.into());
                } else {
                    secrets.push(base64url::decode(text).bytes);
                }
            }
            // Who has the text of a private key is no attacker.
            let (own, private) = (secrets.len(), key.warnings.contains(&Warning::PrivateKey));
            // Whoever has but the numbers writes the usual forms from them.
            for (label, der) in key::spellings(&key.material) {
                let pem = key::pem(label, &der);
                secrets.push(pem.trim_end().into());
                secrets.push(pem.into());
                secrets.push(der);
            }
            match &key.material {
                Material::Rsa(rsa) => {
                    secrets.push(rsa.n.clone());
                    secrets.push(base64url::encode(&rsa.n).into());
                }
                Material::Okp { x, .. } => secrets.push(x.clone()),
                _ => {}
            }
            for (at, secret) in secrets.iter().enumerate() {
                let undone = match private && at < own {
                    true => Damage::PrivateKey,
                    false => Damage::Confusion,
                };
                if !secrets[..at].contains(secret) {
                    self.mac(key, secret, data, None, Some(undone));
                }
            }
        }
    }

    /// Whether R or S of an ECDSA signature counts as zero.
    fn is_zero(&self) -> bool {
        let Wanted::Ecdsa(curve, _) = self.wanted else {
            return false;
        };
        is_impossible(curve.bytes(), curve == Curve::Secp256k1, self.signature)
    }
}

/// The key without its private half, unless the public one has to be derived from it.
fn public_half(material: &Material) -> Material {
    let mut public = material.clone();
    match &mut public {
        Material::Rsa(rsa) => rsa.private = None,
        Material::Ec { x, d, .. } | Material::Okp { x, d, .. } if !x.is_empty() => *d = None,
        _ => {}
    }
    public
}

/// Whether a token is a DPoP proof: it is checked with the key in its own header and no other (RFC 9449 §4.3).
fn is_proof(token: &Token, typ: Option<&str>) -> bool {
    let has = |name| token.claims().and_then(|claims| claims.get(name)).is_some();
    typ.is_some_and(|typ| media_type(typ) == "dpop+jwt") || has("htm") && has("htu")
}

/// Whether R or S of an ECDSA signature is zero or the order of its curve, which comes to the same.
pub fn is_impossible(width: usize, is_secp256k1: bool, signature: &[u8]) -> bool {
    let order: &[u8] = match (width, is_secp256k1) {
        (32, true) => b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xba\xae\xdc\xe6\xaf\x48\xa0\x3b\xbf\xd2\x5e\x8c\xd0\x36\x41\x41",
        (32, false) => b"\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51",
        (48, _) => b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xc7\x63\x4d\x81\xf4\x37\x2d\xdf\x58\x1a\x0d\xb2\x48\xb0\xa7\x7a\xec\xec\x19\x6a\xcc\xc5\x29\x73",
        _ => b"\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfa\x51\x86\x87\x83\xbf\x2f\x96\x6b\x7f\xcc\x01\x48\xf7\x09\xa5\xd0\x3b\xb5\xc9\xb8\x89\x9c\x47\xae\xbb\x6f\xb7\x1e\x91\x38\x64\x09",
    };
    signature.len() == 2 * width
        && signature
            .chunks(width)
            .any(|half| half == order || half.iter().all(|&byte| byte == 0))
}

/// Base64url as it should be: URL-safe letters, no padding.
fn clean(text: &str) -> String {
    text.trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_")
}

/// The same with its padding.
fn padded(text: &str) -> String {
    let missing = text.len().wrapping_neg() % 4;
    [text, &"=="[..missing.min(2)]].concat()
}

/// Whether Microsoft says that a key is that of another tenant.
fn is_of_other(key: &Key, tenant: &str) -> bool {
    let issuer = key.issuer.as_deref().unwrap_or_default();
    !issuer.is_empty() && !issuer.contains("{tenantid}") && !issuer.contains(tenant)
}

/// None of the keys has this name.
pub(super) fn no_key(kid: String, keys: &[Key], token: &Token) -> State {
    const SHOWN: usize = 5;
    let alike = |other: &str| {
        let same = kid
            .bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        (kid.trim().eq_ignore_ascii_case(other.trim()), same)
    };
    let mut near: Vec<&str> = Vec::new();
    for other in keys.iter().filter_map(|key| key.kid.as_deref()) {
        if !near.contains(&other) {
            near.push(other);
        }
        if near.len() >= 256 {
            break;
        }
    }
    order::sort(&mut near, |one, other| alike(other).cmp(&alike(one)));
    let nearest = near.first().map_or((false, 0), |other| alike(other));
    let claims = token.claims();
    let claim = |name: &str| claims.and_then(|claims| claims.get(name)?.as_str());
    let tenant = claim("tid").unwrap_or_default();
    let likely = if nearest.0 {
        "It differs only in upper and lower case or in white space: the `kid` was retyped or changed."
    } else if nearest.1 >= 8 && nearest.1 + 4 >= kid.len() {
        "One is almost the same: the `kid` was cut or retyped."
    } else if token.form.is_encrypted() {
        "It was encrypted for another recipient, or for a key of yours that is older or newer."
    } else if !tenant.is_empty()
        && !keys.is_empty()
        && keys.iter().all(|key| is_of_other(key, tenant))
    {
        "The keys are those of another tenant."
    } else if Issuer::in_claims(claims).kind.is_entra() {
        "The keys are old, of another tenant, cloud or token version, or the app signs with a key of its own \
         (metadata with `?appid=`)."
    } else if Issuer::in_claims(claims).kind == issuer::Kind::B2c {
        "The keys are those of another policy, or old: each policy of B2C has its own address of keys."
    } else {
        "The issuer has changed its keys since, or these are the keys of another issuer or environment."
    };
    State::NoKeyWithKid {
        near: near.into_iter().take(SHOWN).map(str::to_owned).collect(),
        kid,
        likely,
        fits: None,
        fault: None,
    }
}

/// The state of a signature, given the answers so far, one for each attempt in order.
pub fn conclude(planned: &Planned, answers: &[Answer]) -> State {
    let met = planned
        .attempts
        .iter()
        .zip(answers)
        .find(|(attempt, answer)| attempt.is_met(answer));
    let Some((attempt, _)) = met else {
        let lacks = |(attempt, answer): (&Attempt, &Answer)| {
            attempt.undone.is_none() && *answer == Answer::Unsupported
        };
        let is_lacking = planned.attempts.iter().zip(answers).any(lacks);
        let mut own = planned
            .attempts
            .iter()
            .zip(answers)
            .filter(|(attempt, _)| attempt.undone.is_none())
            .peekable();
        let is_bad = own.peek().is_some() && own.all(|(_, answer)| *answer == Answer::BadKey);
        return match &planned.otherwise {
            State::DoesNotVerify { undone: None, .. } if is_lacking => {
                let scheme = planned
                    .attempts
                    .first()
                    .map(|attempt| needs(&attempt.operation));
                State::CannotBeChecked(Reason::EngineLacks(scheme.unwrap_or_default()))
            }
            State::DoesNotVerify {
                tried,
                undone: None,
                ..
            } if is_bad && let Some(key) = tried.first() => State::KeyUnfit {
                key: Box::new(key.clone()),
                why: Unfit::Numbers(key.kind),
            },
            otherwise => otherwise.clone(),
        };
    };
    let Some(key) = planned.keys.get(attempt.key).cloned() else {
        return planned.otherwise.clone();
    };
    match (&planned.otherwise, attempt.undone) {
        (
            State::NoKeyWithKid {
                kid, near, likely, ..
            },
            None,
        ) => State::NoKeyWithKid {
            kid: kid.clone(),
            near: near.clone(),
            likely,
            fits: Some(Box::new(key)),
            fault: None,
        },
        (_, None) => State::Verified {
            key: Box::new(key),
            reading: attempt.reading,
            over: planned.over.clone(),
            detached: planned.detached,
        },
        (otherwise, undone) => State::DoesNotVerify {
            // The key in the header is none of those that were given.
            tried: match (undone, otherwise) {
                (Some(Damage::HeaderKey), State::DoesNotVerify { tried, .. }) => tried.clone(),
                (Some(Damage::HeaderKey), _) => Vec::new(),
                _ => vec![key],
            },
            undone,
        },
    }
}

/// What an operation asks of an engine.
fn needs(operation: &Operation) -> String {
    match operation {
        Operation::Verify { key, .. } => match key.curve() {
            Some(curve) => curve.name().to_owned(),
            None => format!("RSA with {} bits", key.bits()),
        },
        Operation::Mac { hash, .. } => format!("HMAC with {}", hash.name()),
        _ => String::new(),
    }
}

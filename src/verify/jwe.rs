//! Encrypted tokens: from key to content key to content, one operation at a time.

use super::Description;
use super::jws::no_key;
use super::key::{self, Curve, Key, Material, Reading, Rsa};
use super::operation::{Answer, Hash, Operation};
use super::state::{BASE64URL, PARTS, Reason, State, Unfit};
use crate::hash;
use crate::place::Part;
use crate::text::{count, quote};
use crate::token::base64url;
use crate::token::json::{Json, Value};
use crate::token::{Form, Token};

/// The highest PBES2 count that is worked through.
pub const LARGEST_COUNT: u32 = 1_000_000;
/// The most recipients that are looked at.
const MOST_RECIPIENTS: usize = 16;
/// The most ways that are tried in all.
const MOST_WAYS: usize = 64;
/// Bytes that compressed content may always unpack to.
const LEAST_LIMIT: usize = 250_000;
/// Bytes that it may never exceed.
const LARGEST_LIMIT: usize = 16_000_000;

/// How the content is encrypted.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    Gcm(usize),
    /// Bytes of each half of the key, and the hash.
    Cbc(usize, Hash),
}

impl Content {
    fn of(enc: &str) -> Option<Self> {
        Some(match enc {
            "A128GCM" => Content::Gcm(16),
            "A192GCM" => Content::Gcm(24),
            "A256GCM" => Content::Gcm(32),
            "A128CBC-HS256" => Content::Cbc(16, Hash::Sha256),
            "A192CBC-HS384" => Content::Cbc(24, Hash::Sha384),
            "A256CBC-HS512" => Content::Cbc(32, Hash::Sha512),
            _ => return None,
        })
    }

    /// Bytes of the initialization vector and of the tag.
    fn lengths(self) -> (usize, usize) {
        match self {
            Content::Gcm(_) => (12, 16),
            Content::Cbc(half, _) => (16, half),
        }
    }

    fn key_bytes(self) -> usize {
        match self {
            Content::Gcm(bytes) => bytes,
            Content::Cbc(half, _) => 2 * half,
        }
    }
}

/// How the content key is kept from others.
#[derive(Clone)]
enum Keeping {
    Direct,
    AesKw(usize),
    GcmKw(usize, Vec<u8>, Vec<u8>),
    Oaep(Hash),
    /// The other side's key; what the derived key is for and its bytes; whether it wraps the content key.
    Ecdh(Material, Vec<u8>, usize, bool),
    Pbes2(Hash, Vec<u8>, u32, usize),
}

/// One way to the content: a key, read in one way, for one recipient.
struct Way {
    key: usize,
    keeping: Keeping,
    secret: Vec<u8>,
    wrapped: Vec<u8>,
}

/// What the answer that is waited for is.
enum Stage {
    /// The content key, or what it is derived from.
    Key,
    /// The content key, unwrapped with a derived key.
    Unwrapped,
    /// The tag of AES-CBC with HMAC, then decryption with this key.
    Tag(Vec<u8>),
    /// The content.
    Content,
    /// The content, unpacked.
    Unpacked,
}

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// Something is to be computed: see [`Opening::operation`].
    Compute,
    /// The state, and the content where it was opened.
    Done(State, Option<Vec<u8>>),
}

/// The opening of an encrypted token.
pub struct Opening {
    content: Option<Content>,
    aad: Vec<u8>,
    iv: Vec<u8>,
    ciphertext: Vec<u8>,
    tag: Vec<u8>,
    is_compressed: bool,
    ways: Vec<Way>,
    at: usize,
    /// The keys that fit.
    keys: Vec<Key>,
    tried: Vec<Description>,
    stage: Stage,
    waiting: Option<Operation>,
    /// The state where no way leads to the content.
    otherwise: State,
    is_content_reached: bool,
    /// Whether there are ways that are not tried.
    is_cut: bool,
    /// Whether none of the keys has the name that the header wants, so that all others are tried.
    is_other: bool,
    lacking: Option<String>,
    done: Option<(State, Option<Vec<u8>>)>,
}

/// The headers that apply to one recipient.
struct Headers<'a>(Vec<Value<'a>>);

impl<'a> Headers<'a> {
    fn get(&self, name: &str) -> Option<Value<'a>> {
        self.0.iter().find_map(|header| header.get(name))
    }

    fn text(&self, name: &str) -> Option<String> {
        Some(self.get(name)?.as_str()?.to_owned())
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        self.text(name)
            .map_or(Vec::new(), |text| base64url::decode(&text).bytes)
    }
}

/// An encrypted token as it stands: texts, not yet decoded.
struct Sealed {
    protected: String,
    shared: Option<Json>,
    recipients: Vec<(Option<Json>, String)>,
    aad: Option<String>,
    iv: String,
    ciphertext: String,
    tag: String,
}

fn sealed(token: &Token) -> Sealed {
    let text = token.text();
    if token.form == Form::JweCompact {
        let mut pieces = text.split('.').map(str::to_owned);
        let mut next = || pieces.next().unwrap_or_default();
        return Sealed {
            protected: next(),
            shared: None,
            recipients: vec![(None, next())],
            aad: None,
            iv: next(),
            ciphertext: next(),
            tag: next(),
        };
    }
    let json = Json::read(text.to_owned());
    let string = |holder: Option<Value>, name: &str| Some(holder?.get(name)?.as_str()?.to_owned());
    let object =
        |holder: Option<Value>, name: &str| Some(Json::read(holder?.get(name)?.raw().to_owned()));
    let root = json.root();
    let member = |name: &str| string(root, name).unwrap_or_default();
    let one = |holder: Option<Value>| {
        let key = string(holder, "encrypted_key").unwrap_or_default();
        (object(holder, "header"), key)
    };
    let recipients = match root.and_then(|root| root.get("recipients")) {
        Some(recipients) => recipients
            .items()
            .take(MOST_RECIPIENTS + 1)
            .map(|item| one(Some(item)))
            .collect(),
        None => vec![one(root)],
    };
    Sealed {
        protected: member("protected"),
        shared: object(root, "unprotected"),
        recipients,
        aad: string(root, "aad"),
        iv: member("iv"),
        ciphertext: member("ciphertext"),
        tag: member("tag"),
    }
}

impl Opening {
    /// Looks which keys fit. Nothing is computed yet.
    pub fn new(token: &Token, keys: &[Key]) -> Self {
        let sealed = sealed(token);
        let aad = match &sealed.aad {
            Some(aad) => format!("{}.{aad}", sealed.protected),
            None => sealed.protected.clone(),
        };
        let bytes = |text: &str| base64url::decode(text).bytes;
        let mut opening = Self {
            content: None,
            aad: aad.into_bytes(),
            iv: bytes(&sealed.iv),
            ciphertext: bytes(&sealed.ciphertext),
            tag: bytes(&sealed.tag),
            is_compressed: false,
            ways: Vec::new(),
            at: 0,
            keys: Vec::new(),
            tried: Vec::new(),
            stage: Stage::Key,
            waiting: None,
            otherwise: State::NotChecked,
            is_content_reached: false,
            is_cut: false,
            is_other: false,
            lacking: None,
            done: None,
        };
        let decoded = String::from_utf8(bytes(&sealed.protected)).unwrap_or_default();
        let protected = Json::read(decoded);
        if keys.is_empty() {
            return opening;
        }
        let mut budget = LARGEST_COUNT;
        let named = sealed.recipients.iter().take(MOST_RECIPIENTS);
        // Once more with keys of other names.
        for (at, (own, wrapped)) in named.clone().chain(named).enumerate() {
            if at == sealed.recipients.len().min(MOST_RECIPIENTS) {
                let is_missing = matches!(opening.otherwise, State::NoKeyWithKid { .. });
                if !(is_missing && opening.ways.is_empty()) {
                    break;
                }
                opening.is_other = true;
            }
            let own = own.as_ref().and_then(Json::root);
            let shared = sealed.shared.as_ref().and_then(Json::root);
            let headers = Headers(
                [protected.root(), shared, own]
                    .into_iter()
                    .flatten()
                    .collect(),
            );
            let parts = [wrapped, &sealed.iv, &sealed.ciphertext, &sealed.tag];
            // Lenient decoding makes several texts one token; strict receivers take only one of them.
            let is_clean = parts
                .iter()
                .all(|part| base64url::encode(&bytes(part)) == **part);
            let found = match is_clean {
                true => opening.recipient(token, keys, &headers, &bytes(wrapped), &mut budget),
                false => Err(State::CannotBeChecked(Reason::Damaged(BASE64URL))),
            };
            if let (Err(state), false) = (found, opening.is_other) {
                // Of several recipients the one that was nearest to opening says why.
                if rank(&state) > rank(&opening.otherwise) {
                    opening.otherwise = state;
                }
            }
        }
        if sealed.recipients.len() > MOST_RECIPIENTS {
            opening.is_cut = true;
            if opening.ways.is_empty() {
                opening.otherwise = State::CannotBeChecked(Reason::TooMany);
            }
        }
        opening.begin();
        opening
    }

    /// Adds the ways to the content that this recipient offers, or says why there is none.
    fn recipient(
        &mut self,
        token: &Token,
        keys: &[Key],
        headers: &Headers,
        wrapped: &[u8],
        budget: &mut u32,
    ) -> Result<(), State> {
        let cannot = |reason| Err(State::CannotBeChecked(reason));
        if token.segment(Part::Extra).is_some() {
            return cannot(Reason::Damaged(PARTS));
        }
        let (Some(alg), Some(enc)) = (headers.text("alg"), headers.text("enc")) else {
            return cannot(Reason::NoAlgorithm);
        };
        if alg == "RSA1_5" {
            return cannot(Reason::Rsa15);
        }
        let Some(content) = Content::of(&enc) else {
            return cannot(Reason::UnknownAlgorithm(enc));
        };
        let (iv, tag) = content.lengths();
        if self.iv.len() != iv {
            return cannot(Reason::Damaged("initialization vector"));
        }
        if self.tag.len() != tag {
            return cannot(Reason::Damaged("authentication tag"));
        }
        // What is encrypted once has one algorithm (RFC 7516 §7.2.1).
        if *self.content.get_or_insert(content) != content {
            return cannot(Reason::Damaged(
                "`enc`, which has to be one for all recipients,",
            ));
        }
        self.is_compressed = match headers.text("zip").as_deref() {
            None => false,
            Some("DEF") => true,
            Some(other) => return cannot(Reason::UnknownAlgorithm(other.to_owned())),
        };
        let keeping = keeping(&alg, &enc, content, headers)?;
        let is_direct = matches!(keeping, Keeping::Direct | Keeping::Ecdh(_, _, _, false));
        if is_direct != wrapped.is_empty() {
            return cannot(Reason::Damaged("encrypted key"));
        }
        let kid = headers.text("kid").filter(|_| !self.is_other);
        let pool = key::meant(keys, kid.as_deref());
        if pool.is_empty() {
            return Err(no_key(kid.unwrap_or_default(), keys, token));
        }
        let mut unfit = None;
        for key in pool {
            let secrets = match secrets(key, &alg, &enc, &keeping, content) {
                Ok(secrets) => secrets,
                Err(why) => {
                    unfit.get_or_insert((key, why));
                    continue;
                }
            };
            let at = self.keys.len();
            let ways = self.ways.len();
            for secret in secrets {
                if let Keeping::Pbes2(_, _, count, _) = keeping {
                    // Several passwords and readings share what one may take.
                    if *budget < count {
                        self.is_cut = true;
                        break;
                    }
                    *budget -= count;
                }
                self.is_cut |= self.ways.len() == MOST_WAYS;
                if !self.is_cut {
                    self.ways.push(Way {
                        key: at,
                        keeping: keeping.clone(),
                        secret,
                        wrapped: wrapped.to_vec(),
                    });
                }
            }
            if self.ways.len() > ways {
                self.keys.push(key.clone());
            }
        }
        match unfit {
            Some((key, why)) if self.ways.is_empty() => Err(State::KeyUnfit {
                key: Box::new(key.describe()),
                why,
            }),
            _ => Ok(()),
        }
    }

    /// What is to be computed.
    pub fn operation(&self) -> Option<&Operation> {
        self.waiting.as_ref()
    }

    /// Takes the answer to [`Opening::operation`].
    pub fn answer(&mut self, answer: Answer) {
        let Some(operation) = self.waiting.take() else {
            return;
        };
        match answer {
            Answer::Bytes(bytes) => self.proceed(bytes),
            Answer::TooLong => {
                let limit = match operation {
                    Operation::Inflate { limit, .. } => limit,
                    _ => 0,
                };
                self.done = Some((State::CannotBeChecked(Reason::Inflates(limit)), None));
            }
            Answer::Unsupported => {
                self.lacking.get_or_insert_with(|| needs(&operation));
                self.at += 1;
                self.begin();
            }
            // A private half that is not that of the public one.
            Answer::BadKey
                if matches!(
                    operation,
                    Operation::UnwrapRsa { .. } | Operation::Agree { .. }
                ) =>
            {
                if let Some(key) = self.tried.pop()
                    && !self.is_other
                {
                    let (key, why) = (Box::new(key), Unfit::Numbers("RSA"));
                    self.otherwise = State::KeyUnfit { key, why };
                }
                self.fail();
            }
            Answer::Yes | Answer::No | Answer::BadKey => self.fail(),
        }
    }

    /// What comes next.
    pub fn step(&mut self) -> Next {
        if self.waiting.is_some() {
            return Next::Compute;
        }
        if let Some((state, content)) = self.done.take() {
            return Next::Done(state, content);
        }
        let is_content = self.is_content_reached;
        let state = match (self.lacking.take(), self.tried.is_empty()) {
            _ if self.is_other => std::mem::take(&mut self.otherwise),
            (Some(name), _) if !is_content => State::CannotBeChecked(Reason::EngineLacks(name)),
            (_, true) => std::mem::take(&mut self.otherwise),
            _ if self.is_cut => State::CannotBeChecked(Reason::TooMany),
            _ => State::DoesNotOpen {
                tried: std::mem::take(&mut self.tried),
                is_content,
            },
        };
        Next::Done(state, None)
    }

    /// Starts on the way at `self.at`.
    fn begin(&mut self) {
        let Some(way) = self.ways.get(self.at) else {
            return;
        };
        let description = self.keys[way.key].describe();
        if !self.tried.contains(&description) {
            self.tried.push(description);
        }
        self.stage = Stage::Key;
        let material = &self.keys[way.key].material;
        let operation = match &way.keeping {
            Keeping::Direct => {
                let secret = way.secret.clone();
                return self.open(secret);
            }
            Keeping::AesKw(_) => Operation::UnwrapAes {
                key: way.secret.clone(),
                data: way.wrapped.clone(),
            },
            Keeping::GcmKw(_, iv, tag) => Operation::DecryptGcm {
                key: way.secret.clone(),
                iv: iv.clone(),
                aad: Vec::new(),
                data: way.wrapped.clone(),
                tag: tag.clone(),
            },
            Keeping::Oaep(hash) => match material {
                Material::Rsa(rsa) => Operation::UnwrapRsa {
                    hash: *hash,
                    key: Rsa::clone(rsa),
                    data: way.wrapped.clone(),
                },
                _ => return self.fail(),
            },
            Keeping::Ecdh(public, ..) => Operation::Agree {
                key: material.clone(),
                public: public.clone(),
            },
            Keeping::Pbes2(hash, salt, count, length) => Operation::Derive {
                hash: *hash,
                password: way.secret.clone(),
                salt: salt.clone(),
                count: *count,
                length: *length,
            },
        };
        self.waiting = Some(operation);
    }

    fn fail(&mut self) {
        match self.stage {
            Stage::Unpacked => {
                self.done = Some((
                    State::CannotBeChecked(Reason::Damaged("compressed content")),
                    None,
                ));
            }
            _ => {
                self.at += 1;
                self.begin();
            }
        }
    }

    /// Goes on with the bytes that were waited for.
    fn proceed(&mut self, bytes: Vec<u8>) {
        let Some(way) = self.ways.get(self.at) else {
            return;
        };
        match &self.stage {
            Stage::Key => match &way.keeping {
                Keeping::Ecdh(_, info, length, wraps) => {
                    let derived = concat_kdf(&bytes, info, *length);
                    match wraps {
                        true => self.unwrap(derived),
                        false => self.open(derived),
                    }
                }
                Keeping::Pbes2(..) => self.unwrap(bytes),
                _ => self.open(bytes),
            },
            Stage::Unwrapped => self.open(bytes),
            Stage::Tag(key) => {
                if bytes.get(..self.tag.len()) != Some(self.tag.as_slice()) || self.tag.is_empty() {
                    return self.fail();
                }
                self.waiting = Some(Operation::DecryptCbc {
                    key: key.clone(),
                    iv: self.iv.clone(),
                    data: self.ciphertext.clone(),
                });
                self.stage = Stage::Content;
            }
            Stage::Content if self.is_compressed => {
                let limit = (bytes.len() * 100).clamp(LEAST_LIMIT, LARGEST_LIMIT);
                self.waiting = Some(Operation::Inflate { data: bytes, limit });
                self.stage = Stage::Unpacked;
            }
            Stage::Content | Stage::Unpacked => {
                let key = Box::new(self.keys[way.key].describe());
                let state = State::Opened {
                    key,
                    bytes: bytes.len(),
                    missing: match std::mem::take(&mut self.otherwise) {
                        State::NoKeyWithKid { kid, .. } if self.is_other => Some(kid),
                        _ => None,
                    },
                };
                self.done = Some((state, Some(bytes)));
            }
        }
    }

    fn unwrap(&mut self, key: Vec<u8>) {
        let data = self
            .ways
            .get(self.at)
            .map_or(Vec::new(), |way| way.wrapped.clone());
        self.waiting = Some(Operation::UnwrapAes { key, data });
        self.stage = Stage::Unwrapped;
    }

    /// Opens the content with its key.
    fn open(&mut self, key: Vec<u8>) {
        let Some(content) = self
            .content
            .filter(|content| content.key_bytes() == key.len())
        else {
            return self.fail();
        };
        // A key used as it is proves nothing about itself before the content opens.
        let is_direct = matches!(self.ways.get(self.at), Some(way) if matches!(way.keeping, Keeping::Direct | Keeping::Ecdh(_, _, _, false)));
        self.is_content_reached |= !is_direct;
        let (operation, stage) = match content {
            Content::Gcm(_) => (
                Operation::DecryptGcm {
                    key,
                    iv: self.iv.clone(),
                    aad: self.aad.clone(),
                    data: self.ciphertext.clone(),
                    tag: self.tag.clone(),
                },
                Stage::Content,
            ),
            Content::Cbc(half, hash) => {
                let (mac_key, own) = key.split_at(half);
                let bits = (self.aad.len() as u64 * 8).to_be_bytes();
                let data = [&self.aad, &self.iv, &self.ciphertext, &bits[..]].concat();
                (
                    Operation::Mac {
                        hash,
                        key: mac_key.to_vec(),
                        data: data.into(),
                    },
                    Stage::Tag(own.to_vec()),
                )
            }
        };
        self.waiting = Some(operation);
        self.stage = stage;
    }
}

/// What no key can help with in an encrypted token.
pub struct JweFlaw {
    /// The part that it is in.
    pub part: Part,
    /// The header parameter that it is in, or empty.
    pub param: &'static str,
    /// What it is: a sentence without its end.
    pub what: String,
}

/// The first thing in an encrypted token that shows without a key that it cannot be opened. What is no base64url, and
/// algorithms that are missing or not known, are others' to say.
pub fn jwe_flaw(token: &Token) -> Option<JweFlaw> {
    if token.segment(Part::Extra).is_some() {
        return None;
    }
    let sealed = sealed(token);
    let protected = Json::read(String::from_utf8(base64url::whole(&sealed.protected)?).ok()?);
    let shared = sealed.shared.as_ref().and_then(Json::root);
    let whole = |what: &str| {
        Some(JweFlaw {
            part: Part::Input,
            param: "",
            what: what.to_owned(),
        })
    };
    if sealed.recipients.is_empty() {
        return whole("`recipients` lists nobody whom the token is for");
    }
    let mut recipients = sealed.recipients.iter().take(MOST_RECIPIENTS).enumerate();
    recipients.find_map(|(at, (own, wrapped))| {
        let own = own.as_ref().and_then(Json::root);
        let headers = [protected.root(), shared, own].into_iter().flatten();
        let headers = Headers(headers.collect());
        // That of the first has a rule of its own.
        if at > 0 && (headers.text("alg").is_none() || headers.text("enc").is_none()) {
            return whole("The header of a further recipient has no `alg` or no `enc`");
        }
        flaw(&headers, &sealed, wrapped)
    })
}

fn flaw(headers: &Headers, sealed: &Sealed, wrapped: &str) -> Option<JweFlaw> {
    let (alg, enc) = (headers.text("alg")?, headers.text("enc")?);
    let content = Content::of(&enc)?;
    let (alg, enc) = (alg.as_str(), enc.as_str());
    let is_wrapped = alg
        .rsplit('+')
        .next()
        .is_some_and(|name| wrapping(name).is_some());
    let is_gcm = is_wrapped && alg.ends_with("GCMKW");
    let wrong = |part, name: &str, found: usize, by: &str, verb: &str, needed: usize| {
        let what = format!(
            "The {name} has {}, and {} {verb} {needed}",
            count(found, "byte"),
            quote(by)
        );
        let param = "";
        (found != needed).then_some(JweFlaw { part, param, what })
    };
    let (iv, tag) = content.lengths();
    if let Some(found) = base64url::whole(&sealed.iv) {
        let flaw = wrong(
            Part::Iv,
            "initialization vector",
            found.len(),
            enc,
            "takes",
            iv,
        );
        if flaw.is_some() {
            return flaw;
        }
    }
    if let Some(found) = base64url::whole(&sealed.tag) {
        let flaw = wrong(
            Part::Tag,
            "authentication tag",
            found.len(),
            enc,
            "makes",
            tag,
        );
        if flaw.is_some() {
            return flaw;
        }
    }
    let at = |part, param, what| Some(JweFlaw { part, param, what });
    let length = base64url::whole(&sealed.ciphertext).map_or(16, |found| found.len());
    if matches!(content, Content::Cbc(..)) && (length == 0 || !length.is_multiple_of(16)) {
        let length = count(length, "byte");
        let what = format!("The ciphertext has {length}, which are no whole blocks of 16");
        return at(Part::Ciphertext, "", what);
    }
    let is_direct = matches!(alg, "dir" | "ECDH-ES");
    if is_direct && sealed.recipients.len() > 1 {
        let others = sealed.recipients.len();
        let what = format!(
            "{} can have one recipient only, and there are {others}",
            quote(alg)
        );
        return at(Part::Input, "", what);
    }
    let lacks = |param| {
        let what = format!(
            "The header has no usable `{param}`, which {} needs",
            quote(alg)
        );
        at(Part::Header, param, what)
    };
    let bytes_of = |name| headers.bytes(name).len();
    if is_gcm {
        if bytes_of("iv") != 12 {
            return lacks("iv");
        }
        if bytes_of("tag") != 16 {
            return lacks("tag");
        }
    } else if alg.starts_with("PBES2-") {
        if headers.get("p2c").is_none() {
            return lacks("p2c");
        }
        if headers.get("p2s").is_none() {
            return lacks("p2s");
        }
    } else if alg.starts_with("ECDH-ES") {
        match headers.get("epk") {
            None => return lacks("epk"),
            Some(epk) => {
                if let Some(reason) = key::flaw_of(epk) {
                    let what = format!("The `epk` of the header is no key: {reason}");
                    return at(Part::Header, "epk", what);
                }
            }
        }
    }
    let found = base64url::whole(wrapped)?.len();
    let key = "encrypted key";
    let needed = match alg {
        _ if is_direct => 0,
        _ if is_gcm => content.key_bytes(),
        _ if is_wrapped => content.key_bytes() + 8,
        "RSA-OAEP" | "RSA-OAEP-256" | "RSA-OAEP-384" | "RSA-OAEP-512" | "RSA1_5" if found == 0 => {
            let what = format!("The {key} is empty, and {} makes one", quote(alg));
            return at(Part::EncryptedKey, "", what);
        }
        _ => found,
    };
    wrong(Part::EncryptedKey, key, found, alg, "makes", needed)
}

/// How near to opening a recipient came.
fn rank(state: &State) -> u8 {
    match state {
        State::NotChecked => 0,
        State::CannotBeChecked(_) => 1,
        State::NoKeyWithKid { .. } => 2,
        _ => 3,
    }
}

/// Bytes of the key that this way of AES wraps the content key with.
fn wrapping(name: &str) -> Option<usize> {
    match name {
        "A128KW" | "A128GCMKW" => Some(16),
        "A192KW" | "A192GCMKW" => Some(24),
        "A256KW" | "A256GCMKW" => Some(32),
        _ => None,
    }
}

/// How `alg` keeps the content key.
fn keeping(alg: &str, enc: &str, content: Content, headers: &Headers) -> Result<Keeping, State> {
    let cannot = |reason| Err(State::CannotBeChecked(reason));
    if let Some(bytes) = wrapping(alg) {
        if !alg.ends_with("GCMKW") {
            return Ok(Keeping::AesKw(bytes));
        }
        let (iv, tag) = (headers.bytes("iv"), headers.bytes("tag"));
        return match (iv.len(), tag.len()) {
            (12, 16) => Ok(Keeping::GcmKw(bytes, iv, tag)),
            _ => cannot(Reason::Damaged("`iv` or `tag` in the header")),
        };
    }
    if let Some(rest) = alg.strip_prefix("ECDH-ES") {
        let wraps = match rest.strip_prefix('+') {
            Some(wrap) => wrapping(wrap),
            None if rest.is_empty() => None,
            None => return cannot(Reason::UnknownAlgorithm(alg.to_owned())),
        };
        if wraps.is_none() && !rest.is_empty() {
            return cannot(Reason::UnknownAlgorithm(alg.to_owned()));
        }
        let epk = headers.get("epk");
        let curve = epk.and_then(|epk| epk.get("crv")?.as_str());
        if let Some(curve) = curve.filter(|curve| Curve::by_name(curve).is_none()) {
            return cannot(Reason::UnknownAlgorithm(curve.to_owned()));
        }
        let Some(public) = epk.and_then(key::ephemeral) else {
            return cannot(Reason::Damaged("`epk` in the header"));
        };
        let bytes = wraps.unwrap_or(content.key_bytes());
        let name = if wraps.is_some() { alg } else { enc };
        let mut info = Vec::new();
        for part in [
            name.as_bytes(),
            &headers.bytes("apu"),
            &headers.bytes("apv"),
        ] {
            info.extend((part.len() as u32).to_be_bytes());
            info.extend(part);
        }
        info.extend((bytes as u32 * 8).to_be_bytes());
        return Ok(Keeping::Ecdh(public, info, bytes, wraps.is_some()));
    }
    let (hash, bytes) = match alg {
        "dir" => return Ok(Keeping::Direct),
        "RSA-OAEP" => return Ok(Keeping::Oaep(Hash::Sha1)),
        "RSA-OAEP-256" => return Ok(Keeping::Oaep(Hash::Sha256)),
        "RSA-OAEP-384" => return Ok(Keeping::Oaep(Hash::Sha384)),
        "RSA-OAEP-512" => return Ok(Keeping::Oaep(Hash::Sha512)),
        "PBES2-HS256+A128KW" => (Hash::Sha256, 16),
        "PBES2-HS384+A192KW" => (Hash::Sha384, 24),
        "PBES2-HS512+A256KW" => (Hash::Sha512, 32),
        _ => return cannot(Reason::UnknownAlgorithm(alg.to_owned())),
    };
    let count = headers.get("p2c").and_then(Value::as_number);
    // Beyond all numbers is a number too.
    let rounds = count.map(|count| count.floor().unwrap_or((i64::MAX, true)));
    let (Some(count), Some((1.., true)), Some(_)) = (count, rounds, headers.text("p2s")) else {
        return cannot(Reason::Damaged("`p2c` or `p2s` in the header"));
    };
    let rounds = rounds.and_then(|(rounds, _)| u32::try_from(rounds).ok());
    let Some(rounds) = rounds.filter(|rounds| *rounds <= LARGEST_COUNT) else {
        return cannot(Reason::Count(count.0.to_owned()));
    };
    let salt = [alg.as_bytes(), &[0], &headers.bytes("p2s")].concat();
    Ok(Keeping::Pbes2(hash, salt, rounds, bytes))
}

/// What of a key goes into the computation: for secrets each reading that fits, for key pairs nothing more.
fn secrets(
    key: &Key,
    alg: &str,
    enc: &str,
    keeping: &Keeping,
    content: Content,
) -> Result<Vec<Vec<u8>>, Unfit> {
    let material = &key.material;
    if let Some(purpose) = key.purpose.as_deref().filter(|purpose| *purpose != "enc") {
        return Err(Unfit::Use(purpose.to_owned()));
    }
    if let Some(own) = key.alg.as_deref().filter(|own| *own != alg) {
        // A key for `dir` may say what it encrypts content with.
        let is_of_content = matches!(keeping, Keeping::Direct) && Content::of(own).is_some();
        let needed = if is_of_content { enc } else { alg };
        if own != needed {
            return Err(Unfit::Algorithm(own.to_owned(), needed.to_owned()));
        }
    }
    let opens = |operation: &String| match operation.as_str() {
        "decrypt" | "unwrapKey" | "deriveKey" | "deriveBits" => true,
        // Said of the public half.
        "encrypt" | "wrapKey" => material.is_private(),
        _ => false,
    };
    key.allows(opens)?;
    let pair = |needed: &'static str| {
        if material.kind() != needed {
            Err(Unfit::Type(material.kind(), needed))
        } else if !material.is_private() {
            Err(Unfit::PublicOnly)
        } else {
            Ok(vec![Vec::new()])
        }
    };
    let needed = match keeping {
        Keeping::Oaep(_) => match material {
            Material::Rsa(rsa) if rsa.is_impossible() => return Err(Unfit::Numbers("RSA")),
            _ => return pair("RSA"),
        },
        Keeping::Ecdh(public, ..) => {
            let (own, other) = (material.curve(), public.curve());
            return match (own, other) {
                (Some(own), Some(other)) if own != other => {
                    Err(Unfit::Curve(own.name(), other.name()))
                }
                _ => pair(public.kind()),
            };
        }
        Keeping::Direct => Some(content.key_bytes()),
        Keeping::AesKw(bytes) | Keeping::GcmKw(bytes, ..) => Some(*bytes),
        Keeping::Pbes2(..) => None,
    };
    let Material::Secret(readings) = material else {
        return Err(Unfit::Type(material.kind(), "oct"));
    };
    let fitting: Vec<Vec<u8>> = readings
        .iter()
        .filter(|(reading, bytes)| {
            !matches!(reading, Reading::LineFeed | Reading::CarriageReturn)
                && !bytes.is_empty()
                && needed.is_none_or(|needed| needed == bytes.len())
        })
        .map(|(_, bytes)| bytes.clone())
        .collect();
    match fitting.is_empty() {
        true => Err(Unfit::Size(material.bits(), needed.unwrap_or(1) * 8)),
        false => Ok(fitting),
    }
}

/// The key derivation of RFC 7518 §4.6.2, with SHA-256.
fn concat_kdf(shared: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut round = 1u32;
    while out.len() < length {
        let input = [&round.to_be_bytes()[..], shared, info].concat();
        out.extend(hash::sha256(&input));
        round += 1;
    }
    out.truncate(length);
    out
}

/// What an operation asks of an engine.
fn needs(operation: &Operation) -> String {
    let aes = |key: &[u8]| format!("AES with {} bits", key.len() * 8);
    match operation {
        Operation::UnwrapAes { key, .. }
        | Operation::DecryptGcm { key, .. }
        | Operation::DecryptCbc { key, .. } => aes(key),
        Operation::Agree { key, .. } => key.curve().map_or("", Curve::name).to_owned(),
        Operation::UnwrapRsa { key, .. } => format!("RSA-OAEP with {} bits", key.bits()),
        Operation::Derive { .. } => "PBKDF2".to_owned(),
        Operation::Inflate { .. } => "DEFLATE".to_owned(),
        _ => "HMAC".to_owned(),
    }
}

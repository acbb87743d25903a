//! What can be said about a signature: never one "invalid" for everything.

use super::key::{Description, Origin, Reading};
use crate::place::Span;
use crate::text::{quote, quote_list};

/// Why a key cannot be used with an algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Another type of key (`kty` found, `kty` needed).
    Type(&'static str, &'static str),
    /// Another curve (found, needed).
    Curve(&'static str, &'static str),
    /// Its `use` says otherwise.
    Use(String),
    /// Its `key_ops` leave it out.
    Operation(Vec<String>),
    /// Its `alg` is another (its own, the token's).
    Algorithm(String, String),
    /// Microsoft says that it is of this issuer, another than that of the token.
    Issuer(String),
    /// Its certificate is none that the header names by thumbprint.
    Certificate,
    /// Too small or of the wrong size (bits found, bits needed).
    Size(usize, usize),
    /// An RSA exponent that is even or 1: anyone can make signatures that verify.
    Exponent,
    /// Its numbers make no key of this type: coordinates that are no point, halves of different keys.
    Numbers(&'static str),
    /// To open a token takes the private half.
    PublicOnly,
}

impl Unfit {
    /// The reason as a clause.
    pub fn phrase(&self) -> String {
        match self {
            Unfit::Type(found, needed) => {
                format!("it is of type {found}, and the algorithm needs {needed}")
            }
            Unfit::Curve(found, needed) => {
                format!("it is on {found}, and one on {needed} is needed")
            }
            Unfit::Use(found) => format!("its `use` is {}", quote(found)),
            Unfit::Operation(found) if found.is_empty() => "its `key_ops` allow nothing".to_owned(),
            Unfit::Operation(found) => format!("its `key_ops` allow only {}", quote_list(found)),
            Unfit::Algorithm(key, token) => {
                format!(
                    "its `alg` is {}, the token's is {}",
                    quote(key),
                    quote(token)
                )
            }
            Unfit::Issuer(own) => format!("its `issuer` is {}, of another tenant", quote(own)),
            Unfit::Certificate => {
                "its certificate is not the one of `x5t` or `x5t#S256`".to_owned()
            }
            Unfit::Size(found, needed) => {
                format!("it has {found} bits, and the algorithm needs {needed}")
            }
            Unfit::Exponent => {
                "its public exponent is even or 1, so that anyone can make signatures that verify"
                    .to_owned()
            }
            Unfit::Numbers("EC") => {
                "its `x` and `y` are no point on its curve: it was damaged or made up".to_owned()
            }
            Unfit::Numbers(_) => {
                "its numbers do not belong together: it was damaged or made up".to_owned()
            }
            Unfit::PublicOnly => "it is a public key, and opening takes the private one".to_owned(),
        }
    }
}

/// What is damaged where a part is no base64url: rules of the structure say which.
pub const BASE64URL: &str = "base64url of one of its parts";
/// What is damaged where there are too many parts: a rule of the structure says so.
pub const PARTS: &str = "division into parts";

/// What is damaged where a proof brings no key along: a rule of such proofs says so.
pub const OWN_KEY: &str = "`jwk` in the header";

/// Why no key can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The header has a `nonce` as tokens for Microsoft's own APIs do: they are changed after signing.
    HeaderNonce,
    /// A MAC by a public issuer: its secret is not yours.
    MacOfPublicIssuer,
    /// `alg` is `none`.
    Unsigned,
    /// There is no `alg`, or it is not a string.
    NoAlgorithm,
    /// `alg` or `enc` is not one that is checked here.
    UnknownAlgorithm(String),
    /// The engine cannot do what `alg` or `enc` needs.
    EngineLacks(String),
    /// The payload is kept elsewhere.
    Detached,
    /// A key was given, and none that can be used: why.
    NoKey(String),
    /// A key binding, and no key of the holder in `cnf`.
    NoHolderKey,
    /// `RSA1_5` is not opened: its padding leaks the key to whoever can try often enough (RFC 8725 §3.2).
    Rsa15,
    /// PBES2 with a count beyond what is worked through.
    Count(String),
    /// The content unpacks to more than is unpacked here.
    Inflates(usize),
    /// More signatures, recipients, layers or keys than are looked at.
    TooMany,
    /// What is needed to check or open it is missing or damaged: which part.
    Damaged(&'static str),
}

impl Reason {
    /// A sentence or two.
    pub fn sentence(&self) -> String {
        match self {
            Reason::HeaderNonce => "Nobody but Microsoft can check this signature: the header has a `nonce`, \
                as tokens for Microsoft's own APIs do. Such tokens fail everywhere else, with the right key too. \
                This is reported by many, not documented."
                .to_owned(),
            Reason::MacOfPublicIssuer => "You cannot check this: HMAC needs the secret it was made with, and a \
                public issuer shares none. The token is home-made or an attack."
                .to_owned(),
            Reason::Unsigned => "There is nothing to check: the token is not signed.".to_owned(),
            Reason::NoAlgorithm => "It cannot be checked: the header names no algorithm.".to_owned(),
            Reason::UnknownAlgorithm(name) => {
                format!("The algorithm {} is not one that is checked here. That says nothing about the token.", quote(name))
            }
            Reason::EngineLacks(name) => {
                format!("{} cannot be computed here. That says nothing about the token.", quote(name))
            }
            Reason::Detached => "The payload is not in the token, and what is signed includes it. \
                Give the content that was sent beside it."
                .to_owned(),
            Reason::NoKey(why) => format!("Not checked: the key that was given cannot be used: {why}."),
            Reason::NoHolderKey => "It cannot be checked: the token has no usable `jwk` in `cnf`, and no key you gave is \
                the one that it names there."
                .to_owned(),
            Reason::Rsa15 => "A token encrypted with RSA1_5 is not opened: the padding lets others decrypt by \
                trial, and current libraries refuse it. Encrypt with RSA-OAEP-256."
                .to_owned(),
            Reason::Count(count) => format!(
                "Not opened: the key would take {} rounds of hashing, at most {} are worked through.",
                quote(count),
                super::LARGEST_COUNT
            ),
            Reason::Inflates(limit) => format!(
                "Not opened: the content unpacks to more than {limit} bytes, as only an attack does."
            ),
            Reason::TooMany => "Not all was checked: there are more signatures, recipients, layers, keys or rounds of \
                hashing than are worked through."
                .to_owned(),
            Reason::Damaged(part) => format!("It cannot be checked or opened: the {part} is missing or damaged."),
        }
    }
}

/// Something that explains why a signature does not verify: with it undone, it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The parts were signed without the padding or with the URL-safe letters.
    Encoding,
    /// The parts were signed with padding that is gone.
    Padding,
    /// The content beside the token got a line feed at its end.
    LineFeed,
    /// A key of another `kid` than the token names signed it.
    OtherKey,
    /// ECDSA in DER, not raw.
    Der,
    /// PSS with a salt of this many bytes.
    Salt(usize),
    /// The secret was used in a way nobody means.
    Secret(Reading),
    /// `b64` was understood the other way round.
    B64,
    /// The text of a public key was used as a shared secret: an attack.
    Confusion,
    /// The text of a private key was used as a shared secret.
    PrivateKey,
    /// It verifies with the key in the token's own header.
    HeaderKey,
    /// R or S is zero or the order of the curve: accepted by broken verifiers for any content.
    Zero,
}

impl Damage {
    /// A sentence about it.
    pub fn sentence(self) -> String {
        match self {
            Damage::Encoding => {
                "It does verify once the base64url of the parts is put right (`=`, `+`, `/`, unused bits): \
                the signer signed clean base64url, and something re-encoded the token."
                    .to_owned()
            }
            Damage::Padding => {
                "It does verify with the parts padded (`=`), as load balancers of AWS sign them: something took the padding away."
                    .to_owned()
            }
            Damage::LineFeed => {
                "It does verify without the line feed at the end of the content.".to_owned()
            }
            Damage::OtherKey => {
                "That key has another `kid` than the token names: one of the two is wrong.".to_owned()
            }
            Damage::Der => {
                "It does verify once the signature is turned from DER into R and S one after the \
                other, as RFC 7518 §3.4 wants it. The key is right, the signer's library is not."
                    .to_owned()
            }
            Damage::Salt(bytes) => format!(
                "It does verify with a salt of {bytes} bytes: the key is right, but RFC 7518 §3.5 wants a salt as \
                 long as the hash."
            ),
            Damage::Secret(reading) => format!(
                "It does verify with {}. Whoever signs uses the secret differently from how you keep it.",
                reading.phrase()
            ),
            Damage::B64 => {
                "It does verify when `b64` is understood the other way round: signer and receiver \
                disagree on RFC 7797, and `crit` has to list it."
                    .to_owned()
            }
            Damage::Confusion => {
                "It was made with the text of your public key as if that were a shared secret: \
                this is an attack on verifiers that trust `alg`."
                    .to_owned()
            }
            Damage::PrivateKey => {
                "It does verify with the text of the private key as if that were a shared secret: whoever signs named \
                no algorithm of key pairs, such as `RS256`, and the library took HMAC."
                    .to_owned()
            }
            Damage::HeaderKey => {
                "It does verify with the key in the token's own header, which proves nothing: \
                whoever wrote the token chose that key."
                    .to_owned()
            }
            Damage::Zero => {
                "Half of the signature is zero or the order of its curve, which broken verifiers (Java 15 \
                to 18) accept for any content: this is an attack."
                    .to_owned()
            }
        }
    }
}

/// The state of a signature, or of an encrypted token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// No key was given.
    #[default]
    NotChecked,
    /// No key can decide.
    CannotBeChecked(Reason),
    /// None of the keys has the `kid` of the token.
    NoKeyWithKid {
        /// The `kid` of the token.
        kid: String,
        /// Key IDs that are there, the nearest first.
        near: Vec<String>,
        /// The likely reasons.
        likely: &'static str,
        /// The key that it verifies with all the same.
        fits: Option<Box<Description>>,
        /// What is wrong with the key of that name, where one is there and cannot be used.
        fault: Option<String>,
    },
    /// The key cannot be used with the algorithm.
    KeyUnfit {
        /// The key.
        key: Box<Description>,
        /// Why.
        why: Unfit,
    },
    /// The signature has a length that none by this algorithm and key has.
    WrongLength {
        /// Bytes found.
        found: usize,
        /// Bytes expected.
        expected: usize,
    },
    /// The bytes do not verify.
    DoesNotVerify {
        /// The keys that were tried.
        tried: Vec<Description>,
        /// What explains it.
        undone: Option<Damage>,
    },
    /// The bytes verify.
    Verified {
        /// With this key.
        key: Box<Description>,
        /// Read this way, where the key is a secret.
        reading: Option<Reading>,
        /// Over these stretches of the token's text.
        over: Vec<Span>,
        /// Bytes of content kept beside the token, where it was detached.
        detached: Option<usize>,
    },
    /// An encrypted token that the keys do not open.
    DoesNotOpen {
        /// The keys that were tried.
        tried: Vec<Description>,
        /// Whether a key gave the content key, and the content is what is damaged.
        is_content: bool,
    },
    /// An encrypted token that was opened.
    Opened {
        /// With this key.
        key: Box<Description>,
        /// Bytes that were in it.
        bytes: usize,
        /// The `kid` of the token, where none of the keys has it.
        missing: Option<String>,
    },
}

impl State {
    /// Whether a key was given.
    pub fn is_checked(&self) -> bool {
        !matches!(self, State::NotChecked)
    }

    /// The name used in reports.
    pub fn name(&self) -> &'static str {
        match self {
            State::NotChecked => "not-checked",
            State::CannotBeChecked(_) => "cannot-be-checked",
            State::NoKeyWithKid { .. } => "no-key-with-kid",
            State::KeyUnfit { .. } => "key-unfit",
            State::WrongLength { .. } => "wrong-length",
            State::DoesNotVerify { .. } => "does-not-verify",
            State::Verified { .. } => "verified",
            State::DoesNotOpen { .. } => "does-not-open",
            State::Opened { .. } => "opened",
        }
    }

    /// The key it is about.
    pub fn key(&self) -> Option<&Description> {
        match self {
            State::KeyUnfit { key, .. }
            | State::Verified { key, .. }
            | State::Opened { key, .. } => Some(key),
            State::NoKeyWithKid { fits, .. } => fits.as_deref(),
            State::DoesNotVerify { tried, .. } | State::DoesNotOpen { tried, .. } => tried.first(),
            _ => None,
        }
    }

    /// What was checked, with what, and what came out: a short first sentence, then what it means.
    pub fn sentence(&self) -> String {
        match self {
            State::NotChecked => "The signature was not checked: no key was given.".to_owned(),
            State::CannotBeChecked(reason) => reason.sentence(),
            State::NoKeyWithKid {
                kid,
                near,
                likely,
                fits,
                fault,
            } => {
                let fits = match fits {
                    Some(key) => format!(" The bytes do verify with {}.", key.label()),
                    None => String::new(),
                };
                let kid = quote(kid);
                if let Some(fault) = fault {
                    return format!(
                        "Not checked: the key with the `kid` {kid} is there, but {fault}.{fits}"
                    );
                }
                let near = match near.is_empty() {
                    true => "none of them has a `kid`".to_owned(),
                    false => format!("they have {}", quote_list(near)),
                };
                format!("None of your keys has the `kid` {kid}: {near}. {likely}{fits}")
            }
            State::KeyUnfit { key, why } => {
                let label = key.label();
                format!("Not checked: {label} does not fit, {}.", why.phrase())
            }
            // Both are lengths that RSA has.
            State::WrongLength { found, expected }
                if [found, expected]
                    .iter()
                    .all(|bytes| **bytes >= 128 && **bytes % 64 == 0) =>
            {
                format!(
                    "The signature has {found} bytes, not {expected}: another key signed it, one of {} bits.",
                    found * 8
                )
            }
            State::WrongLength { found, expected } => format!(
                "The signature has {found} bytes, not {expected}. No signature by this algorithm and key is that \
                 long: the token was cut, or `alg` was changed."
            ),
            State::DoesNotVerify { tried, undone } => {
                let what = tried_keys(tried);
                let why = match undone {
                    Some(damage) => damage.sentence(),
                    None if tried.iter().any(Description::is_from_token) => "Header or payload was changed after \
                        signing, or whoever signed used another key than the token names."
                        .to_owned(),
                    None => "Header or payload was changed after signing, or another key signed it: wrong issuer, \
                             tenant or environment."
                        .to_owned(),
                };
                match undone {
                    Some(Damage::OtherKey) => {
                        format!("The signature is that of {what}. {why}")
                    }
                    Some(Damage::Confusion | Damage::Zero) => {
                        format!("The signature is forged. {why}")
                    }
                    _ => format!("The signature does not verify with {what}. {why}"),
                }
            }
            State::Verified {
                key,
                reading,
                over,
                detached,
            } => {
                let how = match reading {
                    _ if key.origin == Origin::Holder => "the holder's key in `cnf`".to_owned(),
                    Some(reading) if key.kind == "oct" => reading.phrase().to_owned(),
                    _ => key.label(),
                };
                let over = match (over.as_slice(), detached) {
                    ([first, ..], _) if first.is_empty() => {
                        "the payload alone: no header is protected".to_owned()
                    }
                    (_, Some(bytes)) => {
                        format!("the header and {bytes} bytes of content beside the token")
                    }
                    ([_], None) => "header and payload as they stand".to_owned(),
                    _ => "the protected header and the payload as they stand".to_owned(),
                };
                format!(
                    "The signature verifies with {how}, over {over}. \
                     That does not make the token acceptable: issuer, audience and time count as before."
                )
            }
            State::DoesNotOpen {
                tried,
                is_content: false,
            } => format!(
                "The token does not open with {}. It was encrypted for another key, or one of its parts was changed.",
                tried_keys(tried)
            ),
            State::DoesNotOpen { tried, .. } => format!(
                "The content does not open with {}. The key may be right, but header, initialization vector, \
                 ciphertext or tag were changed.",
                tried_keys(tried)
            ),
            State::Opened {
                key,
                bytes,
                missing,
            } => {
                let missing = match missing {
                    Some(kid) => format!(
                        " None of your keys has the `kid` {} that the token names: one of the two is wrong.",
                        quote(kid)
                    ),
                    None => String::new(),
                };
                format!(
                    "The token opens with {}: {bytes} bytes were in it.{missing} Whoever has the key to encrypt can \
                     make such a token: only a signature inside says who did.",
                    key.label()
                )
            }
        }
    }
}

fn tried_keys(tried: &[Description]) -> String {
    let labels: Vec<String> = tried.iter().map(Description::label).collect();
    match labels.as_slice() {
        [one] => one.clone(),
        [] => "any key you gave".to_owned(),
        many => format!("any of {} keys that fit", many.len()),
    }
}

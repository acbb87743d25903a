//! The seam: what an engine computes. Plain data, so that one engine answers at once and another when it is ready.

use std::rc::Rc;

use super::key::{Material, Rsa};

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1, which RSA-OAEP still uses.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// Bytes of its output.
    pub fn bytes(self) -> usize {
        match self {
            Hash::Sha1 => 20,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }

    /// Its name as WebCrypto writes it.
    pub fn name(self) -> &'static str {
        match self {
            Hash::Sha1 => "SHA-1",
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
            Hash::Sha512 => "SHA-512",
        }
    }
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1(Hash),
    /// RSASSA-PSS with a salt of this many bytes; MGF1 uses the same hash.
    Pss(Hash, usize),
    /// ECDSA, R and S one after the other.
    Ecdsa(Hash),
    /// EdDSA, pure.
    Eddsa,
}

/// One primitive to compute.
#[derive(Clone)]
pub enum Operation {
    /// Verify a signature with the public half of `key`; derive that first where only the private half is known.
    /// Answer: [`Answer::Yes`], [`Answer::No`] or [`Answer::BadKey`].
    Verify {
        /// How it is made.
        scheme: Scheme,
        /// The key.
        key: Material,
        /// The signature; its length is right for the key.
        signature: Vec<u8>,
        /// What is signed.
        data: Rc<[u8]>,
    },
    /// HMAC. The key is never empty. Answer: [`Answer::Bytes`].
    Mac {
        /// The hash function.
        hash: Hash,
        /// The key.
        key: Vec<u8>,
        /// What is authenticated.
        data: Rc<[u8]>,
    },
    /// ECDH: the shared secret of a private and a public key on the same curve. Answer: [`Answer::Bytes`].
    Agree {
        /// The private key.
        key: Material,
        /// The other side's public key.
        public: Material,
    },
    /// RSA-OAEP with this hash, MGF1 with the same, no label. Answer: [`Answer::Bytes`].
    UnwrapRsa {
        /// The hash function.
        hash: Hash,
        /// The private key.
        key: Rsa,
        /// The encrypted key.
        data: Vec<u8>,
    },
    /// AES Key Wrap (RFC 3394). Answer: [`Answer::Bytes`].
    UnwrapAes {
        /// The key, of 16, 24 or 32 bytes.
        key: Vec<u8>,
        /// The wrapped key.
        data: Vec<u8>,
    },
    /// AES-GCM. Answer: [`Answer::Bytes`].
    DecryptGcm {
        /// The key, of 16, 24 or 32 bytes.
        key: Vec<u8>,
        /// The initialization vector, of 12 bytes.
        iv: Vec<u8>,
        /// What is authenticated besides.
        aad: Vec<u8>,
        /// The ciphertext.
        data: Vec<u8>,
        /// The tag, of 16 bytes.
        tag: Vec<u8>,
    },
    /// AES-CBC with PKCS#7 padding. Answer: [`Answer::Bytes`].
    DecryptCbc {
        /// The key, of 16, 24 or 32 bytes.
        key: Vec<u8>,
        /// The initialization vector, of 16 bytes.
        iv: Vec<u8>,
        /// The ciphertext.
        data: Vec<u8>,
    },
    /// PBKDF2 with HMAC. Takes long where `count` is high. Answer: [`Answer::Bytes`].
    Derive {
        /// The hash function.
        hash: Hash,
        /// The password.
        password: Vec<u8>,
        /// The salt.
        salt: Vec<u8>,
        /// The iteration count; bounded.
        count: u32,
        /// Bytes to derive.
        length: usize,
    },
    /// Raw DEFLATE (RFC 1951). Answer: [`Answer::Bytes`], or [`Answer::TooLong`] as soon as `limit` is exceeded.
    Inflate {
        /// The compressed bytes.
        data: Vec<u8>,
        /// The most bytes to give back.
        limit: usize,
    },
}

impl Operation {
    /// Whether it may take long enough for a person to wonder: show that it goes on, and offer to stop.
    pub fn is_long(&self) -> bool {
        matches!(self, Operation::Derive { count, .. } if *count > 50_000)
    }
}

/// What an engine answers.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The signature verifies.
    Yes,
    /// It does not; or the key, the padding, the tag or the data is not right.
    No,
    /// The key is none: its coordinates are no point on its curve.
    BadKey,
    /// The output.
    Bytes(Vec<u8>),
    /// The output would be longer than allowed.
    TooLong,
    /// This engine cannot do it: its own state, not "invalid".
    Unsupported,
}

/// Operations hold secrets: only their names are shown.
impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Operation::Verify { .. } => "Verify",
            Operation::Mac { .. } => "Mac",
            Operation::Agree { .. } => "Agree",
            Operation::UnwrapRsa { .. } => "UnwrapRsa",
            Operation::UnwrapAes { .. } => "UnwrapAes",
            Operation::DecryptGcm { .. } => "DecryptGcm",
            Operation::DecryptCbc { .. } => "DecryptCbc",
            Operation::Derive { .. } => "Derive",
            Operation::Inflate { .. } => "Inflate",
        })
    }
}

/// Answers hold secrets: only their names are shown.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Answer::Yes => "Yes",
            Answer::No => "No",
            Answer::BadKey => "BadKey",
            Answer::Bytes(_) => "Bytes",
            Answer::TooLong => "TooLong",
            Answer::Unsupported => "Unsupported",
        })
    }
}

//! The `alg` values of the JSON Web Signature and Encryption Algorithms registry.

/// What an algorithm does with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Signs with a private key.
    Signature,
    /// Authenticates with a shared secret.
    Mac,
    /// Encrypts or agrees on a key, with a public key.
    KeyEncryption,
    /// Wraps or derives a key from a shared secret or password, or uses it as it is.
    SharedKey,
    /// Does nothing.
    None,
}

/// An algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// Its `alg` value.
    pub name: &'static str,
    /// What it does with its key.
    pub purpose: Use,
    /// Bytes its signature or MAC has; 0 where that depends on the key.
    pub signature: usize,
    /// Bits of the hash it signs: what `at_hash` and its like are half of; 0 where there is none.
    pub hash: u16,
    /// The document that defines it.
    pub source: &'static str,
}

macro_rules! algorithms {
    ($($name:literal $purpose:ident $signature:literal $hash:literal $source:literal;)*) => {
        &[$(Algorithm { name: $name, purpose: Use::$purpose, signature: $signature, hash: $hash, source: $source }),*]
    };
}

/// Every algorithm known here.
pub static ALGORITHMS: &[Algorithm] = algorithms! {
    "HS256" Mac 32 256 "RFC 7518 §3.2";
    "HS384" Mac 48 384 "RFC 7518 §3.2";
    "HS512" Mac 64 512 "RFC 7518 §3.2";
    "RS256" Signature 0 256 "RFC 7518 §3.3";
    "RS384" Signature 0 384 "RFC 7518 §3.3";
    "RS512" Signature 0 512 "RFC 7518 §3.3";
    "ES256" Signature 64 256 "RFC 7518 §3.4";
    "ES384" Signature 96 384 "RFC 7518 §3.4";
    "ES512" Signature 132 512 "RFC 7518 §3.4";
    "PS256" Signature 0 256 "RFC 7518 §3.5";
    "PS384" Signature 0 384 "RFC 7518 §3.5";
    "PS512" Signature 0 512 "RFC 7518 §3.5";
    "none" None 0 0 "RFC 7518 §3.6";
    "EdDSA" Signature 0 512 "RFC 8037 §3.1";
    "Ed25519" Signature 64 512 "RFC 9864";
    "Ed448" Signature 114 0 "RFC 9864";
    "ES256K" Signature 64 256 "RFC 8812 §3.2";
    "ML-DSA-44" Signature 2420 0 "ML-DSA for JOSE";
    "ML-DSA-65" Signature 3309 0 "ML-DSA for JOSE";
    "ML-DSA-87" Signature 4627 0 "ML-DSA for JOSE";
    "RS1" Signature 0 0 "RFC 8812 §2";
    "HS1" Mac 20 0 "IANA registry";
    "RSA1_5" KeyEncryption 0 0 "RFC 7518 §4.2";
    "RSA-OAEP" KeyEncryption 0 0 "RFC 7518 §4.3";
    "RSA-OAEP-256" KeyEncryption 0 0 "RFC 7518 §4.3";
    "RSA-OAEP-384" KeyEncryption 0 0 "IANA registry";
    "RSA-OAEP-512" KeyEncryption 0 0 "IANA registry";
    "A128KW" SharedKey 0 0 "RFC 7518 §4.4";
    "A192KW" SharedKey 0 0 "RFC 7518 §4.4";
    "A256KW" SharedKey 0 0 "RFC 7518 §4.4";
    "dir" SharedKey 0 0 "RFC 7518 §4.5";
    "ECDH-ES" KeyEncryption 0 0 "RFC 7518 §4.6";
    "ECDH-ES+A128KW" KeyEncryption 0 0 "RFC 7518 §4.6";
    "ECDH-ES+A192KW" KeyEncryption 0 0 "RFC 7518 §4.6";
    "ECDH-ES+A256KW" KeyEncryption 0 0 "RFC 7518 §4.6";
    "A128GCMKW" SharedKey 0 0 "RFC 7518 §4.7";
    "A192GCMKW" SharedKey 0 0 "RFC 7518 §4.7";
    "A256GCMKW" SharedKey 0 0 "RFC 7518 §4.7";
    "PBES2-HS256+A128KW" SharedKey 0 0 "RFC 7518 §4.8";
    "PBES2-HS384+A192KW" SharedKey 0 0 "RFC 7518 §4.8";
    "PBES2-HS512+A256KW" SharedKey 0 0 "RFC 7518 §4.8";
};

/// The algorithm with exactly this name.
pub fn by_name(name: &str) -> Option<&'static Algorithm> {
    ALGORITHMS.iter().find(|algorithm| algorithm.name == name)
}

/// Bytes of a signature made with `alg`: for RSA those of a 2048-bit key, for `EdDSA` those of Ed25519.
pub fn signature_length(alg: &str) -> Option<usize> {
    let algorithm = by_name(alg)?;
    match (algorithm.purpose, algorithm.signature) {
        (Use::Signature, 0) if alg == "EdDSA" => Some(64),
        (Use::Signature, 0) => Some(256),
        (_, length) => Some(length),
    }
}

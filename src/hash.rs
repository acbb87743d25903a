//! The hashes that tokens are tied to each other with. None of them keeps a secret here.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// SHA-1, 20 bytes: `x5t`.
pub fn sha1(bytes: &[u8]) -> Vec<u8> {
    Sha1::digest(bytes).to_vec()
}

/// SHA-256, 32 bytes.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The member of the SHA-2 family with this many bits.
pub fn sha2(bits: u16, bytes: &[u8]) -> Option<Vec<u8>> {
    match bits {
        256 => Some(sha256(bytes)),
        384 => Some(Sha384::digest(bytes).to_vec()),
        512 => Some(Sha512::digest(bytes).to_vec()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::base64url;

    #[test]
    fn hashes_have_their_lengths() {
        assert_eq!(sha1(b"").len(), 20);
        for bits in [256, 384, 512] {
            let hash = sha2(bits, b"").expect("a member");
            assert_eq!(hash.len() * 8, usize::from(bits));
        }
        assert_eq!(
            base64url::encode(&sha256(b"abc")),
            "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
        );
        assert_eq!(sha2(0, b""), None);
    }
}

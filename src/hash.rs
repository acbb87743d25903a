//! The hashes that tokens are tied to each other with. None of them keeps a secret here.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::token::base64url;
use crate::token::json::Value;

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

/// The SHA-256 thumbprint of a JWK (RFC 7638 §3) in base64url: over exactly the members its key type requires, in
/// order of their names. `None` where a member is missing or is no plain text.
pub fn thumbprint(jwk: Value) -> Option<String> {
    let members: &[&str] = match jwk.get("kty")?.as_str()? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        "oct" => &["k", "kty"],
        "AKP" => &["alg", "kty", "pub"],
        _ => return None,
    };
    let mut text = String::from("{");
    for name in members {
        let value = jwk.get(name)?.as_str()?;
        let is_plain = |b: u8| b.is_ascii_graphic() && b != b'"' && b != b'\\';
        if !value.bytes().all(is_plain) {
            return None;
        }
        let comma = if text.len() > 1 { "," } else { "" };
        text.push_str(&format!("{comma}\"{name}\":\"{value}\""));
    }
    text.push('}');
    Some(base64url::encode(&sha256(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::json::Json;

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

    #[test]
    fn a_thumbprint_is_that_of_rfc_7638() {
        let jwk = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let thumbprint = |text: &str| {
            let json = Json::read(text.to_owned());
            json.object().and_then(super::thumbprint)
        };
        assert_eq!(
            thumbprint(jwk).as_deref(),
            Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        );
        for text in [r#"{"kty":"RSA"}"#, r#"{"kty":"oct","k":"\""}"#, "{}"] {
            assert_eq!(thumbprint(text), None, "{text}");
        }
    }
}

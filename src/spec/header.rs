//! Parameters of the JOSE header: what each is, of which type, and where to read on.

use super::claims::{Claim, PARAMETERS, find};
use crate::token::json::Value;

/// What is known about the header parameter with this name.
pub fn parameter(name: &str) -> Option<&'static Claim> {
    find(PARAMETERS, name)
}

/// The header parameter that a name equals but for case, or that it is another word for.
pub fn meant(name: &str) -> Option<&'static str> {
    if parameter(name).is_some() {
        return None;
    }
    let known = PARAMETERS
        .iter()
        .find(|known| name.eq_ignore_ascii_case(known.name));
    match (known, name) {
        (Some(known), _) => Some(known.name),
        (_, "algorithm") => Some("alg"),
        (_, "type") => Some("typ"),
        (_, "keyId" | "keyid" | "key_id") => Some("kid"),
        _ => None,
    }
}

/// Members that only a private or symmetric JWK has (RFC 7518 §6).
pub const PRIVATE_KEY_MEMBERS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Those of them that a JWK holds. Programs write `null`, an empty text or list for what is not there.
pub fn private_members(jwk: Value) -> Vec<&'static str> {
    let is_held = |name: &&&str| {
        let raw = jwk.get(name).map_or("null", Value::raw);
        !matches!(raw, "null" | "\"\"" | "[]")
    };
    PRIVATE_KEY_MEMBERS
        .iter()
        .filter(is_held)
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_as_they_stand() {
        assert_eq!(parameter("Alg"), None);
        for (name, expected) in [
            ("Alg", Some("alg")),
            ("x5t#s256", Some("x5t#S256")),
            ("algorithm", Some("alg")),
            ("alg", None),
            ("x5t#S256", None),
            ("algs", None),
        ] {
            assert_eq!(meant(name), expected, "{name}");
        }
    }
}

//! Values of the `typ` header parameter, and what each says.

/// A `typ` value as it is compared: in lower case, without `application/` (RFC 7515 §4.1.9).
pub fn media_type(typ: &str) -> String {
    let typ = typ.to_ascii_lowercase();
    match typ.strip_prefix("application/") {
        Some(short) => short.to_owned(),
        None => typ,
    }
}

/// A media type of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    /// Its name, in lower case and without `application/`.
    pub name: &'static str,
    /// What a token of this type is.
    pub meaning: &'static str,
    /// Who defines it.
    pub source: &'static str,
}

const fn define(name: &'static str, meaning: &'static str, source: &'static str) -> MediaType {
    MediaType {
        name,
        meaning,
        source,
    }
}

/// Every media type known here.
pub static MEDIA_TYPES: &[MediaType] = &[
    define("jwt", "a JWT of any kind", "RFC 7519 §5.1"),
    define("at+jwt", "an access token", "RFC 9068 §2.1"),
    define(
        "logout+jwt",
        "a logout token",
        "OpenID Connect Back-Channel Logout §2.4",
    ),
    define("dpop+jwt", "a DPoP proof", "RFC 9449 §4.2"),
    define("secevent+jwt", "a security event token", "RFC 8417 §2.3"),
    define(
        "oauth-authz-req+jwt",
        "the parameters of an authorization request",
        "RFC 9101 §10.8",
    ),
    define("dc+sd-jwt", "a verifiable credential", "SD-JWT VC draft"),
    define(
        "vc+sd-jwt",
        "a verifiable credential, by the name of older drafts",
        "SD-JWT VC draft",
    ),
    define("kb+jwt", "a key-binding JWT", "RFC 9901 §4.3"),
    define(
        "client-authentication+jwt",
        "a client assertion",
        "RFC 7523bis draft",
    ),
    define(
        "token-introspection+jwt",
        "an introspection response",
        "RFC 9701 §5",
    ),
    define(
        "entity-statement+jwt",
        "a statement about a member of a federation",
        "OpenID Federation",
    ),
    define(
        "okta-internal-at+jwt",
        "an access token that only Okta's own APIs may judge",
        "Okta",
    ),
    define("jose", "a compact JWS or JWE", "RFC 7515 §4.1.9"),
    define("jose+json", "a JWS or JWE in JSON", "RFC 7515 §4.1.9"),
];

/// What is known about a `typ` value, however it is written.
pub fn by_name(typ: &str) -> Option<&'static MediaType> {
    let name = media_type(typ);
    MEDIA_TYPES.iter().find(|known| known.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_however_they_are_written() {
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt"] {
            assert_eq!(by_name(typ).unwrap().meaning, "an access token");
        }
        assert_eq!(by_name("at-jwt"), None);
    }

    #[test]
    fn what_profiles_call_explicit_is_known() {
        for profile in crate::profile::PROFILES {
            let typ = profile.typ.explicit;
            assert!(typ.is_empty() || by_name(typ).is_some(), "{profile:?}");
            assert!(typ.is_empty() || profile.typ.accepts(typ), "{profile:?}");
        }
    }
}

//! Security event tokens (RFC 8417).

use super::sign::{AGAINST, DECISIVE, ISSUER, LOGOUT_EVENT, NEVER, Sign, USUAL, has};
use super::{BASE, Profile, Purpose, Typ, by_issuer};

/// A security event token.
pub static SET: Profile = Profile {
    id: "set",
    name: "Security event token",
    purpose: Purpose::Event,
    required: &[
        by_issuer("iss"),
        by_issuer("iat"),
        by_issuer("jti"),
        by_issuer("events"),
    ],
    recommended: &["aud"],
    forbidden: &["exp"],
    typ: Typ::explicit("secevent+jwt", &["secevent+jwt", "jwt"]),
    sources: "RFC 8417 §2.2; RFC 8417 §2.3",
    signs: &[
        (DECISIVE, Sign::Typ("secevent+jwt")),
        (ISSUER, has("events")),
        (USUAL, has("toe")),
        (USUAL, has("txn")),
        (USUAL, has("sub_id")),
        (AGAINST, LOGOUT_EVENT),
        (NEVER, Sign::OtherTyp("secevent+jwt")),
    ],
    ..BASE
};

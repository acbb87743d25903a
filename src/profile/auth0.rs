//! Auth0.

use super::openid::{ID_CLAIMS, ID_CONDITIONS};
use super::{BASE, Condition, Family, Profile, Purpose, Typ, always, when};
use crate::rules::Fixer;

/// An access token, in the profile of Auth0 or in that of RFC 9068.
pub static ACCESS: Profile = Profile {
    id: "auth0-access",
    name: "Auth0 access token",
    family: Family::Provider,
    purpose: Purpose::Access,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
    ],
    conditional: &[when("azp", Condition::Without("client_id"), Fixer::Issuer)],
    typ: Typ::one_of(&["jwt", "at+jwt"]),
    usual_life: 86_400,
    longest_life: 86_400,
    sources: &["Auth0 access-token-profiles"],
    ..BASE
};

/// An ID token.
pub static ID: Profile = Profile {
    id: "auth0-id",
    name: "Auth0 ID token",
    family: Family::Provider,
    purpose: Purpose::Id,
    required: ID_CLAIMS,
    conditional: ID_CONDITIONS,
    typ: Typ::JWT,
    usual_life: 36_000,
    longest_life: 86_400,
    sources: &["Auth0 id-token-structure", "OpenID Connect Core §2"],
    ..BASE
};

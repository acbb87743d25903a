//! Keycloak.

use super::issuer::Kind;
use super::sign::{ISSUER, NEVER, SLIGHT, STRONG, Sign, USUAL, has, is};
use super::{BASE, Family, Profile, Purpose, Typ, always};

/// What newer realms may be set to write.
const KEYCLOAK_AT_JWT: Sign = Sign::Test(
    |look| look.issuer() == Kind::Keycloak && look.is_typ("at+jwt"),
    "`typ` in the header is `at+jwt`",
);

/// An access token of a Keycloak realm.
pub static ACCESS: Profile = Profile {
    id: "keycloak-access",
    name: "Keycloak access token",
    family: Family::Provider,
    purpose: Purpose::Access,
    required: &[
        always("iss"),
        always("exp"),
        always("iat"),
        always("jti"),
        always("azp"),
        always("typ"),
    ],
    recommended: &["sub"],
    typ: Typ::one_of(&["jwt", "at+jwt"]),
    usual_life: 300,
    longest_life: 86_400,
    sources: "Keycloak server administration guide",
    signs: &[
        (STRONG, Sign::Issuer(Kind::Keycloak)),
        (ISSUER, is("typ", "Bearer")),
        (ISSUER, is("typ", "DPoP")),
        (30, has("realm_access")),
        (30, has("resource_access")),
        (USUAL, has("allowed-origins")),
        (SLIGHT, has("azp")),
        (STRONG, KEYCLOAK_AT_JWT),
        (NEVER, is("typ", "ID")),
        (NEVER, is("typ", "Refresh")),
        (NEVER, is("typ", "Offline")),
        (NEVER, is("typ", "Logout")),
        (NEVER, has("events")),
    ],
    ..BASE
};

//! Keycloak.

use super::issuer::Kind;
use super::sign::{ISSUER, NEVER, SLIGHT, STRONG, Sign, USUAL};
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
    sources: &["Keycloak server administration guide"],
    signs: &[
        (STRONG, Sign::Issuer(Kind::Keycloak)),
        (ISSUER, Sign::Is("typ", "Bearer")),
        (ISSUER, Sign::Is("typ", "DPoP")),
        (30, Sign::Has("realm_access")),
        (30, Sign::Has("resource_access")),
        (USUAL, Sign::Has("allowed-origins")),
        (SLIGHT, Sign::Has("azp")),
        (STRONG, KEYCLOAK_AT_JWT),
        (NEVER, Sign::Is("typ", "ID")),
        (NEVER, Sign::Is("typ", "Refresh")),
        (NEVER, Sign::Is("typ", "Offline")),
        (NEVER, Sign::Is("typ", "Logout")),
        (NEVER, Sign::Has("events")),
    ],
    ..BASE
};

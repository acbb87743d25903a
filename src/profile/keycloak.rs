//! Keycloak.

use super::{BASE, Family, Profile, Purpose, Typ, always};

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
    ..BASE
};

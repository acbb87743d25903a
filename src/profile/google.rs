//! Google.

use super::openid::ID_CONDITIONS;
use super::{BASE, Family, Profile, Purpose, Typ, always};

/// An ID token of Google. Its access tokens are no JWTs.
pub static ID: Profile = Profile {
    id: "google-id",
    name: "Google ID token",
    family: Family::Provider,
    purpose: Purpose::Id,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
    ],
    conditional: ID_CONDITIONS,
    recommended: &["azp"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 3900,
    tolerance: 300,
    sources: &["Google OpenID Connect"],
    ..BASE
};

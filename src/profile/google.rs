//! Google.

use super::issuer::Kind;
use super::openid::ID_CONDITIONS;
use super::sign::{DECISIVE, Sign, USUAL};
use super::{BASE, Family, Profile, Purpose, Typ, always};

/// A client of Google in `aud`.
const GOOGLE_AUDIENCE: Sign = Sign::Test(
    |look| look.audience(|aud| aud.ends_with(".apps.googleusercontent.com")),
    "`aud` is a client of Google",
);

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
    forbidden: &["scope"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 3900,
    tolerance: 300,
    sources: "Google OpenID Connect",
    signs: &[
        (DECISIVE, Sign::Issuer(Kind::Google)),
        (USUAL, GOOGLE_AUDIENCE),
    ],
    ..BASE
};

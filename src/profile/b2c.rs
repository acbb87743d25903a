//! Azure AD B2C: ID tokens and access tokens alike.

use super::issuer::Kind;
use super::sign::{PARAMOUNT, POLICY_IN_ACR, Sign, has};
use super::{BASE, Condition, Family, NONCE_WHEN_SENT, Profile, Typ, always, when};
use crate::rules::Fixer;

/// A token of a B2C user flow or custom policy.
pub static B2C: Profile = Profile {
    id: "b2c",
    name: "Azure AD B2C token",
    family: Family::EntraExternal,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        always("ver"),
    ],
    conditional: &[
        when("tfp", Condition::Without("acr"), Fixer::AppRegistration),
        when("azp", Condition::With("scp"), Fixer::Issuer),
        NONCE_WHEN_SENT,
    ],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 1440 * 60,
    tolerance: 300,
    sources: "Azure AD B2C tokens-overview",
    signs: &[
        (PARAMOUNT, Sign::Issuer(Kind::B2c)),
        (PARAMOUNT, has("tfp")),
        (PARAMOUNT, POLICY_IN_ACR),
    ],
    ..BASE
};

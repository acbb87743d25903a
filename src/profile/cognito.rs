//! Amazon Cognito.

use super::issuer::Kind;
use super::sign::{ISSUER, NEVER, SLIGHT, STRONG, Sign, USUAL, has, is};
use super::{BASE, Family, NONCE_WHEN_SENT, Profile, Purpose, Typ, always};

/// What a load balancer makes of the user's data names the pool as issuer, and the balancer that signed it.
const OF_LOAD_BALANCER: Sign = Sign::Param("signer");

/// An ID token of a user pool.
pub static ID: Profile = Profile {
    id: "cognito-id",
    name: "Amazon Cognito ID token",
    family: Family::Provider,
    purpose: Purpose::Id,
    required: &[
        always("sub"),
        always("aud"),
        always("token_use"),
        always("iss"),
        always("exp"),
        always("iat"),
        always("auth_time"),
        always("cognito:username"),
    ],
    conditional: &[NONCE_WHEN_SENT],
    forbidden: &["scope"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 86_400,
    tolerance: 0,
    sources: "Amazon Cognito: the ID token",
    signs: &[
        (ISSUER, Sign::Issuer(Kind::Cognito)),
        (STRONG, is("token_use", "id")),
        (USUAL, has("cognito:username")),
        (NEVER, is("token_use", "access")),
        (NEVER, OF_LOAD_BALANCER),
    ],
    ..BASE
};

/// An access token of a user pool. It names its client, and usually no audience.
pub static ACCESS: Profile = Profile {
    id: "cognito-access",
    name: "Amazon Cognito access token",
    family: Family::Provider,
    purpose: Purpose::Access,
    required: &[
        always("sub"),
        always("client_id"),
        always("token_use"),
        always("iss"),
        always("exp"),
        always("iat"),
        always("jti"),
    ],
    recommended: &["scope", "auth_time"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 86_400,
    tolerance: 0,
    sources: "Amazon Cognito: the access token",
    signs: &[
        (ISSUER, Sign::Issuer(Kind::Cognito)),
        (STRONG, is("token_use", "access")),
        (SLIGHT, has("client_id")),
        (USUAL, is("version", "2")),
        (NEVER, is("token_use", "id")),
        (NEVER, OF_LOAD_BALANCER),
    ],
    ..BASE
};

//! Okta.

use super::issuer::Kind;
use super::openid::ID_CONDITIONS;
use super::sign::{AGAINST, DECISIVE, NEVER, SLIGHT, STRONG, Sign, USUAL, has, is, starts};
use super::{BASE, Condition, Family, Profile, Purpose, Typ, always, when};
use crate::rules::Fixer;

/// An access token of an Okta authorization server.
pub static ACCESS: Profile = Profile {
    id: "okta-access",
    name: "Okta access token",
    family: Family::Provider,
    purpose: Purpose::Access,
    required: &[
        always("ver"),
        always("jti"),
        always("iss"),
        always("aud"),
        always("iat"),
        always("exp"),
        always("cid"),
        always("sub"),
    ],
    conditional: &[when("scp", Condition::With("uid"), Fixer::Caller)],
    typ: Typ::one_of(&["jwt", "at+jwt", "okta-internal-at+jwt"]),
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 86_400,
    sources: "Okta OpenID Connect and OAuth 2.0 reference",
    signs: &[
        (STRONG, has("cid")),
        (STRONG, Sign::Issuer(Kind::Okta)),
        (STRONG, starts("jti", "AT.")),
        (DECISIVE, Sign::Typ("okta-internal-at+jwt")),
        (USUAL, is("ver", "1")),
        (USUAL, has("uid")),
        (USUAL, has("scp")),
        (NEVER, starts("jti", "ID.")),
    ],
    ..BASE
};

/// An ID token of Okta.
pub static ID: Profile = Profile {
    id: "okta-id",
    name: "Okta ID token",
    family: Family::Provider,
    purpose: Purpose::Id,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
        always("jti"),
        always("ver"),
        always("amr"),
        always("idp"),
        always("auth_time"),
    ],
    conditional: ID_CONDITIONS,
    forbidden: &["scp"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 86_400,
    sources: "Okta OpenID Connect and OAuth 2.0 reference",
    signs: &[
        (STRONG, Sign::Issuer(Kind::Okta)),
        (STRONG, starts("jti", "ID.")),
        (USUAL, is("ver", "1")),
        (USUAL, has("idp")),
        (SLIGHT, has("amr")),
        (SLIGHT, has("auth_time")),
        (SLIGHT, has("nonce")),
        (NEVER, has("cid")),
        (AGAINST, has("scp")),
    ],
    ..BASE
};

//! OpenID Connect: ID tokens and logout tokens.

use super::issuer::Kind;
use super::sign::{
    AGAINST, ASSERTION_PARAMETER, COVERED_ISSUER, DECISIVE, ID_CLAIMS_PRESENT, ISSUER,
    LOGOUT_EVENT, NEVER, PROFILE_CLAIMS, SLIGHT, STRONG, Sign, USUAL, has, is, starts,
};
use super::{
    BASE, Condition, Conditional, NONCE_WHEN_SENT, Profile, Purpose, Required, Typ, by_issuer, when,
};
use crate::rules::Fixer;

/// What Keycloak says of its tokens that are no ID tokens: `verify-email`, `Serialized-ID`.
const KEYCLOAK_TYP: Sign = Sign::Test(
    |look| look.issuer() == Kind::Keycloak && look.has("typ") && !look.is("typ", "ID"),
    "",
);

/// Neither from anybody nor for anybody: a `nonce` is in other things too.
const NEITHER_END: Sign = Sign::Test(|look| look.lacks(&["iss", "aud"]), "");

/// What every ID token carries (OpenID Connect Core §2).
pub(super) const ID_CLAIMS: &[Required] = &[
    by_issuer("iss"),
    by_issuer("sub"),
    by_issuer("aud"),
    by_issuer("exp"),
    by_issuer("iat"),
];

/// What the request can make an ID token carry (OpenID Connect Core §2).
pub(super) const ID_CONDITIONS: &[Conditional] = &[
    NONCE_WHEN_SENT,
    when("auth_time", Condition::MaxAgeSent, Fixer::Issuer),
];

/// An ID token.
pub static ID_TOKEN: Profile = Profile {
    id: "oidc-id-token",
    name: "OpenID Connect ID token",
    purpose: Purpose::Id,
    required: ID_CLAIMS,
    conditional: ID_CONDITIONS,
    typ: Typ::JWT,
    usual_life: 3600,
    longest_life: 86_400,
    tolerance: 300,
    sources: "OpenID Connect Core §2; OpenID Connect Core §3.1.3.7",
    signs: &[
        (ISSUER, Sign::Called("idtoken")),
        (ISSUER, Sign::Called("idtokenhint")),
        (ISSUER, has("nonce")),
        (ISSUER, has("at_hash")),
        (ISSUER, has("c_hash")),
        (STRONG, has("auth_time")),
        (ISSUER, is("typ", "ID")),
        (30, ID_CLAIMS_PRESENT),
        (30, PROFILE_CLAIMS),
        (USUAL, has("sid")),
        (SLIGHT, has("amr")),
        (SLIGHT, has("azp")),
        (-80, has("scope")),
        (-80, has("scp")),
        (-USUAL, has("client_id")),
        (AGAINST, is("typ", "Bearer")),
        (NEVER, is("typ", "Refresh")),
        (NEVER, is("typ", "Offline")),
        (NEVER, has("events")),
        (NEVER, starts("jti", "ID.")),
        (NEVER, has("cognito:username")),
        (NEVER, is("token_use", "access")),
        (NEVER, has("htm")),
        (NEVER, has("vc")),
        (NEVER, ASSERTION_PARAMETER),
        (NEVER, has("vp")),
        (AGAINST, NEITHER_END),
        (NEVER, KEYCLOAK_TYP),
        (-USUAL, has("permissions")),
        (NEVER, has("sd_hash")),
        (NEVER, has("response_type")),
        (NEVER, Sign::OtherTyp("jwt")),
        (NEVER, COVERED_ISSUER),
    ],
    ..BASE
};

/// What an identity provider sends to end a session at a client.
pub static LOGOUT_TOKEN: Profile = Profile {
    id: "oidc-logout-token",
    name: "OpenID Connect logout token",
    purpose: Purpose::Event,
    required: &[
        by_issuer("iss"),
        by_issuer("aud"),
        by_issuer("iat"),
        by_issuer("exp"),
        by_issuer("jti"),
        by_issuer("events"),
    ],
    conditional: &[when("sub", Condition::Without("sid"), Fixer::Issuer)],
    forbidden: &["nonce"],
    typ: Typ::explicit("logout+jwt", &["logout+jwt", "jwt"]),
    usual_life: 120,
    longest_life: 300,
    sources: "OpenID Connect Back-Channel Logout §2.4; OpenID Connect Back-Channel Logout §2.6",
    signs: &[
        (DECISIVE, Sign::Typ("logout+jwt")),
        (DECISIVE, LOGOUT_EVENT),
        (DECISIVE, Sign::Called("logouttoken")),
        (SLIGHT, has("sid")),
        (NEVER, Sign::OtherTyp("logout+jwt")),
    ],
    ..BASE
};

//! Microsoft Entra ID: access tokens, ID tokens, certificate credentials and federated credentials.

use super::issuer::Kind;
use super::sign::{
    AGAINST, APP_ONLY, CLIENT_WITHOUT_SCOPES, DECISIVE, ENTRA_ENDPOINT_AUDIENCE, ENTRA_V1_MARKS,
    ENTRA_V2_MARKS, ISS_IS_SUB, ISSUER, MICROSOFT_AUDIENCE, MICROSOFT_NONCE, NEVER, NO_PERMISSIONS,
    PARAMOUNT, SHORT_LIFE, SLIGHT, STRONG, SUB_IS_OID, Sign, TOKEN_EXCHANGE_AUDIENCE, USER_SCOPES,
    USER_WITHOUT_SCOPES, USUAL, has, is,
};
use super::{
    BASE, Condition, Family, NONCE_WHEN_SENT, Profile, Purpose, Required, Typ, always, because,
    by_client, by_issuer, when,
};
use crate::rules::Fixer;
use crate::token::Token;

/// The claim that shows a token to be the cookie of a primary refresh token (`x-ms-RefreshTokenCredential`).
pub fn session(token: &Token) -> Option<&'static str> {
    let header = token.header()?;
    let alg = header.get("alg").and_then(|alg| alg.as_str());
    let is_mac = alg == Some("HS256") && header.get("ctx").is_some();
    let claims = token.claims().filter(|_| is_mac)?;
    let mut names = ["refresh_token", "is_primary", "request_nonce"].into_iter();
    names.find(|name| claims.get(name).is_some())
}

/// A random 60 to 90 minutes, and the five minutes by which `iat` is set back in samples.
const ACCESS_LIFE: i64 = 95 * 60;

/// The longest lifetime policy, and the five minutes by which `iat` is set back in samples.
const DAY_LIFE: i64 = 24 * 3600 + 300;

/// What access tokens of the other version carry: those of version 1 lack the first, those of version 2 the second.
pub static OF_OTHER_VERSION: [&[&str]; 2] = [
    &["azp", "azpacr", "preferred_username"],
    &["appid", "appidacr", "unique_name", "acr", "amr"],
];

const ACCESS: Profile = Profile {
    family: Family::Entra,
    purpose: Purpose::Access,
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: ACCESS_LIFE,
    longest_life: ACCESS_LIFE,
    tolerance: 300,
    sources: "Entra access-token-claims-reference; Entra access-tokens; Entra claims-validation",
    ..BASE
};

const ID: Profile = Profile {
    family: Family::Entra,
    purpose: Purpose::Id,
    typ: Typ::JWT,
    asymmetric_only: true,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
        TID,
        always("ver"),
    ],
    conditional: &[
        NONCE_WHEN_SENT,
        when("auth_time", Condition::MaxAgeSent, Fixer::AppRegistration),
    ],
    recommended: &["nbf"],
    forbidden: &["scp"],
    usual_life: 3900,
    longest_life: DAY_LIFE,
    tolerance: 300,
    sources: "Entra id-token-claims-reference; Entra id-tokens",
    ..BASE
};

const TID: Required = because(
    "tid",
    "the token is of another kind, was edited, or was requested without the `profile` scope",
    Fixer::Caller,
);

const OID_OF_APP: Required = because(
    "oid",
    "the client has no service principal in the tenant of the API",
    Fixer::AppRegistration,
);

/// A v1.0 access token that acts for a user.
pub static ACCESS_V1_USER: Profile = Profile {
    id: "entra-access-v1-user",
    name: "Entra ID v1.0 access token for a user",
    required: &[
        always("iss"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        TID,
        always("sub"),
        always("ver"),
        always("appid"),
    ],
    recommended: &["appidacr"],
    forbidden: &["nonce"],
    signs: &[
        (ISSUER, Sign::Issuer(Kind::EntraV1)),
        (ISSUER, ENTRA_V1_MARKS),
        (STRONG, USER_SCOPES),
        (STRONG, USER_WITHOUT_SCOPES),
        (STRONG, is("idtyp", "user")),
        (USUAL, has("appid")),
        (SLIGHT, is("ver", "1.0")),
        (SLIGHT, has("appidacr")),
        (NEVER, is("idtyp", "app")),
        (AGAINST, NO_PERMISSIONS),
        (-ISSUER, TOKEN_EXCHANGE_AUDIENCE),
        (-USUAL, has("nonce")),
    ],
    ..ACCESS
};

/// A v1.0 access token of an application without a user.
pub static ACCESS_V1_APP: Profile = Profile {
    id: "entra-access-v1-app",
    name: "Entra ID v1.0 access token for an application",
    required: &[
        always("iss"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        TID,
        OID_OF_APP,
        always("sub"),
        always("ver"),
        always("appid"),
    ],
    recommended: &["appidacr"],
    forbidden: &["nonce", "scp", "name", "upn", "unique_name", "acr", "amr"],
    signs: &[
        (ISSUER, Sign::Issuer(Kind::EntraV1)),
        (ISSUER, ENTRA_V1_MARKS),
        (STRONG, is("idtyp", "app")),
        (NEVER, is("idtyp", "user")),
        (STRONG, APP_ONLY),
        (USUAL, has("appid")),
        (SLIGHT, has("appidacr")),
        (SLIGHT, is("ver", "1.0")),
        (SLIGHT, SUB_IS_OID),
        (SLIGHT, has("roles")),
        (NEVER, TOKEN_EXCHANGE_AUDIENCE),
        (AGAINST, USER_SCOPES),
        (AGAINST, NO_PERMISSIONS),
        (-USUAL, has("nonce")),
        (-USUAL, has("unique_name")),
        (-USUAL, has("name")),
    ],
    ..ACCESS
};

/// A v2.0 access token that acts for a user.
pub static ACCESS_V2_USER: Profile = Profile {
    id: "entra-access-v2-user",
    name: "Entra ID v2.0 access token for a user",
    required: &[
        always("iss"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        TID,
        always("sub"),
        always("ver"),
        always("azp"),
    ],
    recommended: &["azpacr"],
    forbidden: &["nonce"],
    signs: &[
        (ISSUER, Sign::Issuer(Kind::EntraV2)),
        (ISSUER, ENTRA_V2_MARKS),
        (STRONG, USER_SCOPES),
        (STRONG, USER_WITHOUT_SCOPES),
        (STRONG, is("idtyp", "user")),
        (USUAL, has("azp")),
        (SLIGHT, is("ver", "2.0")),
        (SLIGHT, has("azpacr")),
        (NEVER, is("idtyp", "app")),
        (AGAINST, NO_PERMISSIONS),
        (-ISSUER, TOKEN_EXCHANGE_AUDIENCE),
        (-USUAL, has("nonce")),
    ],
    ..ACCESS
};

/// A v2.0 access token of an application without a user.
pub static ACCESS_V2_APP: Profile = Profile {
    id: "entra-access-v2-app",
    name: "Entra ID v2.0 access token for an application",
    required: &[
        always("iss"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        TID,
        OID_OF_APP,
        always("sub"),
        always("ver"),
        always("azp"),
    ],
    recommended: &["azpacr"],
    forbidden: &["nonce", "scp", "name", "preferred_username"],
    signs: &[
        (ISSUER, Sign::Issuer(Kind::EntraV2)),
        (ISSUER, ENTRA_V2_MARKS),
        (STRONG, is("idtyp", "app")),
        (NEVER, is("idtyp", "user")),
        (STRONG, APP_ONLY),
        (USUAL, has("azp")),
        (SLIGHT, has("azpacr")),
        (SLIGHT, is("ver", "2.0")),
        (SLIGHT, SUB_IS_OID),
        (SLIGHT, has("roles")),
        (NEVER, TOKEN_EXCHANGE_AUDIENCE),
        (AGAINST, USER_SCOPES),
        (AGAINST, NO_PERMISSIONS),
        (-USUAL, has("nonce")),
        (-USUAL, has("preferred_username")),
        (-USUAL, has("name")),
    ],
    ..ACCESS
};

/// An access token for an API of Microsoft: only that API may judge it, and its format may change.
pub static ACCESS_MICROSOFT_API: Profile = Profile {
    id: "entra-access-microsoft-api",
    name: "Entra ID access token for a Microsoft API",
    required: &[
        always("iss"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        TID,
        always("sub"),
        always("ver"),
    ],
    conditional: &[when("appid", Condition::Without("azp"), Fixer::Caller)],
    signs: &[
        (USUAL, Sign::Issuer(Kind::EntraV1)),
        (USUAL, Sign::Issuer(Kind::EntraV2)),
        (PARAMOUNT, MICROSOFT_AUDIENCE),
        (PARAMOUNT, MICROSOFT_NONCE),
    ],
    ..ACCESS
};

/// A v1.0 ID token.
pub static ID_V1: Profile = Profile {
    id: "entra-id-v1",
    name: "Entra ID v1.0 ID token",
    signs: &[
        (ISSUER, Sign::Issuer(Kind::EntraV1)),
        (ISSUER, ENTRA_V1_MARKS),
        (STRONG, NO_PERMISSIONS),
        (NEVER, TOKEN_EXCHANGE_AUDIENCE),
        (NEVER, Sign::Issuer(Kind::Adfs)),
        (USUAL, has("nonce")),
        (SLIGHT, is("ver", "1.0")),
        (SLIGHT, has("unique_name")),
        (SLIGHT, has("c_hash")),
        (SLIGHT, has("at_hash")),
        (AGAINST, USER_SCOPES),
        (AGAINST, CLIENT_WITHOUT_SCOPES),
        (NEVER, is("idtyp", "app")),
    ],
    ..ID
};

/// A v2.0 ID token.
pub static ID_V2: Profile = Profile {
    id: "entra-id-v2",
    name: "Entra ID v2.0 ID token",
    forbidden: &["scp", "appid"],
    signs: &[
        (ISSUER, Sign::Issuer(Kind::EntraV2)),
        (ISSUER, ENTRA_V2_MARKS),
        (STRONG, NO_PERMISSIONS),
        (NEVER, TOKEN_EXCHANGE_AUDIENCE),
        (NEVER, Sign::Issuer(Kind::Adfs)),
        (USUAL, has("nonce")),
        (SLIGHT, is("ver", "2.0")),
        (SLIGHT, has("preferred_username")),
        (SLIGHT, has("c_hash")),
        (SLIGHT, has("at_hash")),
        (AGAINST, USER_SCOPES),
        (AGAINST, CLIENT_WITHOUT_SCOPES),
        (NEVER, is("idtyp", "app")),
    ],
    ..ID
};

/// What a client with a certificate sends to the token endpoint.
pub static CLIENT_ASSERTION: Profile = Profile {
    id: "entra-client-assertion",
    name: "Client assertion for Entra ID (certificate credential)",
    family: Family::Entra,
    purpose: Purpose::Assertion,
    required: &[
        by_client("aud"),
        by_client("exp"),
        by_client("iss"),
        by_client("jti"),
        by_client("nbf"),
        by_client("sub"),
    ],
    typ: Typ::one_of(&["jwt", "client-authentication+jwt"]),
    asymmetric_only: true,
    algorithms: &["PS256", "RS256"],
    recommended: &["iat"],
    usual_life: 600,
    longest_life: 600,
    tolerance: 300,
    sources: "Entra certificate-credentials; RFC 7523 §3",
    signs: &[
        (DECISIVE, ENTRA_ENDPOINT_AUDIENCE),
        (USUAL, ISS_IS_SUB),
        (USUAL, Sign::Param("x5t#S256")),
        (USUAL, Sign::Param("x5t")),
        (SLIGHT, SHORT_LIFE),
        (SLIGHT, Sign::Typ("client-authentication+jwt")),
        (AGAINST, has("nonce")),
        (NEVER, Sign::Typ("oauth-authz-req+jwt")),
    ],
    ..BASE
};

/// A token of another issuer that Entra ID takes in place of a secret.
pub static FEDERATED_CREDENTIAL: Profile = Profile {
    id: "entra-federated-credential",
    name: "Token for workload identity federation with Entra ID",
    family: Family::Provider,
    purpose: Purpose::Assertion,
    required: &[
        by_issuer("iss"),
        by_issuer("sub"),
        by_issuer("aud"),
        by_issuer("exp"),
        because(
            "iat",
            "the issuer takes it for optional, but Entra ID reads its absence as 0",
            Fixer::Issuer,
        ),
    ],
    asymmetric_only: true,
    algorithms: &["RS256"],
    usual_life: 3600,
    longest_life: 90_000,
    tolerance: 0,
    sources: "Entra workload-identity-federation; Entra workload-identity-federation-considerations",
    signs: &[
        (ISSUER, TOKEN_EXCHANGE_AUDIENCE),
        (SLIGHT, Sign::Issuer(Kind::Jobs)),
        (AGAINST, USER_SCOPES),
        (AGAINST, is("idtyp", "user")),
    ],
    ..BASE
};

//! OAuth 2.0: JWT access tokens (RFC 9068), client assertions (RFC 7523), request objects (RFC 9101).

use super::sign::{
    AGAINST, ASSERTION_PARAMETER, COVERED_ISSUER, DECISIVE, ENTRA_ENDPOINT_AUDIENCE, ISS_IS_SUB,
    NEVER, ONLY_END, PARAMOUNT, REQUEST_PARAMETER, SHORT_LIFE, SLIGHT, STRONG, Sign,
    TOKEN_ENDPOINT_AUDIENCE, USUAL, has, is,
};
use super::{BASE, Profile, Purpose, Typ, by_client, by_issuer};

/// A JWT access token.
pub static RFC9068: Profile = Profile {
    id: "rfc9068",
    name: "OAuth 2.0 JWT access token (RFC 9068)",
    purpose: Purpose::Access,
    required: &[
        by_issuer("iss"),
        by_issuer("exp"),
        by_issuer("aud"),
        by_issuer("sub"),
        by_issuer("client_id"),
        by_issuer("iat"),
        by_issuer("jti"),
    ],
    typ: Typ::required("at+jwt", &["at+jwt"]),
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 86_400,
    sources: "RFC 9068 §2; RFC 9068 §4",
    signs: &[
        (DECISIVE, Sign::Typ("at+jwt")),
        (30, has("scope")),
        (30, has("client_id")),
        (SLIGHT, has("jti")),
        (-100, COVERED_ISSUER),
        (AGAINST, is("typ", "Bearer")),
        (NEVER, Sign::OtherTyp("at+jwt")),
        (AGAINST, has("events")),
        (AGAINST, has("response_type")),
        (AGAINST, has("redirect_uri")),
    ],
    ..BASE
};

/// What a client sends to the token endpoint to prove who it is.
pub static CLIENT_ASSERTION: Profile = Profile {
    id: "client-assertion",
    name: "Client assertion (RFC 7523)",
    purpose: Purpose::Assertion,
    required: &[
        by_client("iss"),
        by_client("sub"),
        by_client("aud"),
        by_client("exp"),
    ],
    recommended: &["jti"],
    typ: Typ::one_of(&["jwt", "client-authentication+jwt"]),
    usual_life: 600,
    longest_life: 600,
    sources: "RFC 7523 §3; OpenID Connect Core §9",
    signs: &[
        (PARAMOUNT, Sign::Typ("client-authentication+jwt")),
        (DECISIVE, ASSERTION_PARAMETER),
        (STRONG, ISS_IS_SUB),
        (USUAL, SHORT_LIFE),
        (USUAL, ONLY_END),
        (USUAL, TOKEN_ENDPOINT_AUDIENCE),
        (SLIGHT, has("jti")),
        (AGAINST, has("nonce")),
        (AGAINST, has("scope")),
        (AGAINST, has("scp")),
        (AGAINST, has("email")),
        // A service account of Google asks for a token: no client shows who it is.
        (AGAINST, has("target_audience")),
        (NEVER, Sign::OtherTyp("client-authentication+jwt")),
        (NEVER, ENTRA_ENDPOINT_AUDIENCE),
        (NEVER, COVERED_ISSUER),
    ],
    ..BASE
};

/// The parameters of an authorization request, signed.
pub static REQUEST_OBJECT: Profile = Profile {
    id: "jar-request-object",
    name: "Request object (RFC 9101)",
    purpose: Purpose::Request,
    required: &[by_client("client_id")],
    forbidden: &["request", "request_uri"],
    typ: Typ::explicit("oauth-authz-req+jwt", &["oauth-authz-req+jwt", "jwt"]),
    usual_life: 600,
    longest_life: 3600,
    sources: "RFC 9101 §4; RFC 9101 §10.8",
    signs: &[
        (DECISIVE, Sign::Typ("oauth-authz-req+jwt")),
        (DECISIVE, REQUEST_PARAMETER),
        (STRONG, has("response_type")),
        (USUAL, has("client_id")),
        (STRONG, has("redirect_uri")),
        (USUAL, has("code_challenge")),
        (NEVER, Sign::OtherTyp("oauth-authz-req+jwt")),
    ],
    ..BASE
};

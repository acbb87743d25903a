//! OAuth 2.0: JWT access tokens (RFC 9068), client assertions (RFC 7523), request objects (RFC 9101).

use super::sign::{
    AGAINST, COVERED_ISSUER, DECISIVE, ISS_IS_SUB, NEVER, SHORT_LIFE, SLIGHT, STRONG, Sign,
    TOKEN_ENDPOINT_AUDIENCE, USUAL,
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
    sources: &["RFC 9068 §2", "RFC 9068 §4"],
    signs: &[
        (DECISIVE, Sign::Typ("at+jwt")),
        (30, Sign::Has("scope")),
        (30, Sign::Has("client_id")),
        (SLIGHT, Sign::Has("jti")),
        (-100, COVERED_ISSUER),
        (AGAINST, Sign::Is("typ", "Bearer")),
        (NEVER, Sign::OtherTyp("at+jwt")),
        (NEVER, Sign::Has("events")),
        (NEVER, Sign::Has("response_type")),
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
    sources: &["RFC 7523 §3", "OpenID Connect Core §9"],
    signs: &[
        (DECISIVE, Sign::Typ("client-authentication+jwt")),
        (STRONG, ISS_IS_SUB),
        (USUAL, SHORT_LIFE),
        (USUAL, TOKEN_ENDPOINT_AUDIENCE),
        (SLIGHT, Sign::Has("jti")),
        (AGAINST, Sign::Has("nonce")),
        (AGAINST, Sign::Has("scope")),
        (AGAINST, Sign::Has("scp")),
        (AGAINST, Sign::Has("email")),
        (NEVER, Sign::OtherTyp("client-authentication+jwt")),
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
    sources: &["RFC 9101 §4", "RFC 9101 §10.8"],
    signs: &[
        (DECISIVE, Sign::Typ("oauth-authz-req+jwt")),
        (STRONG, Sign::Has("response_type")),
        (USUAL, Sign::Has("client_id")),
        (USUAL, Sign::Has("redirect_uri")),
        (USUAL, Sign::Has("code_challenge")),
        (NEVER, Sign::OtherTyp("oauth-authz-req+jwt")),
    ],
    ..BASE
};

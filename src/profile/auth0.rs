//! Auth0.

use super::issuer::Kind;
use super::openid::{ID_CLAIMS, ID_CONDITIONS};
use super::sign::{
    AGAINST, DIRECT_ENCRYPTION, ENOUGH, ISSUER, Look, NEVER, PROFILE_CLAIMS, SLIGHT, STRONG, Sign,
    USUAL, has,
};
use super::{BASE, Condition, Family, Profile, Purpose, Typ, always, when};
use crate::rules::Fixer;

/// The subject is a client, as in tokens of the client credentials grant.
const CLIENT_SUBJECT: Sign = Sign::Test(
    |look| {
        look.text("sub")
            .is_some_and(|sub| sub.ends_with("@clients"))
    },
    "`sub` ends with `@clients`",
);

/// Beside the API, the UserInfo endpoint of the issuer is an audience.
const USERINFO_AUDIENCE: Sign = Sign::Test(names_userinfo, "`aud` names the UserInfo endpoint too");

/// Nothing that an access token of Auth0 has.
const NO_AUTH0_PERMISSIONS: Sign = Sign::Test(
    |look| is_auth0(look) && look.lacks(&["scope", "gty", "permissions", "client_id"]),
    "it names no permissions",
);

/// Neither an issuer of Auth0 nor what only its tokens have: a custom domain of another provider.
const NOT_AUTH0: Sign = Sign::Test(
    |look| !is_auth0(look) && !look.has("gty") && !names_userinfo(look),
    "",
);

/// An issuer of another provider.
const COVERED_BY_OTHERS: Sign =
    Sign::Test(|look| look.issuer().is_covered() && !is_auth0(look), "");

/// Whether an audience is the UserInfo endpoint: at the issuer, or at Auth0's own domain where the issuer has another.
pub fn is_userinfo(audience: &str, issuer: Option<&str>) -> bool {
    let start = audience.strip_suffix("userinfo").unwrap_or_default();
    let is_own = start.starts_with("https://") && start.ends_with(".auth0.com/");
    start.ends_with('/') && (is_own || issuer == Some(start))
}

/// Auth0 is the one that writes its UserInfo endpoint into `aud`, under custom domains too.
fn names_userinfo(look: &Look) -> bool {
    look.audience(|aud| is_userinfo(aud, look.text("iss").as_deref()))
}

fn is_auth0(look: &Look) -> bool {
    look.issuer() == Kind::Auth0
}

/// An access token, in the profile of Auth0 or in that of RFC 9068.
pub static ACCESS: Profile = Profile {
    id: "auth0-access",
    name: "Auth0 access token",
    family: Family::Provider,
    purpose: Purpose::Access,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
    ],
    conditional: &[
        when("azp", Condition::Without("client_id"), Fixer::Issuer),
        when("jti", Condition::With("client_id"), Fixer::Issuer),
    ],
    recommended: &["scope"],
    typ: Typ::one_of(&["jwt", "at+jwt"]),
    usual_life: 86_400,
    longest_life: 86_400,
    sources: "Auth0 access-token-profiles",
    signs: &[
        (ISSUER, Sign::Issuer(Kind::Auth0)),
        (ENOUGH, has("gty")),
        (STRONG, Sign::Typ("at+jwt")),
        (STRONG, DIRECT_ENCRYPTION),
        (STRONG, CLIENT_SUBJECT),
        (ENOUGH, USERINFO_AUDIENCE),
        (40, has("scope")),
        (USUAL, has("permissions")),
        (SLIGHT, has("azp")),
        (AGAINST, has("nonce")),
        (AGAINST, has("at_hash")),
        (AGAINST, NOT_AUTH0),
        (NEVER, COVERED_BY_OTHERS),
    ],
    ..BASE
};

/// An ID token.
pub static ID: Profile = Profile {
    id: "auth0-id",
    name: "Auth0 ID token",
    family: Family::Provider,
    purpose: Purpose::Id,
    required: ID_CLAIMS,
    conditional: ID_CONDITIONS,
    forbidden: &["scope"],
    typ: Typ::JWT,
    usual_life: 36_000,
    longest_life: 86_400,
    sources: "Auth0 id-token-structure; OpenID Connect Core §2",
    signs: &[
        (ISSUER, Sign::Issuer(Kind::Auth0)),
        (40, NO_AUTH0_PERMISSIONS),
        (40, has("nonce")),
        (USUAL, has("at_hash")),
        (USUAL, has("sid")),
        (SLIGHT, PROFILE_CLAIMS),
        (AGAINST, has("scope")),
        (AGAINST, CLIENT_SUBJECT),
        (NEVER, Sign::Typ("at+jwt")),
        (AGAINST, DIRECT_ENCRYPTION),
        (AGAINST, NOT_AUTH0),
    ],
    ..BASE
};

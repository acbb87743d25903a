//! Active Directory Federation Services.

use super::issuer::Kind;
use super::sign::{AGAINST, ISSUER, NO_PERMISSIONS, SLIGHT, STRONG, Sign, USUAL, has, is, starts};
use super::{BASE, Family, Profile, Purpose, Typ, always};

/// An access token of AD FS.
pub static ACCESS: Profile = Profile {
    id: "adfs-access",
    name: "AD FS access token",
    family: Family::Provider,
    purpose: Purpose::Access,
    required: &[always("iss"), always("aud"), always("exp"), always("iat")],
    recommended: &["appid"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 86_400,
    tolerance: 300,
    sources: "AD FS OpenID Connect/OAuth concepts",
    signs: &[
        (ISSUER, Sign::Issuer(Kind::Adfs)),
        (USUAL, has("apptype")),
        (USUAL, has("appid")),
        (USUAL, has("scp")),
        (SLIGHT, has("authmethod")),
        (SLIGHT, is("ver", "1.0")),
        (STRONG, starts("aud", "microsoft:identityserver:")),
        (AGAINST, has("nonce")),
        (AGAINST, NO_PERMISSIONS),
    ],
    ..BASE
};

//! Active Directory Federation Services.

use super::issuer::Kind;
use super::sign::{AGAINST, ISSUER, NO_PERMISSIONS, SLIGHT, STRONG, Sign, USUAL};
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
    sources: &["AD FS OpenID Connect/OAuth concepts"],
    signs: &[
        (ISSUER, Sign::Issuer(Kind::Adfs)),
        (USUAL, Sign::Has("apptype")),
        (USUAL, Sign::Has("appid")),
        (USUAL, Sign::Has("scp")),
        (SLIGHT, Sign::Has("authmethod")),
        (SLIGHT, Sign::Is("ver", "1.0")),
        (STRONG, Sign::Starts("aud", "microsoft:identityserver:")),
        (AGAINST, Sign::Has("nonce")),
        (AGAINST, NO_PERMISSIONS),
    ],
    ..BASE
};

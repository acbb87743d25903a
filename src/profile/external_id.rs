//! Microsoft Entra External ID: as v2.0 of Entra ID, from an issuer of its own.

use super::issuer::Kind;
use super::sign::{PARAMOUNT, SLIGHT, Sign, is};
use super::{BASE, Condition, Family, NONCE_WHEN_SENT, Profile, Typ, always, when};
use crate::rules::Fixer;

/// A token of an external tenant.
pub static EXTERNAL_ID: Profile = Profile {
    id: "external-id",
    name: "Microsoft Entra External ID token",
    family: Family::EntraExternal,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
        always("tid"),
        always("ver"),
    ],
    conditional: &[
        when("azp", Condition::With("scp"), Fixer::Issuer),
        NONCE_WHEN_SENT,
    ],
    recommended: &["nbf"],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3900,
    longest_life: 24 * 3600 + 300,
    tolerance: 300,
    sources: "Entra External ID; Entra access-token-claims-reference",
    signs: &[
        (PARAMOUNT, Sign::Issuer(Kind::ExternalId)),
        (SLIGHT, is("ver", "2.0")),
    ],
    ..BASE
};

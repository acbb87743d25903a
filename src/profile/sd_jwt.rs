//! Selective disclosure (RFC 9901) and credentials made with it.

use super::sign::{DECISIVE, ISSUER, NEVER, SD_JWT_FORM, SLIGHT, STRONG, Sign, has};
use super::{BASE, Condition, Profile, Purpose, Typ, by_client, by_issuer, when};
use crate::rules::Fixer;

/// A verifiable credential as an SD-JWT.
pub static CREDENTIAL: Profile = Profile {
    id: "sd-jwt-vc",
    name: "Verifiable credential (SD-JWT VC)",
    purpose: Purpose::Credential,
    required: &[by_issuer("vct")],
    conditional: &[when("cnf", Condition::KeyBound, Fixer::Issuer)],
    typ: Typ::required("dc+sd-jwt", &["dc+sd-jwt", "vc+sd-jwt"]),
    asymmetric_only: true,
    sources: "SD-JWT VC draft; RFC 9901 §4.1",
    signs: &[
        (DECISIVE, Sign::Typ("dc+sd-jwt")),
        (DECISIVE, Sign::Typ("vc+sd-jwt")),
        (STRONG, has("vct")),
        (30, SD_JWT_FORM),
        (SLIGHT, has("_sd")),
    ],
    ..BASE
};

/// A key-binding JWT on its own, without the SD-JWT it belongs to.
pub static KEY_BINDING: Profile = Profile {
    id: "kb-jwt",
    name: "Key-binding JWT",
    purpose: Purpose::Proof,
    required: &[
        by_client("iat"),
        by_client("aud"),
        by_client("nonce"),
        by_client("sd_hash"),
    ],
    typ: Typ::required("kb+jwt", &["kb+jwt"]),
    asymmetric_only: true,
    sources: "RFC 9901 §4.3",
    signs: &[
        (DECISIVE, Sign::Typ("kb+jwt")),
        (ISSUER, has("sd_hash")),
        (NEVER, Sign::OtherTyp("kb+jwt")),
    ],
    ..BASE
};

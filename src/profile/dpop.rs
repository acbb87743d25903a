//! Demonstrating Proof of Possession (RFC 9449).

use super::sign::{DECISIVE, NEVER, STRONG, Sign, USUAL, has};
use super::{BASE, Condition, Profile, Purpose, Typ, by_client, when};
use crate::rules::Fixer;

/// The proof that goes with one request.
pub static PROOF: Profile = Profile {
    id: "dpop-proof",
    name: "DPoP proof",
    purpose: Purpose::Proof,
    required: &[
        by_client("jti"),
        by_client("htm"),
        by_client("htu"),
        by_client("iat"),
    ],
    conditional: &[
        when("ath", Condition::WithAccessToken, Fixer::Caller),
        when("nonce", Condition::NonceSent, Fixer::Caller),
    ],
    typ: Typ::required("dpop+jwt", &["dpop+jwt"]),
    parameters: &["jwk"],
    asymmetric_only: true,
    sources: "RFC 9449 §4.2; RFC 9449 §4.3",
    signs: &[
        (DECISIVE, Sign::Typ("dpop+jwt")),
        (STRONG, has("htm")),
        (STRONG, has("htu")),
        (USUAL, Sign::Param("jwk")),
        (NEVER, Sign::OtherTyp("dpop+jwt")),
    ],
    ..BASE
};

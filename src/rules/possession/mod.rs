//! Bound and selective tokens.

use super::{Rule, Subject, situation};
use crate::extract::Carrier;
use crate::profile::Purpose;
use crate::text::quote;
use crate::token::Token;
use crate::token::disclosures::Disclosure;
use crate::token::json::Value;
use crate::verify::key::{self, Curve};

pub mod cnf_malformed;
pub mod dpop_ath_mismatch;
pub mod dpop_htu_query;
pub mod dpop_jkt_mismatch;
pub mod dpop_jwk_missing_or_private;
pub mod dpop_proof_claim_missing;
pub mod dpop_proof_stale;
pub mod mtls_bound_token;
pub mod pop_token_as_bearer;
pub mod sdjwt_alg_unsupported;
pub mod sdjwt_disclosure_invalid;
pub mod sdjwt_disclosure_unreferenced;
pub mod sdjwt_duplicate_digest;
pub mod sdjwt_kb_hash_mismatch;
pub mod sdjwt_kb_missing;
pub mod sdjwt_legacy_typ;
pub mod sdjwt_missing_final_tilde;
pub mod sdjwt_validity_claim_hidden;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &pop_token_as_bearer::RULE,
    &mtls_bound_token::RULE,
    &cnf_malformed::RULE,
    &dpop_jwk_missing_or_private::RULE,
    &dpop_proof_claim_missing::RULE,
    &dpop_htu_query::RULE,
    &dpop_proof_stale::RULE,
    &dpop_ath_mismatch::RULE,
    &dpop_jkt_mismatch::RULE,
    &sdjwt_missing_final_tilde::RULE,
    &sdjwt_disclosure_invalid::RULE,
    &sdjwt_disclosure_unreferenced::RULE,
    &sdjwt_duplicate_digest::RULE,
    &sdjwt_alg_unsupported::RULE,
    &sdjwt_validity_claim_hidden::RULE,
    &sdjwt_kb_missing::RULE,
    &sdjwt_kb_hash_mismatch::RULE,
    &sdjwt_legacy_typ::RULE,
];

/// The access tokens near a DPoP proof: those sent with a scheme, found under that name, or pasted with the proof and
/// nothing else.
pub fn access_tokens<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Token> {
    let is_only = subject.siblings.len() == 2;
    let near = situation::neighbours(subject).filter(move |other| {
        let candidate = &other.token.candidate;
        let is_sent = candidate.scheme.is_some()
            || situation::name(&other.token) == "access_token"
            || is_only && other.found.detected_purpose == Purpose::Access;
        is_sent && candidate.carrier != Carrier::DpopHeader
    });
    near.map(|other| &other.token)
}

/// Whether the `jwk` in a header or in `cnf` is of a kind that is known here, and yet no key.
pub fn is_no_key(holder: Value) -> bool {
    let text = |name| holder.get("jwk").and_then(|jwk| jwk.get(name)?.as_str());
    let is_known = match text("kty") {
        Some("RSA") => true,
        Some("EC" | "OKP") => text("crv").is_none_or(|curve| Curve::by_name(curve).is_some()),
        kind => kind.is_none(),
    };
    is_known && key::of_header(holder).is_none()
}

/// What a disclosure that can be read is called in messages: its number and the claim in it.
pub fn title(disclosure: &Disclosure) -> String {
    let number = disclosure.place.part.title();
    match &disclosure.name {
        Some(name) => format!("{number} ({})", quote(name)),
        None => number,
    }
}

//! Policy: MFA, step-up, continuous access evaluation.

use super::{Rule, Subject, situation};
use crate::expect::ExpectedClaim;
use crate::extract::Note;
use crate::token::json::Json;

pub mod acr_insufficient;
pub mod acrs_context_missing;
pub mod amr_absent_in_v2;
pub mod amr_unknown_value;
pub mod auth_time_too_old;
pub mod cae_capable;
pub mod client_not_claims_capable;
pub mod input_claims_challenge;
pub mod lifetime_cae_long;
pub mod mfa_not_in_amr;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &input_claims_challenge::RULE,
    &mfa_not_in_amr::RULE,
    &amr_absent_in_v2::RULE,
    &amr_unknown_value::RULE,
    &acr_insufficient::RULE,
    &acrs_context_missing::RULE,
    &auth_time_too_old::RULE,
    &client_not_claims_capable::RULE,
    &cae_capable::RULE,
    &lifetime_cae_long::RULE,
];

/// Whether evidence of a second factor is expected: `amr` without a value, or with one that means it.
pub fn expects_mfa(subject: &Subject) -> bool {
    let expected = situation::required(subject, "amr");
    expected.is_some_and(|claim| matches!(claim.value.as_deref(), None | Some("mfa" | "ngcmfa")))
}

/// What a challenge beside the one token asks for under this name (RFC 9470 §3), or of this claim.
pub fn challenged(subject: &Subject, name: &str) -> Option<String> {
    let mut notes = subject.extraction.notes.iter();
    let claims = notes.find_map(|note| match note {
        Note::ClaimsChallenge(_, claims) => Some(claims.clone()),
        _ => None,
    });
    let json = Json::read(claims.filter(|_| situation::is_alone(subject))?);
    let asked = json.object()?;
    let of_claim = || asked.get("access_token")?.get(name)?.get("value");
    Some(asked.get(name).or_else(of_claim)?.as_str()?.to_owned())
}

/// Whether a rule of this chapter says that what the receiver requires of this claim is not there.
pub fn owns(subject: &Subject, claim: &ExpectedClaim) -> bool {
    match claim.name.as_str() {
        "acr" => claim.value.is_some(),
        "acrs" => situation::may_be_access_token(subject),
        // Written in any case.
        "xms_cc" => {
            let is_cp1 = |value: &str| value.eq_ignore_ascii_case("cp1");
            claim.value.as_deref().is_some_and(is_cp1) && is_capable(subject)
        }
        "amr" => expects_mfa(subject) && subject.claim("amr").is_some(),
        _ => false,
    }
}

/// Whether the client has declared that it can take a claims challenge.
pub fn is_capable(subject: &Subject) -> bool {
    let capabilities = subject.claim("xms_cc").map(|value| value.words());
    capabilities.is_some_and(|words| words.iter().any(|word| word.eq_ignore_ascii_case("cp1")))
}

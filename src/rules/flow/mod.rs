//! Flows: refresh, on-behalf-of, assertions, ID tokens, events.

use super::{Rule, Sibling, Subject, situation};
use crate::extract::Carrier;
use crate::hash;
use crate::profile::Purpose;
use crate::spec::algorithms;
use crate::spec::microsoft::TOKEN_EXCHANGE_AUDIENCES;
use crate::text::quote;
use crate::token::base64url;

pub mod access_token_used_as_id_token;
pub mod assertion_aud_array;
pub mod assertion_aud_wrong;
pub mod assertion_iss_sub_differ;
pub mod assertion_lifetime_long;
pub mod assertion_sub_missing;
pub mod assertion_thumbprint_missing;
pub mod at_hash_expected_missing;
pub mod at_hash_mismatch;
pub mod aud_token_exchange;
pub mod azp_mismatch;
pub mod azp_missing_multi_aud;
pub mod c_hash_mismatch;
pub mod fic_audience_mismatch;
pub mod fic_iat_missing;
pub mod fic_issuer_mismatch;
pub mod fic_subject_mismatch;
pub mod github_sub_format;
pub mod hash_wrong_length;
pub mod id_token_used_as_access_token;
pub mod jar_client_as_sub;
pub mod jar_iss_aud_missing;
pub mod jar_nested_request;
pub mod logout_event_missing;
pub mod logout_nonce_present;
pub mod logout_sub_sid_missing;
pub mod nonce_mismatch;
pub mod nonce_missing;
pub mod obo_app_only;
pub mod obo_aud_not_middle_tier;
pub mod obo_custom_signing_key;
pub mod obo_expired;
pub mod obo_id_token;
pub mod obo_tenant_differs;
pub mod refresh_token_pasted;
pub mod set_events_empty;
pub mod set_exp_present;
pub mod x5t_wrong_length;
pub mod x5t_x5c_mismatch;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &refresh_token_pasted::RULE,
    &obo_id_token::RULE,
    &obo_app_only::RULE,
    &obo_aud_not_middle_tier::RULE,
    &obo_tenant_differs::RULE,
    &obo_expired::RULE,
    &obo_custom_signing_key::RULE,
    &assertion_sub_missing::RULE,
    &assertion_iss_sub_differ::RULE,
    &assertion_aud_wrong::RULE,
    &assertion_aud_array::RULE,
    &assertion_thumbprint_missing::RULE,
    &x5t_wrong_length::RULE,
    &x5t_x5c_mismatch::RULE,
    &assertion_lifetime_long::RULE,
    &fic_issuer_mismatch::RULE,
    &fic_subject_mismatch::RULE,
    &fic_audience_mismatch::RULE,
    &fic_iat_missing::RULE,
    &github_sub_format::RULE,
    &id_token_used_as_access_token::RULE,
    &access_token_used_as_id_token::RULE,
    &nonce_missing::RULE,
    &nonce_mismatch::RULE,
    &at_hash_mismatch::RULE,
    &c_hash_mismatch::RULE,
    &hash_wrong_length::RULE,
    &at_hash_expected_missing::RULE,
    &azp_mismatch::RULE,
    &azp_missing_multi_aud::RULE,
    &logout_nonce_present::RULE,
    &logout_event_missing::RULE,
    &logout_sub_sid_missing::RULE,
    &set_events_empty::RULE,
    &set_exp_present::RULE,
    &jar_nested_request::RULE,
    &jar_client_as_sub::RULE,
    &jar_iss_aud_missing::RULE,
    &aud_token_exchange::RULE,
];

/// Whether the token is the assertion by which a client proves who it is, made by the client itself.
pub fn is_client_assertion(subject: &Subject) -> bool {
    subject.is_any(&["client-assertion", "entra-client-assertion"])
}

/// The grant that takes an assertion.
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Whether the one who sends the token also made it: then what an issuer would put right is the caller's.
pub fn is_built_by_client(subject: &Subject) -> bool {
    let parameter = |name| subject.extraction.parameter(name);
    let is_grant = situation::name(subject.token) == "assertion"
        && parameter("grant_type") == Some(JWT_BEARER)
        && parameter("requested_token_use").is_none();
    match subject.profile.purpose {
        Purpose::Proof | Purpose::Request => true,
        Purpose::Unknown => is_grant || is_of_github_app(subject),
        _ => is_client_assertion(subject),
    }
}

/// Whether it is sent to GitHub, whose tokens of apps are JWTs that the app makes.
pub fn is_of_github_app(subject: &Subject) -> bool {
    let endpoint = subject.extraction.parameter("endpoint");
    subject.is_any(&["generic-jwt"])
        && endpoint.is_some_and(|endpoint| host(endpoint) == "api.github.com")
}

/// The audience of tokens that Entra ID takes as a federated credential; national clouds add a suffix.
const TOKEN_EXCHANGE: &str = TOKEN_EXCHANGE_AUDIENCES[0];

/// Where two values made of parts first differ, as a sentence.
pub fn difference(found: &str, expected: &str, separator: char) -> String {
    let (mut found, mut expected) = (found.split(separator), expected.split(separator));
    for number in 1.. {
        match (found.next(), expected.next()) {
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => {
                return format!(
                    "They differ from part {number} on: {} instead of {}.",
                    quote(one),
                    quote(other)
                );
            }
            (None, Some(other)) => {
                return format!(
                    "The token has no part {number}, where {} is expected.",
                    quote(other)
                );
            }
            (Some(one), None) => {
                return format!("The token has {} more, as part {number}.", quote(one));
            }
            (None, None) => break,
        }
    }
    String::new()
}

/// The host of an address.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The full name of a scope of the API with this audience.
pub fn scope_of(audience: &str, scope: &str) -> String {
    let prefix = if situation::is_guid(audience) {
        "api://"
    } else {
        ""
    };
    format!("{prefix}{}/{scope}", audience.trim_end_matches('/'))
}

/// Whether the token is the ID token of a response that came through the browser, in a URL or a posted form.
pub fn is_from_front_channel(subject: &Subject) -> bool {
    subject.token.candidate.carrier == Carrier::Url && situation::name(subject.token) == "id_token"
}

fn is_beside(subject: &Subject, other: &Sibling, name: &str) -> bool {
    let token = &other.token;
    token.candidate.carrier == subject.token.candidate.carrier && situation::name(token) == name
        || name == "access_token"
            && is_pair(subject)
            && other.found.detected_purpose == Purpose::Access
}

/// Whether the token was pasted with exactly one other, by hand.
fn is_pair(subject: &Subject) -> bool {
    let carrier = subject.token.candidate.carrier;
    subject.siblings.len() == 2 && !matches!(carrier, Carrier::Har | Carrier::Jwe)
}

/// Whether something of this name came in the same response.
pub fn came_with(subject: &Subject, name: &str) -> bool {
    situation::neighbours(subject).any(|other| is_beside(subject, other, name))
}

/// The bits of the hash that the likes of `at_hash` are half of; 0 where it is none of SHA-2.
pub fn hash_bits(subject: &Subject) -> u16 {
    let signature = subject.token.segment(crate::place::Part::Signature);
    match subject.param_str("alg").and_then(algorithms::by_name) {
        // Of Ed448: that hashes with SHAKE256.
        Some(alg) if alg.name == "EdDSA" && signature.is_some_and(|it| it.bytes == 114) => 0,
        alg => alg.map_or(0, |alg| alg.hash),
    }
}

/// The half hash in `claim` and what it would have to be, where it does not fit what came under `name` in the same
/// response. `None` where it fits, where several came, and where it has a length that it cannot have.
pub fn broken_bond(subject: &Subject, claim: &str, name: &str) -> Option<(String, String)> {
    let found = subject.claim_str(claim)?;
    let bits = hash_bits(subject);
    let half_length = usize::from(bits) / 16;
    if base64url::exactly(found)?.len() != half_length {
        return None;
    }
    let is_response = matches!(
        subject.token.candidate.carrier,
        Carrier::Url | Carrier::TokenResponse
    );
    if !is_response && !is_pair(subject) {
        return None;
    }
    let is_it = |other: &Sibling| is_beside(subject, other, name);
    let half = |other: &Sibling| {
        let hash = hash::sha2(bits, other.token.text().as_bytes())?;
        Some(base64url::encode(hash.get(..half_length)?))
    };
    if situation::neighbours(subject)
        .any(|other| is_it(other) && half(other).as_deref() == Some(found))
    {
        return None;
    }
    let expected = half(situation::only_neighbour(subject, is_it)?)?;
    Some((found.to_owned(), expected))
}

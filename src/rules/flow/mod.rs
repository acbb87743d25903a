//! Flows: refresh, on-behalf-of, assertions, ID tokens, events.

use super::{Rule, Subject, situation};
use crate::profile::Purpose;
use crate::text::quote;

pub mod assertion_aud_array;
pub mod assertion_aud_wrong;
pub mod assertion_iss_sub_differ;
pub mod assertion_lifetime_long;
pub mod assertion_sub_missing;
pub mod assertion_thumbprint_missing;
pub mod fic_audience_mismatch;
pub mod fic_iat_missing;
pub mod fic_issuer_mismatch;
pub mod fic_subject_mismatch;
pub mod github_sub_format;
pub mod obo_app_only;
pub mod obo_aud_not_middle_tier;
pub mod obo_custom_signing_key;
pub mod obo_expired;
pub mod obo_id_token;
pub mod obo_tenant_differs;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
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
    &assertion_lifetime_long::RULE,
    &fic_issuer_mismatch::RULE,
    &fic_subject_mismatch::RULE,
    &fic_audience_mismatch::RULE,
    &fic_iat_missing::RULE,
    &github_sub_format::RULE,
];

/// Whether the token is the assertion by which a client proves who it is, made by the client itself.
pub fn is_client_assertion(subject: &Subject) -> bool {
    if subject.is_any(&["client-assertion", "entra-client-assertion"]) {
        return true;
    }
    // An address as issuer means that another issuer vouches for the client.
    situation::name(subject.token) == "client_assertion"
        && subject.kind().purpose == Purpose::Unknown
        && subject
            .claim_str("iss")
            .is_none_or(|iss| !iss.contains("://"))
}

/// The audience of tokens that Entra ID takes as a federated credential; national clouds add a suffix.
const TOKEN_EXCHANGE: &str = "api://AzureADTokenExchange";

/// Whether the token of another issuer is offered to Entra ID as a credential: its audience or the expected one says so.
pub fn is_federated(subject: &Subject) -> bool {
    let is_exchange = |aud: &str| aud.starts_with(TOKEN_EXCHANGE);
    let is_asked = subject.expect.audiences.iter().any(|aud| is_exchange(aud))
        && subject.kind().purpose != Purpose::Access;
    is_asked
        || subject
            .claim("aud")
            .is_some_and(|aud| aud.strings().any(|aud| is_exchange(&aud)))
}

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

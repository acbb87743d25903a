//! Claims: which are there, of which type.

use super::{Fixer, Rule, Subject};
use crate::profile::Purpose;

pub mod aud_wrong_type;
pub mod boolean_as_string;
pub mod claim_too_long;
pub mod claim_wrong_type;
pub mod conditionally_required_claim_missing;
pub mod guid_malformed;
pub mod internal_claim_do_not_use;
pub mod jti_missing;
pub mod list_claim_not_array;
pub mod oid_missing;
pub mod optional_claim_needs_configuration;
pub mod password_expiring;
pub mod recommended_claim_missing;
pub mod required_claim_missing;
pub mod scope_as_array;
pub mod sp_less_app;
pub mod string_claim_is_number;
pub mod time_claim_fractional;
pub mod time_claim_implausible;
pub mod time_claim_in_milliseconds;
pub mod time_claim_is_string;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &required_claim_missing::RULE,
    &conditionally_required_claim_missing::RULE,
    &oid_missing::RULE,
    &sp_less_app::RULE,
    &jti_missing::RULE,
    &time_claim_is_string::RULE,
    &time_claim_in_milliseconds::RULE,
    &aud_wrong_type::RULE,
    &claim_wrong_type::RULE,
    &guid_malformed::RULE,
    &list_claim_not_array::RULE,
    &string_claim_is_number::RULE,
    &boolean_as_string::RULE,
    &time_claim_implausible::RULE,
    &claim_too_long::RULE,
    &optional_claim_needs_configuration::RULE,
    &internal_claim_do_not_use::RULE,
    &recommended_claim_missing::RULE,
    &scope_as_array::RULE,
    &time_claim_fractional::RULE,
    &password_expiring::RULE,
];

/// Whether the receiver lists the claim among those it requires.
pub fn is_listed(subject: &Subject, name: &str) -> bool {
    subject.expect.claims.iter().any(|claim| claim.name == name)
}

/// Whether the user took the token for something it is not for, such as an ID token for an access token. What it lacks
/// then has that one cause, and another rule names it.
pub fn is_for_another_purpose(subject: &Subject) -> bool {
    let chosen = subject.kind().purpose;
    let differs = |purpose| purpose != chosen && purpose != Purpose::Unknown;
    let other = subject
        .profile
        .runner_up
        .filter(|_| subject.profile.is_forced);
    chosen != Purpose::Unknown && other.is_some_and(|other| differs(other.purpose))
}

/// Who can put a claim there that is missing: whoever its kind names, or else the issuer.
pub fn fixer_of_missing(subject: &Subject, name: &str) -> Fixer {
    let required = subject.kind().requirement(name);
    required.map_or(Fixer::Issuer, |required| required.fixer)
}

/// Whether a rule of its own speaks about the absence of this claim from this token, so that no general rule does.
pub fn has_own_rule(subject: &Subject, name: &str) -> bool {
    use super::{flow, identity, permission, time};
    match name {
        "aud" => identity::aud_missing::gravity(subject).is_some() || subject.is_any(JAR),
        "iss" => identity::iss_missing::is_missing(subject) || subject.is_any(JAR),
        "tid" => identity::tid_missing::is_missing(subject),
        "exp" => time::exp_missing::gravity(subject).is_some(),
        "iat" => {
            time::iat_missing::gravity(subject).is_some()
                || identity::is_federated_credential(subject)
                || subject.is_any(DPOP)
        }
        "oid" => oid_missing::gravity(subject).is_some(),
        "jti" => jti_missing::gravity(subject).is_some() || subject.is_any(DPOP),
        "scp" | "roles" => permission::scp_and_roles_missing::is_missing(subject),
        "nonce" => flow::nonce_missing::is_meant(subject) || subject.is_any(DPOP),
        "htm" | "htu" | "ath" => subject.is_any(DPOP),
        "sub" => subject.is_any(&[
            "client-assertion",
            "entra-client-assertion",
            "oidc-logout-token",
        ]),
        "events" => subject.is_any(&["set", "oidc-logout-token"]),
        _ => false,
    }
}

const DPOP: &[&str] = &["dpop-proof"];
const JAR: &[&str] = &["jar-request-object"];

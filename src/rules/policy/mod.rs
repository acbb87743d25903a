//! Policy: MFA, step-up, continuous access evaluation.

use super::Rule;

pub mod input_claims_challenge;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&input_claims_challenge::RULE];

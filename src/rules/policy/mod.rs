//! Policy: MFA, step-up, continuous access evaluation.

use super::Rule;

pub mod auth_time_too_old;
pub mod lifetime_cae_long;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&auth_time_too_old::RULE, &lifetime_cae_long::RULE];

//! Flows: refresh, on-behalf-of, assertions, ID tokens, events.

use super::Rule;

pub mod refresh_token_pasted;
pub mod x5t_wrong_length;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&refresh_token_pasted::RULE, &x5t_wrong_length::RULE];

//! Which token it is, and what the server said.

use super::Rule;

pub mod input_error_response;
pub mod input_multiple_tokens;
pub mod profile_ambiguous;
pub mod profile_forced_conflict;
pub mod typ_unexpected;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &input_error_response::RULE,
    &typ_unexpected::RULE,
    &profile_forced_conflict::RULE,
    &profile_ambiguous::RULE,
    &input_multiple_tokens::RULE,
];

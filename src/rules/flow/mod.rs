//! Flows: refresh, on-behalf-of, assertions, ID tokens, events.

use super::Rule;

pub mod aud_token_exchange;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&aud_token_exchange::RULE];

//! Flows: refresh, on-behalf-of, assertions, ID tokens, events.

use super::Rule;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[];

//! Which token it is, and what the server said.

use super::Rule;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[];

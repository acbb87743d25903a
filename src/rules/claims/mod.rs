//! Claims that are missing or of the wrong type.

use super::Rule;

pub mod sp_less_app;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&sp_less_app::RULE];

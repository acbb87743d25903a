//! Permissions and actors.

use super::Rule;

pub mod scp_and_roles_missing;
pub mod scp_empty_or_slash;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&scp_and_roles_missing::RULE, &scp_empty_or_slash::RULE];

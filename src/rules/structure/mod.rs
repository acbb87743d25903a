//! Structure and encoding.

use super::Rule;

pub mod structure_wrong_segment_count;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&structure_wrong_segment_count::RULE];

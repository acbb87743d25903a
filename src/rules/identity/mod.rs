//! Audience, issuer and tenant.

use super::Rule;

pub mod ms_header_nonce;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[&ms_header_nonce::RULE];

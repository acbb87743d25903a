//! Operating: provider notes, privacy, safe handling.

use super::Rule;

pub mod aud_account_default;
pub mod aud_userinfo_extra;
pub mod cognito_access_no_aud;
pub mod k8s_extended_token;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &aud_account_default::RULE,
    &cognito_access_no_aud::RULE,
    &aud_userinfo_extra::RULE,
    &k8s_extended_token::RULE,
];

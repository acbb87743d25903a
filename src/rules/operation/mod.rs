//! Operating: provider notes, privacy, safe handling.

use super::Rule;

pub mod aud_account_default;
pub mod aud_userinfo_extra;
pub mod cognito_access_no_aud;
pub mod header_private_key_material;
pub mod k8s_extended_token;
pub mod live_token;
pub mod pii_present;
pub mod prt_cookie_pasted;
pub mod secret_in_claims;
pub mod vendor_key_pasted;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &prt_cookie_pasted::RULE,
    &header_private_key_material::RULE,
    &secret_in_claims::RULE,
    &vendor_key_pasted::RULE,
    &live_token::RULE,
    &pii_present::RULE,
    &aud_account_default::RULE,
    &cognito_access_no_aud::RULE,
    &aud_userinfo_extra::RULE,
    &k8s_extended_token::RULE,
];

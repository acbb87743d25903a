//! Permissions and actors.

use super::Rule;

pub mod agent_identity;
pub mod app_only_where_user_expected;
pub mod client_auth_strength;
pub mod client_not_allowed;
pub mod delegation_chain;
pub mod groups_are_names;
pub mod groups_near_limit;
pub mod groups_overage;
pub mod hasgroups_implicit;
pub mod managed_identity;
pub mod mutable_identifier;
pub mod role_missing_expected;
pub mod scope_high_privilege;
pub mod scope_missing_expected;
pub mod scp_and_roles_missing;
pub mod scp_empty_or_slash;
pub mod user_where_app_expected;
pub mod wids_privileged;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &app_only_where_user_expected::RULE,
    &user_where_app_expected::RULE,
    &scp_and_roles_missing::RULE,
    &client_not_allowed::RULE,
    &scope_missing_expected::RULE,
    &role_missing_expected::RULE,
    &scp_empty_or_slash::RULE,
    &groups_overage::RULE,
    &hasgroups_implicit::RULE,
    &mutable_identifier::RULE,
    &scope_high_privilege::RULE,
    &wids_privileged::RULE,
    &client_auth_strength::RULE,
    &groups_near_limit::RULE,
    &groups_are_names::RULE,
    &delegation_chain::RULE,
    &agent_identity::RULE,
    &managed_identity::RULE,
];

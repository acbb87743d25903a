//! Token → what kind of token it is, with the evidence. Facts about a kind are data of its [`Profile`].

use crate::token::Token;

/// Who defines a kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Microsoft Entra ID, work and school tenants.
    Entra,
    /// Azure AD B2C and Microsoft Entra External ID.
    EntraExternal,
    /// Another provider.
    Provider,
    /// A specification.
    Standard,
}

/// What a token of a kind is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Sent to an API.
    Access,
    /// Tells a client who signed in.
    Id,
    /// Proves who a client or workload is.
    Assertion,
    /// Proves possession of a key.
    Proof,
    /// Reports an event.
    Event,
    /// A credential that its holder presents.
    Credential,
    /// Carries the parameters of a request.
    Request,
    /// Not known.
    Unknown,
}

/// How a claim belongs to a kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// The claim.
    pub claim: &'static str,
    /// Why it usually is absent when it is, and what then helps; may be empty.
    pub usual_cause: &'static str,
    /// Who can put it there.
    pub fixer: crate::rules::Fixer,
}

/// A kind of token: how to tell it, and what it has to carry.
pub struct Profile {
    /// Kebab-case, stable.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Who defines it.
    pub family: Family,
    /// What it is for.
    pub purpose: Purpose,
    /// Claims without which a strict receiver refuses it.
    pub required: &'static [Required],
    /// Claims that should be there.
    pub recommended: &'static [&'static str],
    /// Claims that must not or should not be there.
    pub forbidden: &'static [&'static str],
    /// The longest usual life in seconds from `iat` to `exp`; 0 where nothing is known.
    pub longest_life: i64,
    /// The leeway its usual receivers apply to times, in seconds.
    pub tolerance: i64,
    /// Evidence for it in a token: each with its weight (decisive 100, supporting 10, against negative) and a
    /// phrase that states it; empty where nothing speaks for it.
    pub evidence: fn(&Token) -> Vec<(i32, String)>,
}

impl PartialEq for Profile {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// What kind of token it is taken for, and why.
#[derive(Clone, Debug)]
pub struct Recognition {
    /// The kind it is checked as: the one detected, or the user's choice.
    pub profile: &'static Profile,
    /// The kind that the token itself speaks for, whatever the user chose.
    pub detected: &'static Profile,
    /// Why, strongest first.
    pub evidence: Vec<String>,
    /// The next best kind where it is close.
    pub runner_up: Option<&'static Profile>,
    /// Whether the user chose the kind.
    pub is_forced: bool,
}

/// The kind of a token of which nothing more is known.
pub static GENERIC: Profile = Profile {
    id: "generic-jwt",
    name: "JWT of an unknown kind",
    family: Family::Standard,
    purpose: Purpose::Unknown,
    required: &[],
    recommended: &["iss", "exp", "aud"],
    forbidden: &[],
    longest_life: 86_400,
    tolerance: 0,
    evidence: |_| Vec::new(),
};

/// Every kind of token, neighbours side by side.
pub static PROFILES: &[&Profile] = &[&GENERIC];

/// The kind with this id.
pub fn by_id(id: &str) -> Option<&'static Profile> {
    PROFILES.iter().copied().find(|profile| profile.id == id)
}

/// Tells what kind of token it is; `forced` is the user's choice.
pub fn recognize(token: &Token, forced: Option<&'static Profile>) -> Recognition {
    let _ = token;
    Recognition {
        profile: forced.unwrap_or(&GENERIC),
        detected: &GENERIC,
        evidence: Vec::new(),
        runner_up: None,
        is_forced: forced.is_some(),
    }
}

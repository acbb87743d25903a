//! Token → what kind of token it is, with the evidence. Facts about a kind are data of its [`Profile`].

use crate::rules::{Fixer, Sibling, Subject};
pub use crate::spec::media_types::media_type;
use crate::token::Token;

use sign::{Look, Sign, has, is};

pub mod adfs;
pub mod auth0;
pub mod b2c;
pub mod cognito;
pub mod dpop;
pub mod entra;
pub mod external_id;
pub mod github;
pub mod google;
pub mod issuer;
pub mod keycloak;
pub mod kubernetes;
pub mod oauth;
pub mod okta;
pub mod openid;
pub mod published_keys;
pub mod sd_jwt;
pub mod security_event;
pub mod sign;

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

impl Family {
    /// Whether a sign-in service of Microsoft issues its tokens: Entra ID, External ID or B2C.
    pub fn is_microsoft(self) -> bool {
        matches!(self, Family::Entra | Family::EntraExternal)
    }
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
    /// Stands for the sign-in of a device: the cookie of a primary refresh token.
    Session,
    /// Not known, or more than one.
    Unknown,
}

/// A claim without which a strict receiver refuses the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// The claim.
    pub claim: &'static str,
    /// Why it usually is absent when it is: a clause without a full stop, for `The usual cause: …`.
    pub usual_cause: &'static str,
    /// Who can put it there.
    pub fixer: Fixer,
}

/// A claim that is required under a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditional {
    /// The claim.
    pub claim: &'static str,
    /// When it is required.
    pub when: Condition,
    /// Who can put it there.
    pub fixer: Fixer,
}

/// When a [`Conditional`] claim is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A nonce was sent, as the expectations say.
    NonceSent,
    /// A longest authentication age was asked for, as the expectations say.
    MaxAgeSent,
    /// An access token stands beside it in the paste.
    WithAccessToken,
    /// It is an SD-JWT that is presented with a key-binding JWT.
    KeyBound,
    /// This other claim is present.
    With(&'static str),
    /// This other claim is absent.
    Without(&'static str),
}

impl Condition {
    /// Whether it holds for this token.
    pub fn holds(self, subject: &Subject) -> bool {
        match self {
            Condition::NonceSent => subject.expect.nonce.is_some(),
            Condition::MaxAgeSent => subject.expect.max_age.is_some(),
            // The first few are enough: a paste may hold thousands of tokens.
            Condition::WithAccessToken => {
                let others = subject.siblings.iter().enumerate().take(32);
                let is_access = |other: &Sibling| other.found.purpose == Purpose::Access;
                others
                    .filter(|(at, _)| *at != subject.at)
                    .any(|(_, other)| is_access(other))
            }
            Condition::KeyBound => subject.token.form == crate::token::Form::SdJwtKb,
            Condition::With(claim) => subject.claim(claim).is_some(),
            Condition::Without(claim) => subject.claim(claim).is_none(),
        }
    }

    /// Why it is required then, for `It is required because …`.
    pub fn reason(self) -> String {
        match self {
            Condition::NonceSent => "a nonce was sent".to_owned(),
            Condition::MaxAgeSent => "a longest authentication age was asked for".to_owned(),
            Condition::WithAccessToken => "it goes with an access token".to_owned(),
            Condition::KeyBound => "the token is presented with a key-binding JWT".to_owned(),
            Condition::With(claim) => format!("there is `{claim}`"),
            Condition::Without(claim) => format!("there is no `{claim}`"),
        }
    }
}

/// What the `typ` header parameter of a kind of token has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typ {
    /// The values it may have, in lower case and without `application/`; empty where any will do.
    pub allowed: &'static [&'static str],
    /// Whether it has to be there.
    pub is_required: bool,
    /// The value that says exactly this kind; empty where there is none.
    pub explicit: &'static str,
}

impl Typ {
    /// Any value or none.
    const ANY: Self = Self {
        allowed: &[],
        is_required: false,
        explicit: "",
    };

    /// `JWT` or none.
    const JWT: Self = Self::one_of(&["jwt"]);

    const fn one_of(allowed: &'static [&'static str]) -> Self {
        Self {
            allowed,
            is_required: false,
            explicit: "",
        }
    }

    const fn explicit(explicit: &'static str, allowed: &'static [&'static str]) -> Self {
        Self {
            allowed,
            is_required: false,
            explicit,
        }
    }

    const fn required(explicit: &'static str, allowed: &'static [&'static str]) -> Self {
        Self {
            allowed,
            is_required: true,
            explicit,
        }
    }

    /// Whether this value may stand there.
    pub fn accepts(&self, typ: &str) -> bool {
        self.allowed.is_empty() || self.allowed.contains(&media_type(typ).as_str())
    }
}

/// A kind of token: how to tell it, and what it has to carry.
pub struct Profile {
    /// Kebab-case, stable.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Who defines it.
    pub family: Family,
    /// What it is for; see also [`Recognition::purpose`].
    pub purpose: Purpose,
    /// Claims without which a strict receiver refuses it.
    pub required: &'static [Required],
    /// Claims that are required under a condition.
    pub conditional: &'static [Conditional],
    /// Claims that should be there.
    pub recommended: &'static [&'static str],
    /// Claims that must not or should not be there.
    pub forbidden: &'static [&'static str],
    /// What its `typ` header parameter has to be.
    pub typ: Typ,
    /// Header parameters it cannot do without, beyond `alg` and `typ`.
    pub parameters: &'static [&'static str],
    /// Whether its usual receivers refuse a symmetric `alg`.
    pub asymmetric_only: bool,
    /// The `alg` values its receivers take; empty where they do not limit them.
    pub algorithms: &'static [&'static str],
    /// How long it usually lives in seconds, from `iat` to `exp`; 0 where nothing is known.
    pub usual_life: i64,
    /// The longest life in seconds that still is usual; 0 where nothing is known.
    pub longest_life: i64,
    /// The leeway its usual receivers apply to times, in seconds.
    pub tolerance: i64,
    /// What it is told by: each sign with its weight, negative where it speaks against.
    pub signs: &'static [(i16, sign::Sign)],
    /// Where these facts come from, with `; ` between them.
    pub sources: &'static str,
}

impl Profile {
    /// What the requirement of this claim is, where it is required.
    pub fn requirement(&self, claim: &str) -> Option<&'static Required> {
        self.required
            .iter()
            .find(|required| required.claim == claim)
    }
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
    /// What that kind is for; `Unknown` where the kind is.
    pub detected_purpose: Purpose,
    /// What this token is for: that of its kind, or what its claims say where the kind leaves it open.
    pub purpose: Purpose,
    /// Why, strongest first.
    pub evidence: Vec<String>,
    /// The next best kind where it is close; where the user chose the kind, what it would have been taken for if
    /// that is another.
    pub runner_up: Option<&'static Profile>,
    /// Whether the user chose the kind.
    pub is_forced: bool,
}

/// The kind of a token of which nothing more is known.
pub static GENERIC: Profile = Profile {
    recommended: &["iss", "exp", "aud", "jti"],
    longest_life: 86_400,
    // They say nothing about the kind, but what it may be.
    signs: &[
        (3, is("typ", "Refresh")),
        (3, is("typ", "Offline")),
        (2, Sign::Issuer(issuer::Kind::Keycloak)),
        (2, Sign::Issuer(issuer::Kind::Jobs)),
        (2, sign::SD_JWT_FORM),
        (1, has("scope")),
        (1, has("scp")),
        (1, has("permissions")),
    ],
    sources: "RFC 7519 §4.1",
    ..BASE
};

/// What a kind is unless it says otherwise.
const BASE: Profile = Profile {
    id: "generic-jwt",
    name: "Token of an unknown kind",
    family: Family::Standard,
    purpose: Purpose::Unknown,
    required: &[],
    conditional: &[],
    recommended: &[],
    forbidden: &[],
    typ: Typ::ANY,
    parameters: &[],
    asymmetric_only: false,
    algorithms: &[],
    usual_life: 0,
    longest_life: 0,
    tolerance: 60,
    signs: &[],
    sources: "",
};

/// A claim that the issuer has to write and, as a rule, does.
const fn by_issuer(claim: &'static str) -> Required {
    Required {
        claim,
        usual_cause: "the issuer leaves it out, which this kind of token does not allow",
        fixer: Fixer::Issuer,
    }
}

/// A claim that a provider writes into every token of the kind.
const fn always(claim: &'static str) -> Required {
    Required {
        claim,
        usual_cause: "the provider writes it into every such token, so this one was edited or made elsewhere",
        fixer: Fixer::Caller,
    }
}

/// A claim of a token that the client builds itself.
const fn by_client(claim: &'static str) -> Required {
    Required {
        claim,
        usual_cause: "the code that builds it leaves it out",
        fixer: Fixer::Caller,
    }
}

/// A claim whose absence has a reason of its own.
const fn because(claim: &'static str, usual_cause: &'static str, fixer: Fixer) -> Required {
    Required {
        claim,
        usual_cause,
        fixer,
    }
}

const fn when(claim: &'static str, when: Condition, fixer: Fixer) -> Conditional {
    Conditional { claim, when, fixer }
}

/// `nonce` where one was sent, for every kind of ID token.
const NONCE_WHEN_SENT: Conditional = when("nonce", Condition::NonceSent, Fixer::Caller);

/// Every kind of token, neighbours side by side.
pub static PROFILES: &[&Profile] = &[
    &entra::ACCESS_V1_USER,
    &entra::ACCESS_V1_APP,
    &entra::ACCESS_V2_USER,
    &entra::ACCESS_V2_APP,
    &entra::ACCESS_MICROSOFT_API,
    &entra::ID_V1,
    &entra::ID_V2,
    &b2c::B2C,
    &external_id::EXTERNAL_ID,
    &adfs::ACCESS,
    &oauth::RFC9068,
    &openid::ID_TOKEN,
    &openid::LOGOUT_TOKEN,
    &oauth::CLIENT_ASSERTION,
    &entra::CLIENT_ASSERTION,
    &entra::FEDERATED_CREDENTIAL,
    &dpop::PROOF,
    &security_event::SET,
    &sd_jwt::CREDENTIAL,
    &sd_jwt::KEY_BINDING,
    &oauth::REQUEST_OBJECT,
    &auth0::ACCESS,
    &auth0::ID,
    &okta::ACCESS,
    &okta::ID,
    &google::ID,
    &cognito::ID,
    &cognito::ACCESS,
    &keycloak::ACCESS,
    &github::ACTIONS,
    &kubernetes::BOUND,
    &kubernetes::LEGACY,
    &GENERIC,
];

/// The kind with this id.
pub fn by_id(id: &str) -> Option<&'static Profile> {
    PROFILES.iter().copied().find(|profile| profile.id == id)
}

/// Tells what kind of token it is; `forced` is the user's choice.
///
/// Every kind adds up the weights of its signs that the token shows. The one with the most is taken if it has
/// enough of them; without, nothing more is known than that it is a JWT.
pub fn recognize(token: &Token, forced: Option<&'static Profile>) -> Recognition {
    let look = Look::at(token);
    let (mut best, mut second) = ((sign::ENOUGH - 1, &GENERIC), None);
    for &profile in PROFILES {
        let score = look.score(profile);
        if score > best.0 {
            second = (best.1 != &GENERIC).then_some(best).or(second);
            best = (score, profile);
        } else if second.is_none_or(|(most, _)| score > most) {
            second = Some((score, profile));
        }
    }
    let found = best.1;
    let is_close =
        |score: i16| found != &GENERIC && score >= sign::NOTABLE && best.0 - score <= sign::CLOSE;
    let profile = forced.unwrap_or(found);
    let runner_up = match forced {
        Some(forced) => (forced != found && found != &GENERIC).then_some(found),
        None => second
            .filter(|second| is_close(second.0))
            .map(|second| second.1),
    };
    Recognition {
        profile,
        detected: found,
        detected_purpose: match found == &GENERIC {
            true => Purpose::Unknown,
            false => purpose(&look, found),
        },
        purpose: purpose(&look, profile),
        evidence: look.evidence(profile),
        runner_up,
        is_forced: forced.is_some(),
    }
}

/// What a token is for, where its kind does not say.
fn purpose(look: &Look, profile: &Profile) -> Purpose {
    let permissions = ["scope", "scp", "permissions", "client_id", "roles", "azp"];
    let sign_in = ["nonce", "at_hash", "c_hash", "auth_time"];
    if profile.purpose != Purpose::Unknown || look.claims.is_none() {
        profile.purpose
    } else if profile.family == Family::EntraExternal {
        if look.has_any(&["scp", "azp", "azpacr"]) {
            Purpose::Access
        } else {
            Purpose::Id
        }
    } else if look.token.form.is_sd_jwt() || look.has_any(&["vc", "vp"]) {
        Purpose::Credential
    } else if entra::session(look.token).is_some() {
        Purpose::Session
    } else if look.has_any(&["events", "typ"]) {
        Purpose::Unknown
    } else if look.has_any(&permissions) {
        Purpose::Access
    } else if look.is_typ("pop") || look.is_typ_of("-proof+jwt") || look.is_typ_of("-pop+jwt") {
        Purpose::Proof
    } else if look.is_typ_of("+jwt") && !look.has("token_introspection") {
        // A statement of a kind of its own, such as a status list, is for whoever reads it.
        Purpose::Credential
    } else if look.has_any(&sign_in) {
        Purpose::Id
    } else {
        Purpose::Unknown
    }
}

#[cfg(test)]
mod tests;

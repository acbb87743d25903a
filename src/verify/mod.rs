//! Keys in, [`State`]s out: what was checked, with what, and what could not be.
//!
//! ```text
//! text of keys ─key::read─▶ Keys ─┐
//! pasted text ──────────── Run::new ─▶ Operation ─▶ engine ─▶ Answer ─▶ … ─▶ Verification ─▶ inspect_with
//!                                          ▲                    │
//!                                          └──── Run::answer ◀──┘
//! ```
//!
//! Everything that decides is here and pure: which keys fit, what to compute, what an answer means. An engine knows the
//! primitives and nothing of tokens: see [`Operation`]. One runs natively (`engine::native`), another may answer much
//! later: [`Verification`] holds the text of each token it speaks about, so what arrives for text that is no longer
//! there speaks about nothing.

use crate::token::Token;

mod jwe;
mod jws;
pub mod key;
mod operation;
mod run;
mod state;

#[cfg(feature = "crypto")]
pub mod engine;

pub use jwe::{JweFlaw, LARGEST_COUNT, Next, Opening, jwe_flaw};
pub use jws::{Attempt, Plan, Planned, conclude, is_impossible, plan};
pub use key::{Description, Key, Keys};
pub use operation::{Answer, Hash, Operation, Scheme};
pub use run::Run;
pub(crate) use run::{MOST_LAYERS, inner};
pub use state::{BASE64URL, Damage, OWN_KEY, PARTS, Reason, State, Unfit};

/// Whether a text has a signature whose key is in the token itself: that of the holder of an SD-JWT, or of a proof.
pub fn brings_key(text: &str) -> bool {
    // `"jwk"` in base64url, by where in three bytes it begins.
    ["~", "kb_jwt", "Imp3ay", "Jqd2si", "iandrI"]
        .iter()
        .any(|sign| text.contains(sign))
}

/// What was found out about one token.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// The token's text.
    pub text: String,
    /// A state for each of its signatures; one for an encrypted token.
    pub states: Vec<State>,
    /// The state of the key-binding JWT of an SD-JWT, checked with the holder's key in the token.
    pub binding: Option<State>,
    /// What was in it, where it was encrypted and could be opened.
    pub opened: Option<Vec<u8>>,
}

/// What was found out with keys: an input of an inspection, like the time. The default is that nothing was checked.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// One for each token that was looked at.
    pub checks: Vec<Check>,
}

impl Verification {
    /// What was found out about this token.
    pub fn of(&self, token: &Token) -> Option<&Check> {
        self.checks.iter().find(|check| check.text == token.text())
    }
}

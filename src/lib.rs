//! Why a token is refused, and how to fix it.
//!
//! ```text
//! text ─extract─▶ Candidate ─read─▶ Token ─recognize─▶ Profile ─check─▶ Findings ─▶ Report ─▶ page, CLI, JS API
//!                                   (+ Faults)         (+ Evidence)        ▲
//!                                           Expectations, now, siblings ───┤
//! text of keys ─key::read─▶ Keys ─Run ⇄ engine─▶ Verification ─────────────┘
//! ```
//!
//! Each arrow is one public function in one module; [`inspect`] is their composition. The report is plain data.
//! Everything left of it knows no DOM, no clock, no locale and no network; nothing right of it decodes.

pub mod hash;
pub mod place;
pub mod text;
pub mod time;

#[cfg(feature = "cli")]
pub mod ci;
pub mod clocks;
pub mod compare;
pub mod configuration;
pub mod document;
pub mod expect;
pub mod extract;
pub mod guide;
pub mod profile;
pub mod redact;
pub mod remedy;
pub mod report;
pub mod rules;
pub mod spec;
pub mod token;
pub mod verify;
pub mod what_if;

pub mod example;

#[cfg(feature = "app")]
pub mod app;

pub use expect::Expectations;
pub use report::{Report, inspect, inspect_with};
pub use verify::Verification;

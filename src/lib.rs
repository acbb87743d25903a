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
//!
//! # Map
//!
//! | module | what it does |
//! | --- | --- |
//! | [`place`], [`text`], [`time`], [`hash`], [`order`] | where something is; hostile text made safe to read; moments for people; digests; sorting |
//! | [`extract`] | pasted text → candidates, the server's errors, what was repaired on the way |
//! | [`token`] | candidate → segments and faults: base64url, JSON with places, JWS, JWE, SD-JWT |
//! | [`spec`] | what the RFCs, registries and vendors name: algorithms, claims, header parameters, error codes |
//! | [`profile`] | what kind of token it is, by signs that are data of the kind |
//! | [`expect`], [`configuration`] | what the receiver expects; the same out of its configuration |
//! | [`guide`] | the chapters, packed by `build.rs` from the Markdown beside the module |
//! | [`rules`] | one folder per chapter of the guide, one file per rule |
//! | [`verify`] | keys in, signature states out; primitives behind one seam |
//! | [`verdict`], [`standing`] | what a strict receiver would do; what a server said, held against the tokens beside it |
//! | [`clocks`], [`remedy`] | which clock is wrong; what resolves a finding, ready to copy |
//! | [`report`], [`document`] | everything that was learned, and its JSON form |
//! | [`compare`], [`what_if`] | how two tokens differ; what another claim would change |
//! | [`redact`], `ci` | a report for a ticket, personal data masked; reports for CI systems (feature `cli`) |
//! | [`example`] | the guide's examples, composed into what a person would paste |
//! | `app` | the page (feature `app`): the only place that knows a DOM |
//!
//! # Invariants
//!
//! 1. The core cannot fail and does not look around: no `Result` from [`inspect`], no clock, no I/O, no panic on any
//!    input, linear time. What cannot be read becomes a [`token::Fault`]; every kind of fault is claimed by exactly one
//!    rule ([`rules::claimant`]).
//! 2. Everything a person reads about a token is a [`rules::Finding`]. The report also lists the rules that were quiet
//!    and those that had nothing to look at, so that "nothing found" means something.
//! 3. A span never travels alone: [`place::Place`] says in which text it counts. Bytes inside; UTF-16 only at the DOM.
//! 4. The reader keeps what was there: order, duplicates, the digits of numbers, every byte.
//! 5. A rule is data and one function in its own file. Index, guide, README and tests iterate [`rules::CHAPTERS`].
//! 6. A rule's section of the guide is a constant derived from the Markdown: a dead link does not compile.
//! 7. Examples in the guide run. Those marked `test` are run and not shipped.
//! 8. The page's state is ground truth; the report is derived. A token is never written to the URL, to storage, to the
//!    console or to the network.
//! 9. "Not checked" is a state of its own, never shown as valid nor as invalid.
//! 10. Nesting is bounded before it is walked or drawn. Lists are capped in view, not in counting; only what one
//!     character of input could multiply (disclosures of an SD-JWT beyond 4096, findings of one rule beyond 50) is
//!     taken together, and says so.
//!
//! # Where building showed a better shape than the first design
//!
//! * Findings about a paste as a whole go with its first token; where there is none, they stand in
//!   [`Report::findings`] (`findings` in the JSON document).
//! * A rule has the gravest severity its findings can have; a finding may be less grave, never graver.
//! * The rules of a chapter are listed in the chapter's `mod.rs`; [`rules::CHAPTERS`] lists the chapters in the order
//!   of what to fix first.
//! * The page carries its module split into streams of what is alike, and those by gzip: a sixth smaller than gzip
//!   alone, and unpacked by the browser itself and a page of script (`xtask/src/squeeze`). LZMA was no smaller and a
//!   model that predicts every bit a quarter smaller, and both kept people waiting.
//! * Expectations are saved by copying JSON, not as a download: nothing on the page may make a file but the page itself
//!   and its hash (`tests/policy/elements.txt`).
//! * What escaped strings stand for is kept beside the document, so that names and strings are borrowed everywhere.
//! * Of an SD-JWT the document has `claims` (as they are after disclosure), `disclosed` and `undisclosed` besides; for
//!   other tokens these are null. `payload` stays what was signed.
//! * The JSON document is a tree of its own ([`document::Node`]) instead of derived serialisation: one small
//!   serialiser serves the command line and JavaScript, and numbers keep their digits.

// `html!` takes a step for every token.
#![recursion_limit = "1024"]

pub mod hash;
pub mod order;
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
pub mod standing;
pub mod token;
pub mod verdict;
pub mod verify;
pub mod what_if;

pub mod example;

#[cfg(feature = "app")]
pub mod app;

pub use expect::Expectations;
pub use report::{Report, inspect, inspect_with};
pub use verify::Verification;

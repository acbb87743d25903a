//! Signatures and encrypted tokens through the native engine.
#![cfg(feature = "crypto")]

mod attacks;
mod binding;
mod forms;
mod keys;
mod signed;
mod vectors;

use std::path::{Path, PathBuf};

use token_inspector::verify::engine::native;
use token_inspector::verify::{Check, Run, State, key};
use token_inspector::{Report, Verification, inspect_with};

/// The moment the tests check at: 1 January 2026, 00:00:00 UTC.
const NOW: i64 = 1_767_225_600;

/// A path in the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What keys say about the tokens in a text.
fn verify_with(text: &str, keys: &str, content: Option<&[u8]>) -> Verification {
    let found = key::read(keys);
    let run = Run::new(text, found.keys.into(), content.map(<[u8]>::to_vec));
    native::complete(run.with_faults(&found.faults))
}

/// The first check of a text.
fn check(text: &str, keys: &str) -> Check {
    let verification = verify_with(text, keys, None);
    verification.checks.into_iter().next().unwrap_or_default()
}

/// The first state of a text.
fn state(text: &str, keys: &str) -> State {
    check(text, keys)
        .states
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// The report on a text and keys.
fn report(text: &str, keys: &str) -> Report {
    inspect_with(
        text,
        &Default::default(),
        NOW,
        &verify_with(text, keys, None),
    )
}

/// The rules that fire.
fn fired(report: &Report) -> Vec<&'static str> {
    report
        .all_findings()
        .map(|finding| finding.rule.id)
        .collect()
}

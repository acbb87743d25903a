//! Integration tests, in one binary.

mod cli;
mod guide;
mod handover;
mod json;
mod properties;
mod readme;
mod robustness;
mod tidy;
mod vectors;

use std::fs;
use std::path::{Path, PathBuf};

/// The moment the tests check at: 1 January 2026, 00:00:00 UTC.
const NOW: i64 = 1_767_225_600;

/// A path in the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file in the project.
fn text(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder of the project, sorted, whose names end like this.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![project(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

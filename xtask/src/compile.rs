//! A page's crate → a module as rustc makes it.

use crate::{process, root, target_dir, tools};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";

/// A page that can be built and packed.
pub struct Page {
    /// Whether its module travels as small as it can.
    pub squeezed: bool,
    pub package: &'static str,
    pub bin: &'static str,
    pub features: &'static str,
    /// Its document, below the repository. Links in it are relative to it.
    pub index: &'static str,
}

/// What this repository is about.
pub const INSPECTOR: Page = Page {
    squeezed: true,
    package: "token-inspector",
    bin: "page",
    features: "app",
    index: "index.html",
};

/// What it is measured against.
pub const EMPTY: Page = Page {
    squeezed: false,
    package: "empty-page",
    bin: "empty-page",
    features: "",
    index: "xtask/empty-page/index.html",
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As it is shipped.
    Release,
    /// As it is worked on.
    Debug,
}

/// Hashes that are small rather than fast, as in `.cargo/config.toml`, which these flags replace.
const COMPACT_HASHES: [&str; 4] = [
    "--cfg",
    "sha2_backend=\"soft\"",
    "--cfg",
    "sha2_backend_soft=\"compact\"",
];

/// The standard library compiled with the page, for its size. Not stable yet, so it takes `RUSTC_BOOTSTRAP`.
pub const SMALL_STD: [&str; 2] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

/// A panic ends the module at once and says nothing, which is what the page wants of one: a message may quote its
/// input. The loader sees the module end and says so.
const QUIET_PANICS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];

/// Builds the page and says where its module is.
pub fn compile(page: &Page, profile: Profile) -> Result<PathBuf> {
    tools::wasm_target()?;
    let mut cargo = tools::cargo();
    cargo.args(["build", "--package", page.package, "--bin", page.bin]);
    cargo.args(["--target", TARGET, "--no-default-features"]);
    if !page.features.is_empty() {
        cargo.args(["--features", page.features]);
    }
    let folder = match profile {
        Profile::Release => {
            cargo.arg("--release");
            let mut flags = remapped_paths()?;
            flags.extend(COMPACT_HASHES.map(String::from));
            if tools::std_sources() {
                cargo.env("RUSTC_BOOTSTRAP", "1").args(SMALL_STD);
                flags.extend(QUIET_PANICS.map(String::from));
            }
            cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
            "release"
        }
        Profile::Debug => "debug",
    };
    process::run(&mut cargo)?;
    Ok(target_dir()
        .join(TARGET)
        .join(folder)
        .join(page.bin)
        .with_extension("wasm"))
}

/// Panic messages carry the paths of sources. These flags make them say the same on every machine, and
/// nothing about the one that built the page.
fn remapped_paths() -> Result<Vec<String>> {
    let mut paths: Vec<(PathBuf, String)> = Vec::new();
    let cargo_home = cargo_home()?;
    paths.push((cargo_home.clone(), "cargo".into()));
    let registries = cargo_home.join("registry/src");
    if let Ok(entries) = registries.read_dir() {
        for entry in entries {
            paths.push((entry?.path(), "crates".into()));
        }
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let sysroot = process::output(Command::new(&rustc).args(["--print", "sysroot"]))?;
    paths.push((
        Path::new(sysroot.trim()).join("lib/rustlib/src/rust"),
        "rust".into(),
    ));
    paths.push((root().to_owned(), "token-inspector".into()));
    // Parts of the standard library are compiled into the page from their own remapped sources.
    let version = process::output(Command::new(&rustc).arg("-vV"))?;
    if let Some(hash) = version
        .lines()
        .find_map(|l| l.strip_prefix("commit-hash: "))
    {
        paths.push((PathBuf::from(format!("/rustc/{hash}")), "rust".into()));
    }
    paths
        .into_iter()
        .map(|(from, to)| {
            let from = from.to_str().context("a path that is not Unicode")?;
            Ok(format!("--remap-path-prefix={from}={to}"))
        })
        .collect()
}

/// Where Cargo keeps the sources of dependencies.
pub fn cargo_home() -> Result<PathBuf> {
    match std::env::var_os("CARGO_HOME") {
        Some(home) => Ok(home.into()),
        None => Ok(std::env::home_dir()
            .context("no home directory")?
            .join(".cargo")),
    }
}

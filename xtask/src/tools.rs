//! What is needed besides Cargo: looked for, installed where that is possible, named where it is not.

use crate::compile::TARGET;
use crate::{process, root};
use anyhow::{Context as _, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The Cargo that runs us.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The standard library for WebAssembly.
pub fn wasm_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let sysroot = process::output(
        Command::new(rustc)
            .current_dir(root())
            .args(["--print", "sysroot"]),
    )?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        return Ok(());
    }
    eprintln!("Adding the target {TARGET}");
    process::run(
        Command::new("rustup")
            .current_dir(root())
            .args(["target", "add", TARGET]),
    )
    .with_context(|| format!("this Rust has no {TARGET}; with rustup: rustup target add {TARGET}"))
}

/// Whether the sources of the standard library are there, and those of what it depends on. Without them the page is
/// larger, and works all the same.
pub fn std_sources() -> bool {
    let found = add_std_sources();
    if let Err(error) = &found {
        eprintln!(
            "The page gets larger than it need be, with the standard library as it comes: {error:#}"
        );
    }
    found.is_ok()
}

fn add_std_sources() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let sysroot = process::output(
        Command::new(rustc)
            .current_dir(root())
            .args(["--print", "sysroot"]),
    )?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock");
    if !library.is_file() {
        eprintln!("Adding the sources of the standard library");
        process::run(Command::new("rustup").current_dir(root()).args([
            "component",
            "add",
            "rust-src",
        ]))
        .context("rustup component add rust-src")?;
    }
    process::run(
        cargo()
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["fetch", "--quiet", "--target", TARGET])
            .args(crate::compile::SMALL_STD),
    )
    .context("what the standard library depends on cannot be had")
}

/// The tools from npm that `tests/package-lock.json` names, in `tests/node_modules`, where tests find them too.
pub struct Npm {
    modules: PathBuf,
}

/// Installs them if that has not been done, or was done for another lock file.
pub fn npm() -> Result<Npm> {
    node_version()?;
    let dir = root().join("tests");
    let modules = dir.join("node_modules");
    let stamp = modules.join(".installed-for");
    let lock = std::fs::read_to_string(dir.join("package-lock.json"))?;
    if std::fs::read_to_string(&stamp).ok().as_ref() != Some(&lock) {
        eprintln!("Installing the npm tools of tests/package-lock.json");
        process::run(
            Command::new("npm")
                .current_dir(&dir)
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .stdin(Stdio::null()),
        )?;
        std::fs::write(&stamp, lock)?;
    }
    Ok(Npm { modules })
}

impl Npm {
    /// Binaryen's optimiser.
    pub fn wasm_opt(&self) -> Command {
        let mut command = node();
        command.arg(self.modules.join("binaryen/bin/wasm-opt"));
        command
    }

    /// Which Binaryen that is.
    pub fn binaryen_version(&self) -> Result<String> {
        let manifest = std::fs::read_to_string(self.modules.join("binaryen/package.json"))?;
        let line = manifest
            .lines()
            .find(|line| line.trim_start().starts_with("\"version\""));
        Ok(line.context("binaryen has no version")?.trim().to_owned())
    }

    /// The minifier.
    pub fn esbuild(&self) -> Command {
        Command::new(self.modules.join(".bin/esbuild"))
    }
}

/// Node, started where its scripts find their modules.
pub fn node() -> Command {
    let mut command = Command::new("node");
    command.current_dir(root());
    command
}

fn node_version() -> Result<()> {
    const NEEDED: &str = "Node 20 or newer and npm are needed: https://nodejs.org/";
    let version = process::output(Command::new("node").arg("--version")).context(NEEDED)?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    if major.parse::<u32>().unwrap_or_default() < 20 {
        bail!("{NEEDED} (this is {})", version.trim());
    }
    Ok(())
}

/// A Chromium to test with: `CHROMIUM`, or one on the path, or one that apt installs.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    const INSTALL: [&str; 4] = ["install", "-y", "chromium", "chromium-driver"];
    if apt("Chromium", &INSTALL)?
        && let Some(path) = find_chromium()
    {
        return Ok(path);
    }
    bail!(
        "no Chromium found. On Debian: sudo apt-get {}. Elsewhere: install Chromium or Chrome, \
         or say where it is with the environment variable CHROMIUM",
        INSTALL.join(" ")
    )
}

/// Installs something, where that can be done without asking.
fn apt(what: &str, install: &[&str]) -> Result<bool> {
    if !is_root() || on_path("apt-get").is_none() {
        return Ok(false);
    }
    eprintln!("Installing {what}: apt-get {}", install.join(" "));
    for arguments in [&["update", "-q"], install] {
        process::run(
            Command::new("apt-get")
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdin(Stdio::null()),
        )?;
    }
    Ok(true)
}

/// A Firefox to test with: `FIREFOX`, or one on the path, or one that apt installs. Nobody has to have one.
pub fn firefox() -> Option<PathBuf> {
    let find = || {
        ["firefox-esr", "firefox"]
            .iter()
            .find_map(|name| on_path(name))
    };
    std::env::var_os("FIREFOX")
        .map(PathBuf::from)
        .or_else(find)
        .or_else(|| {
            apt("Firefox", &["install", "-y", "firefox-esr"]).ok()?;
            find()
        })
}

fn find_chromium() -> Option<PathBuf> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    names.into_iter().find_map(on_path).or_else(|| {
        let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        mac.is_file().then_some(mac)
    })
}

/// A subcommand of Cargo, where there is one.
pub fn cargo_tool(name: &str) -> Option<PathBuf> {
    let name = format!("cargo-{name}");
    on_path(&name).or_else(|| {
        let installed = crate::compile::cargo_home().ok()?.join("bin").join(name);
        installed.is_file().then_some(installed)
    })
}

/// Where the shell would find a program.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path: OsString = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|candidate| candidate.is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

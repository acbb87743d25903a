//! `cargo xtask`: everything that is done to this repository, in one typed place.
//!
//! | command | module | what it does |
//! | --- | --- | --- |
//! | `dist` | [`dist`] | packs the page into one file and checks it |
//! | `release` | [`release`] | what goes with a release: hash, bill of materials, licences |
//! | `serve` | [`serve`] | the same page unoptimised, rebuilt when a file changes |
//! | `test` | [`check`] | all that CI runs |
//! | `bench` | [`bench`] | the budgets that are times and bytes of memory |
//!
//! Most of the page is its module, and what weighs is what travels. So the module is carried as [`squeeze`] makes it,
//! a sixth smaller than by gzip alone. [`serve`] packs by gzip, which is quick.
//!
//! The way of a page is [`compile`] → [`bind`] (with [`glue`]) → [`shrink`] → [`pack`] (with [`html`]) → [`policy`],
//! and beside it what [`offline`] writes for browsers that keep it and hosts that send headers.
//! [`weigh`] says which words weigh how much, [`supply`] what the page is made of, [`twin`] whether it is the same
//! elsewhere; [`fuzz`]
//! has unlikely things pasted.
//! [`tools`] finds and installs what is missing, [`http`] serves, [`process`] runs other programs.

mod bench;
mod bind;
mod browser_tests;
mod check;
mod compile;
mod dist;
mod fuzz;
mod glue;
mod html;
mod http;
mod offline;
mod pack;
mod policy;
mod process;
mod release;
mod serve;
mod shrink;
mod squeeze;
mod supply;
mod tools;
mod twin;
mod weigh;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N]         build the page unoptimised, serve it on 127.0.0.1 and rebuild it when a
                           file changes. (If you have Trunk 0.21, `trunk serve` works too.)
  dist [--accept-imports]  build and pack dist/index.html, print what it weighs, check its policy;
                           --accept-imports rewrites the list of what the module may ask of the browser
  release                  dist, and into target/release-files/ the page with its hash, its bill of
                           materials (CycloneDX) and the licences of what is in it
  test [--quick] [STEP…]   everything CI runs; --quick: without release build and browser;
                           with names of steps: only those
  bench [--strict] [core|page]
                           measure the time and memory budgets; --strict: fail when one is missed

Needed: Rust 1.95 for everything; Node 20 and npm for dist, test and bench;
Chromium for test and bench. What else is missing is installed, below target/ and tests/node_modules.
";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|argument| {
            argument
                .to_str()
                .ok_or_else(|| anyhow::anyhow!("{} is not Unicode", argument.display()))
        })
        .collect::<anyhow::Result<_>>()?;
    let (command, rest) = arguments.split_first().unwrap_or((&"help", &[]));
    if rest.iter().any(|&word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    match *command {
        "dist" => dist::command(rest)?,
        "release" => release::command(rest)?,
        "serve" => serve::command(rest)?,
        "test" => check::command(rest)?,
        "bench" => return bench::command(rest),
        // What `cargo test --target wasm32-unknown-unknown` runs its binaries with.
        browser_tests::RUNNER => browser_tests::run(rest)?,
        "help" | "--help" | "-h" => print!("{HELP}"),
        other => anyhow::bail!("no command `{other}`\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The repository, or the copy of it that is named by a variable: see [`twin`].
fn root() -> &'static Path {
    static COPY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let copy = COPY.get_or_init(|| std::env::var_os(twin::ROOT).map(PathBuf::from));
    copy.as_deref().unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask lies in the repository")
    })
}

/// Where Cargo builds; xtask keeps what it makes in there too.
fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

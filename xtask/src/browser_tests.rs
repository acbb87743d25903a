//! The tests that need a DOM: `tests/web`, written with wasm-bindgen-test, run in headless Chromium.
//!
//! `cargo test` runs what it built with a runner. The usual one comes with wasm-bindgen-cli, which takes longer
//! to compile than all the rest; the same library that packs the page does for this as well.

use crate::compile::TARGET;
use crate::http::{self, Mount};
use crate::{process, root, target_dir, tools};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The test target.
pub const NAME: &str = "web";
/// The command of ours that Cargo calls with a test's module.
pub const RUNNER: &str = "run-wasm-test";

const DOCUMENT: &str = include_str!("browser_tests.html");

pub fn exist() -> bool {
    ["tests/web.rs", "tests/web/main.rs"]
        .iter()
        .any(|path| root().join(path).is_file())
}

/// Builds and runs them all.
pub fn all() -> Result<()> {
    if !exist() {
        println!("there is no tests/{NAME}.rs");
        return Ok(());
    }
    tools::wasm_target()?;
    let runner = format!("{} {RUNNER}", std::env::current_exe()?.display());
    let variable = format!(
        "CARGO_TARGET_{}_RUNNER",
        TARGET.to_uppercase().replace('-', "_")
    );
    let arguments = [
        "test",
        "--target",
        TARGET,
        "--no-default-features",
        "--features",
        "app",
        "--test",
        NAME,
    ];
    process::run(tools::cargo().args(arguments).env(variable, runner))
}

/// Runs the tests of one module: `MODULE [NAME]`, where only tests with NAME in their name are run.
pub fn run(arguments: &[&str]) -> Result<()> {
    let (module, filter) = match arguments {
        [module] => (module, ""),
        [module, filter] => (module, *filter),
        _ => bail!("{RUNNER} MODULE [NAME], not {arguments:?}"),
    };
    tools::npm()?;
    let chromium = tools::chromium()?;

    let folder = target_dir().join("xtask/web-tests");
    fs::create_dir_all(&folder)?;
    let mut output = Bindgen::new()
        .input_path(root().join(module))
        .out_name("tests")
        .web(true)?
        .debug(true)
        .emit_start(false)
        .generate_output()
        .with_context(|| format!("wasm-bindgen refuses {module}"))?;
    let all: Vec<String> = output
        .wasm()
        .exports
        .iter()
        .map(|export| export.name.clone())
        .filter(|name| name.starts_with("__wbgt_"))
        .collect();
    let chosen: Vec<_> = all.iter().filter(|name| name.contains(filter)).collect();
    output.emit(&folder)?;
    let document = DOCUMENT
        .replace("/*TESTS*/[]", &format!("{chosen:?}"))
        .replace("/*FILTERED*/0", &(all.len() - chosen.len()).to_string());
    fs::write(folder.join("index.html"), document)?;
    fs::write(folder.join("vectors.txt"), vectors()?)?;

    let address = http::serve(vec![Mount { path: "/", folder }], 0)?;
    let script = Path::new("tests/support/web-tests.mjs");
    process::run(
        tools::node()
            .arg(script)
            .arg(format!("http://{address}/"))
            .env("CHROMIUM", chromium),
    )
}

/// The published vectors in one file that a test can ask for: before each its path and its length in bytes.
fn vectors() -> Result<String> {
    let top = root().join("tests/vectors");
    let mut todo = vec![
        top.join("STATES.tsv"),
        top.join("rfc-vectors"),
        top.join("rfc7520-cookbook"),
    ];
    let mut all = String::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            for entry in path.read_dir()? {
                todo.push(entry?.path());
            }
            continue;
        }
        let bytes = fs::read(&path)?;
        let text = String::from_utf8_lossy(&bytes);
        let name = path.strip_prefix(&top)?.display();
        all.push_str(&format!("{name}\t{}\n{text}", text.len()));
    }
    Ok(all)
}

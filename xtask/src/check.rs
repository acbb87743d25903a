//! `cargo xtask test`: everything CI runs.

use crate::http::{self, Mount};
use crate::{
    browser_tests, compile, dist, fuzz, process, release, root, supply, target_dir, tools, twin,
};
use anyhow::{Result, bail, ensure};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// One thing that has to hold.
struct Step {
    name: &'static str,
    what: &'static str,
    /// Needs neither a release build nor a browser.
    quick: bool,
    run: fn() -> Result<()>,
}

/// In an order that finds cheap faults first.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "rustfmt has nothing to change",
        quick: true,
        run: format,
    },
    Step {
        name: "lint",
        what: "clippy has nothing to say, natively",
        quick: true,
        run: lint,
    },
    Step {
        name: "lint-page",
        what: "nor about the page",
        quick: true,
        run: lint_page,
    },
    Step {
        name: "core",
        what: "the core builds alone and knows no DOM",
        quick: true,
        run: core,
    },
    Step {
        name: "tools",
        what: "xtask's own tests",
        quick: true,
        run: tooling,
    },
    Step {
        name: "supply",
        what: "licences, sources and bans of what the page is made of; no dependency is unused",
        quick: true,
        run: supply::check,
    },
    Step {
        name: "native",
        what: "tests of core and command line",
        quick: true,
        run: native,
    },
    Step {
        name: "fuzz",
        what: "inputs that a fuzzer thinks of, for a bounded time, where there is one",
        quick: false,
        run: fuzz::run,
    },
    Step {
        name: "web",
        what: "tests of the page in headless Chromium",
        quick: false,
        run: web,
    },
    Step {
        name: "dist",
        what: "the page as it is shipped: size, imports, policy",
        quick: false,
        run: shipped,
    },
    Step {
        name: "policy",
        what: "what csp_evaluator says of the policy",
        quick: false,
        run: policy,
    },
    Step {
        name: "release",
        what: "the hash, the bill of materials and the licences that go with the page",
        quick: false,
        run: released,
    },
    Step {
        name: "trunk",
        what: "Trunk builds it too, where there is Trunk",
        quick: false,
        run: trunk,
    },
    Step {
        name: "journeys",
        what: "the shipped page in headless Chromium",
        quick: false,
        run: journeys,
    },
    Step {
        name: "reproducible",
        what: "the same page from another folder, at another time, for another user",
        quick: false,
        run: reproducible,
    },
    Step {
        name: "proof",
        what: "nothing leaves the shipped page, in Chromium and Firefox; hostile builds are caught",
        quick: false,
        run: proof,
    },
];

pub fn command(arguments: &[&str]) -> Result<()> {
    let quick = arguments.contains(&"--quick");
    let names: Vec<&str> = arguments
        .iter()
        .filter(|name| **name != "--quick")
        .copied()
        .collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step `{unknown}`; there are: {}", known.join(", "));
    }
    let chosen = |step: &&Step| {
        if names.is_empty() {
            step.quick || !quick
        } else {
            names.contains(&step.name)
        }
    };
    let begin = Instant::now();
    let mut times = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("\n━━ {}: {}", step.name, step.what);
        let start = Instant::now();
        if let Err(error) = (step.run)() {
            let time = seconds(start.elapsed());
            bail!(
                "{}: {error:#}\n\nfailed after {time}. Once more: cargo xtask test {}",
                step.name,
                step.name
            );
        }
        times.push((step.name, start.elapsed()));
        println!("━━ {}: fine, {}", step.name, seconds(start.elapsed()));
    }
    println!();
    for (name, time) in &times {
        println!("{name:<10}{:>10}", seconds(*time));
    }
    println!(
        "{:<10}{:>10}\n\n{} steps, all fine",
        "all",
        seconds(begin.elapsed()),
        times.len()
    );
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn cargo(arguments: &[&str]) -> Result<()> {
    process::run(tools::cargo().args(arguments))
}

fn format() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])
}

fn lint() -> Result<()> {
    cargo(&[
        "clippy",
        "--features",
        "cli",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])?;
    cargo(&[
        "clippy",
        "--profile",
        "tool",
        "--package",
        "xtask",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])?;
    cargo(&[
        "clippy",
        "--package",
        "core-bench",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])
}

fn lint_page() -> Result<()> {
    tools::wasm_target()?;
    let page = [
        "clippy",
        "--target",
        compile::TARGET,
        "--no-default-features",
    ];
    let mut words = [&page[..], &["--features", "app", "--lib", "--bin", "page"]].concat();
    if browser_tests::exist() {
        words.extend(["--test", browser_tests::NAME]);
    }
    let deny = ["--", "-D", "warnings"];
    cargo(&[&words[..], &deny].concat())?;
    cargo(&[&page[..], &["--package", "empty-page"], &deny].concat())
}

/// The core knows no DOM: not by habit, but because it is built without the crates that have one.
fn core() -> Result<()> {
    const DOM: [&str; 5] = [
        "yew",
        "web-sys",
        "js-sys",
        "wasm-bindgen",
        "serde-wasm-bindgen",
    ];
    cargo(&["build", "--no-default-features", "--lib"])?;
    let tree = [
        "tree",
        "--no-default-features",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = process::output(
        tools::cargo()
            .args(tree)
            .args(["--target", compile::TARGET]),
    )?;
    let found = |name: &&&str| {
        tree.lines()
            .any(|line| line.split(' ').next() == Some(**name))
    };
    let found: Vec<_> = DOM.iter().filter(found).collect();
    ensure!(found.is_empty(), "the core depends on {found:?}");
    Ok(())
}

fn tooling() -> Result<()> {
    cargo(&["test", "--quiet", "--profile", "tool", "--package", "xtask"])
}

fn native() -> Result<()> {
    cargo(&["test", "--features", "cli"])
}

fn web() -> Result<()> {
    browser_tests::all()
}

fn shipped() -> Result<()> {
    dist_folder().map(drop)
}

/// The page as it is shipped, built once in a run.
fn dist_folder() -> Result<PathBuf> {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(folder) = BUILT.get() {
        return Ok(folder.clone());
    }
    let folder = dist::build(false)?;
    Ok(BUILT.get_or_init(|| folder).clone())
}

fn released() -> Result<()> {
    release::write(&dist_folder()?).map(drop)
}

fn policy() -> Result<()> {
    tools::npm()?;
    let page = dist_folder()?.join("index.html");
    process::run(tools::node().arg("tests/policy/evaluate.mjs").arg(page))
}

/// Trunk takes long to compile, so nobody has to have it. Those who do can use it.
fn trunk() -> Result<()> {
    if ["trunk", "wasm-bindgen"]
        .map(tools::on_path)
        .contains(&None)
    {
        println!("no Trunk here");
        return Ok(());
    }
    let mut trunk = Command::new("trunk");
    // Trunk 0.21 takes NO_COLOR=1 for an error.
    trunk.arg("build").env_remove("NO_COLOR");
    process::run(trunk.current_dir(root()))
}

fn journeys() -> Result<()> {
    tools::npm()?;
    let folder = dist_folder()?;
    let chromium = tools::chromium()?;
    let page = format!("file://{}", folder.join("index.html").display());
    // Not at the root of the host: hardly a project's page is.
    const PATH: &str = "/some/where/";
    let address = http::serve(vec![Mount { path: PATH, folder }], 0)?;

    let mut node = node_tests("tests/e2e")?;
    node.env("E2E_BASE", format!("http://{address}{PATH}"));
    node.env("E2E_FILE", page);
    node.env("CHROMIUM", chromium);
    process::run(&mut node)
}

fn reproducible() -> Result<()> {
    let dist = dist_folder()?;
    twin::check(&dist, &release::write(&dist)?)
}

fn proof() -> Result<()> {
    tools::npm()?;
    let mut node = node_tests("tests/proof")?;
    node.env("E2E_DIST", dist_folder()?);
    node.env("CHROMIUM", tools::chromium()?);
    match tools::firefox() {
        Some(firefox) => node.env("FIREFOX", firefox),
        None => {
            println!("there is no Firefox: what it does is not tested (FIREFOX says where one is)");
            node.env_remove("FIREFOX")
        }
    };
    process::run(&mut node)
}

/// Node's test runner with the tests of a folder.
fn node_tests(folder: &str) -> Result<Command> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in root().join(folder).read_dir()? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "mjs") {
            files.push(path.strip_prefix(root())?.to_owned());
        }
    }
    files.sort();
    let mut node = tools::node();
    node.args([
        "--test",
        "--test-concurrency=1",
        "--test-timeout=900000",
        "--test-reporter=spec",
    ]);
    node.args(files);
    node.env("TMPDIR", scratch()?);
    Ok(node)
}

/// A folder for browser profiles, emptied each time: browsers leave theirs behind.
fn scratch() -> Result<PathBuf> {
    let folder = target_dir().join("xtask/tmp");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

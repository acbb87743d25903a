//! `cargo fuzz` for a bounded time, where it is: it takes a nightly compiler, which nobody has to have.

use crate::{process, root, target_dir, tools};
use anyhow::{Context as _, Result, bail, ensure};
use std::fs;
use std::process::Command;

/// Seconds for each target. By hand: `cargo +nightly fuzz run TARGET`.
const SECONDS: &str = "15";

pub fn run() -> Result<()> {
    let has_nightly = Command::new("rustup")
        .args(["run", "nightly", "rustc", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_nightly || tools::cargo_tool("fuzz").is_none() {
        println!(
            "NOTHING IS FUZZED: it takes a nightly compiler (rustup toolchain install nightly --profile minimal)\n\
             and cargo-fuzz (cargo install cargo-fuzz --locked)"
        );
        return Ok(());
    }
    process::run(Command::new("sh").current_dir(root()).arg("fuzz/seed.sh"))?;
    let targets = process::output(&mut cargo_fuzz(&["list"]))?;
    ensure!(!targets.trim().is_empty(), "there is nothing to fuzz");
    process::run(&mut cargo_fuzz(&["build", "--sanitizer=none"]))?;
    let log = target_dir().join("xtask/fuzz.log");
    let mut all = 0;
    for target in targets.lines() {
        let mut fuzz = cargo_fuzz(&["run", "--sanitizer=none", target, "--"]);
        fuzz.arg(format!("-max_total_time={SECONDS}"));
        // Inputs of a size for which a second would be far too long.
        fuzz.args(["-max_len=16384", "-timeout=20", "-print_final_stats=1"]);
        let output = fs::File::create(&log)?;
        let status = fuzz.stdout(output.try_clone()?).stderr(output).status()?;
        let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        if !status.success() {
            let lines: Vec<_> = text.lines().collect();
            let end = &lines[lines.len().saturating_sub(40)..];
            bail!(
                "{}\n`{target}` failed. The input belongs into a test",
                end.join("\n")
            );
        }
        let number = |name: &str| {
            let (_, rest) = text.split_once(name)?;
            rest.split_whitespace().next()?.parse::<u64>().ok()
        };
        let count = number("stat::number_of_executed_units:").context("libFuzzer says less")?;
        println!("{target:<14}{count:>10} inputs");
        all += count;
    }
    println!("{:<14}{all:>10} inputs, {SECONDS} s for each target", "all");
    Ok(())
}

/// Without sanitizers: there is no unsafe code that they could find anything in, and they take twice the time.
fn cargo_fuzz(arguments: &[&str]) -> Command {
    let mut cargo = Command::new("rustup");
    cargo.args(["run", "nightly", "cargo", "fuzz"]);
    cargo.args(arguments).current_dir(root());
    // Those of the compiler that runs us.
    for name in [
        "CARGO",
        "RUSTC",
        "RUSTUP_TOOLCHAIN",
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
    ] {
        cargo.env_remove(name);
    }
    cargo.env("CARGO_TARGET_DIR", target_dir().join("xtask/fuzz"));
    cargo
}

//! Is the page the same wherever, whenever and by whomever it is built? A copy of the repository says so.

use crate::{process, release, root, target_dir, tools};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Names the folder that is to be taken for the repository.
pub const ROOT: &str = "TOKEN_INSPECTOR_ROOT";

/// Builds the page once more, from a copy in another folder with another target folder, and compares every file.
pub fn check(dist: &Path, released: &Path) -> Result<()> {
    let folder = target_dir().join("xtask/twin/in another folder of another depth");
    let copy = folder.join("source");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    let listed = process::output(
        Command::new("git")
            .current_dir(root())
            .args(["ls-files", "-z"]),
    )?;
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root().join(name), copy.join(name));
        // A file that is listed may have been deleted since.
        if from.is_file() {
            fs::create_dir_all(to.parent().expect("it lies in the copy"))?;
            fs::copy(&from, &to).with_context(|| name.to_owned())?;
        }
    }
    let home = folder.join("home");
    fs::create_dir_all(&home)?;
    // The tools are those of the lock file here as there; what they make, they make again.
    tools::npm()?;
    link(
        &root().join("tests/node_modules"),
        &copy.join("tests/node_modules"),
    )?;

    let mut build = Command::new(std::env::current_exe()?);
    build.arg("release").current_dir(&copy);
    build
        .env(ROOT, &copy)
        .env("CARGO_TARGET_DIR", folder.join("target"));
    // The copy has no history of its own.
    let history = process::output(
        Command::new("git")
            .current_dir(root())
            .args(["rev-parse", "--absolute-git-dir"]),
    )?;
    build
        .env("GIT_DIR", history.trim())
        .env("GIT_WORK_TREE", &copy)
        .env("GIT_OPTIONAL_LOCKS", "0");
    // Cargo and rustup keep what they have downloaded.
    build.env("CARGO_HOME", crate::compile::cargo_home()?);
    if std::env::var_os("RUSTUP_HOME").is_none()
        && let Some(home) = std::env::home_dir()
    {
        build.env("RUSTUP_HOME", home.join(".rustup"));
    }
    build
        .env("HOME", &home)
        .env("USER", "somebody")
        .env("LOGNAME", "somebody");
    build.env("LC_ALL", "C").env("TZ", "Pacific/Auckland");
    process::run(&mut build)?;

    let there = folder.join("target").join(release::FOLDER);
    let count = compare(dist, &copy.join("dist"))? + compare(released, &there)?;
    println!("{count} files of the page and its release are the same, byte for byte");
    Ok(())
}

/// Compares two folders file by file and says how many there are.
fn compare(here: &Path, there: &Path) -> Result<usize> {
    let (ours, theirs) = (names(here)?, names(there)?);
    if ours != theirs {
        bail!("{ours:?} here, {theirs:?} there");
    }
    for name in &ours {
        if fs::read(here.join(name))? != fs::read(there.join(name))? {
            bail!("{name} differs: {} and {}", here.display(), there.display());
        }
    }
    Ok(ours.len())
}

/// Makes a folder appear at another place as well.
fn link(from: &Path, to: &Path) -> Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::symlink(from, to)?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(from, to)?;
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in folder.read_dir()? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

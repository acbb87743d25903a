//! What the page is made of besides our own code: checked, and listed for releases.

use crate::compile::{self, INSPECTOR};
use crate::{dist, policy, process, root, target_dir, tools};
use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// A crate that is compiled into the page, or runs while it is compiled.
struct Crate {
    name: String,
    version: String,
    licence: String,
    /// SHA-256 of the package, as Cargo.lock has it.
    checksum: Option<String>,
}

/// Licences that ask for no more than to be named, which `cargo xtask release` does.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that speak to networks: whoever needs one of them has misunderstood the page. Yew brings gloo-net along,
/// of which nothing is in the page: the list of its imports would show it.
const BANNED: &[&str] = &[
    "hyper",
    "reqwest",
    "surf",
    "tungstenite",
    "ureq",
    "wasm-streams",
    "ws_stream_wasm",
];

/// Everything that is said of dependencies, by ourselves and by cargo-deny where there is one.
pub fn check() -> Result<()> {
    let crates = crates()?;
    for Crate { name, licence, .. } in crates.iter().filter(|one| one.checksum.is_some()) {
        ensure!(
            !BANNED.contains(&name.as_str()),
            "the page depends on {name}"
        );
        let words = licence.replace(['(', ')', '/'], " ");
        let is_fine = |choice: &str| {
            choice
                .split(" AND ")
                .all(|word| LICENCES.contains(&word.trim().split(" WITH ").next().unwrap_or("")))
        };
        // Every part of a conjunction, any of a choice; which binds closer does not matter for those there are.
        ensure!(
            words.split(" OR ").any(is_fine) || words.split_whitespace().any(|w| w == "MIT"),
            "{name} is under `{licence}`"
        );
    }
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    const REGISTRY: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let foreign = lock
        .lines()
        .find(|line| line.starts_with("source = ") && *line != REGISTRY);
    ensure!(foreign.is_none(), "Cargo.lock has a {foreign:?}");
    unused()?;
    println!(
        "{} crates in the page's graph: licences, sources and bans are fine; none of ours is unused",
        crates.len()
    );

    if tools::on_path("cargo-deny").is_none() {
        println!("no cargo-deny here");
        return Ok(());
    }
    let deny = |what: &[&str]| {
        let arguments = [&["deny", "--log-level", "error", "check"], what].concat();
        process::run(tools::cargo().args(arguments))
    };
    deny(&["bans", "licenses", "sources"])?;
    // The list of advisories comes over the network, which may be absent: then CI will say it.
    match deny(&["advisories"]) {
        Err(error) if std::env::var_os("CI").is_some() => Err(error),
        Err(error) => {
            println!("advisories: {error:#}");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Dependencies of the core and the page that no source mentions.
fn unused() -> Result<()> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let section = manifest
        .split("\n[")
        .find(|section| section.starts_with("dependencies]"))
        .context("no dependencies")?;
    let mut todo = vec![root().join("src")];
    let mut words = BTreeSet::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            for entry in path.read_dir()? {
                todo.push(entry?.path());
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(path)?;
            words.extend(crate::glue::words(&text).map(|(_, word)| word.to_owned()));
        }
    }
    for line in section.lines().skip(1) {
        let Some((name, _)) = line.split_once(" = ") else {
            continue;
        };
        ensure!(
            words.contains(&name.replace('-', "_")),
            "no source mentions the dependency {name}"
        );
    }
    Ok(())
}

/// The page's dependencies, by name.
fn crates() -> Result<Vec<Crate>> {
    let arguments = [
        "tree",
        "--locked",
        "--package",
        INSPECTOR.package,
        "--no-default-features",
        "--features",
        INSPECTOR.features,
        "--target",
        compile::TARGET,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}|{l}",
    ];
    let tree = process::output(tools::cargo().args(arguments))?;
    let lines: BTreeSet<&str> = tree.lines().map(|l| l.trim_end_matches(" (*)")).collect();
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let mut crates = Vec::new();
    for line in lines {
        let (package, licence) = line.split_once('|').context("cargo tree says less")?;
        let mut words = package.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next()) else {
            bail!("cargo tree says `{line}`");
        };
        let version = version.trim_start_matches('v');
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let checksum = lock
            .split("[[package]]")
            .find(|package| package.contains(&entry))
            .and_then(|package| package.split_once("checksum = \""))
            .and_then(|(_, rest)| rest.split('"').next());
        crates.push(Crate {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: licence.trim_end_matches(" (*)").to_owned(),
            checksum: checksum.map(str::to_owned),
        });
    }
    Ok(crates)
}

/// `cargo xtask release`: the page, its hash, what is in it and under which licences.
pub fn release(arguments: &[&str]) -> Result<()> {
    ensure!(arguments.is_empty(), "release knows no {arguments:?}");
    let dist = dist::build(false)?;
    let folder = target_dir().join("release-files");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let page = fs::read(dist.join("index.html"))?;
    let hash: String = Sha256::digest(&page)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let crates = crates()?;
    let files = [
        ("token-inspector.html", page),
        (
            "token-inspector.html.sha256",
            format!("{hash}  token-inspector.html\n").into_bytes(),
        ),
        (
            "token-inspector.cdx.json",
            bill(&crates, &hash).into_bytes(),
        ),
        ("LICENSES.txt", licences(&crates)?.into_bytes()),
    ];
    for (name, bytes) in files {
        println!("{:>9} {}", bytes.len(), folder.join(name).display());
        fs::write(folder.join(name), bytes)?;
    }
    println!(
        "SHA-256 {hash}, {}",
        policy::hash(fs::read(dist.join("index.html"))?)
    );
    Ok(())
}

/// The bill of materials, as CycloneDX 1.5 writes it. It has no time in it, so that it is the same every time.
fn bill(crates: &[Crate], hash: &str) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let (ours, others): (Vec<_>, Vec<_>) =
        crates.iter().partition(|one| one.name == INSPECTOR.package);
    let version = ours.first().map_or("0", |one| one.version.as_str());
    let mut parts = Vec::new();
    for Crate {
        name,
        version,
        licence,
        checksum,
    } in others
    {
        let mut part = format!(
            "    {{\"type\": \"library\", \"bom-ref\": \"pkg:cargo/{name}@{version}\", \"name\": {}, \"version\": {}, \
             \"purl\": \"pkg:cargo/{name}@{version}\", \"licenses\": [{{\"expression\": {}}}]",
            quoted(name),
            quoted(version),
            quoted(&licence.replace(" / ", " OR ").replace('/', " OR ")),
        );
        if let Some(checksum) = checksum {
            let _ = write!(
                part,
                ", \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": \"{checksum}\"}}]"
            );
        }
        parts.push(part + "}");
    }
    format!(
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n  \"version\": 1,\n  \"metadata\": {{\"component\": \
         {{\"type\": \"application\", \"bom-ref\": \"token-inspector\", \"name\": \"token-inspector\", \"version\": {}, \
         \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": \"{hash}\"}}]}}}},\n  \"components\": [\n{}\n  ]\n}}\n",
        quoted(version),
        parts.join(",\n")
    )
}

/// The licences of all crates in the page, word for word, each text once.
fn licences(crates: &[Crate]) -> Result<String> {
    let registries: Vec<PathBuf> = compile::cargo_home()?
        .join("registry/src")
        .read_dir()?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    let mut summary =
        String::from("What the page contains besides its own code, and under which licences.\n\n");
    for Crate {
        name,
        version,
        licence,
        checksum,
    } in crates
    {
        if checksum.is_none() {
            continue;
        }
        let _ = writeln!(summary, "{name} {version}: {licence}");
        let folder = registries
            .iter()
            .map(|registry| registry.join(format!("{name}-{version}")))
            .find(|folder| folder.is_dir())
            .with_context(|| format!("the sources of {name} {version} are not there"))?;
        let mut files: Vec<PathBuf> = folder
            .read_dir()?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        for file in files {
            let upper = file
                .file_name()
                .map(|name| name.to_string_lossy().to_uppercase())
                .unwrap_or_default();
            let is_text = [
                "LICENSE",
                "LICENCE",
                "COPYING",
                "NOTICE",
                "UNLICENSE",
                "COPYRIGHT",
            ]
            .iter()
            .any(|start| upper.starts_with(start));
            if !is_text || !file.is_file() {
                continue;
            }
            let text = fs::read_to_string(&file)?.replace("\r\n", "\n");
            let text = text.trim().to_owned();
            let whose = format!("{name} {version}");
            match texts.iter_mut().find(|(known, _)| *known == text) {
                Some((_, crates)) => crates.push(whose),
                None => texts.push((text, vec![whose])),
            }
        }
    }
    for (text, crates) in texts {
        let _ = write!(
            summary,
            "\n{}\n{}\n\n{text}\n",
            "=".repeat(80),
            crates.join(", ")
        );
    }
    Ok(summary)
}

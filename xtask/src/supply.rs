//! What the page is made of besides our own code: may it be in there, does it come from where it should, is it used?

use crate::compile::{self, INSPECTOR};
use crate::{glue, process, root, tools};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A package that is compiled into the page, or that runs while the page is compiled.
pub struct Part {
    pub name: String,
    pub version: String,
    /// As SPDX writes it.
    pub licence: String,
    /// SHA-256 of the package, as Cargo.lock has it.
    pub checksum: Option<String>,
    /// Whether it is in the page, rather than at work while that is made.
    pub is_inside: bool,
    /// Its sources.
    pub folder: PathBuf,
    pub authors: Vec<String>,
    /// Names and versions of what it needs in its turn.
    pub needs: BTreeSet<(String, String)>,
}

/// Where the licences that are allowed are listed, once for us and cargo-deny.
const DENY: &str = "deny.toml";

/// Where packages may come from, as Cargo.lock writes it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// `cargo xtask test supply`.
pub fn check() -> Result<()> {
    let metadata = metadata()?;
    let rules = Rules::read()?;
    let parts = parts(&metadata)?;
    rules.check_page(&parts)?;
    let packages = rules.check_all(&metadata)?;
    let named = unused(&metadata)?;
    let inside = parts.iter().filter(|part| part.is_inside).count();
    println!(
        "{inside} packages in the page and {} that build it: nothing banned, all from crates.io, with checksums\n\
         {packages} packages in all: licences are fine\n\
         {named} dependencies in our manifests: every one is used",
        parts.len() - inside
    );
    deny()
}

/// The same with cargo-deny, and whether there are advisories, which only it knows.
fn deny() -> Result<()> {
    if tools::cargo_tool("deny").is_none() {
        println!(
            "advisories: NOT CHECKED, there is no cargo-deny (cargo install cargo-deny --locked)"
        );
        return Ok(());
    }
    let deny = |what: &[&str]| {
        let arguments = [&["deny", "--log-level", "error", "check"], what].concat();
        process::run(tools::cargo().args(arguments))
    };
    deny(&["bans", "licenses", "sources"])?;
    match deny(&["advisories"]) {
        // The list comes over the network. CI has one.
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("advisories: there are some, or NOT CHECKED: {error:#}");
            Ok(())
        }
        result => result,
    }
}

/// What deny.toml says, as far as we can hold packages to it without cargo-deny.
struct Rules {
    licences: BTreeSet<String>,
    /// What may not be in the page, and which packages may bring it all the same.
    banned: BTreeMap<String, Vec<String>>,
}

impl Rules {
    fn read() -> Result<Self> {
        let text = fs::read_to_string(root().join(DENY)).context(DENY)?;
        let rules = Self {
            licences: strings(list(&text, "\nallow = [")?).collect(),
            banned: list(&text, "\ndeny = [")?
                .split('{')
                .skip(1)
                .filter_map(|entry| {
                    let mut names = strings(entry);
                    Some((names.next()?, names.collect()))
                })
                .collect(),
        };
        ensure!(
            rules.licences.contains("MIT") && rules.banned.contains_key("reqwest"),
            "{DENY} is written in a way that xtask does not read"
        );
        Ok(rules)
    }

    fn check_page(&self, parts: &[Part]) -> Result<()> {
        for part in parts {
            let Part { name, version, .. } = part;
            ensure!(
                part.checksum.is_some(),
                "{name} {version} does not come from crates.io"
            );
            let Some(wrappers) = self.banned.get(name) else {
                continue;
            };
            let by = parts
                .iter()
                .filter(|one| one.needs.contains(&(name.clone(), version.clone())));
            let by: Vec<_> = by.map(|one| &one.name).collect();
            ensure!(
                !by.is_empty() && by.iter().all(|one| wrappers.contains(one)),
                "{name}, which is banned, is in the page's graph: {by:?}"
            );
        }
        Ok(())
    }

    /// Licences and sources of everything there is, the tests and xtask too.
    fn check_all(&self, metadata: &Value) -> Result<usize> {
        let packages = array(metadata, "packages");
        for package in packages {
            let name = text(package, "name");
            let Some(source) = package["source"].as_str() else {
                continue;
            };
            ensure!(source == REGISTRY, "{name} comes from {source}");
            let licence = text(package, "license");
            ensure!(
                is_allowed(licence, &|name| self.licences.contains(name))
                    .with_context(|| format!("{name}: {licence}"))?,
                "{name} is under `{licence}`, which {DENY} does not allow"
            );
        }
        let lock = fs::read_to_string(root().join("Cargo.lock"))?;
        let sources = lock
            .lines()
            .filter_map(|line| line.strip_prefix("source = "));
        for source in sources {
            ensure!(
                source.trim_matches('"') == REGISTRY,
                "Cargo.lock names {source}"
            );
        }
        Ok(packages.len())
    }
}

/// What stands between a bracket and the one that ends the line it is alone on, or its own line.
fn list<'t>(text: &'t str, start: &str) -> Result<&'t str> {
    let (_, rest) = text
        .split_once(start)
        .with_context(|| format!("{DENY} has no `{}`", start.trim()))?;
    let end = rest.find("\n]").or_else(|| rest.find(']'));
    let own_line = rest.split('\n').next().unwrap_or_default();
    match own_line.strip_suffix(']') {
        Some(list) => Ok(list),
        None => Ok(&rest[..end.context("a list without an end")?]),
    }
}

fn strings(text: &str) -> impl Iterator<Item = String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned)
}

/// Whether an SPDX expression leaves a choice of which every part is allowed. `/` is how it was written before SPDX.
fn is_allowed(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Result<bool> {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let found = any_of(&mut words, allowed)?;
    ensure!(words.next().is_none(), "no SPDX expression");
    Ok(found)
}

type Words<'w> = std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn any_of(words: &mut Words<'_>, allowed: &dyn Fn(&str) -> bool) -> Result<bool> {
    let mut found = all_of(words, allowed)?;
    while words.next_if_eq(&"OR").is_some() {
        found |= all_of(words, allowed)?;
    }
    Ok(found)
}

fn all_of(words: &mut Words<'_>, allowed: &dyn Fn(&str) -> bool) -> Result<bool> {
    let mut found = true;
    loop {
        found &= match words.next() {
            Some("(") => {
                let inner = any_of(words, allowed)?;
                ensure!(words.next() == Some(")"), "no SPDX expression");
                inner
            }
            None | Some(")" | "OR" | "AND" | "WITH") => bail!("no SPDX expression"),
            Some(name) => match words.next_if_eq(&"WITH") {
                Some(_) => {
                    let exception = words.next().context("no SPDX expression")?;
                    allowed(&format!("{name} WITH {exception}"))
                }
                None => allowed(name),
            },
        };
        if words.next_if_eq(&"AND").is_none() {
            return Ok(found);
        }
    }
}

/// Dependencies that no source names, in the manifests that are ours. Says how many there are that are named.
fn unused(metadata: &Value) -> Result<usize> {
    let fuzz = json(&[
        "metadata",
        "--no-deps",
        "--format-version=1",
        "--manifest-path=fuzz/Cargo.toml",
    ])?;
    let is_ours = |package: &&Value| package["source"].is_null();
    let ours: Vec<&Value> = array(metadata, "packages")
        .iter()
        .filter(is_ours)
        .chain(array(&fuzz, "packages"))
        .collect();
    let folders: Vec<PathBuf> = ours.iter().map(|package| folder(package)).collect();
    let mut count = 0;
    for (package, home) in ours.iter().zip(&folders) {
        let others: Vec<&PathBuf> = folders.iter().filter(|other| *other != home).collect();
        let [mut code, mut build] = [BTreeSet::new(), BTreeSet::new()];
        let mut todo = vec![home.clone()];
        while let Some(path) = todo.pop() {
            if path.is_dir() {
                let name = path.file_name().unwrap_or_default();
                if name != "target" && name != "node_modules" && !others.contains(&&path) {
                    for entry in path.read_dir()? {
                        todo.push(entry?.path());
                    }
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let is_build = path == home.join("build.rs");
                let words = if is_build { &mut build } else { &mut code };
                let text = fs::read_to_string(&path)?;
                words.extend(glue::words(&text).map(|(_, word)| word.to_owned()));
            }
        }
        for dependency in array(package, "dependencies") {
            let name = dependency["rename"]
                .as_str()
                .unwrap_or(text(dependency, "name"));
            let words = if dependency["kind"] == "build" {
                &build
            } else {
                &code
            };
            ensure!(
                words.contains(&name.replace('-', "_")),
                "{} depends on {name}, which none of its sources names",
                text(package, "name")
            );
            count += 1;
        }
    }
    Ok(count)
}

/// What Cargo knows of the packages of the workspace.
pub fn metadata() -> Result<Value> {
    json(&[
        "metadata",
        "--locked",
        "--all-features",
        "--format-version=1",
    ])
}

/// The page's own version.
pub fn version(metadata: &Value) -> Result<&str> {
    let mut packages = array(metadata, "packages").iter();
    let page = packages.find(|package| text(package, "name") == INSPECTOR.package);
    Ok(text(page.context("the page is no package")?, "version"))
}

fn json(arguments: &[&str]) -> Result<Value> {
    let text = process::output(tools::cargo().args(arguments))?;
    Ok(serde_json::from_str(&text)?)
}

fn array<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn folder(package: &Value) -> PathBuf {
    let manifest = Path::new(text(package, "manifest_path"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// The page's graph, by name and version, without the page itself.
pub fn parts(metadata: &Value) -> Result<Vec<Part>> {
    let inside = graph("normal,no-proc-macro")?;
    let all = graph("normal,build")?;
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let packages = array(metadata, "packages");
    let key = |package: &Value| {
        (
            text(package, "name").to_owned(),
            text(package, "version").to_owned(),
        )
    };
    let by_id: BTreeMap<&str, &Value> = packages
        .iter()
        .map(|package| (text(package, "id"), package))
        .collect();
    let mut parts = Vec::new();
    for node in array(&metadata["resolve"], "nodes") {
        let package = by_id
            .get(text(node, "id"))
            .context("a package without an entry")?;
        let (name, version) = key(package);
        if !all.contains(&(name.clone(), version.clone())) || name == INSPECTOR.package {
            continue;
        }
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let checksum = lock
            .split("[[package]]")
            .find(|package| package.contains(&entry))
            .and_then(|package| package.split_once("checksum = \""))
            .and_then(|(_, rest)| rest.split('"').next());
        let needs = array(node, "dependencies")
            .iter()
            .filter_map(|id| by_id.get(id.as_str()?).map(|package| key(package)))
            .filter(|needed| all.contains(needed))
            .collect();
        parts.push(Part {
            licence: text(package, "license")
                .split('/')
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" OR "),
            checksum: checksum.map(str::to_owned),
            is_inside: inside.contains(&(name.clone(), version.clone())),
            folder: folder(package),
            authors: array(package, "authors")
                .iter()
                .filter_map(|author| Some(author.as_str()?.to_owned()))
                .collect(),
            needs,
            name,
            version,
        });
    }
    parts.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    ensure!(
        parts.len() + 1 == all.len(),
        "cargo tree and cargo metadata do not say the same"
    );
    Ok(parts)
}

/// Names and versions of what the page depends on, itself included.
fn graph(edges: &str) -> Result<BTreeSet<(String, String)>> {
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
        edges,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = process::output(tools::cargo().args(arguments))?;
    let package = |line: &str| {
        let mut words = line.split(' ');
        let name = words.next()?.to_owned();
        Some((name, words.next()?.strip_prefix('v')?.to_owned()))
    };
    tree.lines()
        .filter(|line| !line.is_empty())
        .map(|line| package(line).with_context(|| format!("cargo tree says `{line}`")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_read_as_spdx_writes_them() {
        let allowed = |name: &str| {
            [
                "MIT",
                "Zlib",
                "Apache-2.0",
                "Apache-2.0 WITH LLVM-exception",
            ]
            .contains(&name)
        };
        for fine in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR GPL-2.0-only) AND Zlib",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(is_allowed(fine, &allowed).unwrap(), "{fine}");
        }
        for not in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "GPL-2.0-only OR MIT AND GPL-3.0-only",
            "MIT WITH Strange-exception",
        ] {
            assert!(!is_allowed(not, &allowed).unwrap(), "{not}");
        }
        for wrong in ["", "MIT Apache-2.0", "(MIT", "MIT OR", "AND MIT"] {
            assert!(is_allowed(wrong, &allowed).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_banned_is_found_however_it_comes() {
        let part = |name: &str, needs: &[&str]| Part {
            name: name.into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            checksum: Some("0".into()),
            is_inside: true,
            folder: PathBuf::new(),
            authors: Vec::new(),
            needs: needs
                .iter()
                .map(|&name| (name.into(), "1.0.0".into()))
                .collect(),
        };
        let rules = Rules::read().unwrap();
        let check = |parts: &[Part]| rules.check_page(parts);
        check(&[
            part("yew", &["gloo"]),
            part("gloo", &["gloo-net"]),
            part("gloo-net", &[]),
        ])
        .unwrap();
        check(&[part("other", &["gloo-net"]), part("gloo-net", &[])]).unwrap_err();
        check(&[part("gloo-net", &[])]).unwrap_err();
        check(&[part("yew", &["reqwest"]), part("reqwest", &[])]).unwrap_err();
        let mut foreign = part("yew", &[]);
        foreign.checksum = None;
        check(&[foreign]).unwrap_err();
    }
}

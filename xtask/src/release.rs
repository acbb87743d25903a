//! `cargo xtask release`: the page, and beside it what says which page it is and what is in it. All of it comes out of
//! the lock files and the page, without a time or a place in it, so that it is the same whoever makes it.

use crate::offline::{HASH, hexadecimal};
use crate::supply::{self, Part};
use crate::{dist, process, root, target_dir};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the files of a release are put, below the target folder.
pub const FOLDER: &str = "release-files";
const BILL: &str = "token-inspector.cdx.json";
const LICENCES: &str = "THIRD-PARTY-LICENSES.txt";

/// The tools from npm that have a hand in the page.
const NPM_TOOLS: &[&str] = &["binaryen", "esbuild"];

pub fn command(arguments: &[&str]) -> Result<()> {
    ensure!(arguments.is_empty(), "release knows no {arguments:?}");
    write(&dist::build(false)?).map(drop)
}

/// Puts together what belongs to the page in this folder, and says where.
pub fn write(dist: &Path) -> Result<PathBuf> {
    let folder = target_dir().join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let page = fs::read(dist.join("index.html"))?;
    let hash = hexadecimal(&Sha256::digest(&page));
    let hash_file = fs::read_to_string(dist.join(HASH))?;
    ensure!(
        hash_file == format!("{hash}  index.html\n"),
        "{HASH} is that of another page"
    );
    let metadata = supply::metadata()?;
    let parts = supply::parts(&metadata)?;
    let version = supply::version(&metadata)?;
    let bill = bill(version, &parts, &hash, &tools()?);
    check_bill(&bill)?;
    let files = [
        ("index.html", page),
        (HASH, hash_file.into_bytes()),
        (
            BILL,
            (serde_json::to_string_pretty(&bill)? + "\n").into_bytes(),
        ),
        (LICENCES, licences(&parts)?.into_bytes()),
    ];
    for (name, bytes) in files {
        println!("{:>9} {}", bytes.len(), folder.join(name).display());
        fs::write(folder.join(name), bytes)?;
    }
    println!("SHA-256 {hash}");
    Ok(folder)
}

/// What builds the page and is neither in it nor a dependency of it.
fn tools() -> Result<Vec<Value>> {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let rustc = process::output(Command::new(rustc).current_dir(root()).arg("--version"))?;
    let rustc = rustc.split(' ').nth(1).context("rustc has no version")?;
    let mut tools = vec![
        // Compiled into the page, with what it is made of in its turn.
        json!({
            "type": "library",
            "bom-ref": "rust-std",
            "name": "std",
            "version": rustc,
            "description": "The standard library of Rust, compiled for wasm32-unknown-unknown",
            "licenses": [{"expression": "MIT OR Apache-2.0"}],
            "scope": "required",
        }),
        json!({
            "type": "application",
            "bom-ref": "rustc",
            "name": "rustc",
            "version": rustc,
            "licenses": [{"expression": "MIT OR Apache-2.0"}],
            "scope": "excluded",
        }),
    ];
    let lock = fs::read_to_string(root().join("tests/package-lock.json"))?;
    let lock: Value = serde_json::from_str(&lock)?;
    for name in NPM_TOOLS {
        let entry = &lock["packages"][format!("node_modules/{name}")];
        let field = |field: &str| {
            let text = entry[field].as_str();
            text.with_context(|| format!("tests/package-lock.json has no {field} of {name}"))
        };
        let version = field("version")?;
        let reference = format!("pkg:npm/{name}@{version}");
        tools.push(json!({
            "type": "application",
            "bom-ref": reference,
            "name": name,
            "version": version,
            "purl": reference,
            "licenses": [{"expression": field("license")?}],
            "scope": "excluded",
        }));
    }
    Ok(tools)
}

/// The bill of materials, as CycloneDX 1.5 writes it. What only builds the page has the scope `excluded`.
fn bill(version: &str, parts: &[Part], hash: &str, tools: &[Value]) -> Value {
    let reference = |name: &str, version: &str| format!("pkg:cargo/{name}@{version}");
    let mut components: Vec<Value> = Vec::new();
    let mut dependencies: Vec<Value> = Vec::new();
    for part in parts {
        let own = reference(&part.name, &part.version);
        let mut component = json!({
            "type": "library",
            "bom-ref": own,
            "name": part.name,
            "version": part.version,
            "purl": own,
            "licenses": [{"expression": part.licence}],
            "scope": if part.is_inside { "required" } else { "excluded" },
        });
        if let Some(checksum) = &part.checksum {
            component["hashes"] = json!([{"alg": "SHA-256", "content": checksum}]);
        }
        components.push(component);
        let needs = part.needs.iter();
        let needs: Vec<_> = needs
            .map(|(name, version)| reference(name, version))
            .collect();
        dependencies.push(json!({"ref": own, "dependsOn": needs}));
    }
    components.extend(tools.iter().cloned());
    // One number for one page, wherever the bill is written.
    let number = [
        &hash[..8],
        &hash[8..12],
        &hash[12..16],
        &hash[16..20],
        &hash[20..32],
    ]
    .join("-");
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": format!("urn:uuid:{number}"),
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "token-inspector",
                "name": "token-inspector",
                "version": version,
                "description": "index.html, the whole page in one file",
                "hashes": [{"alg": "SHA-256", "content": hash}],
                "properties": [{"name": "commit", "value": dist::commit().unwrap_or_default()}],
            },
        },
        "components": components,
        "dependencies": dependencies,
    })
}

/// The shape that CycloneDX 1.5 asks for, as far as it concerns what is written here.
fn check_bill(bill: &Value) -> Result<()> {
    ensure!(
        bill["bomFormat"] == "CycloneDX" && bill["specVersion"] == "1.5" && bill["version"] == 1,
        "no CycloneDX 1.5"
    );
    let number = bill["serialNumber"].as_str().unwrap_or_default();
    let digits = number.strip_prefix("urn:uuid:").unwrap_or_default();
    let lengths: Vec<_> = digits.split('-').map(str::len).collect();
    ensure!(
        lengths == [8, 4, 4, 4, 12] && is_hexadecimal(&digits.replace('-', "")),
        "the serial number is {number}"
    );
    let components = bill["components"].as_array().context("no components")?;
    let mut references = BTreeSet::new();
    for component in components.iter().chain([&bill["metadata"]["component"]]) {
        let text = |name: &str| component[name].as_str().filter(|text| !text.is_empty());
        let name = text("name").context("a component without a name")?;
        let version = text("version").with_context(|| format!("{name} has no version"))?;
        let reference = text("bom-ref").with_context(|| format!("{name} has no bom-ref"))?;
        ensure!(references.insert(reference), "{reference} is there twice");
        ensure!(
            matches!(text("type"), Some("application" | "library")),
            "{name} is of no type"
        );
        ensure!(
            matches!(
                component["scope"].as_str(),
                None | Some("required" | "excluded")
            ),
            "{name} has a strange scope"
        );
        if let Some(purl) = text("purl") {
            ensure!(
                purl.starts_with("pkg:") && purl.ends_with(&format!("/{name}@{version}")),
                "{name} has the address {purl}"
            );
        }
        for hash in component["hashes"].as_array().into_iter().flatten() {
            let content = hash["content"].as_str().unwrap_or_default();
            ensure!(
                hash["alg"] == "SHA-256" && content.len() == 64 && is_hexadecimal(content),
                "{name} has the hash {hash}"
            );
        }
        if reference != "token-inspector" {
            let licence = component["licenses"][0]["expression"].as_str();
            ensure!(
                licence.is_some_and(|text| !text.is_empty() && !text.contains('/')),
                "{name} has no licence"
            );
        }
    }
    for dependency in bill["dependencies"].as_array().context("no dependencies")? {
        let needs = dependency["dependsOn"].as_array().into_iter().flatten();
        for reference in needs.chain([&dependency["ref"]]) {
            ensure!(
                references.contains(reference.as_str().unwrap_or_default()),
                "{reference} is no component"
            );
        }
    }
    Ok(())
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The licences of what is in the page, word for word, each text once.
fn licences(parts: &[Part]) -> Result<String> {
    const STARTS: [&str; 6] = [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "NOTICE",
        "UNLICENSE",
        "COPYRIGHT",
    ];
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    let mut all = String::from(
        "What the page contains besides its own code, and under which licences. Their texts follow, each once.\n\n\
         std, the standard library of Rust: MIT OR Apache-2.0, by the contributors of the Rust project\n",
    );
    for part in parts.iter().filter(|part| part.is_inside) {
        let whose = format!("{} {}", part.name, part.version);
        let _ = write!(all, "{whose}: {}", part.licence);
        let entries = part.folder.read_dir();
        let entries = entries.with_context(|| format!("the sources of {whose} are not there"))?;
        let mut files = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<PathBuf>>>()?;
        files.sort();
        let mut has_text = false;
        for file in files {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_uppercase();
            if !file.is_file() || !STARTS.iter().any(|start| name.starts_with(start)) {
                continue;
            }
            let text = fs::read_to_string(&file)?.replace("\r\n", "\n");
            let text = text.trim().to_owned();
            has_text = true;
            match texts.iter_mut().find(|(known, _)| *known == text) {
                Some((_, owners)) => owners.push(whose.clone()),
                None => texts.push((text, vec![whose.clone()])),
            }
        }
        if !has_text {
            let authors = part.authors.join(", ");
            let _ = write!(
                all,
                " (by {}; comes without the text)",
                if authors.is_empty() {
                    "its authors"
                } else {
                    &authors
                }
            );
        }
        all.push('\n');
    }
    for needed in [
        "Apache License",
        "Permission is hereby granted, free of charge",
    ] {
        if !texts.iter().any(|(text, _)| text.contains(needed)) {
            bail!("no package has the text `{needed}` in it");
        }
    }
    for (text, owners) in texts {
        let line = "=".repeat(80);
        let _ = write!(all, "\n{line}\n{}\n\n{text}\n", owners.join(", "));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, is_inside: bool) -> Part {
        Part {
            name: name.into(),
            version: "1.2.3".into(),
            licence: "MIT OR Apache-2.0".into(),
            checksum: Some("0f".repeat(32)),
            is_inside,
            folder: root().join("xtask"),
            authors: Vec::new(),
            needs: BTreeSet::new(),
        }
    }

    #[test]
    fn a_bill_has_the_shape_of_cyclonedx() {
        let mut user = part("user", true);
        user.needs.insert(("used".into(), "1.2.3".into()));
        let parts = [user, part("used", true), part("builder", false)];
        let good = bill("0.1.0", &parts, &"ab".repeat(32), &tools().unwrap());
        check_bill(&good).unwrap();
        assert_eq!(good["components"][0]["scope"], "required");
        assert_eq!(good["components"][2]["scope"], "excluded");
        assert_eq!(
            good["dependencies"][0]["dependsOn"][0],
            "pkg:cargo/used@1.2.3"
        );
        for (at, wrong) in [
            ("/specVersion", json!("9")),
            ("/serialNumber", json!("urn:uuid:1")),
            ("/components/0/version", json!("")),
            ("/components/0/scope", json!("here")),
            ("/components/0/bom-ref", json!("pkg:cargo/used@1.2.3")),
            ("/components/0/purl", json!("user")),
            ("/components/0/hashes/0/content", json!("0f")),
            ("/components/0/licenses", json!([])),
            ("/dependencies/0/dependsOn/0", json!("pkg:cargo/lost@1.0.0")),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(at).expect(at) = wrong;
            check_bill(&bad).expect_err(at);
        }
    }
}

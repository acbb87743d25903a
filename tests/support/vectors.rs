//! The published vectors, from the texts of their files: the same list for each engine.

use std::collections::BTreeMap;

use token_inspector::token::json::{Json, Value};
use token_inspector::verify::{Reason, State, Verification};

/// Folders of vectors below `tests/vectors`.
const PLAIN: [&str; 2] = ["rfc-vectors/vectors/", "rfc-vectors/cve-2023-50967/"];
const COOKBOOK: &str = "rfc7520-cookbook/";

/// The texts of files, by their path below `tests/vectors`.
pub type Files = BTreeMap<String, String>;

/// A vector: its name, the token, its keys, and content kept beside it.
pub struct Vector {
    pub name: String,
    pub token: String,
    pub keys: String,
    pub content: Option<Vec<u8>>,
    /// What is in it, where it is encrypted.
    pub plaintext: Option<String>,
}

/// The text of a key file; one that holds nothing but the name of another stands for that.
pub fn key_text(files: &Files, folder: &str, name: &str) -> Option<String> {
    let text = files.get(&format!("{folder}{name}"))?;
    match text.starts_with("rfc") {
        true => key_text(files, folder, text.trim()),
        false => Some(text.clone()),
    }
}

/// Every vector.
pub fn all(files: &Files) -> Vec<Vector> {
    let mut found = Vec::new();
    for (path, text) in files {
        if let Some(folder) = PLAIN.iter().find(|folder| path.starts_with(**folder)) {
            found.extend(plain(files, folder, &path[folder.len()..], text));
        } else if path.starts_with(COOKBOOK) && path.ends_with(".json") {
            let name = path.rsplit('/').next().unwrap_or_default();
            cookbook(&mut found, name, text);
        }
    }
    found
}

fn plain(files: &Files, folder: &str, name: &str, text: &str) -> Option<Vector> {
    let (stem, ending) = name.rsplit_once('.')?;
    if !ending.starts_with("jws") && !ending.starts_with("jwe") {
        return None;
    }
    let sets: Vec<String> = [".jwkset", ".jwk", ".1.jwk", ".2.jwk", ".3.jwk"]
        .iter()
        .filter_map(|ending| key_text(files, folder, &format!("{stem}{ending}")))
        .collect();
    let keys = match sets.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [set, ..] if set.contains("\"keys\"") => set.clone(),
        many => format!("[{}]", many.join(",")),
    };
    let content = files.get(&format!("{folder}{stem}.payl"));
    Some(Vector {
        name: name.to_owned(),
        token: text.to_owned(),
        keys,
        content: content.map(|content| content.as_bytes().to_vec()),
        plaintext: key_text(files, folder, &format!("{stem}.pt")),
    })
}

fn cookbook(found: &mut Vec<Vector>, name: &str, text: &str) {
    let json = Json::read(text.to_owned());
    let root = json.root().expect("JSON");
    let parts = match root.get("sign") {
        Some(sign) => vec![("sign ", Some(sign)), ("encrypt ", root.get("encrypt"))],
        None => vec![("", Some(root))],
    };
    for (prefix, part) in parts {
        let Some((part, output)) = part.and_then(|part| Some((part, part.get("output")?))) else {
            continue;
        };
        let input = |name: &str| part.get("input")?.get(name);
        let text = |value: Option<Value>| Some(value?.as_str()?.to_owned());
        let keys = text(input("pwd")).or_else(|| Some(input("key")?.raw().to_owned()));
        for member in ["compact", "json", "json_flat"] {
            let Some(value) = output.get(member) else {
                continue;
            };
            found.push(Vector {
                name: format!("{name} {prefix}{member}"),
                token: text(Some(value)).unwrap_or_else(|| value.raw().to_owned()),
                keys: keys.clone().unwrap_or_default(),
                content: text(input("payload")).map(String::into_bytes),
                plaintext: text(input("plaintext")),
            });
        }
    }
}

/// Compares what was found out about each vector with the table: what is wrong, and what the engine has no way to do.
pub fn compare(
    table: &str,
    found: Vec<(Vector, Verification)>,
) -> (Vec<String>, Vec<String>, usize) {
    let mut expected: BTreeMap<&str, &str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let (mut wrong, mut lacking, mut compared) = (Vec::new(), Vec::new(), 0);
    for (vector, verification) in found {
        let check = verification.checks.first();
        let states = check.map_or(&[][..], |check| &check.states);
        let names: Vec<&str> = states.iter().map(State::name).collect();
        let names = names.join(" ");
        let opened = check.and_then(|check| check.opened.as_deref());
        if let (Some(opened), Some(plaintext)) = (opened, &vector.plaintext) {
            assert_eq!(
                String::from_utf8_lossy(opened),
                *plaintext,
                "{}",
                vector.name
            );
            compared += 1;
        }
        let state = expected.remove(vector.name.as_str());
        if state.is_some_and(|state| state.split('\t').next() == Some(&names)) {
            continue;
        }
        let is_lacking =
            |state: &State| matches!(state, State::CannotBeChecked(Reason::EngineLacks(_)));
        if states.iter().any(is_lacking) {
            lacking.push(vector.name);
            continue;
        }
        let sentences: Vec<String> = states.iter().map(State::sentence).collect();
        wrong.push(format!(
            "{}\t{names}\t(not {state:?}: {sentences:?})",
            vector.name
        ));
    }
    wrong.extend(
        expected
            .keys()
            .map(|name| format!("{name}: there is no such vector")),
    );
    wrong.sort();
    lacking.sort();
    (wrong, lacking, compared)
}

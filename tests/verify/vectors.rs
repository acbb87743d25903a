//! Published vectors have the state that stands beside them in `tests/vectors/STATES.tsv`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::{project, verify_with};

/// A vector: its name, the token, its keys, and content kept beside it.
struct Vector {
    name: String,
    token: String,
    keys: String,
    content: Option<Vec<u8>>,
    /// What is in it, where it is encrypted.
    plaintext: Option<String>,
}

/// The text of a key file; one that holds nothing but the name of another stands for that.
fn key_text(folder: &Path, name: &str) -> Option<String> {
    let text = fs::read_to_string(folder.join(name)).ok()?;
    match text.starts_with("rfc") {
        true => key_text(folder, text.trim()),
        false => Some(text),
    }
}

fn files() -> Vec<Vector> {
    let mut found = Vec::new();
    for folder in [
        "tests/vectors/rfc-vectors/vectors",
        "tests/vectors/rfc-vectors/cve-2023-50967",
    ] {
        let folder = project(folder);
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let Some((stem, ending)) = name.rsplit_once('.') else {
                continue;
            };
            if !ending.starts_with("jws") && !(ending.starts_with("jwe")) {
                continue;
            }
            let sets: Vec<String> = [".jwkset", ".jwk", ".1.jwk", ".2.jwk", ".3.jwk"]
                .iter()
                .filter_map(|ending| key_text(&folder, &format!("{stem}{ending}")))
                .collect();
            let keys = match sets.as_slice() {
                [] => String::new(),
                [one] => one.clone(),
                [set, ..] if set.contains("\"keys\"") => set.clone(),
                many => format!("[{}]", many.join(",")),
            };
            found.push(Vector {
                token: fs::read_to_string(&path).expect("a vector"),
                content: fs::read(folder.join(format!("{stem}.payl"))).ok(),
                plaintext: key_text(&folder, &format!("{stem}.pt")),
                name,
                keys,
            });
        }
    }
    found
}

fn cookbook() -> Vec<Vector> {
    let mut found = Vec::new();
    let mut folders = vec![project("tests/vectors/rfc7520-cookbook")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a vector");
            let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let parts = match json.get("sign") {
                Some(sign) => vec![("sign ", sign), ("encrypt ", &json["encrypt"])],
                None => vec![("", &json)],
            };
            for (prefix, part) in parts {
                let Some(output) = part.get("output") else {
                    continue;
                };
                let input = &part["input"];
                let keys = match (&input["key"], input.get("pwd")) {
                    (_, Some(password)) => password.as_str().expect("a password").to_owned(),
                    (keys, None) => keys.to_string(),
                };
                for member in ["compact", "json", "json_flat"] {
                    let Some(value) = output.get(member) else {
                        continue;
                    };
                    let token = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    found.push(Vector {
                        name: format!("{name} {prefix}{member}"),
                        token,
                        keys: keys.clone(),
                        content: input["payload"]
                            .as_str()
                            .map(|text| text.as_bytes().to_vec()),
                        plaintext: input["plaintext"].as_str().map(str::to_owned),
                    });
                }
            }
        }
    }
    found
}

#[test]
fn every_vector_has_the_state_it_should() {
    let table = fs::read_to_string(project("tests/vectors/STATES.tsv")).unwrap_or_default();
    let mut expected: BTreeMap<&str, &str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for vector in files().into_iter().chain(cookbook()) {
        let verification = verify_with(&vector.token, &vector.keys, vector.content.as_deref());
        let states = verification.checks.first().map_or(Vec::new(), |check| {
            check.states.iter().map(|state| state.name()).collect()
        });
        let found = states.join(" ");
        let opened = verification
            .checks
            .first()
            .and_then(|check| check.opened.as_deref());
        if let (Some(opened), Some(plaintext)) = (opened, &vector.plaintext) {
            assert_eq!(
                String::from_utf8_lossy(opened),
                *plaintext,
                "{}",
                vector.name
            );
            compared += 1;
        }
        match expected.remove(vector.name.as_str()) {
            Some(state) if state.split('\t').next() == Some(&found) => {}
            Some(state) => {
                let sentences: Vec<String> = verification
                    .checks
                    .iter()
                    .flat_map(|check| check.states.iter().map(|state| state.sentence()))
                    .collect();
                wrong.push(format!(
                    "{}\t{found}\t(not {state}: {sentences:?})",
                    vector.name
                ));
            }
            None => wrong.push(format!("{}\t{found}", vector.name)),
        }
    }
    wrong.sort();
    wrong.extend(
        expected
            .keys()
            .map(|name| format!("{name}: there is no such vector")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 50, "{compared}");
}

#[test]
fn thumbprints_are_those_of_rfc_7638() {
    let folder = project("tests/vectors/rfc-vectors/vectors");
    let text = key_text(&folder, "rfc7638_3.1.jwk").expect("a key");
    let expected = key_text(&folder, "rfc7638_3.1.thp").expect("a thumbprint");
    let keys = token_inspector::verify::key::read(&text).keys;
    assert_eq!(keys[0].thumbprint().as_deref(), Some(expected.trim()));
}

#[test]
fn the_key_sets_of_rfc_7517_are_read() {
    let folder = project("tests/vectors/rfc-vectors/vectors");
    for (name, count) in [
        ("rfc7517_A.1.jwkset", 2),
        ("rfc7517_A.2.jwkset", 2),
        ("rfc7517_A.3.jwkset", 2),
        ("rfc7517_B.jwk", 1),
    ] {
        let keys = token_inspector::verify::key::read(&key_text(&folder, name).expect("a set"));
        assert_eq!((keys.keys.len(), keys.faults.len()), (count, 0), "{name}");
    }
}

/// RFC 7516 Appendix A.3, and the key agreement of RFC 7518 Appendix C.
#[test]
fn the_examples_of_rfc_7516_and_7518() {
    let token = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.\
                 AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
    let check = crate::check(token, r#"{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}"#);
    assert_eq!(
        check.opened.as_deref(),
        Some(&b"Live long and prosper."[..])
    );

    let header = r#"{"alg":"ECDH-ES","enc":"A128GCM","apu":"QWxpY2U","apv":"Qm9i","epk":{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}"#;
    let bob = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
    let derived = token_inspector::token::base64url::decode("VqqN6vgjbSBcIijNcacQGg").bytes;
    let token = crate::signed::sealed(header, "", &derived, b"hello");
    assert_eq!(
        crate::check(&token, bob).opened.as_deref(),
        Some(&b"hello"[..])
    );
}

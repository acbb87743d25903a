//! Making a module small, once per module: the results lie in a cache below `target/`.

use crate::tools::Npm;
use crate::{process, target_dir};
use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::process::Command;

/// Runs Binaryen's optimiser.
pub fn optimise(npm: &Npm, wasm: &[u8]) -> Result<Vec<u8>> {
    // The first kilobyte of memory is the end of the stack, so no pointer leads there.
    const FLAGS: [&str; 5] = [
        "-Oz",
        "--converge",
        "--low-memory-unused",
        "--zero-filled-memory",
        "--strip-producers",
    ];
    let version = npm.binaryen_version()?;
    cached(
        "wasm",
        &[version.as_bytes(), FLAGS.concat().as_bytes(), wasm],
        || {
            let folder = target_dir().join("xtask");
            let (from, to) = (folder.join("in.wasm"), folder.join("out.wasm"));
            fs::write(&from, wasm)?;
            process::run(npm.wasm_opt().args(FLAGS).arg(&from).arg("-o").arg(&to))?;
            Ok(fs::read(&to)?)
        },
    )
}

/// Compresses as well as the format allows, which takes seconds.
pub fn zopfli(bytes: &[u8]) -> Result<Vec<u8>> {
    cached("gz", &[bytes], || {
        let mut out = Vec::new();
        zopfli::compress(
            zopfli::Options::default(),
            zopfli::Format::Gzip,
            bytes,
            &mut out,
        )?;
        Ok(out)
    })
}

/// Compresses.
pub fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing to memory does not fail")
}

/// How many bytes `gzip -9` makes of it, which is how a static host sends a file at best. Where there is no
/// gzip, our own stands in for it, which makes two in a hundred more of a page.
pub fn weigh(bytes: &[u8]) -> usize {
    let gzip = process::filter(Command::new("gzip").args(["-9", "-n"]), bytes);
    gzip.unwrap_or_else(|_| self::gzip(bytes, Compression::best()))
        .len()
}

fn cached(kind: &str, key: &[&[u8]], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let mut hash = Sha256::new();
    for part in key {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let name: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = target_dir().join("xtask");
    let path = folder.join(format!("{name}.{kind}"));
    if let Ok(bytes) = fs::read(&path) {
        return Ok(bytes);
    }
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let bytes = make()?;
    fs::write(&path, &bytes)?;
    Ok(bytes)
}

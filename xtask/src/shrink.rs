//! Making a module small, once per module: the results lie in a cache below `target/`.

use crate::tools::Npm;
use crate::{process, squeeze, target_dir};
use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::process::Command;

/// What Binaryen's optimiser does to the page's module. The first kilobyte of memory is the end of the stack, so no
/// pointer leads there. Big functions stay functions: a browser compiles each when it is first called.
pub const SMALL: &[&str] = &[
    "-Oz",
    "--converge",
    "--low-memory-unused",
    "--zero-filled-memory",
    "--one-caller-inline-max-function-size=100",
    "--strip-producers",
];

/// What it does to the module that unpacks the page's, which runs but once: a browser takes it as it is.
pub const QUICK: &[&str] = &["-O3", "--enable-bulk-memory"];

/// Runs Binaryen's optimiser on a module or on the text of one.
pub fn optimise(npm: &Npm, wasm: &[u8], flags: &[&str]) -> Result<Vec<u8>> {
    let version = npm.binaryen_version()?;
    cached(
        "wasm",
        &[version.as_bytes(), flags.concat().as_bytes(), wasm],
        || {
            let folder = target_dir().join("xtask");
            let (from, to) = (folder.join("in.wasm"), folder.join("out.wasm"));
            fs::write(&from, wasm)?;
            process::run(npm.wasm_opt().args(flags).arg(&from).arg("-o").arg(&to))?;
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

/// Packs a module as [`squeeze`] does, which takes seconds.
pub fn squeeze(bytes: &[u8]) -> Result<String> {
    // What packs is part of this program, so another one packs anew.
    let program = fs::read(std::env::current_exe()?)?;
    let text = cached("squeezed", &[&program, bytes], || {
        Ok(squeeze::pack(bytes)?.into_bytes())
    })?;
    Ok(String::from_utf8(text)?)
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

/// In hexadecimal.
pub fn sha256(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn cached(kind: &str, key: &[&[u8]], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let lengths: Vec<_> = key.iter().map(|part| part.len().to_le_bytes()).collect();
    let name = sha256(&[&[lengths.as_flattened()], key].concat());
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

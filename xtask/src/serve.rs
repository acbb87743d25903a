//! `cargo xtask serve`: the page while it is being worked on.

use crate::compile::{self, INSPECTOR, Profile};
use crate::http::{self, Mount};
use crate::pack::Carried;
use crate::{bind, dist, pack, root, shrink, target_dir};
use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// What the page is made of.
const WATCHED: &[&str] = &["Cargo.toml", "build.rs", "index.html", "src", "www"];

pub fn command(arguments: &[&str]) -> Result<()> {
    let port = match arguments {
        [] => 8080,
        ["--port", port] => port
            .parse()
            .with_context(|| format!("`{port}` is no port"))?,
        other => bail!("serve knows --port N, not {other:?}"),
    };
    let folder = target_dir().join("xtask/serve");
    let mut seen = newest()?;
    build(&folder)?;
    let address = http::serve(
        vec![Mount {
            path: "/",
            folder: folder.clone(),
        }],
        port,
    )?;
    println!(
        "\n  http://{address}/\n\nReload the page after a change has been built. Ctrl-C ends this."
    );
    loop {
        thread::sleep(Duration::from_millis(400));
        let now = newest()?;
        if now == seen {
            continue;
        }
        seen = now;
        // A page that does not build leaves the last one that did.
        if let Err(error) = build(&folder) {
            eprintln!("{error:#}");
        }
    }
}

/// The shipped page's way without what takes long: no optimiser, no minifier, little compression.
fn build(folder: &Path) -> Result<()> {
    let start = Instant::now();
    let wasm = compile::compile(&INSPECTOR, Profile::Debug)?;
    let bound = bind::bind(&wasm, false)?;
    let module = shrink::gzip(&bound.wasm, Compression::fast());
    dist::write(
        &pack::pack(&INSPECTOR, &bound.glue, &Carried::gzip(&module)?, None)?,
        folder,
    )?;
    // Nothing is kept of a page that is being worked on.
    fs::copy(folder.join("withdraw.js"), folder.join("sw.js"))?;
    println!("built in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// How many files there are and when the last of them changed.
fn newest() -> Result<(usize, Option<SystemTime>)> {
    let mut todo: Vec<PathBuf> = WATCHED.iter().map(|name| root().join(name)).collect();
    let mut state = (0, None);
    while let Some(path) = todo.pop() {
        // Editors replace files: one that is gone now is back at the next look.
        let Ok(data) = path.metadata() else { continue };
        if data.is_dir() {
            todo.extend(path.read_dir()?.flatten().map(|entry| entry.path()));
        } else {
            state = (state.0 + 1, state.1.max(data.modified().ok()));
        }
    }
    Ok(state)
}

//! `cargo xtask dist`: the page as it is shipped.

use crate::compile::{self, INSPECTOR, Page, Profile};
use crate::pack::{self, Carried, Packed};
use crate::{bind, offline, policy, process, root, shrink, tools, weigh};
use anyhow::{Context as _, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page is meant to weigh as a static host sends it. It does not yet: see [`CEILING`].
const GOAL: usize = 200_000;

/// What the page may weigh until it reaches its goal, little above what it does weigh.
const CEILING: usize = 441_200;

pub fn command(arguments: &[&str]) -> Result<()> {
    let accept_imports = match arguments {
        [] => false,
        ["--accept-imports"] => true,
        other => bail!("dist knows --accept-imports, not {other:?}"),
    };
    build(accept_imports).map(drop)
}

/// Builds `dist/`, prints what it weighs, and checks it.
pub fn build(accept_imports: bool) -> Result<PathBuf> {
    let mut built = release(&INSPECTOR)?;
    if let Some(commit) = commit() {
        let named = format!("<html data-commit=\"{commit}\" ");
        built.packed.html = built.packed.html.replacen("<html ", &named, 1);
    }
    let dist = root().join("dist");
    write(&built.packed, &dist)?;
    println!("{}\n{}", built.table(), weigh::table()?);
    policy::check_imports(&built.imports, accept_imports)?;
    policy::check(&built.packed.html)?;
    built.check_unpacked(&dist.join("index.html"))?;
    let total = built.total();
    ensure!(
        total <= CEILING,
        "the page weighs {total} bytes, {} more than it may",
        total - CEILING
    );
    match total.checked_sub(GOAL) {
        Some(over) if over > 0 => println!(
            "dist/index.html: {total} bytes, {over} above the goal of {GOAL}; the ceiling is {CEILING}"
        ),
        _ => println!("dist/index.html: {total} bytes, within the goal of {GOAL}"),
    }
    Ok(dist)
}

/// The commit that is built, with a plus where files have been changed since. Nothing where that is not known.
pub fn commit() -> Option<String> {
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        let output = git.current_dir(root()).args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let is_changed = !git(&["status", "--porcelain", "--untracked-files=no"])?.is_empty();
    Some(commit + if is_changed { "+" } else { "" })
}

/// A page in its final form.
pub struct Built {
    pub packed: Packed,
    module: Vec<u8>,
    carried: Carried,
    imports: Vec<String>,
}

/// Builds a page with everything that makes it small.
pub fn release(page: &Page) -> Result<Built> {
    let npm = tools::npm()?;
    let wasm = compile::compile(page, Profile::Release)?;
    let bound = bind::bind(&wasm, true)?;
    let module = shrink::optimise(&npm, &bound.wasm, shrink::SMALL)?;
    let carried = if page.squeezed {
        Carried::squeezed(&npm, &module)?
    } else {
        Carried::gzip(&shrink::zopfli(&module)?)?
    };
    let packed = pack::pack(page, &bound.glue, &carried, Some(&npm))?;
    Ok(Built {
        packed,
        carried,
        module,
        imports: bound.imports,
    })
}

/// Writes a page and what lies beside it into a folder of its own.
pub fn write(packed: &Packed, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), &packed.html)?;
    // The page needs nothing from its own address, so under a wrong address it is the same page, but none to keep.
    let lost = packed.html.replacen("<html ", "<html data-lost ", 1);
    fs::write(folder.join("404.html"), lost)?;
    // GitHub Pages: serve what is here, as it is.
    fs::write(folder.join(".nojekyll"), "")?;
    for (from, to) in &packed.beside {
        let to = folder.join(to);
        fs::create_dir_all(to.parent().expect("it is in the folder"))?;
        fs::copy(from, &to).with_context(|| from.display().to_string())?;
    }
    offline::write(packed, folder)
}

impl Built {
    /// Whether the page itself makes exactly the module of what it carries.
    fn check_unpacked(&self, page: &Path) -> Result<()> {
        let found = process::output(tools::node().arg("tests/policy/unpack.mjs").arg(page))?;
        ensure!(
            found.trim() == shrink::sha256(&[&self.module]),
            "the page unpacks something else than was packed"
        );
        Ok(())
    }

    /// The bytes that travel.
    fn total(&self) -> usize {
        shrink::weigh(self.packed.html.as_bytes())
    }

    /// What weighs how much. Parts are compressed one by one, so they do not add up exactly.
    fn table(&self) -> String {
        let Packed {
            html,
            style,
            script,
            ..
        } = &self.packed;
        let shell = html.replacen(style.as_str(), "", 1);
        let shell = &shell[..shell.find("<script>").unwrap_or(shell.len())];
        let gz = shrink::weigh;
        let carried = &self.carried;
        let rows = [
            ("module", self.module.len(), gz(&self.module)),
            (
                "  as it is carried",
                carried.module.len(),
                gz(carried.module.as_bytes()),
            ),
            ("glue and loader", script.len(), gz(script.as_bytes())),
            ("styles", style.len(), gz(style.as_bytes())),
            ("shell and policy", shell.len(), gz(shell.as_bytes())),
            ("index.html", html.len(), self.total()),
        ];
        let mut table = format!("{:<38}{:>10}{:>10}", "", "bytes", "gzip -9");
        for (name, raw, gz) in rows {
            table += &format!("\n{name:<38}{raw:>10}{gz:>10}");
        }
        table
    }
}

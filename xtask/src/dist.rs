//! `cargo xtask dist`: the page as it is shipped.

use crate::compile::{self, INSPECTOR, Page, Profile};
use crate::pack::{self, Packed};
use crate::{bind, policy, root, shrink, tools};
use anyhow::{Context as _, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What the page may weigh as a static host sends it.
const BUDGET: usize = 200_000;

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
    let built = release(&INSPECTOR)?;
    let dist = root().join("dist");
    write(&built.packed, &dist)?;
    println!("{}", built.table());
    policy::check_imports(&built.imports, accept_imports)?;
    policy::check(&built.packed.html)?;
    let total = built.total();
    ensure!(
        total <= BUDGET,
        "the page weighs {total} bytes, {} more than it may",
        total - BUDGET
    );
    println!("dist/index.html: {total} of {BUDGET} bytes");
    Ok(dist)
}

/// A page in its final form.
pub struct Built {
    pub packed: Packed,
    module: Vec<u8>,
    module_packed: usize,
    imports: Vec<String>,
}

/// Builds a page with everything that makes it small.
pub fn release(page: &Page) -> Result<Built> {
    let npm = tools::npm()?;
    let wasm = compile::compile(page, Profile::Release)?;
    let bound = bind::bind(&wasm, true)?;
    let module = shrink::optimise(&npm, &bound.wasm)?;
    let gz = shrink::zopfli(&module)?;
    let packed = pack::pack(page, &bound.glue, &gz, Some(&npm))?;
    Ok(Built {
        packed,
        module_packed: gz.len(),
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
    // The page needs nothing from its own address, so under a wrong address it is the same page.
    fs::write(folder.join("404.html"), &packed.html)?;
    // GitHub Pages: serve what is here, as it is.
    fs::write(folder.join(".nojekyll"), "")?;
    for (from, to) in &packed.beside {
        let to = folder.join(to);
        fs::create_dir_all(to.parent().expect("it is in the folder"))?;
        fs::copy(from, &to).with_context(|| from.display().to_string())?;
    }
    Ok(())
}

impl Built {
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
        let base64 = self.module_packed.div_ceil(3) * 4;
        let shell = html.replacen(style.as_str(), "", 1);
        let shell = &shell[..shell.find("<script>").unwrap_or(shell.len())];
        let gz = shrink::weigh;
        let rows = [
            ("module", self.module.len(), gz(&self.module)),
            (
                "  as it is carried (zopfli, base64)",
                base64,
                self.module_packed,
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

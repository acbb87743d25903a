//! A module as rustc makes it → a module a browser takes, and the glue that connects the two.

use crate::glue;
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// What wasm-bindgen calls the object that has the imports.
const NAMESPACE: &str = "./page_bg.js";

pub struct Bound {
    pub wasm: Vec<u8>,
    /// Evaluates to `{ imports, start }`; see [`glue::trim`].
    pub glue: String,
    /// What the module asks of the browser, by name, without the hashes.
    pub imports: Vec<String>,
}

/// Runs wasm-bindgen. With `shorten`, imports and exports get names of one or two letters, and exports that
/// the glue never uses are dropped.
pub fn bind(wasm: &Path, shorten: bool) -> Result<Bound> {
    let mut output = Bindgen::new()
        .input_path(wasm)
        .out_name("page")
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(shorten)
        .remove_producers_section(shorten)
        .generate_output()
        .with_context(|| format!("wasm-bindgen refuses {}", wasm.display()))?;
    let snippets = output.snippets().values().any(|list| !list.is_empty());
    if snippets || !output.local_modules().is_empty() {
        bail!(
            "a dependency brings JavaScript of its own, which a page of one script has no place for"
        );
    }
    let mut glue = glue::trim(output.js())?;
    let module = output.wasm_mut();
    for import in module.imports.iter() {
        if import.module != NAMESPACE {
            bail!("the module imports {} from {}", import.name, import.module);
        }
    }
    let mut imports: Vec<String> = module.imports.iter().map(|i| plain_name(&i.name)).collect();
    imports.sort();
    imports.dedup();

    if shorten {
        let mut names = BTreeMap::new();
        for (index, import) in module.imports.iter_mut().enumerate() {
            let short = glue::short_name(index);
            names.insert(std::mem::replace(&mut import.name, short.clone()), short);
            import.module = "w".into();
        }
        glue = glue::rename_imports(&glue, &names)?.replace(&format!("\"{NAMESPACE}\": "), "w: ");

        let unused: Vec<_> = module
            .exports
            .iter()
            .filter(|export| !glue::uses_export(&glue, &export.name))
            .map(|export| export.id())
            .collect();
        for id in unused {
            module.exports.delete(id);
        }
        let mut names = BTreeMap::new();
        for (index, export) in module.exports.iter_mut().enumerate() {
            let short = glue::short_name(index);
            names.insert(std::mem::replace(&mut export.name, short.clone()), short);
        }
        glue = glue::rename_exports(&glue, &names);
    }
    Ok(Bound {
        wasm: module.emit_wasm(),
        glue,
        imports,
    })
}

/// `__wbg_createElement_0123456789abcdef` → `createElement`.
fn plain_name(name: &str) -> String {
    let name = name.strip_prefix("__wbg_").unwrap_or(name);
    match name.rsplit_once('_') {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
            name.into()
        }
        _ => name.into(),
    }
}

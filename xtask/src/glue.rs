//! The JavaScript that wasm-bindgen writes, cut down to what a page needs that carries its module in itself.
//!
//! All of this leans on the text wasm-bindgen 0.2.130 writes. The version is pinned, and whatever is not found
//! where it is expected is an error, never a guess.

use anyhow::{Result, bail};
use std::collections::BTreeMap;

/// Looks up the address of the script, and is four lines long.
const PROLOGUE: &str = "let script_src;";
/// Where the functions that load a module begin …
const LOADING: &str = "async function __wbg_load(module, imports) {";
/// … and what stands behind the last of them.
const RESULT: &str = "return Object.assign(__wbg_init, { initSync }, exports);";

/// Takes out everything that would load a module from somewhere. What is left defines
/// `wasm_bindgen = { imports, start }`: the function that makes the imports, and the one that takes the instance.
pub fn trim(glue: &str) -> Result<String> {
    let prologue = once(glue, PROLOGUE)?;
    let lines: String = glue[prologue..].split_inclusive('\n').take(4).collect();
    if !lines.contains("document.currentScript.src") || !lines.trim_end().ends_with('}') {
        bail!("the glue's prologue is not the one expected:\n{lines}");
    }
    let (loading, result) = (once(glue, LOADING)?, once(glue, RESULT)?);
    Ok([
        &glue[..prologue],
        &glue[prologue + lines.len()..loading],
        "return { imports: __wbg_get_imports, start: __wbg_finalize_init };",
        &glue[result + RESULT.len()..],
    ]
    .concat())
}

fn once(text: &str, needle: &str) -> Result<usize> {
    match (text.find(needle), text.rfind(needle)) {
        (Some(first), Some(last)) if first == last => Ok(first),
        (None, _) => bail!("the glue has no `{needle}`"),
        _ => bail!("the glue has more than one `{needle}`"),
    }
}

/// `a` … `z`, `A` … `Z`, `aa` …
pub fn short_name(mut index: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.insert(0, LETTERS[index % LETTERS.len()].into());
        index /= LETTERS.len();
        if index == 0 {
            return name;
        }
        index -= 1;
    }
}

/// Renames the members of the import object. Each import stands in the glue exactly once.
pub fn rename_imports(glue: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut seen = 0;
    let renamed = rewrite(glue, |_, word| {
        let short = names.get(word)?;
        seen += 1;
        Some(short)
    });
    if seen != names.len() {
        bail!("{seen} mentions of {} imports in the glue", names.len());
    }
    Ok(renamed)
}

/// Renames the exports, which the glue only knows as members of `wasm`.
pub fn rename_exports(glue: &str, names: &BTreeMap<String, String>) -> String {
    rewrite(glue, |before, word| {
        before.ends_with("wasm.").then(|| names.get(word)).flatten()
    })
}

/// Whether the glue mentions an export.
pub fn uses_export(glue: &str, name: &str) -> bool {
    let mut used = false;
    rewrite(glue, |before, word| {
        used |= word == name && before.ends_with("wasm.");
        None
    });
    used
}

/// Replaces identifiers by what `replace(text before, identifier)` says.
fn rewrite<'n>(text: &str, mut replace: impl FnMut(&str, &str) -> Option<&'n String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for (start, word) in words(text) {
        if let Some(new) = replace(&text[..start], word) {
            out += &text[rest..start];
            out += new;
            rest = start + word.len();
        }
    }
    out + &text[rest..]
}

/// Everything in a script that is spelled like an identifier, with its offset.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    text.split(move |c| !letter(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_never_repeat() {
        let names: std::collections::BTreeSet<_> = (0..3000).map(short_name).collect();
        assert_eq!(names.len(), 3000);
        assert_eq!(
            (short_name(0), short_name(51), short_name(52)),
            ("a".into(), "Z".into(), "aa".into())
        );
    }

    #[test]
    fn loading_is_cut_out() {
        let glue = "let wasm_bindgen = (function(exports) {\n    let script_src;\n    if (x) {\n        \
                    script_src = document.currentScript.src;\n    }\n    keep();\n    \
                    async function __wbg_load(module, imports) {\n fetch(x) }\n    \
                    return Object.assign(__wbg_init, { initSync }, exports);\n})({});\n";
        let trimmed = trim(glue).unwrap();
        assert!(trimmed.contains("keep();") && trimmed.contains("return { imports:"));
        assert!(!trimmed.contains("fetch") && !trimmed.contains("script_src"));
        assert!(trim("something else").is_err());
    }

    #[test]
    fn only_members_of_the_module_are_exports() {
        let names = BTreeMap::from([("run".to_owned(), "a".to_owned())]);
        assert_eq!(
            rename_exports("run(wasm.run, wasm.runs, x.run)", &names),
            "run(wasm.a, wasm.runs, x.run)"
        );
        assert!(!uses_export("run()", "run") && uses_export("wasm.run()", "run"));
    }
}

//! What each chapter and table puts into the page: its words, which are what cannot be compiled to less.
//!
//! Counted in the sources, as they are compressed on their own. Texts that stand in several places count in each of
//! them, and names that only tests or the command line use count too.

use crate::{root, shrink};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The table, a line for each chapter and each folder or table of the crate.
pub fn table() -> Result<String> {
    let mut rows = Vec::new();
    for chapter in sorted(&root().join("src/guide"))? {
        if chapter.extension().is_some_and(|kind| kind == "md") {
            let name = chapter.file_stem().context("no name")?.to_string_lossy();
            let prose = prose(&read(&chapter)?);
            let rules = literals_below(&root().join("src/rules").join(&*name))?;
            rows.push((format!("guide: {name}"), prose));
            rows.push((format!("rules: {name}"), rules));
        }
    }
    for path in sorted(&root().join("src/spec"))? {
        let name = path.file_name().context("no name")?.to_string_lossy();
        let name = name.trim_end_matches(".rs");
        rows.push((format!("table: {name}"), literals_below(&path)?));
    }
    for folder in ["profile", "remedy", "configuration", "verify", "app"] {
        let text = literals_below(&root().join("src").join(folder))?;
        rows.push((format!("words of {folder}"), text));
    }
    rows.sort_by_key(|(name, _)| name.clone());
    let mut table = format!("{:<38}{:>10}{:>10}", "", "bytes", "gzip -9");
    for (name, text) in rows {
        let gz = shrink::weigh(text.as_bytes());
        table += &format!("\n{name:<38}{:>10}{gz:>10}", text.len());
    }
    Ok(table)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder
        .read_dir()
        .with_context(|| folder.display().to_string())?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn literals_below(path: &Path) -> Result<String> {
    if path.extension().is_some_and(|kind| kind == "txt") {
        return read(path);
    }
    if !path.is_dir() {
        return Ok(literals(&read(path)?));
    }
    let files = sorted(path)?;
    files.iter().map(|path| literals_below(path)).collect()
}

/// Markdown without its fences, which hold examples for the tests.
fn prose(markdown: &str) -> String {
    let parts = markdown.split("\n```");
    parts
        .enumerate()
        .filter(|(at, _)| at % 2 == 0)
        .map(|(_, text)| text)
        .collect()
}

/// What stands between quotation marks in a source, without its comments and tests.
fn literals(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n").replace("\\\"", "'");
    let code = code.replace("'\"'", "");
    let parts = code.split('"');
    let literals = parts.enumerate().filter(|(at, _)| at % 2 == 1);
    literals.map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_code_and_examples() {
        let source = "/// A \"comment\".\nconst A: &str = \"one\\\"\";\nlet b = ['\"', 'x'];\nf(\"two\")\n#[cfg(test)]\nmod t { \"three\" }";
        assert_eq!(literals(source), "one'two");
        assert_eq!(prose("a\n```token x\nb\n```\nc"), "a\nc");
    }

    #[test]
    fn every_chapter_has_words() {
        let table = table().unwrap();
        for line in table
            .lines()
            .skip(1)
            .filter(|line| line.starts_with("guide"))
        {
            let bytes: usize = line.split_whitespace().nth(2).unwrap().parse().unwrap();
            assert!(bytes > 1000, "{line}");
        }
    }
}

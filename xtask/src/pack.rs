//! Shell, styles, glue, loader and module → one document.
//!
//! `index.html` is written for Trunk, whose `<link data-trunk …>` say what belongs to the page. Here the first
//! stylesheet link becomes the one `<style>`, the script goes before `</body>`, and the policy comes right after
//! `<meta charset>`, so that nothing stands before it.

use crate::compile::Page;
use crate::html::{self, Tag};
use crate::tools::Npm;
use crate::{policy, process, root, shrink};
use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the module goes in the script, while the script is made small.
const MODULE: &str = "@module@";

/// A module as a script carries it.
pub struct Carried {
    /// The script's part that unpacks.
    unpack: String,
    /// The module, as text for a string.
    pub module: String,
}

impl Carried {
    /// As every browser unpacks it.
    pub fn gzip(gz: &[u8]) -> Result<Self> {
        Ok(Self {
            unpack: source("www/unpack-gzip.js")?,
            module: BASE64_STANDARD.encode(gz),
        })
    }

    /// As small as it gets.
    pub fn squeezed(npm: &Npm, module: &[u8]) -> Result<Self> {
        let unpacker = source("www/unpack.wat")?;
        let unpacker = shrink::optimise(npm, unpacker.as_bytes(), shrink::QUICK)?;
        let unpacker = BASE64_STANDARD.encode(unpacker);
        let unpack = source("www/unpack.js")?;
        Ok(Self {
            unpack: format!("const unpacker = \"{unpacker}\";\n{unpack}"),
            module: shrink::squeeze(module)?,
        })
    }
}

pub struct Packed {
    pub html: String,
    /// Styles as they stand in the document.
    pub style: String,
    /// Glue and loader as they stand in the document, without the module.
    pub script: String,
    /// Files that lie beside the document: where from, and under which name.
    pub beside: Vec<(PathBuf, PathBuf)>,
}

/// Makes the document. With `npm`, script and styles are minified.
pub fn pack(page: &Page, glue: &str, module: &Carried, npm: Option<&Npm>) -> Result<Packed> {
    let index = root().join(page.index);
    let source = fs::read_to_string(&index).with_context(|| index.display().to_string())?;
    let folder = index.parent().expect("a file has a folder");
    let links = Links::read(&source, folder, page)?;

    let style = stylesheet(&links.styles, npm)?;
    let script = script(glue, &module.unpack, npm)?;
    let filled = script.replace(MODULE, &module.module);
    for (text, end) in [
        (&style, "</style"),
        (&filled, "</script"),
        (&filled, "<!--"),
    ] {
        if text.contains(end) || text.contains('\r') {
            bail!("`{end}` or a carriage return inside the element that it would end or change");
        }
    }

    let policy = policy::meta(&filled, &style);
    let html = fill(&source, &links, &policy, &style, &filled)?;
    // A browser decodes and reads such a document in half the time.
    ensure!(
        html.is_ascii(),
        "a character in the page is not ASCII: write it as a reference"
    );
    Ok(Packed {
        html,
        style,
        script,
        beside: links.beside,
    })
}

/// What `index.html` asks Trunk for.
struct Links<'h> {
    tags: Vec<Tag<'h>>,
    styles: Vec<PathBuf>,
    beside: Vec<(PathBuf, PathBuf)>,
}

impl<'h> Links<'h> {
    fn read(source: &'h str, folder: &Path, page: &Page) -> Result<Self> {
        let (tags, _) = html::scan(source)?;
        let tags: Vec<_> = tags
            .into_iter()
            .filter(|tag| tag.get("data-trunk").is_some())
            .collect();
        let mut styles = Vec::new();
        let mut beside = Vec::new();
        for tag in &tags {
            let rel = tag.get("rel").unwrap_or_default();
            let href = || -> Result<PathBuf> {
                let href = tag
                    .get("href")
                    .with_context(|| format!("{rel} without href"))?;
                Ok(folder.join(href))
            };
            let target = Path::new(tag.get("data-target-path").unwrap_or_default());
            match rel {
                // Trunk builds what this link says, xtask what `Page` says.
                "rust" => ensure!(
                    tag.get("data-bin") == Some(page.bin)
                        && tag.get("data-cargo-no-default-features").is_some()
                        && tag.get("data-cargo-features").unwrap_or_default() == page.features,
                    "{} asks Trunk for another page than {}",
                    page.index,
                    page.bin
                ),
                "css" => styles.push(href()?),
                "copy-file" => {
                    let from = href()?;
                    let name = from.file_name().context("copy-file of no file")?.to_owned();
                    beside.push((from, target.join(name)));
                }
                "copy-dir" => copy_dir(&href()?, target, &mut beside)?,
                other => bail!("xtask does not know what `data-trunk rel={other}` means"),
            }
        }
        Ok(Self {
            tags,
            styles,
            beside,
        })
    }
}

fn copy_dir(from: &Path, to: &Path, files: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let entries = from
        .read_dir()
        .with_context(|| from.display().to_string())?;
    let mut entries = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        let target = to.join(path.file_name().expect("it was listed"));
        if path.is_dir() {
            copy_dir(&path, &target, files)?;
        } else {
            files.push((path, target));
        }
    }
    Ok(())
}

fn stylesheet(files: &[PathBuf], npm: Option<&Npm>) -> Result<String> {
    let mut css = String::new();
    for file in files {
        css += &fs::read_to_string(file).with_context(|| file.display().to_string())?;
        css += "\n";
    }
    minified(css, npm, &["--loader=css"])
}

/// Glue and loader in one function that is called with the module.
fn script(glue: &str, unpack: &str, npm: Option<&Npm>) -> Result<String> {
    let inflate = source("www/inflate.js")?;
    let loader = source("www/loader.js")?;
    let script = format!(
        "((packed) => {{\n\"use strict\";\n{glue}\n{inflate}{unpack}{loader}}})(\"{MODULE}\");\n"
    );
    // Browsers that lack what the loader asks for still have to be able to read it.
    let script = minified(script, npm, &["--target=es2020", "--charset=utf8"])?;
    if script.matches(MODULE).count() != 1 {
        bail!("the script has no single place for the module");
    }
    Ok(script)
}

fn source(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

fn minified(text: String, npm: Option<&Npm>, flags: &[&str]) -> Result<String> {
    let Some(npm) = npm else { return Ok(text) };
    let mut esbuild = npm.esbuild();
    esbuild
        .args(["--minify", "--log-level=warning"])
        .args(flags);
    let small = String::from_utf8(process::filter(&mut esbuild, text.as_bytes())?)?;
    Ok(small.trim_end().to_owned())
}

fn fill(
    source: &str,
    links: &Links<'_>,
    policy: &str,
    style: &str,
    script: &str,
) -> Result<String> {
    let (tags, comments) = html::scan(source)?;
    let charset = tags
        .iter()
        .find(|tag| tag.is("meta") && tag.get("charset").is_some());
    let charset = charset.context("no <meta charset>")?.range.end;
    let body_end = source.rfind("</body>").context("no </body>")?;
    if tags
        .iter()
        .any(|tag| tag.is("pre") || tag.is("script") || tag.is("style"))
    {
        bail!(
            "the shell has a <pre>, <script> or <style>: lines of the first would be joined, the others have no hash"
        );
    }

    // What to put in place of which bytes of the source, in order.
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    edits.push((charset..charset, format!("\n{policy}")));
    edits.push((body_end..body_end, format!("<script>{script}</script>\n")));
    edits.extend(comments.into_iter().map(|range| (range, String::new())));
    let mut style = Some(format!("<style>{style}</style>"));
    for tag in &links.tags {
        let first = if tag.get("rel") == Some("css") {
            style.take()
        } else {
            None
        };
        edits.push((tag.range.clone(), first.unwrap_or_default()));
    }
    if style.is_some() {
        bail!("no stylesheet in the document");
    }
    edits.sort_by_key(|(range, _)| range.start);

    let mut html = String::new();
    let mut at = 0;
    for (range, text) in edits {
        push_lines(&mut html, &source[at..range.start]);
        html += &text;
        at = range.end;
    }
    push_lines(&mut html, &source[at..]);
    Ok(html)
}

/// Appends text without indentation and empty lines.
fn push_lines(html: &mut String, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        let line = if index == 0 {
            line.trim_end()
        } else {
            line.trim()
        };
        if index > 0 && !html.is_empty() && !html.ends_with('\n') {
            html.push('\n');
        }
        html.push_str(line);
    }
}

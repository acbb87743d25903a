//! The page's policy, and what must be true of a finished page for the policy to mean something.

use crate::compile::cargo_home;
use crate::html::{self, Tag};
use crate::{glue, root, squeeze};
use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs;

/// The checked-in list of what the module asks of the browser.
pub const IMPORTS: &str = "tests/policy/imports.txt";
/// The checked-in policy, with names in place of the two hashes.
const GOLDEN: &str = "tests/policy/csp.txt";

/// Names by which a page reaches beyond itself, or runs what it was not shipped with.
const FORBIDDEN: &[&str] = &[
    "BroadcastChannel",
    "EventSource",
    "RTCPeerConnection",
    "Request",
    "SharedWorker",
    "WebSocket",
    "WebTransport",
    "Worker",
    "XMLHttpRequest",
    "eval",
    "fetch",
    "fetchLater",
    "importScripts",
    "indexedDB",
    "navigate",
    "postMessage",
    "sendBeacon",
    "webkitRTCPeerConnection",
];

/// The one thing that the loader may do with service workers.
const REGISTRATION: &str = "navigator.serviceWorker?.register(";

/// The same among the module's imports, where the name alone says what is called. Yew brings `set_innerHTML`,
/// which the policy's Trusted Types refuse.
const FORBIDDEN_IMPORTS: &[&str] = &[
    "assign",
    "caches",
    "cookie",
    "newnoargs",
    "open",
    "registerProtocolHandler",
    "requestSubmit",
    "set_action",
    "set_cookie",
    "set_href",
    "set_src",
    "set_srcdoc",
    "submit",
    "write",
];

/// The policy, ready for the document.
pub fn meta(script: &str, style: &str) -> String {
    let policy = text(script, style);
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

fn text(script: &str, style: &str) -> String {
    let (script, style) = (hash(script), hash(style));
    format!(
        "default-src 'none'; script-src '{script}' 'wasm-unsafe-eval'; style-src '{style}'; img-src data:; connect-src 'none'; \
         font-src 'none'; media-src 'none'; object-src 'none'; frame-src 'none'; worker-src 'self'; \
         manifest-src 'self'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; \
         trusted-types offline"
    )
}

/// The policy that a finished page has in it.
pub fn of(html: &str) -> Result<String> {
    let (tags, _) = html::scan(html)?;
    let name = "content-security-policy";
    let mut metas = tags.iter().filter(|tag| {
        tag.get("http-equiv")
            .is_some_and(|is| is.eq_ignore_ascii_case(name))
    });
    let policy = metas.next().and_then(|tag| tag.get("content"));
    Ok(policy.context("the page has no policy")?.to_owned())
}

pub fn hash(text: impl AsRef<[u8]>) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// Everything that can be said of a page without running it.
pub fn check(html: &str) -> Result<()> {
    let (tags, comments) = html::scan(html)?;
    ensure!(comments.is_empty(), "a comment is left in the page");
    check_policy(html, &tags)?;
    for tag in &tags {
        check_tag(tag)?;
    }
    let script = one(&tags, "script")?;
    let script = &html[script.content.clone().expect("scripts have content")];
    let carried = carried(script)?;
    check_module(&unpack(carried)?)?;
    // What is packed may by chance read like anything.
    check_words(
        &html.replacen(carried, "", 1),
        &script.replacen(carried, "", 1),
    )
}

fn check_policy(html: &str, tags: &[Tag<'_>]) -> Result<()> {
    let head = tags
        .iter()
        .position(|tag| tag.is("head"))
        .context("no <head>")?;
    let charset = tags
        .get(head + 1)
        .filter(|tag| tag.is("meta") && tag.get("charset") == Some("utf-8"));
    charset.context("the first element of the head is not <meta charset=\"utf-8\">")?;
    let is_policy = |tag: &&Tag<'_>| {
        tag.get("http-equiv")
            .is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"))
    };
    let policy = tags.get(head + 2).filter(is_policy);
    let policy = policy.context("the policy is not the first element after <meta charset>")?;
    ensure!(
        tags.iter().filter(is_policy).count() == 1,
        "more than one policy"
    );

    let golden = fs::read_to_string(root().join(GOLDEN)).context(GOLDEN)?;
    let text = |name| {
        Ok::<_, anyhow::Error>(&html[one(tags, name)?.content.clone().context("no content")?])
    };
    let golden = golden
        .trim_end()
        .replace("sha256-SCRIPT", &hash(text("script")?))
        .replace("sha256-STYLE", &hash(text("style")?));
    let found = policy.get("content").unwrap_or_default();
    ensure!(
        found == golden,
        "the policy is\n  {found}\nand {GOLDEN} says\n  {golden}"
    );
    Ok(())
}

fn one<'t, 'h>(tags: &'t [Tag<'h>], name: &str) -> Result<&'t Tag<'h>> {
    let mut found = tags.iter().filter(|tag| tag.is(name));
    match (found.next(), found.next()) {
        (Some(tag), None) if tag.attributes.is_empty() => Ok(tag),
        _ => bail!("the page has to have exactly one <{name}>, and that without attributes"),
    }
}

fn check_tag(tag: &Tag<'_>) -> Result<()> {
    const LOADING: &[&str] = &[
        "applet", "audio", "base", "embed", "form", "frame", "iframe", "img", "object", "video",
    ];
    ensure!(
        !LOADING.iter().any(|name| tag.is(name)),
        "<{}> in the page",
        tag.name
    );
    for (key, value) in &tag.attributes {
        let key = key.to_ascii_lowercase();
        let fine = match key.as_str() {
            "href" if tag.is("link") => value.starts_with("data:"),
            "href" => value.starts_with('#'),
            "rel" if tag.is("link") => *value == "icon",
            "http-equiv" => value.eq_ignore_ascii_case("content-security-policy"),
            "action" | "background" | "data-trunk" | "formaction" | "ping" | "poster" | "src"
            | "srcdoc" | "srcset" | "style" => false,
            key => !key.starts_with("on"),
        };
        ensure!(fine, "<{} {key}=\"{value}\"> in the page", tag.name);
    }
    Ok(())
}

/// The packed module, which the script ends with.
fn carried(script: &str) -> Result<&str> {
    let carried = script
        .strip_suffix("\");")
        .and_then(|script| script.rsplit_once('"'));
    let (_, carried) = carried.context("the script does not end with the module")?;
    Ok(carried)
}

/// The module itself.
fn unpack(carried: &str) -> Result<Vec<u8>> {
    squeeze::unpack(carried).context("the module does not unpack")
}

fn check_module(module: &[u8]) -> Result<()> {
    ensure!(
        module.starts_with(b"\0asm"),
        "what the script carries is no module"
    );
    let contains = |text: &str| {
        module
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    ensure!(
        !contains("__wbindgen_placeholder__"),
        "a placeholder of wasm-bindgen is left in the module"
    );
    for path in [cargo_home()?, root().to_owned()] {
        let path = path.to_str().context("a path that is not Unicode")?;
        ensure!(
            !contains(path),
            "the module has the builder's path {path} in it"
        );
    }
    Ok(())
}

fn check_words(html: &str, script: &str) -> Result<()> {
    let words: BTreeSet<&str> = glue::words(script).map(|(_, word)| word).collect();
    let found: Vec<_> = FORBIDDEN
        .iter()
        .filter(|word| words.contains(*word))
        .collect();
    ensure!(found.is_empty(), "the script has {found:?} in it");
    ensure!(
        script.matches("serviceWorker").count() == script.matches(REGISTRATION).count()
            && script.matches(REGISTRATION).count() <= 1,
        "the script does more with service workers than to register one"
    );
    let outside = html.replace("http://www.w3.org/2000/svg", "");
    for text in ["http:", "https:", "url(", "@import", "new Function", "{{"] {
        ensure!(!outside.contains(text), "`{text}` in the page");
    }
    Ok(())
}

/// Compares the module's imports with the checked-in list, or rewrites that list.
pub fn check_imports(imports: &[String], accept: bool) -> Result<()> {
    let is_forbidden = |name: &&String| {
        let name = name.strip_prefix("new_").unwrap_or(name);
        FORBIDDEN.contains(&name) || FORBIDDEN_IMPORTS.contains(&name) || name.starts_with("RTC")
    };
    let found: Vec<_> = imports.iter().filter(is_forbidden).collect();
    ensure!(
        found.is_empty(),
        "the module imports {found:?}, by which a token could leave the page"
    );

    let path = root().join(IMPORTS);
    let text = imports.join("\n") + "\n";
    if accept {
        return fs::write(path, text).context(IMPORTS);
    }
    let listed = fs::read_to_string(path).context(IMPORTS)?;
    let (listed, imports): (BTreeSet<_>, BTreeSet<_>) =
        (listed.lines().collect(), text.lines().collect());
    let new: Vec<_> = imports.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&imports).collect();
    ensure!(
        new.is_empty() && gone.is_empty(),
        "what the module asks of the browser is not what {IMPORTS} lists: new {new:?}, gone {gone:?}.\n\
         If a review finds that none of it can carry a token away: cargo xtask dist --accept-imports"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page that passes, with `head` and `body` in it, and `words` in its script.
    fn page(head: &str, body: &str, words: &str, module: &[u8]) -> String {
        let module = squeeze::pack(module).unwrap();
        let script = format!("(packed=>{{{words}}})(\"{module}\");");
        let policy = meta(&script, "a{}");
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{policy}\n\
             <link rel=\"icon\" href=\"data:,\">\n{head}\n<style>a{{}}</style>\n</head>\n\
             <body>\n<a href=\"#x\">x</a>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
        )
    }

    const MODULE: &[u8] = b"\0asm\x01\0\0\0";

    fn script(html: &str) -> &str {
        let (_, script) = html.split_once("<script>").unwrap();
        script.split_once("</script>").unwrap().0
    }

    #[test]
    fn a_page_that_keeps_to_itself_passes() {
        check(&page("", "", "start()", MODULE)).unwrap();
        check(&page(
            "",
            "",
            "navigator.serviceWorker?.register(x)",
            MODULE,
        ))
        .unwrap();
    }

    #[test]
    fn a_page_that_could_reach_beyond_itself_does_not() {
        let head = [
            "<link rel=\"preconnect\" href=\"data:,\">",
            "<link rel=\"stylesheet\" href=\"x.css\">",
            "<meta http-equiv=\"refresh\" content=\"0\">",
            "<base href=\"#\">",
            "<meta http-equiv=\"content-security-policy\" content=\"\">",
            "<style>b{}</style>",
            "<!-- https -->",
        ];
        for head in head {
            check(&page(head, "", "", MODULE)).expect_err(head);
        }
        let body = [
            "<img alt>",
            "<iframe></iframe>",
            "<a href=\"elsewhere\">x</a>",
            "<a href=\"#x\" ping=\"x\">x</a>",
            "<p onclick=\"x()\">x</p>",
            "<p style=\"color:red\">x</p>",
            "<form></form>",
            "<p>https://example.com</p>",
            "<p>{{left}}</p>",
            "<script></script>",
        ];
        for body in body {
            check(&page("", body, "", MODULE)).expect_err(body);
        }
        for words in [
            "fetch(x)",
            "new WebSocket(x)",
            "navigator.sendBeacon(x)",
            "new Function(x)",
            "navigator.serviceWorker.controller",
            "navigator.serviceWorker?.register(x),navigator.serviceWorker?.register(y)",
        ] {
            check(&page("", "", words, MODULE)).expect_err(words);
        }
    }

    #[test]
    fn a_module_that_is_none_or_tells_of_its_builder_does_not() {
        let path = root()
            .join("src/lib.rs")
            .into_os_string()
            .into_encoded_bytes();
        let error = |page: &str| check(page).unwrap_err().to_string();
        // In a section that means nothing.
        let with = |bytes: &[u8]| [MODULE, &[0, bytes.len() as u8], bytes].concat();
        assert!(error(&page("", "", "", &with(&path))).contains("path"));
        let placeholder = with(b"__wbindgen_placeholder__");
        assert!(error(&page("", "", "", &placeholder)).contains("placeholder"));
        let good = squeeze::pack(MODULE).unwrap();
        let cut = page("", "", "", MODULE).replace(&good, &good[..good.len() - 9]);
        let policy = meta(script(&cut), "a{}");
        let start = cut.find("<meta http-equiv").unwrap();
        let end = start + cut[start..].find('\n').unwrap();
        let cut = [&cut[..start], &policy, &cut[end..]].concat();
        assert!(error(&cut).contains("does not unpack"));
    }

    #[test]
    fn a_policy_that_is_not_the_agreed_one_does_not() {
        let good = page("", "", "", MODULE);
        for (old, new) in [
            ("connect-src 'none'; ", ""),
            ("; trusted-types offline", ""),
            ("'wasm-unsafe-eval'", "'unsafe-eval'"),
            ("(packed=>", "( packed=>"),
            ("a{}</style>", "b{}</style>"),
            (
                "<meta charset=\"utf-8\">",
                "<meta charset=\"utf-8\"><meta name=\"x\">",
            ),
        ] {
            assert!(good.contains(old));
            check(&good.replacen(old, new, 1)).expect_err(old);
        }
    }

    #[test]
    fn imports_that_reach_beyond_the_page_are_refused_even_when_accepted() {
        for name in [
            "fetch",
            "new_WebSocket",
            "open",
            "RTCPeerConnection",
            "set_href",
        ] {
            check_imports(&[name.to_owned()], true).expect_err(name);
        }
    }
}

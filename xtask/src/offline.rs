//! What lies beside the page for browsers that keep it, and for hosts that send headers.
//!
//! | file | for whom |
//! | --- | --- |
//! | `sw.js` | browsers: keeps exactly the files of this build, and adds the headers |
//! | `withdraw.js` | whoever wants `sw.js` gone: put it in its place |
//! | `index.html.sha256` | whoever wants to know that a copy of the page is one |
//! | `_headers` | Netlify, Cloudflare Pages and others that read such a file |

use crate::pack::Packed;
use crate::{policy, root};
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What the page has no use for. The clipboard is not among it: there are buttons that copy and paste.
const UNUSED: &[&str] = &[
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
];

/// Headers of the page: its policy, what a policy in the page cannot say, and what goes further than any policy.
fn headers(html: &str) -> Result<Vec<(&'static str, String)>> {
    let unused: Vec<_> = UNUSED.iter().map(|name| format!("{name}=()")).collect();
    Ok(vec![
        (
            "content-security-policy",
            format!("{}; frame-ancestors 'none'", policy::of(html)?),
        ),
        ("connection-allowlist", "(response-origin)".into()),
        ("cross-origin-opener-policy", "same-origin".into()),
        ("permissions-policy", unused.join(", ")),
        ("referrer-policy", "no-referrer".into()),
        ("x-content-type-options", "nosniff".into()),
        ("x-frame-options", "DENY".into()),
    ])
}

/// Writes the files into a folder that has all others in it.
pub fn write(packed: &Packed, folder: &Path) -> Result<()> {
    let headers = headers(&packed.html)?;
    let manifest = folder.join("manifest.webmanifest");
    if manifest.is_file() {
        fs::write(&manifest, with_icons(fs::read_to_string(&manifest)?)?)?;
    }
    // As `sha256sum --check` reads it.
    let hash = hexadecimal(&Sha256::digest(&packed.html));
    let hash = format!("{hash}  index.html\n");
    fs::write(folder.join(HASH), &hash)?;
    // Both are of one build, wherever they come from.
    let mut files = vec![
        ("./".to_owned(), policy::hash(&packed.html)),
        (HASH.to_owned(), policy::hash(&hash)),
    ];
    for (_, name) in &packed.beside {
        let bytes = fs::read(folder.join(name))?;
        let name = name.to_str().context("a file name that is not Unicode")?;
        let name = name.replace('\\', "/");
        files.push((
            name.trim_start_matches("./").to_owned(),
            policy::hash(bytes),
        ));
    }
    files.sort();
    fs::write(folder.join("sw.js"), worker(&files, &headers)?)?;
    fs::copy(root().join("www/withdraw.js"), folder.join("withdraw.js"))?;
    fs::write(folder.join("_headers"), for_hosts(&headers))?;
    Ok(())
}

/// The file beside the page with the hash of the page, which cannot be in the page itself.
pub const HASH: &str = "index.html.sha256";

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The manifest with its icons in it: the page's policy lets no image be loaded, and they are images of the page.
fn with_icons(mut manifest: String) -> Result<String> {
    for entry in root().join("www/icons").read_dir()? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = format!("\"{}\"", name.context("an icon without a name")?);
        ensure!(manifest.contains(&name), "the manifest has no icon {name}");
        let data = BASE64_STANDARD.encode(fs::read(&path)?);
        manifest = manifest.replace(&name, &format!("\"data:image/png;base64,{data}\""));
    }
    Ok(manifest)
}

fn worker(files: &[(String, String)], headers: &[(&str, String)]) -> Result<String> {
    let mut worker = fs::read_to_string(root().join("www/sw.js")).context("www/sw.js")?;
    let object = |entries: &mut dyn Iterator<Item = (&str, &str)>| {
        let lines: String = entries
            .map(|(name, text)| format!("  {name:?}: {text:?},\n"))
            .collect();
        format!("{{\n{lines}}}")
    };
    let files = object(&mut files.iter().map(|(name, hash)| (&**name, &**hash)));
    let headers = object(&mut headers.iter().map(|(name, text)| (*name, &**text)));
    let version = hexadecimal(&Sha256::digest(format!("{worker}{files}{headers}"))[..8]);
    for (place, text) in [
        ("@version@", version),
        ("/* @files@ */ {}", files),
        ("/* @headers@ */ {}", headers),
    ] {
        ensure!(
            worker.matches(place).count() == 1,
            "www/sw.js has no single {place}"
        );
        worker = worker.replace(place, &text);
    }
    Ok(worker)
}

fn for_hosts(headers: &[(&str, String)]) -> String {
    let mut text = String::new();
    for path in ["/", "/index.html"] {
        let _ = writeln!(text, "{path}");
        for (name, value) in headers {
            let _ = writeln!(text, "  {name}: {value}");
        }
    }
    // The worker has no document that could bring a policy along.
    text + "/sw.js\n  content-security-policy: default-src 'none'; connect-src 'self'\n  cache-control: no-cache\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn the_worker_knows_its_files_and_headers() {
        let files = [("./".to_owned(), "sha256-x".to_owned())];
        let one = worker(&files, &[("referrer-policy", "no-referrer".into())]).unwrap();
        assert!(one.contains("\"./\": \"sha256-x\"") && one.contains("\"no-referrer\""));
        assert!(!one.contains('@'));
        let other = worker(&files, &[("referrer-policy", "origin".into())]).unwrap();
        let version = |text: &str| {
            text.lines()
                .find(|line| line.contains("VERSION ="))
                .map(str::to_owned)
        };
        assert_ne!(version(&one), version(&other));
    }

    /// A built folder of a page with next to nothing in it.
    fn built() -> (PathBuf, String) {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{}\n</head>\n</html>\n",
            policy::meta("x", "y")
        );
        let packed = Packed {
            html: html.clone(),
            style: String::new(),
            script: String::new(),
            beside: vec![(
                root().join("www/manifest.webmanifest"),
                "manifest.webmanifest".into(),
            )],
        };
        let folder = crate::target_dir().join("xtask/offline-test");
        crate::dist::write(&packed, &folder).unwrap();
        (folder, html)
    }

    #[test]
    fn what_lies_beside_the_page_belongs_to_it() {
        let (folder, html) = built();
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let mut names: Vec<_> = folder
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(
            names,
            [
                ".nojekyll",
                "404.html",
                "_headers",
                "index.html",
                HASH,
                "manifest.webmanifest",
                "sw.js",
                "withdraw.js"
            ]
        );

        // Under a wrong address the same page leads on, and knows that it is not to be kept from there.
        let lost = read("404.html");
        assert_eq!(lost.replacen(" data-lost", "", 1), html);
        assert_eq!(policy::of(&lost).unwrap(), policy::of(&html).unwrap());

        let hash = hexadecimal(&Sha256::digest(&html));
        assert_eq!(read(HASH), format!("{hash}  index.html\n"));

        // Two addresses with all headers, which say no less than the page; then the worker, which may ask its own host.
        let headers = read("_headers");
        let mut blocks: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
        for line in headers.lines() {
            match line.strip_prefix("  ") {
                None => blocks.push((line, Vec::new())),
                Some(header) => {
                    let header = header.split_once(": ").expect("a name and a value");
                    blocks.last_mut().expect("an address").1.push(header);
                }
            }
        }
        let [("/", first), ("/index.html", second), ("/sw.js", worker)] = &blocks[..] else {
            panic!("{headers}");
        };
        assert_eq!(first, second);
        let value = |name: &str| {
            let mut values = first.iter().filter(|(own, _)| *own == name);
            let value = values.next().unwrap_or_else(|| panic!("no {name}")).1;
            assert!(values.next().is_none(), "{name} twice");
            value
        };
        let policy = value("content-security-policy");
        assert_eq!(
            policy,
            format!("{}; frame-ancestors 'none'", policy::of(&html).unwrap())
        );
        for (name, expected) in [
            ("connection-allowlist", "(response-origin)"),
            ("cross-origin-opener-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(value(name), expected);
        }
        for feature in UNUSED {
            assert!(value("permissions-policy").contains(&format!("{feature}=()")));
        }
        // Cloudflare Pages takes lines of at most 2 000 characters.
        assert!(headers.lines().all(|line| line.len() <= 2_000));
        assert_eq!(
            worker[..],
            [
                (
                    "content-security-policy",
                    "default-src 'none'; connect-src 'self'"
                ),
                ("cache-control", "no-cache")
            ]
        );

        // The worker keeps the page, its hash and its manifest, as they are, and gives them the same headers.
        let kept = read("sw.js");
        for (name, bytes) in [
            ("./", html),
            (HASH, read(HASH)),
            ("manifest.webmanifest", read("manifest.webmanifest")),
        ] {
            let line = format!("{name:?}: {:?}", policy::hash(bytes));
            assert!(kept.contains(&line), "{line}");
        }
        for (name, value) in first {
            assert!(kept.contains(&format!("{name:?}: {value:?}")), "{name}");
        }
    }
}

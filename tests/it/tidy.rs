//! House style that no other tool checks.

use token_inspector::rules::{self, Severity};

use crate::{files, text};

#[test]
fn every_source_file_says_what_it_is_for() {
    for folder in ["src", "tests", "xtask/src"] {
        for path in files(folder, ".rs") {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            assert!(text.starts_with("//!"), "{path:?} does not start with //!");
            assert!(
                !text.contains(concat!("should_", "panic")),
                "{path:?}: nothing may panic"
            );
        }
    }
}

#[test]
fn what_could_leak_a_token_is_not_there() {
    const BANNED: &[&str] = &[
        "from_html_unchecked",
        "VRaw",
        "inner_html",
        "set_inner",
        "console::log",
        "web_sys::console",
        "sendBeacon",
        "XmlHttpRequest",
        "WebSocket",
        "session_storage",
        "eval(",
    ];
    for path in files("src", ".rs") {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        for word in BANNED {
            assert!(!text.contains(word), "{path:?} holds {word}");
        }
    }
    let lock = text("Cargo.lock");
    for package in ["reqwest", "hyper", "ureq"] {
        let page_has = lock.contains(&format!("name = \"{package}\""));
        assert!(!page_has, "{package} is in Cargo.lock");
    }
}

/// An id that ends in `-` stands for all that start with it.
#[test]
fn kinds_that_rules_ask_for_exist() {
    let mut asked = 0;
    for path in files("src", ".rs") {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        for start in ["is_any(&[", "Applies::Profiles(&["] {
            for part in text.split(start).skip(1) {
                let (ids, _) = part.split_once(']').expect("the end of a list");
                for id in ids.split('"').skip(1).step_by(2) {
                    let is_it = |own: &str| own == id || id.ends_with('-') && own.starts_with(id);
                    let mut kinds = token_inspector::profile::PROFILES.iter();
                    assert!(kinds.any(|kind| is_it(kind.id)), "{path:?}: {id}");
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 50, "{asked} ids");
}

#[test]
fn rules_speak_in_one_voice() {
    for rule in rules::all() {
        let id = rule.id;
        let is_kebab = id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_kebab, "{id}");
        assert!(!rule.title.ends_with('.'), "{id}: a title has no full stop");
        assert!(
            rule.title
                .starts_with(|c: char| c.is_uppercase() || c == '`'),
            "{id}: {:?}",
            rule.title
        );
        assert!(rule.title.len() <= 80, "{id}: the title is long");
        assert!(!rule.sources.is_empty(), "{id}: where does it come from?");
        for source in rule.sources.split("; ") {
            let is_vague =
                source.starts_with("RFC") && !source.contains('§') && !source.contains("Appendix");
            assert!(
                !is_vague || source.len() <= 9,
                "{id}: {source:?} names no section"
            );
        }
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    for severity in severities {
        assert!(rules::all().any(|rule| rule.severity == severity));
    }
}

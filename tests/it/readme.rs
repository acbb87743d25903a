//! What the README lists is what there is.

use token_inspector::profile::PROFILES;
use token_inspector::rules;

use crate::{project, text};

const BEGIN: &str = "<!-- rules:begin: generated; `UPDATE=1 cargo test readme` writes it -->\n";
const END: &str = "<!-- rules:end -->";

/// The tables of rules, by chapter, and of kinds of token.
fn tables() -> String {
    let mut out = format!(
        "\n### {} rules\n\n| chapter | rule | severity | what it says |\n| --- | --- | --- | --- |\n",
        rules::all().count()
    );
    for chapter in rules::CHAPTERS {
        let mut title = chapter
            .first()
            .map_or("", |rule| rule.guide.chapter().title);
        for rule in *chapter {
            out.push_str(&format!(
                "| {title} | `{}` | {} | {} |\n",
                rule.id,
                rule.severity.name(),
                rule.title
            ));
            title = "";
        }
    }
    out.push_str(&format!(
        "\n### {} kinds of token\n\n| kind | what it is |\n| --- | --- |\n",
        PROFILES.len()
    ));
    for profile in PROFILES {
        out.push_str(&format!("| `{}` | {} |\n", profile.id, profile.name));
    }
    out.push('\n');
    out
}

#[test]
fn readme_lists_every_rule_and_kind() {
    let readme = text("README.md");
    let start = readme
        .find(BEGIN)
        .expect("the README marks where the tables begin")
        + BEGIN.len();
    let end = readme
        .find(END)
        .expect("the README marks where the tables end");
    let tables = tables();
    if std::env::var_os("UPDATE").is_some() {
        let written = format!("{}{tables}{}", &readme[..start], &readme[end..]);
        std::fs::write(project("README.md"), written).expect("a README that can be written");
        return;
    }
    assert!(
        readme[start..end] == tables,
        "the README is out of date: run `UPDATE=1 cargo test readme`"
    );
}

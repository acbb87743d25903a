//! The guide keeps its promises: examples run, every rule is reachable and shown at work, the outline is complete.

use std::collections::{BTreeMap, BTreeSet};

use token_inspector::example::Example;
use token_inspector::guide::{self, Block, Inline};
use token_inspector::{Verification, inspect_with, rules};

use crate::{NOW, files, text};

/// A fence of the guide with the section it stands in.
struct Fence {
    section: String,
    line: usize,
    info: String,
    body: String,
}

/// Every executable fence, shown or not, from the Markdown itself.
fn fences() -> Vec<Fence> {
    let mut fences = Vec::new();
    for path in files("src/guide", ".md") {
        let text = std::fs::read_to_string(&path).expect("a readable chapter");
        let mut section = String::new();
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if let Some(anchor) = line
                .strip_prefix("## ")
                .and_then(|title| title.split("{#").nth(1))
            {
                section = anchor.trim_end_matches('}').to_owned();
            }
            let Some(info) = line.strip_prefix("```") else {
                continue;
            };
            let body: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| *line != "```")
                .collect();
            if info.starts_with("token") || info.starts_with("paste") {
                fences.push(Fence {
                    section: section.clone(),
                    line: at + 1,
                    info: info.to_owned(),
                    body: body.join("\n"),
                });
            }
        }
    }
    fences
}

/// What a key says about a text; nothing where there is no engine.
#[cfg(feature = "crypto")]
fn verify(text: &str, key: &str) -> Option<Verification> {
    use token_inspector::verify::{Run, engine::native, key};
    let keys = key::read(key).keys;
    Some(native::complete(Run::new(text, keys.into(), None)))
}

#[cfg(not(feature = "crypto"))]
fn verify(_: &str, _: &str) -> Option<Verification> {
    None
}

fn list<'a>(example: &Example<'a>, name: &str) -> Vec<&'a str> {
    example
        .attribute(name)
        .map_or(Vec::new(), |ids| ids.split(',').collect())
}

#[test]
fn every_example_does_what_its_fence_says() {
    let mut wrong = Vec::new();
    for fence in fences() {
        let example = Example {
            info: &fence.info,
            body: &fence.body,
        };
        let text = example.text(NOW);
        let verification = match example.key().map(|key| verify(&text, key)) {
            Some(None) => continue,
            found => found.flatten().unwrap_or_default(),
        };
        let report = inspect_with(&text, &example.expectations(), NOW, &verification);
        let fired: BTreeSet<&str> = report
            .all_findings()
            .map(|finding| finding.rule.id)
            .collect();
        let looked: BTreeSet<&str> = report
            .tokens
            .iter()
            .flat_map(|token| &token.checked.quiet)
            .map(|rule| rule.id)
            .chain(fired.iter().copied())
            .collect();
        let mut complain = |id: &str, what: &str| {
            wrong.push(format!("{}:{} {id} {what}", fence.section, fence.line));
        };
        for id in list(&example, "fires")
            .into_iter()
            .chain(list(&example, "quiet"))
        {
            if rules::by_id(id).is_none() {
                complain(id, "is no rule");
            }
        }
        for id in list(&example, "fires") {
            if !fired.contains(id) {
                complain(id, "should fire");
            }
        }
        for id in list(&example, "quiet") {
            if fired.contains(id) {
                let finding = report.all_findings().find(|finding| finding.rule.id == id);
                complain(
                    id,
                    &format!("should be quiet: {}", finding.map_or("", |f| &f.message)),
                );
            } else if !looked.contains(id)
                && rules::by_id(id).is_some()
                && !report.tokens.is_empty()
            {
                complain(id, "should look, but does not apply");
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} examples are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Rules that have no quiet example, each with its reason. The list can only shrink.
const NEVER_QUIET: &[(&str, &str)] = &[];

#[test]
fn every_rule_is_shown_firing_and_quiet_in_its_section() {
    let mut shown: BTreeMap<&str, BTreeSet<(String, bool)>> = BTreeMap::new();
    let fences = fences();
    for fence in &fences {
        let example = Example {
            info: &fence.info,
            body: &fence.body,
        };
        for (name, fires) in [("fires", true), ("quiet", false)] {
            for id in list(&example, name) {
                shown
                    .entry(id)
                    .or_default()
                    .insert((fence.section.clone(), fires));
            }
        }
    }
    let mut missing = Vec::new();
    for rule in rules::all() {
        let section = rule.guide.id().to_owned();
        let has = |fires: bool| {
            shown
                .get(rule.id)
                .is_some_and(|places| places.contains(&(section.clone(), fires)))
        };
        let excused = NEVER_QUIET.iter().any(|(id, _)| *id == rule.id);
        if !has(true) {
            missing.push(format!("{section}: nothing shows {} firing", rule.id));
        }
        if has(false) == excused {
            let what = if excused {
                "is excused without need"
            } else {
                "is never shown quiet"
            };
            missing.push(format!("{section}: {} {what}", rule.id));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_rule_stands_in_the_folder_of_its_chapter_under_its_own_name() {
    for rule in rules::all() {
        let path = format!(
            "src/rules/{}/{}.rs",
            rule.guide.chapter().id,
            rule.id.replace('-', "_")
        );
        let source = text(&path);
        assert!(
            source.contains(&format!("id: \"{}\"", rule.id)),
            "{path} declares another id"
        );
    }
    let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "a rule is listed twice");
    let listed = ids.len();
    let written = files("src/rules", ".rs")
        .iter()
        .filter(|path| {
            std::fs::read_to_string(path).is_ok_and(|text| text.contains("pub static RULE: Rule"))
        })
        .count();
    assert_eq!(
        listed, written,
        "a rule is written but not listed, or the other way round"
    );
}

#[test]
fn every_section_is_linked_from_a_rule_or_another_section() {
    let mut linked: BTreeSet<&str> = rules::all().map(|rule| rule.guide.id()).collect();
    for section in guide::sections() {
        for block in section.blocks() {
            let lines = match block {
                Block::Paragraph(line) | Block::Bullet(line) | Block::Step(_, line) => vec![line],
                Block::TableRow(cells) => cells.iter().collect(),
                _ => Vec::new(),
            };
            for inline in lines
                .into_iter()
                .flat_map(|line| line.iter().collect::<Vec<_>>())
            {
                if let Inline::Link(to, _) = inline
                    && to != section
                {
                    linked.insert(to.id());
                }
            }
        }
    }
    // Where a reader starts, and what stands at the end of every book.
    linked.extend(["start-here", "glossary", "further-reading"]);
    let lonely: Vec<&str> = guide::sections()
        .map(|section| section.id())
        .filter(|id| !linked.contains(id))
        .collect();
    assert!(
        lonely.is_empty(),
        "no rule and no section leads to {lonely:?}"
    );
}

#[test]
fn the_start_page_has_its_samples() {
    let mut samples = Vec::new();
    for section in guide::sections() {
        for block in section.blocks() {
            if let Block::Example(info, body) = block
                && let Some(sample) = (Example { info, body }).attribute("sample")
            {
                samples.push(sample);
            }
        }
    }
    samples.sort_unstable();
    assert_eq!(
        samples,
        [
            "AADSTS90016",
            "a missing claim",
            "an ID token sent as access token",
            "an expired token",
            "the wrong audience"
        ]
    );
}

/// What the guide this one grew from said, and what became of it: a phrase that the section must hold.
const STARTING_GUIDE: &[(&str, &str, &str)] = &[
    ("the title: AADSTS90016", "aadsts90016", "900161"),
    ("introduction", "start-here", "who refused the token"),
    (
        "prerequisites: administrator, MFA",
        "start-here",
        "No administrator role",
    ),
    (
        "prerequisites: MFA is set up",
        "mfa-and-conditional-access",
        "never adds a claim",
    ),
    (
        "step 1: open the Users section",
        "reproduce-and-capture",
        "sign-in log",
    ),
    (
        "step 1: open the Users section",
        "optional-claims",
        "registration of the **API** decides",
    ),
    (
        "step 2: verify MFA settings",
        "mfa-and-conditional-access",
        "50072",
    ),
    ("troubleshooting: Conditional Access", "step-up", "acrs"),
    (
        "troubleshooting: additional security measures",
        "cae",
        "cp1",
    ),
    ("diagnostics: which service", "which-token", "access token"),
    ("diagnostics: which steps", "reproduce-and-capture", "grant"),
    (
        "diagnostics: which logs",
        "read-the-error",
        "correlation_id",
    ),
    ("cause 1: incorrect configuration", "audience", "scope"),
    (
        "cause 1: incorrect configuration",
        "issuer",
        "sts.windows.net",
    ),
    (
        "cause 1: incorrect configuration",
        "token-version",
        "requestedAccessTokenVersion",
    ),
    (
        "cause 2: expiry, which has codes of its own",
        "time-claims",
        "500133",
    ),
    (
        "cause 2: expiry, which has codes of its own",
        "refresh-tokens",
        "700082",
    ),
    ("cause 3: permissions", "consent-and-permissions", "consent"),
    ("cause 3: permissions", "delegated-vs-app-only", "scp"),
    (
        "cause 4: issuance",
        "issuance-problems",
        "service principal",
    ),
    ("strategy 1: check the claims", "missing-claims", "scope"),
    (
        "strategy 1: roles and groups",
        "roles-and-groups",
        "groupMembershipClaims",
    ),
    (
        "strategy 2: no validation endpoint exists",
        "signature",
        "JWKS",
    ),
    (
        "strategy 3: claims are configured on the API",
        "optional-claims",
        "optionalClaims",
    ),
    ("strategy 5: refreshing", "refresh-tokens", "claim"),
    ("strategy 5: refreshing", "token-acquisition", "cache"),
    ("strategy 6: integration testing", "testing", "wrong"),
    ("note: monitoring", "monitoring", "correlation"),
    ("note: token caching", "token-acquisition", "cached"),
    ("note: support channels", "escalation", "trace"),
    (
        "link to the old documentation",
        "further-reading",
        "identity-platform",
    ),
];

#[test]
fn what_was_useful_in_the_starting_guide_lives_on() {
    let everything: String = files("src/guide", ".md")
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a readable chapter"))
        .collect();
    let section = |id: &str| {
        let start = everything
            .find(&format!("{{#{id}}}"))
            .unwrap_or_else(|| panic!("no section {id}"));
        let rest = &everything[start..];
        rest[..rest.find("\n## ").unwrap_or(rest.len())].to_lowercase()
    };
    for (item, id, phrase) in STARTING_GUIDE {
        assert!(
            section(id).contains(&phrase.to_lowercase()),
            "{item}: {id} does not speak of {phrase:?}"
        );
    }
    assert!(!everything.contains("could not be generated"));
}

#[test]
fn the_outline_is_complete() {
    let ids: Vec<&str> = guide::sections().map(|section| section.id()).collect();
    assert_eq!(ids.len(), 53, "{ids:?}");
    for section in guide::sections() {
        assert!(
            section.blocks().count() >= 3,
            "{} is hardly written",
            section.id()
        );
    }
}

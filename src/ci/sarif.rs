//! SARIF 2.1.0: what code scanning shows beside the file. The token itself is never quoted as a snippet.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{findings, region};
use crate::document::{Node, array, object};
use crate::place::Lines;
use crate::report::Report;
use crate::rules::{Finding, Rule, Severity};
use crate::text::percent_encoded;
use crate::token::Token;

/// The report as a SARIF log. `path` is that of the input, relative to the root of the repository.
pub fn log<'a>(report: &'a Report, input: &str, path: &str) -> Node<'a> {
    let mut rules: BTreeMap<&str, &'static Rule> = BTreeMap::new();
    for (finding, _) in findings(report) {
        rules.insert(finding.rule.id, finding.rule);
    }
    let order: Vec<&str> = rules.keys().copied().collect();
    let index = |finding: &Finding| order.binary_search(&finding.rule.id).unwrap_or_default();
    let uri = uri(path);
    let lines = Lines::of(input);
    object([
        (
            "$schema",
            "https://json.schemastore.org/sarif-2.1.0.json".into(),
        ),
        ("version", "2.1.0".into()),
        (
            "runs",
            Node::Array(vec![object([
                ("tool", object([("driver", driver(rules.into_values()))])),
                ("columnKind", "unicodeCodePoints".into()),
                (
                    "results",
                    array(findings(report), |(finding, token)| {
                        result(finding, token, index(finding), &lines, &uri)
                    }),
                ),
            ])]),
        ),
    ])
}

fn driver<'a>(rules: impl Iterator<Item = &'static Rule>) -> Node<'a> {
    object([
        ("name", "token-inspector".into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        (
            "rules",
            array(rules, |rule| {
                object([
                    ("id", rule.id.into()),
                    ("shortDescription", text(rule.title)),
                    (
                        "help",
                        text(format!(
                            "Guide section {}: {}",
                            rule.guide.id(),
                            rule.guide.title()
                        )),
                    ),
                    (
                        "defaultConfiguration",
                        object([("level", level(rule.severity).into())]),
                    ),
                    (
                        "properties",
                        object([("tags", array(rule.sources.split("; "), Node::from))]),
                    ),
                ])
            }),
        ),
    ])
}

fn result<'a>(
    finding: &Finding,
    token: Option<&Token>,
    index: usize,
    lines: &Lines,
    uri: &str,
) -> Node<'a> {
    let [(line, column), (end_line, end_column)] = region(finding, token, lines);
    let pointer = finding.pointer.clone().unwrap_or_default();
    object([
        ("ruleId", finding.rule.id.into()),
        ("ruleIndex", index.into()),
        ("level", level(finding.severity).into()),
        ("message", text(finding.message.clone())),
        (
            "locations",
            Node::Array(vec![object([
                (
                    "physicalLocation",
                    object([
                        (
                            "artifactLocation",
                            object([("uri", Node::String(Cow::Owned(uri.to_owned())))]),
                        ),
                        (
                            "region",
                            object([
                                ("startLine", line.into()),
                                ("startColumn", column.into()),
                                ("endLine", end_line.into()),
                                ("endColumn", end_column.into()),
                            ]),
                        ),
                    ]),
                ),
                (
                    "logicalLocations",
                    Node::Array(vec![object([(
                        "fullyQualifiedName",
                        Node::String(Cow::Owned(format!(
                            "{}{pointer}",
                            finding.place.part.name()
                        ))),
                    )])]),
                ),
            ])]),
        ),
        (
            // Tokens differ from run to run: what stays the same is the rule and what it is about.
            "partialFingerprints",
            object([(
                "ruleAndPointer/v1",
                Node::String(Cow::Owned(format!("{}:{pointer}", finding.rule.id))),
            )]),
        ),
    ])
}

fn text<'a>(text: impl Into<Cow<'static, str>>) -> Node<'a> {
    object([("text", Node::String(text.into()))])
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    percent_encoded(&path.replace('\\', "/"), "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::expect::Expectations;
    use crate::report::inspect;

    #[test]
    fn results_point_at_rules_and_places() {
        let now = 1_767_225_600;
        let example = Example {
            info: "paste",
            body: "first line\nAuthorization: Bearer <<{\"alg\":\"RS256\"} {\"exp\":1,\"sub\":\"\\u202e\"}>>",
        };
        let text = example.text(now);
        let report = inspect(&text, &Expectations::default(), now);
        let json = serde_json::to_string(&log(&report, &text, "a dir\\token.txt")).expect("JSON");
        let log: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let results = run["results"].as_array().expect("results");
        assert_eq!(results.len(), report.all_findings().count());
        for result in results {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "a%20dir/token.txt");
            for number in ["startLine", "startColumn", "endLine", "endColumn"] {
                assert!(place["region"][number].as_u64().expect("a number") >= 1);
            }
            let level = result["level"].as_str().expect("a level");
            assert!(["error", "warning", "note"].contains(&level));
            assert!(!result["message"]["text"].as_str().expect("text").is_empty());
        }
        let signature = text.rsplit('.').next().expect("a signature");
        assert!(!json.contains(signature));
    }
}

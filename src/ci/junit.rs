//! JUnit XML: every rule is a test, a finding of severity error is a failure.

use std::fmt::Write;

use super::region;
use crate::place::Lines;
use crate::report::{Report, TokenReport};
use crate::rules::{Finding, Severity};
use crate::token::Token;

/// The report as JUnit XML. `name` is what the input is called.
pub fn to_xml(report: &Report, input: &str, name: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let failures = |findings: &mut dyn Iterator<Item = &Finding>| {
        findings
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    };
    let all = failures(&mut report.all_findings());
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<testsuites name=\"token-inspector\" failures=\"{all}\">"
    );
    let lines = &Lines::of(input);
    if report.tokens.is_empty() {
        let failed = failures(&mut report.findings.iter());
        let mut cases = String::new();
        for finding in &report.findings {
            push_case(
                &mut cases,
                "input",
                finding.rule.id,
                &[finding],
                None,
                lines,
            );
        }
        push_suite(&mut out, name, report.findings.len(), failed, 0, &cases);
    }
    for (at, token) in report.tokens.iter().enumerate() {
        let title = match report.tokens.len() {
            1 => name.to_owned(),
            _ => format!("{name}, token {}", at + 1),
        };
        let failed = failures(&mut token.checked.findings.iter());
        let (cases, count) = cases(token, lines);
        push_suite(
            &mut out,
            &title,
            count,
            failed,
            token.checked.not_applicable.len(),
            &cases,
        );
    }
    out.push_str("</testsuites>\n");
    out
}

fn push_suite(
    out: &mut String,
    name: &str,
    tests: usize,
    failures: usize,
    skipped: usize,
    cases: &str,
) {
    let _ = writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">",
        escape(name)
    );
    out.push_str(cases);
    out.push_str("  </testsuite>\n");
}

/// The tests of a token, and their number. Several findings of a rule of which one is an error fail as often.
fn cases(token: &TokenReport, lines: &Lines) -> (String, usize) {
    let mut out = String::new();
    let kind = token.profile.profile.id;
    let checked = &token.checked;
    for finding in &checked.findings {
        let id = finding.rule.id;
        let is_same = |other: &&Finding| other.rule.id == id;
        // Some readers show one of several cases of one name.
        let name = match (
            checked.findings.iter().filter(is_same).count(),
            &finding.pointer,
        ) {
            (2.., Some(pointer)) => escape(&format!("{id} {pointer}")),
            _ => id.to_owned(),
        };
        push_case(&mut out, kind, &name, &[finding], Some(&token.token), lines);
    }
    for rule in &checked.quiet {
        push_case(&mut out, kind, rule.id, &[], None, lines);
    }
    for rule in &checked.not_applicable {
        let _ = writeln!(
            out,
            "    <testcase classname=\"{kind}\" name=\"{}\"><skipped/></testcase>",
            rule.id
        );
    }
    let count = checked.findings.len() + checked.quiet.len() + checked.not_applicable.len();
    (out, count)
}

fn push_case(
    out: &mut String,
    class: &str,
    name: &str,
    findings: &[&Finding],
    token: Option<&Token>,
    lines: &Lines,
) {
    let _ = write!(out, "    <testcase classname=\"{class}\" name=\"{name}\"");
    let Some(finding) = findings.first() else {
        out.push_str("/>\n");
        return;
    };
    let [(line, column), _] = region(finding, token, lines);
    let (headline, _) = finding.sentences();
    let body = format!(
        "{}\nat {line}:{column}; guide: {}",
        finding.message,
        finding.rule.guide.id()
    );
    let severity = finding.severity.name();
    let _ = match finding.severity {
        Severity::Error => writeln!(
            out,
            "><failure type=\"{severity}\" message=\"{}\">{}</failure></testcase>",
            escape(headline),
            escape(&body)
        ),
        _ => writeln!(
            out,
            "><system-out>{severity}: {}</system-out></testcase>",
            escape(&body)
        ),
    };
}

/// Text as it may stand in XML. What no XML document may hold becomes U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::xml::{Event, events};
    use crate::example::Example;
    use crate::expect::Expectations;
    use crate::report::inspect;

    #[test]
    fn failures_are_errors_and_the_document_is_well_formed() {
        let now = 1_767_225_600;
        for (info, body) in [
            ("paste", "eyJhbGciOiJub25lIn0.e30"),
            (
                "paste",
                "<<{\"alg\":\"RS256\"} {\"exp\":1}>> <<{\"alg\":\"RS256\"} {\"<&\\u0001\\\"]]>\":1}>>",
            ),
            ("paste", ""),
        ] {
            let text = Example { info, body }.text(now);
            let expect = Expectations::from_json(r#"{"require":["a","b"]}"#).unwrap();
            let report = inspect(&text, &expect, now);
            let xml = to_xml(&report, &text, "a <\"file\">\u{1}");
            let mut open = Vec::new();
            let mut names = Vec::new();
            let (mut failures, mut cases, mut said) = (0, 0, 0);
            for event in events(&xml) {
                match event {
                    Event::Open(name, attributes, is_closed) => {
                        if !is_closed {
                            open.push(name);
                        }
                        failures += usize::from(name == "failure");
                        cases += usize::from(name == "testcase");
                        if name == "testcase" {
                            assert!(!names.contains(&attributes), "{attributes:?}");
                            names.push(attributes.clone());
                        }
                        if name == "testsuite" {
                            names.clear();
                            let tests = attributes.iter().find(|(name, _)| *name == "tests");
                            said += tests
                                .expect("a count")
                                .1
                                .parse::<usize>()
                                .expect("a number");
                        }
                    }
                    Event::Close(name) => assert_eq!(open.pop(), Some(name), "{xml}"),
                    Event::Text(_) => {}
                    Event::Broken => panic!("{xml}"),
                }
            }
            assert!(open.is_empty());
            let errors = report
                .all_findings()
                .filter(|finding| finding.severity == Severity::Error);
            assert_eq!(failures, errors.count(), "{xml}");
            assert_eq!(cases, said);
            assert!(!xml.contains('\u{1}'));
        }
    }
}

//! Tests of a rule are data: an example as the guide writes them, and the findings it must give.

use super::{Rule, Severity};
use crate::example::Example;
use crate::report::{Report, inspect_with};
use crate::time::Timestamp;
use crate::verify::Verification;

/// The moment the tests check at: 1 January 2026, 00:00:00 UTC.
pub const NOW: Timestamp = 1_767_225_600;

/// Inspects an example: `info` is what the guide writes after a fence (`token aud=api://x`), `body` what it holds.
pub fn report(info: &str, body: &str) -> (String, Report) {
    let example = Example { info, body };
    let text = example.text(NOW);
    let verification = example
        .key()
        .map_or(Verification::default(), |key| verify(&text, key));
    let report = inspect_with(&text, &example.expectations(), NOW, &verification);
    (text, report)
}

#[cfg(feature = "crypto")]
fn verify(text: &str, key: &str) -> Verification {
    let read = crate::verify::key::read(key);
    let run = crate::verify::Run::new(text, read.keys.into(), None).with_faults(&read.faults);
    crate::verify::engine::native::complete(run)
}

#[cfg(not(feature = "crypto"))]
fn verify(_: &str, _: &str) -> Verification {
    unreachable!("tests with keys are only built with an engine")
}

/// Asserts that `rule` gives exactly these findings, in order: each expectation is the start of the message, and may be
/// preceded by `warning: ` or `info: ` where the severity differs from the rule's.
///
/// A line of the body that holds nothing but spaces and carets is taken out first; its carets say what the (first)
/// finding marks in the line above.
pub fn check(rule: &'static Rule, info: &str, body: &str, expected: &[&str]) {
    let is_caret = |line: &&str| line.contains('^') && line.trim_matches([' ', '^']).is_empty();
    let lines: Vec<&str> = body.lines().collect();
    let kept: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !is_caret(line))
        .collect();
    let (text, report) = report(info, &kept.join("\n"));
    let found: Vec<_> = report
        .all_findings()
        .filter(|finding| finding.rule == rule)
        .collect();
    let messages: Vec<String> = found
        .iter()
        .map(|finding| {
            let prefix = match finding.severity {
                severity if severity == rule.severity => "",
                Severity::Warning => "warning: ",
                _ => "info: ",
            };
            format!("{prefix}{}", finding.message)
        })
        .collect();
    let agree = messages.len() == expected.len()
        && std::iter::zip(&messages, expected).all(|(message, start)| message.starts_with(start));
    assert!(
        agree,
        "{}\nfound: {messages:#?}\nexpected: {expected:#?}\nin: {text}",
        rule.id
    );
    for finding in &found {
        assert!(
            !finding.message.is_empty(),
            "{}: a finding says nothing",
            rule.id
        );
    }
    let Some(at) = lines.iter().position(is_caret) else {
        return;
    };
    let carets = lines[at].find('^').unwrap_or_default()..lines[at].trim_end().len();
    let marked = lines[at - 1].get(carets).unwrap_or_default();
    let place = found[0].place;
    let token = report.tokens.first().map(|token| &token.token);
    let text = match place.part {
        crate::place::Part::Input => text.as_str(),
        part => token
            .and_then(|token| token.segment(part)?.json())
            .map_or("", |json| json.text()),
    };
    // Times in the body are composed: compare only where there are none.
    assert_eq!(
        place.span.of(text),
        marked,
        "{}: the finding marks something else",
        rule.id
    );
}

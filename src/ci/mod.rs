//! Reports in the formats that CI systems show by themselves.

use crate::place::{Lines, Span};
use crate::report::Report;
use crate::rules::Finding;
use crate::token::Token;

pub mod junit;
pub mod sarif;

/// The findings of a report, each with the token it is about.
fn findings(report: &Report) -> impl Iterator<Item = (&Finding, Option<&Token>)> {
    let of_tokens = report.tokens.iter().flat_map(|token| {
        let findings = token.checked.findings.iter();
        findings.map(|finding| (finding, Some(&token.token)))
    });
    report
        .findings
        .iter()
        .map(|finding| (finding, None))
        .chain(of_tokens)
}

/// Where a finding stands in the input: line and column of its first character and of the one after its last.
fn region(finding: &Finding, token: Option<&Token>, lines: &Lines) -> [(usize, usize); 2] {
    let span = token.map_or(finding.place.span, |token| token.in_input(finding.place));
    let Span { start, end } = span;
    [lines.at(start), lines.at(end)]
}

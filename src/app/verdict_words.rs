//! The verdict in a sentence.

use super::view::{View, count};
use crate::report::{Report, TokenReport};
use crate::rules::{Finding, Severity};

/// What a receiver would do.
pub fn sentence(view: &View) -> &'static str {
    sentence_of(view, &view.report, view.token())
}

/// What a receiver would do with this token of a report.
pub fn sentence_of(view: &View, report: &Report, token: Option<&TokenReport>) -> &'static str {
    report.sentence(token, !view.state.fields.is_empty())
}

/// How many findings there are of each severity: errors, warnings, notes.
pub fn numbers(findings: &[Finding]) -> [usize; 3] {
    let of = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    [
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Info),
    ]
}

/// The numbers in words; those that are nothing are left out.
pub fn counts(findings: &[Finding]) -> String {
    let named: Vec<String> = std::iter::zip(numbers(findings), ["error", "warning", "note"])
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    match named.split_last() {
        None => "No findings".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

//! The verdict in a sentence.

use super::view::{View, count, states};
use crate::report::{ErrorReport, Report, Standing, TokenReport, Verdict};
use crate::rules::{Finding, Rule, Severity};
use crate::token::Form;
use crate::verify::State;

/// What a receiver would do.
pub fn sentence(view: &View) -> &'static str {
    sentence_of(view, &view.report, view.token())
}

/// What a receiver would do with this token of a report.
pub fn sentence_of(view: &View, report: &Report, token: Option<&TokenReport>) -> &'static str {
    let verdict = match token {
        Some(token) => token.verdict(),
        None => report.verdict(),
    };
    match verdict {
        Verdict::None if !report.errors.is_empty() => "An error message, and no token",
        Verdict::None if report.key.is_some() => "This is a key, not a token: paste it under Key",
        Verdict::None => "There is no token in this text",
        Verdict::Reject if token.is_none() => "This is no token that an API would take",
        Verdict::Reject if view.state.fields.is_empty() => "A receiver would reject this token",
        Verdict::Reject => "Your API would reject this token",
        _ if token.is_some_and(|token| token.token.form == Form::Opaque) => {
            "Nothing can be read in it, so little was checked"
        }
        Verdict::Risk | Verdict::NoObjection if is_borne_out(report, token) => {
            "The server refused this token, and the token shows why"
        }
        Verdict::Risk => "Some receivers may reject this token",
        Verdict::NotChecked => "The token is encrypted, so only its header was checked",
        Verdict::NoObjection if is_of_others(report) => {
            "Nothing here speaks against this token, and the error is not about it"
        }
        Verdict::NoObjection => match token.map_or(&[][..], states) {
            [State::Opened { .. }] => "Nothing here speaks against this token; your key opens it",
            [] => "Nothing here speaks against this token; its signature was not checked",
            states
                if states
                    .iter()
                    .all(|state| matches!(state, State::Verified { .. })) =>
            {
                "Nothing here speaks against this token; its signature verifies"
            }
            _ => "Nothing here speaks against this token; its signature was not checked",
        },
    }
}

/// Whether there is an error that this token bears out.
fn is_borne_out(report: &Report, token: Option<&TokenReport>) -> bool {
    let shows = |rule: &&Rule| {
        let findings = token.iter().flat_map(|token| &token.checked.findings);
        findings.into_iter().any(|finding| finding.rule == *rule)
    };
    report.errors.iter().any(|error| match &error.standing {
        Standing::Agrees(rules) => rules.is_empty() || rules.iter().any(shows),
        _ => false,
    })
}

/// Whether there are errors, and none of them is about a token that is here.
fn is_of_others(report: &Report) -> bool {
    let is_of_other = |error: &ErrorReport| {
        matches!(
            error.standing,
            Standing::Elsewhere(_) | Standing::Another(_)
        )
    };
    !report.errors.is_empty() && report.errors.iter().all(is_of_other)
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

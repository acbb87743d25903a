//! What a strict receiver would do, and what is known about one token.

use crate::expect::Expectations;
use crate::profile::Recognition;
use crate::report::{ErrorReport, Report};
use crate::rules::{Checked, Finding, Rule, Severity};
use crate::standing::Standing;
use crate::token::json::{Json, Value};
use crate::token::{Form, Token};
use crate::verify::{Check, State};

/// What a strict receiver would do with what was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no token.
    None,
    /// Refuse: at least one error.
    Reject,
    /// Perhaps accept: no error, at least one warning that some receivers would act on.
    Risk,
    /// Nothing speaks against it. Its signature may still be unchecked: this never means valid.
    NoObjection,
    /// Nobody could look into it, so that nothing speaks against it says nothing.
    NotChecked,
}

impl Verdict {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::None => "none",
            Verdict::Reject => "reject",
            Verdict::Risk => "risk",
            Verdict::NoObjection => "no-objection",
            Verdict::NotChecked => "not-checked",
        }
    }

    /// What the gravest finding means; `is_closed`: nobody could look into it.
    pub fn of<'a>(findings: impl Iterator<Item = &'a Finding>, is_closed: bool) -> Self {
        // How to handle a token safely is no reason for a receiver to refuse it.
        let speaks = |finding: &&Finding| {
            finding.severity == Severity::Error
                || finding.severity == Severity::Warning && !finding.rule.is_about_handling()
        };
        match findings
            .filter(speaks)
            .map(|finding| finding.severity)
            .max()
        {
            Some(Severity::Error) => Verdict::Reject,
            Some(Severity::Warning) => Verdict::Risk,
            _ if is_closed => Verdict::NotChecked,
            _ => Verdict::NoObjection,
        }
    }
}

impl Report {
    /// The verdict in a sentence: what a receiver, or the user's API where it is known, would do with one of the
    /// tokens.
    pub fn sentence(&self, token: Option<&TokenReport>, knows_api: bool) -> &'static str {
        let verdict = match token {
            Some(token) => token.verdict(),
            None => self.verdict(),
        };
        match verdict {
            Verdict::None if !self.errors.is_empty() => "An error message, and no token",
            Verdict::None if self.key.is_some() => "This is a key, not a token: paste it under Key",
            Verdict::None => "There is no token in this text",
            Verdict::Reject if token.is_none() => "This is no token that an API would take",
            Verdict::Reject if !knows_api => "A receiver would reject this token",
            Verdict::Reject => "Your API would reject this token",
            _ if token.is_some_and(|token| token.token.form == Form::Opaque) => {
                "Nothing can be read in it, so little was checked"
            }
            Verdict::Risk | Verdict::NoObjection if is_borne_out(self, token) => {
                "The server refused this token, and the token shows why"
            }
            Verdict::Risk => "Some receivers may reject this token",
            Verdict::NotChecked => "The token is encrypted, so only its header was checked",
            Verdict::NoObjection if is_of_others(self) => {
                "Nothing here speaks against this token, and the error is not about it"
            }
            Verdict::NoObjection => match token.map_or(&[][..], TokenReport::states) {
                [State::Opened { .. }] => {
                    "Nothing here speaks against this token; your key opens it"
                }
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

/// What is known about one token.
#[derive(Clone, Debug)]
pub struct TokenReport {
    /// The token, taken apart.
    pub token: Token,
    /// What kind of token it is taken for.
    pub profile: Recognition,
    /// What was found out with keys, where any were given.
    pub verification: Option<Check>,
    /// What the rules said.
    pub checked: Checked,
    /// What was expected of it, where an error beside it told more of that than the user did.
    pub told: Option<Expectations>,
    /// The Claims Set of an SD-JWT with what its disclosures bring, and without digests (RFC 9901 §7.1).
    pub disclosed: Option<Json>,
}

impl TokenReport {
    /// What it was called where it was found.
    pub fn name(&self) -> Option<&str> {
        self.token.candidate.name.as_deref()
    }

    /// The Claims Set, with what disclosures bring.
    pub fn claims(&self) -> Option<Value<'_>> {
        let disclosed = self.disclosed.as_ref().and_then(Json::object);
        disclosed.or_else(|| self.token.claims())
    }

    /// What a strict receiver would do with this token.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.checked.findings.iter(), self.is_closed())
    }

    /// What was found out about its signatures.
    pub fn states(&self) -> &[State] {
        let check = self.verification.as_ref();
        check.map_or(&[], |check| &check.states)
    }

    /// Whether nobody could look into it: it is opaque, or encrypted and no key that was given opened it.
    pub fn is_closed(&self) -> bool {
        let opened = self
            .verification
            .as_ref()
            .and_then(|check| check.opened.as_ref());
        let form = self.token.form;
        form == Form::Opaque || form.is_encrypted() && opened.is_none()
    }
}

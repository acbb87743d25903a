//! What a strict receiver would do, and what is known about one token.

use crate::expect::Expectations;
use crate::profile::Recognition;
use crate::rules::{Checked, Finding, Severity};
use crate::token::json::{Json, Value};
use crate::token::{Form, Token};
use crate::verify::Check;

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

//! A claim has another JSON type than its definition says.

use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-wrong-type",
    severity: Severity::Error,
    title: "A claim has the wrong type",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: &["RFC 7519 §4.1"],
    check,
};

fn check(_subject: &Subject, _sink: &mut Sink) {}

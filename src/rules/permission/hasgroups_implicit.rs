//! `hasgroups` stands in place of the groups.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "hasgroups-implicit",
    severity: Severity::Warning,
    title: "Only the fact that there are groups is in the token",
    applies: Applies::Claims,
    guide: guide::ROLES_AND_GROUPS,
    sources: "Entra id-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject
        .claim("hasgroups")
        .is_some_and(|has| has.to_text() == "true")
    {
        sink.claim(subject, "hasgroups").fixer(Fixer::Caller).say(
            "The user has groups, but the token does not list them: `hasgroups` is true. In the \
             implicit flow about six fit. Move to the authorization code flow, or ask Microsoft \
             Graph for the groups.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            &sample::v2_id(r#""hasgroups":true"#),
            &["The user has groups, but the token does not list them"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_id(""), &[]);
    }
}

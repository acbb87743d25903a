//! An AI agent stands behind the token.

use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "agent-identity",
    severity: Severity::Info,
    title: "An agent stands behind the token",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: "Entra agent-token-claims",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let facets = [
        (
            "xms_act_fct",
            "11",
            "An agent identity acts with this token",
        ),
        ("xms_act_fct", "13", "An agent user acts with this token"),
        ("xms_act_fct", "15", "An agent acts with this token"),
        (
            "xms_sub_fct",
            "13",
            "The subject of this token is an agent user",
        ),
        (
            "xms_sub_fct",
            "11",
            "The subject of this token is an agent identity",
        ),
        ("xms_sub_fct", "15", "The subject of this token is an agent"),
        ("xms_par_app_azp", "", "An agent acts with this token"),
    ];
    let is_set = |claim: &str, facet: &str| {
        let value = subject.claim(claim);
        value.is_some_and(|value| {
            facet.is_empty() || value.to_text().split_whitespace().any(|word| word == facet)
        })
    };
    if let Some((claim, _, what)) = facets
        .into_iter()
        .find(|(claim, facet, _)| is_set(claim, facet))
    {
        let parent = match subject.claim_str("xms_par_app_azp") {
            Some(parent) => format!(
                " Log its parent app {}, but do not authorise by it.",
                quote(parent)
            ),
            None => String::new(),
        };
        let value = subject
            .claim(claim)
            .map(|value| quote(value.to_text()).to_string())
            .unwrap_or_default();
        sink.claim(subject, claim).say(format_args!(
            "{what}: `{claim}` is {value}.{parent} Decide whether your API lets agents in."
        ));
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
            &sample::v2_app(r#""xms_act_fct":"3 11","xms_par_app_azp":"p""#),
            &[
                "An agent identity acts with this token: `xms_act_fct` is `3 11`. Log its parent \
                 app `p`",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            &sample::v2_app(r#""xms_act_fct":"3 9""#),
            &[],
        );
    }
}

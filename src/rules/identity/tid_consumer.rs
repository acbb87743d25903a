//! The subject is a personal Microsoft account.

use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::CONSUMER_TENANT;

/// See the module.
pub static RULE: Rule = Rule {
    id: "tid-consumer",
    severity: Severity::Info,
    title: "The user has a personal Microsoft account",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::GUEST_AND_CONSUMER_ACCOUNTS,
    sources: "Entra access-token-claims-reference; Entra id-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject
        .claim_str("tid")
        .is_some_and(|tid| tid == CONSUMER_TENANT)
    {
        sink.claim(subject, "tid").fixer(Fixer::Nobody).say(
            "The user has a personal Microsoft account: `tid` is the tenant they all share. \
             Decide whether your API lets them in.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=entra-access-v2-user",
            "{\"alg\":\"RS256\"}\n{\"tid\":\"9188040d-6c67-4c5b-b112-36a304b66dad\"}",
            &["The user has a personal Microsoft account"],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=entra-access-v2-user",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token",
                "{\"tid\":\"9188040d-6c67-4c5b-b112-36a304b66dad\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

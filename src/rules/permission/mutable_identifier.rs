//! A claim that can change is relied on.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "mutable-identifier",
    severity: Severity::Warning,
    title: "A claim that can change is relied on to identify the user",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: "Entra claims-validation; OpenID Connect Core §5.7",
    check,
};

const MUTABLE: [&str; 5] = ["email", "upn", "preferred_username", "unique_name", "name"];

fn check(subject: &Subject, sink: &mut Sink) {
    let is_relied_on = |claim: &&str| situation::required(subject, claim).is_some();
    let relied: Vec<&str> = MUTABLE.into_iter().filter(is_relied_on).collect();
    if subject.expect.claims.is_empty() {
        return sink.does_not_apply();
    }
    let Some(first) = relied.first() else {
        return;
    };
    let key = if subject.claim("tid").is_some() && subject.claim("oid").is_some() {
        "`tid` with `oid`"
    } else {
        "`iss` with `sub`"
    };
    sink.claim(subject, first)
        .expected(key.replace('`', ""))
        .fixer(Fixer::Api)
        .say(format_args!(
            "You rely on {}, which can change. Identify the user by {key}.",
            quote_list(&relied)
        ));
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
            "token require=preferred_username,email",
            &sample::v2_user(""),
            &["You rely on `email` and `preferred_username`, which can change."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token require=tid,oid", &sample::v2_user(""), &[]);
    }
}

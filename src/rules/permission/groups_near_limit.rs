//! The list of groups is about to be left out.

use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "groups-near-limit",
    severity: Severity::Info,
    title: "There are almost too many groups for the token",
    applies: Applies::Families(&[Family::Entra, Family::EntraExternal]),
    guide: guide::ROLES_AND_GROUPS,
    sources: "Entra access-token-claims-reference",
    check,
};

const MANY: usize = 150;

fn check(subject: &Subject, sink: &mut Sink) {
    let count = subject
        .claim("groups")
        .map_or(0, |groups| groups.items().count());
    if count >= MANY {
        sink.claim(subject, "groups")
            .found(count.to_string())
            .fixer(Fixer::AppRegistration)
            .say(format_args!(
                "The token lists {count} groups; from Entra ID at most 200 fit. With more the \
                 list is left out altogether. Send only the groups assigned to the app, or use \
                 app roles."
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
            &sample::v2_user(&format!(r#""groups":[{}"g"]"#, r#""g","#.repeat(160))),
            &["The token lists 161 groups;"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_user(r#""groups":["a"]"#), &[]);
        let many = format!(r#""groups":[{}"g"]"#, r#""g","#.repeat(160));
        check(&RULE, "token", &sample::at_jwt(&many), &[]);
    }
}

//! Groups are listed by names that can be used again.

use crate::guide;
use crate::profile::Family;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "groups-are-names",
    severity: Severity::Info,
    title: "The groups are names, not object ids",
    applies: Applies::Families(&[Family::Entra, Family::EntraExternal]),
    guide: guide::ROLES_AND_GROUPS,
    sources: "Entra optional-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(groups) = subject.claim("groups") else {
        return;
    };
    let is_name = |group: &&str| {
        !situation::is_guid(group) && !group.starts_with("S-1-") && !group.starts_with("src")
    };
    let names: Vec<_> = groups.strings().filter(is_name).collect();
    if !names.is_empty() {
        sink.claim(subject, "groups")
            .fixer(Fixer::AppRegistration)
            .say(format_args!(
                "The groups {} are names, not object ids. Names can be reused: compare object ids.",
                quote_list(&names)
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
            "token kind=entra-access-v2-user",
            &sample::v2_user(r#""groups":["Sales","Orders Approvers"]"#),
            &["The groups `Sales` and `Orders Approvers` are names, not object ids."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=entra-access-v2-user",
            &sample::v2_user(r#""groups":["55556666-ffff-7777-aaaa-8888bbbb9999"]"#),
            &[],
        );
    }
}

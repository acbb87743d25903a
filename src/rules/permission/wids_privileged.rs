//! The user is a Global Administrator.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "wids-privileged",
    severity: Severity::Warning,
    title: "The user holds a powerful directory role",
    applies: Applies::Claims,
    guide: guide::ROLES_AND_GROUPS,
    sources: "Entra permissions-reference",
    check,
};

const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

fn check(subject: &Subject, sink: &mut Sink) {
    let roles = subject.claim("wids");
    if roles.is_some_and(|roles| {
        roles
            .strings()
            .any(|role| role.eq_ignore_ascii_case(GLOBAL_ADMINISTRATOR))
    }) {
        sink.claim(subject, "wids").fixer(Fixer::Caller).say(
            "The user of this token is a Global Administrator: `wids` says so. Be careful where \
             you share it.",
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
            &sample::v1_user(r#""wids":["62e90394-69f5-4237-9190-012177145e10"]"#),
            &["The user of this token is a Global Administrator"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            &sample::v1_user(r#""wids":["b79fbf4d-3ef9-4689-8143-76b194e85509"]"#),
            &[],
        );
    }
}

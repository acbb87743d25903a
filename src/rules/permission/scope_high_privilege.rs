//! The token can do a great deal of damage.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "scope-high-privilege",
    severity: Severity::Warning,
    title: "The token holds a far-reaching permission",
    applies: Applies::Claims,
    guide: guide::CONSENT_AND_PERMISSIONS,
    sources: "RFC 9700 §2.3; Microsoft Graph permissions-reference",
    check,
};

const FAR_REACHING: [&str; 5] = [
    "Directory.ReadWrite.All",
    "RoleManagement.ReadWrite.Directory",
    "Application.ReadWrite.All",
    "full_access_as_app",
    "*:*",
];

fn check(subject: &Subject, sink: &mut Sink) {
    for claim in ["scp", "scope", "roles"] {
        let held = subject
            .claim(claim)
            .map(|value| value.words())
            .unwrap_or_default();
        let far: Vec<&str> = FAR_REACHING
            .into_iter()
            .filter(|name| held.iter().any(|word| word == name))
            .collect();
        if !far.is_empty() {
            sink.claim(subject, claim)
                .fixer(Fixer::AppRegistration)
                .say(format_args!(
                    "The token holds {}: whoever has it can change far more than one app's data. \
                     Ask for the least that does the job.",
                    quote_list(&far)
                ));
        }
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
            &sample::v2_user(r#""scp":"Directory.ReadWrite.All User.Read""#),
            &["The token holds `Directory.ReadWrite.All`:"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_user(""), &[]);
    }
}

//! `scp` holds no scope.

use super::scp_and_roles_missing::is_missing;
use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "scp-empty-or-slash",
    severity: Severity::Warning,
    title: "The scope claim holds no scope",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::DELEGATED_VS_APP_ONLY,
    sources: "Entra agent-token-claims",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(scp) = subject.claim_str("scp") else {
        return;
    };
    // One that grants nothing at all is the business of another rule.
    if matches!(scp.trim(), "" | "/") && !is_missing(subject) {
        sink.claim(subject, "scp")
            .fixer(Fixer::Api)
            .say(format_args!(
                "`scp` is {}, which is no scope. Treat the token as one without a user.",
                quote(scp)
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=entra-access-v2-app",
                "{\"scp\":\"/\",\"roles\":[\"a\"]}",
                "`scp` is `/`, which is no scope.",
            ),
            (
                "token kind=entra-access-v2-app",
                "{\"scp\":\"\",\"roles\":[\"a\"]}",
                "`scp` is an empty string, which is no scope.",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=entra-access-v2-user", "{\"scp\":\"a\"}"),
            ("token kind=entra-access-v2-app", "{}"),
            ("token kind=entra-access-v2-app", "{\"scp\":\"/\"}"),
            ("token", "{\"scp\":\"/\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

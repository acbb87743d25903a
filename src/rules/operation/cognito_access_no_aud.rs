//! An access token of Cognito names its client instead of an audience.

use crate::guide;
use crate::rules::identity::aud_missing;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "cognito-access-no-aud",
    severity: Severity::Info,
    title: "Cognito access tokens name a client, not an audience",
    applies: Applies::Profiles(&["cognito-access"]),
    guide: guide::PROVIDER_NOTES,
    sources: "Amazon Cognito: the access token",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.claim("aud").is_some() || aud_missing::gravity(subject).is_some() {
        return;
    }
    let client = match subject.claim_str("client_id") {
        Some(client) => format!(" ({})", quote(client)),
        None => String::new(),
    };
    sink.claim(subject, "aud").fixer(Fixer::Api).say(format_args!(
        "The token has no `aud`, as usual for access tokens of Cognito. Check `client_id`{client}, `token_use` and `scope` instead."
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=cognito-access",
            "{\"alg\":\"RS256\"}\n{\"client_id\":\"a\"}",
            &[
                "The token has no `aud`, as usual for access tokens of Cognito. Check `client_id` (`a`)",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=cognito-access", "{\"aud\":\"a\"}"),
            ("token kind=cognito-access aud=b", "{\"client_id\":\"a\"}"),
            ("token kind=cognito-id", "{}"),
            ("token", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

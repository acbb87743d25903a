//! Auth0 adds its userinfo endpoint to the audience.

use crate::guide;
use crate::profile::auth0::is_userinfo;
use crate::rules::identity::first_strings;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-userinfo-extra",
    severity: Severity::Info,
    title: "The userinfo endpoint is a second audience",
    applies: Applies::Profiles(&["auth0-"]),
    guide: guide::PROVIDER_NOTES,
    sources: "Auth0 access-token-profiles",
    check,
};

/// The userinfo endpoint of the issuer among several audiences.
pub fn userinfo(subject: &Subject) -> Option<String> {
    let aud = subject.claim("aud")?;
    aud.items().nth(1)?;
    let issuer = subject.claim_str("iss");
    first_strings(aud)
        .find(|value| is_userinfo(value, issuer))
        .map(str::to_owned)
}

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(endpoint) = userinfo(subject) {
        sink.claim(subject, "aud").fixer(Fixer::Nobody).say(format_args!(
            "The second audience {} comes with the scope `openid`. That is normal at Auth0: check \
             only that your own audience is there.",
            quote(&endpoint)
        ));
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
            "token kind=auth0-access",
            "{\"alg\":\"RS256\"}\n{\"iss\":\"https://a.auth0.com/\",\"aud\":[\"https://o\",\"https://a.auth0.com/userinfo\"]}",
            &["The second audience `https://a.auth0.com/userinfo` comes with the scope `openid`."],
        );
        check(
            &RULE,
            "token kind=auth0-access",
            "{\"alg\":\"RS256\"}\n{\"iss\":\"https://id.b.example/\",\"aud\":[\"https://o\",\"https://a.auth0.com/userinfo\"]}",
            &["The second audience `https://a.auth0.com/userinfo` comes with"],
        );
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"iss\":\"https://a/\",\"aud\":[\"https://o\",\"https://a/userinfo\"]}",
            &["The second audience `https://a/userinfo` comes"],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=auth0-access",
                "{\"iss\":\"https://a.auth0.com/\",\"aud\":\"https://a.auth0.com/userinfo\"}",
            ),
            (
                "token kind=auth0-access",
                "{\"iss\":\"https://a.auth0.com/\",\"aud\":[\"https://o\"]}",
            ),
            (
                "token",
                "{\"iss\":\"https://a\",\"aud\":[\"https://o\",\"https://a/userinfo\"]}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

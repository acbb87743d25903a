//! The authorised party is another client.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "azp-mismatch",
    severity: Severity::Warning,
    title: "The ID token was issued to another client",
    applies: Applies::Claims,
    guide: guide::ID_TOKEN_RULES,
    sources: "OpenID Connect Core §3.1.3.7; OpenID Connect Core §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = &subject.expect.clients;
    if expected.is_empty() || subject.profile.detected_purpose != Purpose::Id {
        return sink.does_not_apply();
    }
    let Some(azp) = subject.claim_str("azp") else {
        return;
    };
    if expected.iter().any(|client| client == azp) {
        return;
    }
    let is_google = subject.is_any(&["google-id"]);
    let (severity, why) = if is_google {
        (
            Severity::Info,
            "With Google that is normal for apps with several clients in one project.",
        )
    } else {
        (Severity::Warning, "Ask the issuer why, before you take it.")
    };
    sink.claim(subject, "azp")
        .severity(severity)
        .expected(expected.join(" "))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "`azp` is {}, not your client {}: the token was asked for by another client. {why}",
            quote(azp),
            quote_list(expected)
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
            "token client=orders-web",
            &sample::oidc_id(r#""azp":"orders-android""#),
            &["`azp` is `orders-android`, not your client `orders-web`"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token client=orders-web",
            &sample::oidc_id(r#""azp":"orders-web""#),
            &[],
        );
    }
}

//! A claim is absent that this token would need because of something else it is or goes with.

use super::{has_own_rule, is_listed};
use crate::guide;
use crate::profile::Condition;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "conditionally-required-claim-missing",
    severity: Severity::Error,
    title: "A claim that is required here is missing",
    applies: Applies::Claims,
    guide: guide::MISSING_CLAIMS,
    sources: "OpenID Connect Core §2; OpenID Connect Core §3.1.3.7; RFC 9901 §4.3",
    check,
};

/// Whether a claim says anything: null and an empty string say as little as none.
fn is_there(value: Value) -> bool {
    value.kind() != Kind::Null && value.as_str() != Some("")
}

fn check(subject: &Subject, sink: &mut Sink) {
    for required in subject.kind().conditional {
        let name = required.claim;
        if !required.when.holds(subject) {
            continue;
        }
        if subject.claim(name).is_some_and(is_there)
            || is_listed(subject, name)
            || has_own_rule(subject, name)
        {
            continue;
        }
        sink.claim(subject, name)
            .expected("present")
            .fixer(required.fixer)
            .say(format_args!(
                "The claim {} is missing, and {}. Strict receivers refuse the token.",
                quote(name),
                required.when.reason()
            ));
    }
    // Whatever kind of credential it is: without it nothing says whose key binding that has to be.
    let is_bound = Condition::KeyBound.holds(subject) && subject.kind().conditional.is_empty();
    if is_bound && subject.claim("cnf").is_none() && !is_listed(subject, "cnf") {
        sink.claim(subject, "cnf")
            .expected("present")
            .fixer(Fixer::Issuer)
            .say(
                "The claim `cnf` is missing, and the token is presented with a key-binding JWT. \
                 Nothing says whose key that is: verifiers refuse the presentation.",
            );
    }
    // What was asked for is expected of a token of unknown kind, too.
    let is_sign_in = subject.claim("nonce").is_some() && subject.kind().conditional.is_empty();
    let is_absent =
        !subject.claim("auth_time").is_some_and(is_there) && !is_listed(subject, "auth_time");
    if is_sign_in && is_absent && subject.expect.max_age.is_some() {
        sink.claim(subject, "auth_time")
            .expected("present")
            .fixer(Fixer::Issuer)
            .say(
                "The claim `auth_time` is missing, and a longest authentication age was asked \
                 for. Strict receivers refuse the token.",
            );
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
                "token kind=oidc-id-token maxage=3600",
                "{}",
                "The claim `auth_time` is missing, and a longest authentication age was asked for.",
            ),
            (
                "token maxage=60",
                r#"{"nonce":"a"}"#,
                "The claim `auth_time` is missing",
            ),
            (
                "token kind=entra-id-v2 maxage=60",
                "{}",
                "The claim `auth_time` is missing",
            ),
            (
                "token kind=b2c",
                r#"{"tfp":""}"#,
                "The claim `tfp` is missing, and there is no `acr`.",
            ),
            (
                "token kind=b2c",
                "{}",
                "The claim `tfp` is missing, and there is no `acr`.",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=oidc-id-token maxage=3600", r#"{"auth_time":@}"#),
            ("token kind=oidc-id-token nonce=a", "{}"),
            ("token kind=oidc-id-token", "{}"),
            ("token kind=oidc-logout-token", "{}"),
            ("token kind=b2c", r#"{"acr":"b2c_1_a"}"#),
            ("token maxage=60", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }

    #[test]
    fn fires_for_a_key_binding_that_nothing_bears_out() {
        let body = |claims: &str| {
            format!(
                r#"<<{{"alg":"ES256"}} {claims}>>~<<{{"alg":"ES256","typ":"kb+jwt"}} {{"iat":@}}>>"#
            )
        };
        let expected =
            ["The claim `cnf` is missing, and the token is presented with a key-binding JWT."];
        check(&RULE, "paste", &body(r#"{"iss":"https://a"}"#), &expected);
        check(
            &RULE,
            "paste",
            &body(r#"{"iss":"https://a","vct":"b"}"#),
            &expected,
        );
        check(
            &RULE,
            "paste",
            &body(r#"{"iss":"https://a","cnf":{"kid":"a"}}"#),
            &[],
        );
    }
}

//! The token names no audience.

use super::AUDIENCE_MAPPER;
use crate::guide;
use crate::profile::Purpose;
use crate::rules::claims::{fixer_of_missing, is_listed};
use crate::rules::flow::is_of_github_app;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-missing",
    severity: Severity::Error,
    title: "The token does not say whom it is for",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "RFC 7519 §4.1.3; RFC 8725 §3.9; RFC 9068 §2.2; OpenID Connect Core §2",
    check,
};

/// How grave the absence of `aud` is, where it is absent and matters.
pub fn gravity(subject: &Subject) -> Option<Severity> {
    match subject.claim("aud") {
        Some(_) => None,
        None => absence(subject),
    }
}

/// How grave it is that nobody is named, where it matters.
pub fn absence(subject: &Subject) -> Option<Severity> {
    let required = subject.kind().requirement("aud").is_some() || is_listed(subject, "aud");
    if required || is_expected(subject) {
        return Some(Severity::Error);
    }
    match subject.profile.purpose {
        _ if subject.is_any(&["cognito-access", "k8s-sa-legacy"]) => None,
        Purpose::Proof | Purpose::Credential | Purpose::Request | Purpose::Session => None,
        // Its key-binding JWT names the audience.
        _ if subject.token.form.is_sd_jwt() || is_of_github_app(subject) => None,
        _ => Some(Severity::Warning),
    }
}

/// Whether an audience is expected, and nothing else in the token is what it means.
fn is_expected(subject: &Subject) -> bool {
    // The verifier of an SD-JWT is named in its key binding.
    if subject.binding_claims().is_some() {
        return false;
    }
    // Cognito names the client where others name the audience.
    let client = match subject.is_any(&["cognito-access"]) {
        true => subject.claim_str("client_id").unwrap_or_default(),
        false => "",
    };
    let expected = &subject.expect.audiences;
    !expected.is_empty() && !expected.iter().any(|audience| audience == client)
}

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(severity) = gravity(subject) else {
        return;
    };
    let is_cognito = subject.is_any(&["cognito-access"]);
    let means = match severity {
        _ if is_cognito => {
            "Those of Cognito have one only where the client asked for a `resource`: check `client_id`, `token_use` and `scope` instead."
        }
        _ if subject.is_any(&["keycloak-"]) => AUDIENCE_MAPPER,
        Severity::Error => "Receivers that read it refuse the token.",
        _ => "Any receiver could take it for its own: strict receivers refuse it.",
    };
    let expected = match &subject.expect.audiences[..] {
        [] => "present",
        [first, ..] => first,
    };
    sink.claim(subject, "aud")
        .severity(severity)
        .expected(expected)
        .fixer(if is_cognito {
            Fixer::Api
        } else {
            fixer_of_missing(subject, "aud")
        })
        .say(format_args!(
            "The token has no `aud`: it does not say whom it is for. {means}"
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        for (info, message) in [
            ("token", "warning: The token has no `aud`"),
            ("token kind=set", "warning: The token has no `aud`"),
            (
                "token kind=keycloak-access",
                "warning: The token has no `aud`: it does not say whom it is for. At Keycloak",
            ),
            ("token kind=entra-access-v2-user", "The token has no `aud`"),
            ("token aud=a", "The token has no `aud`"),
            ("token require=aud", "The token has no `aud`"),
            (
                "token kind=cognito-access aud=a",
                "The token has no `aud`: it does not say whom it is for. Those of Cognito",
            ),
        ] {
            check(
                &RULE,
                info,
                "{\"alg\":\"RS256\"}\n{\"sub\":\"a\"}",
                &[message],
            );
        }
    }

    #[test]
    fn is_quiet_where_a_key_binding_names_the_verifier() {
        let body = sample::presentation(
            r#""iat":@,"aud":"https://verifier.example","nonce":"n-1","sd_hash":"x""#,
        );
        check(&RULE, "paste aud=https://verifier.example", &body, &[]);
        check(&RULE, "paste", &body, &[]);
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", r#"{"aud":"a"}"#),
            ("token", r#"{"aud":[]}"#),
            ("token kind=cognito-access", "{}"),
            ("token kind=cognito-access aud=a", r#"{"client_id":"a"}"#),
            ("token kind=k8s-sa-legacy", "{}"),
            ("token kind=dpop-proof", "{}"),
            ("token kind=sd-jwt-vc", "{}"),
            ("token kind=jar-request-object", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
        // Behind a stray dot.
        check(&RULE, "paste", ".eyJhbGciOiJub25lIn0.eyJhdWQiOiJhIn0.", &[]);
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"example+sd-jwt"} {"iss":"https://a","_sd":["x"]}>>~"#,
            &[],
        );
    }
}

//! The token names several audiences.

use super::audiences;
use crate::guide;
use crate::profile::Purpose;
use crate::rules::operation::aud_userinfo_extra;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-multiple",
    severity: Severity::Warning,
    title: "The token is for several receivers",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "RFC 9068 §3; RFC 9068 §5; OpenID Connect Core §3.1.3.7",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(aud) = subject.claim("aud").filter(|aud| aud.kind() == Kind::Array) else {
        return;
    };
    let values = audiences(subject);
    let count = values.len();
    let expected = &subject.expect.audiences;
    // Keycloak adds its account service.
    let is_default = |found: &str| found == "account" && subject.is_any(&["keycloak-"]);
    let is_trusted = aud
        .strings()
        .all(|found| is_default(found) || expected.iter().any(|expected| *expected == found));
    let is_userinfo = count == 2 && aud_userinfo_extra::userinfo(subject).is_some();
    let is_one = values.iter().any(|found| is_default(found));
    if count < 2 || count == 2 && is_one || is_trusted || is_userinfo {
        return;
    }
    let means = match subject.profile.purpose {
        Purpose::Id => "A client refuses an ID token with an audience it does not trust.",
        _ => "Each of them can send it on to the others. Check that you trust them all.",
    };
    sink.claim(subject, "aud")
        .fixer(Fixer::Issuer)
        .say(format_args!(
            "The token is for {count} receivers: {}. {means}",
            quote_list(&values)
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
            "token aud=a",
            "{\"alg\":\"RS256\"}\n{\"aud\":[\"a\",\"b\"]}",
            &["The token is for 2 receivers: `a` and `b`. Each of them"],
        );
        check(
            &RULE,
            "token kind=oidc-id-token",
            "{\"alg\":\"RS256\"}\n{\"aud\":[\"a\",\"b\"]}",
            &["The token is for 2 receivers: `a` and `b`. A client refuses"],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", r#"{"aud":"a"}"#),
            ("token", r#"{"aud":["a"]}"#),
            ("token", r#"{"aud":["a","a"]}"#),
            ("token aud=a,b", r#"{"aud":["a","b"]}"#),
            ("token kind=keycloak-access", r#"{"aud":["a","account"]}"#),
            (
                "token kind=keycloak-access aud=a",
                r#"{"aud":["a","account"]}"#,
            ),
            (
                "token kind=auth0-access",
                r#"{"iss":"https://contoso.auth0.com/","aud":["a","https://contoso.auth0.com/userinfo"]}"#,
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

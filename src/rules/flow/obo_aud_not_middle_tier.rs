//! The assertion of an on-behalf-of request is for another API.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "obo-aud-not-middle-tier",
    severity: Severity::Error,
    title: "The assertion to exchange is for another API",
    applies: Applies::Claims,
    guide: guide::ON_BEHALF_OF,
    sources: "Entra v2-oauth2-on-behalf-of-flow; AADSTS500131",
    check,
};

/// The client that exchanges the token on behalf of its user, where the request or its refusal names it: the audience has
/// to be that client then, whatever else is expected.
pub fn middle_tier<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let told = || {
        let errors = subject.extraction.errors.iter();
        let told = errors.filter_map(|error| error.told.as_ref());
        let told = told.filter(|told| situation::has_found(told, subject.token));
        let mut expected = told.filter_map(|told| told.expected.last());
        expected
            .find(|own| situation::is_guid(own))
            .map(String::as_str)
    };
    let client = subject.extraction.parameter("client_id").or_else(told);
    client.filter(|_| situation::is_on_behalf_of(subject))
}

fn check(subject: &Subject, sink: &mut Sink) {
    let (Some(client), Some(aud)) = (middle_tier(subject), subject.claim("aud")) else {
        return sink.does_not_apply();
    };
    // An ID token is for its client, and that is another rule's.
    if subject.profile.detected_purpose == Purpose::Id {
        return;
    }
    if super::is_client_assertion(subject) {
        return sink.claim(subject, "aud").fixer(Fixer::Caller).say(
            "`assertion` holds what the client signed itself, which belongs into `client_assertion`. Put the user's token for the middle tier here.",
        );
    }
    let is_own = |aud: &str| {
        let aud = aud.trim_end_matches('/');
        aud.eq_ignore_ascii_case(client)
            || aud.len() > client.len() && is_uri_of(aud, client)
            || subject
                .expect
                .audiences
                .iter()
                .any(|own| own.trim_end_matches('/') == aud)
    };
    let is_any_own = aud.strings().any(is_own);
    // The App ID URI of an app may be any registered name: only a GUID, or the name of another service, says whose it is.
    let is_anyones = aud.strings().all(|aud| !names_its_app(aud));
    if is_any_own || is_anyones && subject.expect.audiences.is_empty() {
        return;
    }
    sink.claim(subject, "aud")
        .expected(client)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The assertion is for {}, not for the middle tier {}. Entra ID refuses it with \
             AADSTS500131 (50013 for a Graph token). The client has to ask for a scope of the \
             middle tier, such as {}.",
            common::quote_values(aud),
            quote(client),
            quote(&format!("api://{client}/access_as_user"))
        ));
}

/// Whether an App ID URI ends with the client id.
fn is_uri_of(aud: &str, client: &str) -> bool {
    let tail = aud
        .len()
        .checked_sub(client.len())
        .and_then(|at| aud.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(client))
}

/// Whether an audience holds the GUID of an app, or is a Microsoft API.
fn names_its_app(aud: &str) -> bool {
    let last = aud
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let is_microsoft = [
        "https://graph.microsoft.",
        "https://graph.windows.net",
        "https://management.",
    ];
    situation::is_guid(last) || is_microsoft.iter().any(|host| aud.starts_with(host))
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
            "paste",
            &sample::on_behalf_of(&sample::v2_user(r#""aud":"https://graph.microsoft.com""#)),
            &[
                "The assertion is for `https://graph.microsoft.com`, not for the middle tier \
                 `11112222-bbbb-3333-cccc-4444dddd5555`.",
            ],
        );
    }

    #[test]
    fn fires_for_another_app() {
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(&sample::v2_user(
                r#""aud":"api://22223333-cccc-4444-dddd-5555eeee6666""#,
            )),
            &["The assertion is for `api://22223333"],
        );
    }

    #[test]
    fn takes_the_word_of_the_refusal() {
        let refused = |own: &str| {
            let token = sample::v2_user("").replace('\n', " ");
            format!(
                "AADSTS500131: no. The audience in the assertion was '11112222-bbbb-3333-cccc-4444dddd5555' and the expected audience is 'api://{own}' or one of the Application Uris of this application with App ID '{own}'(Orders). <<{token}>>"
            )
        };
        for (own, expected) in [
            (
                "22223333-cccc-4444-dddd-5555eeee6666",
                &[
                    "The assertion is for `11112222-bbbb-3333-cccc-4444dddd5555`, not for the middle tier `22223333-cccc-4444-dddd-5555eeee6666`.",
                ][..],
            ),
            ("11112222-bbbb-3333-cccc-4444dddd5555", &[]),
        ] {
            check(&RULE, "paste", &refused(own), expected);
        }
    }

    #[test]
    fn fires_for_what_the_client_signed() {
        let assertion = r#"{"alg":"PS256","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"} {"aud":"https://login.microsoftonline.com/t/oauth2/v2.0/token","iss":"a","sub":"a","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#;
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(assertion),
            &["`assertion` holds what the client signed itself"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(&sample::v2_user("")),
            &[],
        );
    }

    #[test]
    fn is_quiet_for_its_uri() {
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(&sample::v2_user(
                r#""aud":"api://11112222-bbbb-3333-cccc-4444dddd5555/""#,
            )),
            &[],
        );
    }

    #[test]
    fn is_quiet_for_a_name_that_tells_nothing() {
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(&sample::v2_user(r#""aud":"api://orders""#)),
            &[],
        );
    }
}

//! The client is not among those that the API lets in.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::flow::is_client_assertion;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::claims::CLIENT;
use crate::text::{quote, quote_list};
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "client-not-allowed",
    severity: Severity::Error,
    title: "The client is not one your API lets in",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: "Entra claims-validation; RFC 9068 §2.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let allowed = &subject.expect.clients;
    // Rules of their own compare the client of an ID token and of an assertion, and miss one that has to be there.
    let is_owned = subject.profile.detected_purpose == Purpose::Id || is_client_assertion(subject);
    if allowed.is_empty() || is_owned || !situation::is_of_receiver(subject) {
        return sink.does_not_apply();
    }
    let Some((claim, client)) = situation::client(subject) else {
        let is_for = |aud: Value| {
            aud.strings()
                .any(|aud| allowed.iter().any(|one| one == aud))
        };
        let mut names = CLIENT.into_iter();
        let unusable = names.find(|name| subject.claim(name).is_some());
        let why = match unusable {
            Some(name) => format!("`{name}` holds none."),
            None => situation::has_none(subject),
        };
        // Every other kind of access token has to name one, and that is said.
        let is_said = subject.kind().purpose == Purpose::Access
            && !subject.is_any(&["adfs-"])
            && unusable.is_none();
        // What is for the client alone names it as audience.
        if !is_said && !subject.claim("aud").is_some_and(is_for) {
            sink.claim(subject, unusable.unwrap_or("client_id"))
                .expected(allowed.join(" "))
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The token names no client, and you expect {}. {why}",
                    quote_list(allowed)
                ));
        }
        return;
    };
    if allowed.iter().any(|one| one == client) {
        return;
    }
    let near = allowed
        .iter()
        .any(|other| other.eq_ignore_ascii_case(client));
    let why = if near {
        "It differs from an allowed one in letter case only: the list should have it as the token \
         writes it."
    } else {
        "Let it in by adding it to the list of clients, if you know it; otherwise refuse it."
    };
    sink.claim(subject, claim).expected(allowed.join(" ")).fixer(Fixer::Api).say(format_args!(
        "The client {} is not one your API lets in. You expect {}; `{claim}` says who asked for \
         the token. {why}",
        quote(client),
        quote_list(allowed)
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
            "token client=22223333-cccc-4444-dddd-5555eeee6666",
            &sample::v2_user(""),
            &["The client `00001111-aaaa-2222-bbbb-3333cccc4444` is not one your API lets in."],
        );
    }

    #[test]
    fn fires_for_another_case() {
        check(
            &RULE,
            "token client=Web-Client",
            &sample::at_jwt(""),
            &[
                "The client `web-client` is not one your API lets in. You expect `Web-Client`; \
                 `client_id` says who asked for the token. It differs",
            ],
        );
    }

    #[test]
    fn fires_without_a_client() {
        let message = "The token names no client, and you expect `x`. A token of its kind";
        for (info, claims, expected) in [
            ("token client=x kind=github-actions", "{}", &[message][..]),
            (
                "token client=x kind=okta-access",
                r#"{"cid":[]}"#,
                &["The token names no client, and you expect `x`. `cid` holds none."],
            ),
            (
                "token client=x kind=oidc-logout-token",
                r#"{"aud":"y"}"#,
                &[message],
            ),
            (
                "token client=x kind=oidc-logout-token",
                r#"{"aud":["x"]}"#,
                &[],
            ),
            ("token client=x kind=rfc9068", "{}", &[]),
            ("token client=x kind=adfs-access", "{}", &[message]),
        ] {
            check(
                &RULE,
                info,
                &format!("{{\"alg\":\"RS256\"}}\n{claims}"),
                expected,
            );
        }
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token client=x,web-client", &sample::at_jwt(""), &[]);
    }
}

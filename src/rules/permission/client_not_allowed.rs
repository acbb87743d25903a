//! The client is not among those that the API lets in.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "client-not-allowed",
    severity: Severity::Error,
    title: "The client is not one your API lets in",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: &["Entra claims-validation", "RFC 9068 §2.2"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let allowed = &subject.expect.clients;
    let client = situation::client(subject).filter(|_| situation::may_be_access_token(subject));
    let Some((claim, client)) = client.filter(|_| !allowed.is_empty()) else {
        return sink.does_not_apply();
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
    sink.claim(subject, claim).expected(allowed.join(" ")).fixer(Fixer::Api).say(format!(
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
    fn is_quiet() {
        check(&RULE, "token client=x,web-client", &sample::at_jwt(""), &[]);
    }
}

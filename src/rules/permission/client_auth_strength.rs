//! How the client proved who it is.

use crate::guide;
use crate::rules::situation;
use crate::rules::situation::Actor;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "client-auth-strength",
    severity: Severity::Info,
    title: "The token says how the client proved who it is",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: "Entra access-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let claim = ["azpacr", "appidacr"]
        .into_iter()
        .find(|name| subject.claim(name).is_some());
    let Some((claim, value)) = claim.and_then(|name| Some((name, subject.claim(name)?))) else {
        return;
    };
    let is_app = situation::actor(subject) == Actor::App;
    let (how, advice) = match (value.to_text(), is_app) {
        ("0", _) => (
            "did not prove who it is",
            "It is a public client: anybody can pose as it, so do not authorise by it alone.",
        ),
        ("1", true) => (
            "proved itself with a secret",
            "Prefer a certificate or a managed identity for an app that acts for itself.",
        ),
        ("1", false) => (
            "proved itself with a secret",
            "That is usual for a web application.",
        ),
        ("2", _) => (
            "proved itself with a certificate",
            "There is nothing to improve.",
        ),
        (text, _) if value.kind() == Kind::String && !text.is_empty() => (
            "proved itself in a way not known here",
            "Entra ID writes 0, 1 or 2.",
        ),
        _ => return,
    };
    sink.claim(subject, claim).say(format_args!(
        "The client {how}: `{claim}` is {}. {advice}",
        quote(value.to_text())
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
            "token",
            &sample::v2_app(r#""azpacr":"1""#),
            &["The client proved itself with a secret: `azpacr` is `1`. Prefer"],
        );
    }

    #[test]
    fn fires_for_public_clients() {
        check(
            &RULE,
            "token",
            &sample::v1_user(""),
            &["The client did not prove who it is: `appidacr` is `0`."],
        );
    }

    #[test]
    fn fires_for_what_entra_id_does_not_write() {
        check(
            &RULE,
            "token",
            &sample::v2_app(r#""azpacr":"5""#),
            &["The client proved itself in a way not known here: `azpacr` is `5`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::at_jwt(""), &[]);
    }
}

//! The app has no service principal in the tenant of the API.

use crate::guide;
use crate::rules::situation;
use crate::rules::situation::Actor;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "sp-less-app",
    severity: Severity::Warning,
    title: "The app has no service principal in this tenant",
    applies: Applies::Claims,
    guide: guide::ISSUANCE_PROBLEMS,
    sources: "Entra service-principal-less-authentication; Entra agent-token-claims",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::detected(subject).id.starts_with("entra-access-")
        || situation::actor(subject) != Actor::App
    {
        return sink.does_not_apply();
    }
    let is_marked = subject
        .claim("xms_idrel")
        .is_some_and(|codes| codes.words().contains(&"13"));
    let (claim, sign) = match (is_marked, subject.claim("oid")) {
        (true, _) => ("xms_idrel", "`xms_idrel` holds 13"),
        (false, None) => ("oid", "there is no `oid`"),
        (false, Some(_)) => return,
    };
    let client = situation::client(subject)
        .map(|(_, client)| format!(" {}", quote(client)))
        .unwrap_or_default();
    sink.claim(subject, claim)
        .fixer(Fixer::AppRegistration)
        .say(format_args!(
            "The app{client} has no service principal in this tenant: {sign}. Create the \
             enterprise application of the client in the tenant of the API, then ask for the \
             token at `/{{tenant}}/`."
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
            &sample::v2_app(r#""xms_idrel":"13""#),
            &[
                "The app `00001111-aaaa-2222-bbbb-3333cccc4444` has no service principal in this \
                 tenant: `xms_idrel` holds 13.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_app(r#""xms_idrel":"7""#), &[]);
    }
}

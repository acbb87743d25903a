//! Somebody acts for the subject.

use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "delegation-chain",
    severity: Severity::Info,
    title: "Somebody else acts for the subject",
    applies: Applies::Claims,
    guide: guide::SUBJECT_AND_ACTOR,
    sources: "RFC 8693 §4.1; RFC 8693 §4.4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    const MOST: usize = 8;
    let mut chain = Vec::new();
    let mut actor = subject
        .claim("act")
        .filter(|act| act.kind() == Kind::Object);
    while let Some(here) = actor.filter(|_| chain.len() < MOST) {
        let name = here.get("sub").or_else(|| here.get("client_id"));
        chain.push(name.map_or_else(
            || "somebody unnamed".to_owned(),
            |name| quote(name.to_text()).to_string(),
        ));
        actor = here.get("act");
    }
    if let [outermost, earlier @ ..] = chain.as_slice() {
        let earlier = if earlier.is_empty() {
            String::new()
        } else {
            format!(
                " Before it acted {}: that is history.",
                earlier.join(", then ")
            )
        };
        let owner = subject
            .claim_str("sub")
            .map_or_else(|| "the subject".to_owned(), |sub| quote(sub).to_string());
        sink.claim(subject, "act").say(format_args!(
            "{outermost} acts for {owner}. Authorise these two, nobody else in the chain.{earlier}"
        ));
    }
    let may = subject.claim("may_act");
    if let Some(may) = may.filter(|may| may.kind() == Kind::Object) {
        let who = may.get("sub").map_or_else(
            || "Another party".to_owned(),
            |who| quote(who.to_text()).to_string(),
        );
        sink.claim(subject, "may_act").say(format_args!(
            "{who} may act for the subject: `may_act` allows it. That is no statement about who \
             sends it."
        ));
    }
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
            &sample::at_jwt(r#""act":{"sub":"gate","act":{"sub":"web"}}"#),
            &[
                "`gate` acts for `24400320`. Authorise these two, nobody else in the chain. \
                 Before it acted `web`",
            ],
        );
    }

    #[test]
    fn fires_for_an_actor_without_a_name() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(r#""act":{}"#),
            &["Somebody unnamed acts for `24400320`."],
        );
    }

    #[test]
    fn fires_for_may_act() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(r#""may_act":{"sub":"gate"}"#),
            &["`gate` may act for the subject"],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::at_jwt(""), &[]);
        check(&RULE, "token", &sample::at_jwt(r#""may_act":"gate""#), &[]);
    }
}

//! A known claim is `null`.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::claims;
use crate::text::quote;
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-null-value",
    severity: Severity::Warning,
    title: "A claim is null",
    applies: Applies::Claims,
    guide: guide::JSON_RULES,
    sources: "RFC 7519 §4.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(payload) = subject.claims() else {
        return;
    };
    let nulls = payload.members().filter(|member| {
        member.value().kind() == Kind::Null
            && claims::claim(member.name()).is_some()
            // The last of duplicates is the one that counts.
            && payload.member(member.name()).is_some_and(|last| last.span() == member.span())
    });
    common::capped(subject, sink, common::MOST, nulls, |sink, member| {
        let name = member.name();
        sink.at(Place::new(Part::Payload, member.span()))
            .pointer(format!("/{}", crate::token::json::escape_pointer(name)))
            .found("null")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The claim {} is null. Some libraries fail on it, others take the check as \
                 passed. Leave a claim without a value out.",
                quote(name)
            ));
    });
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"nonce":null,"x":null}"#,
            &["The claim `nonce` is null."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

//! A token bound to a key was sent without its proof.

use crate::extract::Scheme;
use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "pop-token-as-bearer",
    severity: Severity::Warning,
    title: "A key-bound token is sent as a bearer token",
    applies: Applies::Claims,
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §7.1; RFC 9449 §7.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(cnf) = subject.claims().and_then(|claims| claims.get("cnf")) else {
        return sink.does_not_apply();
    };
    if let (Some(jkt), Some(Scheme::Bearer)) = (cnf.get("jkt"), subject.token.candidate.scheme) {
        let place = Place::new(Part::Payload, jkt.span());
        let draft = sink.at(place).pointer("/cnf/jkt").fixer(Fixer::Caller);
        draft.found("Bearer").expected("DPoP").say(
            "This token is bound to a key, but it was sent as `Bearer`. Send it with the scheme \
             `DPoP` and a fresh proof. Strict receivers refuse it.",
        );
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
            "paste",
            &format!(
                "Authorization: Bearer <<{}>>",
                sample::at_jwt(r#""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#)
                    .replace('\n', " ")
            ),
            &["This token is bound to a key, but it was sent as `Bearer`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            &format!(
                "Authorization: DPoP <<{}>>",
                sample::at_jwt(r#""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#)
                    .replace('\n', " ")
            ),
            &[],
        );
    }
}

//! The assertion of an on-behalf-of request has expired or is about to.

use crate::guide;
use crate::rules::situation;
use crate::rules::time::reached;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time::relative;

/// See the module.
pub static RULE: Rule = Rule {
    id: "obo-expired",
    severity: Severity::Error,
    title: "The assertion to exchange has expired",
    applies: Applies::Claims,
    guide: guide::ON_BEHALF_OF,
    sources: "Entra v2-oauth2-on-behalf-of-flow; AADSTS500133",
    check,
};

const SOON: i64 = 60;

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::is_on_behalf_of(subject) {
        return sink.does_not_apply();
    }
    let Some(exp) = reached(subject, "exp") else {
        return;
    };
    let left = exp.saturating_sub(subject.now);
    if left > SOON {
        return;
    }
    let when = relative(exp, subject.now);
    let draft = sink.claim(subject, "exp").fixer(Fixer::Caller);
    if left > 0 {
        draft.severity(Severity::Warning).say(format_args!(
            "The assertion expires {when}: the exchange may come too late. No leeway was seen \
             there. Let the client renew earlier."
        ));
    } else {
        draft.say(format_args!(
            "The assertion expired {when}, so it cannot be exchanged. Entra ID answers \
             AADSTS500133, and no leeway was seen. Let the client renew earlier."
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
            "paste",
            &sample::on_behalf_of(&sample::v2_user(r#""exp":@-2m"#)),
            &["The assertion expired 2 minutes ago, so it cannot be exchanged."],
        );
    }

    #[test]
    fn warns_before() {
        check(
            &RULE,
            "paste",
            &sample::on_behalf_of(&sample::v2_user(r#""exp":@+30"#)),
            &["warning: The assertion expires in 30 seconds"],
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
}

//! The client has not said that it can take a challenge.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "client-not-claims-capable",
    severity: Severity::Info,
    title: "The client does not say that it can take a claims challenge",
    applies: Applies::Claims,
    guide: guide::CAE,
    sources: "Entra claims-challenge",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if situation::required(subject, "xms_cc").is_none() || !situation::may_be_access_token(subject)
    {
        return sink.does_not_apply();
    }
    if super::is_capable(subject) {
        return;
    }
    let held = match subject.claim("xms_cc") {
        Some(value) => format!("`xms_cc` holds {} and not `cp1`", quote(value.to_text())),
        None => "there is no `xms_cc`".to_owned(),
    };
    sink.claim(subject, "xms_cc")
        .expected("cp1")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The client does not say that it can take a claims challenge: {held}. Answer it with \
             403 instead. If it can, let it declare `cp1`, and let the API ask for the optional \
             claim."
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
            "token require=xms_cc",
            &sample::v2_user(""),
            &["The client does not say that it can take a claims challenge: there is no `xms_cc`."],
        );
    }

    #[test]
    fn fires_for_others() {
        check(
            &RULE,
            "token require=xms_cc",
            &sample::v2_user(r#""xms_cc":["other"]"#),
            &["The client does not say"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token require=xms_cc",
            &sample::v2_user(r#""xms_cc":["CP1"]"#),
            &[],
        );
    }
}

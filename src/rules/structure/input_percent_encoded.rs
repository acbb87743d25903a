//! Percent-encoding stood inside the token, or it was written another way.

use crate::extract::{Repair, RepairKind};
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-percent-encoded",
    severity: Severity::Warning,
    title: "The token is percent-encoded or escaped",
    applies: Applies::Token,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 3986 §2.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let position = |repair: Repair| common::position(subject.text, repair.span.start);
    if let Some(repair) = common::repair(subject, RepairKind::Rewritten) {
        let at = position(repair);
        return sink
            .at(Place::input(repair.span))
            .severity(Severity::Info)
            .say(format_args!(
                "From {at} on the token is not written as it is sent, but in pieces, escaped or \
             encoded. It was put together here; whatever reads this text has to do the same."
            ));
    }
    let Some(repair) = common::repair(subject, RepairKind::PercentEncoding) else {
        return;
    };
    let at = position(repair);
    let what = match repair.span.end <= subject.token.candidate.span.start {
        true => "The space before the token",
        false => "The token",
    };
    sink.at(Place::input(repair.span))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "{what} is percent-encoded, first at {at}. It was decoded here; receivers refuse it as \
         it stands. Probably an encoder ran twice."
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJIUzI1NiJ9%2EeyJpc3MiOiJ4In0%2EoW68",
            &["The token is percent-encoded, first at character 21."],
        );
        check(
            &RULE,
            "paste",
            "Bearer%20eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.oW68",
            &["The space before the token is percent-encoded, first at character 7."],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJIUzI1NiJ9&#46;eyJpc3MiOiJ4In0.oW68",
            &["info: From character 21 on the token is not written as it is sent"],
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

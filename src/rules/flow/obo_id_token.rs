//! The assertion of an on-behalf-of request is an ID token.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "obo-id-token",
    severity: Severity::Error,
    title: "The assertion to exchange is an ID token",
    applies: Applies::Claims,
    guide: guide::ON_BEHALF_OF,
    sources: "Entra v2-oauth2-on-behalf-of-flow; AADSTS240002",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !situation::is_on_behalf_of(subject) {
        return sink.does_not_apply();
    }
    if subject.profile.detected_purpose != Purpose::Id {
        return;
    }
    let sign = if subject.claim("nonce").is_some() {
        "it has a `nonce` and no `scp`"
    } else {
        "it has no `scp`"
    };
    let internal = if subject.claim("aio").is_none() {
        " It also lacks the internal `aio`, as broker ID tokens do that were refused with this \
         code (observed)."
    } else {
        ""
    };
    sink.at(subject.claim_place("aud"))
        .expected("an access token")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The assertion is an ID token: {sign}. Entra ID refuses it with AADSTS240002. Send \
             the access token that the client got for the middle tier.{internal}"
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
            "paste",
            &sample::on_behalf_of(&sample::v2_id("")),
            &["The assertion is an ID token: it has a `nonce` and no `scp`."],
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

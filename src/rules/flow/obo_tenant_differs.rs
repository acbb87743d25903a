//! The on-behalf-of request goes to another tenant than that of its assertion.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "obo-tenant-differs",
    severity: Severity::Error,
    title: "The exchange is asked for in another tenant",
    applies: Applies::Claims,
    guide: guide::ON_BEHALF_OF,
    sources: "Entra v2-oauth2-on-behalf-of-flow; AADSTS1000014",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let asked = subject
        .extraction
        .parameter("tenant")
        .filter(|_| situation::is_on_behalf_of(subject));
    let (Some(asked), Some(tid)) = (asked, subject.claim_str("tid")) else {
        return sink.does_not_apply();
    };
    // A name such as contoso.onmicrosoft.com or common says nothing about the GUID.
    if situation::is_guid(asked) && !asked.eq_ignore_ascii_case(tid) {
        sink.claim(subject, "tid")
            .expected(asked)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The assertion is of tenant {}, the request goes to {}. Entra ID refuses that \
                 with AADSTS1000014. Use the tenant of the token in the address of the token \
                 endpoint.",
                quote(tid),
                quote(asked)
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
            &sample::on_behalf_of(&sample::v2_user(
                r#""tid":"bbbbcccc-1111-dddd-2222-eeee3333ffff""#,
            )),
            &[
                "The assertion is of tenant `bbbbcccc-1111-dddd-2222-eeee3333ffff`, the request \
                 goes to `aaaabbbb-0000-cccc-1111-dddd2222eeee`.",
            ],
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

//! A claim is absent that the kind of token should have.

use super::{has_own_rule, is_listed};
use crate::guide;
use crate::profile::Purpose;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "recommended-claim-missing",
    severity: Severity::Info,
    title: "A claim is missing that should be there",
    applies: Applies::Claims,
    guide: guide::MISSING_CLAIMS,
    sources: "RFC 7519 §4.1; RFC 8725 §3.8; RFC 8725 §3.9",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // A credential is for whoever its holder shows it to, and a session is not for receivers.
    let purpose = subject.profile.purpose;
    if matches!(purpose, Purpose::Credential | Purpose::Session) {
        return;
    }
    let missing: Vec<&str> = subject
        .kind()
        .recommended
        .iter()
        .copied()
        .filter(|name| {
            // Whoever issues with disclosures does not know the receiver.
            let is_for_all = subject.token.form.is_sd_jwt() && matches!(*name, "aud" | "jti");
            subject.claim(name).is_none()
                && !is_for_all
                && !is_listed(subject, name)
                // Scopes that are expected are missed by another rule.
                && (*name != "scope" || subject.expect.scopes.is_empty())
                && !has_own_rule(subject, name)
        })
        .collect();
    let [first, ..] = missing[..] else { return };
    let verb = if missing.len() == 1 { "is" } else { "are" };
    sink.claim(subject, first).expected("present").fixer(Fixer::Issuer).say(format_args!(
        "{} {verb} missing, which a token of this kind should have. Nothing requires it, but receivers can check less.",
        quote_list(&missing)
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
            "token",
            "{\"alg\":\"RS256\"}\n{\"sub\":\"a\"}",
            &["`iss` and `jti` are missing, which a token of this kind should have."],
        );
        check(
            &RULE,
            "token kind=google-id",
            "{\"alg\":\"RS256\"}\n{}",
            &["`azp` is missing"],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", r#"{"iss":"a","jti":"b"}"#),
            ("token require=iss,jti", "{}"),
            ("token kind=rfc9068", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

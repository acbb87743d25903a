//! The groups were left out because there are too many.

use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "groups-overage",
    severity: Severity::Warning,
    title: "The groups are left out: there are too many",
    applies: Applies::Claims,
    guide: guide::ROLES_AND_GROUPS,
    sources: "Entra access-token-claims-reference; OpenID Connect Core §5.6.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let names = subject
        .claim("_claim_names")
        .and_then(|names| names.get("groups"));
    let source = names.or_else(|| {
        subject
            .claim("groups")
            .filter(|groups| groups.as_str().is_some_and(|text| text.starts_with("src")))
    });
    // Any provider may point to claims that stand elsewhere.
    let Some(source) = source.filter(|_| subject.kind().family != Family::Provider) else {
        return;
    };
    let source = source.to_text();
    let endpoint = subject
        .claim("_claim_sources")
        .and_then(|sources| sources.get(source)?.get("endpoint")?.as_str());
    let retired = if endpoint.is_some_and(|endpoint| endpoint.contains("graph.windows.net")) {
        " The address it points to is of the retired Azure AD Graph: ignore it."
    } else {
        ""
    };
    let claim = if names.is_some() {
        "_claim_names"
    } else {
        "groups"
    };
    sink.claim(subject, claim).fixer(Fixer::Api).say(format_args!(
        "The groups are not in the token: there were too many. A pointer stands in their place. \
         Ask Microsoft Graph for them, or send only the groups assigned to the app.{retired}"
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
            &sample::v2_user(
                r#""_claim_names":{"groups":"src1"},"_claim_sources":{"src1":{"endpoint":"https://graph.windows.net/x"}}"#,
            ),
            &["The groups are not in the token: there were too many."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            &sample::v2_user(r#""groups":["55556666-ffff-7777-aaaa-8888bbbb9999"]"#),
            &[],
        );
    }
}

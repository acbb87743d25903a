//! The receiver requires a claim that Entra ID sends only when a registration asks for it.

use super::is_listed;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::OPTIONAL_CLAIMS;
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "optional-claim-needs-configuration",
    severity: Severity::Info,
    title: "A missing claim is one that a registration has to ask for",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::OPTIONAL_CLAIMS,
    sources: &["Entra optional-claims-reference"],
    check,
};

/// Whether the claim is one that has to be configured for tokens like this.
pub fn applies(subject: &Subject, name: &str) -> bool {
    // Too many groups are left out although they are configured.
    let is_left_out = name == "groups"
        && (subject.claim("_claim_names").is_some() || subject.claim("hasgroups").is_some());
    subject.kind().family == Family::Entra
        && !is_left_out
        && (OPTIONAL_CLAIMS.contains(&name)
            || name.starts_with("extension_")
            || name.starts_with("extn."))
}

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.expect.claims.is_empty() {
        return sink.does_not_apply();
    }
    let mut names: Vec<&str> = Vec::new();
    for claim in &subject.expect.claims {
        let name = claim.name.as_str();
        let is_absent = is_listed(subject, name) && subject.claim(name).is_none();
        if is_absent && applies(subject, name) && !names.contains(&name) {
            names.push(name);
        }
    }
    let [first, ..] = names[..] else { return };
    let (are, them) = match names.len() {
        1 => ("is an optional claim", "it"),
        _ => ("are optional claims", "them"),
    };
    let whose = match subject.profile.purpose {
        Purpose::Id => "the client",
        _ => "your API, not the client,",
    };
    sink.claim(subject, first).fixer(Fixer::AppRegistration).say(format!(
        "{} {are}: Entra ID sends {them} only when asked. The registration of {whose} has to list {them}; then get a new token.",
        quote_list(&names)
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, message) in [
            (
                "token kind=entra-access-v2-user require=email,ctry,scp",
                "`email` and `ctry` are optional claims: Entra ID sends them only when asked. The registration of your API,",
            ),
            (
                "token kind=entra-id-v2 require=ctry",
                "`ctry` is an optional claim: Entra ID sends it only when asked. The registration of the client has",
            ),
        ] {
            check(&RULE, info, "{\"alg\":\"RS256\"}\n{}", &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=entra-access-v2-user require=email",
                r#"{"email":"a@b.example"}"#,
            ),
            ("token kind=entra-access-v2-user require=scp", "{}"),
            ("token kind=entra-access-v2-user", "{}"),
            ("token require=email", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

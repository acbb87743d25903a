//! The receiver requires a claim that Entra ID sends only when a registration asks for it.

use super::is_listed;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::situation::{self, Actor};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::{OPTIONAL_USER_CLAIMS, is_optional_claim};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "optional-claim-needs-configuration",
    severity: Severity::Info,
    title: "A missing claim is one that a registration has to ask for",
    applies: Applies::Families(&[Family::Entra, Family::EntraExternal]),
    guide: guide::OPTIONAL_CLAIMS,
    sources: "Entra optional-claims-reference",
    check,
};

/// Whether the claim says something about a user, and the token is of an application that acts for itself.
pub fn has_no_user(subject: &Subject, name: &str) -> bool {
    let is_about_user =
        OPTIONAL_USER_CLAIMS.contains(&name) || matches!(name, "name" | "unique_name");
    is_about_user && situation::actor(subject) == Actor::App
}

/// Whether the claim is one that has to be configured for tokens like this.
pub fn applies(subject: &Subject, name: &str) -> bool {
    // Too many groups are left out although they are configured.
    let is_left_out = name == "groups"
        && (subject.claim("_claim_names").is_some() || subject.claim("hasgroups").is_some());
    // Version 2 tokens have it without being asked, by the scope `profile`.
    let is_usual =
        name == "preferred_username" && subject.is_any(&["entra-id-v2", "entra-access-v2-user"]);
    subject.kind().family.is_microsoft()
        && !subject.is_any(&["b2c"])
        && !is_left_out
        && !is_usual
        && (is_optional_claim(name) || name.starts_with("extension_") || name.starts_with("extn."))
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
    if names.iter().all(|name| has_no_user(subject, name)) {
        return sink.claim(subject, first).fixer(Fixer::Caller).say(format_args!(
            "{} cannot be in this token: it was issued to an application for itself. Get a token \
             for a user, or stop requiring them.",
            quote_list(&names)
        ));
    }
    let (are, them) = match names.len() {
        1 => ("is an optional claim", "it"),
        _ => ("are optional claims", "them"),
    };
    let whose = match subject.profile.purpose {
        Purpose::Id => "the client",
        _ => "your API, not the client,",
    };
    sink.claim(subject, first).fixer(Fixer::AppRegistration).say(format_args!(
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
                "token kind=external-id require=email",
                "`email` is an optional claim: Entra ID sends it only when asked.",
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
    fn says_that_an_application_has_no_user() {
        let body = "{\"alg\":\"RS256\"}\n{\"idtyp\":\"app\"}";
        let check = |required: &str, message: &str| {
            let info = format!("token kind=entra-access-v2-app require={required}");
            check(&RULE, &info, body, &[message]);
        };
        check("email,upn", "`email` and `upn` cannot be in this token:");
        check("xms_cc", "`xms_cc` is an optional claim");
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

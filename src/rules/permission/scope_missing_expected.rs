//! A scope that the API requires is not in the token.

use super::{app_only_where_user_expected, scp_and_roles_missing};
use crate::guide;
use crate::profile::Purpose;
use crate::rules::identity::is_federated_credential;
use crate::rules::near::nearly;
use crate::rules::situation;
use crate::rules::situation::Actor;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "scope-missing-expected",
    severity: Severity::Error,
    title: "A scope that your API requires is missing",
    applies: Applies::Claims,
    guide: guide::CONSENT_AND_PERMISSIONS,
    sources: "RFC 6750 §3.1; IDW10203; AADSTS65001",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let wanted = &subject.expect.scopes;
    let may_hold = situation::may_be_access_token(subject);
    if wanted.is_empty() || !situation::is_of_receiver(subject) || is_said_elsewhere(subject) {
        return sink.does_not_apply();
    }
    let usual = match subject.kind().family.is_microsoft() || subject.is_any(&["okta-", "adfs-"]) {
        true => "scp",
        false => "scope",
    };
    let (claim, held) = situation::scopes(subject).unwrap_or((usual, Vec::new()));
    let missing: Vec<&String> = wanted
        .iter()
        .filter(|scope| !held.contains(&scope.as_str()))
        .collect();
    let Some(first) = missing.first() else {
        return;
    };
    let headline = match (missing.as_slice(), subject.claim(claim)) {
        (_, None) => format!(
            "The token holds no scope at all; {} is expected",
            quote_list(&missing)
        ),
        ([only], _) => format!("The scope {} is not in `{claim}`", quote(only)),
        _ => format!("The scopes {} are not in `{claim}`", quote_list(&missing)),
    };
    let is_permission = subject
        .claim("permissions")
        .is_some_and(|list| list.strings().any(|name| name == first.as_str()));
    // For Entra ID they say what else a client gets, not what it may do.
    let is_of_sign_in = subject.kind().family.is_microsoft()
        && ["openid", "profile", "email", "offline_access"].contains(&first.as_str());
    let why = if is_of_sign_in {
        Some(by_api(format!(
            "{} never stands in a token for your API: do not expect it.",
            quote(first)
        )))
    } else if is_permission {
        let why = format!(
            "{} is in `permissions`, what Auth0 grants by role: look there, or let the client ask for it as a scope.",
            quote(first)
        );
        Some((Fixer::Caller, why))
    } else {
        near(first, &held)
    };
    let (fixer, why) = why.unwrap_or_else(|| {
        let why = match may_hold {
            true => format!(
                "{}The client did not ask for it, or nobody consented. After consent ask for a new token.",
                holds(&held)
            ),
            false => situation::has_none(subject),
        };
        (Fixer::Caller, why)
    });
    sink.claim(subject, claim)
        .expected(wanted.join(" "))
        .fixer(fixer)
        .say(format_args!("{headline}. {why}"));
}

/// What is held under another form of the name need not be asked for.
fn by_api(why: String) -> (Fixer, String) {
    (Fixer::Api, why)
}

/// Whether another rule names the cause: an app-only token, an ID token, or one that grants nothing at all.
fn is_said_elsewhere(subject: &Subject) -> bool {
    app_only_where_user_expected::expects_user(subject) && situation::actor(subject) == Actor::App
        || subject.profile.detected_purpose == Purpose::Id && !is_federated_credential(subject)
        || scp_and_roles_missing::is_missing(subject) && !subject.expect.acl
}

/// What the token holds, as a sentence with a space after it.
fn holds(held: &[&str]) -> String {
    match held.is_empty() {
        true => String::new(),
        false => format!("It holds {}. ", quote_list(held)),
    }
}

/// What explains a scope that is almost there, and who has to act.
fn near(wanted: &str, held: &[&str]) -> Option<(Fixer, String)> {
    fn short(scope: &str) -> &str {
        scope.rsplit('/').next().unwrap_or_default()
    }
    if wanted.ends_with(".default") {
        return Some(by_api(format!(
            "{}`.default` is what a client asks for, never what a token holds: expect the scopes by \
             name.",
            holds(held)
        )));
    }
    let is_held = |fits: &dyn Fn(&str) -> bool| held.iter().find(|scope| fits(scope));
    if let Some(scope) = is_held(&|scope| scope == short(wanted)) {
        return Some(by_api(format!(
            "It holds {}: the client asks with the prefix of the API, Entra tokens hold the name \
             alone. Compare with that.",
            quote(scope)
        )));
    }
    if let Some(scope) = is_held(&|scope| short(scope) == wanted) {
        return Some(by_api(format!(
            "It holds {}, with the prefix of the API: this issuer keeps it. Compare with that.",
            quote(scope)
        )));
    }
    if let Some(list) = is_held(&|scope| scope.split([',', ';']).any(|part| part == wanted)) {
        let why = format!(
            "{} holds it behind a comma: scopes are told apart by spaces, so receivers see one name.",
            quote(list)
        );
        return Some((Fixer::Caller, why));
    }
    nearly(wanted, held.iter().copied()).map(by_api)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::{self, check};
    use crate::rules::{Fixer, sample};

    #[test]
    fn fires() {
        check(
            &RULE,
            "token scopes=Orders.Write",
            &sample::v2_user(""),
            &[
                "The scope `Orders.Write` is not in `scp`. It holds `Orders.Read`. The client did \
                 not ask",
            ],
        );
    }

    #[test]
    fn names_what_is_near() {
        check(
            &RULE,
            "token scopes=orders.read",
            &sample::v2_user(""),
            &["The scope `orders.read` is not in `scp`. `Orders.Read` \
                 is nearly it. Upper and lower case differ, and receivers"],
        );
    }

    #[test]
    fn names_the_prefix() {
        check(
            &RULE,
            "token scopes=api://x/Orders.Read",
            &sample::v2_user(""),
            &["The scope `api://x/Orders.Read` is not in `scp`. It \
                 holds `Orders.Read`: the client asks with the prefix"],
        );
    }

    #[test]
    fn says_who_has_to_compare_with_another_form() {
        for (scope, fixer) in [
            ("api://x/Orders.Read", Fixer::Api),
            ("orders.read", Fixer::Api),
            ("offline_access", Fixer::Api),
            ("Orders.Write", Fixer::Caller),
        ] {
            let info = format!("token scopes={scope}");
            let (_, report) = fixture::report(&info, &sample::v2_user(""));
            let mut found = report
                .all_findings()
                .filter(|finding| finding.rule == &RULE);
            assert_eq!(found.next().map(|finding| finding.fixer), Some(fixer));
        }
    }

    #[test]
    fn names_default() {
        check(
            &RULE,
            "token scopes=api://x/.default",
            &sample::v2_user(""),
            &[
                "The scope `api://x/.default` is not in `scp`. It holds `Orders.Read`. `.default` \
                 is what a client asks for",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token scopes=Orders.Read", &sample::v2_user(""), &[]);
    }

    #[test]
    fn leaves_app_tokens_to_their_rule() {
        check(&RULE, "token scopes=Orders.Read", &sample::v2_app(""), &[]);
        check(
            &RULE,
            "token scopes=Orders.Read roles=Orders.Read.All",
            &sample::v2_app(""),
            &["The token holds no scope at all; `Orders.Read` is expected."],
        );
    }

    #[test]
    fn fires_for_tokens_that_hold_none() {
        let github = r#"{"alg":"RS256"} {"iss":"https://token.actions.githubusercontent.com"}"#;
        let message = "The token holds no scope at all; `a` is expected. A token of its kind, GitHub Actions token, has none";
        check(
            &RULE,
            "paste scopes=a",
            &format!("<<{github}>>"),
            &[message],
        );
        let access = sample::at_jwt(r#""scope":"a""#).replace('\n', " ");
        check(
            &RULE,
            "paste scopes=a",
            &format!("<<{github}>> <<{access}>>"),
            &[],
        );
    }
}

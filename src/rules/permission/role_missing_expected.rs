//! A role that the API requires is not in the token.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::near::nearly;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{quote, quote_list};
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "role-missing-expected",
    severity: Severity::Error,
    title: "A role that your API requires is missing",
    applies: Applies::Claims,
    guide: guide::ROLES_AND_GROUPS,
    sources: "Entra howto-add-app-roles-in-apps; IDW10202; RFC 9068 §2.2.3.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let wanted = &subject.expect.roles;
    let may_hold = match situation::purpose(subject) {
        Purpose::Access | Purpose::Unknown => true,
        // The roles an API requires are not looked for in the ID token that came with the access token.
        Purpose::Id => !situation::neighbours(subject)
            .any(|other| situation::name(&other.token) == "access_token"),
        _ => situation::is_of_receiver(subject),
    };
    if wanted.is_empty() || !may_hold {
        return sink.does_not_apply();
    }
    let held = roles(subject);
    let missing: Vec<&String> = wanted.iter().filter(|role| !held.contains(role)).collect();
    let Some(first) = missing.first() else {
        return;
    };
    let names = quote_list(&missing);
    let headline = match (missing.len(), held.is_empty()) {
        (_, true) => format!("The token holds no role; {names} is expected."),
        (1, _) => format!(
            "The role {names} is not in the token. It holds {}.",
            quote_list(&held)
        ),
        _ => format!(
            "The roles {names} are not in the token. It holds {}.",
            quote_list(&held)
        ),
    };
    let in_scopes = situation::scopes(subject)
        .filter(|(_, scopes)| scopes.contains(&first.as_str()))
        .map(|(claim, _)| claim);
    let is_entra = subject.kind().family.is_microsoft();
    let other_list = subject.claims().and_then(|claims| {
        let is_list = |name: &str| {
            let ends = ["groups", "roles", "role", "permissions", "wids"];
            name != "roles" && ends.iter().any(|end| name.ends_with(end))
        };
        let mut lists = claims.members().filter(|member| is_list(member.name()));
        let list =
            lists.find(|list| list.value().strings().any(|value| value == first.as_str()))?;
        Some(list.name())
    });
    let elsewhere = in_scopes.filter(|_| !is_entra).or(other_list);
    let why = if let Some(near) = nearly(first, held.iter().map(String::as_str)) {
        near
    } else if in_scopes.is_some() && is_entra {
        format!(
            "{} is among the scopes: this is a user token with a delegated permission, not a role.",
            quote(first)
        )
    } else if let Some(list) = elsewhere {
        let look = match is_entra {
            true => "receivers look for roles in `roles`",
            false => "let the API look there",
        };
        format!("{} is in {}: {look}.", quote(first), quote(list))
    } else if !matches!(
        situation::purpose(subject),
        Purpose::Access | Purpose::Unknown | Purpose::Id
    ) {
        situation::has_none(subject)
    } else {
        let only_at_entra = match is_entra {
            true => " Groups emitted as roles push app roles out.",
            false if subject.is_any(&["keycloak-"]) => {
                " Keycloak leaves out roles that the scope of the client does not cover."
            }
            false => "",
        };
        format!(
            "It is not defined, not assigned, or assigned after this token was issued.{only_at_entra}"
        )
    };
    sink.claim(subject, "roles")
        .expected(wanted.join(" "))
        .fixer(match is_entra {
            true => Fixer::AppRegistration,
            false if elsewhere.is_some() => Fixer::Api,
            false => Fixer::Issuer,
        })
        .say(format_args!("{headline} {why}"));
}

/// The roles in `roles`, and where Keycloak writes and Hasura reads them.
fn roles(subject: &Subject) -> Vec<String> {
    let of = |holder: Value| {
        holder
            .get("roles")
            .map(|roles| texts(roles))
            .unwrap_or_default()
    };
    let mut held = subject.claim("roles").map(texts).unwrap_or_default();
    held.extend(subject.claim("realm_access").map(of).unwrap_or_default());
    if let Some(clients) = subject.claim("resource_access") {
        held.extend(clients.members().flat_map(|client| of(client.value())));
    }
    for member in subject.claims().into_iter().flat_map(Value::members) {
        let roles = member.value().get("x-hasura-allowed-roles");
        held.extend(roles.map(texts).unwrap_or_default());
    }
    held
}

/// The strings, and those in the objects that SCIM has for them.
fn texts(value: Value) -> Vec<String> {
    let inside = value.items().filter_map(|item| item.get("value")?.as_str());
    value.strings().chain(inside).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn finds_what_scim_writes() {
        check(
            &RULE,
            "token roles=admin",
            "{\"alg\":\"ES256\"}\n{\"roles\":[{\"value\":\"admin\"}]}",
            &[],
        );
    }

    #[test]
    fn speaks_of_entra_only_where_it_is_entra() {
        for (kind, words) in [
            ("entra-access-v2-app", "issued. Groups emitted as roles"),
            ("keycloak-access", "issued. Keycloak leaves out roles"),
            ("auth0-access", "issued."),
        ] {
            check(
                &RULE,
                &format!("token roles=admin kind={kind}"),
                "{\"alg\":\"RS256\"}\n{\"roles\":[\"user\"]}",
                &[&format!(
                    "The role `admin` is not in the token. It holds `user`. It is not defined, not assigned, or assigned after this token was {words}"
                )],
            );
        }
    }

    #[test]
    fn fires() {
        check(
            &RULE,
            "token roles=Orders.Write.All",
            &sample::v2_app(""),
            &[
                "The role `Orders.Write.All` is not in the token. It holds `Orders.Read.All`. It \
                 is not defined",
            ],
        );
    }

    #[test]
    fn fires_without_roles() {
        check(
            &RULE,
            "token roles=Orders.Read",
            &sample::v2_user(""),
            &[
                "The token holds no role; `Orders.Read` is expected. `Orders.Read` is among the \
                 scopes",
            ],
        );
    }

    #[test]
    fn fires_for_tokens_that_hold_none() {
        check(
            &RULE,
            "token roles=a kind=github-actions",
            "{\"alg\":\"RS256\"}\n{}",
            &[
                "The token holds no role; `a` is expected. A token of its kind, GitHub Actions token, has none",
            ],
        );
    }

    #[test]
    fn names_what_is_near() {
        check(
            &RULE,
            "token roles=orders.read.all",
            &sample::v2_app(""),
            &[
                "The role `orders.read.all` is not in the token. It holds `Orders.Read.All`. \
                 `Orders.Read.All` is nearly it.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token roles=Orders.Read.All",
            &sample::v2_app(""),
            &[],
        );
    }

    #[test]
    fn says_where_else_it_is() {
        let message = "The token holds no role; `a` is expected. `a` is in `cognito:groups`: let the API look there.";
        let claims = r#""cognito:groups":["a"]"#;
        let body = format!("{{\"alg\":\"RS256\"}}\n{{{claims}}}");
        check(
            &RULE,
            "token roles=a kind=cognito-access",
            &body,
            &[message],
        );
        check(
            &RULE,
            "token roles=a kind=auth0-access",
            "{\"alg\":\"RS256\"}\n{\"scope\":\"a\",\"gty\":\"client-credentials\"}",
            &[
                "The token holds no role; `a` is expected. `a` is in `scope`: let the API look there.",
            ],
        );
        let hasura = r#"{"alg":"HS256"}
{"https://hasura.io/jwt/claims":{"x-hasura-allowed-roles":["user","a"]}}"#;
        check(&RULE, "token roles=a", hasura, &[]);
    }

    #[test]
    fn looks_where_keycloak_writes_them() {
        check(
            &RULE,
            "token roles=a,b",
            r#"{"alg":"RS256"}
{"realm_access":{"roles":["a"]},"resource_access":{"x":{"roles":["b"]}}}"#,
            &[],
        );
    }
}

//! The tenant is none of those that are expected.

use super::hint;
use crate::guide;
use crate::profile::Family;
use crate::profile::issuer::is_guid;
use crate::rules::near::{Difference, nearest};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::CONSUMER_TENANT;
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "tid-mismatch",
    severity: Severity::Error,
    title: "The tenant is not one that your API serves",
    applies: Applies::Claims,
    guide: guide::TENANT,
    sources: "Entra claims-validation",
    check,
};

/// The claim that names the tenant, and the tenant: as a rule `tid`; tokens of Azure AD B2C name it in `iss` only.
pub fn tenant<'a>(subject: &Subject<'a>) -> Option<(&'static str, &'a str)> {
    if let Some(tid) = subject.claim_str("tid") {
        return Some(("tid", tid));
    }
    let is_external = subject.kind().family == Family::EntraExternal;
    let tenant = subject.issuer.tenant;
    let tenant = tenant.filter(|id| is_external && is_guid(id));
    Some(("iss", tenant?))
}

/// Whether it is meant as an id, mistyped or not: names have other letters, or a dot, or no hyphen.
fn is_id(tenant: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    tenant.contains('-') && tenant.trim().bytes().all(is_digit)
}

/// The tenant of the token and the expected one it comes nearest to, where it is none of them. Letter case does not
/// matter, as in every GUID; names of tenants cannot be compared.
pub fn found(subject: &Subject) -> Option<(String, String, Difference)> {
    let (_, tid) = tenant(subject)?;
    let expected = &subject.expect.tenants;
    let is_comparable = expected.iter().all(|tenant| is_id(tenant));
    let is_met = expected
        .iter()
        .any(|tenant| tenant.eq_ignore_ascii_case(tid));
    let (nearest, difference) = nearest(tid, expected).filter(|_| is_comparable && !is_met)?;
    let nearest = nearest.to_owned();
    Some((tid.to_owned(), nearest, difference))
}

fn check(subject: &Subject, sink: &mut Sink) {
    let expected = &subject.expect.tenants;
    let Some((claim, tid)) = tenant(subject).filter(|_| !expected.is_empty()) else {
        return sink.does_not_apply();
    };
    let Some((tid, expected, difference)) = found(subject) else {
        let is_name = |tenant: &&String| !is_id(tenant);
        let is_met = |tenant: &String| tenant.eq_ignore_ascii_case(tid);
        if let Some(name) = expected
            .iter()
            .find(is_name)
            .filter(|_| !expected.iter().any(is_met))
        {
            sink.claim(subject, claim).severity(Severity::Warning).expected(name).fixer(Fixer::Api).say(format_args!(
                "The tenant {} was not compared with {}: tokens name tenants by their id only. Expect the id.",
                quote(tid),
                quote(name)
            ));
        }
        return;
    };
    let why = if tid == CONSUMER_TENANT {
        "That is the tenant of personal Microsoft accounts."
    } else {
        "The user or app signed in elsewhere: with another account, or through `/common/` instead of the tenant's own endpoint."
    };
    sink.claim(subject, claim)
        .expected(expected.as_str())
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The token is of tenant {}, not {}.{} {why}",
            quote(&tid),
            quote(&expected),
            hint(&difference)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token tid=bbbbcccc-1111-dddd-2222-eeee3333ffff",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "The token is of tenant `aaaabbbb-0000-cccc-1111-dddd2222eeee`, not `bbbbcccc-1111-dddd-2222-eeee3333ffff`. The user or app",
            ),
            (
                "token tid=bbbbcccc-1111-dddd-2222-eeee3333ffff",
                "{\"tid\":\"9188040d-6c67-4c5b-b112-36a304b66dad\"}",
                "The token is of tenant `9188040d-6c67-4c5b-b112-36a304b66dad`, not `bbbbcccc-1111-dddd-2222-eeee3333ffff`. That is the tenant of personal",
            ),
            (
                "token tid=aaaabbbb-0000-cccc-1111-dddd2222eeee",
                "{\"tid\":\" aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "The token is of tenant ` aaaabbbb-0000-cccc-1111-dddd2222eeee`, not `aaaabbbb-0000-cccc-1111-dddd2222eeee`. The token's value has spaces",
            ),
            (
                "token tid=aaaabbbb-0000-cccc-1111-dddd2222eee",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "The token is of tenant `aaaabbbb-0000-cccc-1111-dddd2222eeee`, not `aaaabbbb-0000-cccc-1111-dddd2222eee`.",
            ),
            (
                "token tid=aaaabbbb0000cccc1111dddd2222eeee",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "warning: The tenant `aaaabbbb-0000-cccc-1111-dddd2222eeee` was not compared with",
            ),
            (
                "token tid=contoso.example",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "warning: The tenant `aaaabbbb-0000-cccc-1111-dddd2222eeee` was not compared with `contoso.example`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token tid=bbbbcccc-1111-dddd-2222-eeee3333ffff,aaaabbbb-0000-cccc-1111-dddd2222eeee",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token tid=AAAABBBB-0000-CCCC-1111-DDDD2222EEEE",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            ("token tid=aaaabbbb-0000-cccc-1111-dddd2222eeee", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

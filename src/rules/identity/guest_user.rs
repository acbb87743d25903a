//! The user is a guest in the tenant.

use crate::guide;
use crate::profile::Family;
use crate::profile::issuer::Issuer;
use crate::rules::situation::{self, Actor};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::CONSUMER_TENANT;
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "guest-user",
    severity: Severity::Info,
    title: "The user is a guest in this tenant",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::GUEST_AND_CONSUMER_ACCOUNTS,
    sources: "Entra optional-claims-reference; Entra id-token-claims-reference; Entra agent-token-claims",
    check,
};

/// Whether the identity provider is another one than the tenant that issued the token.
fn is_foreign(subject: &Subject, idp: &str) -> bool {
    let iss = subject.claim_str("iss").unwrap_or_default();
    let tid = subject.claim_str("tid");
    let home = Issuer::of(idp);
    // The same tenant may be named by its v1.0 issuer in a v2.0 token.
    let same_tenant = home.kind.is_entra()
        && home.tenant.is_some()
        && (home.tenant == tid || home.tenant == subject.issuer.tenant);
    !same_tenant && idp != iss && tid != Some(CONSUMER_TENANT)
}

fn check(subject: &Subject, sink: &mut Sink) {
    let says = |name: &str, value: &str| {
        subject
            .claim(name)
            .is_some_and(|claim| claim.to_text() == value)
    };
    if situation::actor(subject) == Actor::App {
        return;
    }
    let idp = subject
        .claim_str("idp")
        .filter(|idp| is_foreign(subject, idp));
    let is_related = subject
        .claim("xms_idrel")
        .is_some_and(|claim| claim.words().contains(&"5"));
    let (name, why) = match idp {
        Some(idp) => ("idp", format!("signed in by {}", quote(idp))),
        None if says("acct", "1") => ("acct", "`acct` is 1".to_owned()),
        None if is_related => ("xms_idrel", "`xms_idrel` holds 5".to_owned()),
        None => return,
    };
    sink.claim(subject, name)
        .fixer(Fixer::Nobody)
        .say(format_args!(
            "The user is a guest in this tenant: {why}. `oid` is another than at home; decide what \
         guests may do."
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
                "token kind=entra-access-v2-user",
                "{\"acct\":1}",
                "The user is a guest in this tenant: `acct` is 1.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\",\"idp\":\"https://sts.windows.net/bbbbcccc-1111-dddd-2222-eeee3333ffff/\"}",
                "The user is a guest in this tenant: signed in by `https://sts.windows.net/bbbbcccc-1111-dddd-2222-eeee3333ffff/`.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\",\"idp\":\"live.com\"}",
                "The user is a guest in this tenant: signed in by `live.com`.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"xms_idrel\":\"1 5\"}",
                "The user is a guest in this tenant: `xms_idrel`",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token kind=entra-access-v2-user", "{\"acct\":0}"),
            (
                "token kind=entra-access-v2-app",
                "{\"idtyp\":\"app\",\"idp\":\"live.com\"}",
            ),
            (
                "token kind=entra-access-v2-app",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\",\"idp\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"idp\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"tid\":\"9188040d-6c67-4c5b-b112-36a304b66dad\",\"idp\":\"live.com\"}",
            ),
            ("token kind=entra-access-v2-user", "{\"xms_idrel\":\"15\"}"),
            ("token kind=okta-id", "{\"idp\":\"00o1\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

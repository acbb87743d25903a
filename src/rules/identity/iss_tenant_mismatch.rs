//! The tenant in `iss` is not `tid`.

use crate::guide;
use crate::profile::Family;
use crate::profile::issuer::{Address, Kind, is_guid};
use crate::rules::near::is_template;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-tenant-mismatch",
    severity: Severity::Error,
    title: "The tenant in the issuer is not the tenant of the token",
    applies: Applies::Families(&[Family::Entra, Family::EntraExternal]),
    guide: guide::TENANT,
    sources: "Entra access-tokens; Entra claims-validation",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(tid) = subject.claim_str("tid") else {
        return sink.does_not_apply();
    };
    let issuer = subject.issuer;
    let is_ours = issuer.kind.is_entra() || issuer.kind == Kind::ExternalId;
    let Some(tenant) = issuer
        .tenant
        .filter(|tenant| is_ours && !is_template(tenant))
    else {
        return sink.does_not_apply();
    };
    if tenant.eq_ignore_ascii_case(tid) {
        let iss = subject.claim_str("iss").unwrap_or_default();
        let host = Address::of(iss).map_or("", |address| address.host);
        let is_named = host
            .split('.')
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(tid));
        if issuer.kind == Kind::ExternalId && is_guid(tid) && !is_named {
            sink.claim(subject, "iss")
                .severity(Severity::Warning)
                .expected(format!("https://{tenant}.ciamlogin.com/{tenant}/v2.0"))
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The host of the issuer, {}, does not start with the ID of the tenant, as tokens of External ID have it.",
                    quote(host)
                ));
        }
        return;
    }
    sink.claim(subject, "tid")
        .expected(tenant)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The issuer is of tenant {}, but `tid` is {}. No genuine token has that: refuse it.",
            quote(tenant),
            quote(tid)
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
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"bbbbcccc-1111-dddd-2222-eeee3333ffff\"}",
                "The issuer is of tenant `aaaabbbb-0000-cccc-1111-dddd2222eeee`, but `tid` is `bbbbcccc-1111-dddd-2222-eeee3333ffff`.",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"tid\":\"bbbbcccc-1111-dddd-2222-eeee3333ffff\"}",
                "The issuer is of tenant",
            ),
            (
                "token",
                "{\"iss\":\"https://contoso.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "warning: The host of the issuer, `contoso.ciamlogin.com`, does not start",
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
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/common/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token kind=external-id",
                "{\"iss\":\"https://aaaabbbb-0000-cccc-1111-dddd2222eeee.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token kind=b2c",
                "{\"iss\":\"https://c.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/\",\"tid\":\"bbbbcccc-1111-dddd-2222-eeee3333ffff\"}",
            ),
            (
                "token kind=rfc9068",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"bbbbcccc-1111-dddd-2222-eeee3333ffff\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

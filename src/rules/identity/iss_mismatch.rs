//! The issuer is not the expected one, and no rule of its own says why.

use super::{IssuerRule, OF_ORG_SERVER, hint, issuer_for, tid_mismatch};
use crate::guide;
use crate::profile::issuer::{Address, Issuer, Kind, is_guid};
use crate::rules::near::Difference;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-mismatch",
    severity: Severity::Error,
    title: "The issuer is not the one your API expects",
    applies: Applies::Claims,
    guide: guide::ISSUER,
    sources: "RFC 9068 §4; OpenID Connect Core §3.1.3.7",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(own) = subject.claim("iss") else {
        return sink.does_not_apply();
    };
    let expected = &subject.expect.issuers;
    let is_met = expected.iter().any(|issuer| own.as_str() == Some(issuer));
    if (expected.is_empty() || is_met) && situation::is_refused(subject, "iss") {
        return sink
            .claim(subject, "iss")
            .fixer(Fixer::Api)
            .say(format_args!(
                "The server refused the issuer of this token, {}. It trusts another: \
             ask that one for the token, or compare the authority of a server of yours.",
                quote(own.to_text())
            ));
    }
    if expected.is_empty() {
        return sink.does_not_apply();
    }
    let Some(comparison) = issuer_for(subject, IssuerRule::General) else {
        return;
    };
    let difference = &comparison.difference;
    if *difference == Difference::Tenant && tid_mismatch::found(subject).is_some() {
        return;
    }
    let (found, expected) = (comparison.found.as_str(), comparison.expected.as_str());
    let host = |text| Address::of(text).map_or("", |address| address.host);
    let same_host = !host(found).is_empty() && host(found) == host(expected);
    let hosts = |end| (host(found).ends_with(end), host(expected).ends_with(end));
    let is_in_writing = difference.is_in_writing() || *difference == Difference::Authority;
    let own_server = expected
        .strip_prefix(found)
        .is_some_and(|path| path.starts_with("/oauth2/"));
    let (means, fixer) = match difference {
        _ if hosts(".ciamlogin.com") == (true, true) => (
            "Tokens of External ID name the tenant by its ID in the host, too: take the issuer \
             from the metadata.",
            Fixer::Api,
        ),
        _ if own_server && subject.is_any(&["okta-"]) => (OF_ORG_SERVER, Fixer::Caller),
        _ if subject.is_any(&["auth0-"])
            && !is_in_writing
            && matches!(hosts(".auth0.com"), (true, false) | (false, true)) =>
        {
            (
                "Auth0 names the domain that the client asked: its own or the custom one. Use the same in client and API.",
                Fixer::Api,
            )
        }
        _ if is_realm_elsewhere(found, expected) && same_host => (
            "Older versions of Keycloak have `/auth` in the path, others not: take the issuer from the metadata.",
            Fixer::Api,
        ),
        _ if is_realm_elsewhere(found, expected) => (
            "Keycloak names the host that it was asked at, which inside a cluster is another than outside. Set its hostname to one address, and tell the API that one as issuer.",
            Fixer::Issuer,
        ),
        Difference::Under => (
            "One is an address under the other: take the issuer from the metadata.",
            Fixer::Api,
        ),
        _ if subject.is_any(&["adfs-"]) && same_host => (
            "It is the same AD FS: access tokens have `access_token_issuer` of its metadata, ID tokens `issuer`. Accept that one.",
            Fixer::Api,
        ),
        _ if is_in_writing || *difference == Difference::Close && same_host => {
            ("The comparison is exact, so it fails.", Fixer::Api)
        }
        Difference::Tenant
            if Issuer::of(expected)
                .tenant
                .is_some_and(|tenant| tenant.contains('.')) =>
        {
            (
                "Tokens name the tenant by its ID, never by a domain: take the issuer from the metadata.",
                Fixer::Api,
            )
        }
        Difference::Tenant => (
            "The user or app signed in to another tenant than the one your API serves.",
            Fixer::Caller,
        ),
        _ if subject.issuer.other_tenant(&Issuer::of(expected)).is_some() => (
            "Tenant and version differ: the user or app signed in to another tenant than the one your API serves.",
            Fixer::Caller,
        ),
        Difference::Cloud => (
            "A token of one cloud is worth nothing in another.",
            Fixer::Caller,
        ),
        _ if subject.issuer.is_tfp && names_tenant(subject, expected) => (
            "It is the same tenant: the user flow writes this form, as its issuer setting says.",
            Fixer::AppRegistration,
        ),
        _ if names_tenant(subject, expected) => (
            "It is the same tenant at another address: take the issuer from the metadata of the authority that the client asks.",
            Fixer::Api,
        ),
        _ => (
            "Your API has to refuse it: the token comes from somewhere else than it trusts, or its authority is configured wrong.",
            Fixer::Caller,
        ),
    };
    sink.claim(subject, "iss")
        .expected(comparison.expected.as_str())
        .fixer(fixer)
        .say(format_args!(
            "The issuer is {}, not {}.{} {means}",
            quote(&comparison.found),
            quote(&comparison.expected),
            hint(difference)
        ));
}

/// Whether two issuers are realms of Keycloak with the same name.
fn is_realm_elsewhere(one: &str, other: &str) -> bool {
    let realm = |text| Some(Address::of(text)?.path.split_once("/realms/")?.1);
    Issuer::of(one).kind == Kind::Keycloak && realm(one) == realm(other)
}

/// Whether an address holds the ID of the tenant that issued the token.
fn names_tenant(subject: &Subject, address: &str) -> bool {
    let tenant = subject.issuer.tenant.filter(|tenant| is_guid(tenant));
    tenant.is_some_and(|tenant| {
        address
            .split('/')
            .any(|part| part.eq_ignore_ascii_case(tenant))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token iss=https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The issuer is `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`, not `https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/v2.0`. Only the tenant differs. The user or app",
            ),
            (
                "token iss=https://login.microsoftonline.com/contoso.example/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The issuer is `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`, not `https://login.microsoftonline.com/contoso.example/v2.0`. Only the tenant differs. Tokens name the tenant by its ID",
            ),
            (
                "token iss=https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/v2.0",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
                "The issuer is `https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/`, not `https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/v2.0`. Tenant and version differ",
            ),
            (
                "token kind=keycloak-access iss=http://keycloak:8080/realms/main",
                "{\"iss\":\"https://id.contoso.example/realms/main\"}",
                "The issuer is `https://id.contoso.example/realms/main`, not `http://keycloak:8080/realms/main`. Keycloak names the host",
            ),
            (
                "paste",
                "The issuer 'https://b' is invalid <<{\"alg\":\"RS256\"} {\"iss\":\"https://b\"}>>",
                "The server refused the issuer of this token, `https://b`.",
            ),
            (
                "paste",
                "AKV10032: Invalid issuer. Expected one of https://a/, found https://b/. <<{\"alg\":\"RS256\"} {\"iss\":\"https://b/\"}>>",
                "The issuer is `https://b/`, not `https://a/`.",
            ),
            (
                "token iss=https://a",
                "{\"iss\":\"https://b\"}",
                "The issuer is `https://b`, not `https://a`. Your API has to refuse it",
            ),
            (
                "token iss=https://a",
                "{\"iss\":\"https://A\"}",
                "The issuer is `https://A`, not `https://a`. Upper and lower case differ. The comparison",
            ),
            (
                "token iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The issuer is `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`, not `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee`. One is the authority",
            ),
            (
                "token iss=https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
                "The issuer is `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`, not `https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0`. They belong to different clouds.",
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
                "token iss=https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
            ),
            ("token iss=https://a/", "{\"iss\":\"https://a\"}"),
            (
                "token iss=https://login.microsoftonline.com/common/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
            ),
            ("token iss=https://a,https://b", "{\"iss\":\"https://b\"}"),
            ("token", "{\"iss\":\"https://b\"}"),
            (
                "token iss=https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/v2.0 tid=bbbbcccc-1111-dddd-2222-eeee3333ffff",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
            ),
            (
                "token iss=https://x/ aud=api://AzureADTokenExchange",
                "{\"iss\":\"https://x\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }

    #[test]
    fn says_which_server_of_a_provider_it_was() {
        for (expected, found, kind, message) in [
            (
                "https://contoso.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "https://aaaabbbb-0000-cccc-1111-dddd2222eeee.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "external-id",
                "Tokens of External ID name the tenant by its ID",
            ),
            (
                "https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                "https://contoso.b2clogin.com/tfp/aaaabbbb-0000-cccc-1111-dddd2222eeee/b2c_1_in/v2.0/",
                "b2c",
                "It is the same tenant: the user flow",
            ),
            (
                "https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                "https://login.contoso.example/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                "b2c",
                "It is the same tenant at another address",
            ),
            (
                "https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/b2c_1_in/v2.0/",
                "https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                "b2c",
                "It is the same tenant at another address",
            ),
            (
                "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "https://aaaabbbb-0000-cccc-1111-dddd2222eeee.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "external-id",
                "It is the same tenant at another address",
            ),
            (
                "https://sso.contoso.example/auth/realms/shop",
                "https://sso.contoso.example/realms/shop",
                "keycloak-access",
                "Older versions of Keycloak",
            ),
            (
                "https://sso.contoso.example/realms/shop",
                "http://keycloak:8080/realms/shop",
                "oidc-id-token",
                "Keycloak names the host that it was asked at",
            ),
            (
                "https://sso.contoso.example",
                "https://sso.contoso.example/realms/shop",
                "keycloak-access",
                "One is an address under the other: take",
            ),
            (
                "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0",
                "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "entra-access-v2-user",
                "It is the same tenant at another address",
            ),
            (
                "https://fs.contoso.example/adfs",
                "http://fs.contoso.example/adfs/services/trust",
                "adfs-access",
                "It is the same AD FS",
            ),
            (
                "https://contoso.okta.com/oauth2/default",
                "https://contoso.okta.com",
                "okta-access",
                "It comes from Okta's org authorization server",
            ),
            (
                "https://contoso.eu.auth0.com/",
                "https://login.contoso.example/",
                "auth0-access",
                "Auth0 names the domain that the client asked",
            ),
        ] {
            let message = format!("The issuer is `{found}`, not `{expected}`. {message}");
            check(
                &RULE,
                &format!("token kind={kind} iss={expected}"),
                &format!("{{\"alg\":\"RS256\"}}\n{{\"iss\":\"{found}\"}}"),
                &[&message],
            );
        }
    }
}

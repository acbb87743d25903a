//! A client assertion is not addressed to the token endpoint of its tenant.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::media_types::media_type;
use crate::text::quote;
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "assertion-aud-wrong",
    severity: Severity::Error,
    title: "The client assertion is addressed to the wrong place",
    applies: Applies::Claims,
    guide: guide::CLIENT_ASSERTION,
    sources: "Entra certificate-credentials; AADSTS700023; OpenID Connect Core §9",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(aud) = subject
        .claim("aud")
        .filter(|_| super::is_client_assertion(subject))
    else {
        return sink.does_not_apply();
    };
    if !is_for_entra(subject) {
        return elsewhere(subject, sink, aud);
    }
    let tenant = subject
        .extraction
        .parameter("tenant")
        .filter(|_| situation::name(subject.token) == "client_assertion");
    let expected = subject.expect.tenants.iter().map(String::as_str);
    let tenants: Vec<&str> = match tenant {
        Some(tenant) => vec![tenant],
        None => expected.collect(),
    };
    let host = subject.extraction.parameter("endpoint").map(super::host);
    let mut trouble = None;
    for text in aud.strings() {
        match fault(text, &tenants, host.filter(|_| tenant.is_some())) {
            None => return,
            Some(found) => trouble = Some(found),
        }
    }
    let trouble = trouble.unwrap_or("it is not text");
    sink.claim(subject, "aud")
        .expected("https://{host}/{tenant}/oauth2/v2.0/token")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The audience {} of the client assertion is wrong: {trouble}. Entra ID wants the \
             token endpoint it is sent to, of the same cloud and tenant; it answers AADSTS700023.",
            common::quote_values(aud)
        ));
}

/// Any other server takes its issuer and, as a rule, its token endpoint. Its issuer is not known here, but is an address,
/// most often on the same host.
fn elsewhere(subject: &Subject, sink: &mut Sink, aud: Value) {
    let endpoint = subject
        .extraction
        .parameter("endpoint")
        .filter(|_| situation::name(subject.token) == "client_assertion");
    let Some(endpoint) = endpoint else {
        return which_reading(subject, sink, aud);
    };
    let is_near = |aud: &str| super::host(aud).eq_ignore_ascii_case(super::host(endpoint));
    // Each realm of Keycloak is a server of its own.
    let is_other = |aud: &str| {
        realm(aud).is_some() && realm(endpoint).is_some() && realm(aud) != realm(endpoint)
    };
    if aud.strings().any(|aud| is_near(aud) && !is_other(aud)) {
        return;
    }
    let may_be_issuer = |aud: &str| aud.starts_with("https://") && !(is_near(aud) && is_other(aud));
    let (severity, ending) = match aud.strings().any(may_be_issuer) {
        true => (Severity::Warning, " unless the first is its issuer"),
        false => (Severity::Error, ""),
    };
    sink.claim(subject, "aud")
        .severity(severity)
        .expected(endpoint)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The client assertion is addressed to {} and sent to {}. That server refuses \
             it{ending}. Take its issuer or its token endpoint as `aud`.",
            common::quote_values(aud),
            quote(endpoint)
        ));
}

/// Says which reading takes this audience, where the server is not known: RFC 7523 takes the token endpoint as well.
fn which_reading(subject: &Subject, sink: &mut Sink, aud: Value) {
    let first = aud.strings().next().unwrap_or_default();
    let is_strict = subject
        .param_str("typ")
        .is_some_and(|typ| media_type(typ).eq_ignore_ascii_case("client-authentication+jwt"));
    let is_endpoint = first.starts_with("https://") && first.ends_with("/token");
    let (severity, means) = if subject.claim_str("sub") == Some(first) {
        let means = "is the client itself. It has to name the server that reads it";
        (Severity::Error, means)
    } else if is_endpoint && is_strict {
        let means = "is a token endpoint. With this `typ` servers take their issuer alone";
        (Severity::Warning, means)
    } else if is_endpoint {
        let means = "is a token endpoint: right by RFC 7523. By OpenID Connect Core with errata 3 and the draft rfc7523bis it has to be the issuer, alone and as a string";
        (Severity::Info, means)
    } else {
        return;
    };
    sink.claim(subject, "aud")
        .severity(severity)
        .expected("the issuer of the server")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The audience of the client assertion, {}, {means}.",
            quote(first)
        ));
}

/// The realm in an address of Keycloak.
fn realm(url: &str) -> Option<&str> {
    url.split_once("/realms/")?.1.split('/').next()
}

/// Whether the sign-in service of Entra ID reads it: its kind says so, or the error that came back.
fn is_for_entra(subject: &Subject) -> bool {
    let mut codes = subject.extraction.errors.iter().map(|error| &error.code);
    subject.is_any(&["entra-client-assertion"])
        || subject.is_any(&["client-assertion"]) && codes.any(|code| code.starts_with("AADSTS"))
}

/// What is wrong with an audience, if anything is.
fn fault(aud: &str, tenants: &[&str], host: Option<&str>) -> Option<&'static str> {
    let Some(rest) = aud.strip_prefix("https://") else {
        return Some("it does not start with https://");
    };
    let (own_host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (own_tenant, path) = path.split_once('/').unwrap_or((path, ""));
    if own_tenant.is_empty() {
        return Some("it names no tenant");
    }
    let is_form = matches!(path, "oauth2/v2.0/token" | "oauth2/token" | "v2.0")
        || path.is_empty() && aud.ends_with('/');
    if !is_form {
        return Some("it is neither the token endpoint nor the issuer");
    }
    let differ = |one: &str, other: &str| !one.eq_ignore_ascii_case(other);
    let is_known = |tenant: &str| {
        situation::is_guid(tenant) || matches!(tenant, "common" | "organizations" | "consumers")
    };
    let is_other =
        |tenant: &&str| is_known(tenant) == is_known(own_tenant) && differ(tenant, own_tenant);
    if !tenants.is_empty() && tenants.iter().all(is_other) {
        return Some("it names another tenant than the request goes to");
    }
    let alias = |host: &str| host == "sts.windows.net" || host == "login.windows.net";
    if host.is_some_and(|host| !alias(own_host) && differ(host, own_host)) {
        return Some("it names another cloud than the request goes to");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"aud":"https://login.microsoftonline.com/t/oauth2/v2.0/authorize","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &[
                "The audience `https://login.microsoftonline.com/t/oauth2/v2.0/authorize` of the \
                 client assertion is wrong: it is neither",
            ],
        );
    }

    #[test]
    fn fires_for_another_api_where_the_error_says_who_read_it() {
        let assertion = r#"<<{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"} {"aud":"https://graph.microsoft.com","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}>>"#;
        let error = format!("AADSTS700023: no\n{assertion}");
        let expected = "The audience `https://graph.microsoft.com` of the client assertion is wrong: it names no tenant.";
        check(&RULE, "paste", &error, &[expected]);
        check(&RULE, "paste", assertion, &[]);
    }

    #[test]
    fn other_servers() {
        for (aud, message) in [
            ("https://as.example.com", None),
            ("https://as.example.com/token", None),
            (
                "foo",
                Some(
                    "The client assertion is addressed to `foo` and sent to `https://as.example.com/token`. That server refuses it. Take",
                ),
            ),
            (
                "https://other.example",
                Some(
                    "warning: The client assertion is addressed to `https://other.example` and sent to `https://as.example.com/token`. That server refuses it unless the first is its issuer.",
                ),
            ),
        ] {
            let paste = format!(
                r#"curl https://as.example.com/token -d client_assertion=<<{{"alg":"ES256"}} {{"aud":"{aud}","iss":"c","sub":"c","jti":"7430eac2","iat":@,"exp":@+8m}}>>"#
            );
            check(
                &RULE,
                "paste kind=client-assertion",
                &paste,
                message.as_slice(),
            );
        }
    }

    #[test]
    fn realms_of_keycloak() {
        for (realm, found) in [
            ("shop", None),
            ("other", Some("The client assertion is addressed to")),
        ] {
            let paste = format!(
                r#"curl https://sso.example/realms/shop/protocol/openid-connect/token -d client_assertion=<<{{"alg":"ES256"}} {{"aud":"https://sso.example/realms/{realm}","iss":"c","sub":"c","jti":"7430eac2","iat":@,"exp":@+8m}}>>"#
            );
            check(
                &RULE,
                "paste kind=client-assertion",
                &paste,
                found.as_slice(),
            );
        }
    }

    #[test]
    fn says_which_reading_takes_it() {
        for (typ, aud, found) in [
            (
                "JWT",
                "https://as.example/token",
                Some(
                    "info: The audience of the client assertion, `https://as.example/token`, is a token endpoint: right by RFC 7523.",
                ),
            ),
            (
                "client-authentication+jwt",
                "https://as.example/token",
                Some(
                    "warning: The audience of the client assertion, `https://as.example/token`, is a token endpoint. With",
                ),
            ),
            (
                "JWT",
                "c",
                Some("The audience of the client assertion, `c`, is the client itself."),
            ),
            ("JWT", "https://as.example", None),
        ] {
            let body = format!(
                r#"{{"alg":"ES256","typ":"{typ}"}}
{{"aud":"{aud}","iss":"c","sub":"c","jti":"7430eac2","iat":@,"exp":@+1m}}"#
            );
            check(
                &RULE,
                "token kind=client-assertion",
                &body,
                found.as_slice(),
            );
        }
    }

    #[test]
    fn forms_of_the_audience() {
        let tenant = "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee";
        for (path, is_right) in [
            ("/oauth2/token", true),
            ("/v2.0", true),
            ("/", true),
            ("", false),
            ("/v2.0/", false),
            ("/oauth2/v2.0/token/", false),
        ] {
            let body = format!(
                r#"{{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}}
{{"aud":"{tenant}{path}","iss":"a","sub":"a","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}}"#
            );
            let message = format!(
                "The audience `{tenant}{path}` of the client assertion is wrong: it is neither the token endpoint"
            );
            let found = if is_right { &[][..] } else { &[&*message] };
            check(&RULE, "token kind=entra-client-assertion", &body, found);
        }
    }

    #[test]
    fn fires_for_another_tenant() {
        check(
            &RULE,
            "paste kind=entra-client-assertion",
            r#"curl https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/oauth2/v2.0/token -d grant_type=client_credentials -d client_assertion=<<{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"} {"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}>>"#,
            &["The audience \
               `https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token` \
               of the client assertion is wrong: it names another tenant"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &[],
        );
    }
}

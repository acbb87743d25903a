//! Issuer, audience and home of the user belong to different clouds.

use super::first_strings;
use crate::guide;
use crate::profile::Family;
use crate::profile::issuer::{Address, Kind};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::{Cloud, cloud_of_host};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-cloud-mismatch",
    severity: Severity::Warning,
    title: "The token mixes clouds",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::NATIONAL_CLOUDS,
    sources: "Entra authentication-national-cloud",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let issuer = subject.issuer;
    let Some(cloud) = issuer.cloud else {
        return sink.does_not_apply();
    };
    // What the v1.0 issuers of US Government are called is not documented.
    let may_be = |other: Cloud| {
        other == cloud
            || issuer.kind == Kind::EntraV1 && cloud != Cloud::China && other != Cloud::China
    };
    for name in ["aud", "idp"] {
        let Some(claim) = subject.claim(name) else {
            continue;
        };
        let other = first_strings(claim).find_map(|value| {
            let cloud = cloud_of_host(Address::of(value)?.host)?;
            (!may_be(cloud)).then_some((cloud, value))
        });
        let Some((other, value)) = other else {
            continue;
        };
        let means = match name {
            "aud" => "It is worth nothing there: take all addresses from one cloud.",
            _ => "The user comes from another cloud; that works only where both tenants allow it.",
        };
        sink.claim(subject, name)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The token was issued in {}, but `{name}` = {} belongs to {}. {means}",
                cloud.name(),
                quote(value),
                other.name()
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.chinacloudapi.cn/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"aud\":\"https://graph.microsoft.com\"}",
                "The token was issued in the cloud in China, but `aud` = `https://graph.microsoft.com` belongs to the worldwide cloud.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"idp\":\"https://login.microsoftonline.us/x/v2.0\"}",
                "The token was issued in the worldwide cloud, but `idp` =",
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
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.chinacloudapi.cn/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"aud\":\"https://microsoftgraph.chinacloudapi.cn\"}",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"aud\":\"https://graph.microsoft.us\"}",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\",\"aud\":\"https://graph.microsoft.com/\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"aud\":\"api://x\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"aud\":\"https://graph.microsoft.us\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! A value that Entra ID writes as a GUID is none.

use crate::guide;
use crate::profile::issuer::is_guid;
use crate::profile::{Family, Purpose};
use crate::rules::near::is_template;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{count, quote};

/// See the module.
pub static RULE: Rule = Rule {
    id: "guid-malformed",
    severity: Severity::Error,
    title: "A GUID is malformed",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::CLAIM_TYPES,
    sources: "Entra access-token-claims-reference; Entra id-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.is_any(&["entra-client-assertion"]) {
        // A client may be named by a URI of its own, too.
        let iss = subject.claim_str("iss");
        let iss = iss.filter(|iss| !is_guid(iss) && !iss.contains(':'));
        if let Some(iss) = iss.filter(|_| iss == subject.claim_str("sub")) {
            sink.claim(subject, "iss")
                .expected("8-4-4-4-12 hexadecimal digits")
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "`iss` and `sub` are {}, which is no GUID. Entra ID looks there for the client ID of the app.",
                    quote(iss)
                ));
        }
        return;
    }
    if !matches!(subject.profile.purpose, Purpose::Access | Purpose::Id) {
        return sink.does_not_apply();
    }
    for name in ["tid", "oid", "azp", "appid"] {
        if let Some(text) = subject.claim_str(name).filter(|text| !is_guid(text)) {
            report(subject, sink, name, "is", text);
        }
    }
    let tenant = subject.issuer.tenant;
    if let Some(tenant) = tenant.filter(|tenant| !is_guid(tenant) && !is_template(tenant)) {
        report(subject, sink, "iss", "names the tenant", tenant);
    }
}

fn report(subject: &Subject, sink: &mut Sink, name: &str, verb: &str, text: &str) {
    let length = match text.chars().count() {
        36 => "not hexadecimal in".to_owned(),
        length => format!("{}, not 36 in", count(length, "character")),
    };
    sink.claim(subject, name)
        .expected("8-4-4-4-12 hexadecimal digits")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "`{name}` {verb} {}, which is no GUID ({length} the form 8-4-4-4-12). Entra ID never writes that: the token was masked, shortened or edited.",
            quote(text)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=entra-access-v2-user",
            "{\"alg\":\"RS256\"}\n{\"tid\":\"<tenant>\",\"oid\":\"aaaaaaaa-0000-1111-2222-bbbbbbbbbbb\",\"iss\":\"https://sts.windows.net/fa15d692-e9c7-4460-a743-29f2956fd42/\"}",
            &[
                "`tid` is `<tenant>`, which is no GUID (8 characters,",
                "`oid` is `aaaaaaaa-0000-1111-2222-bbbbbbbbbbb`, which is no GUID (35 characters,",
                "`iss` names the tenant `fa15d692-e9c7-4460-a743-29f2956fd42`, which is no GUID (35",
            ],
        );
    }

    #[test]
    fn fires_for_the_name_of_a_client() {
        for (client, expected) in [
            (
                "my-app",
                &["`iss` and `sub` are `my-app`, which is no GUID."][..],
            ),
            ("aaaabbbb-0000-cccc-1111-dddd2222eeee", &[]),
        ] {
            let body =
                format!("{{\"alg\":\"RS256\"}}\n{{\"iss\":\"{client}\",\"sub\":\"{client}\"}}");
            check(&RULE, "token kind=entra-client-assertion", &body, expected);
        }
    }

    #[test]
    fn is_quiet() {
        let healthy = "{\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\",\"iss\":\"https://login.microsoftonline.com/common/v2.0\"}";
        for (info, claims) in [
            ("token kind=entra-access-v2-user", healthy),
            ("token kind=entra-access-v2-user", r#"{"tid":7}"#),
            ("token kind=entra-client-assertion", r#"{"tid":"a"}"#),
            ("token kind=b2c", r#"{"azp":"a"}"#),
            ("token", r#"{"tid":"a"}"#),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

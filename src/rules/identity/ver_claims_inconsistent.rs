//! The token carries claims of the other version.

use super::is_entra_access;
use super::ver_iss_inconsistent::{is_inconsistent, version};
use crate::guide;
use crate::profile::Family;
use crate::profile::entra::OF_OTHER_VERSION;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::microsoft::is_token_exchange;
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "ver-claims-inconsistent",
    severity: Severity::Warning,
    title: "The token carries claims of the other version",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::TOKEN_VERSION,
    sources: "Entra access-token-claims-reference",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let (Some(version), true) = (version(subject), is_entra_access(subject)) else {
        return sink.does_not_apply();
    };
    // The contradiction between version and issuer is the graver one, and of the same cause.
    if is_inconsistent(subject) {
        return;
    }
    let aud = subject
        .claim_str("aud")
        .filter(|aud| aud.starts_with("api://") && !is_token_exchange(aud));
    if let (2, Some(aud)) = (version, aud) {
        return sink.claim(subject, "aud").fixer(Fixer::Caller).say(format_args!(
            "A version 2 token names its API as {}. Entra ID writes the client ID there in version 2, and the App ID \
             URI only in version 1: the token was edited or made elsewhere.",
            quote(aud)
        ));
    }
    let others = OF_OTHER_VERSION[usize::from(version == 2)];
    let present = common::present(subject, others);
    let [first, ..] = present[..] else { return };
    let belong = if present.len() == 1 {
        "belongs"
    } else {
        "belong"
    };
    // What an API can ask for in its registration says little.
    let is_optional = present
        .iter()
        .all(|name| ["acr", "amr", "preferred_username"].contains(name));
    let mut draft = sink.claim(subject, first).fixer(Fixer::Caller);
    if is_optional {
        draft = draft.severity(Severity::Info);
    }
    draft.say(format_args!(
        "A version {version} token carries {}, which {belong} to version {}. It was configured \
         so, or the token was edited.",
        quote_list(&present),
        3 - version
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
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"ver\":\"2.0\",\"appid\":\"a\",\"appidacr\":\"1\"}",
                "A version 2 token carries `appid` and `appidacr`, which belong to version 1.",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"ver\":\"1.0\",\"azp\":\"a\"}",
                "A version 1 token carries `azp`, which belongs to version 2.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"ver\":\"2.0\",\"unique_name\":\"a\"}",
                "A version 2 token carries `unique_name`, which belongs to version 1.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"ver\":\"2.0\",\"acr\":\"1\",\"amr\":[\"pwd\"]}",
                "info: A version 2 token carries `acr` and `amr`, which belong to version 1.",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"ver\":\"2.0\",\"aud\":\"api://a\"}",
                "A version 2 token names its API as `api://a`.",
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
                "{\"ver\":\"2.0\",\"azp\":\"a\",\"upn\":\"b\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"ver\":\"1.0\",\"azp\":\"a\"}",
            ),
            (
                "token kind=entra-access-v1-user",
                "{\"ver\":\"1.0\",\"aud\":\"api://a\"}",
            ),
            (
                "token kind=entra-access-v2-user",
                "{\"ver\":\"2.0\",\"aud\":\"api://AzureADTokenExchange\"}",
            ),
            ("token kind=b2c", "{\"ver\":\"1.0\",\"azp\":\"a\"}"),
            ("token kind=entra-access-v2-user", "{\"azp\":\"a\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

//! There is more than one token in the paste.

use crate::extract::Carrier;
use crate::guide;
use crate::profile::Purpose;
use crate::rules::{Applies, Fixer, Rule, Severity, Sibling, Sink, Subject, common};
use crate::spec::claims::CLIENT;
use crate::text::{quote, quote_list};
use crate::token::{Form, Token};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-multiple-tokens",
    severity: Severity::Error,
    title: "There are several tokens",
    applies: Applies::Input,
    guide: guide::WHICH_TOKEN,
    sources: "the inspector itself",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // What was in an encrypted token stands nowhere in the text.
    let is_readable = |other: &&Sibling| {
        other.token.form != Form::Opaque && other.token.candidate.carrier != Carrier::Jwe
    };
    let readable = subject.siblings.iter().filter(is_readable);
    let count = readable.clone().count();
    if count < 2 {
        return;
    }
    let bond = match count {
        2 => bond(readable.clone()),
        _ => None,
    };
    let same = match &bond {
        Some((words, _)) if words.is_empty() => " These two are of the same user and client.",
        _ => "",
    };
    let is_response = is_response(readable.clone());
    let names = readable.map(|other| other.token.candidate.name.as_deref());
    let names: Option<Vec<&str>> = names.collect();
    let named = names.map_or(String::new(), |names| format!(" ({})", quote_list(&names)));
    sink.at(common::whole(subject)).severity(Severity::Info).say(format_args!(
        "There are {count} tokens in the text{named}. Each is inspected by itself, and those that \
         belong together are compared.{same}"
    ));
    if let Some((words, is_sure)) = bond.filter(|(words, _)| !words.is_empty()) {
        let (severity, advice) = match is_sure && is_response {
            true => (
                Severity::Error,
                "One response never holds such a pair: refuse it",
            ),
            false => (Severity::Warning, "Do not use them together"),
        };
        let draft = sink.at(common::whole(subject)).severity(severity);
        draft
            .fixer(Fixer::Caller)
            .say(format_args!("{words}. {advice}."));
    }
}

fn of<'a>(token: &'a Token, name: &str) -> Option<&'a str> {
    token.claims()?.get(name)?.as_str()
}

/// Whether all of them came in one response, by their names.
fn is_response<'a>(mut siblings: impl Iterator<Item = &'a Sibling>) -> bool {
    siblings.all(|Sibling { token, .. }| {
        let candidate = &token.candidate;
        matches!(candidate.carrier, Carrier::TokenResponse | Carrier::Url)
            && matches!(candidate.name.as_deref(), Some("id_token" | "access_token"))
    })
}

/// Whether an ID token and an access token are of the same tenant, user and client: empty where they are, and else a
/// sentence without its stop, and whether that is said of one response in any case.
fn bond<'a>(siblings: impl Iterator<Item = &'a Sibling>) -> Option<(String, bool)> {
    let (mut id, mut access) = (None, None);
    for Sibling { token, found } in siblings {
        match found.detected_purpose {
            Purpose::Id => id = Some((token, found.detected.family)),
            Purpose::Access => access = Some(token),
            _ => {}
        }
    }
    let ((id, family), access) = (id?, access?);
    let is_microsoft = family.is_microsoft();
    // What one user is called in both: `sub` differs by client at Entra ID, and is a login name in Okta's access tokens.
    let (issuer, user, user_of_access) = match is_microsoft {
        true => ("tid", "oid", "oid"),
        _ if of(access, "cid").is_some() => ("iss", "sub", "uid"),
        _ => ("iss", "sub", "sub"),
    };
    let (own, other) = (of(id, issuer)?, of(access, issuer)?);
    if own != other {
        // Elsewhere they may be of two systems, or have a name of its own for either.
        let words = format!(
            "These two are of different tenants: the ID token of {}, the access token of {}",
            quote(own),
            quote(other)
        );
        return is_microsoft.then_some((words, true));
    }
    let (one, other) = (of(id, user)?, of(access, user_of_access)?);
    let client = CLIENT.into_iter().find_map(|name| of(access, name));
    let is_for = |client: &str| {
        let aud = id.claims().and_then(|claims| claims.get("aud"));
        aud.is_some_and(|aud| aud.strings().any(|aud| aud == client))
    };
    Some(if one != other {
        // An API may be told of a user by another name than the client (RFC 9068 §6).
        let words = format!(
            "These two are of different users: the ID token of {}, the access token of {}",
            quote(one),
            quote(other)
        );
        (words, is_microsoft)
    } else if let Some(client) = client.filter(|client| !is_for(client)) {
        let words = format!(
            "These two were given to different clients: the access token to {}, which the ID token is not for",
            quote(client)
        );
        (words, true)
    } else {
        (String::new(), false)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            r#"id token: <<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>
access token: <<{"alg":"ES256","kid":"k2"} {"iss":"https://login.contoso.example"}>>"#,
            &["info: There are 2 tokens in the text (`id_token` and `access_token`)."],
        );
        // All by name, or none.
        check(
            &RULE,
            "paste",
            r#"old: <<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>> new: <<{"alg":"ES256","kid":"k2"} {"iss":"https://login.contoso.example"}>>"#,
            &["info: There are 2 tokens in the text. Each"],
        );
    }

    #[test]
    fn tells_whether_two_belong_together() {
        use crate::rules::sample;
        let both = "There are 2 tokens in the text";
        let user = r#""oid":"bbbbbbbb-0000-1111-2222-cccccccccccc""#;
        let client = r#""azp":"bbbbbbbb-0000-1111-2222-cccccccccccc""#;
        let tenant = r#""tid":"bbbbbbbb-0000-1111-2222-cccccccccccc""#;
        for (id, access, found) in [
            (sample::v2_id(""), sample::v2_user(""), None),
            (
                sample::v2_id(""),
                sample::v2_user(user),
                Some("These two are of different users: the ID token of `aaaaaaaa"),
            ),
            (
                sample::v2_id(""),
                sample::v2_user(client),
                Some("These two were given to different clients"),
            ),
            (
                sample::v2_id(""),
                sample::v2_user(tenant),
                Some("These two are of different tenants: the ID token of `aaaabbbb"),
            ),
            (sample::oidc_id(""), sample::at_jwt(""), None),
        ] {
            let line = |token: &str| format!("<<{}>>", token.replace('\n', " "));
            let (id, access) = (line(&id), line(&access));
            for (body, severity) in [
                (format!("{id}\n{access}"), "warning: "),
                (
                    format!(r#"{{"id_token":"{id}","access_token":"{access}"}}"#),
                    "",
                ),
            ] {
                let found = found.map(|found| format!("{severity}{found}"));
                let mut expected: Vec<&str> = found.as_deref().into_iter().collect();
                expected.push("info: There are 2 tokens in the text");
                check(&RULE, "paste", &body, &expected);
            }
        }
        let same = format!(
            "<<{}>> <<{}>>",
            sample::v2_id("").replace('\n', " "),
            sample::v2_user("").replace('\n', " ")
        );
        let (_, report) = crate::rules::fixture::report("paste", &same);
        let mut messages = report.all_findings().map(|found| &found.message);
        assert!(messages.any(|message| message.starts_with(both)
            && message.ends_with("These two are of the same user and client.")));
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

//! There is more than one token in the paste.

use crate::extract::Carrier;
use crate::guide;
use crate::profile::Purpose;
use crate::rules::{Applies, Rule, Severity, Sibling, Sink, Subject, common};
use crate::spec::claims::CLIENT;
use crate::text::{quote, quote_list};
use crate::token::{Form, Token};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-multiple-tokens",
    severity: Severity::Info,
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
        _ => String::new(),
    };
    let names = readable.map(|other| other.token.candidate.name.as_deref());
    let names: Option<Vec<&str>> = names.collect();
    let named = names.map_or(String::new(), |names| format!(" ({})", quote_list(&names)));
    sink.at(common::whole(subject)).say(format!(
        "There are {count} tokens in the text{named}. Each is inspected by itself, and those that \
         belong together are compared.{bond}"
    ));
}

fn of<'a>(token: &'a Token, name: &str) -> Option<&'a str> {
    token.claims()?.get(name)?.as_str()
}

/// Whether an ID token and an access token are of the same user and client.
fn bond<'a>(siblings: impl Iterator<Item = &'a Sibling>) -> String {
    let (mut id, mut access) = (None, None);
    for Sibling { token, found } in siblings {
        match found.detected_purpose {
            Purpose::Id => id = Some((token, found.detected.family)),
            Purpose::Access => access = Some(token),
            _ => {}
        }
    }
    let (Some((id, family)), Some(access)) = (id, access) else {
        return String::new();
    };
    // What one user is called in both: `sub` differs by client at Entra ID, and is a login name in Okta's access tokens.
    let (issuer, user, user_of_access) = match family {
        family if family.is_microsoft() => ("tid", "oid", "oid"),
        _ if of(access, "cid").is_some() => ("iss", "sub", "uid"),
        _ => ("iss", "sub", "sub"),
    };
    let (one, other) = (of(id, user), of(access, user_of_access));
    let is_comparable = of(id, issuer).is_some() && of(id, issuer) == of(access, issuer);
    let (Some(one), Some(other), true) = (one, other, is_comparable) else {
        return String::new();
    };
    let client = CLIENT.into_iter().find_map(|name| of(access, name));
    let is_for = |client: &str| {
        let aud = id.claims().and_then(|claims| claims.get("aud"));
        aud.is_some_and(|aud| aud.strings().any(|aud| aud == client))
    };
    if one != other {
        format!(
            " These two are of different users: the ID token of {}, the access token of {}.",
            quote(one),
            quote(other)
        )
    } else if let Some(client) = client.filter(|client| !is_for(client)) {
        format!(
            " These two were given to different clients: the access token to {}, which the ID token is not for.",
            quote(client)
        )
    } else {
        " These two are of the same user and client.".to_owned()
    }
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
            &["There are 2 tokens in the text (`id_token` and `access_token`)."],
        );
        // All by name, or none.
        check(
            &RULE,
            "paste",
            r#"old: <<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>> new: <<{"alg":"ES256","kid":"k2"} {"iss":"https://login.contoso.example"}>>"#,
            &["There are 2 tokens in the text. Each"],
        );
    }

    #[test]
    fn tells_whether_two_belong_together() {
        use crate::rules::sample;
        let bond = |id: &str, access: &str| {
            let line = |token: &str| format!("<<{}>>", token.replace('\n', " "));
            let body = format!("{}\n{}", line(id), line(access));
            let (_, report) = crate::rules::fixture::report("paste", &body);
            let found = report.all_findings().find(|found| found.rule == &RULE);
            let message = found.map(|found| found.message.clone()).unwrap_or_default();
            let (_, bond) = message
                .split_once("together are compared.")
                .unwrap_or_default();
            bond.trim().to_owned()
        };
        let same = "These two are of the same user and client.";
        assert_eq!(bond(&sample::v2_id(""), &sample::v2_user("")), same);
        let other = r#""oid":"bbbbbbbb-0000-1111-2222-cccccccccccc""#;
        assert!(
            bond(&sample::v2_id(""), &sample::v2_user(other))
                .starts_with("These two are of different users: the ID token of `aaaaaaaa")
        );
        let other = r#""azp":"bbbbbbbb-0000-1111-2222-cccccccccccc""#;
        assert!(
            bond(&sample::v2_id(""), &sample::v2_user(other))
                .starts_with("These two were given to different clients")
        );
        assert_eq!(bond(&sample::oidc_id(""), &sample::at_jwt("")), "");
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

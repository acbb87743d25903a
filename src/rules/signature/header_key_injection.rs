//! The token brings its own key, or says where to fetch it.

use crate::guide;
use crate::profile::Purpose;
use crate::profile::issuer::Address;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "header-key-injection",
    severity: Severity::Warning,
    title: "The token brings its own key",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 8725 §3.10; RFC 7515 §4.1.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let purpose = subject.profile.purpose;
    if purpose == Purpose::Proof || subject.token.form.is_encrypted() {
        return;
    }
    let may_have_chain = matches!(
        purpose,
        Purpose::Assertion | Purpose::Credential | Purpose::Request
    );
    let names = ["jwk", "jku", "x5u", "x5c"];
    let found: Vec<&str> = names
        .into_iter()
        .filter(|name| subject.param(name).is_some() && !(*name == "x5c" && may_have_chain))
        .collect();
    let Some(first) = found.first() else {
        return;
    };
    let draft = sink
        .at(subject.param_place(first))
        .pointer(format!("/{first}"))
        .fixer(Fixer::Api);
    let addresses = found.iter().filter_map(|name| address(subject, name));
    let mut danger = addresses.collect::<Vec<_>>().join(" ");
    danger += match danger.is_empty() {
        true => "It proves that the token agrees with itself, not who issued it.",
        false => " Fetching it lets a stranger choose which address your server calls.",
    };
    draft.say(format_args!(
        "The token brings its own key ({}). {danger} Take keys from the issuer's metadata only and ignore these.",
        quote_list(&found)
    ));
}

/// Where a parameter says that the key is, and what is odd about that: a sentence.
fn address(subject: &Subject, name: &str) -> Option<String> {
    if !matches!(name, "jku" | "x5u") {
        return None;
    }
    let text = subject.param(name)?.to_text();
    let address = Address::of(text);
    let iss = Address::of(subject.claim_str("iss").unwrap_or_default());
    let host = address.map_or("", |address| address.host);
    let name_of_host = host.rsplit('@').next().unwrap_or_default();
    let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b':');
    let mut odd = vec![
        (
            !address.is_some_and(|address| address.is_https),
            "not `https:`",
        ),
        (host.contains('@'), "a user name in it"),
        (
            name_of_host.starts_with('[') || name_of_host.bytes().all(is_number),
            "no name of a host",
        ),
        (
            iss.is_some_and(|iss| iss.host != name_of_host),
            "another host than the issuer",
        ),
        (text.contains('?'), "a query"),
        (text.contains('#'), "a fragment"),
    ];
    odd.retain(|(is_so, _)| *is_so);
    let odd: Vec<&str> = odd.into_iter().map(|(_, what)| what).collect();
    let colon = if odd.is_empty() { "" } else { ": " };
    Some(format!(
        "`{name}` is {}{colon}{}.",
        quote(text),
        odd.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":"k1","jku":"https://keys.example/jwks.json"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[
                "The token brings its own key (`jku`). `jku` is `https://keys.example/jwks.json`: another host than the issuer. Fetching",
            ],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":"k1","x5u":"http://user@192.0.2.1/r?url=https://evil.example#x"}
{"iss":"https://192.0.2.1","sub":"user-4711","aud":"orders"}"#,
            &[
                "The token brings its own key (`x5u`). `x5u` is `http://user@192.0.2.1/r?url=https://evil.example#x`: not `https:`, a user name in it, no name of a host, a query, a fragment. Fetching",
            ],
        );
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
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC"}}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

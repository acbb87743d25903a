//! The token brings its own key, or says where to fetch it.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

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
    let fetches = found.iter().any(|name| matches!(*name, "jku" | "x5u"));
    let danger = if fetches {
        "Fetching it lets a stranger choose which address your server calls."
    } else {
        "It proves that the token agrees with itself, not who issued it."
    };
    draft.say(format!(
        "The token brings its own key ({}). {danger} Take keys from the issuer's metadata only and ignore these.",
        quote_list(&found)
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
            "token",
            r#"{"alg":"RS256","kid":"k1","jku":"https://keys.example/jwks.json"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The token brings its own key (`jku`)."],
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

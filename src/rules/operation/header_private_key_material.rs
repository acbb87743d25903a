//! A key in the header is private.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::header::private_members;
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "header-private-key-material",
    severity: Severity::Error,
    title: "The header holds a private key",
    applies: Applies::Header,
    guide: guide::SAFE_HANDLING,
    sources: "RFC 7517 §9.2; RFC 9449 §4.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for name in ["jwk", "epk"] {
        let Some(key) = subject.param(name) else {
            continue;
        };
        let found = private_members(key);
        if !found.is_empty() {
            sink.at(subject.param_place(name))
                .pointer(format!("/{name}"))
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The key in the header is private: it holds {}. Replace the key, and put \
                     none into the header but the public half of a pair.",
                    quote_list(&found)
                ));
        }
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
            "token",
            r#"{"alg":"ES256","jwk":{"kty":"EC","x":"l8tF","y":"9VE4","d":"PBaW"}}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The key in the header is private: it holds `d`."],
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
            "token",
            r#"{"alg":"ES256","jwk":{"kty":"EC","x":"l8tF","y":"9VE4","d":null,"k":"","oth":[]}}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

//! The key that a token is bound to cannot be told.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{count, quote_list};
use crate::token::base64url;
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "cnf-malformed",
    severity: Severity::Error,
    title: "The key confirmation cannot be used",
    applies: Applies::Claims,
    guide: guide::POP_TOKENS,
    sources: "RFC 7800 §3.1; RFC 9449 §6.1; RFC 8705 §3.1",
    check,
};

const MEMBERS: [&str; 7] = ["jwk", "jwe", "kid", "jku", "jkt", "x5t#S256", "osc"];

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(cnf) = subject.claim("cnf") else {
        return;
    };
    let trouble = if cnf.kind() != Kind::Object {
        format!("it is {}, not an object", cnf.kind().phrase())
    } else if cnf.members().next().is_none() {
        "it is empty".to_owned()
    } else if let Some(trouble) = ["jkt", "x5t#S256"]
        .into_iter()
        .find_map(|name| thumbprint_fault(cnf, name))
    {
        trouble
    } else if let Some(trouble) = member_fault(cnf) {
        trouble
    } else if !MEMBERS.iter().any(|name| cnf.get(name).is_some()) {
        let names: Vec<_> = cnf.members().map(|member| member.name()).collect();
        return sink
            .claim(subject, "cnf")
            .severity(Severity::Warning)
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`cnf` names no key in a way that is registered: it holds {}. Receivers that do \
                 not know this scheme cannot check possession.",
                quote_list(&names)
            ));
    } else {
        return;
    };
    sink.claim(subject, "cnf")
        .fixer(Fixer::Issuer)
        .say(format_args!(
            "`cnf` does not say which key the token is bound to: {trouble}. Receivers cannot check \
         possession, and refuse the token."
        ));
}

/// What is wrong with the other ways to name a key (RFC 7800 §3.2–3.5), if anything is.
fn member_fault(cnf: Value) -> Option<String> {
    if cnf.get("jwk").is_some() && super::is_no_key(cnf) {
        return Some("`jwk` is no key: a member is missing or damaged".to_owned());
    }
    ["jwe", "kid", "jku"].into_iter().find_map(|name| {
        let value = cnf.get(name)?;
        match value.as_str() {
            None => Some(format!(
                "`{name}` is {}, not a string",
                value.kind().phrase()
            )),
            Some("") => Some(format!("`{name}` is empty")),
            Some(_) => None,
        }
    })
}

/// What is wrong with a SHA-256 thumbprint, if anything is.
fn thumbprint_fault(cnf: Value, name: &str) -> Option<String> {
    let value = cnf.get(name)?;
    let Some(text) = value.as_str() else {
        return Some(format!(
            "`{name}` is {}, not a string",
            value.kind().phrase()
        ));
    };
    let Some(bytes) = base64url::exactly(text) else {
        return Some(format!("`{name}` is not base64url without padding"));
    };
    let length = bytes.len();
    (length != 32).then(|| {
        format!(
            "`{name}` has {}, not the 32 of SHA-256 (hex text that was encoded again \
             is longer)",
            count(length, "byte")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(r#""cnf":{}"#),
            &["`cnf` does not say which key the token is bound to: it is empty."],
        );
    }

    #[test]
    fn fires_for_text() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(r#""cnf":"x""#),
            &["`cnf` does not say which key the token is bound to: it is a string, not an object."],
        );
    }

    #[test]
    fn fires_for_members_that_name_no_key() {
        for (cnf, expected) in [
            (r#"{"jwk":"x"}"#, "`jwk` is no key"),
            (r#"{"jwk":{"crv":"P-256"}}"#, "`jwk` is no key"),
            (
                r#"{"jwk":{"kty":"EC","crv":"P-256","x":"AQ"}}"#,
                "`jwk` is no key",
            ),
            (
                r#"{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I="}"#,
                "`jkt` is not base64url without padding",
            ),
            (r#"{"kid":7}"#, "`kid` is a number, not a string"),
            (r#"{"kid":""}"#, "`kid` is empty"),
        ] {
            let message = format!("`cnf` does not say which key the token is bound to: {expected}");
            let token = sample::at_jwt(&format!("\"cnf\":{cnf}"));
            check(&RULE, "token", &token, &[&message]);
        }
        let named = sample::at_jwt(r#""cnf":{"kid":"k"}"#);
        check(&RULE, "token", &named, &[]);
    }

    #[test]
    fn fires_for_hex() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(
                r#""cnf":{"jkt":"MjYzQjBDRDI0RDYwQjk5RUNDQkY4NDgxMEZCNUVENUNDNUIxMkQyQw"}"#,
            ),
            &["`cnf` does not say which key the token is bound to: `jkt` has 40 bytes"],
        );
    }

    #[test]
    fn warns() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(r#""cnf":{"x":1}"#),
            &["warning: `cnf` names no key in a way that is registered: it holds `x`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            &sample::at_jwt(r#""cnf":{"kid":"a","xms_ksl":"sw"}"#),
            &[],
        );
    }
}

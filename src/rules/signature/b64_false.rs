//! The payload is not base64url-encoded.

use super::{FURTHER, further_headers};
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "b64-false",
    severity: Severity::Error,
    title: "The payload is not encoded",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 7797 §3; RFC 7797 §6; RFC 7797 §7",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_false = |b64: Option<Value>| b64.and_then(Value::as_bool) == Some(false);
    let is_unencoded = is_false(subject.param("b64"));
    for (header, place, whose) in further_headers(subject) {
        if whose != FURTHER && is_false(header.get("b64")) {
            sink.at(place).fixer(Fixer::Caller).say(
                "`b64` is false in the key-binding JWT. JWTs must not have that (RFC 7797 §7): verifiers refuse it.",
            );
        }
        if whose == FURTHER && is_false(header.get("b64")) != is_unencoded {
            sink.at(place).fixer(Fixer::Issuer).say(
                "This signature has another `b64` than the first: the one is over the payload as it stands, the other over its base64url. RFC 7797 §3 wants the same in all of them, and receivers refuse it.",
            );
            break;
        }
    }
    if !is_unencoded {
        return;
    }
    let is_critical = subject
        .param("crit")
        .is_some_and(|crit| crit.items().any(|item| item.as_str() == Some("b64")));
    let missing = if is_critical {
        ""
    } else {
        " It also has to be listed in `crit`, and is not."
    };
    // Beside `crit` the option is in order, but for a JWT, which has its payload with it.
    let may_be_jwt = subject.token.form.is_compact() && !common::is_detached(subject.token);
    let severity = if may_be_jwt || !is_critical {
        Severity::Error
    } else {
        Severity::Warning
    };
    sink.param(subject, "b64").severity(severity).fixer(Fixer::Issuer).say(format_args!(
        "The payload is not base64url-encoded (`b64` is false).{missing} That is an option for other JWS, not for JWTs: libraries for JWTs refuse it or check the wrong bytes."
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
            r#"{"alg":"ES256","kid":"k1","b64":false,"crit":["b64"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The payload is not base64url-encoded (`b64` is false). That"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","b64":false}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The payload is not base64url-encoded (`b64` is false). It also"],
        );
    }

    #[test]
    fn warns_of_a_detached_payload() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJFUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..Wl32G2HW",
            &["warning: The payload is not base64url-encoded"],
        );
    }

    #[test]
    fn fires_where_signatures_differ_in_it() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"abc","signatures":[{"protected":"eyJhbGciOiJFUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19","signature":"AA"},{"protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA"}]}"#,
            &[
                "This signature has another `b64` than the first",
                "warning: The payload is not base64url-encoded",
            ],
        );
    }

    #[test]
    fn looks_at_the_key_binding() {
        let paste = r#"<<{"alg":"ES256","typ":"dc+sd-jwt"} {"iss":"https://issuer.example","exp":@+1h,"cnf":{"kid":"a"}} .AAAA>>~<<{"typ":"kb+jwt","alg":"ES256","b64":false,"crit":["b64"]} {"iat":@,"aud":"https://verifier.example","nonce":"1","sd_hash":"a"}>>"#;
        let expected = ["`b64` is false in the key-binding JWT."];
        check(&RULE, "paste", paste, &expected);
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

//! The `crit` header parameter breaks its rules.

use super::further_headers;
use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "crit-malformed",
    severity: Severity::Error,
    title: "The list of critical extensions is malformed",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 7515 §4.1.11",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let message = |whose: &str, trouble: String| {
        format!(
            "The `crit` of {whose} {trouble}. RFC 7515 §4.1.11 wants a list of extensions that are in the header. Receivers refuse the token."
        )
    };
    for (header, place, whose) in further_headers(subject) {
        if let Some(trouble) = header.get("crit").and_then(|crit| trouble(header, crit)) {
            sink.at(place)
                .fixer(Fixer::Issuer)
                .say(message(whose, trouble));
        }
    }
    let Some(crit) = subject.param("crit") else {
        return;
    };
    let header = subject.token.object(Part::Header);
    let found = match header.filter(|header| header.get("crit").is_some()) {
        Some(header) => trouble(header, crit),
        None => Some("is not in the protected header".to_owned()),
    };
    if let Some(trouble) = found {
        sink.param(subject, "crit")
            .fixer(Fixer::Issuer)
            .say(message("the header", trouble));
    }
}

fn trouble(header: Value, crit: Value) -> Option<String> {
    if crit.kind() != Kind::Array {
        return Some(format!("is {}, not an array", crit.kind().phrase()));
    }
    let mut names = Vec::new();
    for item in crit.items() {
        let Some(name) = item.as_str() else {
            return Some(format!("holds {}, not only strings", item.kind().phrase()));
        };
        if super::is_base_parameter(name) {
            return Some(format!("names {}, which is no extension", quote(name)));
        }
        if header.get(name).is_none() {
            return Some(format!("names {}, which is not in the header", quote(name)));
        }
        names.push(name);
    }
    if names.is_empty() {
        return Some("is an empty list".to_owned());
    }
    crate::order::sort(&mut names, |one, other| one.cmp(other));
    let twice = names.windows(2).find(|pair| pair.first() == pair.last())?;
    twice
        .first()
        .map(|name| format!("names {} twice", quote(name)))
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
            r#"{"alg":"ES256","kid":"k1","crit":[]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `crit` of the header is an empty list."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","crit":["alg"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `crit` of the header names `alg`, which is no extension."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","crit":["x"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `crit` of the header names `x`, which is not in the header."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","x":1,"crit":["x","x"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `crit` of the header names `x` twice."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","crit":"x"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `crit` of the header is a string, not an array."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","crit":[1]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `crit` of the header holds a number"],
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
            r#"{"alg":"ES256","kid":"k1","region":"eu","crit":["region"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }

    #[test]
    fn fires_for_a_key_binding() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256"} {"iss":"https://issuer.example"}>>~<<{"typ":"kb+jwt","alg":"ES256","crit":["x"]} {"iat":@}>>"#,
            &["The `crit` of the key-binding JWT names `x`, which is not in the header."],
        );
    }
}

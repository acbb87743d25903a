//! The header demands an extension that receivers do not know.

use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "crit-unknown-extension",
    severity: Severity::Error,
    title: "The token demands an extension",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 7515 §4.1.11",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(names) = subject.token.object(Part::Header).and_then(unknown) {
        sink.param(subject, "crit")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The token demands that its receiver understands {names}. Whoever does not must \
                 refuse it. Issue it without, or for receivers that have it."
            ));
    }
    for (header, place, whose) in super::further_headers(subject) {
        if let Some(names) = unknown(header) {
            sink.at(place).fixer(Fixer::Issuer).say(format_args!(
                "The header of {whose} demands that its receiver understands {names}. Whoever does not must refuse it."
            ));
        }
    }
}

/// The extensions that a header calls critical and nothing here knows.
fn unknown(header: Value) -> Option<String> {
    let names = header.get("crit")?.items().filter_map(Value::as_str);
    let unknown: Vec<_> = names
        .filter(|name| {
            *name != "b64" && !super::is_base_parameter(name) && header.get(name).is_some()
        })
        .collect();
    (!unknown.is_empty()).then(|| quote_list(&unknown))
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
            r#"{"alg":"ES256","kid":"k1","region":"eu","crit":["region"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The token demands that its receiver understands `region`."],
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
            r#"{"alg":"ES256","kid":"k1","crit":["region"]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }

    #[test]
    fn fires_for_a_further_signature() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"},{"protected":"eyJhbGciOiJIUzI1NiIsImNyaXQiOlsienoiXSwienoiOjF9","signature":"AA"}]}"#,
            &["The header of a further signature demands that its receiver understands `zz`."],
        );
    }
}

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
    sources: &["RFC 7515 §4.1.11"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let header = subject.token.object(Part::Header);
    let crit = header.and_then(|header| header.get("crit"));
    let (Some(header), Some(crit)) = (header, crit) else {
        return;
    };
    let names = crit.items().filter_map(Value::as_str);
    let unknown: Vec<_> = names
        .filter(|name| {
            *name != "b64" && !super::is_base_parameter(name) && header.get(name).is_some()
        })
        .collect();
    if !unknown.is_empty() {
        sink.param(subject, "crit").fixer(Fixer::Issuer).say(format!(
            "The token demands that its receiver understands {}. Whoever does not must refuse it. Issue it without, or for receivers that implement it.",
            quote_list(&unknown)
        ));
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
}

//! The token says that it is not signed, and has a signature.

use super::is_none;
use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::count;

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-none-with-signature",
    severity: Severity::Error,
    title: "An unsigned token has a signature",
    applies: Applies::Header,
    guide: guide::ALGORITHMS,
    sources: "RFC 7518 §3.6",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !subject.param_str("alg").is_some_and(is_none) {
        return;
    }
    let signature = subject
        .token
        .segment(Part::Signature)
        .filter(|segment| !segment.span.is_empty());
    if let Some(segment) = signature {
        sink.at(subject.token.place_of(segment))
            .found(count(segment.bytes, "byte"))
            .expected("nothing")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The header says `none`, yet there is a signature of {}. The header was probably \
                 changed after signing: refuse it.",
                count(segment.bytes, "byte")
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
            r#"{"alg":"none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.oW68tNCC"#,
            &["The header says `none`, yet there is a signature of 6 bytes."],
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
            r#"{"alg":"none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
."#,
            &[],
        );
    }
}

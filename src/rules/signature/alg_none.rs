//! The token says that it is not signed.

use super::{is_none, signatures};
use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-none",
    severity: Severity::Error,
    title: "The token is unsigned",
    applies: Applies::Header,
    guide: guide::ALGORITHMS,
    sources: "RFC 7519 §6; RFC 8725 §3.2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let further = signatures(subject).into_iter().skip(1);
    for signature in further.filter(|one| one.segment.part == Part::Signature) {
        if signature.alg.is_some_and(is_none) {
            sink.at(signature.place).fixer(Fixer::Issuer).say(
                "One of several signatures is none (`alg` is `none`): anyone can write it. Refuse it, and do not count it as a signature.",
            );
        }
    }
    let Some(alg) = subject.param_str("alg").filter(|alg| is_none(alg)) else {
        return;
    };
    let spelling = if alg == "none" {
        ""
    } else {
        " The odd spelling is meant to slip past a check."
    };
    sink.param(subject, "alg").fixer(Fixer::Issuer).say(format_args!(
        "The token is unsigned (`alg` is {}): anyone can write this.{spelling} Refuse it. In production it is an attack or a debug build.",
        quote(alg)
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
            r#"{"alg":" none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The token is unsigned (`alg` is ` none`)"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The token is unsigned (`alg` is `none`)"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"nOnE"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The token is unsigned (`alg` is `nOnE`): anyone can write this. The odd spelling"],
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
    }

    #[test]
    fn fires_for_one_of_several_signatures() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"},{"protected":"eyJhbGciOiJub25lIn0","signature":"AA"}]}"#,
            &["One of several signatures is none"],
        );
    }
}

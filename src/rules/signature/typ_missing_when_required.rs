//! This kind of token must have a `typ`, and has none.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "typ-missing-when-required",
    severity: Severity::Error,
    title: "The header does not say what kind of token it is",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "RFC 9449 §4.2; RFC 9901 §4.3; RFC 9068 §2.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let profile = subject.kind();
    if subject.param("typ").is_none() && super::demands_typ(subject) {
        sink.param(subject, "typ")
            .expected(profile.typ.explicit)
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "The header has no `typ`, which must be {} here ({}). Receivers refuse it.",
                quote(profile.typ.explicit),
                profile.name
            ));
    }
    if is_refused(subject) {
        sink.param(subject, "typ").fixer(Fixer::Issuer).say(
            "The header has no `typ`, and the receiver wants one (IDX10256). The issuer has to write it, or the receiver's `ValidTypes` be left empty.",
        );
    }
    let Some(header) = subject.token.object(Part::KeyBindingHeader) else {
        return;
    };
    if header.get("typ").is_none() {
        sink.at(Place::new(Part::KeyBindingHeader, header.span()))
            .pointer("/typ")
            .expected("kb+jwt")
            .fixer(Fixer::Caller)
            .say("The key-binding JWT has no `typ`, which must be `kb+jwt`. Verifiers refuse it.");
    }
}

/// Whether a receiver that wants some `typ` or other has refused this token, which has none.
fn is_refused(subject: &Subject) -> bool {
    subject.param("typ").is_none()
        && !super::demands_typ(subject)
        && situation::is_alone(subject)
        && situation::has_error(subject, "IDX10256")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"alg":"ES256","jwk":{"kty":"EC"}}
{"jti":"x","htm":"GET","htu":"https://orders.contoso.example/orders","iat":@}"#,
            &["The header has no `typ`, which must be `dpop+jwt` here"],
        );
    }

    #[test]
    fn fires_where_the_receiver_said_so() {
        let refused = "IDX10256: no\n<<{HEADER} {\"iss\":\"https://login.contoso.example\"}>>";
        let expected = "The header has no `typ`, and the receiver wants one (IDX10256).";
        let body = |header| refused.replace("{HEADER}", header);
        check(&RULE, "paste", &body(r#"{"alg":"ES256"}"#), &[expected]);
        check(&RULE, "paste", &body(r#"{"alg":"ES256","typ":"JWT"}"#), &[]);
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

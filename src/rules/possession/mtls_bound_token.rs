//! A token is bound to a client certificate.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "mtls-bound-token",
    severity: Severity::Warning,
    title: "The token is bound to a client certificate",
    applies: Applies::Claims,
    guide: guide::POP_TOKENS,
    sources: "RFC 8705 §3.1; AADSTS50171",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let cnf = subject.claims().and_then(|claims| claims.get("cnf"));
    let thumbprint = cnf.and_then(|cnf| cnf.get("x5t#S256"));
    if let Some(thumbprint) = thumbprint {
        sink.at(Place::new(Part::Payload, thumbprint.span()))
            .pointer("/cnf/x5t#S256")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "This token is bound to the client certificate {}. Call over mutual TLS with that \
                 certificate. Where a proxy ends TLS, it has to hand the certificate on.",
                quote(thumbprint.to_text())
            ));
    }
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
            &sample::at_jwt(r#""cnf":{"x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}"#),
            &["This token is bound to the client certificate \
               `BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::at_jwt(""), &[]);
    }
}

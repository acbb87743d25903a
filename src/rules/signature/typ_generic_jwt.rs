//! The `typ` says `JWT` where the specification recommends an explicit type.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::media_types::media_type;
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "typ-generic-jwt",
    severity: Severity::Info,
    title: "The type is `JWT` where a specific one is better",
    applies: Applies::Header,
    guide: guide::HEADER_PARAMS,
    sources: "OpenID Connect Back-Channel Logout §2.4; RFC 8417 §2.3; RFC 8725 §3.11",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let typ = subject.kind().typ;
    let is_generic = subject
        .param_str("typ")
        .is_some_and(|typ| media_type(typ) == "jwt");
    if !is_generic || typ.is_required || typ.explicit.is_empty() {
        return;
    }
    sink.param(subject, "typ").expected(typ.explicit).fixer(Fixer::Issuer).say(format_args!(
        "The `typ` is `JWT`; {} would say what it is. Allowed, but with an explicit type no receiver can take it for another kind of token.",
        quote(typ.explicit)
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
            "token kind=oidc-logout-token",
            r#"{"typ":"JWT","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `typ` is `JWT`; `logout+jwt` would say what it is."],
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
            "token kind=oidc-logout-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

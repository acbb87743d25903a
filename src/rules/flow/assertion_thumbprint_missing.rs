//! A certificate credential does not say which certificate.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "assertion-thumbprint-missing",
    severity: Severity::Error,
    title: "The client assertion does not name its certificate",
    applies: Applies::Profiles(&["entra-client-assertion"]),
    guide: guide::CLIENT_ASSERTION,
    sources: "Entra certificate-credentials; AADSTS700027",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // Nothing is missing in a header that cannot be read.
    if subject.header().is_none() {
        return sink.does_not_apply();
    }
    let has = |name: &str| subject.param(name).is_some();
    if has("x5t")
        || has("x5t#S256")
        || subject
            .param_str("alg")
            .is_some_and(|alg| alg.starts_with("HS"))
    {
        return;
    }
    let rest = "Without the thumbprint of its DER form, as `x5t#S256` or `x5t`, Entra ID does not \
                find the certificate and answers AADSTS700027.";
    let draft = sink
        .at(subject.param_place("x5t#S256"))
        .pointer("/x5t#S256")
        .fixer(Fixer::Caller);
    match ["x5c", "kid"].into_iter().find(|name| has(name)) {
        Some(name) => draft.severity(Severity::Warning).say(format_args!(
            "The client assertion names its certificate by `{name}` alone. That is enough only \
             where trust is by subject name. {rest}"
        )),
        None => draft.say(format_args!(
            "The client assertion does not name its certificate. {rest}"
        )),
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
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT"}
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &["The client assertion does not name its certificate."],
        );
    }

    #[test]
    fn warns() {
        check(
            &RULE,
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","kid":"a"}
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &["warning: The client assertion names its certificate by `kid` alone."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &[],
        );
    }
}

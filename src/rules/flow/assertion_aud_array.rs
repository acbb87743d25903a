//! A client assertion is addressed to a list.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::json::Kind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "assertion-aud-array",
    severity: Severity::Warning,
    title: "The audience of the client assertion is a list",
    applies: Applies::Claims,
    guide: guide::CLIENT_ASSERTION,
    sources: "OpenID Connect Core §9",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !super::is_client_assertion(subject) {
        return sink.does_not_apply();
    }
    if let Some(aud) = subject.claim("aud").filter(|aud| aud.kind() == Kind::Array) {
        sink.claim(subject, "aud").expected("one string").fixer(Fixer::Caller).say(format_args!(
            "The audience of the client assertion is a list of {}, not one string. Some servers \
             refuse that. Send one string.",
            aud.items().count()
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
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"aud":["https://login.microsoftonline.com/t/oauth2/v2.0/token"],"iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &["The audience of the client assertion is a list of 1, not one string."],
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

//! A client assertion names no subject.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "assertion-sub-missing",
    severity: Severity::Error,
    title: "The client assertion has no subject",
    applies: Applies::Claims,
    guide: guide::CLIENT_ASSERTION,
    sources: "RFC 7523 §3; AADSTS700022",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !super::is_client_assertion(subject) {
        return sink.does_not_apply();
    }
    if subject.claim("sub").is_none() {
        let client = subject
            .claim_str("iss")
            .map_or_else(|| "the client id".to_owned(), |id| quote(id).to_string());
        sink.claim(subject, "sub")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The client assertion has no `sub`. It has to name the client, here {client}, as \
             `iss` does."
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
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &[
                "The client assertion has no `sub`. It has to name the client, here \
                 `00001111-aaaa-2222-bbbb-3333cccc4444`",
            ],
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

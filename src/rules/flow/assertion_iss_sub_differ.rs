//! A client assertion names two clients.

use crate::guide;
use crate::rules::situation::{self, is_guid};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "assertion-iss-sub-differ",
    severity: Severity::Error,
    title: "The client assertion names two different clients",
    applies: Applies::Claims,
    guide: guide::CLIENT_ASSERTION,
    sources: "RFC 7523 §3; OpenID Connect Core §9; AADSTS50048; AADSTS700021",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if !super::is_client_assertion(subject) {
        return sink.does_not_apply();
    }
    let (Some(iss), Some(sub)) = (subject.claim_str("iss"), subject.claim_str("sub")) else {
        return;
    };
    if iss != sub {
        return sink
            .claim(subject, "sub")
            .expected(iss)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`iss` and `sub` of the client assertion differ: {} and {}. Both have to be the \
                 client id. Entra ID answers AADSTS50048.",
                quote(iss),
                quote(sub)
            ));
    }
    let is_sent = situation::name(subject.token) == "client_assertion";
    let sent = subject
        .extraction
        .parameter("client_id")
        .filter(|_| is_sent);
    let known = &subject.expect.clients;
    // Upper and lower case are the same in a GUID.
    let is_other =
        |client: &str| client != iss && !(is_guid(iss) && client.eq_ignore_ascii_case(iss));
    let (says, client) = match (sent, known.first()) {
        (Some(client), _) if is_other(client) => ("the request says `client_id`", client),
        (_, Some(client)) if known.iter().all(|client| is_other(client)) => {
            ("you expect the client", &**client)
        }
        _ => return,
    };
    sink.claim(subject, "iss")
        .expected(client)
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The client assertion is of {}, but {says} {}. Both have to be the client id. Entra ID \
             answers AADSTS700021.",
            quote(iss),
            quote(client)
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
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"x","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}"#,
            &["`iss` and `sub` of the client assertion differ: \
               `00001111-aaaa-2222-bbbb-3333cccc4444` and `x`."],
        );
    }

    #[test]
    fn fires_for_another_client_in_the_request() {
        let request = |client: &str| {
            format!(
                r#"curl https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token -d client_id={client} -d grant_type=client_credentials -d client_assertion=<<{{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}} {{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+8m}}>>"#
            )
        };
        let paste = "paste kind=entra-client-assertion";
        check(
            &RULE,
            paste,
            &request("other"),
            &[
                "The client assertion is of `00001111-aaaa-2222-bbbb-3333cccc4444`, but the \
                 request says `client_id` `other`.",
            ],
        );
        check(
            &RULE,
            "paste kind=entra-client-assertion client=orders",
            &request("00001111-aaaa-2222-bbbb-3333cccc4444"),
            &[
                "The client assertion is of `00001111-aaaa-2222-bbbb-3333cccc4444`, but you expect the client `orders`.",
            ],
        );
        let upper = request("00001111-AAAA-2222-BBBB-3333CCCC4444");
        check(&RULE, paste, &upper, &[]);
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

//! A half hash that the response type requires is absent.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "at-hash-expected-missing",
    severity: Severity::Warning,
    title: "A half hash that this flow requires is absent",
    applies: Applies::Claims,
    guide: guide::HASHES_AND_NONCE,
    sources: "OpenID Connect Core §3.2.2.10; OpenID Connect Core §3.3.2.11",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_id = situation::may_be_id_token(subject) && super::is_from_front_channel(subject);
    if !is_id {
        return sink.does_not_apply();
    }
    for (claim, name, what) in [
        ("at_hash", "access_token", "access token"),
        ("c_hash", "code", "code"),
    ] {
        if super::came_with(subject, name) && subject.claim(claim).is_none() {
            sink.claim(subject, claim).fixer(Fixer::Issuer).say(format_args!(
                "There is no `{claim}`, although the {what} came through the browser with the ID \
                 token. There it is required: strict clients refuse the response."
            ));
        }
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
            "paste",
            r#"https://app.example/cb#access_token=foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1&id_token=<<{"alg":"RS256"} {"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n"}>>"#,
            &["There is no `at_hash`, although the access token came through the browser"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"https://app.example/cb#id_token=<<{"alg":"RS256"} {"iss":"https://login.fabrikam.example","sub":"5","aud":"orders-web","iat":@,"exp":@+5m,"nonce":"n"}>>"#,
            &[],
        );
    }
}

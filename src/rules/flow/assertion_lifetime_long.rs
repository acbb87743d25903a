//! A client assertion lives long.

use crate::guide;
use crate::rules::situation;
use crate::rules::time::{EARLIEST, seconds};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time::duration;

/// See the module.
pub static RULE: Rule = Rule {
    id: "assertion-lifetime-long",
    severity: Severity::Warning,
    title: "The client assertion lives longer than it should",
    applies: Applies::Claims,
    guide: guide::CLIENT_ASSERTION,
    sources: "Entra certificate-credentials",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    const OF_GITHUB: &str = "Expiration time' claim ('exp') is too far in the future";
    if !super::is_client_assertion(subject) && !situation::has_error(subject, OF_GITHUB) {
        return sink.does_not_apply();
    }
    let most = 600;
    let floor = |name| Some(seconds(subject, name)?.0);
    let start = floor("nbf")
        .max(floor("iat"))
        .filter(|start| *start >= EARLIEST);
    let (Some(start), Some(exp)) = (start, floor("exp")) else {
        return;
    };
    let life = exp.saturating_sub(start);
    let (lives, enough) = (duration(life), duration(most));
    if life > most && lives != enough {
        sink.claim(subject, "exp")
            .expected(enough.clone())
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The client assertion lives {lives}; {enough} are enough. Make a new one for each request."
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
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+3h}"#,
            &["The client assertion lives 3 hours; 10 minutes are enough."],
        );
        check(
            &RULE,
            "paste",
            "'Expiration time' claim ('exp') is too far in the future <<{\"alg\":\"RS256\"} {\"iss\":\"1\",\"iat\":@,\"exp\":@+1h}>>",
            &["The client assertion lives 60 minutes; 10 minutes are enough."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=entra-client-assertion",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw"}
{"aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","jti":"7430eac2","nbf":@,"iat":@,"exp":@+630s}"#,
            &[],
        );
        // The unit is another rule's.
        check(
            &RULE,
            "token kind=client-assertion",
            "{\"alg\":\"ES256\"}\n{\"iat\":1767225600000,\"exp\":1767226000000}",
            &[],
        );
    }
}

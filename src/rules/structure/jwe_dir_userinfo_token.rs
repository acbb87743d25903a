//! The token is what Auth0 issues when no audience was asked for.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jwe-dir-userinfo-token",
    severity: Severity::Info,
    title: "The token is for userinfo only",
    applies: common::ENCRYPTED,
    guide: guide::ENCRYPTED_TOKENS,
    sources: "Auth0: access tokens",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is = |name: &str, value: &str| subject.param_str(name).is_some_and(|found| found == value);
    if !is("alg", "dir") || !is("enc", "A256GCM") {
        return;
    }
    let Some(iss) = subject.param_str("iss") else {
        return;
    };
    let host = iss
        .strip_prefix("https://")
        .and_then(|rest| rest.strip_suffix('/'));
    let Some(host) = host.filter(|host| !host.is_empty() && !host.contains('/')) else {
        return;
    };
    let is_auth0 = host.ends_with(".auth0.com");
    let verb = if is_auth0 { "is" } else { "looks like" };
    sink.param(subject, "iss").fixer(Fixer::Caller).say(format_args!(
        "This {verb} what Auth0 issues when no audience was asked for. Only the userinfo endpoint \
         of {} can read it. Pass your API as `audience`, and the answer is a signed JWT.",
        quote(iss)
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
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiaXNzIjoiaHR0cHM6Ly9jb250b3NvLmV1LmF1dGgwLmNvbS8ifQ..ZQ43B_qZJWsOthAw.h8B4.ZXTm",
            &["This is what Auth0 issues when no audience was asked for."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &[],
        );
    }
}

//! Two kinds of token fit about equally well.

use crate::guide;
use crate::profile::sign::Look;
use crate::rules::{Applies, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "profile-ambiguous",
    severity: Severity::Info,
    title: "Two kinds of token fit about equally well",
    applies: Applies::Claims,
    guide: guide::WHICH_TOKEN,
    sources: &["RFC 8725 §2.8", "RFC 8725 §3.12"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let recognition = subject.profile;
    let Some(other) = recognition.runner_up.filter(|_| !recognition.is_forced) else {
        return;
    };
    let (own, others) = (
        &recognition.evidence,
        Look::at(subject.token).evidence(other),
    );
    let why = match own.iter().find(|sign| !others.contains(sign)) {
        Some(sign) => format!(", because {sign}"),
        None => String::new(),
    };
    let against = match others.iter().find(|sign| !own.contains(sign)) {
        Some(sign) => format!(" For the second speaks that {sign}."),
        None => String::new(),
    };
    sink.at(common::whole(subject)).say(format!(
        "This could be one of two kinds of token: {} or {}. It is taken for the \
         first{why}.{against} Choose the kind by hand if you know it.",
        recognition.profile.name, other.name
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
            "token",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders-web","client_id":"orders-web","iat":@-1m,"exp":@+10m,"jti":"d3b07384","auth_time":@-2m,"nonce":"n-0S6_WzA2Mj","scope":"orders.read"}"#,
            &["This could be one of two kinds of token: "],
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
    }
}

//! It is not certain what kind of token it is.

use crate::guide;
use crate::profile::Purpose;
use crate::profile::sign::Look;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "profile-ambiguous",
    severity: Severity::Info,
    title: "The kind of token is not certain",
    applies: Applies::Claims,
    guide: guide::WHICH_TOKEN,
    sources: "RFC 8725 §2.8; RFC 8725 §3.12",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let recognition = subject.profile;
    let Some(other) = recognition.runner_up else {
        return contradicts(subject, sink);
    };
    if recognition.is_forced {
        return;
    }
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
    sink.at(common::whole(subject)).say(format_args!(
        "This could be one of two kinds of token: {} or {}. It is taken for the \
         first{why}.{against} Choose the kind by hand if you know it.",
        recognition.profile.name, other.name
    ));
}

/// Reports what tokens of its kind do not carry.
fn contradicts(subject: &Subject, sink: &mut Sink) {
    let kind = subject.kind();
    // Rules of their own speak of these.
    if matches!(kind.purpose, Purpose::Event | Purpose::Request) {
        return;
    }
    let mut present = common::present(subject, kind.forbidden);
    // Entra ID writes `/` where there are no scopes.
    present.retain(|name| *name != "scp" || Look::at(subject.token).has_user_scopes());
    let [first, ..] = present[..] else { return };
    sink.claim(subject, first).fixer(Fixer::Caller).say(format_args!(
        "The token carries {}, which its kind, {}, does not. It was configured so, is of another \
         kind, or was edited.",
        quote_list(&present),
        kind.name
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::{check, report};
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders-web","client_id":"orders-web","iat":@-1m,"exp":@+10m,"jti":"d3b07384","auth_time":@-2m,"nonce":"n-0S6_WzA2Mj","scope":"orders.read"}"#,
            &["This could be one of two kinds of token: "],
        );
        let google = r#"{"alg":"RS256","kid":"k"}
{"iss":"https://accounts.google.com","azp":"a","aud":"a","sub":"1","iat":@,"exp":@+60m,"scope":"openid"}"#;
        for (info, body, message) in [
            (
                "token",
                google,
                "The token carries `scope`, which its kind, Google ID token, does not.",
            ),
            (
                "token kind=entra-access-v2-app",
                &sample::v2_app(r#""scp":"Orders.Read","name":"Ada""#),
                "The token carries `scp` and `name`, which its kind, Entra ID v2.0 access token for an application, does not.",
            ),
        ] {
            check(&RULE, info, body, &[message]);
        }
    }

    /// What a kind forbids is said, by this rule or by another.
    #[test]
    fn nothing_forbidden_passes_in_silence() {
        for kind in crate::profile::PROFILES {
            for claim in kind.forbidden {
                let body = format!("{{\"alg\":\"RS256\"}}\n{{\"{claim}\":\"a\"}}");
                let (_, report) = report(&format!("token kind={}", kind.id), &body);
                let pointer = format!("/{claim}");
                let is_said = report.all_findings().any(|finding| {
                    let says = [
                        "profile-ambiguous",
                        "profile-forced-conflict",
                        "logout-nonce-present",
                        "set-exp-present",
                        "jar-nested-request",
                    ];
                    says.contains(&finding.rule.id) && (finding.pointer.as_ref() == Some(&pointer))
                });
                assert!(is_said, "{} {claim}", kind.id);
            }
        }
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
        check(&RULE, "token", &sample::v2_app(r#""scp":"/""#), &[]);
    }
}

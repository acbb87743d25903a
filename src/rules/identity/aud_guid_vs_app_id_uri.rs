//! The audience is the app in its other form: client ID against App ID URI.

use super::{AudienceRule, near_audience};
use crate::guide;
use crate::rules::{Applies, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-guid-vs-app-id-uri",
    severity: Severity::Error,
    title: "The audience is your API in its other form",
    applies: Applies::Claims,
    guide: guide::AUDIENCE,
    sources: "Entra claims-validation; Entra access-tokens",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    near_audience(
        subject,
        sink,
        AudienceRule::Form,
        [
            "is the app you expect as",
            "",
            match subject.is_any(&["adfs-"]) {
                true => {
                    "Accept it in the API: AD FS puts `microsoft:identityserver:` before a client ID."
                }
                false => {
                    "Accept both in the API: version 2 and B2C tokens carry the client ID, version 1 tokens what was asked for."
                }
            },
        ],
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, aud, message) in [
            (
                "token aud=api://11112222-bbbb-3333-cccc-4444dddd5555",
                "\"11112222-bbbb-3333-cccc-4444dddd5555\"",
                "The audience `11112222-bbbb-3333-cccc-4444dddd5555` is the app you expect as `api://11112222-bbbb-3333-cccc-4444dddd5555`. They name the same app",
            ),
            (
                "token aud=11112222-bbbb-3333-cccc-4444dddd5555",
                "\"api://11112222-bbbb-3333-cccc-4444dddd5555\"",
                "The audience `api://11112222-bbbb-3333-cccc-4444dddd5555` is the app you expect as `11112222-bbbb-3333-cccc-4444dddd5555`.",
            ),
            (
                "token aud=11112222-bbbb-3333-cccc-4444dddd5555",
                "\"spn:11112222-bbbb-3333-cccc-4444dddd5555\"",
                "The audience `spn:11112222",
            ),
            (
                "token aud=api://11112222-bbbb-3333-cccc-4444dddd5555",
                "\"spn:11112222-bbbb-3333-cccc-4444dddd5555\"",
                "The audience `spn:11112222",
            ),
            (
                "token aud=11112222-bbbb-3333-cccc-4444dddd5555",
                "\"microsoft:identityserver:11112222-bbbb-3333-cccc-4444dddd5555\"",
                "The audience `microsoft:identityserver:11112222",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, aud) in [
            (
                "token aud=11112222-bbbb-3333-cccc-4444dddd5555",
                "\"11112222-bbbb-3333-cccc-4444dddd5555\"",
            ),
            (
                "token aud=api://11112222-bbbb-3333-cccc-4444dddd5555,11112222-bbbb-3333-cccc-4444dddd5555",
                "\"11112222-bbbb-3333-cccc-4444dddd5555\"",
            ),
            (
                "token aud=api://11112222-bbbb-3333-cccc-4444dddd5555",
                "\"00001111-aaaa-2222-bbbb-3333cccc4444\"",
            ),
            ("token aud=api://orders", "\"orders\""),
            (
                "token kind=entra-id-v2 aud=api://11112222-bbbb-3333-cccc-4444dddd5555",
                "\"11112222-bbbb-3333-cccc-4444dddd5555\"",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"aud\":{aud}}}");
            check(&RULE, info, &body, &[]);
        }
    }
}

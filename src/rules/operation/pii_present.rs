//! Claims hold personal data.

use crate::guide;
use crate::place::Part;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;
use crate::token::Segment;

/// See the module.
pub static RULE: Rule = Rule {
    id: "pii-present",
    severity: Severity::Info,
    title: "The token holds personal data",
    applies: Applies::Claims,
    guide: guide::PRIVACY,
    sources: "RFC 7519 §12; OpenID Connect Core §17.1",
    check,
};

const PERSONAL: &[&str] = &[
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "email",
    "emails",
    "upn",
    "unique_name",
    "preferred_username",
    "username",
    "cognito:username",
    "user_email",
    "phone_number",
    "address",
    "birthdate",
    "gender",
    "picture",
    "profile",
    "ipaddr",
    "onprem_sid",
    "puid",
    "deviceid",
    "ctry",
    "verified_primary_email",
    "verified_secondary_email",
    "verified_claims",
    "login_hint",
];

fn check(subject: &Subject, sink: &mut Sink) {
    // Disclosures go with the token, each an array of salt, name and value.
    let disclosed: Vec<(&str, &Segment)> = subject
        .token
        .segments
        .iter()
        .filter(|segment| matches!(segment.part, Part::Disclosure(_)))
        .filter_map(|segment| Some((segment.json()?.root()?.items().nth(1)?.as_str()?, segment)))
        .collect();
    let segment = |name: &str| {
        Some(
            disclosed
                .iter()
                .find(|(disclosed, _)| *disclosed == name)?
                .1,
        )
    };
    let found: Vec<&str> = PERSONAL
        .iter()
        .copied()
        .filter(|name| subject.claim(name).is_some() || segment(name).is_some())
        .collect();
    let Some(first) = found.first() else {
        return;
    };
    let draft = match segment(first).filter(|_| subject.claim(first).is_none()) {
        Some(segment) => sink.at(subject.token.place_of(segment)),
        None => sink
            .at(subject.claim_place(first))
            .pointer(format!("/{first}")),
    };
    draft.fixer(Fixer::AppRegistration).say(format_args!(
        "The token holds personal data: {}. Everyone who sees the token reads it, also after it \
         has expired. Share a redacted copy.",
        quote_list(&found)
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
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"email":"a","name":"b"}"#,
            &["The token holds personal data: `name` and `email`."],
        );
        let disclosed = r#"<<{"alg":"ES256","typ":"dc+sd-jwt"} {"iss":"https://issuer.example","_sd":[]}>>~WyJzMSIsImdpdmVuX25hbWUiLCJKb2huIl0~"#;
        check(
            &RULE,
            "paste",
            disclosed,
            &["The token holds personal data: `given_name`."],
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

//! The paste holds a claims challenge.

use crate::extract::Note;
use crate::guide;
use crate::place::Place;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-claims-challenge",
    severity: Severity::Info,
    title: "More is asked for",
    applies: Applies::Input,
    guide: guide::STEP_UP,
    sources: "Entra claims-challenge; RFC 9470 §3",
    check,
};

const CHALLENGES: &[&str] = &["insufficient_claims", "insufficient_user_authentication"];

fn check(subject: &Subject, sink: &mut Sink) {
    let found = subject.extraction;
    let noted = found.notes.iter().find_map(|note| match note {
        Note::ClaimsChallenge(span, claims) => Some((*span, claims.as_str())),
        _ => None,
    });
    let errors = || {
        let error = found
            .errors
            .iter()
            .find(|error| CHALLENGES.contains(&error.code.as_str()))?;
        Some((error.span, ""))
    };
    let Some((span, claims)) = noted.or_else(errors) else {
        return;
    };
    let (who, how) = match found.parameter("requested_token_use") {
        // Nobody can sign in at a middle tier.
        Some("on_behalf_of") => (
            "sign-in service",
            "Answer your client with 401 and the `claims`: it passes them on unchanged in a new authorisation request, and does",
        ),
        _ => (
            match (found.errors.iter()).any(|error| error.code.starts_with("AADSTS")) {
                true => "sign-in service",
                false => "API",
            },
            "Pass the challenge on unchanged in a new authorisation request, and do",
        ),
    };
    let what = if claims.trim().is_empty() {
        "a stronger or more recent authentication".to_owned()
    } else {
        format!("more: {}", quote(claims))
    };
    sink.at(Place::input(span))
        .fixer(Fixer::Caller)
        .say(format_args!(
            "The {who} asks for {what}. {how} not take the answer from the token cache."
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
            r#"WWW-Authenticate: Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19""#,
            &[
                r#"The API asks for more: `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`."#,
            ],
        );
        check(
            &RULE,
            "paste",
            r#"HTTP/1.1 401 Unauthorized
WWW-Authenticate: Bearer error="insufficient_user_authentication", max_age="300""#,
            &["The API asks for more: `{\"max_age\":\"300\"}`."],
        );
        check(
            &RULE,
            "paste",
            r#"requested_token_use=on_behalf_of&client_id=a
{"error":"interaction_required","error_description":"AADSTS50076: no","claims":"{\"access_token\":{\"capolids\":{\"essential\":true}}}"}"#,
            &[
                r#"The sign-in service asks for more: `{"access_token":{"capolids":{"essential":true}}}`. Answer your client with 401"#,
            ],
        );
        check(
            &RULE,
            "paste",
            r#"{"error":"interaction_required","error_description":"AADSTS50076: no","claims":"{\"access_token\":{\"capolids\":{\"essential\":true}}}"}"#,
            &[
                r#"The sign-in service asks for more: `{"access_token":{"capolids":{"essential":true}}}`. Pass"#,
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            "grant_type=authorization_code&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A1%7D%7D&client_id=a",
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

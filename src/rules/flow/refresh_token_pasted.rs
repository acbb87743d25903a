//! The text looks like a refresh token.

use crate::guide;
use crate::rules::{
    Applies, Fixer, Rule, Severity, Sibling, Sink, Subject, common, opaque, opaque::Look,
};
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "refresh-token-pasted",
    severity: Severity::Error,
    title: "This looks like a refresh token",
    applies: Applies::Token,
    guide: guide::REFRESH_TOKENS,
    sources: "RFC 6749 §1.5; Entra refresh-tokens",
    check,
};

/// What claims of frameworks say of refresh tokens.
const REFRESH: &[&str] = &["refresh", "refresh_token"];

fn check(subject: &Subject, sink: &mut Sink) {
    let is = |name: &str, value: &str| subject.param_str(name).is_some_and(|found| found == value);
    let says = |claim: &str, values: &[&str]| {
        let claim = subject.claim_str(claim);
        claim.is_some_and(|found| values.contains(&found))
    };
    let (severity, issuer) = if let Some(Look::Refresh(issuer)) = opaque::look(subject.token) {
        (Severity::Error, issuer)
    } else if says("typ", &["Refresh", "Offline"]) {
        (Severity::Error, "Keycloak")
    } else if says("token_type", REFRESH) || says("type", REFRESH) {
        // Django, Flask and others.
        (Severity::Error, "")
    } else if subject.token.form == Form::JweCompact
        && is("alg", "RSA-OAEP")
        && is("enc", "A256GCM")
        && subject.param("kid").is_none()
    {
        // Any other JWE can have this header too; Cognito's says that a JWT is inside.
        let severity = if is("cty", "JWT") {
            Severity::Error
        } else {
            Severity::Warning
        };
        (severity, "Cognito")
    } else if opaque::is_named_refresh(subject.token) {
        (Severity::Error, "")
    } else {
        return;
    };
    let whose = if issuer.is_empty() {
        String::new()
    } else {
        format!(" ({issuer})")
    };
    let is_beside = is_beside_others(subject);
    let at = sink.at(common::whole(subject)).fixer(Fixer::Caller);
    let sink = match is_beside {
        true => at.severity(Severity::Warning),
        false => at.severity(severity),
    };
    if severity == Severity::Warning {
        return sink.say(
            "This may be a refresh token: those of Cognito have such a header, and so may other encrypted tokens. If it is one, whoever has it gets new tokens, and no API takes it: inspect the access token instead.",
        );
    }
    let instead = match is_beside {
        true => "Revoke",
        false => "Inspect the access token instead, and revoke",
    };
    sink.say(format_args!(
        "This looks like a refresh token{whose}. Whoever has it gets new tokens, and no API takes it. {instead} the session if this was shown to anyone."
    ));
}

/// Whether it stands beside tokens that an API or client takes, as in the response of a token endpoint.
fn is_beside_others(subject: &Subject) -> bool {
    let own = subject.token.candidate.span;
    let mut others = subject.siblings.iter().take(16);
    others.any(|Sibling { token: other, .. }| {
        let is_access = other.candidate.name.as_deref() == Some("access_token");
        (is_access || other.form.is_signed())
            && other.candidate.span != own
            && !opaque::is_named_refresh(other)
    })
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
            "1.AXwAEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE",
            &["This looks like a refresh token (Entra)."],
        );
        let looks = &["This looks like a refresh token (Microsoft consumer account)."];
        check(&RULE, "paste", "M.R3_BAY.-CabcEXAMPLE!def*ghi", looks);
        let code = "M.C507_BAY.2.U.00001111-aaaa-2222-bbbb-3333cccc4444";
        check(&RULE, "paste", code, &[]);
        check(
            &RULE,
            "paste",
            "OAQABAAAAEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE",
            &["This looks like a refresh token (Entra)."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"HS256","typ":"JWT"}
{"token_type":"refresh","exp":@+1h,"iat":@,"jti":"cd60","user_id":1}"#,
            &["This looks like a refresh token. "],
        );
        check(
            &RULE,
            "paste",
            r#"{"access_token":"6qrZcUqja7812RVdnEKjpzOL4CvHBFG","refresh_token":"D43f5y0ahjqew82jZ4NViEr2YafMKhue"}"#,
            &["warning: This looks like a refresh token. "],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"HS512","typ":"JWT","kid":"5b1c"}
{"typ":"Refresh"}"#,
            &["This looks like a refresh token (Keycloak)."],
        );
        check(
            &RULE,
            "paste",
            "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.QQ.QQ.QQ.QQ",
            &["This looks like a refresh token (Cognito)."],
        );
        check(
            &RULE,
            "paste",
            "refreshToken: AMf-vBxExample_1234567890abcdef",
            &[
                "This looks like a refresh token. Whoever has it gets new tokens, and no API takes it. Inspect",
            ],
        );
        check(
            &RULE,
            "paste",
            r#"{"id_token":"<<{"alg":"ES256","kid":"k1"} {"iss":"https://login.contoso.example"}>>","refresh_token":"2YotnFZFEjr1zCsicMWpAA"}"#,
            &[
                "warning: This looks like a refresh token. Whoever has it gets new tokens, and no API takes it. Revoke",
            ],
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
        check(&RULE, "paste", "2YotnFZFEjr1zCsicMWpAA", &[]);
        check(
            &RULE,
            "token",
            r#"{"alg":"RS256","kid":"5b1c"}
{"typ":"Bearer"}"#,
            &[],
        );
    }
}

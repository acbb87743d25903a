//! The `typ` is not that of the kind of token it is used as.

use crate::guide;
use crate::place::{Part, Place};
use crate::profile::Purpose;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common, situation};
use crate::spec::media_types::media_type;
use crate::text::quote;
use crate::token::Form;

/// See the module.
pub static RULE: Rule = Rule {
    id: "typ-unexpected",
    severity: Severity::Error,
    title: "The type is that of another kind of token",
    applies: Applies::Header,
    guide: guide::WHICH_TOKEN,
    sources: "RFC 8725 §3.11; RFC 8725 §3.12; RFC 7515 §4.1.9",
    check,
};

/// What belongs where the token was found, if it surely is something else there. Client assertions are left out: some
/// APIs take what looks like one as a bearer token.
fn wanted(subject: &Subject) -> Option<&'static str> {
    let kind = situation::detected(subject);
    let is_other = matches!(
        kind.purpose,
        Purpose::Event | Purpose::Proof | Purpose::Request
    );
    let (wanted, is_other) = match subject.token.candidate.slot().as_str() {
        "dpop" => ("a DPoP proof", kind.id != "dpop-proof"),
        "logouttoken" => ("a logout token", kind.id != "oidc-logout-token"),
        "accesstoken" => ("an access token", is_other),
        "idtoken" => ("an ID token", is_other),
        _ => return None,
    };
    (is_other && subject.claims().is_some()).then_some(wanted)
}

fn check(subject: &Subject, sink: &mut Sink) {
    let profile = subject.kind();
    if let Some(wanted) = wanted(subject) {
        return sink.at(common::whole(subject)).expected(wanted).fixer(Fixer::Caller).say(format_args!(
            "{wanted} belongs here, but this is another kind of token: {}. Receivers have to refuse it.",
            situation::detected(subject).name
        ));
    }
    // Another type than a string is another rule's.
    let typ = subject.param_str("typ");
    let odd = typ.filter(|typ| !profile.typ.accepts(typ));
    if let Some(typ) = odd
        && !common::is_plain_sd_jwt(subject)
        && !profile.typ.allowed.is_empty()
    {
        let wanted = if profile.typ.explicit.is_empty() {
            "`JWT`, if any".to_owned()
        } else {
            quote(profile.typ.explicit).to_string()
        };
        sink.param(subject, "typ").expected(wanted.replace('`', "")).fixer(Fixer::Caller).say(format_args!(
            "The `typ` is {}, not that of this kind of token ({}). It would be {wanted}. Strict \
             receivers refuse it: probably the wrong token was sent.",
            quote(typ),
            profile.name
        ));
    }
    // Without the tilde it would be a plain JWT, as it is used.
    let is_plain = (subject.disclosures)
        .is_some_and(|found| found.list.is_empty() && found.withheld.is_empty());
    if is_plain
        && subject.token.form == Form::SdJwt
        && subject.claim("vct").is_none()
        && typ.is_none_or(|typ| !typ.ends_with("sd-jwt"))
    {
        let is_explicit = typ.is_some_and(|typ| media_type(typ) != "jwt");
        let severity = if is_explicit {
            Severity::Error
        } else {
            Severity::Warning
        };
        let type_said = typ.map_or("there is no `typ`".to_owned(), |typ| {
            format!("`typ` is {}", quote(typ))
        });
        sink.at(common::whole(subject)).severity(severity).fixer(Fixer::Caller).say(format_args!(
            "The token ends with `~` as an SD-JWT does, but nothing in it can be disclosed, and {type_said}. \
             Receivers of plain JWTs refuse it: leave the `~` out."
        ));
    }
    let uses = subject
        .is_any(&["cognito-"])
        .then(|| subject.claim_str("token_use"));
    if let Some(token_use) = uses
        .flatten()
        .filter(|text| !matches!(*text, "id" | "access"))
    {
        sink.claim(subject, "token_use").fixer(Fixer::Caller).say(format_args!(
            "`token_use` is {}, where Amazon Cognito writes `id` or `access`. Strict receivers refuse it.",
            quote(token_use)
        ));
    }
    let binding = subject
        .token
        .object(Part::KeyBindingHeader)
        .and_then(|header| header.get("typ"));
    if let Some(value) = binding.filter(|value| media_type(value.to_text()) != "kb+jwt") {
        sink.at(Place::new(Part::KeyBindingHeader, value.span()))
            .pointer("/typ")
            .found(value.to_text())
            .expected("kb+jwt")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The `typ` of the key-binding JWT is {}, not `kb+jwt`. Verifiers refuse it.",
                quote(value.to_text())
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
            "token kind=oidc-id-token",
            r#"{"typ":"logout+jwt","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &["The `typ` is `logout+jwt`, not that of this kind of token"],
        );
    }

    #[test]
    fn fires_for_another_kind_in_a_known_place() {
        const ACCESS: &str = r#"<<{"typ":"at+jwt","alg":"RS256"} {"aud":"a"}>>"#;
        const LOGOUT: &str = r#"<<{"typ":"logout+jwt","alg":"RS256"} {"aud":"a"}>>"#;
        const PROOF: &str = r#"<<{"typ":"dpop+jwt","alg":"ES256"} {"htm":"GET"}>>"#;
        const ASSERTION: &str = r#"<<{"alg":"RS256"} {"iss":"a","sub":"a","aud":"https://x.googleapis.com/","exp":@+1h,"iat":@}>>"#;
        for (before, token, after, wanted) in [
            ("DPoP: ", ACCESS, "", "A DPoP proof"),
            ("DPoP: ", PROOF, "", ""),
            (
                "Authorization: DPoP eyJhbGciOiJub25lIn0.e30.\nDPoP: eyJhbGciOiJub25lIn0.e30.",
                "",
                "",
                "A DPoP proof",
            ),
            ("Authorization: DPoP ", PROOF, "", "An access token"),
            ("Authorization: Bearer ", LOGOUT, "", "An access token"),
            ("Authorization: Bearer ", ACCESS, "", ""),
            ("Authorization: Bearer ", ASSERTION, "", ""),
            ("{\"id_token\":\"", LOGOUT, "\"}", "An ID token"),
            ("logout_token=", ACCESS, "", "A logout token"),
            ("logout_token=", LOGOUT, "", ""),
        ] {
            let message = format!("{wanted} belongs here, but this is another kind of token: ");
            let expected = [message.as_str()];
            let expected = if wanted.is_empty() {
                &[]
            } else {
                &expected[..]
            };
            check(&RULE, "paste", &format!("{before}{token}{after}"), expected);
        }
    }

    #[test]
    fn fires_for_a_stray_tilde() {
        const DIGEST: &str = r#","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]"#;
        for (typ, claims, expected) in [
            (
                r#","typ":"at+jwt""#,
                "",
                "The token ends with `~` as an SD-JWT does, but nothing in it can be disclosed, and `typ` is `at+jwt`.",
            ),
            (
                "",
                "",
                "warning: The token ends with `~` as an SD-JWT does, but nothing in it can be disclosed, and there is no `typ`.",
            ),
            ("", DIGEST, ""),
            ("", r#","vct":"a""#, ""),
            (r#","typ":"example+sd-jwt""#, "", ""),
        ] {
            let text = format!("<<{{\"alg\":\"RS256\"{typ}}} {{\"sub\":\"a\"{claims}}}>>~");
            let expected = [expected];
            check(
                &RULE,
                "paste",
                &text,
                if expected[0].is_empty() {
                    &[]
                } else {
                    &expected
                },
            );
        }
    }

    #[test]
    fn fires_for_the_use_of_a_cognito_token() {
        for (token_use, messages) in [
            ("refresh", &["`token_use` is `refresh`"] as &[&str]),
            ("access", &[]),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{{\"token_use\":\"{token_use}\"}}");
            check(&RULE, "token kind=cognito-access", &body, messages);
        }
    }

    #[test]
    fn leaves_other_types_to_their_rule() {
        check(
            &RULE,
            "token kind=kb-jwt",
            "{\"typ\":1,\"alg\":\"ES256\"}\n{}",
            &[],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=oidc-id-token",
            r#"{"typ":"JWT","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token kind=rfc9068",
            r#"{"typ":"application/AT+jwt","alg":"RS256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

//! The text is no JWT, and nothing else that is known by its look.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common, opaque};
use crate::text::quote;
use crate::token::Form;
use crate::token::base64url;
use crate::token::json::Json;

/// See the module.
pub static RULE: Rule = Rule {
    id: "opaque-not-a-jwt",
    severity: Severity::Info,
    title: "This is not a JWT",
    applies: Applies::Token,
    guide: guide::OPAQUE_TOKENS,
    sources: "RFC 6749 §1.4; RFC 7662 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let token = subject.token;
    let is_plain = token.form == Form::Opaque && !token.text().is_empty();
    let is_known = opaque::look(token).is_some() || opaque::is_noted(subject);
    if !is_plain || is_known || common::is_shortened(subject) {
        return;
    }
    let name = match &token.candidate.name {
        Some(name) => format!("The value of {} is not a JWT", quote(name)),
        None => "This is not a JWT".to_owned(),
    };
    let text = token.text();
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_header = ["authorization", "bearer"].iter().any(|start| {
        let head = text.get(..start.len()).unwrap_or_default();
        head.eq_ignore_ascii_case(start)
    });
    let is_scheme = matches!(
        text.to_ascii_lowercase().as_str(),
        "bearer" | "authorization:"
    );
    let why = if is_scheme || is_header && text.ends_with(" Bearer") {
        "nothing stands after the scheme. The program that wrote this had no token: a variable was empty or was not filled in"
    } else if is_header && is_unset(last) {
        "something stands in its place. The program that wrote this had no token: a variable was empty or was not filled in"
    } else if text.starts_with("CfDJ8") {
        "it looks like what ASP.NET Core encrypts, as a cookie or state. Only the application \
         that wrote it can open it"
    } else if text.starts_with("ssh-") || text.starts_with("ecdsa-sha2-") {
        "it is an SSH public key. Give it as key, to check a signature with"
    } else if text.starts_with('{') {
        "it is JSON as it stands. An answer, or what a decoder has shown, holds no token: copy the token itself. The configuration of an API has a place of its own, From your configuration"
    } else if text.contains(' ') {
        "it is text with spaces. No token was found in it: copy the token itself"
    } else if is_object(text) {
        "it is a JSON object in base64, without dots. If it is the middle of a token, its header and signature are missing: copy all three parts"
    } else if !text.contains('.') {
        "there are no dots in it. It may be a reference token, which only its issuer can look up, \
         or no access token"
    } else {
        "its first part is no JOSE header. It may be a reference token, which only its issuer can \
         look up, or no access token"
    };
    sink.at(common::whole(subject))
        .fixer(Fixer::Caller)
        .say(format_args!("{name}: {why}."));
}

/// Whether it is base64 of a JSON object.
fn is_object(text: &str) -> bool {
    let decoded = base64url::whole(text).and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.is_some_and(|text| Json::read(text).object().is_some())
}

/// Whether a program or template writes this where it has no value.
fn is_unset(word: &str) -> bool {
    matches!(word, "undefined" | "null" | "None" | "nil" | "Object]")
        || word.starts_with(['$', '<', '{', '%'])
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
            "2YotnFZFEjr1zCsicMWpAA",
            &["This is not a JWT: there are no dots in it."],
        );
        check(
            &RULE,
            "paste",
            "eyJpc3MiOiJodHRwczovL3gifQ",
            &["This is not a JWT: it is a JSON object in base64, without dots."],
        );
        // Names that start like base64url of a brace; signed cookies of Flask, Django and Rails, parameters in base64, PASETO, a code of Keycloak, a bot's token.
        for text in [
            "eyJ1c2VyIjoiYW5hIn0.Zf8aGw.2YotnFZFEjr1zCsicMWpAAEjr1z",
            "eyJ1c2VyIjoiYW5hIn0:1rXyZ1:2YotnFZFEjr1zCsicMWpAAEjr1z",
            "eyJ1c2VyIjoiYW5hIn0=--4d5a7e1f0c0b8a6f",
            "eyJ1c2VyIjoiYW5hMSJ9--4d5a7e1f0c0b8a6f",
            "eyewitness.orders.contoso",
            "ewe.lamb.ram",
            "static.eyewitness.example",
            "eyJ is how a JWT starts.",
            "eyJpdiI6ImFiYyIsInZhbHVlIjoiZGVmIn0=",
            "pk.eyJ1IjoibWFwYm94IiwiYSI6ImNrMSJ9.rJcFIG214AriISLbB6B5aw",
            "v4.public.eyJzdWIiOiJ4In0Zj3b1XVW7vRze4b7Cq4se7kKWs",
            "aaaabbbb-0000-cccc-1111-dddd2222eeee.11112222-bbbb-3333-cccc-4444dddd5555.00001111-aaaa-2222-bbbb-3333cccc4444",
            "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        ] {
            check(&RULE, "paste", text, &["This is not a JWT: "]);
        }
        let session = "CfDJ8NzB9UQzTBZKm2fT1nY0d4kXhEoGz7cQ4eXl9mA1Bq2WcN3sR5tUvVwXyZ";
        for (text, expected) in [
            (
                session.to_owned(),
                "This is not a JWT: it looks like what ASP.NET Core encrypts",
            ),
            (
                format!(
                    "Cookie: .AspNetCore.Cookies=chunks-2; .AspNetCore.CookiesC1={session}; .AspNetCore.CookiesC2=Zz9"
                ),
                "The value of `.AspNetCore.CookiesC1` is not a JWT: it looks like what ASP.NET Core encrypts",
            ),
        ] {
            check(&RULE, "paste", &text, &[expected]);
        }
        for text in ["Authorization: Bearer undefined", "Bearer ${TOKEN}"] {
            let expected = "This is not a JWT: something stands in its place.";
            check(&RULE, "paste", text, &[expected]);
        }
        check(
            &RULE,
            "paste",
            r#"{"aud":"orders"}"#,
            &["This is not a JWT: it is JSON as it stands."],
        );
        check(
            &RULE,
            "paste",
            "eyebrows. raised",
            &["This is not a JWT: it is text with spaces."],
        );
        check(
            &RULE,
            "paste",
            "why is it refused?",
            &["This is not a JWT: it is text with spaces."],
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
        // Damaged tokens stay tokens: in UTF-16, encoded twice, without a header, cut off.
        for text in [
            "__57ACIAYQBsAGcAIgA6.__57ACIAcwB1AGIAIgA6.AA",
            "ZXlKaGJHY2lPaUpJVXpJMU5pSjk.ZXlKemRXSWlPaUoxSW4w.AA",
            ".eyJzdWIiOiJ1In0.AA",
            ".eyJhbGciOiJub25lIn0.e30.AA",
            "eyj0exaioijkv1qilcjhbgcioijfuzi1niisimtpzci6.eyjpc3m.AA",
            "eyJhbGciOiJIUzI1NiJ9",
            "eyJzdWIiOiJ1In0.e30.",
            "rejected token eyJ...redacted",
        ] {
            check(&RULE, "paste", text, &[]);
        }
    }
}

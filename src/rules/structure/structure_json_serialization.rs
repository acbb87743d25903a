//! The token is in a JSON serialization of JWS or JWE.

use crate::expect::travel::is_compact;
use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;
use crate::token::json::{Json, Value};
use crate::token::{FaultKind, Form};

/// See the module.
pub static RULE: Rule = Rule {
    id: "structure-json-serialization",
    severity: Severity::Error,
    title: "This is JOSE in JSON, not a JWT",
    applies: common::READABLE,
    guide: guide::TOKEN_STRUCTURE,
    sources: "RFC 7515 §7.2; RFC 7516 §7.2; RFC 7519 §1",
    check,
};

/// What RFC 7515 §7.2 and RFC 7516 §7.2 define.
const MEMBERS: [&str; 12] = [
    "payload",
    "protected",
    "header",
    "signature",
    "signatures",
    "unprotected",
    "encrypted_key",
    "recipients",
    "aad",
    "iv",
    "ciphertext",
    "tag",
];

fn check(subject: &Subject, sink: &mut Sink) {
    let (name, advice) = match subject.token.form {
        Form::JwsJsonFlattened | Form::JweJsonFlattened => (
            "flattened",
            "It can be written in compact form if everything in its header is protected.",
        ),
        Form::JwsJsonGeneral | Form::JweJsonGeneral => (
            "general",
            "The compact form has room for one signature or recipient only.",
        ),
        _ => return,
    };
    super::not_json(subject, sink, &RULE);
    let wrong = subject.faults(&RULE).filter_map(|fault| match fault.kind {
        FaultKind::NotString(kind) => Some((fault, kind)),
        _ => None,
    });
    common::capped(subject, sink, common::FEW, wrong, |sink, (fault, kind)| {
        sink.at(fault.place)
            .fixer(Fixer::Issuer)
            .found(kind.name())
            .expected("string")
            .say(format_args!(
                "The {} is {}, not a string in base64url. Receivers refuse it.",
                common::part_name(fault.part),
                kind.phrase()
            ));
    });
    if let Some((one, other)) = mixed(subject) {
        sink.at(common::whole(subject)).severity(Severity::Error).fixer(Fixer::Issuer).say(format_args!(
            "`{one}` and `{other}` stand side by side: two readers take different parts for the \
             token. RFC 7515 §7.2.2 and RFC 7516 §7.2.2 forbid it: receivers refuse it."
        ));
    }
    let json = Json::read(subject.token.text().to_owned());
    let mut members = json.object().into_iter().flat_map(Value::members);
    let second = members.find(|member| {
        !MEMBERS.contains(&member.name()) && member.value().strings().any(is_compact)
    });
    if let Some(member) = second {
        sink.at(common::whole(subject))
            .severity(Severity::Warning)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "{} beside it holds another token: two readers may take different ones. Refuse it unless you know why it is there.",
                quote(member.name())
            ));
    }
    sink.at(common::whole(subject)).severity(Severity::Info).fixer(Fixer::Issuer).say(format_args!(
        "This is JOSE in the {name} JSON serialization, not a JWT. A JWT is always compact, so JWT libraries refuse this. {advice}"
    ));
}

/// Members of the general and of the flattened syntax in one object.
fn mixed(subject: &Subject) -> Option<(&'static str, &'static str)> {
    let (list, alone): (_, &[_]) = match subject.token.form {
        Form::JwsJsonGeneral => ("signatures", &["signature", "protected", "header"]),
        Form::JweJsonGeneral => ("recipients", &["encrypted_key", "header"]),
        _ => return None,
    };
    let json = Json::read(subject.token.text().to_owned());
    let root = json.root()?;
    let other = alone.iter().find(|name| root.get(name).is_some())?;
    Some((list, other))
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
            r#"{"payload":"eyJpc3MiOiJ4In0","protected":"eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0","signature":"Wl32"}"#,
            &["info: This is JOSE in the flattened JSON serialization"],
        );
    }

    #[test]
    fn names_a_second_token() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"eyJpc3MiOiJ4In0","protected":"eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0","signature":"Wl32","note":"a","evil":"eyJhbGciOiJub25lIn0.e30."}"#,
            &[
                "warning: `evil` beside it holds another token",
                "info: This is JOSE in the flattened JSON serialization",
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
    }

    #[test]
    fn says_where_the_json_is_damaged() {
        const REST: &str = "info: This is JOSE in the flattened JSON serialization";
        for (text, expected) in [
            (
                r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA",}"#,
                "The token is not JSON: `}` stands at line 1, column 70.",
            ),
            (
                r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA""#,
                "The token is cut off: its JSON ends inside a value, after 68 characters.",
            ),
            (
                r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":5}"#,
                "The signature is a number, not a string in base64url.",
            ),
        ] {
            check(&RULE, "paste", text, &[expected, REST]);
        }
    }

    #[test]
    fn reads_strings_that_are_wrapped() {
        check(
            &RULE,
            "paste",
            "{\"payload\":\"e3\n  0\",\"protected\":\"eyJhbGci\n  OiJIUzI1NiJ9\",\"signature\":\"AA\"}",
            &["info: This is JOSE in the flattened JSON serialization"],
        );
    }

    #[test]
    fn fires_for_both_syntaxes_at_once() {
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"}]}"#,
            &[
                "`signatures` and `signature` stand side by side",
                "info: This is JOSE in the general JSON serialization",
            ],
        );
    }
}

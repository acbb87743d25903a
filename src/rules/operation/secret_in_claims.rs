//! A claim looks like a password, key, card number or other secret.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::secrets;
use crate::text::quote;
use crate::token::json::{Kind, Member, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "secret-in-claims",
    severity: Severity::Error,
    title: "A claim holds a secret",
    applies: Applies::Claims,
    guide: guide::PRIVACY,
    sources: "RFC 7519 §12; RFC 8725 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // The cookie of a primary refresh token has a rule of its own.
    let json = subject
        .token
        .segment(Part::Payload)
        .and_then(|segment| segment.json());
    let Some(json) = json.filter(|_| subject.param("ctx").is_none()) else {
        return;
    };
    let members = json
        .values()
        .filter(|value| value.kind() == Kind::Object)
        .flat_map(Value::members);
    let secrets = members.filter_map(|member| Some((member, secret(member)?)));
    common::capped(
        subject,
        sink,
        common::MOST,
        secrets,
        |sink, (member, what)| {
            sink.at(Place::new(Part::Payload, member.span())).pointer(member.value().pointer()).fixer(Fixer::Issuer).say(format_args!(
            "The claim {} looks like {what}. In a token it is public: change it today, then \
             remove the claim.",
            quote(member.name())
        ));
        },
    );
}

/// What kind of secret a member looks like, with its article.
fn secret(member: Member) -> Option<&'static str> {
    let value = member.value();
    if value.kind() == Kind::Object {
        let has = |name: &str| value.members().take(16).any(|inner| inner.name() == name);
        return (has("kty") && (has("d") || has("k"))).then_some("a private key");
    }
    let text = value.as_str()?;
    // Identifiers are long numbers too.
    if text.len() == 16 && has_check_digit(text) && is_of_card(member.name()) {
        return Some("a card number");
    }
    by_value(text).or_else(|| {
        // What is masked, and what only says whether there is one.
        let is_masked = text.bytes().all(|byte| byte == b'*');
        let is_answer = matches!(text, "true" | "false" | "yes" | "no" | "null");
        if is_masked || is_answer || text.starts_with("http") {
            None
        } else {
            by_name(member.name())
        }
    })
}

fn by_name(name: &str) -> Option<&'static str> {
    if name.len() > 64 {
        return None;
    }
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let named = [
        ("password", "a password"),
        ("passwd", "a password"),
        ("passphrase", "a password"),
        ("pwd", "a password"),
        ("passwordhash", "a password"),
        ("pwdhash", "a password"),
        ("secret", "a secret"),
        ("apikey", "an API key"),
        ("privatekey", "a private key"),
        ("accesskey", "an access key"),
        ("refreshtoken", "a refresh token"),
        ("creditcard", "a card number"),
        ("cardnumber", "a card number"),
        ("connectionstring", "a connection string"),
    ];
    // `db_password` is one, `password_changed_at` is about one.
    named
        .into_iter()
        .find(|(word, _)| plain.ends_with(word))
        .map(|(_, what)| what)
}

fn by_value(text: &str) -> Option<&'static str> {
    if text.starts_with("-----BEGIN") && text.get(..40).unwrap_or(text).contains("PRIVATE KEY") {
        Some("a private key")
    } else if secrets::start(text, text.len()).is_some_and(|found| !found.name.is_empty()) {
        Some("an API key")
    } else if is_card(text) {
        Some("a card number")
    } else {
        None
    }
}

/// Sixteen digits in groups of four whose check digit is right (Luhn).
fn is_card(text: &str) -> bool {
    let is_grouped = text.len() == 19
        && text.bytes().enumerate().all(|(at, byte)| {
            if at % 5 == 4 {
                matches!(byte, b' ' | b'-')
            } else {
                byte.is_ascii_digit()
            }
        });
    is_grouped && text.starts_with(['3', '4', '5', '6']) && has_check_digit(text)
}

/// Whether a name is that of a payment card.
fn is_of_card(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("card") || name == "pan"
}

/// Whether sixteen digits end in the right one (Luhn).
fn has_check_digit(text: &str) -> bool {
    if text.bytes().filter(u8::is_ascii_digit).count() != 16 {
        return false;
    }
    let digits = text
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, double) if double > 9 => double - 9,
            (0, double) => double,
            _ => digit,
        })
        .sum();
    sum.is_multiple_of(10)
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
{"db_password":"correct-horse-battery"}"#,
            &["The claim `db_password` looks like a password."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1"}
{"password":"abc","pwd_hash":"$2b$10$x","user":{"passwordHash":"x","userPwd":"y"}}"#,
            &[
                "The claim `password` looks like a password.",
                "The claim `pwd_hash` looks like a password.",
                "The claim `passwordHash` looks like a password.",
                "The claim `userPwd` looks like a password.",
            ],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"x":{"card":"4111 1111 1111 1111"}}"#,
            &["The claim `card` looks like a card number."],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1"}
{"card":"4111111111111111","order_id":"4111111111111111"}"#,
            &["The claim `card` looks like a card number."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"k":{"kty":"EC","d":"x"}}"#,
            &["The claim `k` looks like a private key."],
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
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"password_changed_at":"2020-01-01","pwd_url":"https://x","pwd_exp":"5","has_password":"true","password":"***","card":"4111 1111 1111 1112"}"#,
            &[],
        );
    }
}

//! The algorithm is not one this inspector knows, or not one for this form.

use super::is_none;
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::algorithms::{self, Use};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "alg-unknown",
    severity: Severity::Warning,
    title: "The algorithm is unknown",
    applies: Applies::Header,
    guide: guide::ALGORITHMS,
    sources: "RFC 7518 §3.1; RFC 7518 §4.1; RFC 7518 §5.1",
    check,
};

/// Content encryption (RFC 7518 §5.1).
const CONTENT: &[&str] = &[
    "A128CBC-HS256",
    "A192CBC-HS384",
    "A256CBC-HS512",
    "A128GCM",
    "A192GCM",
    "A256GCM",
];

fn check(subject: &Subject, sink: &mut Sink) {
    let is_encrypted = subject.token.form.is_encrypted();
    if let Some(alg) = subject.param_str("alg").filter(|alg| !is_none(alg)) {
        let known = algorithms::by_name(alg);
        let signs = known.map(|known| matches!(known.purpose, Use::Signature | Use::Mac));
        let message = match (signs, is_encrypted) {
            (Some(true), false) | (Some(false), true) => None,
            (Some(false), false) => Some(format!(
                "The algorithm {} encrypts: it cannot sign. Receivers refuse it on a signed token.",
                quote(alg)
            )),
            (Some(true), true) if common::is_run_together(subject) => None,
            (Some(true), true) => Some(format!(
                "The algorithm {} signs: it cannot encrypt. Receivers refuse it on an encrypted token.",
                quote(alg)
            )),
            (None, _) => Some(unknown("alg", alg, nearest(alg))),
        };
        if let Some(message) = message {
            sink.param(subject, "alg").fixer(Fixer::Issuer).say(message);
        }
    }
    if !is_encrypted {
        return;
    }
    if let Some(enc) = subject
        .param_str("enc")
        .filter(|enc| !CONTENT.contains(enc))
    {
        sink.param(subject, "enc")
            .fixer(Fixer::Issuer)
            .say(unknown("enc", enc, None));
    }
}

fn unknown(parameter: &str, value: &str, meant: Option<&str>) -> String {
    let likely = match meant {
        Some(name) => format!("Probably {} is meant; names compare exactly.", quote(name)),
        None => {
            "Check the spelling, or whether the library is older than the algorithm.".to_owned()
        }
    };
    format!(
        "The `{parameter}` {} is not known. Receivers refuse what they do not know. {likely}",
        quote(value)
    )
}

/// The algorithm whose name has the same letters and digits.
fn nearest(name: &str) -> Option<&'static str> {
    if name.len() > 40 {
        return None;
    }
    let plain = |name: &str| -> String {
        name.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect()
    };
    let wanted = plain(name);
    let found = algorithms::ALGORITHMS
        .iter()
        .find(|algorithm| plain(algorithm.name) == wanted)?;
    Some(found.name)
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
            r#"{"alg":"RS-256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Wl32"#,
            &[
                "The `alg` `RS-256` is not known. Receivers refuse what they do not know. Probably `RS256` is meant",
            ],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"A128KW","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.Wl32"#,
            &["The algorithm `A128KW` encrypts: it cannot sign."],
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
            r#"{"alg":"none"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43.h8B4.ZXTm",
            &[],
        );
    }
}

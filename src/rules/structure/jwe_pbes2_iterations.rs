//! The iteration count of password-based encryption is too low or too high.

use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::count;
use crate::token::base64url;
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "jwe-pbes2-iterations",
    severity: Severity::Warning,
    title: "The iteration count or the salt is out of bounds",
    applies: common::ENCRYPTED,
    guide: guide::ENCRYPTED_TOKENS,
    sources: "RFC 7518 §4.8.1.2; RFC 7518 §8.8",
    check,
};

/// Bytes of salt.
const LEAST_SALT: usize = 8;
const LEAST: i64 = 1_000;
const MOST: i64 = 1_000_000;

fn check(subject: &Subject, sink: &mut Sink) {
    if !subject
        .param_str("alg")
        .is_some_and(|alg| alg.starts_with("PBES2-"))
    {
        return;
    }
    let salt = subject.param_str("p2s");
    if let Some(salt) = salt.map(|salt| base64url::decode(salt).bytes)
        && salt.len() < LEAST_SALT
    {
        let found = count(salt.len(), "byte");
        sink.param(subject, "p2s")
            .fixer(Fixer::Issuer)
            .expected(format!("{LEAST_SALT} bytes or more"))
            .say(format_args!(
                "The salt of the password (`p2s`) has {found}. RFC 7518 §4.8.1.1 wants {LEAST_SALT} or more, and strict receivers refuse less."
            ));
    }
    let Some(number) = subject.param("p2c").and_then(Value::as_number) else {
        return;
    };
    let danger = match number.floor() {
        Some((count, _)) if count < LEAST => "That few are weak: passwords can be guessed fast",
        Some((count, _)) if count <= MOST => return,
        _ => "That many keep a server busy: refuse before counting",
    };
    sink.param(subject, "p2c")
        .fixer(Fixer::Issuer)
        .expected(format!("{LEAST} to {MOST}"))
        .say(format_args!(
            "The key is derived from a password in {} rounds (`p2c`). {danger}.",
            common::quote_start(number.0, 30)
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
            "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIiwicDJzIjoiMldDVGNKWjFSdmRfQ0p1SnJpcFExdyIsInAyYyI6NTAwMDAwMH0.h8B4.ZQ43.h8B4.ZXTm",
            &["The key is derived from a password in `5000000` rounds"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4.ZXTmt-NRvB0V7ytVMTCo8A",
            &[],
        );
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIiwicDJzIjoiMldDVGNKWjFSdmRfQ0p1SnJpcFExdyIsInAyYyI6MzEwMDAwfQ.h8B4.ZQ43.h8B4.ZXTm",
            &[],
        );
    }

    #[test]
    fn fires_for_a_short_salt() {
        check(
            &RULE,
            "paste",
            "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIiwicDJzIjoiWVdKaiIsInAyYyI6MzEwMDAwfQ.h8B4.ZQ43.h8B4.ZXTm",
            &["The salt of the password (`p2s`) has 3 bytes."],
        );
    }
}

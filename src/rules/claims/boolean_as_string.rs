//! A claim that is true or false is a string.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "boolean-as-string",
    severity: Severity::Warning,
    title: "A claim that is true or false is a string",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "OpenID Connect Core §5.1",
    check,
};

/// The claims this rule speaks about.
pub const BOOLEANS: [&str; 3] = ["email_verified", "phone_number_verified", "hasgroups"];

/// Whether text says true or false.
pub fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

fn check(subject: &Subject, sink: &mut Sink) {
    for name in BOOLEANS {
        let Some(text) = subject.claim_str(name).filter(|text| is_boolean(text)) else {
            continue;
        };
        let danger = if text.eq_ignore_ascii_case("false") {
            "In much code any text counts as true."
        } else {
            "Code that compares it with true finds them different."
        };
        // Apple documents both.
        let severity = match subject.claim_str("iss") {
            Some("https://appleid.apple.com") => Severity::Info,
            _ => RULE.severity,
        };
        sink.claim(subject, name)
            .severity(severity)
            .expected("true or false")
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`{name}` is the string {}, not a boolean. {danger}",
                quote(text)
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
            "token",
            "{\"alg\":\"RS256\"}\n{\"email_verified\":\"false\",\"hasgroups\":\"True\"}",
            &[
                "`email_verified` is the string `false`, not a boolean. In much code",
                "`hasgroups` is the string `True`, not a boolean. Code",
            ],
        );
    }

    #[test]
    fn is_a_note_about_tokens_of_apple() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"iss\":\"https://appleid.apple.com\",\"email_verified\":\"true\"}",
            &["info: `email_verified` is the string `true`, not a boolean."],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"email_verified\":true,\"hasgroups\":\"yes\",\"in_corp\":\"true\"}",
            &[],
        );
    }
}

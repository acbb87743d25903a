//! A time claim has a fraction or an exponent.

use crate::guide;
use crate::rules::time::TIME_CLAIMS;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "time-claim-fractional",
    severity: Severity::Info,
    title: "A time is not a whole number",
    applies: Applies::Claims,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 7519 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for name in TIME_CLAIMS {
        let number = subject.claim(name).and_then(|value| value.as_number());
        if let Some(number) = number.filter(|number| !number.is_plain_integer()) {
            let how = if number.0.contains(['e', 'E']) {
                "is written with an exponent"
            } else {
                "has a fraction"
            };
            sink.claim(subject, name).fixer(Fixer::Issuer).say(format_args!(
                "`{name}` = {} {how}. That is allowed, but some libraries fail on it: whole seconds are safer.",
                quote(number.0)
            ));
        }
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
            "{\"alg\":\"RS256\"}\n{\"exp\":1893456000.5,\"iat\":1.7e9}",
            &[
                "`exp` = `1893456000.5` has a fraction.",
                "`iat` = `1.7e9` is written with an exponent.",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            "{\"alg\":\"RS256\"}\n{\"exp\":@,\"iat\":\"1.5\",\"x\":1.5}",
            &[],
        );
    }
}

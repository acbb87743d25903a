//! The expected authentication context was not met.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "acrs-context-missing",
    severity: Severity::Error,
    title: "The expected authentication context is not in the token",
    applies: Applies::Claims,
    guide: guide::STEP_UP,
    sources: "Entra developer-guide-conditional-access-authentication-context",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let challenged = super::challenged(subject, "acrs");
    let required = situation::required(subject, "acrs");
    if !situation::may_be_access_token(subject) || challenged.is_none() && required.is_none() {
        return sink.does_not_apply();
    }
    let held = subject
        .claim("acrs")
        .map(|acrs| acrs.words())
        .unwrap_or_default();
    let wanted = required.and_then(|claim| claim.value.as_deref());
    let wanted = wanted.or(challenged.as_deref());
    let is_met = |context: &&str| match wanted {
        Some(wanted) => context.eq_ignore_ascii_case(wanted),
        None => is_context(context),
    };
    if held.iter().any(is_met) {
        return;
    }
    let name = wanted.map_or_else(
        || "No authentication context".to_owned(),
        |wanted| format!("The authentication context {}", quote(wanted)),
    );
    let verb = if wanted.is_some() { "is not" } else { "is" };
    let holds = if held.is_empty() {
        "there is none".to_owned()
    } else {
        format!("it holds {}", quote_list(&held))
    };
    let (fixer, ask) = match challenged {
        Some(_) => (Fixer::Caller, "The challenge asks for it: pass that on."),
        None if !held.is_empty() => (
            Fixer::Api,
            "Answer 401 with a claims challenge, and let a policy target the context.",
        ),
        None => (
            Fixer::Api,
            "Answer 401 with a claims challenge. The API has to ask for the optional claim, and a policy to target the context.",
        ),
    };
    sink.claim(subject, "acrs")
        .expected(wanted.unwrap_or("c1"))
        .fixer(fixer)
        .say(format_args!("{name} {verb} in `acrs`: {holds}. {ask}"));
}

/// Whether a value is one of the contexts C1 to C99.
fn is_context(value: &str) -> bool {
    let number = value.strip_prefix(['c', 'C']).unwrap_or_default();
    matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token require=acrs",
            &sample::v2_user(""),
            &["No authentication context is in `acrs`: there is none."],
        );
    }

    #[test]
    fn fires_for_another_context() {
        check(
            &RULE,
            "token require=acrs=c2",
            &sample::v2_user(r#""acrs":["c1"]"#),
            &["The authentication context `c2` is not in `acrs`: it holds `c1`."],
        );
        let challenged = |acrs: &str| {
            let token = sample::v2_user(acrs).replace('\n', " ");
            format!(
                "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\"\n<<{token}>>"
            )
        };
        check(
            &RULE,
            "paste",
            &challenged(""),
            &[
                "The authentication context `c1` is not in `acrs`: there is none. The challenge asks",
            ],
        );
        check(&RULE, "paste", &challenged(r#""acrs":["c1"]"#), &[]);
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token require=acrs",
            &sample::v2_user(r#""acrs":["c1"]"#),
            &[],
        );
    }

    #[test]
    fn is_quiet_for_the_context() {
        check(
            &RULE,
            "token require=acrs=C1",
            &sample::v2_user(r#""acrs":["c1"]"#),
            &[],
        );
    }
}

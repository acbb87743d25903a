//! A second factor is expected, and the methods name none.

use crate::guide;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "mfa-not-in-amr",
    severity: Severity::Error,
    title: "No second factor is among the sign-in methods",
    applies: Applies::Claims,
    guide: guide::MFA_AND_CONDITIONAL_ACCESS,
    sources: "Entra access-token-claims-reference; RFC 8176 §2",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_told = situation::is_told(subject, &RULE);
    if !super::expects_mfa(subject) && !is_told {
        return sink.does_not_apply();
    }
    let Some(amr) = subject.claim("amr") else {
        return;
    };
    let methods = amr.words();
    if methods
        .iter()
        .any(|method| matches!(*method, "mfa" | "ngcmfa"))
    {
        return;
    }
    let hint = if methods
        .iter()
        .any(|method| matches!(*method, "rsa" | "hwk" | "fido" | "swk"))
    {
        " A key alone is no proof of two factors."
    } else {
        ""
    };
    // That `amr` is there is all that may be required.
    let is_demanded = situation::required(subject, "amr").is_some_and(|amr| amr.value.is_some());
    let severity = match is_demanded {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let ask = match is_told {
        true => "The policy asks for one: let",
        false => "Require one for your API by policy, and let",
    };
    sink.claim(subject, "amr")
        .severity(severity)
        .expected("mfa")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "No second factor is among the sign-in methods: `amr` holds {}.{hint} {ask} the user \
             sign in again.",
            quote_list(&methods)
        ));
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
            "token require=amr",
            &sample::v1_user(""),
            &["warning: No second factor is among the sign-in methods: `amr` holds `pwd`."],
        );
        check(
            &RULE,
            "token require=amr=mfa",
            &sample::v1_user(""),
            &["No second factor is among the sign-in methods: `amr` holds `pwd`."],
        );
        check(
            &RULE,
            "paste",
            &format!(
                "AADSTS50076: no\n<<{}>>",
                sample::v1_user("").replace('\n', " ")
            ),
            &[
                "warning: No second factor is among the sign-in methods: `amr` holds `pwd`. The policy",
            ],
        );
    }

    #[test]
    fn fires_for_a_key() {
        check(
            &RULE,
            "token require=amr=mfa",
            &sample::v1_user(r#""amr":["rsa"]"#),
            &["No second factor is among the sign-in methods: `amr` holds `rsa`. A key alone"],
        );
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token require=amr",
            &sample::v1_user(r#""amr":["rsa","ngcmfa"]"#),
            &[],
        );
    }

    #[test]
    fn another_method_is_not_looked_for() {
        check(&RULE, "token require=amr=otp", &sample::v1_user(""), &[]);
    }
}

//! The issuer of B2C names the policy.

use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-b2c-tfp",
    severity: Severity::Warning,
    title: "The issuer names a B2C policy",
    applies: Applies::Claims,
    guide: guide::ISSUER,
    sources: "Azure AD B2C tokens-overview",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.claim_str("iss").is_none() {
        return sink.does_not_apply();
    }
    if subject.issuer.is_tfp {
        sink.claim(subject, "iss").fixer(Fixer::AppRegistration).say(
            "The issuer names the B2C policy (`/tfp/`). Microsoft's own libraries refuse that form (IDX40002, IDW10304): if one of them checks it, change the issuer setting of the user flow.",
        );
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
            "{\"alg\":\"RS256\"}\n{\"iss\":\"https://contoso.b2clogin.com/tfp/aaaabbbb-0000-cccc-1111-dddd2222eeee/b2c_1_signin/v2.0/\"}",
            &["The issuer names the B2C policy"],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token",
                "{\"iss\":\"https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/\"}",
            ),
            ("token", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

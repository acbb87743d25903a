//! The issuer, or the expected one, stands for no tenant of its own.

use super::{IssuerRule, issuer_for};
use crate::guide;
use crate::rules::near::is_template;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "iss-common-or-template",
    severity: Severity::Error,
    title: "An issuer stands for no tenant of its own",
    applies: Applies::Claims,
    guide: guide::ISSUER,
    sources: "Entra access-tokens",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(tenant) = subject.issuer.tenant.filter(|tenant| is_template(tenant)) {
        return sink
            .claim(subject, "iss")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The issuer names the tenant {}, which no real token does. The token was edited or \
             made by hand.",
                quote(tenant)
            ));
    }
    let Some(comparison) = issuer_for(subject, IssuerRule::Template) else {
        return;
    };
    let filled = match subject.claim_str("tid") {
        Some(tid) => format!(
            " Put the token's `tid` in, {}, and compare then.",
            quote(tid)
        ),
        None => " Put the tenant of the token in, and compare then.".to_owned(),
    };
    sink.claim(subject, "iss")
        .expected(comparison.expected.as_str())
        .fixer(Fixer::Api)
        .say(format_args!(
            "The expected issuer {} stands for many tenants, and no token has it.{filled} Check the tenant against those you serve.",
            quote(&comparison.expected)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token iss=https://login.microsoftonline.com/common/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\",\"tid\":\"aaaabbbb-0000-cccc-1111-dddd2222eeee\"}",
                "The expected issuer `https://login.microsoftonline.com/common/v2.0` stands for many tenants, and no token has it. Put the token's `tid` in, `aaaabbbb-0000-cccc-1111-dddd2222eeee`",
            ),
            (
                "token iss=https://sts.windows.net/{tenantid}/",
                "{\"iss\":\"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/\"}",
                "The expected issuer `https://sts.windows.net/{tenantid}/` stands for many tenants",
            ),
            (
                "token",
                "{\"iss\":\"https://login.microsoftonline.com/organizations/v2.0\"}",
                "The issuer names the tenant `organizations`, which no real token does.",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
            ),
            (
                "token iss=https://login.microsoftonline.com/common/v2.0,https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "{\"iss\":\"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\"}",
            ),
            (
                "token iss=https://login.microsoftonline.com/common/v2.0",
                "{\"iss\":\"https://a\"}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

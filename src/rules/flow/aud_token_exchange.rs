//! The token is a credential for Entra ID, not a token for an API.

use crate::guide;
use crate::rules::identity::first_strings;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::TOKEN_EXCHANGE_AUDIENCES;
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "aud-token-exchange",
    severity: Severity::Info,
    title: "The token is a credential for Entra ID",
    applies: Applies::Claims,
    guide: guide::WORKLOAD_FEDERATION,
    sources: "Entra workload-identity-federation-considerations",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let Some(aud) = subject.claim("aud") else {
        return sink.does_not_apply();
    };
    let exchange = first_strings(aud).find(|value| TOKEN_EXCHANGE_AUDIENCES.contains(value));
    if let Some(value) = exchange {
        sink.claim(subject, "aud").fixer(Fixer::Nobody).say(format_args!(
            "The token is a credential for Entra ID ({}), not for an API. Treat it like a client \
             secret.",
            quote(value)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (info, claims, message) in [
            (
                "token",
                "{\"aud\":\"api://AzureADTokenExchange\"}",
                "The token is a credential for Entra ID (`api://AzureADTokenExchange`)",
            ),
            (
                "token",
                "{\"aud\":[\"api://AzureADTokenExchangeChina\"]}",
                "The token is a credential",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token", "{\"aud\":\"https://github.com/contoso\"}"),
            ("token", "{}"),
            ("token", "{\"aud\":\"api://azureadtokenexchange\"}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}

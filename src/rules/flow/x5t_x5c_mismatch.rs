//! The thumbprint in the header is not that of the certificate in the header.

use crate::guide;
use crate::hash;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;
use crate::token::base64url;

/// See the module.
pub static RULE: Rule = Rule {
    id: "x5t-x5c-mismatch",
    severity: Severity::Error,
    title: "The thumbprint is not that of the certificate",
    applies: Applies::Header,
    guide: guide::CLIENT_ASSERTION,
    sources: "RFC 7515 §4.1.6; RFC 7515 §4.1.7; RFC 7515 §4.1.8",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let chain = subject.param("x5c");
    let Some(first) = chain.and_then(|chain| chain.items().next()?.as_str()) else {
        return sink.does_not_apply();
    };
    // Standard base64, which the reader of base64url takes as well.
    let certificate = base64url::decode(first).bytes;
    if certificate.first() != Some(&0x30) || first.contains(['-', '_']) {
        return sink.param(subject, "x5c").fixer(Fixer::Caller).say(
            "The first entry of `x5c` is no certificate: RFC 7515 §4.1.6 wants its DER form in base64, not base64url, and without the lines of PEM.",
        );
    }
    for (name, own) in [
        ("x5t", hash::sha1(&certificate)),
        ("x5t#S256", hash::sha256(&certificate)),
    ] {
        let Some(thumbprint) = subject.param_str(name) else {
            continue;
        };
        let found = base64url::decode(thumbprint).bytes;
        // A thumbprint of another length has a rule of its own.
        if found.len() == own.len() && found != own {
            let expected = base64url::encode(&own);
            sink.param(subject, name).expected(expected.clone()).fixer(Fixer::Caller).say(format_args!(
                "The `{name}` is not the thumbprint of the first certificate in `x5c`. That one has {}. Build both from one certificate; Entra answers AADSTS500033.",
                quote(&expected)
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
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"BAiGbXnQYd7_How8z1N78eI8J3lcgcOyOpFgU079APw","x5c":["MIIDAzCCAeugAwIBAgIUTrsn08hKJV+dzxJupHYZBlgvyRkwDQYJKoZIhvcNAQELBQAwETEPMA0GA1UEAwwGb3JkZXJzMB4XDTI2MTEyMjIwNTAyMVoXDTM2MTExOTIwNTAyMVowETEPMA0GA1UEAwwGb3JkZXJzMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsYDteWcRpLWy093gXUZrahDaT5QxKCf4h3DEsnmHddFaZ0jh92MQPezoD4azLrIdDkklzVffD11E4hN8h5Z5K/a93E32I1DfMpGPE9mSa37U6j2VyY+raWzTSmWYdp9xXiKZ8pE4QOuO/fb1PJpc2u2EO/qX8gmGdm/YNNHQ/uM5J+qSXrCLLtOaYw2ndZDFw+bdS4AEB53NogFIYjKqPKvm5Js/YcRsxm5YImfLrhRMCU5TzvNW3FaY2gg4/yOL4NXW2k765TJG5fT8TN/9aXSZF3PTOp0Ip/Fy2YbfcDR6XPY/imBb2/oKqsel0As3ajc0dPYF4RJlP2pGVzQQrQIDAQABo1MwUTAdBgNVHQ4EFgQUF3X0lAlYGNDeM7pJ7TyJGM4BWZMwHwYDVR0jBBgwFoAUF3X0lAlYGNDeM7pJ7TyJGM4BWZMwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAbl2EEbTHQ5D4PMEWrQlf/yJtDMrl9R6fJTwovsZd3kWHpbtHmqWsRUjab6Ame/Fl8aCBDwnOETOfv/iHyrJzNUCRMRjY/nJy7l/eRcSTDcEAWGTXnSmEpLg/8hVbnk41VaHkx962zaz84nv1amwC2a5NnC0uSyaGFd114RhqRGAJVhr7lK9sf85cN57jpZYjOAQ3Wq4QApRij2zJqic4xcvWUDIyAg/YougqDoa2bbk57rQ9jUGL1NAOnMDhjIBzakCrLDjtT4lT1UQmK+pAFXtCoJL7JRMiv741su25cs7rHH3vFUeeRSbpcoGghu9h/ZQVkuPa2q1GWOUc7xhfww=="]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[
                "The `x5t#S256` is not the thumbprint of the first certificate in `x5c`. That one has `cJNg5upV6-",
            ],
        );
    }

    #[test]
    fn fires_for_what_is_no_certificate() {
        for entry in ["AAAA", "MIID-w", "-----BEGIN CERTIFICATE-----"] {
            check(
                &RULE,
                "token",
                &format!("{{\"alg\":\"PS256\",\"x5t\":\"x\",\"x5c\":[\"{entry}\"]}}\n{{}}"),
                &["The first entry of `x5c` is no certificate"],
            );
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"alg":"PS256","typ":"JWT","x5t#S256":"cJNg5upV6-mQLQyJzriXcNYis-lKceLt8ftotzK4zdA","x5c":["MIIDAzCCAeugAwIBAgIUTrsn08hKJV+dzxJupHYZBlgvyRkwDQYJKoZIhvcNAQELBQAwETEPMA0GA1UEAwwGb3JkZXJzMB4XDTI2MTEyMjIwNTAyMVoXDTM2MTExOTIwNTAyMVowETEPMA0GA1UEAwwGb3JkZXJzMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsYDteWcRpLWy093gXUZrahDaT5QxKCf4h3DEsnmHddFaZ0jh92MQPezoD4azLrIdDkklzVffD11E4hN8h5Z5K/a93E32I1DfMpGPE9mSa37U6j2VyY+raWzTSmWYdp9xXiKZ8pE4QOuO/fb1PJpc2u2EO/qX8gmGdm/YNNHQ/uM5J+qSXrCLLtOaYw2ndZDFw+bdS4AEB53NogFIYjKqPKvm5Js/YcRsxm5YImfLrhRMCU5TzvNW3FaY2gg4/yOL4NXW2k765TJG5fT8TN/9aXSZF3PTOp0Ip/Fy2YbfcDR6XPY/imBb2/oKqsel0As3ajc0dPYF4RJlP2pGVzQQrQIDAQABo1MwUTAdBgNVHQ4EFgQUF3X0lAlYGNDeM7pJ7TyJGM4BWZMwHwYDVR0jBBgwFoAUF3X0lAlYGNDeM7pJ7TyJGM4BWZMwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAbl2EEbTHQ5D4PMEWrQlf/yJtDMrl9R6fJTwovsZd3kWHpbtHmqWsRUjab6Ame/Fl8aCBDwnOETOfv/iHyrJzNUCRMRjY/nJy7l/eRcSTDcEAWGTXnSmEpLg/8hVbnk41VaHkx962zaz84nv1amwC2a5NnC0uSyaGFd114RhqRGAJVhr7lK9sf85cN57jpZYjOAQ3Wq4QApRij2zJqic4xcvWUDIyAg/YougqDoa2bbk57rQ9jUGL1NAOnMDhjIBzakCrLDjtT4lT1UQmK+pAFXtCoJL7JRMiv741su25cs7rHH3vFUeeRSbpcoGghu9h/ZQVkuPa2q1GWOUc7xhfww=="]}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

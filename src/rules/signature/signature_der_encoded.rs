//! An ECDSA signature is in DER form.

use super::{algorithm_of, is_der, signatures};
use crate::guide;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};

/// See the module.
pub static RULE: Rule = Rule {
    id: "signature-der-encoded",
    severity: Severity::Error,
    title: "The signature is DER-encoded",
    applies: common::SIGNED,
    guide: guide::SIGNATURE,
    sources: "RFC 7518 §3.4",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    for signature in signatures(subject)
        .iter()
        .filter(|signature| is_der(signature))
    {
        let Some(alg) = algorithm_of(signature) else {
            continue;
        };
        sink.at(signature.place)
            .fixer(Fixer::Issuer)
            .found(format!("{} bytes of DER", signature.segment.bytes))
            .expected(format!("{} bytes", alg.signature))
            .say(format_args!(
                "The {} is DER-encoded. {} wants R and S as {} bytes, one after the other, so \
                 receivers refuse it. OpenSSL and Java write DER: convert it.",
                signature.name, alg.name, alg.signature
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
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}
.MEQCIBGA462mbBVCO6tt7V87fwmzV7hsXa9mMwLNS77ZghI1AiAif_k0UMXSMjx4OUTD5Ewc9KB_nTDmOn1r6qsP85km7Q"#,
            &["The signature is DER-encoded."],
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
    }
}

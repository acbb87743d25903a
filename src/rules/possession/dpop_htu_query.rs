//! A DPoP proof names more or less of the address than it should, or the method in other letters.

use crate::extract::Carrier;
use crate::guide;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "dpop-htu-query",
    severity: Severity::Error,
    title: "The address or method in the DPoP proof is not as servers compare it",
    applies: Applies::Profiles(&["dpop-proof"]),
    guide: guide::POP_TOKENS,
    sources: "RFC 9449 §4.2; RFC 9449 §4.3",
    check,
};

/// Methods whose spelling is known.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Where the one request goes that the proof was sent with.
fn sent_to<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let parameters = subject.extraction.parameters.iter();
    let mut endpoints = parameters.filter(|parameter| parameter.name == "endpoint");
    let (first, second) = (endpoints.next()?.value.as_str(), endpoints.next());
    let is_one = second.is_none() && subject.token.candidate.carrier == Carrier::DpopHeader;
    // What is filled in elsewhere, or may be written in several ways.
    (is_one && !first.contains(['$', '{', '<', '%', '*'])).then_some(first)
}

/// Scheme and host without the port that goes without saying, and the path (RFC 3986 §6.2).
fn address(text: &str) -> (String, &str) {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let path = text.find("://").map_or(0, |at| at + 3);
    let path = text[path..].find('/').map_or(text.len(), |at| path + at);
    let host = text[..path].to_ascii_lowercase();
    let port = if host.starts_with("https") {
        ":443"
    } else {
        ":80"
    };
    let host = host.strip_suffix(port).unwrap_or(&host).to_owned();
    (
        host,
        if path == text.len() {
            "/"
        } else {
            &text[path..]
        },
    )
}

fn check(subject: &Subject, sink: &mut Sink) {
    if let Some(htm) = subject.claim_str("htm")
        && METHODS
            .iter()
            .any(|method| *method != htm && method.eq_ignore_ascii_case(htm))
    {
        let method = htm.to_ascii_uppercase();
        sink.claim(subject, "htm")
            .severity(Severity::Warning)
            .expected(method.as_str())
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`htm` is {}, and the method of a request is `{method}`: upper and lower case count, and servers refuse it.",
                quote(htm)
            ));
    }
    let Some(htu) = subject.claim_str("htu") else {
        return;
    };
    let is_absolute = htu
        .split_once("://")
        .is_some_and(|(scheme, rest)| !scheme.contains(['/', '?', '#']) && !rest.is_empty());
    if !is_absolute {
        sink.claim(subject, "htu").severity(Severity::Warning).fixer(Fixer::Caller).say(format_args!(
            "`htu` is no whole address: {}. It should be that of the request with `https://` and host; servers compare it and refuse the rest.",
            quote(htu)
        ));
        return;
    }
    if let Some(sent) = sent_to(subject)
        && address(sent) != address(htu)
    {
        sink.claim(subject, "htu")
            .expected(sent)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`htu` is {}, and the request goes to {}: servers compare the two and refuse the proof.",
                quote(htu),
                quote(sent)
            ));
    }
    if let Some((address, _)) = htu.split_once(['?', '#']) {
        let what = if htu.as_bytes().get(address.len()) == Some(&b'?') {
            "a query"
        } else {
            "a fragment"
        };
        sink.claim(subject, "htu")
            .severity(Severity::Warning)
            .expected(address)
            .fixer(Fixer::Caller)
            .say(format_args!(
                "`htu` has {what}: {}. It should be the address without query and fragment, {}; \
                 some servers refuse the rest.",
                quote(htu),
                quote(address)
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
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"a","htm":"GET","htu":"https://x.example/a?b=1#c","iat":@}"#,
            &["warning: `htu` has a query: `https://x.example/a?b=1#c`."],
        );
    }

    #[test]
    fn fires_for_what_is_no_address_and_for_small_letters() {
        for (htm, htu, expected) in [
            ("GET", "/a", "`htu` is no whole address: `/a`."),
            (
                "GET",
                "x.example/a",
                "`htu` is no whole address: `x.example/a`.",
            ),
            ("GET", "/a?b=https://c", "`htu` is no whole address"),
            (
                "post",
                "https://x.example/a",
                "`htm` is `post`, and the method of a request is `POST`",
            ),
        ] {
            let expected = format!("warning: {expected}");
            let proof = format!(
                r#"{{"typ":"dpop+jwt","alg":"ES256"}}
{{"jti":"a","htm":"{htm}","htu":"{htu}","iat":@}}"#
            );
            check(&RULE, "token kind=dpop-proof", &proof, &[&expected]);
        }
    }

    #[test]
    fn fires_for_a_fragment() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"a","htm":"GET","htu":"https://x.example/a#c","iat":@}"#,
            &["warning: `htu` has a fragment"],
        );
    }

    #[test]
    fn fires_where_the_request_goes_elsewhere() {
        for (request, htu, is_other) in [
            ("https://x.example/a?b=1", "https://x.example/a", false),
            ("HTTPS://X.example:443", "https://x.example/", false),
            ("http://x.example:80/a", "http://x.example/a", false),
            ("https://x.example/a", "https://x.example/A", true),
            ("https://x.example/a", "https://y.example/a", true),
            ("https://x.example/a", "http://x.example/a", true),
            ("https://x.example/$ID", "https://x.example/1", false),
            (
                "https://x.example/a https://x.example/b",
                "https://x.example/1",
                false,
            ),
        ] {
            let proof = format!(
                "curl {request} -H 'DPoP: <<{{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\"}} {{\"htm\":\"GET\",\"htu\":\"{htu}\"}}>>'"
            );
            let message = format!("`htu` is `{htu}`, and the request goes to `{request}`");
            let message = [message.as_str()];
            check(
                &RULE,
                "paste",
                &proof,
                if is_other { &message } else { &[] },
            );
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token kind=dpop-proof",
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}
{"jti":"-BwC","htm":"GET","htu":"https://orders.fabrikam.example/v1/orders","iat":@}"#,
            &[],
        );
    }
}

//! A segment holds a character that base64url does not know.

use crate::guide;
use crate::place::Part;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::{code_point, is_hidden, quote};
use crate::token::FaultKind;

/// See the module.
pub static RULE: Rule = Rule {
    id: "base64url-invalid-character",
    severity: Severity::Error,
    title: "A part holds a character that base64url does not have",
    applies: common::READABLE,
    guide: guide::ENCODING,
    sources: "RFC 4648 §3.3; RFC 4648 §5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    common::capped(
        subject,
        sink,
        common::FEW,
        subject.faults(&RULE),
        |sink, fault| {
            let FaultKind::InvalidCharacter(character) = fault.kind else {
                return;
            };
            let segment = subject.token.segment(fault.part);
            let text = &subject.token.candidate.text;
            let segment = segment.map_or("", |segment| segment.span.of(text));
            let why = match character {
                _ if is_hidden(character) || character.is_whitespace() => {
                    "It cannot be seen: it comes from the page or program the token was copied from. Take it out."
                }
                '%' if segment.ends_with('%') && segment.matches('%').count() == 1 => {
                    "A shell such as zsh prints it where output ends without a line break. Leave it out."
                }
                _ if segment.starts_with("{\"") => {
                    "It is JSON as it stands: each part of a token has to be encoded."
                }
                '*' | '[' | '<' | '(' | '{'
                    if fault.part == Part::Signature && segment.starts_with(character) =>
                {
                    "It seems to stand in the place of the signature, which whoever logged the token took out."
                }
                _ => "The token was damaged or edited: compare with the source.",
            };
            let at = common::position(subject.text, fault.place.span.start);
            sink.at(fault.place).fixer(Fixer::Caller).found(code_point(character)).say(format_args!(
            "The {} holds {} ({}) at {at}, which base64url does not have. Nobody can decode it. {why}",
            common::part_name(fault.part),
            quote(&character.to_string()),
            code_point(character)
        ));
        },
    );
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
.k9*Zq4v"#,
            &["The signature holds `*` (U+002A) at character"],
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

    #[test]
    fn says_where_it_probably_comes_from() {
        check(
            &RULE,
            "paste",
            r#"eyJhbGciOiJFUzI1NiJ9.{"sub":"u"}.Wl32"#,
            &[
                "The payload holds `{` (U+007B) at character 22, which base64url does not have. Nobody can decode it. It is JSON",
            ],
        );
        for (signature, message) in [
            (
                ".k9Zq4v%",
                "The signature holds `%` (U+0025) at character 154, which base64url does not have. Nobody can decode it. A shell such as zsh",
            ),
            (
                ".k9\u{ad}Zq4v",
                "The signature holds `\\u{ad}` (U+00AD) at character 150, which base64url does not have. Nobody can decode it. It cannot be seen",
            ),
            (
                ".[REDACTED]",
                "The signature holds `[` (U+005B) at character 148, which base64url does not have. Nobody can decode it. It seems to stand in the place of the signature",
            ),
        ] {
            let body = format!(
                "{{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\"}}\n{{\"iss\":\"https://login.contoso.example\",\"sub\":\"user-4711\",\"aud\":\"a\"}}\n{signature}"
            );
            check(&RULE, "token", &body, &[message]);
        }
    }
}

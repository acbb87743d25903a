//! A claim or header parameter is called almost like a known one.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::{claims, header};
use crate::text::{self, quote};

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-name-suspicious",
    severity: Severity::Warning,
    title: "A name is almost a known one",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: &["RFC 7519 §4", "RFC 7519 §7.3"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let parts = [
        Part::Payload,
        Part::Header,
        Part::UnprotectedHeader,
        Part::KeyBindingHeader,
    ];
    let members = parts.into_iter().flat_map(|part| {
        let members = subject.token.object(part).into_iter();
        members.flat_map(move |object| object.members().map(move |member| (part, object, member)))
    });
    let suspicious = members.filter_map(|(part, object, member)| {
        let name = member.name();
        let (what, known) = match part {
            Part::Payload => ("claim", claims::meant as fn(&str) -> _),
            _ => ("header parameter", header::meant as _),
        };
        let likely = likely(name, known)?;
        // A header may well have something of its own beside what is known.
        let is_own = part != Part::Payload && object.get(&likely).is_some();
        (!is_own).then_some((part, member, name, what, likely))
    });
    common::capped(
        subject,
        sink,
        common::MOST,
        suspicious,
        |sink, (part, member, name, what, likely)| {
            let pointer = format!("/{}", crate::token::json::escape_pointer(name));
            let is_known = match part {
                Part::Payload => claims::claim(&likely),
                _ => header::parameter(&likely),
            };
            let how = match is_known {
                Some(_) => format!("not {}", quote(&likely)),
                None if name.chars().any(text::is_hidden) => {
                    "with hidden characters in it".to_owned()
                }
                None => "with space around it".to_owned(),
            };
            sink.at(Place::new(part, member.name_span()))
                .pointer(pointer)
                .found(name)
                .expected(likely)
                .fixer(Fixer::Issuer)
                .say(format!(
                    "There is a {what} {}, {how}. Names compare exactly: validators do not see it.",
                    quote(name)
                ));
        },
    );
}

/// The name it probably should have, where that is another one.
fn likely(name: &str, known: fn(&str) -> Option<&'static str>) -> Option<String> {
    if name.len() > 100 {
        return None;
    }
    let shown: String;
    let plain = match name.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => name,
        false => {
            let is_shown = |character: &char| !text::is_hidden(*character);
            shown = name.chars().filter(is_shown).collect();
            shown.trim()
        }
    };
    if let Some(known) = known(plain) {
        return Some(known.to_owned());
    }
    (plain != name).then(|| plain.to_owned())
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
{"Exp":1,"my name ":2}"#,
            &[
                "There is a claim `Exp`, not `exp`.",
                "There is a claim `my name `, with space around it.",
            ],
        );
        check(
            &RULE,
            "token",
            r#"{"Alg":"ES256","type":"JWT","x5t#s256":"x","kid":"k1","Kid":"k"}
{"iss":"https://login.contoso.example"}"#,
            &[
                "There is a header parameter `Alg`, not `alg`.",
                "There is a header parameter `type`, not `typ`.",
                "There is a header parameter `x5t#s256`, not `x5t#S256`.",
            ],
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

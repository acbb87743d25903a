//! A claim is called almost like a known one.

use crate::guide;
use crate::place::{Part, Place};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::claims;
use crate::text::{self, quote};

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-name-suspicious",
    severity: Severity::Warning,
    title: "A claim is called almost like a known one",
    applies: Applies::Claims,
    guide: guide::JSON_RULES,
    sources: &["RFC 7519 §4", "RFC 7519 §7.3"],
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let members = subject
        .claims()
        .into_iter()
        .flat_map(|claims| claims.members());
    let suspicious = members.filter_map(|member| {
        let name = member.name();
        let likely = likely(name)?;
        Some((member, name, likely))
    });
    common::capped(
        subject,
        sink,
        common::MOST,
        suspicious,
        |sink, (member, name, likely)| {
            let pointer = format!("/{}", crate::token::json::escape_pointer(name));
            let what = if claims::claim(&likely).is_some() {
                format!("not {}", quote(&likely))
            } else if name.chars().any(text::is_hidden) {
                "with hidden characters in it".to_owned()
            } else {
                "with space around it".to_owned()
            };
            sink.at(Place::new(Part::Payload, member.name_span()))
                .pointer(pointer)
                .found(name)
                .expected(likely)
                .fixer(Fixer::Issuer)
                .say(format!(
                    "There is a claim {}, {what}. Names compare exactly: validators do not see it.",
                    quote(name)
                ));
        },
    );
}

/// The name it probably should have, where that is another one.
fn likely(name: &str) -> Option<String> {
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
    if let Some(known) = claims::meant(plain) {
        return Some(known.name.to_owned());
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

//! A claim or header parameter is called almost like a known one, or says who by letters that look like others.

use crate::guide;
use crate::order;
use crate::place::{Part, Place};
use crate::rules::near::{difference, folded};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::{claims, header};
use crate::text::{self, Piece, quote};
use crate::token::json::{Member, Value, escape_pointer};

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-name-suspicious",
    severity: Severity::Warning,
    title: "A name or identity is not what it looks like",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 7519 §4; RFC 7519 §7.3",
    check,
};

/// Claims that say who, in which no letter may be taken for another.
const IDENTITIES: &[&str] = &[
    "iss",
    "aud",
    "sub",
    "azp",
    "appid",
    "client_id",
    "tid",
    "oid",
    "upn",
    "preferred_username",
    "unique_name",
    "email",
    "name",
];

/// The first character of a claim that is not seen, or taken for another.
fn deceptive<'a>(value: Value<'a>) -> Option<Piece<'a>> {
    value.strings().take(common::MOST).find_map(deceptive_piece)
}

/// The first character of a text that is not seen, or taken for another.
fn deceptive_piece(text: &str) -> Option<Piece<'_>> {
    // Of nearly every token there is no more to read than this.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    text::pieces(text).find(|piece| match piece {
        // Scripts and emoji join by the former, and choose their form by the latter.
        Piece::Hidden(c) => !matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}'),
        Piece::Alike(_) => true,
        Piece::Plain(_) => false,
    })
}

/// What such a character is.
fn phrase(piece: Option<Piece>) -> Option<String> {
    match piece? {
        Piece::Hidden(c) => Some(format!("{}, which is not seen", text::code_point(c))),
        Piece::Alike(c) => Some(format!(
            "{}, which looks like `{}`",
            text::code_point(c),
            text::latin(c)
        )),
        Piece::Plain(_) => None,
    }
}

fn check(subject: &Subject, sink: &mut Sink) {
    for name in IDENTITIES {
        let Some(how) = phrase(subject.claim(name).and_then(deceptive)) else {
            continue;
        };
        sink.claim(subject, name).fixer(Fixer::Issuer).say(format_args!(
            "`{name}` holds {how}: this is another value than it seems. Compare it character by character, and find out who wrote it."
        ));
    }
    let parts = [
        Part::Payload,
        Part::Header,
        Part::UnprotectedHeader,
        Part::KeyBindingHeader,
    ];
    for part in parts {
        let Some(object) = subject.token.object(part) else {
            continue;
        };
        let is_claim = part == Part::Payload;
        let suspicious = object.members().filter_map(|member| {
            let known = match is_claim {
                true => claims::meant,
                false => header::meant,
            };
            let likely = likely(member.name(), known)?;
            // A header may well have something of its own beside what is known.
            let is_own = !is_claim && object.get(&likely).is_some();
            (!is_own).then_some((member, likely))
        });
        common::capped(
            subject,
            sink,
            common::MOST,
            suspicious,
            |sink, (member, likely)| {
                let name = member.name();
                let (what, known) = match is_claim {
                    true => ("claim", claims::claim(&likely)),
                    false => ("header parameter", header::parameter(&likely)),
                };
                let how = match (known, phrase(deceptive_piece(name))) {
                    (Some(_), Some(how)) => format!("with {how}, not {}", quote(&likely)),
                    (Some(_), None) => format!("not {}", quote(&likely)),
                    (None, Some(how)) => format!("with {how}"),
                    (None, None) if name.chars().any(text::is_hidden) => {
                        "with hidden characters in it".to_owned()
                    }
                    (None, None) => "with space around it".to_owned(),
                };
                sink.at(Place::new(part, member.name_span()))
                    .pointer(format!("/{}", escape_pointer(name)))
                    .found(name)
                    .expected(likely)
                    .fixer(Fixer::Issuer)
                    .say(format_args!(
                        "There is a {what} {}, {how}. Names compare exactly: validators do not see it.",
                        quote(name)
                    ));
            },
        );
        twins(subject, sink, part, object);
    }
}

/// Whether a name is all that it can be taken for.
fn is_plain(name: &str) -> bool {
    let is_plain =
        |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b':' | b'/');
    name.bytes().all(is_plain)
}

/// Finds members of one object whose names are easily taken for one another.
fn twins(subject: &Subject, sink: &mut Sink, part: Part, object: Value) {
    let odd = object.members().filter(|member| {
        // Of claims, what is nearly a known name is found already.
        let name = member.name();
        name.len() <= 100
            && !is_plain(name)
            && (part != Part::Payload || likely(name, claims::meant).is_none())
    });
    let mut members: Vec<_> = odd.map(|member| (folded(member.name()), member)).collect();
    // Two plain names are never taken for one another: only those that one of these looks like have to be looked at.
    let plain: Vec<_> = members
        .iter()
        .filter_map(|(folded, _)| {
            let name: String = folded.iter().collect();
            let plain = object.member(&name).filter(|_| is_plain(&name))?;
            Some((folded.clone(), plain))
        })
        .collect();
    members.extend(plain);
    order::sort(&mut members, |one, other| {
        let start = |member: &Member| member.name_span().start;
        (one.0.cmp(&other.0)).then(start(&one.1).cmp(&start(&other.1)))
    });
    let pairs = members.windows(2).filter_map(|pair| {
        let [(one, first), (other, second)] = pair else {
            return None;
        };
        let is_near = one == other && first.name() != second.name();
        let difference = difference(first.name(), second.name()).filter(|_| is_near)?;
        (difference.is_in_writing()).then_some((first, second, difference))
    });
    common::capped(
        subject,
        sink,
        common::FEW,
        pairs,
        |sink, (first, second, difference)| {
            sink.at(Place::new(part, second.name_span()))
                .pointer(format!("/{}", escape_pointer(second.name())))
                .found(second.name())
                .expected(first.name())
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "There are both {} and {}. {}. Who reads loosely takes either.",
                    quote(first.name()),
                    quote(second.name()),
                    difference.phrase()
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
            let is_mixed = text::pieces(name).any(|piece| matches!(piece, Piece::Alike(_)));
            let letter = |character| match is_mixed {
                true => text::latin(character),
                false => character,
            };
            shown = name.chars().filter(is_shown).map(letter).collect();
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
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://idp.ex\u0430mple","sub":"a\u202eb","name":"Анна ❤️"}"#,
            &[
                "`iss` holds U+0430, which looks like `a`",
                "`sub` holds U+202E, which is not seen",
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
                "There are both `kid` and `Kid`. Upper and lower case differ.",
            ],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256"}
{"r\u043eles":["Admin"],"\u0430dmin":true,"foo":1,"caf\u00e9":1,"cafe\u0301":1,"\u0438\u043c\u044f":1,"Foo":2}"#,
            &[
                "There is a claim `rоles`, with U+043E, which looks like `o`, not `roles`.",
                "There is a claim `аdmin`, with U+0430, which looks like `a`.",
                "There are both `café` and `cafe\u{301}`.",
                "There are both `foo` and `Foo`.",
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

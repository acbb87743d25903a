//! An object has a member name twice.

use crate::guide;
use crate::order;
use crate::place::{Part, Place};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;
use crate::token::json::{Kind, Member, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "json-duplicate-key",
    severity: Severity::Error,
    title: "A member name stands in one object more than once",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: &[
        "RFC 7519 §4",
        "RFC 7515 §4",
        "RFC 7515 §7.2.1",
        "RFC 8725 §2.6",
    ],
    check,
};

/// Members of one object that share a name.
struct Repeated<'a> {
    part: Part,
    members: Vec<Member<'a>>,
}

fn check(subject: &Subject, sink: &mut Sink) {
    let mut found = Vec::new();
    for (part, json) in common::documents(subject) {
        for object in json.values().filter(|value| value.kind() == Kind::Object) {
            repeated(part, object, &mut found);
        }
    }
    in_both_headers(subject, sink);
    for repeated in found.iter().take(common::MOST) {
        report(sink, repeated);
    }
    if found.len() > common::MOST {
        let rest = found.len() - common::MOST;
        sink.at(common::whole(subject))
            .fixer(Fixer::Issuer)
            .say(format!(
                "There are {rest} more repeated names. Only the first {} are listed one by one.",
                common::MOST
            ));
    }
}

/// Finds the names that an object has more than once.
fn repeated<'a>(part: Part, object: Value<'a>, found: &mut Vec<Repeated<'a>>) {
    // Half a surrogate pair has no text of its own: such names are compared as they are written.
    let name = |member: Member<'a>| match member.name().contains(char::REPLACEMENT_CHARACTER) {
        true => {
            let (span, start) = (member.name_span(), object.span().start);
            let written = object.raw().get(span.start - start..span.end - start);
            written.unwrap_or(member.name())
        }
        false => member.name(),
    };
    let mut members: Vec<(&str, Member)> = object
        .members()
        .map(|member| (name(member), member))
        .collect();
    if members.len() < 2 {
        return;
    }
    order::sort(&mut members, |one, other| one.0.cmp(other.0));
    let from = found.len();
    for group in members
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|group| group.len() > 1)
    {
        found.push(Repeated {
            part,
            members: group.iter().map(|(_, member)| *member).collect(),
        });
    }
    // Found in the order of their names; shown in the order of the token.
    if let Some(own) = found.get_mut(from..) {
        let start = |repeated: &Repeated| repeated.members.first().map(|first| first.span().start);
        order::sort(own, |one, other| start(one).cmp(&start(other)));
    }
}

/// Finds a parameter that the protected and the unprotected header both have: together they are one JOSE header.
fn in_both_headers(subject: &Subject, sink: &mut Sink) {
    let segments = &subject.token.segments;
    let at = |part| segments.iter().position(|segment| segment.part == part);
    let object = |at: usize| segments.get(at)?.json()?.object();
    // Those of one signature stand together.
    let (Some(before), Some(after)) = (at(Part::Header), at(Part::UnprotectedHeader)) else {
        return;
    };
    let (Some(protected), Some(unprotected)) = (object(before), object(after)) else {
        return;
    };
    let has_both = |member: &Member| protected.get(member.name()).is_some();
    let members = unprotected
        .members()
        .take(if after == before + 1 { 64 } else { 0 });
    for member in members.filter(has_both).take(common::FEW) {
        sink.at(Place::new(Part::UnprotectedHeader, member.span()))
            .pointer(member.value().pointer())
            .fixer(Fixer::Issuer)
            .say(format!(
                "{} stands in the protected and in the unprotected header. Each name may stand in one of them only (RFC 7515 §7.2.1): receivers refuse the token.",
                quote(member.name())
            ));
    }
}

fn report(sink: &mut Sink, repeated: &Repeated) {
    let [first, .., last] = repeated.members.as_slice() else {
        return;
    };
    const MOST_VALUES: usize = 8;
    let mut values: Vec<String> = repeated
        .members
        .iter()
        .take(MOST_VALUES)
        .map(|member| {
            let value = member.value();
            format!(
                "{} at byte {}",
                common::quote_start(value.to_text(), 80),
                value.span().start
            )
        })
        .collect();
    let count = repeated.members.len();
    if count > MOST_VALUES {
        values.push(format!("{} more", count - MOST_VALUES));
    }
    let times = if count == 2 {
        "twice".to_owned()
    } else {
        format!("{count} times")
    };
    sink.at(Place::new(repeated.part, last.span()))
        .pointer(first.value().pointer())
        .fixer(Fixer::Issuer)
        .found(values.join(", "))
        .expected("the name once")
        .say(format!(
            "{} stands {times} in the {}: {}. One parser takes the first, another the last, a third refuses: what was checked may not be what is used.",
            quote(first.name()),
            common::part_name(repeated.part),
            values.join(", ")
        ));
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
{"iss":"x","aud":"orders","aud":"billing"}"#,
            &["`aud` stands twice in the payload: `orders` at byte 17, `billing` at byte 32."],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"x":{"a":1,"a":2,"a":3}}"#,
            &["`a` stands 3 times in the payload"],
        );
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","alg":"none"}
{}"#,
            &["`alg` stands twice in the header"],
        );
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","header":{"kid":"1","alg":"HS512"},"signature":"AA"}"#,
            &["`alg` stands in the protected and in the unprotected header."],
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
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"a":{"b":1},"b":1}"#,
            &[],
        );
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"\ud800":1,"\ud801":2}"#,
            &[],
        );
        // Each signature has headers of its own.
        check(
            &RULE,
            "paste",
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"},{"header":{"alg":"HS512"},"signature":"AA"}]}"#,
            &[],
        );
    }
}

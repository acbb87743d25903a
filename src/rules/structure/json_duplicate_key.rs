//! An object has a member name twice.

use crate::guide;
use crate::order;
use crate::place::{Part, Place};
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::quote;
use crate::token::json::{Json, Kind, Member, Value};
use crate::token::{Form, Segment, Token};

/// See the module.
pub static RULE: Rule = Rule {
    id: "json-duplicate-key",
    severity: Severity::Error,
    title: "A member name stands in one object more than once",
    applies: common::READABLE,
    guide: guide::JSON_RULES,
    sources: "RFC 7519 §4; RFC 7515 §4; RFC 7515 §7.2.1; RFC 8725 §2.6",
    check,
};

/// Members of one object that share a name.
struct Repeated<'a> {
    part: Part,
    members: Vec<Member<'a>>,
}

/// The most segments whose headers are compared.
const MOST_SEGMENTS: usize = 256;

fn check(subject: &Subject, sink: &mut Sink) {
    let mut found = Vec::new();
    let whole = document(subject.token);
    if let Some(root) = whole.as_ref().and_then(Json::root) {
        let lists = ["signatures", "recipients"].map(|name| root.get(name));
        let entries = lists.iter().flatten().flat_map(|list| list.items());
        for object in std::iter::once(root).chain(entries) {
            repeated(Part::Input, object, &mut found);
        }
    }
    for (part, json) in common::documents(subject) {
        for object in json.values().filter(|value| value.kind() == Kind::Object) {
            repeated(part, object, &mut found);
        }
    }
    in_both_headers(subject, sink);
    for repeated in found.iter().take(common::MOST) {
        report(subject, sink, repeated);
    }
    if found.len() > common::MOST {
        let rest = found.len() - common::MOST;
        sink.at(common::whole(subject))
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "There are {rest} more repeated names. Only the first {} are listed one by one.",
                common::MOST
            ));
    }
}

/// Finds the names that an object has more than once.
fn repeated<'a>(part: Part, object: Value<'a>, found: &mut Vec<Repeated<'a>>) {
    if !object.may_repeat_names() {
        return;
    }
    let mut members: Vec<(&str, Member)> = object
        .members()
        .map(|member| (member.name(), member))
        .collect();
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

/// Finds a parameter that two headers of one signature or recipient both have: together they are one JOSE header.
fn in_both_headers(subject: &Subject, sink: &mut Sink) {
    let token = subject.token;
    // The headers so far that apply to what comes next.
    let mut before: Vec<(Value, Part)> = Vec::new();
    let mut is_first = true;
    for segment in token.segments.iter().take(MOST_SEGMENTS) {
        if segment.part == Part::Signature {
            before.clear();
        }
        let is_unprotected = segment.part == Part::UnprotectedHeader;
        let Some(own) = segment
            .json()
            .and_then(|json| json.object())
            .filter(|_| is_unprotected || segment.part == Part::Header)
        else {
            continue;
        };
        if !is_unprotected {
            before = vec![(own, segment.part)];
            continue;
        }
        let found = own.members().take(64).filter_map(|member| {
            let holder = before
                .iter()
                .find(|(other, _)| other.get(member.name()).is_some())?;
            Some((member, holder.1))
        });
        for (member, other) in found.take(common::FEW) {
            let which = match (is_first, other) {
                (true, _) => "in the protected and in the unprotected header",
                (_, Part::Header) => "in the protected and in an unprotected header",
                _ => "in the shared header and in that of a recipient",
            };
            let place = match token.place_of(segment) {
                place if place.part == Part::Input => place,
                place => Place::new(place.part, member.span()),
            };
            sink.at(place)
                .pointer(member.value().pointer())
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "{} stands {which}. Each name may stand in one of them only (RFC 7515 §7.2.1): receivers refuse the token.",
                    quote(member.name())
                ));
        }
        is_first = false;
        if is_shared(token, segment) {
            before.push((own, segment.part));
        }
    }
}

/// Whether an unprotected header of a JWE applies to every recipient.
fn is_shared(token: &Token, segment: &Segment) -> bool {
    let text = token.text();
    match token.form {
        Form::JweJsonFlattened => true,
        Form::JweJsonGeneral => {
            let before = text.get(..segment.span.start).unwrap_or_default();
            let name = before.trim_end().strip_suffix(':').unwrap_or_default();
            name.trim_end().ends_with("\"unprotected\"")
        }
        _ => false,
    }
}

/// The JSON serialization itself; what its headers and its payload hold are documents of their own.
fn document(token: &Token) -> Option<Json> {
    let is_json = !token.form.is_compact() && token.form != Form::Opaque;
    is_json.then(|| Json::read(token.text().to_owned()))
}

fn report(subject: &Subject, sink: &mut Sink, repeated: &Repeated) {
    let [first, .., last] = repeated.members.as_slice() else {
        return;
    };
    const MOST_VALUES: usize = 8;
    // Segments are long, and what a signature is stays out of messages.
    let most = if repeated.part == Part::Input { 12 } else { 80 };
    let mut values: Vec<String> = repeated
        .members
        .iter()
        .take(MOST_VALUES)
        .map(|member| {
            let value = member.value();
            format!(
                "{} at byte {}",
                common::quote_start(value.to_text(), most),
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
    let place = match repeated.part {
        Part::Input => Place::input(subject.token.candidate.map.to_input(last.span())),
        part => Place::new(part, last.span()),
    };
    sink.at(place)
        .pointer(first.value().pointer())
        .fixer(Fixer::Issuer)
        .found(values.join(", "))
        .expected("the name once")
        .say(format_args!(
            "{} stands {times} in the {}: {}. Parsers differ in which one they take, or refuse.",
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
        for text in [
            r#"{"payload":"e30","payload":"e31","protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"}"#,
            r#"{"signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","payload":1,"payload":2,"signature":"AA"}],"payload":"e30"}"#,
        ] {
            check(
                &RULE,
                "paste",
                text,
                &["`payload` stands twice in the token"],
            );
        }
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

    #[test]
    fn the_headers_of_a_recipient_are_disjoint() {
        let token = |shared: &str, own: &str| {
            format!(
                r#"{{"protected":"eyJlbmMiOiJBMTI4R0NNIn0","unprotected":{shared},"recipients":[{{"header":{own},"encrypted_key":"h8B4"}},{{"header":{{"kid":"b"}},"encrypted_key":"h8B4"}}],"iv":"h8B4","ciphertext":"h8B4","tag":"h8B4"}}"#
            )
        };
        let shared = r#"{"alg":"A128KW"}"#;
        check(&RULE, "paste", &token(shared, r#"{"kid":"b"}"#), &[]);
        check(
            &RULE,
            "paste",
            &token(shared, r#"{"alg":"A128KW"}"#),
            &["`alg` stands in the shared header and in that of a recipient."],
        );
        check(
            &RULE,
            "paste",
            &token(shared, r#"{"enc":"A128GCM"}"#),
            &["`enc` stands in the protected and in an unprotected header."],
        );
    }
}

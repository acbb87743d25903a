//! The report as a JSON document: one tree, drawn up once, that the command line prints and the page hands to JavaScript.

use std::borrow::Cow;

use crate::extract::Told;
use crate::order;
use crate::place::{Part, Place, Span};
use crate::report::{ErrorReport, Report, TokenReport};
use crate::rules::{Finding, Rule};
use crate::spec::server_errors::ServerError;
use crate::token::disclosures;
use crate::token::json::{Json, Kind, Value};
use crate::verify::{Check, State};

/// A JSON value that borrows from the report.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A number of the token, with the digits it was written with.
    Number(&'a str),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl Node<'_> {
    /// The document as JSON text, two spaces for each level.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    // A tree is no deeper than what `token::json` breaks down.
    fn write(&self, out: &mut String, level: usize) {
        let line = |out: &mut String, level: usize| {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", level));
        };
        match self {
            Node::Null => out.push_str("null"),
            Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Node::Integer(number) => out.push_str(&number.to_string()),
            Node::Number(digits) => out.push_str(digits),
            Node::String(text) => crate::text::json_into(out, text),
            Node::Array(items) if items.is_empty() => out.push_str("[]"),
            Node::Object(members) if members.is_empty() => out.push_str("{}"),
            Node::Array(items) => {
                let is_short = items
                    .iter()
                    .all(|item| !matches!(item, Node::Array(_) | Node::Object(_)));
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    match (is_short, at) {
                        (true, 0) => {}
                        (true, _) => out.push_str(", "),
                        (false, _) => {
                            out.push_str(if at == 0 { "" } else { "," });
                            line(out, level + 1);
                        }
                    }
                    item.write(out, level + 1);
                }
                if !is_short {
                    line(out, level);
                }
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    line(out, level + 1);
                    crate::text::json_into(out, name);
                    out.push_str(": ");
                    value.write(out, level + 1);
                }
                line(out, level);
                out.push('}');
            }
        }
    }
}

impl<'a> From<&'a str> for Node<'a> {
    fn from(text: &'a str) -> Self {
        Node::String(Cow::Borrowed(text))
    }
}

impl From<String> for Node<'_> {
    fn from(text: String) -> Self {
        Node::String(Cow::Owned(text))
    }
}

/// What is absent is `null`.
impl<'a, T: Into<Node<'a>>> From<Option<T>> for Node<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Node::Null, T::into)
    }
}

impl From<usize> for Node<'_> {
    fn from(number: usize) -> Self {
        Node::Integer(number as i64)
    }
}

impl From<Span> for Node<'_> {
    fn from(span: Span) -> Self {
        Node::Array(vec![span.start.into(), span.end.into()])
    }
}

/// An object of these members.
pub fn object<'a, const N: usize>(members: [(&'static str, Node<'a>); N]) -> Node<'a> {
    Node::Object(
        members
            .into_iter()
            .map(|(name, value)| (Cow::Borrowed(name), value))
            .collect(),
    )
}

/// An array with a node for each item.
pub fn array<'a, T>(items: impl IntoIterator<Item = T>, node: impl Fn(T) -> Node<'a>) -> Node<'a> {
    Node::Array(items.into_iter().map(node).collect())
}

/// Draws up the document of a report. `schema` is 1; it changes when a member changes its meaning.
pub fn document(report: &Report) -> Node<'_> {
    object([
        ("schema", Node::Integer(1)),
        ("now", Node::Integer(report.now)),
        ("verdict", report.verdict().name().into()),
        ("errors", array(&report.errors, error)),
        ("findings", array(&report.findings, finding)),
        ("tokens", array(&report.tokens, token)),
    ])
}

fn error(error: &ErrorReport) -> Node<'_> {
    let known = |field: fn(&'static ServerError) -> &'static str| {
        Node::from(error.known.map(field).filter(|text| !text.is_empty()))
    };
    let rules = error.standing.rules().iter();
    object([
        ("code", error.text.code.as_str().into()),
        ("name", known(|known| known.name)),
        ("meaning", known(|known| known.meaning)),
        ("known_from", known(ServerError::known_from)),
        ("check", known(|known| known.check)),
        ("guide", error.guide.id().into()),
        ("span", error.text.span.into()),
        ("via_parent", Node::Boolean(error.via_parent)),
        ("standing", error.standing.name().into()),
        ("rules", array(rules, |rule| rule.id.into())),
        ("oauth_error", error.text.oauth_error.as_deref().into()),
        (
            "correlation_id",
            error.text.correlation_id.as_deref().into(),
        ),
        ("trace_id", error.text.trace_id.as_deref().into()),
        ("timestamp", error.text.timestamp.as_deref().into()),
        ("told", error.text.told.as_ref().map(told).into()),
    ])
}

fn told(told: &Told) -> Node<'_> {
    object([
        ("claim", told.claim.into()),
        (
            "found",
            array(told.found.iter(), |value| value.as_str().into()),
        ),
        (
            "expected",
            array(told.expected.iter(), |value| value.as_str().into()),
        ),
    ])
}

fn token(report: &TokenReport) -> Node<'_> {
    let token = &report.token;
    let map = &token.candidate.map;
    let profile = &report.profile;
    let disclosures = (report.disclosed.as_ref()).map(|_| disclosures::process(token));
    let disclosures = disclosures.as_ref();
    let disclosed = disclosures.map(|found| {
        let list = found.list.iter().enumerate();
        let list = list.filter(|(_, one)| one.state == disclosures::State::Disclosed);
        array(list, |(at, _)| {
            object([
                ("disclosure", at.into()),
                ("pointer", found.pointer(at).into()),
            ])
        })
    });
    let undisclosed = disclosures.map(|found| {
        array(found.withheld.iter().enumerate(), |(at, one)| {
            // Each is looked for.
            let pointer = (at < 1000).then(|| found.withheld_in(one));
            object([
                ("pointer", pointer.flatten().into()),
                ("digest", one.digest.clone().into()),
            ])
        })
    });
    let ids = |rules: &[&'static Rule]| array(rules.iter().copied(), |rule| rule.id.into());
    object([
        ("form", token.form.name().into()),
        ("carrier", token.candidate.carrier.name().into()),
        ("name", token.candidate.name.as_deref().into()),
        ("span", token.candidate.span.into()),
        (
            "profile",
            object([
                ("id", profile.profile.id.into()),
                (
                    "evidence",
                    array(&profile.evidence, |text| text.as_str().into()),
                ),
                ("runner_up", profile.runner_up.map(|other| other.id).into()),
            ]),
        ),
        (
            "segments",
            array(&token.segments, |segment| {
                object([
                    ("name", segment.part.name().into()),
                    ("span", map.to_input(segment.span).into()),
                    ("base64url", segment.encoding.name().into()),
                    ("bytes", segment.bytes.into()),
                    ("utf8", Node::Boolean(segment.is_utf8)),
                    ("json", segment.json_name().into()),
                ])
            }),
        ),
        ("signature", signature(report)),
        ("header", members(report, Part::Header)),
        ("payload", members(report, Part::Payload)),
        (
            "claims",
            report
                .disclosed
                .as_ref()
                .and_then(Json::object)
                .map(value)
                .into(),
        ),
        ("disclosed", disclosed.into()),
        ("undisclosed", undisclosed.into()),
        ("findings", array(&report.checked.findings, finding)),
        ("quiet", ids(&report.checked.quiet)),
        ("not_applicable", ids(&report.checked.not_applicable)),
    ])
}

/// The state of the first signature, of the others where there are several, and of a key binding; null where nothing
/// was checked.
fn signature(report: &TokenReport) -> Node<'_> {
    let is_anything =
        |check: &&Check| check.binding.is_some() || check.states.iter().any(State::is_checked);
    let Some(check) = report.verification.as_ref().filter(is_anything) else {
        return Node::Null;
    };
    let Some((first, others)) = check.states.split_first() else {
        return Node::Null;
    };
    let Node::Object(mut members) = state(first) else {
        return Node::Null;
    };
    if !others.is_empty() {
        members.push((Cow::Borrowed("others"), array(others, state)));
    }
    if let Some(binding) = &check.binding {
        members.push((Cow::Borrowed("key_binding"), state(binding)));
    }
    Node::Object(members)
}

fn state(state: &State) -> Node<'_> {
    let key = state.key().map(|key| {
        object([
            ("kty", key.kind.into()),
            ("crv", key.curve.into()),
            ("bits", key.bits.into()),
            ("kid", key.kid.as_deref().into()),
            ("thumbprint", key.thumbprint.as_deref().into()),
            ("origin", key.origin.label().into()),
        ])
    });
    object([
        ("state", state.name().into()),
        ("key", key.into()),
        ("detail", state.sentence().into()),
    ])
}

/// The members of an object, complete or not, the last of duplicates winning; another value as it is.
fn members(report: &TokenReport, part: Part) -> Node<'_> {
    let segment = report.token.segment(part);
    let root = segment.and_then(|segment| segment.json()?.root());
    root.map(value).into()
}

/// A JSON value of the token. What is nested too deep to be broken down stands as its raw text.
pub fn value(value: Value<'_>) -> Node<'_> {
    match value.kind() {
        Kind::Null => Node::Null,
        Kind::Boolean => Node::Boolean(value.raw() == "true"),
        Kind::Number => Node::Number(value.raw()),
        Kind::String => Node::String(Cow::Borrowed(value.to_text())),
        _ if value.is_folded() => Node::String(Cow::Borrowed(value.raw())),
        Kind::Array => array(value.items(), self::value),
        Kind::Object => {
            let mut members: Vec<(Cow<str>, Node)> = Vec::new();
            let mut order: Vec<(&str, usize)> = Vec::new();
            for (at, member) in value.members().enumerate() {
                members.push((Cow::Borrowed(member.name()), self::value(member.value())));
                order.push((member.name(), at));
            }
            // The last of duplicates wins and stands where it stood.
            order::sort(&mut order, |one, other| one.cmp(other));
            let mut is_last = vec![true; members.len()];
            for pair in order.windows(2) {
                is_last[pair[0].1] = pair[0].0 != pair[1].0;
            }
            let mut at = 0;
            members.retain(|_| {
                at += 1;
                is_last[at - 1]
            });
            Node::Object(members)
        }
    }
}

fn finding(finding: &Finding) -> Node<'_> {
    object([
        ("rule", finding.rule.id.into()),
        ("severity", finding.severity.name().into()),
        ("title", finding.rule.title.into()),
        ("place", place(finding.place, finding.pointer.as_deref())),
        ("message", finding.message.as_str().into()),
        ("found", finding.found.as_deref().into()),
        ("expected", finding.expected.as_deref().into()),
        ("fixer", finding.fixer.name().into()),
        ("guide", finding.rule.guide.id().into()),
    ])
}

fn place<'a>(place: Place, pointer: Option<&'a str>) -> Node<'a> {
    let mut node = object([
        ("part", place.part.name().into()),
        ("span", place.span.into()),
        ("pointer", pointer.into()),
    ]);
    // Which of them, counted from 0.
    if let (Part::Disclosure(number), Node::Object(members)) = (place.part, &mut node) {
        members.push((Cow::Borrowed("disclosure"), usize::from(number).into()));
    }
    node
}

#[cfg(feature = "serde")]
impl serde::Serialize for Node<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Null => serializer.serialize_unit(),
            Node::Boolean(value) => serializer.serialize_bool(*value),
            Node::Integer(value) => serializer.serialize_i64(*value),
            Node::Number(digits) => number(digits, serializer),
            Node::String(text) => serializer.serialize_str(text),
            Node::Array(items) => serializer.collect_seq(items),
            Node::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name.as_ref(), value)))
            }
        }
    }
}

/// The digits as they are: no number of a token is rounded on its way out.
#[cfg(all(feature = "serde", not(target_family = "wasm")))]
fn number<S: serde::Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::Serialize as _;
    match serde_json::value::RawValue::from_string(digits.to_owned()) {
        Ok(number) => number.serialize(serializer),
        Err(_) => serializer.serialize_str(digits),
    }
}

/// The number that JavaScript makes of the digits.
#[cfg(all(feature = "serde", target_family = "wasm"))]
fn number<S: serde::Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match js_sys::JSON::parse(digits) {
        Ok(number) => serde_wasm_bindgen::preserve::serialize(&number, serializer),
        Err(_) => serializer.serialize_str(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disclosure_is_named_by_its_number() {
        let node = place(Place::new(Part::Disclosure(2), Span::at(0)), None);
        let Node::Object(members) = node else {
            panic!("{node:?}");
        };
        let last = members.last().map(|(name, node)| (name.as_ref(), node));
        assert_eq!(last, Some(("disclosure", &Node::Integer(2))));
    }
}

//! Two tokens → what differs, first what explains why one is refused and the other is not.

use crate::order;
use crate::profile::Profile;
use crate::report::TokenReport;
use crate::rules::Finding;
use crate::spec::claims::SAME;
use crate::token::Form;
use crate::token::json::{Kind, Value};
use crate::what_if::{key, keys};

/// Claims that differ from token to token: they say nothing unless a finding is about them.
const ALWAYS_DIFFER: &[&str] = &[
    "iat",
    "nbf",
    "exp",
    "auth_time",
    "toe",
    "jti",
    "uti",
    "aio",
    "rh",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "session_state",
    "origin_jti",
    "event_id",
    "txn",
    "sd_hash",
    "_sd",
    "ath",
    "xms_ftd",
    "run_id",
    "run_number",
    "run_attempt",
    "sha",
    "updated_at",
    "login_hint",
];

/// Claims that are sets: words of a string, or strings of an array.
const SETS: &[&str] = &[
    "scp",
    "scope",
    "roles",
    "groups",
    "amr",
    "aud",
    "wids",
    "acrs",
    "xms_cc",
    "permissions",
    "entitlements",
    "cognito:groups",
    "crit",
];

/// The same, where their values are equal.
const SAME_IF_EQUAL: &[&str] = &["preferred_username", "unique_name", "upn"];

/// What a set on one side holds that the other does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetDifference {
    /// In the left token only.
    pub only_left: Vec<String>,
    /// In the right token only.
    pub only_right: Vec<String>,
    /// How many are in both.
    pub both: usize,
}

/// A member that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Its name.
    pub name: String,
    /// Its value in the left token, as text; `None` where it is absent.
    pub left: Option<String>,
    /// Its value in the right token.
    pub right: Option<String>,
    /// How the sets differ, where it is a set.
    pub set: Option<SetDifference>,
    /// The rules that fire on one side only and are about this member.
    pub explains: Vec<&'static str>,
}

/// How two tokens differ.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The kinds, where they differ.
    pub kinds: Option<(&'static Profile, &'static Profile)>,
    /// The forms, where they differ.
    pub forms: Option<(Form, Form)>,
    /// Findings that only the left token has.
    pub only_left: Vec<&'a Finding>,
    /// Findings that only the right token has.
    pub only_right: Vec<&'a Finding>,
    /// Claims that differ: first those that explain a finding of one side, then the others by name.
    pub claims: Vec<Difference>,
    /// Ids and times that differ in every pair of tokens and explain nothing here.
    pub folded: Vec<Difference>,
    /// Header parameters that differ.
    pub header: Vec<Difference>,
    /// How many claims are the same.
    pub same: usize,
}

impl Comparison<'_> {
    /// Whether the rules say the same about both.
    pub fn is_alike(&self) -> bool {
        self.only_left.is_empty() && self.only_right.is_empty()
    }

    /// The comparison as text, for a terminal.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        if let Some((left, right)) = self.kinds {
            text.push_str(&format!("kind: {} | {}\n", left.name, right.name));
        }
        if let Some((left, right)) = self.forms {
            text.push_str(&format!("form: {} | {}\n", left.label(), right.label()));
        }
        for (side, findings) in [("first", &self.only_left), ("second", &self.only_right)] {
            for finding in findings {
                text.push_str(&format!(
                    "only the {side}: {}[{}] {}\n",
                    finding.severity.name(),
                    finding.rule.id,
                    finding.message
                ));
            }
        }
        for (part, differences) in [("claim", &self.claims), ("header", &self.header)] {
            for difference in differences {
                text.push_str(&format!("{part} {}\n", difference.to_text()));
            }
        }
        let folded: Vec<&str> = self
            .folded
            .iter()
            .map(|folded| folded.name.as_str())
            .collect();
        if !folded.is_empty() {
            text.push_str(&format!(
                "differ in every token: {}\n",
                crate::text::quote_list(&folded)
            ));
        }
        text.push_str(&format!("{} claims are the same\n", self.same));
        text
    }
}

impl Difference {
    /// The difference in a line.
    pub fn to_text(&self) -> String {
        use crate::text::{quote, quote_list};
        let name = quote(&self.name);
        let mut text = match (&self.set, &self.left, &self.right) {
            (Some(set), ..) => {
                let mut sides = Vec::new();
                for (side, values) in [("first", &set.only_left), ("second", &set.only_right)] {
                    if !values.is_empty() {
                        sides.push(format!("only the {side} has {}", quote_list(values)));
                    }
                }
                let both = match set.both {
                    0 => String::new(),
                    both => format!(" ({both} in both)"),
                };
                format!("{name}: {}{both}", sides.join("; "))
            }
            (_, Some(left), Some(right)) => format!("{name}: {} | {}", quote(left), quote(right)),
            (_, Some(left), None) => format!("{name}: {} | absent", quote(left)),
            (_, None, right) => {
                format!(
                    "{name}: absent | {}",
                    quote(right.as_deref().unwrap_or_default())
                )
            }
        };
        if !self.explains.is_empty() {
            text.push_str(&format!(" (explains {})", self.explains.join(", ")));
        }
        text
    }
}

/// Compares two tokens. `n` log `n` in their length.
pub fn compare<'a>(left: &'a TokenReport, right: &'a TokenReport) -> Comparison<'a> {
    let (only_left, only_right) = (lacking(left, right), lacking(right, left));
    let findings = only_left.iter().chain(&only_right);
    // Names of members, and the rules that found something there.
    let mut found: Vec<(String, &'static str)> = findings
        .filter_map(|finding| Some((finding.member()?, finding.rule.id)))
        .collect();
    order::sort(&mut found, |one, other| one.0.cmp(&other.0));
    let explain = |differences: &mut [Difference]| {
        for difference in differences {
            for name in difference.name.split(" / ") {
                let from = found.partition_point(|(other, _)| other.as_str() < name);
                let own = found[from..].iter().take_while(|(other, _)| *other == name);
                for (_, rule) in own {
                    if !difference.explains.contains(rule) {
                        difference.explains.push(rule);
                    }
                }
            }
        }
    };
    let (mut claims, same) = differences(left.claims(), right.claims());
    explain(&mut claims);
    let (mut claims, folded): (Vec<_>, Vec<_>) = claims.into_iter().partition(|difference| {
        !difference.explains.is_empty() || !ALWAYS_DIFFER.contains(&difference.name.as_str())
    });
    order::sort(&mut claims, |one, other| {
        one.explains.is_empty().cmp(&other.explains.is_empty())
    });
    let (mut header, _) = differences(left.token.header(), right.token.header());
    explain(&mut header);
    let kinds = (left.profile.profile, right.profile.profile);
    let forms = (left.token.form, right.token.form);
    Comparison {
        kinds: (kinds.0 != kinds.1).then_some(kinds),
        forms: (forms.0 != forms.1).then_some(forms),
        only_left,
        only_right,
        claims,
        folded,
        header,
        same,
    }
}

/// The findings of one token whose rule and place the other has no finding of.
fn lacking<'a>(of: &'a TokenReport, other: &TokenReport) -> Vec<&'a Finding> {
    let has = keys(&other.checked.findings);
    let findings = of.checked.findings.iter();
    findings
        .filter(|finding| has.binary_search(&key(finding)).is_err())
        .collect()
}

/// The members that differ, by name, and the number of those that do not.
fn differences(left: Option<Value>, right: Option<Value>) -> (Vec<Difference>, usize) {
    let members = left.into_iter().chain(right).flat_map(Value::members);
    let mut names: Vec<&str> = members.map(|member| member.name()).collect();
    order::sort_unique(&mut names);
    let mut found = Vec::new();
    let mut same = 0;
    for name in names {
        let mut values = (get(left, name), get(right, name));
        let mut shown = name.to_owned();
        let in_left = other_name(name, right, left);
        if in_left.and_then(|other| other_name(other, left, right)) == Some(name) {
            continue;
        }
        if let Some(other) = other_name(name, left, right) {
            values.1 = get(right, other);
            shown = format!("{name} / {other}");
        }
        let mut is_other_kind = false;
        let set = match values {
            (Some(left), Some(right)) => {
                is_other_kind = left.kind() != right.kind();
                if is_same(left, right) {
                    same += 1;
                    continue;
                }
                let is_set = SETS.contains(&name);
                let set = is_set.then(|| set_difference(name, left, right));
                let is_same_set = set
                    .as_ref()
                    .is_some_and(|set| set.only_left.is_empty() && set.only_right.is_empty());
                if is_same_set && !is_other_kind {
                    same += 1;
                    continue;
                }
                set.filter(|_| !is_same_set)
            }
            _ => None,
        };
        // A number and a string of the same digits look alike without quotes.
        let text = |value: Option<Value>| {
            let text = |value: Value| match is_other_kind {
                true => value.raw().to_owned(),
                false => value.to_text().to_owned(),
            };
            value.map(text)
        };
        found.push(Difference {
            name: shown,
            left: text(values.0),
            right: text(values.1),
            set,
            explains: Vec::new(),
        });
    }
    (found, same)
}

fn get<'a>(object: Option<Value<'a>>, name: &str) -> Option<Value<'a>> {
    object?.get(name)
}

/// The name under which the other token has what only this one has under that.
fn other_name(name: &str, own: Option<Value>, other: Option<Value>) -> Option<&'static str> {
    let mut groups = SAME.into_iter().chain([SAME_IF_EQUAL]);
    let group = groups.find(|group| group.contains(&name))?;
    let value = get(own, name).filter(|_| get(other, name).is_none())?;
    let is_it = |found: Value| group != SAME_IF_EQUAL || found.to_text() == value.to_text();
    let mut names = group.iter().copied();
    names.find(|alias| get(own, alias).is_none() && get(other, alias).is_some_and(is_it))
}

/// Whether two values are the same but for white space, escapes and the order of members.
fn is_same(left: Value, right: Value) -> bool {
    match (left.kind(), right.kind()) {
        (Kind::Object, Kind::Object) => {
            let [left, right] = [left, right].map(|object| {
                let mut members: Vec<_> = object.members().collect();
                order::sort(&mut members, |one, other| one.name().cmp(other.name()));
                members
            });
            left.len() == right.len()
                && left.iter().zip(&right).all(|(one, other)| {
                    one.name() == other.name() && is_same(one.value(), other.value())
                })
        }
        (Kind::Array, Kind::Array) => {
            left.items().count() == right.items().count()
                && left
                    .items()
                    .zip(right.items())
                    .all(|(one, other)| is_same(one, other))
        }
        (Kind::String, Kind::String) => left.as_str() == right.as_str(),
        // How a number is written can matter to who reads it: `1.0` is no integer everywhere.
        _ => left.raw() == right.raw(),
    }
}

fn set_difference(name: &str, left: Value, right: Value) -> SetDifference {
    let [left, right] = [left, right].map(|value| {
        let mut words = match value.kind() {
            _ if matches!(name, "scp" | "scope") => value.words(),
            Kind::Array => value.items().map(Value::to_text).collect(),
            _ => vec![value.to_text()],
        };
        order::sort_unique(&mut words);
        words
    });
    let only = |own: &[&str], other: &[&str]| -> Vec<String> {
        let own = own.iter().filter(|word| other.binary_search(word).is_err());
        own.map(|word| (*word).to_owned()).collect()
    };
    let only_left = only(&left, &right);
    SetDifference {
        both: left.len() - only_left.len(),
        only_left,
        only_right: only(&right, &left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::expect::Expectations;
    use crate::report::{Report, inspect};

    const NOW: i64 = 1_767_225_600;

    fn report(body: &str) -> Report {
        let text = Example {
            info: "token",
            body,
        }
        .text(NOW);
        inspect(&text, &Expectations::default(), NOW)
    }

    #[test]
    fn differences_by_claim() {
        let left = report(
            "{\"alg\":\"RS256\",\"kid\":\"a\"}\n{\"aud\":\"x\",\"scp\":\"B A\",\"roles\":[\"r\",\"s\"],\"exp\":@,\"o\":{\"a\": 1,\"b\":[{\"c\":1,\"d\":\"x\"}]},\"n\":1,\"zone\":\"Ada\",\"uti\":\"1\",\"amr\":[\"pwd\",\"mfa\"]}",
        );
        let right = report(
            "{\"kid\":\"b\",\"alg\":\"RS256\"}\n{\"aud\":[\"x\"],\"scp\":\"A C\",\"roles\":[\"s\",\"r\"],\"exp\":@+1h,\"o\":{\"b\":[{\"d\":\"\\u0078\",\"c\":1}],\"a\":1},\"n\":\"1\",\"oid\":\"o\",\"uti\":\"2\",\"amr\":[\"pwd\"]}",
        );
        let comparison = compare(&left.tokens[0], &right.tokens[0]);
        let lines = |differences: &[Difference]| -> Vec<String> {
            differences
                .iter()
                .filter(|difference| difference.explains.is_empty())
                .map(Difference::to_text)
                .collect()
        };
        assert_eq!(
            lines(&comparison.claims),
            [
                "`amr`: only the first has `mfa` (1 in both)",
                "`aud`: `\"x\"` | `[\"x\"]`",
                "`n`: `1` | `\"1\"`",
                "`oid`: absent | `o`",
                "`scp`: only the first has `B`; only the second has `C` (1 in both)",
                "`zone`: `Ada` | absent",
            ]
        );
        assert_eq!(lines(&comparison.header), ["`kid`: `a` | `b`"]);
        assert!(comparison.folded.iter().any(|folded| folded.name == "uti"));
        assert_eq!(comparison.same, 2);
        assert!(comparison.to_text().ends_with("2 claims are the same\n"));
    }

    #[test]
    fn the_same_under_two_names_is_one_row() {
        let left = report(
            r#"{"alg":"RS256"}
{"appid":"a","appidacr":"1","upn":"u","unique_name":"v","scp":"A B","roles":["r"]}"#,
        );
        let right = report(
            r#"{"alg":"RS256"}
{"azp":"b","azpacr":"1","preferred_username":"u","scope":"A","role":["r"]}"#,
        );
        let comparison = compare(&left.tokens[0], &right.tokens[0]);
        let names: Vec<String> = comparison.claims.iter().map(Difference::to_text).collect();
        assert_eq!(
            names,
            [
                "`appid / azp`: `a` | `b`",
                "`scp / scope`: only the first has `B` (1 in both)",
                "`unique_name`: `v` | absent",
            ]
        );
        assert_eq!(comparison.same, 3);
        let right = report("{}\n{\"azp\":\"b\",\"client_id\":\"b\"}");
        let claims = compare(&left.tokens[0], &right.tokens[0]).claims;
        let names: Vec<&str> = claims.iter().map(|one| one.name.as_str()).collect();
        assert!(names.contains(&"appid / azp") && names.contains(&"client_id"));
    }

    #[test]
    fn what_explains_a_finding_comes_first() {
        use crate::place::{Part, Place, Span};
        use crate::rules::{self, Fixer};
        let mut left = report("{\"alg\":\"RS256\"}\n{\"a\":1,\"exp\":1,\"z\":1}");
        let right = report("{\"alg\":\"RS256\"}\n{\"a\":2,\"exp\":2,\"z\":2}");
        let rule = rules::all().next().expect("a rule");
        left.tokens[0].checked.findings.push(Finding {
            rule,
            severity: rule.severity,
            place: Place::new(Part::Payload, Span::default()),
            pointer: Some("/exp".to_owned()),
            message: "It expired.".to_owned(),
            found: None,
            expected: None,
            fixer: Fixer::Nobody,
        });
        let comparison = compare(&left.tokens[0], &right.tokens[0]);
        assert!(!comparison.is_alike());
        let first = comparison.claims.first().expect("a difference");
        assert_eq!(
            (first.name.as_str(), first.explains.contains(&rule.id)),
            ("exp", true)
        );
        assert!(comparison.folded.is_empty());
        assert!(
            compare(&right.tokens[0], &right.tokens[0])
                .claims
                .is_empty()
        );
    }
}

//! What if a claim were another? Edits of a token give a new, unsigned text; the token itself stays as it is.

use crate::order;
use crate::place::Part;
use crate::report::TokenReport;
use crate::rules::Finding;
use crate::text;
use crate::token::json::{Json, Value};
use crate::token::{Form, Token, base64url};

/// A change of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets a member of the header or payload, or adds it. The value is JSON text; anything else is taken as a string.
    Set(Part, String, String),
    /// Removes every member of this name.
    Remove(Part, String),
    /// Moves the times of the Claims Set by so many seconds.
    Shift(i64),
}

/// The claims that [`Edit::Shift`] moves.
pub const TIMES: &[&str] = &["iat", "nbf", "exp", "auth_time", "toe"];

/// Rules that speak about what an edit takes away from every token, its signature: no effect of a change.
const ABOUT_SIGNATURE: &[&str] = &[
    "signature-missing",
    "signature-not-verified",
    "signature-wrong-length",
    "signature-rsa-short",
    "signature-der-encoded",
    "signature-invalid",
    "signature-valid",
    "key-not-found",
    "live-token",
];

/// An edited token. It is unsigned: never present it as the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The edited token in compact form, its signature empty.
    pub text: String,
    /// Whether header or payload differ from those of the token.
    pub is_edited: bool,
    /// What was changed: where, and the name of the member.
    pub changed: Vec<(Part, String)>,
}

/// Why a token cannot be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It is encrypted, or no token at all.
    Unreadable,
    /// Its header or payload is not a complete JSON object.
    Broken,
    /// Its payload is not encoded (`"b64": false`, RFC 7797).
    Unencoded,
}

impl Obstacle {
    /// What is in the way, as a sentence.
    pub fn phrase(self) -> &'static str {
        match self {
            Obstacle::Unreadable => "What cannot be read cannot be edited.",
            Obstacle::Unencoded => "A payload that is not encoded cannot be edited here.",
            Obstacle::Broken => "Header and payload have to be complete JSON objects to be edited.",
        }
    }
}

/// Applies edits in order. What no edit touches keeps every byte. Disclosures of an SD-JWT stay with it, signatures
/// and a key-binding JWT do not.
///
/// # Errors
/// Says what is in the way.
pub fn edit(token: &Token, edits: &[Edit]) -> Result<Edited, Obstacle> {
    if !token.form.is_signed() {
        return Err(Obstacle::Unreadable);
    }
    let (Some(header), Some(payload)) = (token.header(), token.claims()) else {
        return Err(Obstacle::Broken);
    };
    if header.get("b64").and_then(Value::as_bool) == Some(false) {
        return Err(Obstacle::Unencoded);
    }
    let mut parts = [
        Object::new(Part::Header, header),
        Object::new(Part::Payload, payload),
    ];
    let mut changed = Vec::new();
    for edit in edits {
        for object in &mut parts {
            for name in object.apply(edit) {
                let change = (object.part, name);
                if !changed.contains(&change) {
                    changed.push(change);
                }
            }
        }
    }
    let [header, payload] = parts;
    let is_edited = header.is_changed || payload.is_changed;
    let encode = |object: Object| base64url::encode(object.into_text().as_bytes());
    let mut text = format!("{}.{}.", encode(header), encode(payload));
    if matches!(token.form, Form::SdJwt | Form::SdJwtKb)
        && let Some((_, disclosures)) = token.text().split_once('~')
    {
        let end = disclosures.rfind('~').map_or(0, |at| at + 1);
        text.push('~');
        text.push_str(disclosures.get(..end).unwrap_or_default());
    }
    Ok(Edited {
        text,
        is_edited,
        changed,
    })
}

/// An object while it is edited: the raw text of its names and values.
struct Object<'a> {
    part: Part,
    whole: &'a str,
    members: Vec<(String, String, String)>,
    is_changed: bool,
}

impl<'a> Object<'a> {
    fn new(part: Part, object: Value<'a>) -> Self {
        let members = object.members().map(|member| {
            let value = member.value();
            let name = member.name().to_owned();
            (name.clone(), text::json(&name), value.raw().to_owned())
        });
        Self {
            part,
            whole: object.raw(),
            members: members.collect(),
            is_changed: false,
        }
    }

    /// Applies an edit if it is one of this part, and names the members that changed.
    fn apply(&mut self, edit: &Edit) -> Vec<String> {
        let changed = match edit {
            Edit::Set(part, name, value) if *part == self.part => self.set(name, value),
            Edit::Remove(part, name) if *part == self.part => {
                let before = self.members.len();
                self.members.retain(|member| member.0 != *name);
                let is_changed = self.members.len() < before;
                is_changed.then(|| name.clone()).into_iter().collect()
            }
            Edit::Shift(seconds) if self.part == Part::Payload => self.shift(*seconds),
            _ => Vec::new(),
        };
        self.is_changed |= !changed.is_empty();
        changed
    }

    fn set(&mut self, name: &str, value: &str) -> Vec<String> {
        let value = value.trim();
        let json = Json::read(value.to_owned());
        let is_json = json.error().is_none() && json.root().is_some();
        let value = if is_json {
            value.to_owned()
        } else {
            text::json(value)
        };
        match self
            .members
            .iter_mut()
            .rev()
            .find(|member| member.0 == name)
        {
            Some(member) if member.2 == value => return Vec::new(),
            Some(member) => member.2 = value,
            None => self
                .members
                .push((name.to_owned(), text::json(name), value)),
        }
        vec![name.to_owned()]
    }

    fn shift(&mut self, seconds: i64) -> Vec<String> {
        let mut changed = Vec::new();
        for (name, _, value) in &mut self.members {
            if seconds == 0 || !TIMES.contains(&name.as_str()) {
                continue;
            }
            let json = Json::read(value.clone());
            let Some(number) = json.root().and_then(Value::seconds) else {
                continue;
            };
            let fraction = match value.split_once('.') {
                Some((_, digits)) if !value.contains(['e', 'E', '-']) => format!(".{digits}"),
                _ => String::new(),
            };
            *value = format!("{}{fraction}", number.saturating_add(seconds));
            changed.push(name.clone());
        }
        changed
    }

    fn into_text(self) -> String {
        if !self.is_changed {
            return self.whole.to_owned();
        }
        let members: Vec<String> = self
            .members
            .into_iter()
            .map(|(_, name, value)| format!("{name}:{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

/// What became of the findings of a token.
#[derive(Clone, Debug)]
pub struct Effect<'a> {
    /// Findings that are gone.
    pub solved: Vec<&'a Finding>,
    /// Findings that remain, as they are worded now.
    pub remaining: Vec<&'a Finding>,
    /// Findings that were not there before.
    pub new: Vec<&'a Finding>,
}

/// What makes a finding the same as that of another token: its rule and where it stands.
pub(crate) fn key(finding: &Finding) -> (&'static str, Option<&str>) {
    (finding.rule.id, finding.pointer.as_deref())
}

/// The keys of findings, sorted.
pub(crate) fn keys(findings: &[Finding]) -> Vec<(&'static str, Option<&str>)> {
    let mut keys: Vec<_> = findings.iter().map(key).collect();
    order::sort(&mut keys, Ord::cmp);
    keys
}

/// Compares the findings of a token with those of its edited form. What only says that the signature is gone is left
/// out.
pub fn effect<'a>(before: &'a TokenReport, after: &'a TokenReport) -> Effect<'a> {
    let relevant = |finding: &&Finding| !ABOUT_SIGNATURE.contains(&finding.rule.id);
    let (was, is) = (
        keys(&before.checked.findings),
        keys(&after.checked.findings),
    );
    let old = before.checked.findings.iter().filter(relevant);
    let new = after.checked.findings.iter().filter(relevant);
    let (remaining, new) = new.partition(|finding| was.binary_search(&key(finding)).is_ok());
    Effect {
        solved: old
            .filter(|finding| is.binary_search(&key(finding)).is_err())
            .collect(),
        remaining,
        new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::expect::Expectations;
    use crate::report::{Report, inspect};

    const NOW: i64 = 1_767_225_600;
    const BODY: &str = "{\"alg\":\"RS256\", \"kid\":\"k\"}\n{ \"aud\":\"a\",\"exp\":@-1h, \"iat\":@-2.5,\"roles\":[\"x\"] ,\"aud\":\"b\"}";

    fn report(info: &str, body: &str) -> Report {
        let text = Example { info, body }.text(NOW);
        inspect(&text, &Expectations::default(), NOW)
    }

    fn parts(edited: &Edited) -> (String, String) {
        let mut parts = edited
            .text
            .split('.')
            .map(|part| String::from_utf8(base64url::decode(part).bytes).unwrap());
        (parts.next().unwrap(), parts.next().unwrap())
    }

    #[test]
    fn edits_touch_what_they_name_and_nothing_else() {
        let report = report("token", BODY);
        let token = &report.tokens[0].token;
        let nothing = edit(token, &[]).unwrap();
        assert!(!nothing.is_edited && nothing.changed.is_empty());
        let payload = token.claims().unwrap().raw();
        assert_eq!(parts(&nothing).1, payload);
        assert!(nothing.text.ends_with('.'));
        let edited = edit(
            token,
            &[
                Edit::Set(Part::Payload, "aud".to_owned(), "api://x".to_owned()),
                Edit::Set(Part::Payload, "n\"".to_owned(), "[1, 2]".to_owned()),
                Edit::Remove(Part::Payload, "roles".to_owned()),
                Edit::Remove(Part::Payload, "absent".to_owned()),
                Edit::Shift(3600),
            ],
        )
        .unwrap();
        assert_eq!(parts(&edited).0, "{\"alg\":\"RS256\", \"kid\":\"k\"}");
        assert_eq!(
            parts(&edited).1,
            format!(
                "{{\"aud\":\"a\",\"exp\":{NOW},\"iat\":{},\"aud\":\"api://x\",\"n\\\"\":[1, 2]}}",
                format_args!("{}.5", NOW - 2 + 3600)
            )
        );
        assert!(edited.is_edited);
        let names: Vec<&str> = edited
            .changed
            .iter()
            .map(|change| change.1.as_str())
            .collect();
        assert_eq!(names, ["aud", "n\"", "roles", "exp", "iat"]);
    }

    #[test]
    fn the_original_stays_and_its_signature_never_goes_along() {
        let mut state = 5u32;
        let mut next = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % below
        };
        const NAMES: &[&str] = &["aud", "exp", "iat", "roles", "é", "", "a.b", "alg"];
        const VALUES: &[&str] = &[
            "",
            "1",
            "\"",
            "{\"a\":[]}",
            "x y",
            "null",
            "[",
            "1e400",
            "\u{202e}",
        ];
        let report = report("token", BODY);
        let token = &report.tokens[0].token;
        let original = token.text().to_owned();
        let signature = original.rsplit('.').next().unwrap();
        assert!(signature.len() > 300);
        for _ in 0..2_000 {
            let edits: Vec<Edit> = (0..next(6))
                .map(|_| {
                    let part = [Part::Header, Part::Payload, Part::Signature][next(3)];
                    let name = NAMES[next(NAMES.len())].to_owned();
                    match next(3) {
                        0 => Edit::Set(part, name, VALUES[next(VALUES.len())].to_owned()),
                        1 => Edit::Remove(part, name),
                        _ => Edit::Shift([i64::MIN, -1, 0, 60, i64::MAX][next(5)]),
                    }
                })
                .collect();
            let edited = edit(token, &edits).unwrap();
            assert_eq!(token.text(), original);
            assert!(edited.text.ends_with('.'), "{edits:?}");
            for at in 0..signature.len() - 16 {
                assert!(!edited.text.contains(&signature[at..at + 16]), "{edits:?}");
            }
            let again = inspect(&edited.text, &Expectations::default(), NOW);
            let [again] = again.tokens.as_slice() else {
                panic!("{edits:?}");
            };
            assert!(
                again.token.claims().is_some() && again.token.header().is_some(),
                "{edits:?}"
            );
            let same = again.token.claims().unwrap().raw() == token.claims().unwrap().raw()
                && again.token.header().unwrap().raw() == token.header().unwrap().raw();
            assert_eq!(edited.is_edited, !same, "{edits:?}");
        }
    }

    #[test]
    fn the_rules_about_the_signature_exist() {
        for id in ABOUT_SIGNATURE {
            assert!(crate::rules::by_id(id).is_some(), "{id}");
        }
    }

    #[test]
    fn what_cannot_be_read_cannot_be_edited() {
        for (body, obstacle) in [
            ("hello", Obstacle::Unreadable),
            (
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.a.b.c.d",
                Obstacle::Unreadable,
            ),
            ("eyJhbGciOiJub25lIn0.e30.~~x", Obstacle::Unreadable),
            ("eyJhbGciOiJub25lIn0.e3.x", Obstacle::Broken),
        ] {
            let report = report("paste", body);
            let [token] = report.tokens.as_slice() else {
                continue;
            };
            match edit(&token.token, &[]) {
                Err(found) => assert!(
                    matches!(found, Obstacle::Broken) || found == obstacle,
                    "{body}"
                ),
                Ok(edited) => assert!(!edited.is_edited, "{body}"),
            }
        }
        let report = report(
            "paste",
            "eyJhbGciOiJub25lIn0.e30.sig~WyJhIiwiYiIsImMiXQ~eyJhbGciOiJub25lIn0.e30.kbsig",
        );
        let edited = edit(&report.tokens[0].token, &[]).unwrap();
        assert_eq!(edited.text, "eyJhbGciOiJub25lIn0.e30.~WyJhIiwiYiIsImMiXQ~");
    }
}

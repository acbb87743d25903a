//! Examples as the guide writes them: readable header and payload, times relative to now. Composed into what a person
//! would paste.

#[cfg(feature = "app")]
use std::sync::LazyLock;

use crate::expect::Expectations;
#[cfg(feature = "app")]
use crate::guide::{self, Block, Section};
use crate::time::Timestamp;
use crate::token::base64url;
use crate::token::json::Json;

/// An example of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    /// `token` or `paste`, then attributes: `name=value`, `name="value with spaces"`, or a bare name.
    pub info: &'a str,
    /// Header and payload on a line each (`token`), or text with `<<header payload>>` in it (`paste`). After a line
    /// of `---` a key may follow.
    pub body: &'a str,
}

/// The examples that the page offers as samples, each behind its label. Looked for once.
#[cfg(feature = "app")]
pub fn samples() -> &'static [(&'static str, Example<'static>)] {
    static ALL: LazyLock<Vec<(&str, Example)>> = LazyLock::new(|| {
        let blocks = guide::sections().flat_map(Section::blocks);
        let samples = blocks.filter_map(|block| {
            let Block::Example(info, body) = block else {
                return None;
            };
            let example = Example { info, body };
            Some((example.attribute("sample")?, example))
        });
        samples.collect()
    });
    &ALL
}

/// What stands between an example and its key.
const KEY_LINE: &str = "\n---\n";

impl<'a> Example<'a> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|attribute| attribute.0 == name)
            .map(|attribute| attribute.1)
    }

    /// The attributes in order; a bare name has an empty value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self
            .info
            .split_once(' ')
            .map_or("", |(_, attributes)| attributes)
            .trim_start();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = rest.find([' ', '=']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let Some(value) = after.strip_prefix('=') else {
                rest = after.trim_start();
                return Some((name, ""));
            };
            let (value, after) = match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => value.split_once(' ').unwrap_or((value, "")),
            };
            rest = after.trim_start();
            Some((name, value))
        })
    }

    /// What the receiver in the example expects.
    pub fn expectations(&self) -> Expectations {
        let mut expectations = Expectations::default();
        for (name, value) in self.attributes() {
            if !matches!(name, "title" | "sample" | "fires" | "quiet" | "test") {
                let known = expectations.set(name, value);
                debug_assert!(known.is_ok(), "{name}={value}: {known:?}");
            }
        }
        expectations
    }

    /// The key that goes with it.
    pub fn key(&self) -> Option<&'a str> {
        self.body.split_once(KEY_LINE).map(|(_, key)| key)
    }

    /// Header and payload to read, at the moment `now`.
    pub fn readable(&self, now: Timestamp) -> String {
        let lines: Vec<&str> = self.body.lines().take(2).collect();
        with_times(&lines.join("\n"), now)
    }

    /// The text to paste at the moment `now`.
    pub fn text(&self, now: Timestamp) -> String {
        let body = self
            .body
            .split_once(KEY_LINE)
            .map_or(self.body, |(body, _)| body);
        let body = with_times(body, now);
        if self.info.starts_with("token") {
            let mut lines = body.lines();
            let header = lines.next().unwrap_or_default();
            let payload = lines.next().unwrap_or_default();
            return token(header, payload, lines.next());
        }
        let mut text = String::new();
        let mut rest = body.as_str();
        while let Some((before, after)) = rest.split_once("<<") {
            text.push_str(before);
            let (inside, after) = after.split_once(">>").unwrap_or((after, ""));
            text.push_str(&composed(inside.trim()));
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

/// The token of `header payload [signature]`: two JSON texts, and perhaps `.` and a signature.
fn composed(inside: &str) -> String {
    let split = header_end(inside);
    let (header, rest) = inside.split_at(split);
    let rest = rest.trim();
    match rest.rsplit_once(' ') {
        Some((payload, signature))
            if signature.starts_with('.') && !signature.contains(['"', '}']) =>
        {
            token(header, payload, Some(signature))
        }
        _ => token(header, rest, None),
    }
}

/// Where the first JSON object in `text` ends.
fn header_end(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// A compact token of these two texts, with the signature given after a dot or else a dummy of the right length.
fn token(header: &str, payload: &str, signature: Option<&str>) -> String {
    let dummy = || {
        let json = Json::read(header.to_owned());
        let alg = json
            .object()
            .and_then(|object| Some(object.get("alg")?.as_str()?.to_owned()));
        let length = alg
            .and_then(|alg| crate::spec::algorithms::signature_length(&alg))
            .unwrap_or(0);
        let bytes: Vec<u8> = (0..length).map(|at| (at * 73 + 41) as u8).collect();
        base64url::encode(&bytes)
    };
    let signature = match signature {
        Some(given) => given.trim().trim_start_matches('.').to_owned(),
        None => dummy(),
    };
    let encode = |text: &str| base64url::encode(text.as_bytes());
    format!("{}.{}.{signature}", encode(header), encode(payload))
}

/// Replaces `@`, `@+90`, `@-5m`, `@+1h`, `@-8d` where a value of a JSON text may stand.
fn with_times(text: &str, now: Timestamp) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        out.push_str(before);
        rest = after;
        let sign = match after.as_bytes().first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => 0,
        };
        let digits: String = after[usize::from(sign != 0)..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let is_value = before.trim_end().ends_with([':', ',', '[']);
        let is_complete = if sign == 0 {
            after.starts_with([',', '}', ']'])
        } else {
            !digits.is_empty()
        };
        if !is_value || !is_complete {
            out.push('@');
            continue;
        }
        rest = &after[usize::from(sign != 0) + digits.len()..];
        let unit = match rest.as_bytes().first() {
            Some(b's') => Some(1),
            Some(b'm') => Some(60),
            Some(b'h') => Some(3600),
            Some(b'd') => Some(86_400),
            _ => None,
        };
        rest = &rest[usize::from(unit.is_some())..];
        let offset = sign * digits.parse::<i64>().unwrap_or(0) * unit.unwrap_or(1);
        out.push_str(&(now + offset).to_string());
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_filled_in_where_a_value_stands() {
        assert_eq!(
            with_times(
                r#"{"a":@,"b":@+1h,"c": @-5m,"d":"x@y.example","e":[@-2]}"#,
                10_000
            ),
            r#"{"a":10000,"b":13600,"c": 9700,"d":"x@y.example","e":[9998]}"#
        );
    }

    #[test]
    fn attributes_and_text() {
        let example = Example {
            info: r#"paste fires=a,b title="Two words" test aud=api://x"#,
            body: "Bearer <<{\"alg\":\"none\"} {\"exp\":@} .abc>>!",
        };
        assert_eq!(example.attribute("title"), Some("Two words"));
        assert_eq!(example.attribute("test"), Some(""));
        assert_eq!(example.expectations().audiences, ["api://x"]);
        assert_eq!(
            example.text(7),
            "Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjd9.abc!"
        );
        let token = Example {
            info: "token",
            body: "{\"alg\":\"HS256\"}\n{}",
        };
        assert_eq!(token.text(0).split('.').next_back().unwrap().len(), 43);
    }
}

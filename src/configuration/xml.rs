//! As much XML as a policy has: elements, attributes and text. Events only, nothing is nested or expanded.

use crate::text::entity;

/// What stands next in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// `<name a="b">`; whether it is closed by `/>`.
    Open(&'a str, Vec<(&'a str, String)>, bool),
    /// `</name>`
    Close(&'a str),
    /// Text with something in it, its entities decoded.
    Text(String),
    /// What cannot be read.
    Broken,
}

/// The events of a text, in order. Comments, instructions and declarations are left out. Ends after what is broken.
pub fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let Some(tag) = rest.strip_prefix('<') else {
                let blank = rest.len() - rest.trim_start().len();
                let from = blank + expression(rest.trim_start());
                let end = rest.get(from..).and_then(|rest| rest.find('<'));
                let end = end.map_or(rest.len(), |end| from + end);
                let (text, after) = rest.split_at(end);
                rest = after;
                if text.trim().is_empty() {
                    continue;
                }
                return Some(Event::Text(unescape(text.trim())));
            };
            let skipped = [("!--", "-->"), ("?", "?>"), ("!", ">")]
                .iter()
                .find(|(start, _)| tag.starts_with(start));
            if let Some((start, end)) = skipped {
                let inside = tag.get(start.len()..).unwrap_or_default();
                rest = inside
                    .find(end)
                    .and_then(|at| inside.get(at + end.len()..))
                    .unwrap_or_default();
                continue;
            }
            let Some((event, after)) = element(tag) else {
                rest = "";
                return Some(Event::Broken);
            };
            rest = after;
            return Some(event);
        }
    })
}

/// Reads a tag after its `<`.
fn element(tag: &str) -> Option<(Event<'_>, &str)> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=' | '<');
    if let Some(tag) = tag.strip_prefix('/') {
        let (name, after) = tag.split_once('>')?;
        return Some((Event::Close(name.trim()), after));
    }
    let (name, mut rest) = tag.split_at(tag.find(is_end)?);
    if name.is_empty() {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((Event::Open(name, attributes, true), after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((Event::Open(name, attributes, false), after));
        }
        let (attribute, after) = rest.split_at(rest.find(is_end)?);
        let after = after.trim_start().strip_prefix('=')?.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inside = after.get(1..)?;
        let code = expression(inside);
        let (value, after) = inside.split_at_checked(code + inside.get(code..)?.find(quote)?)?;
        if attribute.is_empty() {
            return None;
        }
        attributes.push((attribute, unescape(value)));
        rest = after.get(1..)?;
    }
}

/// The length of the expression of a policy that `text` starts with, which has quotes and angles in it as they come.
fn expression(text: &str) -> usize {
    if !text.starts_with("@(") && !text.starts_with("@{") {
        return 0;
    }
    let inside = text.get(2..).unwrap_or_default();
    (2 + super::lenient::extent(inside, false) + 1).min(text.len())
}

/// Decodes the five entities that every document knows, and character references.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let (character, length) = entity(after).unwrap_or(('&', 1));
        out.push(character);
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Event, events};

    #[test]
    fn reads_what_a_policy_has() {
        let seen: Vec<Event> = events(
            "<?xml?><!-- <x> --><a b='1' c = \"x &amp; &#65;&#x42;&nix;\" >\n t&lt;u \n<d/></a>",
        )
        .collect();
        assert_eq!(
            seen,
            [
                Event::Open(
                    "a",
                    vec![("b", "1".to_owned()), ("c", "x & AB&nix;".to_owned())],
                    false
                ),
                Event::Text("t<u".to_owned()),
                Event::Open("d", Vec::new(), true),
                Event::Close("a"),
            ]
        );
        for broken in ["<", "<a", "<a b>", "<a b=c>", "<a =\"\">", "</a", "< a>"] {
            assert_eq!(events(broken).last(), Some(Event::Broken), "{broken}");
        }
    }
}

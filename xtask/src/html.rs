//! As much HTML as our own documents need: where the tags are, and what they say.

use anyhow::{Context as _, Result};
use std::ops::Range;

/// A start tag.
#[derive(Debug)]
pub struct Tag<'h> {
    /// From `<` to after `>`.
    pub range: Range<usize>,
    pub name: &'h str,
    pub attributes: Vec<(&'h str, &'h str)>,
    /// The text inside, for elements that hold nothing but text.
    pub content: Option<Range<usize>>,
}

impl<'h> Tag<'h> {
    pub fn get(&self, name: &str) -> Option<&'h str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// All start tags in order, and all comments.
pub fn scan(html: &str) -> Result<(Vec<Tag<'_>>, Vec<Range<usize>>)> {
    let (mut tags, mut comments) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[open..];
        if rest.starts_with("<!--") {
            at = open + rest.find("-->").context("a comment has no end")? + 3;
            comments.push(open..at);
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let mut tag = start_tag(html, open)?;
            at = tag.range.end;
            if ["script", "style", "title", "textarea"]
                .iter()
                .any(|name| tag.is(name))
            {
                let close = format!("</{}", tag.name);
                let end = html[at..]
                    .find(&close)
                    .with_context(|| format!("no {close}>"))?;
                tag.content = Some(at..at + end);
                at += end;
            }
            tags.push(tag);
        } else {
            at = open + rest.find('>').context("a tag has no end")? + 1;
        }
    }
    Ok((tags, comments))
}

fn start_tag(html: &str, open: usize) -> Result<Tag<'_>> {
    let name_ends = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/';
    let rest = &html[open + 1..];
    let name = &rest[..rest.find(name_ends).context("a tag has no end")?];
    let mut at = open + 1 + name.len();
    let mut attributes = Vec::new();
    loop {
        at += html[at..].len()
            - html[at..]
                .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/')
                .len();
        let rest = &html[at..];
        if rest.starts_with('>') {
            return Ok(Tag {
                range: open..at + 1,
                name,
                attributes,
                content: None,
            });
        }
        let end = rest
            .find(|c: char| name_ends(c) || c == '=')
            .context("a tag has no end")?;
        let key = &rest[..end];
        at += end;
        let value = match html[at..].strip_prefix('=') {
            None => "",
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let end = value[1..]
                        .find(quote)
                        .with_context(|| format!("{key} has no closing quote"))?;
                    at += end + 3;
                    &value[1..=end]
                }
                _ => {
                    let end = value.find(name_ends).context("a tag has no end")?;
                    at += end + 1;
                    &value[..end]
                }
            },
        };
        attributes.push((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_text() {
        let html =
            "<!doctype html><!-- <b> --><p id=a hidden class='x y'>t</p><style>a>b{}</style><br/>";
        let (tags, comments) = scan(html).unwrap();
        assert_eq!(
            tags.iter().map(|t| t.name).collect::<Vec<_>>(),
            ["p", "style", "br"]
        );
        assert_eq!(
            tags[0].attributes,
            [("id", "a"), ("hidden", ""), ("class", "x y")]
        );
        assert_eq!(&html[tags[1].content.clone().unwrap()], "a>b{}");
        assert_eq!(&html[comments[0].clone()], "<!-- <b> -->");
    }
}

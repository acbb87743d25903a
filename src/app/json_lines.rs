//! A JSON document of the token broken into lines: nothing added but white space, nothing left out, nothing nested.

use crate::place::{Part, Span};
use crate::token::json::{Json, Kind, Member, Value};

/// What stands on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The name of the part that starts here.
    Title,
    /// A value that fits on the line.
    Value(Kind, Span),
    /// `{` or `[`
    Open(char),
    /// `}` or `]`
    Close(char),
    /// Text that is no JSON.
    Raw(Span),
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Which part it belongs to.
    pub part: Part,
    /// How deep it stands.
    pub depth: usize,
    /// Where the text of the line starts in its part.
    pub start: usize,
    /// The name of the member.
    pub name: Option<Span>,
    /// What follows.
    pub text: Text,
    /// Whether a comma follows.
    pub comma: bool,
}

/// Adds the lines of a part.
pub fn push(lines: &mut Vec<Line>, part: Part, json: &Json) {
    let mut writer = Writer { lines, part };
    let end = match json.root() {
        Some(root) => {
            writer.value(root);
            root.span().end
        }
        None => 0,
    };
    // What the reader could not make sense of stands below, as it is.
    if json.error().is_some() && !json.text().get(end..).unwrap_or_default().trim().is_empty() {
        let span = Span::new(end, json.text().len());
        writer.line(0, span.start, None, Text::Raw(span), false);
    }
}

struct Writer<'a> {
    lines: &'a mut Vec<Line>,
    part: Part,
}

/// An open array or object: what is still to come in it.
struct Open<'a> {
    rest: std::vec::IntoIter<(Option<Member<'a>>, Value<'a>)>,
    close: char,
    end: usize,
    comma: bool,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, start: usize, name: Option<Span>, text: Text, comma: bool) {
        self.lines.push(Line {
            part: self.part,
            depth,
            start,
            name,
            text,
            comma,
        });
    }

    fn value(&mut self, root: Value) {
        let mut open: Vec<Open> = Vec::new();
        let mut next = Some((None::<Member>, root, false));
        loop {
            if let Some((member, value, comma)) = next.take() {
                let depth = open.len();
                let name = member.map(Member::name_span);
                let start = name.map_or(value.span().start, |name| name.start);
                match children(value) {
                    Some((opening, rest, close)) => {
                        self.line(depth, start, name, Text::Open(opening), false);
                        let end = value.span().end.saturating_sub(1);
                        open.push(Open {
                            rest,
                            close,
                            end,
                            comma,
                        });
                    }
                    None => {
                        let text = Text::Value(value.kind(), value.span());
                        self.line(depth, start, name, text, comma);
                    }
                }
            }
            let Some(top) = open.last_mut() else {
                return;
            };
            if let Some((member, value)) = top.rest.next() {
                next = Some((member, value, top.rest.len() > 0));
            } else if let Some(closed) = open.pop() {
                let text = Text::Close(closed.close);
                self.line(open.len(), closed.end, None, text, closed.comma);
            }
        }
    }
}

type Children<'a> = (
    char,
    std::vec::IntoIter<(Option<Member<'a>>, Value<'a>)>,
    char,
);

/// What is in an array or object that has to be broken down.
fn children(value: Value) -> Option<Children> {
    if value.is_folded() {
        return None;
    }
    let (open, list, close): (_, Vec<_>, _) = match value.kind() {
        Kind::Array => ('[', value.items().map(|item| (None, item)).collect(), ']'),
        Kind::Object => {
            let members = value.members().map(|member| (Some(member), member.value()));
            ('{', members.collect(), '}')
        }
        _ => return None,
    };
    (!list.is_empty()).then(|| (open, list.into_iter(), close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let json = Json::read(text.to_owned());
        let mut lines = Vec::new();
        push(&mut lines, Part::Payload, &json);
        let mut out = String::new();
        for line in lines {
            out.push_str(&" ".repeat(line.depth));
            if let Some(name) = line.name {
                out.push_str(name.of(text));
                out.push(':');
            }
            match line.text {
                Text::Title => {}
                Text::Value(_, span) | Text::Raw(span) => out.push_str(span.of(text)),
                Text::Open(c) | Text::Close(c) => out.push(c),
            }
            out.push_str(if line.comma { ",\n" } else { "\n" });
        }
        out
    }

    #[test]
    fn everything_is_kept_in_order() {
        assert_eq!(
            written(r#"{"a":[1,{}],"a":{"b":1.50e0},"c":"\u0041"}"#),
            "{\n \"a\":[\n  1,\n  {}\n ],\n \"a\":{\n  \"b\":1.50e0\n },\n \"c\":\"\\u0041\"\n}\n"
        );
        assert_eq!(written("{} x"), "{}\n x\n");
        assert_eq!(written("nonsense"), "nonsense\n");
    }
}

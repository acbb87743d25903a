//! The guide. Chapters are Markdown files beside this one; `build.rs` packs them, this module unpacks them.

mod marks;

/// A section of the guide. A section that does not exist has no constant, so a dead link does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section(u8);

struct SectionText {
    id: &'static str,
    title: &'static str,
    chapter: u8,
    packed: &'static str,
}

/// A chapter of the guide.
#[derive(Debug)]
pub struct Chapter {
    /// The name of its file, and of the folder of the rules that point into it.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    lead: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/guide.rs"));

impl Section {
    /// Its anchor: stable, kebab-case.
    pub fn id(self) -> &'static str {
        self.text().id
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        self.text().title
    }

    /// The chapter it stands in.
    pub fn chapter(self) -> &'static Chapter {
        &CHAPTERS[usize::from(self.text().chapter)]
    }

    /// What it says.
    pub fn blocks(self) -> impl Iterator<Item = Block> {
        blocks(self.text().packed)
    }

    fn text(self) -> &'static SectionText {
        &SECTIONS[usize::from(self.0)]
    }
}

impl Chapter {
    /// What stands before its first section.
    pub fn lead(&self) -> impl Iterator<Item = Block> + use<> {
        blocks(self.lead)
    }

    /// Its sections, in reading order.
    pub fn sections(&'static self) -> impl Iterator<Item = Section> {
        sections().filter(move |section| std::ptr::eq(section.chapter(), self))
    }
}

/// Every chapter, in reading order.
pub fn chapters() -> impl Iterator<Item = &'static Chapter> {
    CHAPTERS.iter()
}

/// Every section, in reading order.
pub fn sections() -> impl Iterator<Item = Section> {
    (0..SECTIONS.len() as u8).map(Section)
}

/// The section with this anchor.
pub fn by_id(id: &str) -> Option<Section> {
    sections().find(|section| section.id() == id)
}

/// Text with marks: see [`Inlines::iter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inlines(&'static str);

/// A piece of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A sub-heading.
    Heading(Inlines),
    /// A paragraph.
    Paragraph(Inlines),
    /// An item of a bullet list.
    Bullet(Inlines),
    /// An item of a numbered list, and its number.
    Step(u8, Inlines),
    /// Code in a language; values may be filled in.
    Code(&'static str, Inlines),
    /// The head of a table: its cells.
    TableHead(Cells),
    /// A row of a table: its cells.
    TableRow(Cells),
    /// An example that can be opened: the words after the fence, and its body. See [`crate::example`].
    Example(&'static str, &'static str),
}

/// The cells of a table row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells(&'static str);

impl Cells {
    /// The cells, from left to right.
    pub fn iter(self) -> impl Iterator<Item = Inlines> {
        // A link and a value hold a separator of their own.
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let mut open = false;
            let end = rest.char_indices().find_map(|(at, c)| match c {
                marks::LINK | marks::VALUE => {
                    open = true;
                    None
                }
                marks::SEPARATOR if open => {
                    open = false;
                    None
                }
                marks::SEPARATOR => Some(at),
                _ => None,
            })?;
            let cell = &rest[..end];
            rest = &rest[end + 1..];
            Some(Inlines(cell))
        })
    }
}

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text, and how it is marked.
    Text(&'static str, Style),
    /// A link to a section, and its text.
    Link(Section, &'static str),
    /// A value of the reader's token: its name, the text in its place when there is none, and how it is marked.
    Value(&'static str, &'static str, Style),
}

/// How text is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Code.
    pub code: bool,
    /// Strong.
    pub strong: bool,
    /// Emphasised.
    pub emphasis: bool,
}

impl Inlines {
    /// The pieces of the line.
    pub fn iter(self) -> impl Iterator<Item = Inline> {
        let mut rest = self.0;
        let mut style = Style::default();
        std::iter::from_fn(move || {
            loop {
                let first = rest.chars().next()?;
                match first {
                    marks::CODE => style.code = !style.code,
                    marks::STRONG => style.strong = !style.strong,
                    marks::EMPHASIS => style.emphasis = !style.emphasis,
                    marks::LINK_END | marks::VALUE_END => {}
                    marks::LINK => {
                        let end = rest.find(marks::LINK_END)?;
                        let (anchor, text) = rest[1..end].split_once(marks::SEPARATOR)?;
                        rest = &rest[end + 1..];
                        return Some(Inline::Link(by_id(anchor)?, text));
                    }
                    marks::VALUE => {
                        let end = rest.find(marks::VALUE_END)?;
                        let (name, default) = rest[1..end].split_once(marks::SEPARATOR)?;
                        rest = &rest[end + 1..];
                        return Some(Inline::Value(name, default, style));
                    }
                    _ => {
                        let start =
                            rest.find(|c: char| (marks::CODE..=marks::VALUE_END).contains(&c));
                        let (text, after) = rest.split_at(start.unwrap_or(rest.len()));
                        rest = after;
                        return Some(Inline::Text(text, style));
                    }
                }
                rest = &rest[1..];
            }
        })
    }

    /// The text without marks.
    pub fn plain(self) -> String {
        self.iter()
            .map(|inline| match inline {
                Inline::Text(text, _) | Inline::Link(_, text) | Inline::Value(_, text, _) => text,
            })
            .collect()
    }
}

fn blocks(packed: &'static str) -> impl Iterator<Item = Block> {
    let is_start = |c: char| (marks::HEADING..=marks::EXAMPLE).contains(&c);
    let mut rest = packed;
    std::iter::from_fn(move || {
        let kind = rest.chars().next()?;
        let body = &rest[1..];
        let end = body.find(is_start).unwrap_or(body.len());
        let (text, after) = body.split_at(end);
        rest = after;
        let pair = || text.split_once(marks::SEPARATOR).unwrap_or(("", text));
        Some(match kind {
            marks::HEADING => Block::Heading(Inlines(text)),
            marks::BULLET => Block::Bullet(Inlines(text)),
            marks::STEP => Block::Step(pair().0.parse().unwrap_or(1), Inlines(pair().1)),
            marks::CODE_BLOCK => Block::Code(pair().0, Inlines(pair().1)),
            marks::TABLE_HEAD => Block::TableHead(Cells(text)),
            marks::TABLE_ROW => Block::TableRow(Cells(text)),
            marks::PARAGRAPH => Block::Paragraph(Inlines(text)),
            _ => Block::Example(pair().0, pair().1),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_unpacked() {
        let line = Inlines("a \u{E}b\u{E} \u{F}c\u{F}\u{13}aud\u{1F}your API\u{14}.");
        let seen: Vec<Inline> = line.iter().collect();
        let code = Style {
            code: true,
            ..Style::default()
        };
        let strong = Style {
            strong: true,
            ..Style::default()
        };
        let plain = Style::default();
        assert_eq!(
            seen,
            [
                Inline::Text("a ", plain),
                Inline::Text("b", code),
                Inline::Text(" ", plain),
                Inline::Text("c", strong),
                Inline::Value("aud", "your API", plain),
                Inline::Text(".", plain)
            ]
        );
        assert_eq!(line.plain(), "a b cyour API.");
        let cells: Vec<String> = Cells("a\u{1F}\u{13}x\u{1F}y\u{14}b\u{1F}")
            .iter()
            .map(Inlines::plain)
            .collect();
        assert_eq!(cells, ["a", "yb"]);
    }

    #[test]
    fn every_section_can_be_read_and_found() {
        for section in sections() {
            assert_eq!(by_id(section.id()), Some(section));
            assert!(section.chapter().sections().any(|other| other == section));
            for block in section.blocks() {
                if let Block::Paragraph(line) | Block::Bullet(line) | Block::Step(_, line) = block {
                    assert!(!line.plain().trim().is_empty(), "{}", section.id());
                }
            }
        }
    }
}

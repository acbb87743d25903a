//! Turns the guide's Markdown chapters into constants, so that nothing parses Markdown at run time and a link to a
//! section that does not exist does not compile.
//!
//! Writes `guide.rs`: one `Section` constant per section, and the chapters with their sections packed as text. The
//! packing is undone by `src/guide/mod.rs`. And `capitals.txt`: which small letters capital ones have.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream,
};

#[path = "src/guide/marks.rs"]
mod marks;
use marks::*;

/// The chapters, in reading order.
const CHAPTERS: [&str; 11] = [
    "orientation",
    "structure",
    "signature",
    "claims",
    "time",
    "identity",
    "permission",
    "flow",
    "possession",
    "policy",
    "operation",
];

#[derive(Default)]
struct Section {
    anchor: String,
    title: String,
    packed: String,
}

struct Chapter {
    id: &'static str,
    title: String,
    lead: String,
    sections: Vec<Section>,
}

fn main() {
    println!("cargo::rerun-if-changed=src/guide");
    println!("cargo::rerun-if-changed=build.rs");
    let folder = Path::new("src/guide");
    let chapters: Vec<Chapter> = CHAPTERS
        .iter()
        .map(|id| read(id, &folder.join(format!("{id}.md"))))
        .collect();
    check_links(&chapters);
    let out: PathBuf = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR").into();
    fs::write(out.join("guide.rs"), generate(&chapters)).expect("OUT_DIR can be written");
    fs::write(out.join("capitals.txt"), capitals()).expect("OUT_DIR can be written");
}

/// What the standard library knows of capital letters outside ASCII whose small letters take as many bytes, in a
/// twentieth of the room: for each range how far it starts behind the one before, how far it goes, and how far from
/// its letters the small ones are: 1 says that they stand between. `src/redact/scrub.rs` undoes it.
fn capitals() -> String {
    let mut ranges: Vec<(i32, i32, i32)> = Vec::new();
    for capital in '\u{80}'..=char::MAX {
        let mut small = capital.to_lowercase();
        let (Some(small), None) = (small.next(), small.next()) else {
            continue;
        };
        if small == capital || small.len_utf8() != capital.len_utf8() {
            continue;
        }
        let (capital, distance) = (capital as i32, small as i32 - capital as i32);
        let step = if distance == 1 { 2 } else { 1 };
        match ranges.last_mut() {
            Some((_, last, same)) if *same == distance && *last + step == capital => {
                *last = capital
            }
            _ => ranges.push((capital, capital, distance)),
        }
    }
    let mut before = 0;
    let numbers = ranges.into_iter().flat_map(|(first, last, distance)| {
        let gap = first - std::mem::replace(&mut before, last);
        // Distances go both ways, and are made even or odd for that.
        [gap, last - first, distance << 1 ^ distance >> 31]
    });
    numbers
        .map(|number| u32::try_from(number).ok().and_then(char::from_u32))
        .collect::<Option<_>>()
        .expect("every number is that of a character")
}

/// Reads one chapter.
fn read(id: &'static str, path: &Path) -> Chapter {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut chapter = Chapter {
        id,
        title: String::new(),
        lead: String::new(),
        sections: Vec::new(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut packer = Packer {
        path: path.display().to_string(),
        out: String::new(),
        number: None,
        is_item: false,
        is_verbatim: false,
    };
    for event in TextMergeStream::new(Parser::new_ext(&text, options)) {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => packer.out.clear(),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                chapter.title = std::mem::take(&mut packer.out)
            }
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                id,
                ..
            }) => {
                let packed = std::mem::take(&mut packer.out);
                match chapter.sections.last_mut() {
                    Some(section) => section.packed = packed,
                    None => chapter.lead = packed,
                }
                let anchor =
                    id.unwrap_or_else(|| panic!("{}: a section has no anchor", path.display()));
                chapter.sections.push(Section {
                    anchor: anchor.to_string(),
                    ..Section::default()
                });
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                let title = std::mem::take(&mut packer.out);
                if let Some(section) = chapter.sections.last_mut() {
                    section.title = title;
                }
            }
            event => packer.event(event),
        }
    }
    if let Some(section) = chapter.sections.last_mut() {
        section.packed = packer.out;
    }
    chapter
}

struct Packer {
    path: String,
    out: String,
    /// The number of the next item of a numbered list.
    number: Option<u64>,
    is_item: bool,
    is_verbatim: bool,
}

impl Packer {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let text = values(&text);
                self.out.push_str(if self.is_verbatim {
                    text.trim_end_matches('\n')
                } else {
                    &text
                });
            }
            Event::Code(text) => {
                let _ = write!(self.out, "{CODE}{}{CODE}", values(&text));
            }
            Event::SoftBreak | Event::HardBreak => self.out.push(' '),
            other => panic!("{}: the guide has no room for {other:?}", self.path),
        }
    }

    fn start(&mut self, tag: Tag) {
        let block = match tag {
            Tag::Heading {
                level: HeadingLevel::H3,
                ..
            } => HEADING,
            Tag::Paragraph if self.is_item => return,
            Tag::Paragraph => PARAGRAPH,
            Tag::List(start) => {
                assert!(!self.is_item, "{}: lists have one level", self.path);
                self.number = start;
                return;
            }
            Tag::Item => {
                self.is_item = true;
                if let Some(number) = self.number {
                    self.number = Some(number + 1);
                    let _ = write!(self.out, "{STEP}{number}{SEPARATOR}");
                    return;
                }
                BULLET
            }
            Tag::Strong => STRONG,
            Tag::Emphasis => EMPHASIS,
            Tag::Link { dest_url, .. } => {
                let anchor = dest_url.strip_prefix('#').unwrap_or_else(|| {
                    panic!("{}: {dest_url} is not a section of the guide", self.path)
                });
                let _ = write!(self.out, "{LINK}{anchor}{SEPARATOR}");
                return;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.is_verbatim = true;
                return self.fence(&info);
            }
            Tag::Table(_) => return,
            Tag::TableHead => TABLE_HEAD,
            Tag::TableRow => TABLE_ROW,
            Tag::TableCell => return,
            other => panic!("{}: the guide has no room for {other:?}", self.path),
        };
        self.out.push(block);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item => self.is_item = false,
            TagEnd::Strong => self.out.push(STRONG),
            TagEnd::Emphasis => self.out.push(EMPHASIS),
            TagEnd::Link => self.out.push(LINK_END),
            TagEnd::TableCell => self.out.push(SEPARATOR),
            TagEnd::CodeBlock => {
                self.is_verbatim = false;
                // What is tested but not shown is dropped again.
                if let Some(start) = self.out.rfind(DROPPED) {
                    self.out.truncate(start);
                }
            }
            _ => {}
        }
    }

    fn fence(&mut self, info: &str) {
        let (language, attributes) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
        if !matches!(language, "token" | "paste") {
            let _ = write!(self.out, "{CODE_BLOCK}{language}{SEPARATOR}");
            return;
        }
        let kept: Vec<String> = words(attributes)
            .into_iter()
            .filter(|word| !word.starts_with("fires=") && !word.starts_with("quiet="))
            .collect();
        if kept.iter().any(|word| word == "test") {
            self.out.push(DROPPED);
        } else {
            let _ = write!(
                self.out,
                "{EXAMPLE}{language} {}{SEPARATOR}",
                kept.join(" ")
            );
        }
    }
}

/// Marks the start of a fence that is not kept.
const DROPPED: char = '\u{1E}';

/// The attributes of a fence: words, with quoted values kept whole.
fn words(attributes: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for character in attributes.chars() {
        match character {
            ' ' if !is_quoted => words.push(String::new()),
            _ => {
                is_quoted ^= character == '"';
                if let Some(word) = words.last_mut() {
                    word.push(character);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Packs `{name|default}`.
fn values(text: &str) -> String {
    let mut packed = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let after = &rest[open + 1..];
        let name = after
            .find(|c: char| !c.is_ascii_alphanumeric() && !"_.:#".contains(c))
            .unwrap_or(0);
        let close = after.find('}');
        match close {
            Some(close) if name > 0 && after[name..].starts_with('|') && close > name => {
                packed.push_str(&rest[..open]);
                let _ = write!(
                    packed,
                    "{VALUE}{}{SEPARATOR}{}{VALUE_END}",
                    &after[..name],
                    &after[name + 1..close]
                );
                rest = &after[close + 1..];
            }
            _ => {
                packed.push_str(&rest[..=open]);
                rest = after;
            }
        }
    }
    packed.push_str(rest);
    packed
}

/// Every anchor once, and every link to one of them.
fn check_links(chapters: &[Chapter]) {
    let mut anchors = BTreeMap::new();
    for section in chapters.iter().flat_map(|chapter| &chapter.sections) {
        let is_kebab = section
            .anchor
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_kebab, "{}: anchors are kebab-case", section.anchor);
        let twice = anchors.insert(section.anchor.as_str(), ());
        assert!(
            twice.is_none(),
            "{}: two sections have this anchor",
            section.anchor
        );
    }
    for section in chapters.iter().flat_map(|chapter| &chapter.sections) {
        for link in section.packed.split(LINK).skip(1) {
            let anchor = link.split(SEPARATOR).next().unwrap_or_default();
            assert!(
                anchors.contains_key(anchor),
                "{}: links to #{anchor}, which is no section",
                section.anchor
            );
        }
    }
}

fn generate(chapters: &[Chapter]) -> String {
    let mut out = String::new();
    let sections: Vec<&Section> = chapters
        .iter()
        .flat_map(|chapter| &chapter.sections)
        .collect();
    for (at, section) in sections.iter().enumerate() {
        let name = section.anchor.to_uppercase().replace('-', "_");
        let _ = writeln!(
            out,
            "#[doc = {:?}]\npub const {name}: Section = Section({at});",
            section.title
        );
    }
    let _ = writeln!(
        out,
        "static SECTIONS: [SectionText; {}] = [",
        sections.len()
    );
    for (number, chapter) in chapters.iter().enumerate() {
        for section in &chapter.sections {
            let _ = writeln!(
                out,
                "SectionText {{ id: {:?}, title: {:?}, chapter: {number}, packed: {:?} }},",
                section.anchor, section.title, section.packed
            );
        }
    }
    let _ = writeln!(
        out,
        "];\nstatic CHAPTERS: [Chapter; {}] = [",
        chapters.len()
    );
    for chapter in chapters {
        let _ = writeln!(
            out,
            "Chapter {{ id: {:?}, title: {:?}, lead: {:?} }},",
            chapter.id, chapter.title, chapter.lead
        );
    }
    out.push_str("];\n");
    out
}

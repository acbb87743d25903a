//! A JSON reader (RFC 8259) that keeps what was there: order, duplicate members, the digits of numbers and the place of everything.
//!
//! The document is a flat list of nodes over its text; nothing is copied, nothing recurses, and reading is linear.
//! Text that breaks the grammar is read as far as it goes.

use crate::order;
use crate::place::Span;

/// Values nested deeper than this are checked against the grammar but not broken down.
pub const MAX_DEPTH: usize = 128;

/// The six kinds of JSON value, `true` and `false` taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number, as text.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// The name of the kind, as RFC 8259 spells it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Number => "number",
            Kind::String => "string",
            Kind::Array => "array",
            Kind::Object => "object",
        }
    }

    /// The name with its article, for sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "an array",
            Kind::Object => "an object",
        }
    }
}

/// A value, or a member name directly before its value.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    /// Index of the node after this one and everything inside it.
    next: u32,
    kind: Kind,
    /// The name of a member: its value is the next node.
    name: bool,
    /// Nested too deep to be broken down.
    folded: bool,
    /// A string with escapes: what it stands for is in [`Json::unescaped`].
    escaped: bool,
}

/// What breaks the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text ends inside a value.
    UnexpectedEnd,
    /// A character that cannot stand here.
    UnexpectedCharacter,
    /// Neither `true`, `false` nor `null`.
    BadLiteral,
    /// Not a number as RFC 8259 §6 writes them.
    BadNumber,
    /// An escape that RFC 8259 §7 does not know.
    BadEscape,
    /// A control character inside a string must be escaped.
    ControlCharacter,
    /// More text after the value.
    TrailingData,
    /// A byte order mark before the value.
    ByteOrderMark,
}

impl Error {
    /// What is wrong, as the end of a sentence.
    pub fn phrase(self) -> &'static str {
        match self {
            Error::UnexpectedEnd => "the text ends in the middle of a value",
            Error::UnexpectedCharacter => "this character cannot stand here",
            Error::BadLiteral => "neither true, false nor null",
            Error::BadNumber => "not a number as JSON writes them",
            Error::BadEscape => "an escape that JSON does not know",
            Error::ControlCharacter => "a control character inside a string must be escaped",
            Error::TrailingData => "there is more text after the value",
            Error::ByteOrderMark => "the text starts with a byte order mark",
        }
    }
}

/// A JSON document, or as much of one as could be read.
#[derive(Clone, Debug)]
pub struct Json {
    text: String,
    nodes: Vec<Node>,
    /// What the strings with escapes stand for: their nodes in order, and where each ends in `plain`.
    unescaped: Vec<(u32, u32)>,
    plain: String,
    /// The name nodes of top-level members, sorted by [`mark`], name, position.
    index: Vec<u32>,
    /// Where in the index the names of each mark start, and where the last ends.
    marks: Vec<u32>,
    /// A bit for each mark that a name has.
    marked: u64,
    error: Option<(Error, usize)>,
    depth: usize,
}

impl Json {
    /// Reads `text`.
    pub fn read(text: String) -> Self {
        let mut reader = Reader {
            bytes: text.as_bytes(),
            at: 0,
            nodes: Vec::new(),
            open: Vec::new(),
            levels: Vec::new(),
            depth: 0,
        };
        let error = reader.document().err().map(|error| (error, reader.at));
        reader.close_what_is_open();
        let (nodes, depth) = (reader.nodes, reader.depth);
        let mut json = Self {
            text,
            nodes,
            unescaped: Vec::new(),
            plain: String::new(),
            index: Vec::new(),
            marks: Vec::new(),
            marked: 0,
            error,
            depth,
        };
        json.unescape();
        json.sort_members();
        json
    }

    /// Reads the start of a document, which is not complete whatever it says.
    pub fn read_start(text: String) -> Self {
        let end = text.len();
        let mut json = Self::read(text);
        json.error.get_or_insert((Error::UnexpectedEnd, end));
        json
    }

    /// Writes down what the strings with escapes stand for.
    fn unescape(&mut self) {
        for (at, node) in self.nodes.iter().enumerate() {
            if node.escaped {
                unescape(quoted(&self.text, node), &mut self.plain);
                self.unescaped.push((at as u32, self.plain.len() as u32));
            }
        }
    }

    fn sort_members(&mut self) {
        let root = self.root().filter(|root| root.kind() == Kind::Object);
        let members = root.into_iter().flat_map(Value::members);
        let names: Vec<(usize, u32)> = members
            .map(|member| (mark(member.name()), member.name_node))
            .collect();
        let mut marks = vec![0; MARKS + 1];
        for (mark, _) in &names {
            marks[mark + 1] += 1;
            self.marked |= 1 << mark;
        }
        for at in 0..MARKS {
            marks[at + 1] += marks[at];
        }
        let mut index = vec![0; names.len()];
        let mut next = marks.clone();
        for (mark, node) in names {
            index[next[mark] as usize] = node;
            next[mark] += 1;
        }
        for ends in marks.windows(2) {
            let alike = &mut index[ends[0] as usize..ends[1] as usize];
            if alike.len() > 1 {
                order::sort(alike, |one, other| {
                    self.string(*one).cmp(self.string(*other))
                });
            }
        }
        (self.index, self.marks) = (index, marks);
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What breaks the grammar, and the byte offset where.
    pub fn error(&self) -> Option<(Error, usize)> {
        self.error
    }

    /// The greatest nesting of arrays and objects; 1 for a flat object.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The outermost value, also when it is not complete.
    pub fn root(&self) -> Option<Value<'_>> {
        (!self.nodes.is_empty()).then_some(Value {
            json: self,
            node: 0,
        })
    }

    /// The outermost value where the whole text is exactly one object.
    pub fn object(&self) -> Option<Value<'_>> {
        self.root()
            .filter(|root| self.error.is_none() && root.kind() == Kind::Object)
    }

    /// Every value in the document in order of appearance, the outermost first. Member names are not values.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> {
        (0..self.nodes.len() as u32)
            .filter(|&node| !self.nodes[node as usize].name)
            .map(|node| Value { json: self, node })
    }

    /// The last member called `name` of the outermost object.
    fn top_level(&self, name: &str) -> Option<Member<'_>> {
        let mark = mark(name);
        if self.marked >> mark & 1 == 0 {
            return None;
        }
        let alike = &self.index[self.marks[mark] as usize..self.marks[mark + 1] as usize];
        let after = match alike {
            [_] => 1,
            _ => alike.partition_point(|&node| self.string(node) <= name),
        };
        let name_node = *alike.get(after.checked_sub(1)?)?;
        (self.string(name_node) == name).then_some(Member {
            json: self,
            name_node,
        })
    }

    /// The unescaped text of a string node. Half of a surrogate pair, which is no character, stays an escape: `\ud800`.
    fn string(&self, at: u32) -> &str {
        let node = &self.nodes[at as usize];
        if !node.escaped {
            return quoted(&self.text, node);
        }
        let Ok(nth) = self.unescaped.binary_search_by_key(&at, |entry| entry.0) else {
            return "";
        };
        let start = match nth.checked_sub(1) {
            Some(before) => self.unescaped[before].1,
            None => 0,
        };
        &self.plain[start as usize..self.unescaped[nth].1 as usize]
    }
}

/// How many marks there are.
const MARKS: usize = 64;

/// A number below [`MARKS`] that few names share.
fn mark(name: &str) -> usize {
    let bytes = name.as_bytes();
    let at = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let (first, last) = (at(0), at(bytes.len().saturating_sub(1)));
    let mark = first
        .wrapping_mul(31)
        .wrapping_add(last.wrapping_mul(7))
        .wrapping_add(at(bytes.len() / 2))
        .wrapping_add((bytes.len() as u8).wrapping_mul(13));
    usize::from(mark) % MARKS
}

/// What stands between the quotes of a string, as it stands there.
fn quoted<'t>(text: &'t str, node: &Node) -> &'t str {
    text.get(node.start as usize + 1..node.end as usize - 1)
        .unwrap_or_default()
}

/// A value in a [`Json`] document.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    json: &'a Json,
    node: u32,
}

impl PartialEq for Value<'_> {
    /// Whether they are the same value of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.json, other.json) && self.node == other.node
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?}", self.kind(), self.span())
    }
}

impl<'a> Value<'a> {
    fn data(self) -> &'a Node {
        &self.json.nodes[self.node as usize]
    }

    /// What kind of value it is.
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// Where it stands in the document's text.
    pub fn span(self) -> Span {
        Span::new(self.data().start as usize, self.data().end as usize)
    }

    /// The text as it stands in the document.
    pub fn raw(self) -> &'a str {
        self.span().of(&self.json.text)
    }

    /// Whether it is an array or object nested too deep to be broken down: it then shows no elements.
    pub fn is_folded(self) -> bool {
        self.data().folded
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<&'a str> {
        (self.kind() == Kind::String).then(|| self.json.string(self.node))
    }

    /// A string as it is, anything else as its raw JSON text.
    pub fn to_text(self) -> &'a str {
        self.as_str().unwrap_or(self.raw())
    }

    /// `true` or `false`.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == Kind::Boolean).then(|| self.raw() == "true")
    }

    /// The number as it was written.
    pub fn as_number(self) -> Option<Number<'a>> {
        (self.kind() == Kind::Number).then(|| Number(self.raw()))
    }

    /// A NumericDate (RFC 7519 §2) in whole seconds, rounded down; `None` where it is no number or out of range.
    pub fn seconds(self) -> Option<i64> {
        Some(self.as_number()?.floor()?.0)
    }

    /// Whether it is the outermost value.
    pub fn is_root(self) -> bool {
        self.node == 0
    }

    /// This value and every value inside it, in order of appearance. Member names are not values.
    pub fn descendants(self) -> impl Iterator<Item = Value<'a>> {
        let json = self.json;
        (self.node..self.data().next)
            .filter(|&node| !json.nodes[node as usize].name)
            .map(move |node| Value { json, node })
    }

    /// The elements of an array; nothing for other kinds.
    pub fn items(self) -> impl Iterator<Item = Value<'a>> {
        let (json, end) = (self.json, self.data().next);
        let mut node = if self.kind() == Kind::Array {
            self.node + 1
        } else {
            end
        };
        std::iter::from_fn(move || {
            (node < end).then(|| {
                let item = Value { json, node };
                node = item.data().next;
                item
            })
        })
    }

    /// The members of an object, duplicates included, in order of appearance; nothing for other kinds.
    pub fn members(self) -> impl Iterator<Item = Member<'a>> {
        let (json, end) = (self.json, self.data().next);
        let mut node = if self.kind() == Kind::Object {
            self.node + 1
        } else {
            end
        };
        std::iter::from_fn(move || {
            (node < end).then(|| {
                let member = Member {
                    json,
                    name_node: node,
                };
                node = member.value().data().next;
                member
            })
        })
    }

    /// The last member of this name: fast for the outermost object, a walk over the members for others.
    pub fn member(self, name: &str) -> Option<Member<'a>> {
        if self.node == 0 {
            return self.json.top_level(name);
        }
        self.members().filter(|member| member.name() == name).last()
    }

    /// The value of the last member of this name.
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.member(name).map(Member::value)
    }

    /// Whether two of its members may share a name: surely none do where it is said that they do not.
    pub fn may_repeat_names(self) -> bool {
        let name = |node: &u32| self.json.string(*node);
        match self.node {
            0 => {
                let mut pairs = self.json.index.windows(2);
                pairs.any(|pair| matches!(pair, [one, other] if name(one) == name(other)))
            }
            _ => self.members().nth(1).is_some(),
        }
    }

    /// The strings this value stands for: the string itself, or the strings in an array.
    pub fn strings(self) -> Strings<'a> {
        let is_array = self.kind() == Kind::Array;
        Strings {
            json: self.json,
            node: self.node + u32::from(is_array),
            end: self.data().next,
        }
    }

    /// The words of a space-separated string, or the strings of an array: how scopes are written.
    pub fn words(self) -> Vec<&'a str> {
        let words = self.strings().flat_map(|text| text.split(' '));
        words.filter(|word| !word.is_empty()).collect()
    }

    /// The RFC 6901 pointer from the outermost value. Walks from the top, so call it for what is shown only.
    pub fn pointer(self) -> String {
        let mut pointer = String::new();
        let mut here = Value {
            json: self.json,
            node: 0,
        };
        while here.node != self.node {
            let holds = |value: Value| (value.node..value.data().next).contains(&self.node);
            if here.kind() == Kind::Array {
                let Some((at, item)) = here.items().enumerate().find(|(_, item)| holds(*item))
                else {
                    break;
                };
                pointer.push_str(&format!("/{at}"));
                here = item;
            } else {
                let Some(member) = here.members().find(|member| holds(member.value())) else {
                    break;
                };
                pointer.push('/');
                pointer.push_str(&escape_pointer(member.name()));
                here = member.value();
            }
        }
        pointer
    }
}

/// What [`Value::strings`] gives.
pub struct Strings<'a> {
    json: &'a Json,
    node: u32,
    end: u32,
}

impl<'a> Iterator for Strings<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while self.node < self.end {
            let value = Value {
                json: self.json,
                node: self.node,
            };
            self.node = value.data().next;
            if let Some(text) = value.as_str() {
                return Some(text);
            }
        }
        None
    }
}

/// A name as it is written in a JSON pointer (RFC 6901 §3).
pub fn escape_pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// What [`escape_pointer`] wrote.
pub fn unescape_pointer(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

/// A member of an object.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    json: &'a Json,
    name_node: u32,
}

impl<'a> Member<'a> {
    /// Its name, unescaped.
    pub fn name(self) -> &'a str {
        self.json.string(self.name_node)
    }

    /// Where the name stands, quotes included.
    pub fn name_span(self) -> Span {
        Value {
            json: self.json,
            node: self.name_node,
        }
        .span()
    }

    /// Its value.
    pub fn value(self) -> Value<'a> {
        Value {
            json: self.json,
            node: self.name_node + 1,
        }
    }

    /// Where the whole member stands, from its name to the end of its value.
    pub fn span(self) -> Span {
        Span::new(self.name_span().start, self.value().span().end)
    }
}

/// A number as it was written: no digit is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'a>(pub &'a str);

impl Number<'_> {
    /// The value rounded down to a whole number, and whether nothing was lost by it; `None` beyond the range of `i64`.
    ///
    /// Exact: no floating point is involved.
    pub fn floor(self) -> Option<(i64, bool)> {
        if let Ok(whole) = self.0.parse() {
            return Some((whole, true));
        }
        let (mantissa, exponent) = match self.0.find(['e', 'E']) {
            Some(at) => (&self.0[..at], exponent(&self.0[at + 1..])),
            None => (self.0, 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // The decimal point stands after this many of the digits.
        let point = whole.len() as i64 + exponent;
        // The magnitude: at most that of the least number.
        let mut value: u64 = 0;
        let mut exact = true;
        let shift = |value: u64, digit: u8| {
            let next = value.checked_mul(10)?.checked_add(u64::from(digit))?;
            (next <= 1 << 63).then_some(next)
        };
        for (at, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
            if (at as i64) < point {
                value = shift(value, digit - b'0')?;
            } else {
                exact &= digit == b'0';
            }
        }
        let digits = (whole.len() + fraction.len()) as i64;
        if value != 0 {
            for _ in digits..point.min(digits + 40) {
                value = shift(value, 0)?;
            }
        }
        let floor = if negative {
            0_i64
                .checked_sub_unsigned(value)?
                .checked_sub(i64::from(!exact))?
        } else {
            i64::try_from(value).ok()?
        };
        Some((floor, exact))
    }

    /// Whether it is written with digits and at most a sign.
    pub fn is_plain_integer(self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }
}

/// A power of ten, kept within bounds that no digit count reaches.
fn exponent(text: &str) -> i64 {
    const FAR: i64 = 1 << 40;
    text.parse::<i64>()
        .map_or(if text.starts_with('-') { -FAR } else { FAR }, |exponent| {
            exponent.clamp(-FAR, FAR)
        })
}

/// Appends the text a JSON string stands for. Half of a surrogate pair stays an escape.
fn unescape(raw: &str, text: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1).copied();
        rest = rest.get(at + 2..).unwrap_or_default();
        match escape {
            Some(b'b') => text.push('\u{8}'),
            Some(b'f') => text.push('\u{c}'),
            Some(b'n') => text.push('\n'),
            Some(b'r') => text.push('\r'),
            Some(b't') => text.push('\t'),
            Some(b'u') => {
                let (code, length) = code_point(rest).unwrap_or((0xFFFD, 4));
                rest = rest.get(length..).unwrap_or_default();
                match char::from_u32(code) {
                    Some(character) => text.push(character),
                    None => text.push_str(&format!("\\u{code:04x}")),
                }
            }
            Some(plain) => text.push(char::from(plain)),
            None => {}
        }
    }
    text.push_str(rest);
}

/// The code point of the escape whose `\u` stands before `text`, with the second half of a pair where that follows,
/// and the length of it. Half of a surrogate pair is a code point of its own.
pub(crate) fn code_point(text: &str) -> Option<(u32, usize)> {
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    Some(match (unit(0)?, text.get(4..6)) {
        (high @ 0xD800..0xDC00, Some("\\u")) if let Some(low @ 0xDC00..0xE000) = unit(6) => {
            (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 10)
        }
        (code, _) => (code, 4),
    })
}

/// How many bytes come before the first that ends a string, starts an escape or has to be escaped.
fn plain(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const TOP: u64 = EACH << 7;
    // Eight at a time: the top bit of a byte says that it, or one after it in a carry, is such a byte.
    let is_plain = |eight: &&[u8]| {
        let eight = <[u8; 8]>::try_from(*eight).map_or(0, u64::from_le_bytes);
        let below = |least: u8, of: u64| of.wrapping_sub(EACH * u64::from(least)) & !of;
        let equal = |byte: u8| below(1, eight ^ (EACH * u64::from(byte)));
        (below(0x20, eight) | equal(b'"') | equal(b'\\')) & TOP == 0
    };
    let start = bytes.chunks_exact(8).take_while(is_plain).count() * 8;
    let rest = bytes.get(start..).unwrap_or_default().iter();
    start
        + rest
            .take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1F))
            .count()
}

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    FirstItemOrEnd,
    FirstNameOrEnd,
    Name,
    CommaOrEnd,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
    /// Open arrays and objects that have a node.
    open: Vec<u32>,
    /// Whether each open array or object is an object, however deep.
    levels: Vec<bool>,
    depth: usize,
}

impl Reader<'_> {
    /// Reads one value and nothing else. On an error `at` is where it is.
    fn document(&mut self) -> Result<(), Error> {
        if self.bytes.starts_with(b"\xEF\xBB\xBF") {
            return Err(Error::ByteOrderMark);
        }
        let mut expect = Expect::Value;
        loop {
            self.skip_space();
            let Some(&byte) = self.bytes.get(self.at) else {
                return Err(Error::UnexpectedEnd);
            };
            expect = match (expect, byte) {
                (Expect::FirstItemOrEnd, b']') | (Expect::FirstNameOrEnd, b'}') => self.close(),
                (Expect::CommaOrEnd, b']') if self.in_object() == Some(false) => self.close(),
                (Expect::CommaOrEnd, b'}') if self.in_object() == Some(true) => self.close(),
                (Expect::CommaOrEnd, b',') => {
                    self.at += 1;
                    if self.in_object() == Some(true) {
                        Expect::Name
                    } else {
                        Expect::Value
                    }
                }
                (Expect::Name | Expect::FirstNameOrEnd, b'"') => {
                    let start = self.at;
                    let escaped = self.string()?;
                    self.push(Kind::String, start, true, escaped);
                    self.skip_space();
                    match self.bytes.get(self.at) {
                        Some(b':') => self.at += 1,
                        Some(_) => return Err(Error::UnexpectedCharacter),
                        None => return Err(Error::UnexpectedEnd),
                    }
                    Expect::Value
                }
                (Expect::Value | Expect::FirstItemOrEnd, _) => self.value(byte)?,
                _ => return Err(Error::UnexpectedCharacter),
            };
            if self.levels.is_empty() {
                self.skip_space();
                let rest = self.at < self.bytes.len();
                return if rest {
                    Err(Error::TrailingData)
                } else {
                    Ok(())
                };
            }
        }
    }

    fn in_object(&self) -> Option<bool> {
        self.levels.last().copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, byte: u8) -> Result<Expect, Error> {
        let start = self.at;
        let mut escaped = false;
        let kind = match byte {
            b'{' | b'[' => return Ok(self.open(byte == b'{')),
            b'"' => {
                escaped = self.string()?;
                Kind::String
            }
            b'-' | b'0'..=b'9' => {
                self.number()?;
                Kind::Number
            }
            b't' => self.literal("true", Kind::Boolean)?,
            b'f' => self.literal("false", Kind::Boolean)?,
            b'n' => self.literal("null", Kind::Null)?,
            _ => return Err(Error::UnexpectedCharacter),
        };
        self.push(kind, start, false, escaped);
        Ok(Expect::CommaOrEnd)
    }

    fn open(&mut self, object: bool) -> Expect {
        let start = self.at;
        self.at += 1;
        if self.levels.len() < MAX_DEPTH {
            let kind = if object { Kind::Object } else { Kind::Array };
            self.push(kind, start, false, false);
            self.open.push(self.nodes.len() as u32 - 1);
        }
        self.levels.push(object);
        self.depth = self.depth.max(self.levels.len());
        if self.levels.len() == MAX_DEPTH + 1 {
            // What opens here has no node of its own, so neither has what holds it any content to show.
            if let Some(&parent) = self.open.last() {
                self.fold(parent);
            }
        }
        if object {
            Expect::FirstNameOrEnd
        } else {
            Expect::FirstItemOrEnd
        }
    }

    /// Drops what was broken down inside `parent`: it is shown as one piece.
    fn fold(&mut self, parent: u32) {
        self.nodes.truncate(parent as usize + 1);
        self.nodes[parent as usize].folded = true;
    }

    fn close(&mut self) -> Expect {
        self.at += 1;
        if self.levels.len() <= MAX_DEPTH
            && let Some(node) = self.open.pop()
        {
            self.end(node);
        }
        self.levels.pop();
        Expect::CommaOrEnd
    }

    fn end(&mut self, node: u32) {
        let next = self.nodes.len() as u32;
        let node = &mut self.nodes[node as usize];
        node.end = self.at as u32;
        node.next = next;
    }

    /// Ends what an error left open, and drops a member name that lost its value.
    fn close_what_is_open(&mut self) {
        if self.nodes.last().is_some_and(|node| node.name) {
            self.nodes.pop();
        }
        while let Some(node) = self.open.pop() {
            self.end(node);
        }
    }

    fn push(&mut self, kind: Kind, start: usize, name: bool, escaped: bool) {
        let hidden = self.levels.len() > MAX_DEPTH
            || self.open.last().is_some_and(|&parent| {
                self.nodes[parent as usize].folded && self.levels.len() == MAX_DEPTH
            });
        if !hidden {
            self.nodes.push(Node {
                start: start as u32,
                end: self.at as u32,
                next: self.nodes.len() as u32 + 1,
                kind,
                name,
                folded: false,
                escaped,
            });
        }
    }

    fn literal(&mut self, word: &str, kind: Kind) -> Result<Kind, Error> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(kind);
        }
        let rest = &self.bytes[self.at..];
        let cut = word.as_bytes().starts_with(rest);
        if cut {
            self.at = self.bytes.len();
        }
        Err(if cut {
            Error::UnexpectedEnd
        } else {
            Error::BadLiteral
        })
    }

    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        match (self.at > start, self.at < self.bytes.len()) {
            (true, _) => Ok(()),
            (false, true) => Err(Error::BadNumber),
            (false, false) => Err(Error::UnexpectedEnd),
        }
    }

    fn number(&mut self) -> Result<(), Error> {
        if self.bytes[self.at] == b'-' {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'0'..=b'9')) {
                return Err(Error::BadNumber);
            }
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        // Nothing says that its last digit stands here, and `exp` without its last digit is a day long past.
        let is_cut = self.at == self.bytes.len() && !self.levels.is_empty();
        if is_cut {
            Err(Error::UnexpectedEnd)
        } else {
            Ok(())
        }
    }

    /// Reads a string, and says whether it has escapes.
    fn string(&mut self) -> Result<bool, Error> {
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at += plain(self.bytes.get(self.at..).unwrap_or_default());
            match self.bytes.get(self.at) {
                None => return Err(Error::UnexpectedEnd),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => {
                    self.escape()?;
                    escaped = true;
                }
                Some(_) => return Err(Error::ControlCharacter),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Error> {
        match self.bytes.get(self.at + 1) {
            None => {
                self.at = self.bytes.len();
                Err(Error::UnexpectedEnd)
            }
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => {
                for digit in self.at + 2..self.at + 6 {
                    match self.bytes.get(digit) {
                        Some(byte) if byte.is_ascii_hexdigit() => {}
                        Some(_) => return Err(Error::BadEscape),
                        None => {
                            self.at = self.bytes.len();
                            return Err(Error::UnexpectedEnd);
                        }
                    }
                }
                self.at += 6;
                Ok(())
            }
            Some(_) => Err(Error::BadEscape),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_a_byte_says_so_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for at in 0..20 {
                let mut bytes = *b"plain text, \xC3\xA9 and on";
                bytes[at] = byte;
                let is_special = matches!(byte, b'"' | b'\\' | 0..=0x1F);
                let expected = if is_special { at } else { bytes.len() };
                assert_eq!(plain(&bytes), expected, "{byte} at {at}");
            }
        }
    }

    fn read(text: &str) -> Json {
        Json::read(text.to_owned())
    }

    fn names(json: &Json) -> Vec<String> {
        json.root()
            .unwrap()
            .members()
            .map(|m| m.name().to_owned())
            .collect()
    }

    #[test]
    fn keeps_order_duplicates_digits_and_places() {
        let json = read(r#"{"b":1.50,"a":[true,null],"b":-2e400}"#);
        assert_eq!(json.error(), None);
        assert_eq!(names(&json), ["b", "a", "b"]);
        let root = json.object().unwrap();
        assert_eq!(root.get("b").unwrap().raw(), "-2e400");
        assert_eq!(root.member("a").unwrap().span(), Span::new(10, 25));
        assert_eq!(
            root.get("a").unwrap().items().nth(1).unwrap().pointer(),
            "/a/1"
        );
        assert!(root.get("c").is_none());
    }

    #[test]
    fn a_cut_document_shows_what_stood_before_the_cut() {
        for (text, expected) in [
            (r#"{"iss":"x","exp":12"#, vec!["iss"]),
            (r#"{"iss":"x","exp":12 "#, vec!["iss", "exp"]),
            (r#"{"iss":"x","exp":-"#, vec!["iss"]),
            (r#"{"iss":"x","list":[1,2"#, vec!["iss", "list"]),
            (r#"{"iss":"x","ex"#, vec!["iss"]),
            (r#"{"iss":"x","exp""#, vec!["iss"]),
            (r#"{"iss":"x","exp":"#, vec!["iss"]),
            (r#"{"iss":"x","o":{"a":1,"#, vec!["iss", "o"]),
        ] {
            let json = read(text);
            assert_eq!(
                json.error(),
                Some((Error::UnexpectedEnd, text.len())),
                "{text}"
            );
            assert_eq!(names(&json), expected, "{text}");
            assert!(json.object().is_none());
        }
    }

    #[test]
    fn errors_are_named_with_their_place() {
        for (text, error, at) in [
            ("", Error::UnexpectedEnd, 0),
            ("tru", Error::UnexpectedEnd, 3),
            ("trux", Error::BadLiteral, 0),
            ("{} x", Error::TrailingData, 3),
            ("[1,]", Error::UnexpectedCharacter, 3),
            ("[01]", Error::BadNumber, 2),
            (r#"["\x"]"#, Error::BadEscape, 2),
            ("[\"\u{1}\"]", Error::ControlCharacter, 2),
            ("{\"a\" 1}", Error::UnexpectedCharacter, 5),
            ("\u{feff}{}", Error::ByteOrderMark, 0),
            ("[}", Error::UnexpectedCharacter, 1),
            ("{]", Error::UnexpectedCharacter, 1),
        ] {
            assert_eq!(read(text).error(), Some((error, at)), "{text}");
        }
    }

    #[test]
    fn strings_are_unescaped() {
        for (raw, text) in [
            (r#""a\u00e9\n\/""#, "aé\n/"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83dx""#, r"\ud83dx"),
            (r#""\uDE00\ud83d""#, r"\ude00\ud83d"),
        ] {
            assert_eq!(read(raw).root().unwrap().as_str().unwrap(), text);
        }
    }

    #[test]
    fn numbers_are_rounded_down_exactly() {
        for (text, expected) in [
            ("0", Some((0, true))),
            ("-0.0", Some((0, true))),
            ("1.5", Some((1, false))),
            ("-1.5", Some((-2, false))),
            ("1.5e1", Some((15, true))),
            ("1500e-3", Some((1, false))),
            ("1e18", Some((1_000_000_000_000_000_000, true))),
            ("1e19", None),
            ("9223372036854775807", Some((i64::MAX, true))),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some((i64::MIN, true))),
            ("0e999999999999999999999", Some((0, true))),
            ("1e-999999999999999999999", Some((0, false))),
            ("1e999999999999999999999", None),
        ] {
            assert_eq!(Number(text).floor(), expected, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_checked_but_not_broken_down() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let json = read(&deep(MAX_DEPTH));
        assert_eq!((json.error(), json.depth()), (None, MAX_DEPTH));
        assert!(json.values().all(|value| !value.is_folded()));
        let json = read(&deep(100_000));
        assert_eq!((json.error(), json.depth()), (None, 100_000));
        assert_eq!(json.values().count(), MAX_DEPTH);
        assert!(json.values().last().unwrap().is_folded());
        let json = read(&"[".repeat(100_000));
        assert_eq!(json.error(), Some((Error::UnexpectedEnd, 100_000)));
        let mixed = format!("{}[1,{{\"a\":2}},3{}", "[".repeat(127), "]".repeat(128));
        let json = read(&mixed);
        assert_eq!(json.error(), None);
        assert_eq!(json.values().count(), MAX_DEPTH);
    }
}

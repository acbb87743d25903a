//! A text that is a token and nothing else, however damaged.

use super::clean::{clean, cut_mark, follow, gap, is_blank, is_quote, run};
use super::shape::{self, Start, starts_object};
use super::view::View;
use super::{Carrier, Finder, Repair, RepairKind, names, scan};
use crate::place::Span;
use crate::token::base64url;

impl Finder<'_> {
    /// Takes the whole text for a token if it starts like one and holds nothing else.
    pub(super) fn blob(&mut self, view: &View, name: Option<&str>, carrier: Carrier) -> bool {
        let (span, quotes) = unquoted(&view.text);
        let text = span.of(&view.text);
        let head = run(text, false);
        if !shape::may_start(text) {
            return false;
        }
        let Some(start) = shape::start(
            text,
            head.max(if starts_object(text.as_bytes()) { 8 } else { 0 }),
        ) else {
            return false;
        };
        let is_single = || !text.contains(|c: char| c.is_ascii_whitespace());
        let belongs = if head == text.len() {
            true
        } else if is_single() {
            start == Start::Object && !holds_more(text) || cut_mark(&text[head..]).is_some()
        } else {
            let end = follow(text, Span::new(0, head), 0, true);
            let rest = &text[end..];
            let rest = &rest[gap(rest)..];
            !is_prose(text) && (rest.is_empty() || cut_mark(rest) == Some(rest.len()))
        };
        if belongs {
            self.take(view, span, quotes, name, carrier);
        }
        belongs
    }

    /// Takes the whole text for a token.
    pub(super) fn whole(&mut self, view: &View, name: Option<&str>, carrier: Carrier) {
        let trimmed = view.text.trim_matches(is_blank);
        let is_other = trimmed.contains(char::is_whitespace)
            || trimmed.contains("://")
            || trimmed.contains(['&', '=']) && trimmed.contains('%');
        // In base64 once more, and wrapped.
        let is_wrapped = trimmed.starts_with("ZXlK") && !trimmed.contains(' ');
        let is_start = shape::may_start(trimmed) || is_wrapped;
        if is_other && (!is_start || is_prose(trimmed)) {
            let start = view.text.len() - view.text.trim_start_matches(is_blank).len();
            let span = Span::new(start, start + trimmed.len());
            return self.verbatim(view.part(span), name, carrier);
        }
        let (span, quotes) = unquoted(&view.text);
        self.take(view, span, quotes, name, carrier);
    }

    fn take(
        &mut self,
        view: &View,
        span: Span,
        quotes: Option<Span>,
        name: Option<&str>,
        carrier: Carrier,
    ) {
        let repair = |kind, span| Repair {
            kind,
            span: view.map.to_input(span),
        };
        // What stands around a value is part of it; lines of a log end with a break.
        let is_value = carrier != Carrier::Har && names::may_be_token(name);
        let around = [
            Span::new(0, span.start),
            Span::new(span.end, view.text.len()),
        ];
        let is_space = |span: &Span| !span.is_empty() && span.of(&view.text).trim().is_empty();
        let space = around.into_iter().find(|span| is_value && is_space(span));
        let repairs = quotes.map(|span| repair(RepairKind::Quotes, span));
        let repairs = repairs.or(space.map(|span| repair(RepairKind::Whitespace, span)));
        self.emit(
            view,
            clean(view, span, false),
            span.start,
            scan::Found {
                name: name.map(str::to_owned),
                scheme: None,
                carrier,
                repairs: repairs.into_iter().collect(),
            },
        );
    }
}

/// Whether words follow what is hardly the start of a token: `eyJ is how one starts`.
fn is_prose(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_start = words.next().is_some_and(|word| word.len() < 16);
    is_start && words.all(shape::is_word)
}

/// The text without white space, quotes and separators around it, and the first quote left out.
pub(super) fn unquoted(text: &str) -> (Span, Option<Span>) {
    let is_outside = |c: char| is_blank(c) || c == ',' || c == ';';
    let mut start = text.len() - text.trim_start_matches(is_blank).len();
    let mut end = text.trim_end_matches(is_outside).len().max(start);
    let mut first = None;
    while let Some(quote) = text[start..end].chars().next().filter(|c| is_quote(*c)) {
        let span = Span::new(start, start + quote.len_utf8());
        first.get_or_insert(span);
        start = span.end;
    }
    while let Some(quote) = text[start..end]
        .chars()
        .next_back()
        .filter(|c| is_quote(*c))
    {
        end -= quote.len_utf8();
        first.get_or_insert(Span::new(end, end + quote.len_utf8()));
    }
    (Span::new(start, end), first)
}

/// Whether another token or parameter follows in the same stretch of characters.
fn holds_more(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = base64url::run(bytes);
    while let Some(&separator) = bytes.get(at) {
        at += 1;
        if matches!(separator, b'&' | b',' | b';' | b'|') {
            let rest = &text[at..];
            let rest = rest.strip_prefix(is_quote).unwrap_or(rest);
            let name = rest
                .bytes()
                .take(40)
                .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
                .count();
            // No copy puts a bar into a token.
            if starts_object(rest.as_bytes())
                || separator == b'|' && text[..at].matches('.').count() == 2
                || separator == b'&' && name > 0 && rest[name..].starts_with('=')
            {
                return true;
            }
        }
        at += base64url::run(&bytes[at..]);
    }
    false
}

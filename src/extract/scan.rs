//! Text with tokens in it: prose, log lines, headers, commands, URLs, form bodies. Read once, from left to right.

use super::clean::{self, clean, cut_mark, follow, is_quote};
use super::names::{self, Header, Rank};
use super::shape::{self, Start, starts_object};
use super::view::{View, percent, percent_layers};
use super::{Carrier, Finder, Note, Repair, RepairKind, Scheme, url};
use crate::place::Span;
use crate::token::base64url;

/// How a token was found.
pub(super) struct Found {
    pub name: Option<String>,
    pub scheme: Option<Scheme>,
    pub carrier: Carrier,
    pub repairs: Vec<Repair>,
}

/// What is known about the text before it is read.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// What the text was taken from; [`Carrier::Text`] for the pasted text itself.
    pub carrier: Carrier,
    /// The name of the member that holds it.
    pub name: Option<&'a str>,
    /// How many texts it lies within.
    pub depth: u8,
}

/// A name and the separator after it.
#[derive(Clone, Copy)]
struct Named {
    span: Span,
    separator: u8,
    is_quoted: bool,
    is_spaced: bool,
    /// Whether it stands where names stand, not in the middle of a sentence.
    is_structural: bool,
}

pub(super) struct Scanner<'a, 'f, 'i> {
    finder: &'f mut Finder<'i>,
    view: &'a View,
    text: &'a str,
    setting: Setting<'a>,
    at: usize,
    line_start: usize,
    name: Option<Named>,
    header: Option<Header>,
    header_start: usize,
    /// A `curl` command was seen.
    is_curl: bool,
    /// A command that sends requests was seen.
    is_command: bool,
    url: Option<Span>,
    /// The URL that was noted last.
    noted: Option<Span>,
    /// Where values that nothing quotes end from here on: the stretch that was looked at last.
    loose: Span,
    /// The value of the last `name="…"` attribute.
    attribute: Option<Span>,
    /// The word before this one.
    last: Span,
    /// A quote directly before.
    quote: Option<Span>,
    /// What the scheme says of the value at hand.
    secret: Option<&'static str>,
    is_xml_over: bool,
    is_pem_over: bool,
}

impl<'a, 'f, 'i> Scanner<'a, 'f, 'i> {
    pub(super) fn new(finder: &'f mut Finder<'i>, view: &'a View, setting: Setting<'a>) -> Self {
        let header = setting.name.and_then(names::header);
        Self {
            finder,
            text: &view.text,
            view,
            setting,
            at: 0,
            line_start: 0,
            name: None,
            header,
            header_start: 0,
            is_curl: false,
            is_command: false,
            url: None,
            noted: None,
            loose: Span::default(),
            attribute: None,
            last: Span::default(),
            quote: None,
            secret: None,
            is_xml_over: false,
            is_pem_over: false,
        }
    }

    pub(super) fn run(mut self) {
        while let Some(character) = self.rest().chars().next() {
            self.step(character);
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b' ')
    }

    fn step(&mut self, character: char) {
        let width = character.len_utf8();
        match character {
            '\n' => {
                self.at += 1;
                self.line_start = self.at;
                if !matches!(self.byte(self.at), b' ' | b'\t') || self.at >= self.text.len() {
                    self.header = None;
                    self.name = None;
                }
            }
            '\\' => self.at += self.backslash(),
            '%' => match percent_layers(self.rest()) {
                Some((decoded, length)) => {
                    match decoded {
                        '&' | '?' | '#' | ',' | '}' => self.name = None,
                        '"' | '\'' => self.quote = Some(Span::new(self.at, self.at + length)),
                        _ => {}
                    }
                    self.at += length;
                    if self.quote.is_some_and(|quote| quote.end == self.at) {
                        return;
                    }
                }
                None => self.at += 1,
            },
            '?' | '#' => {
                let is_start = self.at == 0 || self.byte(self.at - 1).is_ascii_whitespace();
                if self.url.is_none_or(|url| url.end <= self.at) && is_start {
                    self.url = Some(Span::new(self.at, self.at + url::length(self.rest())));
                }
                self.name = None;
                self.at += 1;
            }
            '&' | ';' | ',' | ')' | '}' | ']' | '|' => {
                self.name = None;
                self.at += 1;
            }
            '{' => self.object(),
            '<' => self.xml(),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '.' | '~' => self.word(),
            _ if is_quote(character) => {
                self.quote = Some(Span::new(self.at, self.at + width));
                self.at += width;
                return;
            }
            _ => self.at += width,
        }
        self.quote = None;
    }

    /// The length of what a backslash escapes here.
    fn backslash(&mut self) -> usize {
        match self.byte(self.at + 1) {
            b'n' | b'r' => {
                self.name = None;
                self.header = None;
                2
            }
            b't' => 2,
            b'u' if self.rest().get(2..4) == Some("00") && self.rest().get(4..6).is_some() => 6,
            _ => 1,
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        if rest.starts_with("-----BEGIN ") && self.pem() {
            return;
        }
        if shape::may_start(rest) && self.token() || self.wrapped() {
            return;
        }
        let length = rest
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'~'))
            .count();
        let span = Span::new(self.at, self.at + length);
        let word = &rest[..length];
        if !word.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            self.at = span.end;
            return;
        }
        if word.len() <= 5 && rest[length..].starts_with("://") {
            let is_inside = self.url.is_some_and(|url| self.at < url.end);
            if !is_inside && self.header != Some(Header::Challenge) {
                let url = Span::new(self.at, self.at + url::length(rest));
                self.url = Some(url);
                self.finder
                    .endpoint(self.view, url, self.is_command, self.setting.carrier);
            }
            self.at = span.end + 3;
            self.name = None;
            return;
        }
        if self.is_command_word(word) || self.scheme(span, word) || self.named(span, word) {
            self.last = span;
            return;
        }
        self.header_value(span);
        if self.at < span.end {
            self.at = span.end;
        }
        self.name = None;
        self.last = span;
    }

    fn is_command_word(&mut self, word: &str) -> bool {
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        let is_curl = is("curl") || is("curl.exe");
        let is_command = is_curl
            || is("Invoke-RestMethod")
            || is("Invoke-WebRequest")
            || is("irm")
            || is("iwr")
            || is("wget")
            || is("http")
            || is("GET")
            || is("POST");
        if is_command && self.byte(self.at + word.len()).is_ascii_whitespace() {
            self.is_curl |= is_curl;
            self.is_command = true;
            self.at += word.len();
            let path = self.at + 1;
            if self.byte(path) == b'/' {
                let length = url::length(&self.text[path..]);
                let path = Span::new(path, path + length);
                self.url = Some(path);
                self.finder
                    .endpoint(self.view, path, false, self.setting.carrier);
            }
            return true;
        }
        false
    }

    /// Whether a token that shows itself starts here; moves behind it.
    fn token(&mut self) -> bool {
        let is_path = self.at > 0 && self.byte(self.at - 1) == b'/';
        let rest = self.rest();
        let is_microsoft = rest.starts_with("M.");
        let mut length = clean::run(rest, is_path);
        if is_microsoft {
            length = rest
                .bytes()
                .take_while(|&b| shape::is_token_byte(b) || matches!(b, b'!' | b'*' | b'$'))
                .count();
        }
        let Some(start) = shape::start(rest, length) else {
            if length > 24 || starts_object(rest.as_bytes()) && length > 3 {
                self.at += length;
                self.name = None;
                return true;
            }
            return false;
        };
        let mut raw = Span::new(self.at, self.at + length);
        let is_wanted = self
            .name
            .is_some_and(|name| matches!(self.rank(name), Rank::Token | Rank::Perhaps))
            || matches!(self.header, Some(Header::Authorization | Header::Dpop));
        let text = raw.of(self.text);
        let is_cut = text.contains("...") || cut_mark(&self.text[raw.end..]).is_some();
        let fits = match start {
            Start::Object => {
                text.contains('.')
                    || ["%2E", "%2e", "%252"].iter().any(|dot| text.contains(dot))
                    || is_wanted
                    || is_cut
                    || {
                        let end = follow(self.text, raw, self.line_start, false);
                        self.text[raw.end..end].contains('.')
                    }
            }
            Start::Xml => is_saml(text),
            Start::Opaque(_) => true,
        };
        if !fits
            || self
                .name
                .is_some_and(|name| self.rank(name) == Rank::Claims)
        {
            let is_claims = self
                .name
                .is_some_and(|name| self.rank(name) == Rank::Claims);
            if is_claims {
                self.finder.challenge(self.view, raw);
            }
            self.at = raw.end;
            self.name = None;
            return true;
        }
        if start == Start::Object {
            raw.end -= usize::from(ends_sentence(text));
            if is_wanted {
                raw.end = raw.end.max(self.at + self.loose(self.at));
            }
            raw.end = follow(self.text, raw, self.line_start, false);
        } else {
            raw.end -= usize::from(text.ends_with('.') && !text.ends_with(".."));
        }
        self.emit(raw, None);
        true
    }

    /// Whether tokens in base64 follow a mark that says so; moves behind them.
    fn wrapped(&mut self) -> bool {
        const MARKS: [&str; 2] = ["base64-", "base64url.bearer.authorization.k8s.io."];
        let rest = self.rest();
        let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) else {
            return false;
        };
        let inner = Span::new(0, base64url::run(&rest.as_bytes()[mark.len()..]));
        let inner = inner.shifted(self.at + mark.len());
        let carrier = self.carrier(inner, false);
        let is_found = self
            .finder
            .wrapped(&self.view.part(inner), self.setting.name, carrier);
        if is_found {
            self.at = inner.end;
        }
        is_found
    }

    fn rank(&self, name: Named) -> Rank {
        names::rank(name.span.of(self.text))
    }

    /// Whether this word is a scheme before a token; moves behind the token, or behind the scheme.
    fn scheme(&mut self, span: Span, word: &str) -> bool {
        // Without the space, as programs write it that forget one.
        let is_glued = shape::is_glued(word);
        let end = span.start + if is_glued { "Bearer".len() } else { word.len() };
        let span = Span::new(span.start, end);
        let word = span.of(self.text);
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        let is_option = word == "--oauth2-bearer";
        let scheme = if is("bearer") || is_option {
            Some(Scheme::Bearer)
        } else if is("dpop") {
            Some(Scheme::Dpop)
        } else {
            None
        };
        let is_other = scheme.is_none()
            && (is("SSWS")
                || self.header == Some(Header::Authorization)
                    && (is("token") || is("jwt") || is("pop") || is("basic") || is("apikey")));
        if scheme.is_none() && !is_other {
            return false;
        }
        let mut value = self.space(span.end);
        // What only looks like a space.
        let rest = self.text.get(value..).unwrap_or_default();
        value += rest.len() - rest.trim_start_matches(clean::is_blank).len();
        let mut encoded = 0;
        if value == span.end && !is_glued {
            let next = self.byte(value);
            // As a shell takes it.
            let is_escaped = next == b'\\' && self.byte(value + 1) == b' ';
            let is_mark = matches!(next, b':' | b'=' | b'+' | b'%');
            if !(is_escaped || is_mark && scheme == Some(Scheme::Bearer)) {
                return false;
            }
            let length = match percent_layers(&self.text[span.end..]) {
                Some((' ', length)) => length,
                None if next != b'%' => 1,
                _ => return false,
            };
            value = self.space(value + length);
            encoded = length - 1;
        }
        // `DPoP: …` is the header.
        if self.byte(value) == b':' {
            return false;
        }
        let mut doubled = None;
        let mut end = span.end;
        while let Some(again) = self.text.get(value..value + word.len())
            && again.eq_ignore_ascii_case(word)
            && self.byte(value + word.len()).is_ascii_whitespace()
        {
            doubled.get_or_insert(Span::new(value, value + word.len()));
            end = value + word.len();
            value = self.space(end);
        }
        let is_header = self.header == Some(Header::Authorization);
        let start = if is_header {
            self.header_start.min(span.start)
        } else {
            span.start
        };
        let mut repairs = Vec::new();
        // What follows `=` is encoded by what carries it, once.
        let is_carried = self.name.is_some_and(|name| name.separator == b'=');
        if encoded > if is_carried { 2 } else { 0 } {
            let span = Span::new(span.end, span.end + encoded + 1);
            repairs.push((RepairKind::PercentEncoding, span));
        }
        if !is_option {
            repairs.push((RepairKind::Scheme, Span::new(start, end)));
        }
        if let Some(doubled) = doubled {
            repairs.push((RepairKind::DoubledScheme, doubled));
        }
        let quote = self.opening(value);
        let inner = quote.map_or(value, |quote| quote.end);
        let length = self.loose(inner);
        let content = &self.text[inner..inner + length];
        let is_first = span.start == self.line_start || self.quote.is_some();
        // `Bearer error="…"` is a challenge.
        let is_parameter = is_parameter(content)
            || quote.is_none() && content.ends_with('=') && self.opening(inner + length).is_some();
        let accepted = starts_object(content.as_bytes())
            || shape::start(content, content.len()).is_some()
            || !is_placeholder(content)
                && !is_parameter
                && (is_header || is_option || is_first && self.header != Some(Header::Challenge))
                && !shape::is_word(content)
            || shape::is_random(content, 16) && !is_parameter;
        let is_next_line =
            self.text[end..value].ends_with('\n') && !starts_object(content.as_bytes());
        if !accepted || length == 0 || is_next_line {
            self.at = end;
            return true;
        }
        self.secret = if is("SSWS") {
            Some("Okta API token")
        } else {
            is("basic").then_some("user name and password")
        };
        let mut raw = Span::new(inner, inner + length);
        let content = if is_header || is_first {
            content
        } else {
            content.trim_end_matches('.')
        };
        if !starts_object(content.as_bytes()) {
            raw.end = inner + content.len();
        }
        raw.end = follow(self.text, raw, self.line_start, false);
        let quotes = quote.map(|quote| (RepairKind::Quotes, quote));
        repairs.extend(quotes.or_else(|| self.quotes()));
        self.emit_with(raw, scheme, repairs);
        true
    }

    /// Whether this word is a name before a separator; takes the value where it can, else moves before it.
    fn named(&mut self, span: Span, word: &str) -> bool {
        let mut at = span.end;
        let mut is_quoted = false;
        for _ in 0..3 {
            let rest = self.text.get(at..).unwrap_or_default();
            let Some(next) = rest.chars().next() else {
                return false;
            };
            if is_quote(next) {
                is_quoted = true;
                at += next.len_utf8();
            } else if matches!(next, '\\' | '^' | ']') {
                at += 1;
            } else if let Some(('"' | '\'', length)) = percent_layers(rest) {
                is_quoted = true;
                at += length;
            } else {
                break;
            }
        }
        let before = at;
        at = self.blank(at);
        let rest = self.text.get(at..).unwrap_or_default();
        let mut width = 1;
        let separator = match rest.as_bytes().first() {
            Some(b'=') if !rest.starts_with("==") || rest.starts_with("===") => b'=',
            // `JWT::DecodeError` is the name of a class.
            Some(b':') if !rest.starts_with("://") && !rest.starts_with("::") => b':',
            Some(b'%') => match percent_layers(rest) {
                Some((found @ ('=' | ':'), length)) => {
                    width = length;
                    found as u8
                }
                _ => return false,
            },
            _ => return false,
        };
        at += width;
        if matches!(self.byte(at), b'>' | b'=') && separator == b'='
            || separator == b':' && self.byte(at) == b'='
        {
            at += 1;
        }
        let value = self.blank(at);
        let is_structural = separator == b'='
            || is_quoted
            || self.quote.is_some()
            || span.start - self.line_start < 64
                && self.text[self.line_start..span.start]
                    .trim_start_matches([' ', '\t', '>', '-', '<', '*'])
                    .is_empty();
        let named = Named {
            span,
            separator,
            is_quoted,
            is_spaced: value > at || at > before + 1,
            is_structural,
        };
        self.name = Some(named);
        if let Some(header) = names::header(word)
            && (separator == b':' || self.is_command)
            && (is_structural || self.is_command && value == at)
        {
            self.header = Some(header);
            self.header_start = span.start;
        } else if separator == b':' && is_structural && !is_quoted {
            self.header = None;
        }
        self.at = value;
        self.value(named, word);
        true
    }

    /// Takes the value at this place if its name says that it is one to take.
    fn value(&mut self, named: Named, word: &str) {
        let value = self.at;
        let quote = self.opening(value);
        let inner = quote.map_or(value, |quote| quote.end);
        let inner = inner + shape::signed_mark(self.text.get(inner..).unwrap_or_default());
        let rest = self.text.get(inner..).unwrap_or_default();
        let rank = names::rank(word);
        if word.eq_ignore_ascii_case("name") {
            self.attribute = Some(Span::new(inner, inner + self.loose(inner)));
            return;
        }
        match rank {
            Rank::Other => return,
            Rank::Claims => {
                if !starts_object(rest.as_bytes()) && !rest.starts_with(['{', '%', '\\']) {
                    return;
                }
                let length = match quote {
                    // A parameter of a URL or form.
                    None if rest.starts_with('%') => {
                        let most = rest.floor_char_boundary(16_384);
                        let ends = |c: char| c.is_whitespace() || c == '&' || is_quote(c);
                        rest[..most].find(ends).unwrap_or(most)
                    }
                    _ => quoted_length(rest, quote.map(|quote| quote.of(self.text))),
                };
                let end = inner + length;
                if self.finder.challenge(self.view, Span::new(inner, end)) {
                    self.at = end;
                }
                return;
            }
            Rank::Parameter => {
                self.parameter(named, word, inner, quote);
                return;
            }
            Rank::Secret if shape::is_jwt(rest) => {}
            Rank::Secret | Rank::Private => {
                self.at = inner + self.loose(inner);
                self.name = None;
                return;
            }
            Rank::Token | Rank::Perhaps | Rank::Saml => {}
        }
        let mut length = self.loose(inner);
        let content = &rest[..length];
        let is_tight = !named.is_spaced || quote.is_some() || self.is_command;
        let is_scheme = ["bearer", "dpop", "basic"]
            .iter()
            .any(|scheme| content.eq_ignore_ascii_case(scheme));
        let accepted = !is_scheme
            && !is_placeholder(content)
            && (is_tight || !is_field(content))
            && match rank {
                Rank::Token if is_tight => {
                    content.len() >= 8 && !shape::is_word(content) || shape::is_random(content, 8)
                }
                Rank::Saml => content.len() >= 16,
                Rank::Perhaps if !is_tight || named.separator == b':' => {
                    shape::is_random(content, 16) && !content.contains('.')
                }
                Rank::Perhaps => {
                    shape::is_random(content, 10)
                        && !content.contains(['/', ':'])
                        && !content.starts_with("AADSTS")
                }
                _ => shape::is_random(content, 16),
            };
        let is_object = starts_object(rest.as_bytes());
        if !accepted && (!is_object || length < 8) {
            return;
        }
        if named.is_spaced && quote.is_none() {
            length = match is_object {
                true => length - usize::from(ends_sentence(content)),
                false => content.trim_end_matches(['.', '!', '?']).len(),
            };
        }
        let mut raw = Span::new(inner, inner + length);
        // In base64 once more, `eyJ` is `ZXlK`.
        let is_whole = starts_object(rest.as_bytes()) || rest.starts_with("ZXlK");
        if is_whole || quote.is_some() && self.is_broken_string(raw.end) {
            raw.end = follow(self.text, raw, self.line_start, false);
        }
        let is_syntax = named.is_quoted || self.is_command || word.eq_ignore_ascii_case("value");
        let repairs = quote
            .filter(|_| !is_syntax)
            .map(|quote| (RepairKind::Quotes, quote));
        self.emit_with(raw, None, repairs.into_iter().collect());
    }

    /// Whether a line ends here inside a string.
    fn is_broken_string(&self, at: usize) -> bool {
        matches!(self.byte(at), b'\n' | b'\r')
    }

    /// Keeps a parameter of a request.
    fn parameter(&mut self, named: Named, word: &str, inner: usize, quote: Option<Span>) {
        let is_request = named.separator == b'='
            && !matches!(self.header, Some(Header::Challenge | Header::Cookie))
            && (quote.is_none() || self.is_command && named.is_spaced)
            && self.setting.carrier != Carrier::Har;
        if !is_request {
            return;
        }
        let rest = self.text.get(inner..).unwrap_or_default();
        let around = quote.or(self.quote).map(|quote| quote.of(self.text));
        let length = match around {
            Some(around) => {
                let end = quoted_length(rest, Some(around));
                rest[..end].find('&').unwrap_or(end)
            }
            None => {
                let is_end =
                    |c: char| "&#;,)}<>|\\^".contains(c) || c.is_whitespace() || is_quote(c);
                rest.find(is_end).unwrap_or(rest.len())
            }
        };
        let span = Span::new(inner, inner + length);
        self.finder.parameter(self.view, word, span);
        self.at = span.end;
    }

    /// A value of an `Authorization` or `DPoP` header that has no scheme and does not show itself.
    fn header_value(&mut self, span: Span) {
        let follows = self
            .name
            .is_some_and(|name| names::header(name.span.of(self.text)) == self.header);
        if !follows || !matches!(self.header, Some(Header::Authorization | Header::Dpop)) {
            return;
        }
        let length = self.loose(self.at);
        let content = &self.rest()[..length];
        if shape::is_random(content, 20) && !is_parameter(content) {
            self.emit(Span::new(span.start, span.start + length), None);
        }
    }

    /// The quote directly before, where it is no part of the syntax around it.
    fn quotes(&self) -> Option<(RepairKind, Span)> {
        let is_syntax = self.is_command
            || self
                .name
                .is_some_and(|name| name.is_quoted || name.span.of(self.text) == "value")
            || self.setting.depth > 0;
        let quote = self.quote.filter(|_| !is_syntax)?;
        Some((RepairKind::Quotes, quote))
    }

    fn emit(&mut self, raw: Span, scheme: Option<Scheme>) {
        let mut repairs: Vec<_> = self.quotes().into_iter().collect();
        if self.header == Some(Header::Authorization) && self.setting.depth == 0 {
            let end = self.text[..raw.start].trim_end().len();
            repairs.push((RepairKind::Scheme, Span::new(self.header_start, end)));
        }
        self.emit_with(raw, scheme, repairs);
    }

    fn emit_with(
        &mut self,
        mut raw: Span,
        scheme: Option<Scheme>,
        repairs: Vec<(RepairKind, Span)>,
    ) {
        let end = raw.end;
        // Express signs a cookie behind one more dot.
        let is_signed = shape::SIGNED
            .iter()
            .any(|mark| self.text[..raw.start].ends_with(mark));
        let mut dots = raw.of(self.text).rmatch_indices('.');
        if is_signed && let (Some((last, _)), 3) = (dots.next(), dots.count() + 1) {
            raw.end = raw.start + last;
        }
        let secret = self.secret.take();
        let (name, carrier) = (self.found_name(), self.carrier(raw, scheme.is_some()));
        let is_encoded = matches!(carrier, Carrier::Url) && raw.of(self.text).contains('%');
        let mut cleaned = clean(self.view, raw, is_encoded);
        let place = |(kind, span): (RepairKind, Span)| Repair {
            kind,
            span: self.view.map.to_input(span),
        };
        cleaned.repairs.extend(repairs.into_iter().map(place));
        // A mark of shortening may stand after the token.
        let rest = self.text.get(raw.end..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches(' ').len();
        if cleaned.end == raw.end
            && blank <= 1
            && !clean::is_whole(&cleaned.view.text)
            && let Some(length) = cut_mark(&rest[blank..])
        {
            let span = Span::new(raw.end + blank, raw.end + blank + length);
            cleaned.repairs.push(place((RepairKind::Ellipsis, span)));
            self.at = span.end;
        }
        let around = |url: &Span| url.start <= raw.start && raw.end <= url.end;
        if let Some(url) = self.url.filter(around)
            && self.noted != Some(url)
        {
            let note = Note::Url(self.view.map.to_input(url));
            self.finder.out.notes.push(note);
            self.noted = Some(url);
        }
        if self.name.is_some_and(|name| self.rank(name) == Rank::Saml) {
            self.finder.saml(self.view, raw);
        }
        self.at = self.at.max(end);
        self.name = None;
        self.finder.emit(
            self.view,
            cleaned,
            raw.start,
            Found {
                name,
                scheme,
                carrier,
                repairs: Vec::new(),
            },
        );
        if let Some(secret) = secret {
            let out = &mut self.finder.out;
            let is_base64 = |repair: &Repair| repair.kind == RepairKind::Base64;
            match out.candidates.last_mut() {
                // A token for a password: Basic credentials are in base64.
                Some(last) if last.repairs.iter().any(is_base64) => {
                    last.repairs.retain(|repair| !is_base64(repair));
                }
                _ => {
                    let span = self.view.map.to_input(raw);
                    out.notes.push(Note::VendorKey(span, secret));
                }
            }
        }
    }

    fn found_name(&self) -> Option<String> {
        // Links to decoders take every token under one name.
        let is_decoder = |url: Span| {
            let url = url.of(self.text);
            ["https://jwt.ms", "https://jwt.io", "https://www.jwt.io"]
                .iter()
                .any(|site| url.starts_with(site))
        };
        if self.url.is_some_and(is_decoder) {
            return None;
        }
        let own = || {
            let named = self.name.filter(|named| {
                named.is_structural || self.rank(*named) != Rank::Other || self.header.is_some()
            })?;
            let word = named.span.of(self.text);
            if word == "value"
                && let Some(attribute) = self.attribute
            {
                return Some(attribute.of(self.text).to_owned());
            }
            if word.eq_ignore_ascii_case("token") {
                let before = self.last.of(self.text).to_ascii_lowercase();
                if matches!(before.as_str(), "id" | "access" | "refresh") {
                    return Some(format!("{before}_token"));
                }
            }
            if word.eq_ignore_ascii_case("bearer") {
                return None;
            }
            // A line that a diff takes out, or an option.
            Some(word.trim_start_matches('-').to_owned())
        };
        let header = || {
            self.header
                .filter(|header| *header == Header::Authorization && self.setting.depth == 0)?;
            let span = Span::new(self.header_start, self.text.len());
            let word = span
                .of(self.text)
                .split([':', '=', '"', '\'', ' '])
                .next()?;
            Some(word.to_owned())
        };
        own()
            .or_else(header)
            .or_else(|| self.setting.name.map(str::to_owned))
    }

    fn carrier(&self, raw: Span, has_scheme: bool) -> Carrier {
        if self.header == Some(Header::Dpop) {
            return Carrier::DpopHeader;
        }
        if self
            .url
            .is_some_and(|url| url.start <= raw.start && raw.end <= url.end)
        {
            return Carrier::Url;
        }
        if self.setting.depth > 0 {
            return self.setting.carrier;
        }
        if self.is_curl {
            return Carrier::Curl;
        }
        let own = match self.header {
            Some(Header::Authorization) => Carrier::AuthorizationHeader,
            Some(Header::Cookie) => Carrier::Cookie,
            _ if has_scheme => Carrier::AuthorizationHeader,
            _ => match self.name {
                Some(name) if name.is_quoted && name.separator == b':' => match self.rank(name) {
                    Rank::Token => Carrier::TokenResponse,
                    _ => Carrier::Json,
                },
                Some(name) if name.separator == b'=' && !name.is_spaced => {
                    let before = self.byte(name.span.start.wrapping_sub(1));
                    if before == b'&' || self.byte(raw.end) == b'&' {
                        Carrier::Url
                    } else {
                        Carrier::Text
                    }
                }
                _ => Carrier::Text,
            },
        };
        if own == Carrier::Text {
            self.setting.carrier
        } else {
            own
        }
    }

    fn object(&mut self) {
        let inside = self.rest()[1..].trim_start_matches([' ', '\t', '\r', '\n']);
        self.name = None;
        if !inside.starts_with('"') || self.finder.attempts == 0 {
            self.at += 1;
            return;
        }
        self.finder.attempts -= 1;
        let span = Span::new(self.at, self.text.len());
        self.at += self.finder.object(self.view, span, self.setting).max(1);
    }

    /// The name of an element, as that of the value in it.
    fn element(&mut self) -> bool {
        let rest = &self.rest()[1..];
        let length = rest
            .bytes()
            .take(64)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'))
            .count();
        let local = rest[..length].rfind(':').map_or(0, |colon| colon + 1);
        let word = &rest[local..length];
        let mut attributes = rest[length..].bytes().take(300);
        let Some(close) = attributes.position(|byte| matches!(byte, b'>' | b'<')) else {
            return false;
        };
        if !rest[length + close..].starts_with('>') || names::rank(word) != Rank::Token {
            return false;
        }
        let start = self.at + 1;
        let named = Named {
            span: Span::new(start + local, start + length),
            separator: b'=',
            is_quoted: true,
            is_spaced: false,
            is_structural: true,
        };
        self.name = Some(named);
        self.at = start + length + close + 1;
        self.value(named, word);
        true
    }

    fn xml(&mut self) {
        let rest = self.rest();
        let is_start = ["<?xml", "<saml", "<Assertion", "<Response", "<samlp"]
            .iter()
            .any(|start| rest.starts_with(start));
        if !is_start && self.element() {
            return;
        }
        if self.is_xml_over || !is_start {
            self.at += 1;
            return;
        }
        self.is_xml_over = true;
        let end = rest.rfind('>').map_or(rest.len(), |at| at + 1);
        let is_saml =
            rest[..end].contains("urn:oasis:names:tc:SAML") || rest[..end].contains("Assertion");
        if !is_saml {
            self.at += 1;
            return;
        }
        let raw = Span::new(self.at, self.at + end);
        self.finder.saml(self.view, raw);
        let part = self.view.part(raw);
        let carrier = if raw.len() == self.text.trim().len() {
            Carrier::Bare
        } else {
            self.carrier(raw, false)
        };
        self.finder.verbatim(part, self.setting.name, carrier);
        self.at = raw.end;
    }

    fn pem(&mut self) -> bool {
        let rest = self.rest();
        if self.is_pem_over {
            return false;
        }
        let Some(end) = rest.find("-----END ") else {
            self.is_pem_over = true;
            return false;
        };
        let tail = &rest[end + 9..];
        let close = tail.find("-----").map_or(tail.len(), |at| at + 5);
        let label = rest[11..].split("-----").next().unwrap_or_default();
        let label = match label {
            _ if label.contains("PRIVATE KEY") => Note::PRIVATE_KEY,
            _ if label.contains("PUBLIC KEY") => "public key",
            _ if label.contains("CERTIFICATE") => "certificate",
            _ => "PEM text",
        };
        let span = Span::new(self.at, self.at + end + 9 + close);
        let span = self.view.map.to_input(span);
        self.finder.out.notes.push(Note::Key(span, label));
        self.at += end + 9 + close;
        true
    }

    /// The length of a value at `at` that nothing quotes.
    fn loose(&mut self, at: usize) -> usize {
        if at < self.loose.start || self.loose.end <= at {
            let length = loose(self.text.get(at..).unwrap_or_default());
            self.loose = Span::new(at, at + length);
        }
        self.loose.end - at.min(self.loose.end)
    }

    /// The place after the white space at `at`, one line break included if the next line is indented.
    fn space(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + clean::gap(rest).min(rest.len())
    }

    /// The place after spaces and tabs, and a line break if the next line is indented.
    fn blank(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }

    /// The quote at `at`, with what escapes it.
    fn opening(&self, at: usize) -> Option<Span> {
        let rest = self.text.get(at..)?;
        let skip = rest.len() - rest.trim_start_matches(['\\', '^', '$', '@']).len();
        let skip = skip.min(2);
        if let Some(('"' | '\'', length)) = percent_layers(rest.get(skip..)?) {
            return Some(Span::new(at, at + skip + length));
        }
        let character = rest.get(skip..)?.chars().next()?;
        is_quote(character).then(|| Span::new(at, at + skip + character.len_utf8()))
    }
}

/// The length of a value that nothing quotes.
fn loose(text: &str) -> usize {
    let mut at = 0;
    for character in text.chars() {
        let is_end = match character {
            '&' | ',' | ';' | '<' | '>' | '|' | '\\' | '(' | ')' | '[' | ']' | '}' | '^' | '{'
            | '#' => true,
            '%' => !percent_layers(&text[at..])
                .is_none_or(|(c, _)| shape::is_token_byte(c as u8) || c == '%' || c == ':'),
            _ => character.is_whitespace() || is_quote(character) || character == '…',
        };
        if is_end {
            break;
        }
        at += character.len_utf8();
    }
    at
}

/// The length of a value that ends with the quote it began with; without one, that of a loose value.
fn quoted_length(text: &str, quote: Option<&str>) -> usize {
    let Some(quote) = quote.and_then(|quote| quote.chars().next_back()) else {
        return loose(text);
    };
    let close = match quote {
        '“' | '„' => '”',
        '‘' | '‚' => '’',
        '«' => '»',
        '‹' => '›',
        other => other,
    };
    // Values that matter are shorter than this.
    let mut most = text.len().min(4096);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    text[..most].find(close).map_or_else(
        || loose(text),
        |at| {
            if text[..at].ends_with('\\') {
                at - 1
            } else {
                at
            }
        },
    )
}

/// Whether the last dot ends a sentence: no compact form has that many.
fn ends_sentence(token: &str) -> bool {
    let dots = token.bytes().filter(|&byte| byte == b'.').count();
    token.ends_with('.') && !token.ends_with("..") && matches!(dots, 3 | 5)
}

/// Whether something stands for a value instead of being one.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.is_empty()
        || text.starts_with(['$', '<', '{', '*', '[', '('])
        || text.starts_with("...")
        || text.starts_with('%') && percent(text).is_none()
        || ["null", "none", "undefined", "true", "false"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether this is `name=value`, as in a challenge.
fn is_parameter(text: &str) -> bool {
    match text.find('=') {
        Some(at) => {
            at < 64
                && text[..at]
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
                && !text[at..].bytes().all(|b| b == b'=')
        }
        None => false,
    }
}

/// Whether it is the next name with its value, as where the value before is empty: `RefreshToken: Expiry:2026-01-01`.
fn is_field(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or_default();
    name.len() < text.len() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether base64 of XML is that of a SAML message.
pub(super) fn is_saml(text: &str) -> bool {
    let mut end = text.len().min(1024);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let decoded = crate::token::base64url::decode(&text[..end]).bytes;
    let lower = String::from_utf8_lossy(&decoded).to_ascii_lowercase();
    ["saml", "assertion", "response"]
        .iter()
        .any(|word| lower.contains(word))
}

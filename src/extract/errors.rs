//! What servers and libraries say: codes and phrases in the text around the tokens.

use std::borrow::Cow;

use super::{ErrorText, Extraction, Note, clean, told, url};
use crate::order;
use crate::place::Span;
use crate::spec::server_errors::{self, server_errors};
use crate::text;

/// Speakers whose codes are a prefix and digits: the prefix, and how many digits at least and at most.
static PREFIXES: &[(&str, usize, usize)] = &[
    ("AADSTS", 5, 7),
    ("AADB2C", 5, 6),
    ("AKV", 5, 5),
    ("IDX", 5, 5),
    ("IDW", 5, 5),
    ("MSIS", 4, 5),
];

/// Errors of the sign-in service that people quote by the name that its documentation gives them.
static NAMED: [(&str, &str); 2] = [
    ("MissingRequiredClaim", "AADSTS90016"),
    ("RequiredClaimIsMissing", "AADSTS240002"),
];

/// More errors than these nobody reads.
const MOST: usize = 64;

/// The longest phrase looked for, and the quotes and values that may stand in it.
const LONGEST_PHRASE: usize = 256;

/// What stands in a phrase for a value between apostrophes.
const VALUE: char = '…';

/// How far the text that goes with a code reaches at most.
const LONGEST_DESCRIPTION: usize = 400;

/// Something an envelope says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    OauthError,
    /// The code of another kind of server.
    Code,
    Correlation,
    Trace,
    Time,
    Description,
    Challenge,
    MaxAge,
    Acr,
    Scope,
}

/// The names of facts, in lower case, without what separates their words.
static FACTS: &[(&str, Fact)] = &[
    ("error", Fact::OauthError),
    ("error_description", Fact::Description),
    ("message", Fact::Description),
    ("code", Fact::Code),
    ("error_codes", Fact::Challenge),
    ("correlation_id", Fact::Correlation),
    ("correlation id", Fact::Correlation),
    ("correlationid", Fact::Correlation),
    ("request id", Fact::Trace),
    ("trace_id", Fact::Trace),
    ("trace id", Fact::Trace),
    ("traceid", Fact::Trace),
    ("timestamp", Fact::Time),
    ("max_age", Fact::MaxAge),
    ("acr_values", Fact::Acr),
    ("scope", Fact::Scope),
];

struct Errors<'a> {
    text: &'a str,
    found: Vec<ErrorText>,
    facts: Vec<(Fact, Span)>,
    /// The last number was one of an `error_codes` array and ended here.
    codes_end: Option<usize>,
    /// In the order of the table.
    phrases: Vec<&'static str>,
    /// First bytes of phrases and names of facts, in lower case.
    initials: [bool; 256],
}

/// Looks for errors outside of the candidates, which have to be in order.
pub(super) fn find(text: &str, out: &mut Extraction) {
    if is_covered(text, out) {
        return;
    }
    let mut initials = [false; 256];
    for entry in server_errors().iter().filter(|entry| entry.is_phrase()) {
        if let Some(&first) = entry.code.as_bytes().first() {
            initials[usize::from(first.to_ascii_lowercase())] = true;
        }
    }
    for (name, _) in FACTS {
        initials[usize::from(name.as_bytes()[0])] = true;
    }
    let phrases = server_errors().iter().filter(|entry| entry.is_phrase());
    let straight = straightened(text);
    let mut errors = Errors {
        phrases: phrases.map(|entry| entry.code).collect(),
        text: &straight,
        found: Vec::new(),
        facts: Vec::new(),
        codes_end: None,
        initials,
    };
    let mut start = 0;
    for candidate in &out.candidates {
        errors.read(start, candidate.span.start);
        start = start.max(candidate.span.end);
    }
    errors.read(start, text.len());
    errors.alone();
    errors.finish(out);
}

/// What fills the place of a quote that took more bytes than one, and that of a double quote.
pub(super) const FILLED: char = '\u{7F}';
const FILLER: u8 = FILLED as u8;

/// How quotes are written in JSON, HTML, URLs and print.
static QUOTES: [(&str, u8); 14] = [
    ("\\u0027", b'\''),
    ("%27", b'\''),
    ("&#39;", b'\''),
    ("&#039;", b'\''),
    ("&#x27;", b'\''),
    ("&apos;", b'\''),
    ("‘", b'\''),
    ("’", b'\''),
    ("\\u0022", FILLER),
    ("%22", FILLER),
    ("&quot;", FILLER),
    ("&#34;", FILLER),
    ("“", FILLER),
    ("”", FILLER),
];

/// The text with its quotes written plainly, each byte at its place.
fn straightened(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = bytes[at..]
        .iter()
        .position(|byte| matches!(byte, b'\\' | b'%' | b'&' | 0xE2))
    {
        at += found;
        let rest = &bytes[at..];
        let quote = QUOTES
            .iter()
            .find(|(quote, _)| rest.starts_with(quote.as_bytes()));
        let Some((quote, plain)) = quote else {
            at += 1;
            continue;
        };
        let place = &mut out.get_or_insert_with(|| bytes.to_vec())[at..at + quote.len()];
        place.fill(FILLER);
        place[0] = *plain;
        at += quote.len();
    }
    match out.map(String::from_utf8) {
        Some(Ok(out)) => Cow::Owned(out),
        _ => Cow::Borrowed(text),
    }
}

/// Whether the candidates leave nothing over.
fn is_covered(text: &str, out: &Extraction) -> bool {
    let mut start = 0;
    let ends = out.candidates.iter().map(|candidate| candidate.span);
    ends.chain([Span::new(text.len(), text.len())]).all(|span| {
        let gap = Span::new(start, span.start.max(start)).of(text);
        start = start.max(span.end);
        gap.trim().is_empty()
    })
}

impl Errors<'_> {
    /// Reads the text from `start` to `end`, word by word.
    fn read(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let mut at = start;
        while at < end {
            let byte = bytes[at];
            if !is_word(byte) {
                // Some phrases start with a quoted name.
                if byte == b'\'' && self.initials[usize::from(byte)] {
                    self.phrase(at, end);
                }
                at += 1;
                continue;
            }
            let mut next = at + 1;
            while next < end && is_word(bytes[next]) {
                next += 1;
            }
            // `%3AAADSTS…` and `\nAADSTS…`: what is before belongs to an escape.
            let skip = match (at.checked_sub(1).map(|before| bytes[before]), next - at) {
                (Some(b'%'), 3..) => 2,
                (Some(b'\\'), 2..) => 1,
                // `_AADSTS…_`, as Markdown sets it off.
                _ if byte == b'_' => bytes[at..next].iter().take_while(|b| **b == b'_').count(),
                _ => 0,
            };
            self.word(at + skip, next, end);
            at = next;
        }
    }

    fn word(&mut self, start: usize, word_end: usize, end: usize) {
        let word = Span::new(start, word_end).of(self.text);
        // `250aAADSTS…`: what is left of an escape, or of a line end that was lost.
        let glued = word.find("AADSTS").unwrap_or(0);
        let (start, word) = (start + glued, &word[glued..]);
        let Some(&first) = word.as_bytes().first() else {
            return;
        };
        if first.is_ascii_digit() {
            self.number(Span::new(start, word_end));
            return;
        }
        for &(prefix, least, most) in PREFIXES {
            let Some(head) = word.get(..prefix.len()) else {
                continue;
            };
            if !head.eq_ignore_ascii_case(prefix) {
                continue;
            }
            let digits = count_digits(&word[prefix.len()..]);
            let head = &word[..prefix.len() + digits];
            // A console breaks the line where it is full.
            let rest = &self.text[start + head.len()..end];
            let next = rest.trim_start_matches('\r').strip_prefix('\n');
            let next = next.map_or("", |next| next.trim_start_matches([' ', '\t', '│']));
            let more = count_digits(next);
            let is_broken = next[more..].starts_with(':')
                && more > 0
                && (least..=most).contains(&(digits + more));
            let (more, code_end) = match is_broken {
                true => (&next[..more], end - next.len() + more),
                false => ("", start + head.len()),
            };
            if (least..=most).contains(&(digits + more.len())) {
                let code = head.to_ascii_uppercase() + more;
                self.push(code, Span::new(start, code_end));
                return;
            }
        }
        // `MissingRequiredClaim("exp")` and `JWT::MissingRequiredClaim` are what libraries say.
        let rest = &self.text[word_end..end];
        let is_own = rest.starts_with('(') || self.text[..start].ends_with("::");
        if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == word && !is_own) {
            self.push((*code).to_owned(), Span::new(start, word_end));
            return;
        }
        // `invalid_grant: AADSTS…`, as logs have it.
        if word.contains('_')
            && word.len() < 40
            && server_errors::by_code(word).is_some()
            && !rest.starts_with("\":")
            && !rest.starts_with(": false")
        {
            let kind = match first.is_ascii_uppercase() {
                true => Fact::Code,
                false => Fact::OauthError,
            };
            let fact = (kind, Span::new(start, word_end));
            if self.facts.last() != Some(&fact) {
                self.facts.push(fact);
            }
            return;
        }
        let is_camel = word.len() >= 15 && word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
        if is_camel && server_errors::by_code(word).is_some_and(|known| known.code == word) {
            self.facts.push((Fact::Code, Span::new(start, word_end)));
        }
        if self.initials[usize::from(first.to_ascii_lowercase())] {
            self.phrase(start, end);
            self.fact(start, end);
        }
    }

    /// A number alone: a code if the words before it say so.
    fn number(&mut self, span: Span) {
        let digits = span.of(self.text);
        if !(5..=7).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        let mut from = span.start.saturating_sub(24);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text[from..span.start].to_ascii_lowercase();
        let between = self
            .codes_end
            .map(|end| Span::new(end, span.start).of(self.text));
        let is_listed = between
            .is_some_and(|text| text.bytes().all(|b| b == b',' || b.is_ascii_whitespace()))
            || before.replace('_', "").contains("errorcodes")
            // Where Microsoft explains its numbers, and lists sign-ins.
            || before.ends_with("/error?code=")
            || before
                .trim_end_matches(|c: char| !c.is_alphanumeric())
                .ends_with("sign-in error code");
        let is_named = is_name_of_code(&before);
        let code = format!("AADSTS{digits}");
        if is_listed || is_named && server_errors::lookup(&code).is_some() {
            self.codes_end = is_listed.then_some(span.end);
            self.push(code, span);
        }
    }

    /// The whole text is a number that is known.
    fn alone(&mut self) {
        let digits = self.text.trim();
        if (5..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            let code = format!("AADSTS{digits}");
            if server_errors::lookup(&code).is_some() {
                let start = self.text.len() - self.text.trim_start().len();
                self.push(code, Span::new(start, start + digits.len()));
            }
        }
    }

    /// A phrase of a library that starts here.
    fn phrase(&mut self, start: usize, end: usize) {
        let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
        let wanted = first(&self.text[start..]);
        let from = self
            .phrases
            .partition_point(|phrase| first(phrase) < wanted);
        let near = self.phrases[from..]
            .iter()
            .take_while(|phrase| first(phrase) == wanted);
        let fitting = near.filter_map(|phrase| Some((*phrase, self.matches(start, end, phrase)?)));
        if let Some((phrase, length)) = fitting.max_by_key(|(phrase, _)| phrase.len())
            && !is_supposed(
                &self.text[..start],
                &self.text[(start + length).min(end)..end],
            )
        {
            self.push(phrase.to_owned(), Span::new(start, start + length));
        }
    }

    /// The length of the text at `start` that is `phrase` but for letter case, quotes, backslashes and values.
    fn matches(&self, start: usize, end: usize, phrase: &str) -> Option<usize> {
        let end = end.min(start + LONGEST_PHRASE);
        let text = &self.text.as_bytes()[start..end];
        let mut at = 0;
        for wanted in phrase.chars() {
            if wanted == VALUE {
                at += text[at..].iter().position(|&byte| byte == b'\'')?;
                continue;
            }
            let wanted = u8::try_from(wanted).ok()?;
            while matches!(text.get(at), Some(b'"' | b'\\' | &FILLER)) {
                at += 1;
            }
            let encoded = match text.get(at)? {
                b'+' if wanted == b' ' => 1,
                b'%' if text::percent(&text[at..]) == Some(wanted) => 3,
                _ => 0,
            };
            if encoded > 0 {
                at += encoded;
                continue;
            }
            if !text.get(at)?.eq_ignore_ascii_case(&wanted) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// A member or parameter of an envelope that starts here.
    fn fact(&mut self, start: usize, end: usize) {
        for &(name, fact) in FACTS {
            let Some(length) = self.matches(start, end, name) else {
                continue;
            };
            let rest = &self.text[start + length..end];
            let space = |text: &str| {
                text.len()
                    - text
                        .trim_start_matches(['"', '\'', '\\', ' ', '\t', FILLED])
                        .len()
            };
            let mut at = space(rest);
            let separator = if rest[at..].starts_with([':', '=']) {
                1
            } else if rest[at..].starts_with("%3") {
                3
            } else if at > 0 && matches!(fact, Fact::Correlation | Fact::Trace) {
                // `CorrelationId aaaa0000-…`, as MSAL writes it.
                0
            } else {
                continue;
            };
            at += separator.min(rest.len() - at);
            let Some(tail) = rest.get(at..) else { continue };
            let mut value = tail;
            loop {
                let marks = ['"', '\'', '\\', ' ', '\t', '+', '\n', FILLED];
                value = value.trim_start_matches(marks);
                match value.strip_prefix("%20") {
                    Some(rest) => value = rest,
                    None => break,
                }
            }
            let gap = tail.len() - value.len();
            let mut quotes = tail[..gap]
                .chars()
                .filter(|c| matches!(*c, '"' | '\'' | FILLED));
            let quote = quotes.next_back();
            // `scope=""`, as it stands before what comes next, asks for nothing.
            if fact == Fact::Scope && (quote.is_none() || quotes.next().is_some()) {
                continue;
            }
            let from = start + length + at + gap;
            let length = value_length(value, fact, quote);
            if length > 0 && self.facts.len() < MOST * 8 {
                self.facts.push((fact, Span::new(from, from + length)));
            }
        }
    }

    fn push(&mut self, code: String, span: Span) {
        let is_known = self.found.iter().any(|error| error.code == code);
        if !is_known && self.found.len() < MOST {
            self.found.push(ErrorText {
                code,
                span,
                ..ErrorText::default()
            });
        }
    }

    fn finish(mut self, out: &mut Extraction) {
        let facts = std::mem::take(&mut self.facts);
        self.add_from(&facts);
        let value = |span: &Span| url::decoded(span.of(self.text));
        order::sort(&mut self.found, |one, other| one.span.cmp(&other.span));
        self.leave_out_descriptions();
        self.leave_out_vague();
        let starts: Vec<usize> = self.found.iter().map(|error| error.span.start).collect();
        for (at, error) in self.found.iter_mut().enumerate() {
            let code = error.span.start;
            let low = at
                .checked_sub(1)
                .and_then(|before| starts.get(before))
                .copied()
                .unwrap_or(0);
            let high = starts.get(at + 1).copied().unwrap_or(usize::MAX);
            let of = |fact: Fact| {
                facts
                    .iter()
                    .filter(move |entry| entry.0 == fact)
                    .map(|entry| entry.1)
            };
            let before =
                |fact: Fact| of(fact).rfind(|span| span.start <= code && span.start >= low);
            let after = |fact: Fact| of(fact).find(|span| span.start > code && span.start < high);
            // Codes of one envelope share what stands before and after all of them.
            let nearest = |fact: Fact| {
                after(fact)
                    .or_else(|| before(fact))
                    .or_else(|| of(fact).find(|span| span.start > code))
                    .or_else(|| of(fact).next_back())
            };
            error.oauth_error = before(Fact::OauthError)
                .or_else(|| nearest(Fact::OauthError))
                .map(|span| span.of(self.text).to_owned());
            error.correlation_id = nearest(Fact::Correlation).map(|span| value(&span));
            error.trace_id = nearest(Fact::Trace).map(|span| value(&span));
            error.timestamp = nearest(Fact::Time).map(|span| value(&span));
            let holds = |span: &Span| span.start <= code && code < span.end;
            let is_number = error.span.of(self.text).bytes().all(|b| b.is_ascii_digit());
            let is_oauth = error.oauth_error.as_deref() == Some(error.code.as_str());
            let is_coded = facts.contains(&(Fact::Code, error.span));
            error.description = match of(Fact::Description).find(holds) {
                Some(span) => Some(span),
                None if is_number || is_oauth => nearest(Fact::Description),
                None if is_coded && nearest(Fact::Description).is_some() => {
                    nearest(Fact::Description)
                }
                None => {
                    let next = out
                        .candidates
                        .partition_point(|candidate| candidate.span.start < code);
                    let end = out
                        .candidates
                        .get(next)
                        .map(|candidate| candidate.span.start);
                    Some(line(
                        self.text
                            .get(..end.unwrap_or(self.text.len()))
                            .unwrap_or(self.text),
                        error.span,
                    ))
                }
            };
            error.told = told::told(&error.code, error.description, self.text).or_else(|| {
                let asked = of(Fact::Scope).find(|span| is_of_challenge(self.text, error, *span));
                told::scopes(asked?.of(self.text))
            });
            error.claim = missing_claim(error, self.text);
        }
        self.challenge(&facts, out);
        if let Some(first) = self.found.first() {
            let last = self.found.last().unwrap_or(first).span.end;
            let inside = out
                .notes
                .iter()
                .any(|note| matches!(note, Note::ErrorResponse(_)));
            if !inside {
                out.notes
                    .push(Note::ErrorResponse(Span::new(first.span.start, last)));
            }
        } else if let Some(at) = challenge_header(self.text) {
            out.notes.push(Note::ErrorResponse(line(self.text, at)));
        }
        order::sort(&mut out.notes, |one, other| one.span().cmp(&other.span()));
        out.errors = self.found;
    }

    /// Where no error was found, takes one from the facts: an OAuth error, or else a code that is known or described.
    fn add_from(&mut self, facts: &[(Fact, Span)]) {
        let of = |fact: Fact| facts.iter().filter(move |entry| entry.0 == fact);
        if self.found.is_empty() {
            for (_, span) in of(Fact::OauthError) {
                self.push(span.of(self.text).to_owned(), *span);
            }
        }
        if self.found.is_empty() {
            let is_described = of(Fact::Description).next().is_some();
            let code = of(Fact::Code)
                .map(|(_, span)| (span.of(self.text), *span))
                .find(|(code, _)| is_described || server_errors::by_code(code).is_some());
            if let Some((code, span)) = code {
                self.push(code.to_owned(), span);
            }
        }
    }

    /// Leaves out the phrases that belong to what a code or a longer phrase says.
    fn leave_out_descriptions(&mut self) {
        let text = self.text;
        let mut told = 0;
        self.found.retain(|error| {
            let span = error.span;
            let is_phrase = error.code.contains(' ');
            if is_phrase && span.start < told {
                return false;
            }
            let is_numbered = error.code.ends_with(|c: char| c.is_ascii_digit());
            let end = match is_numbered {
                true => line(text, span).end.min(span.end + LONGEST_DESCRIPTION),
                false => span.end,
            };
            told = told.max(end);
            true
        });
    }

    /// Leaves out what does not say why where the text around it does: `[invalid bearer token, oidc: expected audience …]`.
    fn leave_out_vague(&mut self) {
        const NEAR: usize = 160;
        let known = |error: &ErrorText| server_errors::by_code(&error.code);
        let vague = |pair: &[ErrorText]| {
            let [one, other] = pair else { return None };
            let end = line(self.text, one.span).end.min(one.span.end + NEAR);
            let (first, second) = (known(one)?, known(other)?);
            let vague = match first.is_vaguer_than(second) {
                true => one,
                false => Some(other).filter(|_| second.is_vaguer_than(first))?,
            };
            (other.span.start < end).then_some(vague.span)
        };
        let vague: Vec<Span> = self.found.windows(2).filter_map(vague).collect();
        self.found.retain(|error| !vague.contains(&error.span));
    }

    /// A challenge that names no claims: what it asks for instead (RFC 9470 §3), as JSON.
    fn challenge(&self, facts: &[(Fact, Span)], out: &mut Extraction) {
        let has_claims = out
            .notes
            .iter()
            .any(|note| matches!(note, Note::ClaimsChallenge(..)));
        let error = facts.iter().find(|(fact, span)| {
            *fact == Fact::OauthError
                && matches!(
                    span.of(self.text),
                    "insufficient_user_authentication" | "insufficient_claims"
                )
        });
        let Some((_, span)) = error.filter(|_| !has_claims) else {
            return;
        };
        let mut json = String::new();
        for (name, wanted) in [("acr_values", Fact::Acr), ("max_age", Fact::MaxAge)] {
            if let Some((_, span)) = facts.iter().find(|(fact, _)| *fact == wanted) {
                let comma = if json.is_empty() { "{" } else { "," };
                json.push_str(&format!("{comma}\"{name}\":\"{}\"", span.of(self.text)));
            }
        }
        if !json.is_empty() {
            json.push('}');
        }
        out.notes
            .push(Note::ClaimsChallenge(line(self.text, *span), json));
    }
}

/// Whether what stands around a phrase takes it back: it is asked, denied, one of several guesses, or about something
/// else than a token.
fn is_supposed(before: &str, after: &str) -> bool {
    let start = before.len().saturating_sub(100);
    let before = &before[before.ceil_char_boundary(start)..];
    let before = before.rsplit(['\n', '"']).next().unwrap_or_default();
    let before = before.to_ascii_lowercase();
    let is_guess = before
        .rsplit_once('(')
        .is_some_and(|(_, list)| list.starts_with("e.g.") && !list.contains(')'));
    is_guess
        || after.starts_with(": false")
        || before.ends_with("if the ")
        || before.ends_with("password ")
        || before.contains("saml response")
}

fn count_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether the words before a number, in lower case, say that it is the code of an error: not a postcode, not the exit
/// code of a program.
fn is_name_of_code(before: &str) -> bool {
    let is_between = |c: char| !c.is_alphanumeric() && c != '_';
    let mut words = before.rsplit(is_between).filter(|word| !word.is_empty());
    match words.next() {
        Some(
            "aadsts" | "error" | "errorcode" | "error_code" | "resulttype" | "erreur"
            | "fehlercode",
        ) => true,
        Some("number") => words.next() == Some("error"),
        Some("code") => !words.next().is_some_and(|kind| {
            matches!(
                kind,
                "zip"
                    | "post"
                    | "postal"
                    | "area"
                    | "country"
                    | "exit"
                    | "status"
                    | "security"
                    | "verification"
            )
        }),
        _ => false,
    }
}

/// The length of the value of a fact; 0 where it is none.
fn value_length(text: &str, fact: Fact, quote: Option<char>) -> usize {
    let run = |is: fn(u8) -> bool| {
        text.bytes()
            .take(LONGEST_PHRASE)
            .take_while(|&b| is(b))
            .count()
    };
    match fact {
        Fact::OauthError => {
            let length = run(|b| b.is_ascii_lowercase() || b == b'_');
            let word = &text[..length];
            let ends = !text[length..]
                .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.');
            let fits = ends && (word.contains('_') || server_errors::by_code(word).is_some());
            if fits { length } else { 0 }
        }
        Fact::Code => {
            let length = run(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.'));
            let word = &text[..length];
            let ends = quote.is_some() && text[length..].starts_with(['"', '\'', '\\']);
            let is_name = word.contains(|c: char| c.is_ascii_uppercase() || c == '_');
            let is_good = word.to_ascii_lowercase().starts_with("success");
            let fits = ends && is_name && !is_good && (4..=64).contains(&length);
            if fits { length } else { 0 }
        }
        Fact::Correlation | Fact::Trace => {
            let length = run(|b| b.is_ascii_hexdigit() || b == b'-');
            if length >= 8 { length } else { 0 }
        }
        Fact::Time => {
            let length = run(|b| {
                b.is_ascii_digit()
                    || matches!(
                        b,
                        b'-' | b':' | b'.' | b'T' | b'Z' | b' ' | b'+' | b'%' | b'A' | b'a'
                    )
            });
            if length >= 10 {
                text[..length].trim_end_matches([' ', '-', '.']).len()
            } else {
                0
            }
        }
        Fact::MaxAge => run(|b| b.is_ascii_digit()),
        Fact::Acr => run(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b':' | b'.' | b'_' | b'-' | b'/' | b' ')
        }),
        Fact::Scope => {
            let length = run(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\'' | b'\\'));
            if length < LONGEST_PHRASE { length } else { 0 }
        }
        Fact::Description => {
            let mut most = text.len().min(4096);
            while !text.is_char_boundary(most) {
                most -= 1;
            }
            let text = &text[..most];
            let Some(quote) = quote else {
                return text.find(['&', '\n', '"']).unwrap_or(most);
            };
            if quote == FILLED {
                return text.find(FILLED).unwrap_or(most);
            }
            if quote == '\'' {
                // Neither an apostrophe nor what is quoted inside ends it.
                let mut ends = text.match_indices('\'');
                let end = ends.find(|(at, _)| {
                    let next = text[at + 1..].chars().next();
                    next.is_none_or(|next| matches!(next, ',' | '}' | ')' | ']' | '\n' | '\r'))
                });
                return end.map_or(most, |(at, _)| at);
            }
            let mut is_escaped = false;
            let end = text.find(|c: char| {
                let is_end = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                is_end
            });
            text[..end.unwrap_or(most)].trim_end_matches('\\').len()
        }
        Fact::Challenge => 0,
    }
}

/// The line from the start of `span` on.
fn line(text: &str, span: Span) -> Span {
    let rest = text.get(span.start..).unwrap_or_default();
    let mut most = rest.len().min(2048);
    while !rest.is_char_boundary(most) {
        most -= 1;
    }
    let end = rest[..most].find(['\n', '\r']).unwrap_or(most);
    let line = rest[..end].trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '}' | ']') || clean::is_quote(c)
    });
    Span::new(span.start, (span.start + line.len()).max(span.end))
}

/// The claim that an error says is missing.
fn missing_claim(error: &ErrorText, text: &str) -> Option<String> {
    match error.code.as_str() {
        "AADSTS50098" | "AADSTS7000033" => first_quoted(error.description?.of(text)),
        "AADSTS90016" => claim_named(error.description?.of(text)),
        "AADSTS900161" | "IDW10401" | "IDX40003" => Some("tid".to_owned()),
        "Token must contain sub claim" => Some("sub".to_owned()),
        "MissingRequiredClaim" => first_quoted(line(text, error.span).of(text)),
        _ => None,
    }
}

/// The first name in quotes or braces.
fn first_quoted(text: &str) -> Option<String> {
    // An apostrophe is no quote.
    let (at, quote) = text
        .match_indices(['\'', '"', '{', '`', FILLED])
        .find(|(at, _)| !text[..*at].ends_with(char::is_alphanumeric))?;
    let rest = text[at + quote.len()..].trim_start_matches(FILLED);
    let is_outside = |c: char| !c.is_ascii_alphanumeric() && !"_-.:#/".contains(c);
    let name = rest.split(is_outside).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// The claim that a sentence names in quotes, as few of its kind do: `claim 'tid'`.
fn claim_named(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("claim")?;
    let at = rest.find(['\'', '"', '`', FILLED])?;
    (at <= "s are missing: ".len()).then(|| first_quoted(rest))?
}

/// Whether the scope at `span` is a parameter beside an error that says it is insufficient: in one challenge or object.
fn is_of_challenge(text: &str, error: &ErrorText, span: Span) -> bool {
    let start = error.span.end.min(span.end);
    let end = error.span.start.max(span.start);
    let is_near = (start..start + LONGEST_DESCRIPTION).contains(&end);
    if error.code != "insufficient_scope" || !is_near {
        return false;
    }
    let between = Span::new(start, end).of(text);
    let mut lines = between.lines().rev().skip(1);
    !between.contains(['{', '}']) && lines.all(|line| line.trim_end().ends_with(','))
}

/// The name of a challenge header.
fn challenge_header(text: &str) -> Option<Span> {
    const NAME: &str = "www-authenticate";
    let is_name = |at: usize| {
        text.get(at..at + NAME.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(NAME))
    };
    let at = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'w' | b'W'))
        .map(|(at, _)| at)
        .find(|&at| is_name(at))?;
    Some(Span::new(at, at + NAME.len()))
}

//! Pasted text → [`Candidate`]s: stretches that are meant as tokens, whatever they came in, and the server's errors beside them.

use crate::order;
use crate::place::Span;
use clean::Cleaned;
use scan::{Found, Setting};
use view::View;

mod bare;
mod challenge;
mod clean;
mod errors;
mod json;
mod names;
mod scan;
mod shape;
mod told;
mod url;
mod view;

pub use told::Told;

/// What a token was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The text is the token.
    Bare,
    /// An `Authorization` header, or a scheme such as `Bearer` before the token.
    AuthorizationHeader,
    /// A `DPoP` header: the proof.
    DpopHeader,
    /// A `curl` command.
    Curl,
    /// The JSON response of a token endpoint.
    TokenResponse,
    /// Other JSON.
    Json,
    /// The query or fragment of a URL, or a form body.
    Url,
    /// A `Cookie` or `Set-Cookie` header.
    Cookie,
    /// A HAR file.
    Har,
    /// An encrypted token that was opened.
    Jwe,
    /// Other text around it.
    Text,
}

impl Carrier {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Carrier::Bare => "bare",
            Carrier::AuthorizationHeader => "authorization-header",
            Carrier::DpopHeader => "dpop-header",
            Carrier::Curl => "curl",
            Carrier::TokenResponse => "token-response",
            Carrier::Json => "json",
            Carrier::Url => "url",
            Carrier::Cookie => "cookie",
            Carrier::Har => "har",
            Carrier::Jwe => "jwe",
            Carrier::Text => "text",
        }
    }

    /// What people call it, with its article; empty for a bare token.
    pub fn label(self) -> &'static str {
        match self {
            Carrier::Bare => "",
            Carrier::AuthorizationHeader => "an Authorization header",
            Carrier::DpopHeader => "a DPoP header",
            Carrier::Curl => "a curl command",
            Carrier::TokenResponse => "a token response",
            Carrier::Json => "JSON",
            Carrier::Url => "a URL",
            Carrier::Cookie => "a cookie",
            Carrier::Har => "a HAR file",
            Carrier::Jwe => "an encrypted token",
            Carrier::Text => "text",
        }
    }
}

/// The scheme a token was sent with (RFC 6750 §2.1, RFC 9449 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Bearer`
    Bearer,
    /// `DPoP`
    Dpop,
}

/// Something that was undone so that the token could be read. Rules turn these into findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// A scheme or header name before the token was left out.
    Scheme,
    /// The scheme stood there twice.
    DoubledScheme,
    /// White space inside the token was left out.
    Whitespace,
    /// Quotes around the token were left out.
    Quotes,
    /// Percent-encoding was decoded.
    PercentEncoding,
    /// It stood in pieces, escaped or encoded, as is right where it stood.
    Rewritten,
    /// All of it was in base64 once more.
    Base64,
    /// Not a repair but damage: an ellipsis or `[truncated]` says that something was cut out here.
    Ellipsis,
}

/// A repair and its first place in the pasted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What was undone.
    pub kind: RepairKind,
    /// Where.
    pub span: Span,
}

/// Which bytes of the pasted text the bytes of a cleaned text came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Offset in the cleaned text, offset in the input, bytes of input that each cleaned byte stands for (1, or 3
    /// where percent-encoding was decoded). In order; each runs to the next.
    runs: Vec<(usize, usize, usize)>,
}

impl SourceMap {
    /// A text that stands in the input at `start` as it is.
    pub fn identity(start: usize) -> Self {
        Self {
            runs: vec![(0, start, 1)],
        }
    }

    /// A text that does not stand in the input: all of it is at `start`.
    pub fn all_at(start: usize) -> Self {
        Self {
            runs: vec![(0, start, 0)],
        }
    }

    /// From cleaned offset `clean` on, bytes come from input offset `input` on, `width` bytes of input for each.
    /// To be called in ascending order of `clean`.
    pub fn push(&mut self, clean: usize, input: usize, width: usize) {
        let continues = self
            .runs
            .last()
            .is_some_and(|&(from, at, step)| step == width && at + (clean - from) * step == input);
        if !continues {
            if self.runs.last().is_some_and(|last| last.0 == clean) {
                self.runs.pop();
            }
            self.runs.push((clean, input, width));
        }
    }

    /// The range of the input that a range of the cleaned text came from.
    pub fn to_input(&self, span: Span) -> Span {
        let start = self.offset(span.start);
        if span.is_empty() {
            return Span::at(start);
        }
        let last = self.run(span.end - 1);
        Span::new(start, self.offset(span.end - 1) + last.2)
    }

    /// Where the text first stands otherwise in the input.
    fn change(&self) -> Option<Span> {
        let [first, next, ..] = *self.runs.as_slice() else {
            return None;
        };
        let end = first.1 + (next.0 - first.0) * first.2;
        Some(Span::new(end, next.1.max(end + next.2)))
    }

    fn run(&self, clean: usize) -> (usize, usize, usize) {
        let after = self.runs.partition_point(|run| run.0 <= clean);
        self.runs
            .get(after.saturating_sub(1))
            .copied()
            .unwrap_or((0, 0, 1))
    }

    fn offset(&self, clean: usize) -> usize {
        let (from, input, width) = self.run(clean);
        input + (clean - from) * width
    }
}

/// A stretch of the pasted text that is meant as a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it stands in the pasted text.
    pub span: Span,
    /// The token itself: repairs done, nothing else changed.
    pub text: String,
    /// Where the bytes of `text` stand in the pasted text.
    pub map: SourceMap,
    /// What it was found in.
    pub carrier: Carrier,
    /// The name it was found under: `access_token`, `id_token`, `refresh_token`, `code`, a header or cookie name.
    pub name: Option<String>,
    /// The scheme it was sent with.
    pub scheme: Option<Scheme>,
    /// What was undone.
    pub repairs: Vec<Repair>,
}

impl Candidate {
    /// A candidate that stands in the input as it is.
    pub fn verbatim(input: &str, span: Span, carrier: Carrier) -> Self {
        Self {
            span,
            text: span.of(input).to_owned(),
            map: SourceMap::identity(span.start),
            carrier,
            name: None,
            scheme: None,
            repairs: Vec::new(),
        }
    }

    /// The place it was found in, by the name it usually has: `accesstoken` for what is sent to an API, `dpop` for what
    /// is in the header of this name.
    pub fn slot(&self) -> String {
        match self.carrier {
            Carrier::DpopHeader => "dpop".to_owned(),
            _ if self.scheme.is_some() => "accesstoken".to_owned(),
            // Those that matter are short.
            _ => match self.name.as_deref() {
                Some(name) if name.len() <= 32 => names::plain(name),
                _ => String::new(),
            },
        }
    }
}

/// What a server or library said, found in the pasted text, and what the envelope it came in says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorText {
    /// The code as its speaker writes it: `AADSTS90016`, `IDX10223`, `IDW10201`, an OAuth `error` value, or a phrase.
    pub code: String,
    /// Where it stands.
    pub span: Span,
    /// The OAuth `error` value beside it.
    pub oauth_error: Option<String>,
    /// Where the text for people stands: `error_description` or the rest of the line.
    pub description: Option<Span>,
    /// The correlation ID, by which the sign-in log and support find the event.
    pub correlation_id: Option<String>,
    /// The trace ID.
    pub trace_id: Option<String>,
    /// The time as the server wrote it.
    pub timestamp: Option<String>,
    /// The one claim that it says the token lacks.
    pub claim: Option<String>,
    /// What it tells about the value of a claim.
    pub told: Option<Told>,
}

/// A fact about the paste as a whole that a rule turns into a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The JSON response of a token endpoint (RFC 6749 §5.1).
    TokenResponse(Span),
    /// An error response (RFC 6749 §5.2) or the text of an error.
    ErrorResponse(Span),
    /// Tokens in the query or fragment of a URL.
    Url(Span),
    /// A claims challenge: where it stands, and the JSON it asks for.
    ClaimsChallenge(Span, String),
    /// A live secret of this vendor or kind that is no JWT.
    VendorKey(Span, &'static str),
    /// A SAML assertion or response.
    Saml(Span),
    /// A key: what kind of text it is (`JWK`, `JWK Set`, `public key`, `private key`, `shared secret`, `certificate`).
    Key(Span, &'static str),
}

impl Note {
    /// What a key is called that only its holder may have.
    pub const PRIVATE_KEY: &str = "private key";
    /// What a key is called that its holders share.
    pub const SHARED_SECRET: &str = "shared secret";

    /// What kind of secret it is, and where.
    pub fn secret(&self) -> Option<(Span, &'static str)> {
        match self {
            Note::VendorKey(span, name)
            | Note::Key(span, name @ (Self::PRIVATE_KEY | Self::SHARED_SECRET)) => {
                Some((*span, name))
            }
            _ => None,
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Note::TokenResponse(span)
            | Note::ErrorResponse(span)
            | Note::Url(span)
            | Note::ClaimsChallenge(span, _)
            | Note::VendorKey(span, _)
            | Note::Saml(span)
            | Note::Key(span, _) => *span,
        }
    }
}

/// A parameter of a request that was pasted with the token (a `curl` command, a form body, a URL).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name: `grant_type`, `client_id`, `scope`, `requested_token_use`, …; `tenant` for the tenant segment of an
    /// Entra endpoint's path, `endpoint` for the URL without its query.
    pub name: String,
    /// Its value, decoded.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// Everything found in the pasted text.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// In order of appearance.
    pub candidates: Vec<Candidate>,
    /// In order of appearance, each code once.
    pub errors: Vec<ErrorText>,
    /// In order of appearance.
    pub notes: Vec<Note>,
    /// In order of appearance. Never holds a token or a secret.
    pub parameters: Vec<Parameter>,
}

impl Extraction {
    /// The value of a parameter of the request.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self
            .parameters
            .iter()
            .find(|parameter| parameter.name == name);
        found.map(|parameter| parameter.value.as_str())
    }
}

/// Finds tokens and errors in pasted text. Linear in its length.
pub fn extract(text: &str) -> Extraction {
    let mut finder = Finder {
        input: text,
        out: Extraction::default(),
        attempts: 16,
        challenges: 16,
        layers: 16,
    };
    let trimmed = text.trim_matches(clean::is_blank);
    if trimmed.is_empty() {
        return finder.out;
    }
    if crate::token::is_unencoded(trimmed) {
        // What is written out in it is not to be taken apart.
        let start = text.len() - text.trim_start_matches(clean::is_blank).len();
        let span = Span::new(start, start + trimmed.len());
        let candidate = Candidate::verbatim(text, span, Carrier::Bare);
        finder.out.candidates.push(candidate);
        return finder.out;
    }
    let mut view = View::whole(text);
    // What starts as a token and is made of nothing else needs no second look.
    let is_bare =
        shape::starts_object(trimmed.as_bytes()) && clean::run(trimmed, false) == trimmed.len();
    // JSON with quotes of its own means references as they stand.
    let is_json = text.trim_start().starts_with(['{', '[']) && text.contains('"');
    let has = |marks: &[&str]| !is_bare && marks.iter().any(|mark| text.contains(mark));
    let is_escaped = has(&["&quot;", "&#", "&amp;", "&lt;"]);
    if is_escaped && !is_json {
        view = view.entities_decoded();
    }
    // Some ways of copying lose the escape character itself.
    if has(&["\u{1b}[", "[0m", "[39m"]) {
        view = view.colours_left_out();
    }
    if has(&["</span>"]) {
        view = view.spans_left_out();
    }
    if has(&["=3D"]) && has(&["=\n", "=\r\n"]) {
        view = view.quoted_printable_decoded();
    }
    if has(&[view::FIRST_CHUNK]) {
        view = view.chunks_joined();
    }
    // A text without structure has nothing to find in it: it is the token, whatever it looks like.
    let has_structure = || {
        trimmed.contains(|c: char| {
            c.is_whitespace() || clean::is_quote(c) || "=:&/<{[(?#%\\,;+|".contains(c)
        }) || shape::is_glued(trimmed)
    };
    if let Some(inner) = set_off(&view.text) {
        view = view.part(inner);
    }
    if !finder.blob(&view, None, Carrier::Bare) && has_structure() {
        let setting = Setting {
            carrier: Carrier::Text,
            name: None,
            depth: 0,
        };
        finder.look(&view, setting);
    }
    finder.sort();
    errors::find(text, &mut finder.out);
    // In a request the claims are what the client asks for.
    let is_sent = |name| finder.out.parameter(name).is_some();
    if finder.out.errors.is_empty() && (is_sent("grant_type") || is_sent("response_type")) {
        let notes = &mut finder.out.notes;
        notes.retain(|note| !matches!(note, Note::ClaimsChallenge(..)));
    }
    let is_other = |note: &Note| !matches!(note, Note::Url(_) | Note::VendorKey(..));
    let out = &finder.out;
    if out.candidates.is_empty() && out.errors.is_empty() && !out.notes.iter().any(is_other) {
        finder.whole(&view, None, Carrier::Bare);
    }
    for candidate in &mut finder.out.candidates {
        note_rest(text, candidate);
    }
    finder.out
}

/// Notes what was undone without a word: that a token stands there otherwise than it is, and what clings to it.
fn note_rest(input: &str, candidate: &mut Candidate) {
    let Span { start, end } = candidate.span;
    let repairs = &mut candidate.repairs;
    let is_told = |repair: &Repair| {
        use RepairKind::{Base64, PercentEncoding, Whitespace};
        matches!(repair.kind, Base64 | PercentEncoding | Whitespace)
    };
    // These carriers are read so by whatever takes tokens from them, and JSON is written in many ways.
    let is_usual = matches!(
        candidate.carrier,
        Carrier::Url | Carrier::Cookie | Carrier::Har
    ) || candidate.text.starts_with('{');
    let change = candidate.map.change();
    let change = change.filter(|_| !is_usual && !repairs.iter().any(is_told));
    let mut note = |kind, start, end| {
        if repairs.iter().all(|repair| repair.kind != kind) {
            let span = Span::new(start, end);
            repairs.push(Repair { kind, span });
        }
    };
    if let Some(change) = change {
        note(RepairKind::Rewritten, change.start, change.end);
    }
    let (before, after) = (&input[..start], &input[end..]);
    let is_hidden = |c: char| clean::is_blank(c) && !c.is_whitespace();
    match before.char_indices().next_back() {
        // The first of all marks the order of bytes in a file.
        None | Some((0, '\u{FEFF}')) => {}
        Some((at, c)) => {
            if is_hidden(c) {
                note(RepairKind::Whitespace, at, start);
            }
        }
    }
    // A string that holds nothing else; lines of a log end so.
    let is_alone = before
        .strip_suffix("Bearer ")
        .unwrap_or(before)
        .ends_with('"');
    let is_value = candidate.scheme.is_some() || names::may_be_token(candidate.name.as_deref());
    let mut next = after.chars();
    match next.next() {
        Some(c) if is_hidden(c) => note(RepairKind::Whitespace, end, end + c.len_utf8()),
        Some(c) if clean::is_quote(c) && !c.is_ascii() && !next.as_str().starts_with("s ") => {
            note(RepairKind::Quotes, end, end + c.len_utf8());
        }
        Some('\\') if is_alone && is_value && after.starts_with("\\n\"") => {
            note(RepairKind::Whitespace, end, end + 2);
        }
        _ => {}
    }
}

/// What stands between the marks of a token that is set off as a whole, as in Markdown: `**eyJ…**`, `|eyJ…|`, or after
/// one that says that something was left out before it.
fn set_off(text: &str) -> Option<Span> {
    let outer = text.trim_matches(clean::is_blank);
    let (inner, is_set_off) = match clean::cut_mark(outer) {
        Some(length) => (&outer[length..], true),
        None => {
            let mark = outer.chars().next().filter(|c| "*_|~".contains(*c))?;
            (outer.trim_matches(mark), outer.ends_with(mark))
        }
    };
    let is_set_off = is_set_off && shape::starts_object(inner.as_bytes());
    let start = text.find(inner)?;
    is_set_off.then(|| Span::new(start, start + inner.len()))
}

/// Collects what is found.
struct Finder<'a> {
    input: &'a str,
    out: Extraction,
    /// How many more times an object inside a text is looked for: each may cost a walk over the rest of it.
    attempts: u8,
    /// How many more times a challenge is decoded.
    challenges: u8,
    /// How many more times something in base64 is looked into.
    layers: u8,
}

impl Finder<'_> {
    /// Adds a candidate that begins at `start` of `from`.
    fn emit(&mut self, from: &View, cleaned: Cleaned, start: usize, found: Found) {
        let Cleaned { view, repairs, end } = cleaned;
        let mut all = repairs;
        all.extend(found.repairs);
        order::sort(&mut all, |one, other| one.span.cmp(&other.span));
        let span = from.map.to_input(Span::new(start, end));
        self.add(view, span, found.name, found.scheme, found.carrier, all);
    }

    /// Adds a candidate that is the whole of `view`, as it stands.
    fn verbatim(&mut self, view: View, name: Option<&str>, carrier: Carrier) {
        let span = view.map.to_input(Span::new(0, view.text.len()));
        self.add(
            view,
            span,
            name.map(str::to_owned),
            None,
            carrier,
            Vec::new(),
        );
    }

    fn add(
        &mut self,
        view: View,
        span: Span,
        name: Option<String>,
        scheme: Option<Scheme>,
        carrier: Carrier,
        repairs: Vec<Repair>,
    ) {
        if view.text.is_empty() {
            return;
        }
        let before = self.out.candidates.len();
        if self.wrapped(&view, name.as_deref(), carrier) {
            let repair = Repair {
                kind: RepairKind::Base64,
                span,
            };
            for candidate in self.out.candidates.iter_mut().skip(before) {
                candidate.scheme = candidate.scheme.or(scheme);
                candidate.repairs.extend(repairs.iter().copied());
                // In a HAR file that is how bodies are kept.
                if carrier != Carrier::Har {
                    candidate.repairs.push(repair);
                }
            }
            return;
        }
        // Parameters in base64, such as `client_info`, are no tokens cut off.
        let is_inside = matches!(
            carrier,
            Carrier::Json | Carrier::TokenResponse | Carrier::Har
        );
        if is_inside
            && repairs.is_empty()
            && !names::may_be_token(name.as_deref())
            && shape::starts_object(view.text.as_bytes())
            && !view.text.contains('.')
        {
            return;
        }
        match shape::start(&view.text, view.text.len()) {
            Some(shape::Start::Opaque(secret)) if !secret.is_empty() => {
                self.out.notes.push(Note::VendorKey(span, secret));
            }
            Some(shape::Start::Xml) if scan::is_saml(&view.text) => self.note_saml(span),
            _ => {}
        }
        self.out.candidates.push(Candidate {
            span,
            text: view.text,
            map: view.map,
            carrier,
            name,
            scheme,
            repairs,
        });
    }

    /// Looks for tokens and keys in what is in base64 as a whole: a value of a Kubernetes Secret, a body in a HAR file.
    fn wrapped(&mut self, view: &View, name: Option<&str>, carrier: Carrier) -> bool {
        const LONGEST: usize = 1 << 20;
        let text = &view.text;
        // `ey`, `Bearer`, `bearer`, `-----BEGIN`, and `{`.
        let is_wrapped = ["ZXlK", "ZXlB", "QmVhcmVy", "YmVhcmVy", "LS0tLS1CRUdJTi"]
            .iter()
            .any(|start| text.starts_with(start))
            || shape::starts_object(text.as_bytes())
            // `:ey`, as in the password of Basic credentials.
            || ["OmV5S", "pleUo", "6ZXlK"].iter().any(|start| {
                let most = text.len().min(512);
                text.get(..most).is_some_and(|text| text.contains(start))
            });
        if !is_wrapped || text.contains('.') || text.len() > LONGEST || self.layers == 0 {
            return false;
        }
        let Some(inner) = view.base64_decoded() else {
            return false;
        };
        self.layers -= 1;
        let out = &self.out;
        let before = (out.candidates.len(), out.notes.len(), out.parameters.len());
        if !self.blob(&inner, name, carrier) {
            let setting = Setting {
                carrier,
                name,
                depth: 1,
            };
            self.look(&inner, setting);
        }
        let is_found = self.out.candidates.len() > before.0;
        let is_key =
            !is_found && (inner.text.starts_with("-----BEGIN") || json::is_key(&inner.text));
        if !is_found && !is_key {
            self.out.notes.truncate(before.1);
            self.out.parameters.truncate(before.2);
        }
        is_found || is_key
    }

    fn saml(&mut self, view: &View, span: Span) {
        self.note_saml(view.map.to_input(span));
    }

    fn note_saml(&mut self, span: Span) {
        let note = Note::Saml(span);
        if !self
            .out
            .notes
            .iter()
            .rev()
            .take(4)
            .any(|other| *other == note)
        {
            self.out.notes.push(note);
        }
    }

    /// Brings everything into the order of appearance, and keeps each text once, under the name that says most.
    fn sort(&mut self) {
        let candidates = &mut self.out.candidates;
        order::sort(candidates, |one, other| one.span.cmp(&other.span));
        let text = |at: usize| candidates.get(at).map(|candidate| &candidate.text);
        let is_token =
            |name: &Option<String>| name.as_deref().map(names::rank) == Some(names::Rank::Token);
        let order = order::order(candidates.len(), &mut |one, other| {
            text(one).cmp(&text(other))
        });
        let mut is_first = vec![true; candidates.len()];
        for pair in order.windows(2).rev() {
            if let [before, at] = *pair {
                // One that is sent as its own proof is wrong there.
                let key = |at: usize| {
                    (
                        &candidates[at].text,
                        candidates[at].carrier == Carrier::DpopHeader,
                    )
                };
                is_first[at] = key(before) != key(at);
                let name = &candidates[at].name;
                let own = &candidates[before].name;
                if !is_first[at] && (own.is_none() || is_token(name) && !is_token(own)) {
                    candidates[before].name = name.clone();
                }
            }
        }
        let mut kept = is_first.into_iter();
        candidates.retain(|_| kept.next().unwrap_or(true));
        order::sort(&mut self.out.parameters, |one, other| {
            one.span.cmp(&other.span)
        });
        order::sort(&mut self.out.notes, |one, other| {
            one.span().cmp(&other.span())
        });
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod map_tests {
    use super::*;

    #[test]
    fn a_cleaned_text_knows_where_it_came_from() {
        // Input `ab\ncd%2Eef`, cleaned `abcd.ef`.
        let mut map = SourceMap::identity(0);
        map.push(2, 3, 1);
        map.push(4, 5, 3);
        map.push(5, 8, 1);
        assert_eq!(map.to_input(Span::new(0, 2)), Span::new(0, 2));
        assert_eq!(map.to_input(Span::new(1, 3)), Span::new(1, 4));
        assert_eq!(map.to_input(Span::new(4, 5)), Span::new(5, 8));
        assert_eq!(map.to_input(Span::new(4, 7)), Span::new(5, 10));
        assert_eq!(map.to_input(Span::at(5)), Span::at(8));
    }
}

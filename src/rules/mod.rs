//! Token, profile, expectations and time → [`Finding`]s. One folder per guide chapter, one file per rule.

use crate::expect::Expectations;
use crate::extract::Extraction;
use crate::guide::{self, Section};
use crate::order;
use crate::place::{Part, Place};
use crate::profile::issuer::Issuer;
use crate::profile::{Family, Profile, Recognition};
use crate::time::Timestamp;
use crate::token::disclosures::Disclosures;
use crate::token::json::{Value, escape_pointer, unescape_pointer};
use crate::token::{Fault, FaultKind, Form, Segment, Token};
use crate::verify::State;
use std::cmp::Reverse;
use std::fmt::Display;

/// What a strict receiver would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing: it explains something.
    Info,
    /// Some receivers refuse, or there is a risk.
    Warning,
    /// Refuse.
    Error,
}

impl Severity {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Who can put it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixer {
    /// Whoever sends the token: the client's developer, or the one who copied it.
    Caller,
    /// The owner of the app registration at the issuer.
    AppRegistration,
    /// The owner of the API that receives the token.
    Api,
    /// Whoever runs the issuer.
    Issuer,
    /// Whoever sets the clocks.
    Clock,
    /// There is nothing to put right.
    Nobody,
}

impl Fixer {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Fixer::Caller => "caller",
            Fixer::AppRegistration => "app-registration",
            Fixer::Api => "receiving-api",
            Fixer::Issuer => "issuer",
            Fixer::Clock => "clock",
            Fixer::Nobody => "nobody",
        }
    }

    /// What people call them, for `Who can fix it: …`; empty for nobody.
    pub fn label(self) -> &'static str {
        match self {
            Fixer::Caller => "the caller",
            Fixer::AppRegistration => "the owner of the app registration",
            Fixer::Api => "the owner of the receiving API",
            Fixer::Issuer => "the issuer",
            Fixer::Clock => "whoever sets the clocks",
            Fixer::Nobody => "",
        }
    }
}

/// Which tokens a rule looks at. Rules that do not look are listed as not applicable.
#[derive(Clone, Copy)]
pub enum Applies {
    /// Once for the pasted text, whatever is in it. Its findings go with the first token.
    Input,
    /// Every token.
    Token,
    /// Tokens of these forms.
    Forms(&'static [Form]),
    /// Tokens whose JOSE header is a complete JSON object.
    Header,
    /// Tokens whose payload is a complete JSON object.
    Claims,
    /// The same, of these families.
    Families(&'static [Family]),
    /// The same, of these profiles, by id. An id that ends in `-` stands for all that start with it.
    Profiles(&'static [&'static str]),
}

impl Applies {
    fn to(self, subject: &Subject) -> bool {
        let claims = || subject.claims().is_some();
        match self {
            Applies::Input => subject.at == 0,
            Applies::Token => true,
            Applies::Forms(forms) => forms.contains(&subject.token.form),
            Applies::Header => subject.header().is_some(),
            Applies::Claims => claims(),
            Applies::Families(families) => {
                families.contains(&subject.profile.profile.family) && claims()
            }
            Applies::Profiles(ids) => subject.is_any(ids) && claims(),
        }
    }
}

/// Something to look for in a token.
pub struct Rule {
    /// Kebab-case, as in the name of its file; names what is found; never changes.
    pub id: &'static str,
    /// The gravest severity its findings have.
    pub severity: Severity,
    /// A statement about the token, without a full stop.
    pub title: &'static str,
    /// Which tokens it looks at.
    pub applies: Applies,
    /// The section of the guide that says why, what to do and who does it.
    pub guide: Section,
    /// What it rests on, with `; ` between them: `RFC 7519 §4.1.4`, or the name of a vendor page.
    pub sources: &'static str,
    /// Looks, and reports what it finds. Finding nothing means quiet.
    pub check: fn(&Subject<'_>, &mut Sink<'_>),
}

impl Rule {
    /// Whether it is about how people handle the token, not about what a receiver makes of it.
    pub fn is_about_handling(&self) -> bool {
        [guide::SAFE_HANDLING, guide::PRIVACY, guide::REFRESH_TOKENS].contains(&self.guide)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// A token of the paste as every rule may look at it, also where it looks at another.
pub struct Sibling {
    /// The token.
    pub token: Token,
    /// What it is by itself, whatever kind the user chose.
    pub found: Recognition,
}

/// What a rule looks at.
pub struct Subject<'a> {
    /// The text as pasted.
    pub text: &'a str,
    /// Everything found in it.
    pub extraction: &'a Extraction,
    /// The token.
    pub token: &'a Token,
    /// Its JOSE header where that is a complete JSON object.
    pub(crate) header: Option<Value<'a>>,
    /// Its Claims Set where the payload is a complete JSON object.
    pub(crate) claims: Option<Value<'a>>,
    /// Its disclosures, where it is an SD-JWT.
    pub(crate) disclosures: Option<&'a Disclosures<'a>>,
    /// The Claims Set with what they disclose.
    pub(crate) unfolded: Option<Value<'a>>,
    /// Whose issuer its `iss` is.
    pub issuer: Issuer<'a>,
    /// What kind of token it is taken for.
    pub profile: &'a Recognition,
    /// What the receiver expects.
    pub expect: &'a Expectations,
    /// The moment to check at.
    pub now: Timestamp,
    /// Every token in the pasted text, this one included.
    pub siblings: &'a [Sibling],
    /// Which of them it is.
    pub at: usize,
    /// What was found out with keys: a state for each of its signatures, nothing where no key was given.
    pub states: &'a [State],
    /// The state of its key-binding JWT, where that was looked at.
    pub binding: Option<&'a State>,
}

impl<'a> Subject<'a> {
    /// A token by itself: taken for what it is, alone, without keys and disclosures.
    pub fn of(
        text: &'a str,
        extraction: &'a Extraction,
        own: &'a Sibling,
        expect: &'a Expectations,
        now: Timestamp,
    ) -> Self {
        let (token, claims) = (&own.token, own.token.claims());
        Self {
            text,
            extraction,
            token,
            header: token.header(),
            claims,
            disclosures: None,
            unfolded: None,
            issuer: Issuer::in_claims(claims),
            profile: &own.found,
            expect,
            now,
            siblings: std::slice::from_ref(own),
            at: 0,
            states: &[],
            binding: None,
        }
    }

    /// The JOSE header where it is a complete JSON object.
    pub fn header(&self) -> Option<Value<'a>> {
        self.header
    }

    /// The Claims Set where the payload is a complete JSON object.
    pub fn claims(&self) -> Option<Value<'a>> {
        self.claims
    }

    /// A header parameter, of the protected header or else of an unprotected one.
    pub fn param(&self, name: &str) -> Option<Value<'a>> {
        let own = self.header.and_then(|header| header.get(name));
        own.or_else(|| Some(self.unprotected_param(name)?.1))
    }

    /// A parameter in an unprotected header, and the segment that is in.
    fn unprotected_param(&self, name: &str) -> Option<(&'a Segment, Value<'a>)> {
        let segments = self.token.segments.iter();
        segments
            .filter(|segment| segment.part == Part::UnprotectedHeader)
            .find_map(|segment| Some((segment, segment.json()?.object()?.get(name)?)))
    }

    /// Every header parameter once: what [`Subject::param`] has for it.
    pub fn params(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        let unprotected = self.token.segments.iter();
        let unprotected = unprotected
            .filter(|segment| segment.part == Part::UnprotectedHeader)
            .filter_map(|segment| segment.json()?.object());
        let headers = self
            .token
            .object(Part::Header)
            .into_iter()
            .chain(unprotected);
        headers
            .flat_map(Value::members)
            .map(|member| (member.name(), member.value()))
            .filter(|(name, value)| self.param(name) == Some(*value))
    }

    /// A header parameter that is a string.
    pub fn param_str(&self, name: &str) -> Option<&'a str> {
        self.param(name)?.as_str()
    }

    /// A claim, disclosed ones included: [`Subject::claim_place`] says where it stands.
    pub fn claim(&self, name: &str) -> Option<Value<'a>> {
        self.unfolded.or(self.claims)?.get(name)
    }

    /// The claims of the key-binding JWT: what a verifier compares with what it asked for.
    pub fn binding_claims(&self) -> Option<Value<'a>> {
        self.token.object(Part::KeyBindingPayload)
    }

    /// A claim that is a string.
    pub fn claim_str(&self, name: &str) -> Option<&'a str> {
        self.claim(name)?.as_str()
    }

    /// A NumericDate claim in whole seconds, rounded down; `None` where it is no number or out of range.
    pub fn claim_time(&self, name: &str) -> Option<Timestamp> {
        self.claim(name)?.seconds()
    }

    /// Where a header parameter stands, name and value; the whole header without it.
    pub fn param_place(&self, name: &str) -> Place {
        let protected = self.token.object(Part::Header);
        let is_protected = protected.is_some_and(|header| header.get(name).is_some());
        let found = self.unprotected_param(name).filter(|_| !is_protected);
        let part = match (found, self.token.segment(Part::Header)) {
            (None, Some(_)) => Part::Header,
            _ => Part::UnprotectedHeader,
        };
        match (found, self.token.segment(part)) {
            (Some((found, _)), Some(first)) if !std::ptr::eq(found, first) => {
                self.token.place_of(found)
            }
            _ => member_place(part, self.token.object(part), name),
        }
    }

    /// Where a claim stands, name and value, or the disclosure that it is in; the whole payload without it.
    pub fn claim_place(&self, name: &str) -> Place {
        let mut disclosed = self.disclosures.into_iter().flat_map(Disclosures::claims);
        match disclosed.find(|one| one.name.as_deref() == Some(name)) {
            Some(disclosure) => disclosure.place,
            None => member_place(Part::Payload, self.claims(), name),
        }
    }

    /// Whether it is of one of these profiles; an id that ends in `-` stands for all that start with it.
    pub fn is_any(&self, ids: &[&str]) -> bool {
        let own = self.profile.profile.id;
        ids.iter().any(|id| {
            if id.ends_with('-') {
                own.starts_with(id)
            } else {
                own == *id
            }
        })
    }

    /// What kind of token it is taken for.
    pub fn kind(&self) -> &'static Profile {
        self.profile.profile
    }

    /// Its faults of the kinds that belong to `rule`.
    pub fn faults(&self, rule: &'static Rule) -> impl Iterator<Item = &'a Fault> {
        self.token
            .faults
            .iter()
            .filter(move |fault| claimant(fault) == rule)
    }
}

fn member_place(part: Part, object: Option<Value>, name: &str) -> Place {
    let span = match object.and_then(|object| object.member(name)) {
        Some(member) => member.span(),
        None => object.map(Value::span).unwrap_or_default(),
    };
    Place::new(part, span)
}

/// One occurrence of what a rule looks for.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How grave it is here; never graver than the rule.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// The JSON pointer (RFC 6901) within the part, where it is about a value.
    pub pointer: Option<String>,
    /// What is wrong with this token. Its first sentence can stand alone.
    pub message: String,
    /// The value that was found, where one was.
    pub found: Option<String>,
    /// The value that was expected, where one was.
    pub expected: Option<String>,
    /// Who can put it right.
    pub fixer: Fixer,
}

impl Finding {
    /// The member of its part that it is about.
    pub fn member(&self) -> Option<String> {
        let pointer = self.pointer.as_deref()?.strip_prefix('/')?;
        Some(unescape_pointer(pointer.split('/').next()?))
    }

    /// The claim that it is about.
    pub fn claim(&self) -> Option<String> {
        self.member().filter(|_| self.place.part == Part::Payload)
    }

    /// The first sentence of the message, and the rest. Backticks are not looked into.
    pub fn sentences(&self) -> (&str, &str) {
        let mut quoted = false;
        let mut previous = ' ';
        for (at, character) in self.message.char_indices() {
            match character {
                '`' => quoted = !quoted,
                ' ' if !quoted && matches!(previous, '.' | '?') => {
                    return (&self.message[..at], &self.message[at + 1..]);
                }
                _ => {}
            }
            previous = character;
        }
        (&self.message, "")
    }
}

/// Takes what a rule finds.
pub struct Sink<'a> {
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
    is_quiet: bool,
    does_apply: bool,
}

impl Sink<'_> {
    /// Reports a finding: finish it with [`Draft`]'s methods and [`Draft::say`].
    #[inline(never)]
    pub fn at(&mut self, place: Place) -> Draft<'_> {
        self.is_quiet = false;
        Draft {
            finding: self.findings.push_mut(Finding {
                rule: self.rule,
                severity: self.rule.severity,
                place,
                pointer: None,
                message: String::new(),
                found: None,
                expected: None,
                fixer: Fixer::Nobody,
            }),
        }
    }

    /// Reports a finding about a claim, or about its absence.
    #[inline(never)]
    pub fn claim(&mut self, subject: &Subject, name: &str) -> Draft<'_> {
        self.member(subject.claim_place(name), name, subject.claim(name))
    }

    /// Reports a finding about a claim of the key-binding JWT, or about its absence.
    pub fn binding_claim(&mut self, subject: &Subject, name: &str) -> Draft<'_> {
        let claims = subject.binding_claims();
        let value = claims.and_then(|claims| claims.get(name));
        self.member(
            member_place(Part::KeyBindingPayload, claims, name),
            name,
            value,
        )
    }

    /// Reports a finding about a header parameter, or about its absence.
    #[inline(never)]
    pub fn param(&mut self, subject: &Subject, name: &str) -> Draft<'_> {
        self.member(subject.param_place(name), name, subject.param(name))
    }

    fn member(&mut self, place: Place, name: &str, value: Option<Value>) -> Draft<'_> {
        let draft = self.at(place);
        draft.finding.pointer = Some(format!("/{}", escape_pointer(name)));
        draft.finding.found = value.map(|value| value.to_text().to_owned());
        draft
    }

    /// Says that the rule has nothing to compare with here: it then counts as not applicable, not as quiet.
    pub fn does_not_apply(&mut self) {
        self.does_apply = false;
    }
}

/// A finding in the making.
///
/// Its methods are called from hundreds of places: they stay functions, and hand on nothing but a pointer.
#[must_use = "a finding says something"]
pub struct Draft<'a> {
    finding: &'a mut Finding,
}

impl Draft<'_> {
    /// Less grave than the rule in general.
    #[inline(never)]
    pub fn severity(self, severity: Severity) -> Self {
        debug_assert!(
            severity <= self.finding.rule.severity,
            "{:?}",
            self.finding.rule
        );
        self.finding.severity = severity.min(self.finding.rule.severity);
        self
    }

    /// The JSON pointer of what it is about.
    #[inline(never)]
    pub fn pointer(self, pointer: impl Into<String>) -> Self {
        self.finding.pointer = Some(pointer.into());
        self
    }

    /// The value that was found.
    #[inline(never)]
    pub fn found(self, found: impl Into<String>) -> Self {
        self.finding.found = Some(found.into());
        self
    }

    /// The value that was expected.
    #[inline(never)]
    pub fn expected(self, expected: impl Into<String>) -> Self {
        self.finding.expected = Some(expected.into());
        self
    }

    /// Who can put it right.
    #[inline(never)]
    pub fn fixer(self, fixer: Fixer) -> Self {
        self.finding.fixer = fixer;
        self
    }

    /// What is wrong with this token: a short first sentence that stands alone, then what it means. Values of the
    /// token go through [`crate::text::quote`].
    #[inline(never)]
    pub fn say(self, message: impl Display) {
        let mut message = message.to_string();
        // It may begin with what a value is: "an empty string".
        if let Some(first) = message.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        self.finding.message = message;
    }
}

/// What the rules said about a token.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Gravest first; of the same gravity what it all follows from, then in the order of [`CHAPTERS`].
    pub findings: Vec<Finding>,
    /// Rules that looked and found nothing.
    pub quiet: Vec<&'static Rule>,
    /// Rules that had nothing to look at.
    pub not_applicable: Vec<&'static Rule>,
}

/// Runs every rule.
pub fn check(subject: &Subject) -> Checked {
    check_with(subject, all())
}

/// Has these rules look at a token, and puts their findings in order.
pub fn check_with(subject: &Subject, rules: impl Iterator<Item = &'static Rule>) -> Checked {
    let mut checked = Checked::default();
    // Most rules find nothing.
    checked
        .quiet
        .reserve(CHAPTERS.iter().map(|chapter| chapter.len()).sum());
    for rule in rules {
        if !rule.applies.to(subject) {
            checked.not_applicable.push(rule);
            continue;
        }
        let mut sink = Sink {
            rule,
            findings: &mut checked.findings,
            is_quiet: true,
            does_apply: true,
        };
        (rule.check)(subject, &mut sink);
        match (sink.is_quiet, sink.does_apply) {
            (true, true) => checked.quiet.push(rule),
            (true, false) => checked.not_applicable.push(rule),
            (false, _) => {}
        }
    }
    if flow::is_built_by_client(subject) {
        let findings = checked.findings.iter_mut();
        let blamed = findings.filter(|finding| finding.fixer == Fixer::Issuer);
        blamed.for_each(|finding| finding.fixer = Fixer::Caller);
    }
    // What to put right stands before how to handle the token.
    let rank = |finding: &Finding| {
        (
            Reverse(finding.severity),
            place_among_leading(finding),
            finding.rule.is_about_handling(),
        )
    };
    order::sort(&mut checked.findings, |one, other| {
        rank(one).cmp(&rank(other))
    });
    checked
}

/// Findings that say it is another kind of thing than was meant: everything else follows from them.
static LEADING: [&Rule; 9] = [
    &flow::refresh_token_pasted::RULE,
    &structure::opaque_not_a_jwt::RULE,
    &flow::id_token_used_as_access_token::RULE,
    &flow::access_token_used_as_id_token::RULE,
    &permission::app_only_where_user_expected::RULE,
    &permission::user_where_app_expected::RULE,
    &identity::aud_microsoft_graph::RULE,
    &identity::aud_other_microsoft_api::RULE,
    &flow::obo_expired::RULE,
];

fn place_among_leading(finding: &Finding) -> usize {
    let place = LEADING.iter().position(|rule| finding.rule == *rule);
    place.unwrap_or(LEADING.len())
}

/// The finding that says what the matter is, where one of them does.
pub fn leading(findings: &[Finding]) -> Option<&Finding> {
    let leading = findings
        .iter()
        .filter(|finding| place_among_leading(finding) < LEADING.len());
    leading.min_by_key(|finding| place_among_leading(finding))
}

/// The rule with this id.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The one rule that speaks about a fault.
pub fn claimant(fault: &Fault) -> &'static Rule {
    let is_header = common::is_header(fault.part);
    match fault.kind {
        FaultKind::SegmentCount(_) => &structure::structure_wrong_segment_count::RULE,
        FaultKind::EmptySegment => &structure::structure_empty_segment::RULE,
        FaultKind::Padding => &structure::base64url_padding::RULE,
        FaultKind::StandardAlphabet => &structure::base64url_standard_alphabet::RULE,
        FaultKind::InvalidCharacter(_) => &structure::base64url_invalid_character::RULE,
        FaultKind::ImpossibleLength => &structure::base64url_impossible_length::RULE,
        FaultKind::TrailingBits => &structure::base64url_noncanonical_bits::RULE,
        FaultKind::NotUtf8 => &structure::segment_not_utf8::RULE,
        FaultKind::ByteOrderMark => &structure::segment_has_bom::RULE,
        FaultKind::NotJson(_) if fault.part == Part::Input => {
            &structure::structure_json_serialization::RULE
        }
        FaultKind::NotString(_) => &structure::structure_json_serialization::RULE,
        FaultKind::FurtherHeader => &structure::header_not_json::RULE,
        FaultKind::NotJson(_) if is_header => &structure::header_not_json::RULE,
        FaultKind::NotJson(_) => &structure::payload_not_json::RULE,
        FaultKind::TrailingData => &structure::json_trailing_data::RULE,
        FaultKind::NotObject(_) if is_header => &structure::header_not_object::RULE,
        FaultKind::NotObject(_) => &structure::payload_not_object::RULE,
        FaultKind::BadDisclosure(_) => &possession::sdjwt_disclosure_invalid::RULE,
        FaultKind::MissingTilde => &possession::sdjwt_missing_final_tilde::RULE,
    }
}

pub mod claims;
pub mod flow;
pub mod identity;
pub mod operation;
pub mod orientation;
pub mod permission;
pub mod policy;
pub mod possession;
pub mod signature;
pub mod structure;
pub mod time;

pub mod near;
pub mod situation;

mod common;
mod opaque;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod healthy;
#[cfg(test)]
pub(crate) mod sample;

/// Every rule, by chapter. The order is that of the page within a severity: what to fix first comes first.
pub static CHAPTERS: &[&[&Rule]] = &[
    orientation::RULES,
    structure::RULES,
    signature::RULES,
    identity::RULES,
    permission::RULES,
    claims::RULES,
    time::RULES,
    flow::RULES,
    possession::RULES,
    policy::RULES,
    operation::RULES,
];

/// Every rule, in the order of [`CHAPTERS`].
pub fn all() -> impl Iterator<Item = &'static Rule> {
    CHAPTERS.iter().flat_map(|chapter| chapter.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_and_titles_tell_rules_apart() {
        let count = all().count();
        let ids: BTreeSet<_> = all().map(|rule| rule.id).collect();
        let titles: BTreeSet<_> = all().map(|rule| rule.title).collect();
        assert_eq!((ids.len(), titles.len()), (count, count));
    }

    #[test]
    fn who_builds_a_token_puts_it_right() {
        let claims = r#"{"iss":"a","sub":"a","jti":1,"htm":"GET","htu":"https://a","exp":"@"}"#;
        for (kind, fixer) in [
            ("rfc9068", Fixer::Issuer),
            ("github-actions", Fixer::Issuer),
            ("client-assertion", Fixer::Caller),
            ("dpop-proof", Fixer::Caller),
            ("jar-request-object", Fixer::Caller),
        ] {
            let body = format!("{{\"alg\":\"none\"}}\n{claims}");
            let (_, report) = fixture::report(&format!("token kind={kind}"), &body);
            for id in ["alg-none", "string-claim-is-number"] {
                let found = report.all_findings().find(|found| found.rule.id == id);
                assert_eq!(found.map(|found| found.fixer), Some(fixer), "{kind} {id}");
            }
        }
    }

    #[test]
    fn what_all_else_follows_from_comes_first() {
        let (_, report) =
            fixture::report("token aud=orders scopes=Orders.Read", &sample::v2_id(""));
        let errors = report.tokens[0]
            .checked
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        let ids: Vec<_> = errors.map(|finding| finding.rule.id).collect();
        assert_eq!(ids, ["id-token-used-as-access-token", "aud-mismatch"]);
        let (_, report) = fixture::report(
            "token aud=11112222-bbbb-3333-cccc-4444dddd5555 iss=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
            &sample::v1_user(r#""aud":"api://11112222-bbbb-3333-cccc-4444dddd5555""#),
        );
        let first = report
            .all_findings()
            .find(|found| found.rule.id != "json-duplicate-key");
        assert_eq!(first.map(|found| found.rule.id), Some("iss-v1-vs-v2"));
    }
}

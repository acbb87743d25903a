//! A report for a ticket: verdict, findings, the ids that support needs, header and claims with personal data masked
//! and the signature gone. As Markdown and as JSON.

use std::borrow::Cow;

use crate::document::{self, Node, array, object};
use crate::order;
use crate::place::Part;
use crate::report::{Report, TokenReport};
use crate::rules::Finding;
use crate::spec::header::PRIVATE_KEY_MEMBERS;
use crate::time;
use crate::token::json::{Json, Kind, Value};

mod ids;
mod scrub;

pub use scrub::MASKED;
use scrub::Scrubber;

/// Claims about a person that the dictionary lists for what else they are, or does not know.
const PERSONAL: &[&str] = &[
    "preferred_username",
    "upn",
    "unique_name",
    "login_hint",
    "username",
    "cognito:username",
    "identities",
    "actor",
    "uid",
    "winaccountname",
    "commonname",
    "nameid",
    "sub_id",
    "_claim_sources",
];

/// Words for what is about a person, as claims of one's own are named: in lower case, without what separates words, in
/// alphabetical order.
const PERSONAL_WORDS: &[&str] = &[
    "address",
    "birthdate",
    "birthday",
    "cellphone",
    "city",
    "clientip",
    "dateofbirth",
    "displayname",
    "dob",
    "email",
    "emailaddress",
    "emails",
    "employeeid",
    "employeenumber",
    "familyname",
    "firstname",
    "fullname",
    "gender",
    "givenname",
    "iban",
    "ip",
    "ipaddr",
    "ipaddress",
    "jobtitle",
    "lastname",
    "mail",
    "middlename",
    "mobile",
    "mobilephone",
    "name",
    "nationality",
    "nickname",
    "passport",
    "phone",
    "phonenumber",
    "photo",
    "postalcode",
    "samaccountname",
    "ssn",
    "streetaddress",
    "surname",
    "taxid",
    "tel",
    "telephone",
    "telephonenumber",
    "upn",
    "username",
    "userprincipalname",
    "zipcode",
];

/// What the names of claims about a person start with.
const PERSONAL_PREFIXES: &[&str] = &["extension_", "extn.", "custom:"];

/// Claims that are never shown.
const SECRET: &[&str] = &[
    "refresh_token",
    "access_token",
    "id_token",
    "client_secret",
    "client_assertion",
    "password",
    "pwd",
    "secret",
    "api_key",
    "apikey",
    "private_key",
];

/// Which claims are masked: those about a person unless they are shown, and those that are hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// Sorted, each name once.
    hidden: Vec<String>,
    /// The same.
    shown: Vec<String>,
}

/// Where a name stands in a sorted list, or where it would.
fn find(names: &[String], name: &str) -> Result<usize, usize> {
    names.binary_search_by(|other| other.as_str().cmp(name))
}

/// Takes a name from one list to the other.
fn put(from: &mut Vec<String>, to: &mut Vec<String>, name: &str) {
    if let Ok(at) = find(from, name) {
        from.remove(at);
    }
    if let Err(at) = find(to, name) {
        to.insert(at, name.to_owned());
    }
}

impl Mask {
    /// Masks this claim.
    pub fn hide(&mut self, name: &str) {
        put(&mut self.shown, &mut self.hidden, name);
    }

    /// Does not mask this claim. What is a secret stays masked.
    pub fn show(&mut self, name: &str) {
        put(&mut self.hidden, &mut self.shown, name);
    }

    /// Whether a claim with this name is masked whatever its value is.
    pub fn hides(&self, name: &str) -> bool {
        SECRET.contains(&name)
            || find(&self.hidden, name).is_ok()
            || is_personal(name) && find(&self.shown, name).is_err()
    }

    /// The same mask, with the claims hidden in which a rule found a secret.
    fn for_report(&self, report: &Report) -> Self {
        let mut mask = self.clone();
        let findings = report.all_findings();
        let secrets = findings.filter(|finding| finding.rule.id == "secret-in-claims");
        mask.hidden.extend(secrets.filter_map(Finding::claim));
        order::sort_unique(&mut mask.hidden);
        let Mask { hidden, shown } = &mut mask;
        shown.retain(|name| find(hidden, name).is_err());
        mask
    }

    fn hides_value(&self, name: &str, value: Value) -> bool {
        self.hides(name)
            || find(&self.shown, name).is_err()
                && !matches!(name, "iss" | "aud")
                && (is_about_person(value.raw()) || value.descendants().any(names_person))
    }
}

/// Whether a claim of this name is about a person, or about the device and place they sign in from.
pub fn is_personal(name: &str) -> bool {
    crate::spec::claims::claim(name).is_some_and(|claim| claim.guide == crate::guide::PRIVACY)
        || PERSONAL.contains(&name)
        || PERSONAL_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
        || is_personal_word(name)
}

/// Whether the last word of a name is one for what is about a person: `displayName`, `https://app.example/phone`.
fn is_personal_word(name: &str) -> bool {
    let last = name.rsplit(['/', ':', '#']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(32)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    PERSONAL_WORDS.binary_search(&plain.as_str()).is_ok()
}

/// Whether a member inside of a claim is about a person. Pods, hosts and projects have a `name` too.
fn names_person(value: Value) -> bool {
    let mut names = value.members().map(|member| member.name());
    names.any(|name| name != "name" && is_personal_word(name))
}

/// Whether a text holds what looks like a mail address, an IP address or a telephone number.
fn is_about_person(text: &str) -> bool {
    let is_apart = |c: char| !(c.is_ascii_hexdigit() || c == '.' || c == ':');
    has_mail(text) || has_phone(text) || text.split(is_apart).any(is_ip_address)
}

/// Whether this is an IP address, of version 4 or 6.
fn is_ip_address(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ':']);
    let is_byte = |part: &str| {
        (1..=3).contains(&part.len()) && part.parse::<u8>().is_ok() && !part.starts_with('+')
    };
    if text.split('.').count() == 4 && text.split('.').all(is_byte) {
        return true;
    }
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    let is_short = text.contains("::") && (3..8).contains(&groups);
    let is_group = |group: &str| group.len() <= 4 && !group.contains('.');
    (is_short || groups == 8) && text.split(':').all(is_group)
}

/// Whether a text holds a telephone number as it is written for abroad: a plus and eight digits or more.
fn has_phone(text: &str) -> bool {
    text.match_indices('+').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let is_apart = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
        let digits = rest
            .chars()
            .take(24)
            .take_while(|c| c.is_ascii_digit() || " -.()".contains(*c))
            .filter(char::is_ascii_digit)
            .count();
        is_apart && (8..=15).contains(&digits)
    })
}

/// Whether a text holds what looks like a mail address.
fn has_mail(text: &str) -> bool {
    let mut before = text.chars().next().filter(|_| false);
    for (at, character) in text.char_indices() {
        if character == '@'
            && before.is_some_and(|c: char| c.is_alphanumeric() || "._%+-".contains(c))
        {
            let after = text.get(at + 1..).unwrap_or_default();
            // No name of a host is longer.
            let host: String = after
                .chars()
                .take(255)
                .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
                .collect();
            let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
            if ending.len() >= 2 && ending.chars().all(char::is_alphabetic) {
                return true;
            }
        }
        before = Some(character);
    }
    false
}

/// A claim, and whether it is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maskable {
    /// Its name.
    pub name: String,
    /// Whether it is masked.
    pub is_masked: bool,
    /// Whether that can be changed.
    pub is_fixed: bool,
}

/// The claims of all tokens by name, and whether each is masked: what a user sees and adjusts before copying.
pub fn maskable(report: &Report, mask: &Mask) -> Vec<Maskable> {
    let effective = mask.for_report(report);
    let members = report.tokens.iter().flat_map(payload_members);
    let mut names: Vec<(&str, bool)> = members
        .map(|member| {
            let is_masked = effective.hides_value(member.name(), member.value());
            (member.name(), !is_masked)
        })
        .collect();
    // Masked in one token is masked.
    order::sort_unique(&mut names);
    names.dedup_by_key(|name| name.0);
    names
        .into_iter()
        .map(|(name, is_shown)| Maskable {
            is_masked: !is_shown,
            is_fixed: SECRET.contains(&name)
                || find(&effective.hidden, name).is_ok() && find(&mask.hidden, name).is_err(),
            name: name.to_owned(),
        })
        .collect()
}

fn payload_members(token: &TokenReport) -> impl Iterator<Item = crate::token::json::Member<'_>> {
    let root = root(token, Part::Payload);
    root.into_iter().flat_map(Value::members)
}

fn root(token: &TokenReport, part: Part) -> Option<Value<'_>> {
    token.token.segment(part)?.json()?.root()
}

/// What a ticket is made of.
struct Ticket<'a> {
    report: &'a Report,
    mask: Mask,
    scrubber: Scrubber,
    ids: Vec<(&'static str, String)>,
}

/// The ticket as Markdown. `input` is the text the report is about.
pub fn to_markdown(report: &Report, input: &str, mask: &Mask) -> String {
    Ticket::new(report, input, mask).to_markdown()
}

/// The ticket as JSON. `input` is the text the report is about.
pub fn to_json(report: &Report, input: &str, mask: &Mask) -> String {
    Ticket::new(report, input, mask).to_node().to_json() + "\n"
}

impl<'a> Ticket<'a> {
    fn new(report: &'a Report, input: &str, mask: &Mask) -> Self {
        let mask = mask.for_report(report);
        let mut scrubber = Scrubber::default();
        for token in &report.tokens {
            let header = root(token, header_part(token));
            let header = header.into_iter().flat_map(Value::members);
            for member in payload_members(token).chain(header) {
                if mask.hides_value(member.name(), member.value()) {
                    add_leaves(&mut scrubber, member.value());
                }
            }
            let text = token.token.text();
            for segment in &token.token.segments {
                match segment.part {
                    Part::Signature | Part::KeyBindingSignature | Part::Extra => {
                        scrubber.add_signature(segment.span.of(text), segment.decoded());
                    }
                    Part::Disclosure(_) => add_disclosure(&mut scrubber, segment.json(), &mask),
                    _ => {}
                }
            }
        }
        scrubber.finish();
        Self {
            report,
            mask,
            ids: ids::find(input),
            scrubber,
        }
    }

    fn scrub(&self, text: &str) -> String {
        self.scrubber.scrub(text)
    }

    /// What a finding says, without what is masked. Where it is about a masked claim, no value is quoted.
    fn message(&self, finding: &Finding, token: Option<&TokenReport>) -> String {
        let text = &finding.message;
        let Some(name) = self.masked_claim(finding, token) else {
            return self.scrub_message(text);
        };
        let mut out = String::with_capacity(text.len());
        for (at, piece) in text.split('`').enumerate() {
            if at > 0 {
                out.push('`');
            }
            let is_value = at % 2 == 1 && piece != name && !is_personal(piece);
            out.push_str(if is_value { MASKED } else { piece });
        }
        self.scrub_message(&out)
    }

    fn scrub_message(&self, text: &str) -> String {
        self.scrubber.scrub_message(text)
    }

    /// The masked claim of this token that a finding is about.
    fn masked_claim(&self, finding: &Finding, token: Option<&TokenReport>) -> Option<String> {
        let name = finding.claim()?;
        let value = token.and_then(|token| root(token, Part::Payload)?.get(&name));
        let is_masked = match value {
            Some(value) => self.mask.hides_value(&name, value),
            None => self.mask.hides(&name),
        };
        is_masked.then_some(name)
    }

    fn value_of(
        &self,
        finding: &Finding,
        token: Option<&TokenReport>,
        value: &Option<String>,
    ) -> Option<String> {
        let value = value.as_deref()?;
        Some(match self.masked_claim(finding, token) {
            Some(_) => MASKED.to_owned(),
            None => self.scrub(value),
        })
    }

    fn finding(&self, finding: &Finding, token: Option<&TokenReport>) -> Node<'a> {
        object([
            ("rule", finding.rule.id.into()),
            ("severity", finding.severity.name().into()),
            ("message", self.message(finding, token).into()),
            (
                "found",
                self.value_of(finding, token, &finding.found).into(),
            ),
            (
                "expected",
                self.value_of(finding, token, &finding.expected).into(),
            ),
            ("fixer", finding.fixer.name().into()),
            ("guide", finding.rule.guide.id().into()),
        ])
    }

    /// The members of a part, without what is masked.
    fn part(&self, token: &'a TokenReport, part: Part) -> Node<'a> {
        let Some(json) = token.token.segment(part).and_then(|segment| segment.json()) else {
            return Node::Null;
        };
        let Some(root) = json.root().filter(|root| root.kind() == Kind::Object) else {
            return "[not an object]".into();
        };
        if root.is_folded() || json.values().any(Value::is_folded) {
            return "[nested too deep]".into();
        }
        let Node::Object(members) = document::value(root) else {
            return Node::Null;
        };
        let members = members.into_iter().map(|(name, value)| {
            let found = root.get(&name);
            let is_masked = found.is_some_and(|value| self.mask.hides_value(&name, value));
            let value = match value {
                _ if is_masked => MASKED.into(),
                value => self.node(value),
            };
            (self.name(&name), value)
        });
        Node::Object(members.collect())
    }

    fn name(&self, name: &str) -> Cow<'static, str> {
        Cow::Owned(match self.scrubber.is_overfull {
            // Names of claims are known words as a rule; only long ones can carry a value.
            true if name.len() <= 32 => name.to_owned(),
            _ => self.scrub(name),
        })
    }

    // A tree is no deeper than what `token::json` breaks down.
    fn node(&self, node: Node<'a>) -> Node<'a> {
        match node {
            Node::String(text) => self.scrub(&text).into(),
            Node::Number(digits) => match self.scrub(digits) {
                kept if kept == digits => Node::Number(digits),
                masked => masked.into(),
            },
            Node::Array(items) => {
                Node::Array(items.into_iter().map(|item| self.node(item)).collect())
            }
            Node::Object(members) => {
                let is_key = members.iter().any(|(name, _)| name == "kty");
                let members = members.into_iter().map(|(name, value)| {
                    let is_private = is_key && PRIVATE_KEY_MEMBERS.contains(&name.as_ref());
                    let value = if is_private {
                        MASKED.into()
                    } else {
                        self.node(value)
                    };
                    (self.name(&name), value)
                });
                Node::Object(members.collect())
            }
            other => other,
        }
    }

    /// Who issued the token to whom, by which id, and when: what support asks for first.
    fn facts(&self, token: &TokenReport) -> Vec<(&'static str, String)> {
        const IDS: &[&str] = &["uti", "jti", "tid", "appid", "azp", "client_id", "sid"];
        const TIMES: &[&str] = &["iat", "nbf", "exp"];
        let claims = root(token, Part::Payload);
        let get = |name: &str| {
            let value = claims?.get(name)?;
            (!self.mask.hides_value(name, value)).then_some(value)
        };
        let mut facts = Vec::new();
        for &name in IDS {
            if let Some(value) = get(name).and_then(Value::as_str) {
                facts.push((name, self.scrub(value)));
            }
        }
        for &name in TIMES {
            if let Some(at) = get(name).and_then(Value::seconds) {
                facts.push((name, time::rfc3339(at)));
            }
        }
        facts
    }

    /// The members in which something is masked.
    fn masked_names(&self, token: &'a TokenReport) -> Vec<String> {
        let mut names = Vec::new();
        for part in [header_part(token), Part::Payload] {
            if let Node::Object(members) = self.part(token, part) {
                let masked = members
                    .into_iter()
                    .filter(|member| member.1.to_json().contains(MASKED));
                names.extend(masked.map(|member| member.0.into_owned()));
            }
        }
        order::sort_unique(&mut names);
        names
    }

    fn to_node(&self) -> Node<'a> {
        let pairs = |pairs: &[(&'static str, String)]| {
            let members = pairs
                .iter()
                .map(|(name, value)| (Cow::Borrowed(*name), value.clone().into()));
            Node::Object(members.collect())
        };
        let report = self.report;
        object([
            ("schema", Node::Integer(1)),
            ("checked_at", time::rfc3339(report.now).into()),
            ("verdict", report.verdict().name().into()),
            ("ids", pairs(&self.ids)),
            (
                "errors",
                array(&report.errors, |error| {
                    object([
                        ("code", self.scrub(&error.text.code).into()),
                        ("guide", error.guide.id().into()),
                    ])
                }),
            ),
            (
                "findings",
                array(&report.findings, |finding| self.finding(finding, None)),
            ),
            (
                "tokens",
                array(&report.tokens, |token| {
                    object([
                        ("form", token.token.form.name().into()),
                        ("kind", token.profile.profile.id.into()),
                        ("facts", pairs(&self.facts(token))),
                        (
                            "findings",
                            array(&token.checked.findings, |finding| {
                                self.finding(finding, Some(token))
                            }),
                        ),
                        ("header", self.part(token, header_part(token))),
                        ("claims", self.part(token, Part::Payload)),
                        ("masked", array(self.masked_names(token), Node::from)),
                    ])
                }),
            ),
        ])
    }

    fn to_markdown(&self) -> String {
        let report = self.report;
        let mut tokens = report.tokens.iter();
        let gravest = tokens.find(|token| token.verdict() == report.verdict());
        let mut out = format!(
            "# Token report\n\n**{}.** Verdict: {}, checked at {}\n",
            report.sentence(gravest, false),
            report.verdict().name(),
            time::rfc3339(report.now)
        );
        for (name, value) in &self.ids {
            out.push_str(&format!("- {name}: `{value}`\n"));
        }
        for error in &report.errors {
            out.push_str(&format!(
                "- error {}: guide section {}\n",
                crate::text::quote(&self.scrub(&error.text.code)),
                error.guide.id()
            ));
        }
        self.push_findings(&mut out, &report.findings, None);
        for token in &report.tokens {
            let profile = token.profile.profile;
            out.push_str(&format!(
                "\n## {} ({}, `{}`)\n\n",
                token.token.form.label(),
                profile.name,
                profile.id
            ));
            for (name, value) in self.facts(token) {
                out.push_str(&format!("- `{name}`: {}\n", crate::text::quote(&value)));
            }
            self.push_findings(&mut out, &token.checked.findings, Some(token));
            for (title, part) in [("Header", header_part(token)), ("Claims", Part::Payload)] {
                let node = self.part(token, part);
                if node != Node::Null {
                    // No text of the token can end the fence.
                    let json = node.to_json().replace('`', "\\u0060");
                    out.push_str(&format!("\n### {title}\n\n```json\n{json}\n```\n"));
                }
            }
            let masked = self.masked_names(token);
            out.push_str(&format!(
                "\nThe signature is left out. Masked: {}.\n",
                crate::text::quote_list(&masked)
            ));
        }
        out
    }

    fn push_findings(&self, out: &mut String, findings: &[Finding], token: Option<&TokenReport>) {
        if !findings.is_empty() {
            out.push_str("\n### Findings\n\n");
        }
        for finding in findings {
            out.push_str(&format!(
                "- **{}** `{}`: {}\n",
                finding.severity.name(),
                finding.rule.id,
                self.message(finding, token)
            ));
            for (label, value) in [("found", &finding.found), ("expected", &finding.expected)] {
                if let Some(value) = self.value_of(finding, token, value) {
                    out.push_str(&format!("  - {label}: {}\n", crate::text::quote(&value)));
                }
            }
            match finding.fixer.label() {
                "" => {}
                who => out.push_str(&format!("  - who can fix it: {who}\n")),
            }
            out.push_str(&format!("  - guide: {}\n", finding.rule.guide.id()));
        }
    }
}

fn header_part(token: &TokenReport) -> Part {
    match token.token.segment(Part::Header) {
        Some(_) => Part::Header,
        None => Part::UnprotectedHeader,
    }
}

/// Adds every text and number in a value.
fn add_leaves(scrubber: &mut Scrubber, value: Value) {
    let json = Json::read(value.raw().to_owned());
    for value in json.values() {
        match value.kind() {
            Kind::String => scrubber.add(value.to_text()),
            // Few digits are part of any time or number.
            Kind::Number if value.raw().len() >= 5 => scrubber.add(value.raw()),
            Kind::Array | Kind::Object if value.is_folded() => scrubber.is_overfull = true,
            _ => {}
        }
    }
}

/// Adds the value of a disclosure of a claim that is masked.
fn add_disclosure(scrubber: &mut Scrubber, json: Option<&Json>, mask: &Mask) {
    let Some(root) = json.and_then(Json::root) else {
        return;
    };
    let items: Vec<Value> = root.items().take(3).collect();
    match items.as_slice() {
        [_, name, value] if mask.hides_value(name.to_text(), *value) => {
            add_leaves(scrubber, *value)
        }
        // An element of an array, of which claim is not known here.
        [_, value] => add_leaves(scrubber, *value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::expect::Expectations;
    use crate::report::inspect;
    use crate::rules::{self, Fixer};
    use crate::token::base64url;

    const NOW: i64 = 1_767_225_600;

    fn paste(info: &str, body: &str) -> (String, Report) {
        let text = Example { info, body }.text(NOW);
        let report = inspect(&text, &Expectations::default(), NOW);
        (text, report)
    }

    fn both(report: &Report, text: &str, mask: &Mask) -> [String; 2] {
        [to_markdown(report, text, mask), to_json(report, text, mask)]
    }

    #[test]
    fn what_is_about_a_person_is_known_by_name_and_by_looks() {
        assert!(PERSONAL_WORDS.windows(2).all(|pair| pair[0] < pair[1]));
        for name in [
            "displayName",
            "phone",
            "https://app.contoso.example/first_name",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
            "samAccountName",
            "client-ip",
        ] {
            assert!(is_personal(name), "{name}");
        }
        for name in [
            "scp",
            "roles",
            "jti",
            "hostname",
            "tenant",
            "https://x.example/roles",
        ] {
            assert!(!is_personal(name), "{name}");
        }
        for (json, expected) in [
            (r#"{"user":{"name":"A","given_name":"B"}}"#, true),
            (
                r#"{"kubernetes.io":{"pod":{"name":"orders-7d","uid":"u"}}}"#,
                false,
            ),
        ] {
            let json = crate::token::json::Json::read(json.to_owned());
            let claim = json.root().and_then(|root| root.members().next());
            let claim = claim.expect("a claim");
            let mask = Mask::default();
            assert_eq!(mask.hides_value(claim.name(), claim.value()), expected);
        }
        for text in [
            "from 198.51.100.23.",
            "[\"2001:db8::77:1\"]",
            "2001:db8:0:0:8:800:200c:417a",
            "call +1 (555) 010-9999",
            "auth0|+4915123456789",
            "x <ada@contoso.example>",
        ] {
            assert!(is_about_person(text), "{text}");
        }
        for text in [
            "1.2.3",
            "1.2.3.999",
            "12:30:45",
            "repo:contoso/app:ref:refs/heads/main",
            "aaaabbbb-0000-cccc-1111-dddd2222eeee",
            "2026-01-01T00:00:00+01:00",
            "Df2UVXL1ix+12345678901",
            "urn:ietf:params",
        ] {
            assert!(!is_about_person(text), "{text}");
        }
    }

    #[test]
    fn a_ticket_has_what_support_needs() {
        let (text, report) = paste(
            "token",
            "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jwk\":{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"},\"x\":\"eve@contoso.example\"}\n{\"aud\":\"api://orders\",\"exp\":@,\"uti\":\"uti-1\",\"name\":\"Ada Lovelace\",\"sub\":\"ada@contoso.example\",\"amr\":[\"pwd\"],\"n\":1.50,\"z\":\"for Ada Lovelace\"}",
        );
        let [markdown, json] = both(&report, &text, &Mask::default());
        for part in [
            "api://orders",
            "uti-1",
            "2026-01-01T00:00:00Z",
            "\"n\": 1.50",
            "\"kid\": \"k1\"",
        ] {
            assert!(markdown.contains(part), "{part} in {markdown}");
            assert!(json.contains(part), "{part} in {json}");
        }
        for part in ["Lovelace", "ada@", "eve@", "c2VjcmV0"] {
            assert!(
                !markdown.contains(part) && !json.contains(part),
                "{part} in {markdown}"
            );
        }
        assert!(
            markdown.contains("Masked: `jwk`, `name`, `sub`, `x` and `z`."),
            "{markdown}"
        );
        let document = Json::read(json);
        assert_eq!(document.error(), None);
        let mut mask = Mask::default();
        mask.show("sub");
        mask.hide("aud");
        let [markdown, _] = both(&report, &text, &mask);
        assert!(markdown.contains("ada@contoso.example") && !markdown.contains("api://orders"));
        let names: Vec<(String, bool)> = maskable(&report, &mask)
            .into_iter()
            .map(|claim| (claim.name, claim.is_masked))
            .collect();
        assert_eq!(names[0], ("amr".to_owned(), false));
        assert_eq!(names[1], ("aud".to_owned(), true));
    }

    #[test]
    fn findings_quote_no_masked_value() {
        let (text, mut report) = paste(
            "token",
            "{\"alg\":\"RS256\"}\n{\"email\":\"ada@contoso.example\",\"ctry\":\"DE\",\"aud\":\"x\"}",
        );
        let rule = rules::all().next().expect("a rule");
        for (pointer, message) in [
            (Some("/email"), "`email` is `adb@other.example`, not `x`."),
            (Some("/ctry"), "`ctry` is `DE`."),
            (None, "The value ada@contoso.example of `email` is `DE`."),
        ] {
            report.tokens[0].checked.findings.push(Finding {
                rule,
                severity: rule.severity,
                place: crate::place::Place::new(Part::Payload, Default::default()),
                pointer: pointer.map(str::to_owned),
                message: message.to_owned(),
                found: Some("ada@contoso.example".to_owned()),
                expected: Some("x".to_owned()),
                fixer: Fixer::Nobody,
            });
        }
        for ticket in both(&report, &text, &Mask::default()) {
            for part in ["ada@", "adb@", "`DE`"] {
                assert!(!ticket.contains(part), "{part} in {ticket}");
            }
            assert!(
                ticket.contains("`email` is `[masked]`, not `[masked]`."),
                "{ticket}"
            );
        }
    }

    /// Every form in which a value must not survive.
    fn forms(bytes: &[u8]) -> Vec<String> {
        let mut forms = vec![
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        ];
        for offset in 0..3usize {
            let mut shifted = vec![0; offset];
            shifted.extend_from_slice(bytes);
            let text = base64url::encode(&shifted);
            let start = (offset * 8).div_ceil(6);
            forms.push(text[start..shifted.len() * 8 / 6].to_owned());
        }
        forms
    }

    #[test]
    fn nothing_masked_and_no_signature_survives_in_any_form() {
        let mut state = 11u32;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % below
        };
        const PERSONS: &[&str] = &[
            "name",
            "email",
            "upn",
            "ipaddr",
            "address",
            "extension_x",
            "refresh_token",
        ];
        const OTHERS: &[&str] = &["sub", "aud", "oid", "custom", "note", "roles"];
        for round in 0..100 {
            let secrets: Vec<String> = (0..1 + next(4))
                .map(|at| {
                    let letters: String = (0..6 + next(30) + next(8) / 7 * 200)
                        .map(|_| {
                            ["a", "Q", "7", "é", "-", ".", "\u{202e}", "`", "\"", "x"][next(10)]
                        })
                        .collect();
                    format!("S{at}{letters}Z{round}")
                })
                .collect();
            let signature: Vec<u8> = (0..40 + next(100)).map(|_| next(256) as u8).collect();
            let mut members = Vec::new();
            for secret in &secrets {
                let value = crate::text::json(secret);
                let value = match next(3) {
                    0 => value,
                    1 => format!("[1,{value}]"),
                    _ => format!("{{\"a\":{value}}}"),
                };
                members.push(format!("\"{}\":{value}", PERSONS[next(PERSONS.len())]));
            }
            for _ in 0..6 {
                let secret = &secrets[next(secrets.len())];
                let inner = format!("{}{secret}{}", &"xyz"[..next(4)], &"uvw"[..next(4)]);
                let bytes = if next(4) == 0 {
                    &signature[..]
                } else {
                    inner.as_bytes()
                };
                let copy = match next(5) {
                    0 => inner.clone(),
                    1 => base64url::encode(bytes),
                    2 => base64url::encode(bytes).replace('-', "+").replace('_', "/"),
                    3 => bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
                    _ => inner.to_uppercase(),
                };
                let value = crate::text::json(&copy);
                let name = OTHERS[next(OTHERS.len())];
                members.push(match next(3) {
                    0 => format!("\"{name}\":{value}"),
                    1 => format!("\"{name}\":[{{\"deep\":{value}}}]"),
                    _ => format!("{value}:1"),
                });
            }
            let header = format!(
                "{{\"alg\":\"RS256\",\"kid\":{}}}",
                crate::text::json(&secrets[0])
            );
            let payload = format!("{{{}}}", members.join(","));
            let encode = |text: &str| base64url::encode(text.as_bytes());
            let text = format!(
                "{}.{}.{}",
                encode(&header),
                encode(&payload),
                base64url::encode(&signature)
            );
            let report = inspect(&text, &Expectations::default(), NOW);
            for ticket in both(&report, &text, &Mask::default()) {
                let seen = [
                    ticket.clone(),
                    ticket.to_lowercase(),
                    ticket.replace('+', "-").replace('/', "_"),
                ];
                for secret in &secrets {
                    // A ticket escapes: look for the longest piece that no escape is in.
                    let plain = secret
                        .split(|c: char| crate::text::is_hidden(c) || "`\"\\".contains(c))
                        .max_by_key(|piece| piece.len())
                        .unwrap_or_default();
                    let plain = if plain.len() >= 12 { plain } else { secret };
                    for form in forms(secret.as_bytes())
                        .into_iter()
                        .chain([plain.to_owned()])
                    {
                        assert!(
                            !seen.iter().any(|ticket| ticket.contains(&form)),
                            "{form} of {secret:?} in {ticket}"
                        );
                    }
                }
                for form in forms(&signature) {
                    for piece in form.as_bytes().windows(16) {
                        let piece = std::str::from_utf8(piece).expect("ASCII");
                        assert!(
                            !seen.iter().any(|ticket| ticket.contains(piece)),
                            "{piece} in {ticket}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_examples_of_the_guide_leak_nothing() {
        let mut count = 0;
        for section in crate::guide::sections() {
            for block in section.blocks() {
                let crate::guide::Block::Example(info, body) = block else {
                    continue;
                };
                let example = Example { info, body };
                let text = example.text(NOW);
                let report = inspect(&text, &example.expectations(), NOW);
                let mask = Mask::default().for_report(&report);
                let tickets = both(&report, &text, &Mask::default());
                for token in &report.tokens {
                    let signature = token.token.segment(Part::Signature);
                    let signature =
                        signature.map_or("", |segment| segment.span.of(token.token.text()));
                    for ticket in &tickets {
                        for piece in signature.as_bytes().windows(12) {
                            let piece = std::str::from_utf8(piece).expect("ASCII");
                            assert!(!ticket.contains(piece), "{piece} in {ticket}");
                        }
                        for member in payload_members(token) {
                            let value = member.value();
                            let text = value.to_text();
                            if mask.hides_value(member.name(), value) && text.len() >= 6 {
                                count += 1;
                                assert!(!ticket.contains(text), "{text} in {ticket}");
                            }
                        }
                    }
                }
            }
        }
        assert!(count > 10, "{count}");
    }

    #[test]
    fn hostile_claims_stay_in_their_fence() {
        let (text, report) = paste(
            "token",
            "{\"alg\":\"RS256\"}\n{\"a```\\n# x\":\"```\\n# y\\u202e\",\"b\":[[]]}",
        );
        let [markdown, json] = both(&report, &text, &Mask::default());
        assert_eq!(markdown.matches("```").count(), 4, "{markdown}");
        assert!(!markdown.contains('\u{202e}') && !json.contains('\u{202e}'));
        let deep = format!(
            "{{\"alg\":\"RS256\"}}\n{{\"a\":{}1{}}}",
            "[".repeat(5000),
            "]".repeat(5000)
        );
        let (text, report) = paste("token", &deep);
        assert!(to_json(&report, &text, &Mask::default()).contains("[nested too deep]"));
    }

    #[test]
    fn large_pastes_end_in_a_ticket() {
        let many: String = (0..30_000)
            .map(|at| format!("\"m{at}\":\"v{at}\","))
            .collect();
        let groups: String = (0..20_000)
            .map(|at| format!("\"ada{at}@x.example\","))
            .collect();
        for payload in [
            format!("{{{many}\"z\":1}}"),
            format!("{{\"email\":[{groups}\"z\"],{many}\"z\":1}}"),
            format!(
                "{{\"email\":\"{}\",\"note\":\"{}\"}}",
                "ab".repeat(20_000),
                "ab".repeat(50_000)
            ),
        ] {
            let (text, report) = paste("token", &format!("{{\"alg\":\"RS256\"}}\n{payload}"));
            let start = std::time::Instant::now();
            to_markdown(&report, &text, &Mask::default());
            assert!(start.elapsed().as_secs() < 20);
        }
    }
}

//! The disclosures of an SD-JWT put where they belong (RFC 9901 §7.1). Linear, without recursion; nothing is rebuilt.

use super::json::{Kind, Value, escape_pointer, unescape_pointer};
use super::{Form, Segment, Token, base64url};
use crate::hash;
use crate::order;
use crate::place::{Part, Place, Span};

/// What became of a disclosure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A digest of the signed part names it: it belongs to the Claims Set.
    Disclosed,
    /// No digest names it.
    Unreferenced,
    /// The same text was there before.
    Repeated,
    /// It cannot be read (RFC 9901 §4.2); the reader noted a fault.
    Malformed,
    /// It has a name, but its digest stands in for an array element.
    NotAnElement,
    /// It has no name, but its digest stands in for a member.
    NotAMember,
    /// A claim of its name stands there already.
    NameTaken,
    /// The hash is not known here, so nothing can be said.
    Unchecked,
}

/// A disclosure.
#[derive(Clone, Debug)]
pub struct Disclosure<'a> {
    /// Which segment it is, and the whole of its text.
    pub place: Place,
    /// The digest of its text, in base64url; empty where the hash is not known.
    pub digest: String,
    /// The name of the claim; `None` for an array element, and where it cannot be read.
    pub name: Option<String>,
    /// The same as it is written, with its quotation marks.
    written: &'a str,
    /// The value, where it can be read.
    pub value: Option<Value<'a>>,
    /// What became of it.
    pub state: State,
    /// Where its digest stands: the disclosure that holds it (`None`: the payload), and the object whose member or
    /// the array element that it stands in for.
    holder: Option<(Option<usize>, Value<'a>)>,
}

/// The hash that `_sd_alg` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-2 with this many bits.
    Sha2(u16),
    /// Registered, but not computed here.
    NotComputed(String),
    /// Not in the registry.
    Unknown(String),
}

/// The disclosures of a token and what is wrong with their digests.
#[derive(Clone, Debug)]
pub struct Disclosures<'a> {
    /// In order of appearance.
    pub list: Vec<Disclosure<'a>>,
    /// Their hash.
    pub hash: Hash,
    /// Digests that stand in more than one place: the second place of each.
    pub repeated_digests: Vec<(Place, String)>,
    /// Where `_sd_alg` stands below the top level.
    pub nested_hash: Option<Place>,
    /// Where something that is no digest stands in the place of one, first.
    pub no_digest: Option<Place>,
    /// Digests that no disclosure belongs to: withheld claims and decoys.
    pub withheld: Vec<Withheld<'a>>,
    /// What the Claims Set is without: in which document, and where.
    left_out: Vec<(Option<usize>, Span)>,
}

/// A digest that no disclosure belongs to.
#[derive(Clone, Debug)]
pub struct Withheld<'a> {
    /// The digest.
    pub digest: String,
    /// Where it stands.
    holder: (Option<usize>, Value<'a>),
}

/// A digest in a document.
struct Reference<'a> {
    digest: Value<'a>,
    text: String,
    /// The object that holds `_sd`, or the array element.
    holder: Value<'a>,
    is_element: bool,
}

/// Puts the disclosures of `token` where they belong.
pub fn process(token: &Token) -> Disclosures<'_> {
    let claims = token.claims();
    let hash = hash_of(claims);
    let mut list: Vec<Disclosure> = token
        .segments
        .iter()
        .filter(|segment| matches!(segment.part, Part::Disclosure(_)))
        .map(|segment| read(token, segment, &hash))
        .collect();
    let usable = list.iter().enumerate();
    let usable = usable.filter(|(_, disclosure)| disclosure.state == State::Unreferenced);
    let mut by_digest: Vec<(String, usize)> = usable
        .map(|(at, disclosure)| (disclosure.digest.clone(), at))
        .collect();
    order::sort(&mut by_digest, Ord::cmp);
    by_digest.dedup_by(|other, first| {
        let is_repeated = other.0 == first.0;
        if is_repeated {
            list[other.1].state = State::Repeated;
        }
        is_repeated
    });
    let mut found = Disclosures {
        list,
        hash,
        repeated_digests: Vec::new(),
        nested_hash: None,
        no_digest: None,
        withheld: Vec::new(),
        left_out: Vec::new(),
    };
    let mut is_whole = true;
    // The digests that are no disclosure's, and those that are there already: each with its place.
    let (mut absent, mut repeated) = (Vec::new(), Vec::new());
    let mut count = 0;
    let mut open: Vec<(Option<usize>, Value)> =
        claims.map(|claims| (None, claims)).into_iter().collect();
    while let Some((holder, document)) = open.pop() {
        let part = match holder.and_then(|at| found.list.get(at)) {
            Some(disclosure) => disclosure.place.part,
            None => Part::Payload,
        };
        let mut names: Vec<&str> = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        let mut names_of = None;
        for value in document.descendants() {
            is_whole &= !value.is_folded();
            for reference in references(value, holder, part, &mut found) {
                let own = (holder, reference.holder);
                if reference.is_element {
                    found.left_out.push((holder, reference.holder.span()));
                }
                let place = Place::new(part, reference.digest.span());
                count += 1;
                let known = by_digest.binary_search_by(|(digest, _)| digest.cmp(&reference.text));
                let Ok(known) = known else {
                    absent.push((reference.text, count, place, own));
                    continue;
                };
                let at = by_digest[known].1;
                let disclosure = &mut found.list[at];
                if disclosure.holder.is_some() {
                    repeated.push((reference.text, count, place, own));
                    continue;
                }
                disclosure.holder = Some(own);
                disclosure.state = match &disclosure.name {
                    Some(_) if reference.is_element => State::NotAnElement,
                    None if !reference.is_element => State::NotAMember,
                    None => State::Disclosed,
                    Some(name) => {
                        let span = reference.holder.span();
                        if names_of != Some(span) {
                            names_of = Some(span);
                            let members = reference.holder.members();
                            names = members.map(|member| member.name()).collect();
                            order::sort_unique(&mut names);
                            taken.clear();
                        }
                        match taken.binary_search(name) {
                            Err(at) if names.binary_search(&name.as_str()).is_err() => {
                                taken.insert(at, name.clone());
                                State::Disclosed
                            }
                            _ => State::NameTaken,
                        }
                    }
                };
                if let (State::Disclosed, Some(value)) = (disclosure.state, disclosure.value) {
                    open.push((Some(at), value));
                }
            }
        }
    }
    order::sort(&mut absent, |one, other| one.0.cmp(&other.0));
    for alike in absent.chunk_by(|one, other| one.0 == other.0) {
        found.withheld.push(Withheld {
            digest: alike[0].0.clone(),
            holder: alike[0].3,
        });
        repeated.extend_from_slice(&alike[1..]);
    }
    order::sort(&mut repeated, |one, other| one.1.cmp(&other.1));
    let repeated = repeated.into_iter();
    found.repeated_digests = repeated
        .map(|(digest, _, place, _)| (place, digest))
        .collect();
    if !is_whole {
        // What is nested too deep to be read may name them.
        for disclosure in &mut found.list {
            if disclosure.state == State::Unreferenced {
                disclosure.state = State::Unchecked;
            }
        }
    }
    found
}

impl<'a> Disclosures<'a> {
    /// The JSON pointer of a disclosed claim within the Claims Set as it is after disclosure; for an array element
    /// the pointer of its placeholder. Walks, so call it for what is shown only.
    pub fn pointer(&self, at: usize) -> Option<String> {
        let disclosure = self.list.get(at)?;
        self.pointer_in(disclosure.holder?, disclosure.name.as_deref())
    }

    /// The same of what a digest stands in: an object, or the placeholder of an array element.
    pub fn withheld_in(&self, withheld: &Withheld<'a>) -> Option<String> {
        self.pointer_in(withheld.holder, None)
    }

    /// The disclosures that bring a claim or something in it: their numbers, from 1, and the names of the claims. Of
    /// what is below the top the first few, for each is looked for.
    pub fn sources(&self) -> impl Iterator<Item = (usize, String)> {
        const MOST: usize = 100;
        let list = self.list.iter().enumerate();
        let list = list.filter(|(at, one)| {
            one.state == State::Disclosed && (*at < MOST || self.is_top_level(one))
        });
        list.filter_map(|(at, _)| {
            let pointer = self.pointer(at)?;
            let name = pointer.split('/').nth(1)?;
            Some((at + 1, unescape_pointer(name)))
        })
    }

    fn pointer_in<'s>(
        &'s self,
        mut place: (Option<usize>, Value<'a>),
        mut name: Option<&'s str>,
    ) -> Option<String> {
        const MOST_LEVELS: usize = 64;
        let mut pieces = Vec::new();
        while pieces.len() < MOST_LEVELS {
            let (document, holder) = place;
            let mut piece = holder.pointer();
            if let Some(holder) = document.and_then(|at| self.list.get(at)) {
                // The holder's value stands at the end of its disclosure, which is an array of its own.
                let own = holder.value.map(Value::pointer).unwrap_or_default();
                piece = piece.strip_prefix(&own).unwrap_or(&piece).to_owned();
            }
            if let Some(name) = name {
                piece.push('/');
                piece.push_str(&escape_pointer(name));
            }
            pieces.push(piece);
            let Some(holder) = document.and_then(|at| self.list.get(at)) else {
                pieces.reverse();
                return Some(pieces.concat());
            };
            (place, name) = (holder.holder?, holder.name.as_deref());
        }
        None
    }

    /// The text of the Claims Set with what is disclosed in its place, and without digests.
    pub fn unfolded(&self, claims: Value) -> String {
        // In which document, what is replaced there, and by which disclosure.
        let placed = self.list.iter().enumerate().filter_map(|(at, one)| {
            let (document, holder) = one.holder.filter(|_| one.state == State::Disclosed)?;
            let Span { start, end } = holder.span();
            // A member goes behind the others: `_sd` is one.
            let start = if one.name.is_some() { end - 1 } else { start };
            let end = if one.name.is_some() { start } else { end };
            Some((document, start, end, Some(at)))
        });
        let left_out = self.left_out.iter();
        let left_out = left_out.map(|&(document, span)| (document, span.start, span.end, None));
        let mut placed: Vec<_> = placed.chain(left_out).collect();
        // Where an element is left out and disclosed, it is disclosed.
        order::sort(&mut placed, |one, other| {
            (one.0, one.1, one.2, other.3).cmp(&(other.0, other.1, other.2, one.3))
        });
        let mut text = String::new();
        // What is left out leaves its comma behind.
        let push = |text: &mut String, mut rest: &str| {
            rest = rest.trim_start();
            text.truncate(text.trim_end().len());
            if text.ends_with(['{', '[', ',']) {
                rest = rest.strip_prefix(',').unwrap_or(rest);
            }
            if rest.starts_with(['}', ']']) && text.ends_with(',') {
                text.pop();
            }
            text.push_str(rest);
        };
        let mut open = vec![(None, claims, claims.span().start, 0)];
        while let Some((document, value, from, next)) = open.pop() {
            let rest = &value.raw()[from - value.span().start..];
            let Some(&(_, start, end, at)) = placed.get(next).filter(|one| one.0 == document)
            else {
                push(&mut text, rest);
                continue;
            };
            // Nothing has a place in what is left out.
            if start < from {
                open.push((document, value, from, next + 1));
                continue;
            }
            push(&mut text, &rest[..start - from]);
            open.push((document, value, end, next + 1));
            let Some(one) = at.map(|at| &self.list[at]) else {
                continue;
            };
            if one.name.is_some() {
                push(&mut text, ",");
                text.push_str(&[one.written, ":"].concat());
            }
            if let Some(value) = one.value {
                let next = placed.partition_point(|other| other.0 < at);
                open.push((at, value, value.span().start, next));
            }
        }
        text
    }

    /// The disclosures that stand in for members of the Claims Set itself.
    pub fn claims(&self) -> impl Iterator<Item = &Disclosure<'_>> {
        self.list
            .iter()
            .filter(|one| one.state == State::Disclosed && self.is_top_level(one))
    }

    /// Whether a disclosure stands in for a member of the Claims Set itself.
    fn is_top_level(&self, disclosure: &Disclosure) -> bool {
        disclosure
            .holder
            .is_some_and(|(document, holder)| document.is_none() && holder.is_root())
            && disclosure.name.is_some()
    }
}

/// The text that `sd_hash` of the key-binding JWT is taken over (RFC 9901 §4.3.1): everything to the last `~`.
pub fn presentation(token: &Token) -> Option<String> {
    if token.form != Form::SdJwtJson {
        let text = token.text();
        return Some(text[..=text.rfind('~')?].to_owned());
    }
    let text = |part: Part| Some(token.segment(part)?.span.of(token.text()));
    let mut presented = format!(
        "{}.{}.{}~",
        text(Part::Header)?,
        text(Part::Payload)?,
        text(Part::Signature)?
    );
    for segment in &token.segments {
        if matches!(segment.part, Part::Disclosure(_)) {
            presented.push_str(segment.span.of(token.text()));
            presented.push('~');
        }
    }
    Some(presented)
}

/// The hash of `text` that the disclosures of a token use, in base64url.
pub fn digest(hash: &Hash, text: &str) -> Option<String> {
    match hash {
        Hash::Sha2(bits) => Some(base64url::encode(&hash::sha2(*bits, text.as_bytes())?)),
        _ => None,
    }
}

/// The hash that `_sd_alg` names; sha-256 where it is absent (RFC 9901 §4.1.1).
fn hash_of(claims: Option<Value>) -> Hash {
    let Some(named) = claims.and_then(|claims| claims.get("_sd_alg")) else {
        return Hash::Sha2(256);
    };
    let name = named.to_text();
    match name {
        _ if named.kind() != Kind::String => Hash::Unknown(name.to_owned()),
        "sha-256" => Hash::Sha2(256),
        "sha-384" => Hash::Sha2(384),
        "sha-512" => Hash::Sha2(512),
        "sha3-224" | "sha3-256" | "sha3-384" | "sha3-512" => Hash::NotComputed(name.to_owned()),
        _ => Hash::Unknown(name.to_owned()),
    }
}

fn read<'a>(token: &'a Token, segment: &'a Segment, hash: &Hash) -> Disclosure<'a> {
    let digest = digest(hash, segment.span.of(token.text()));
    let array = segment
        .json()
        .filter(|json| json.error().is_none())
        .and_then(|json| json.root());
    let items: Vec<Value> = array
        .map(|array| array.items().take(4).collect())
        .unwrap_or_default();
    let is_salted = items
        .first()
        .is_some_and(|salt| salt.kind() == Kind::String);
    let mut written = "";
    let (name, value, is_readable) = match items.as_slice() {
        [_, value] => (None, Some(*value), is_salted),
        [_, name, value] => {
            written = name.raw();
            let name = name.as_str().map(str::to_owned);
            let is_allowed = name
                .as_deref()
                .is_some_and(|name| !matches!(name, "_sd" | "..."));
            (name, Some(*value), is_salted && is_allowed)
        }
        _ => (None, None, false),
    };
    let state = match &digest {
        _ if !is_readable => State::Malformed,
        None => State::Unchecked,
        Some(_) => State::Unreferenced,
    };
    Disclosure {
        place: Place::new(segment.part, Span::new(0, segment.bytes)),
        digest: digest.unwrap_or_default(),
        name,
        written,
        value,
        state,
        holder: None,
    }
}

/// The digests that stand directly in `value`: in `_sd` of an object, or in the elements of an array.
fn references<'a>(
    value: Value<'a>,
    holder: Option<usize>,
    part: Part,
    found: &mut Disclosures,
) -> Vec<Reference<'a>> {
    let mut references = Vec::new();
    let mut add = |digest: Value<'a>, holder, is_element| {
        if let Some(text) = digest.as_str() {
            references.push(Reference {
                digest,
                text: text.to_owned(),
                holder,
                is_element,
            });
        }
    };
    let is_top = holder.is_none() && value.is_root();
    for member in value.members() {
        if member.name() == "_sd" || is_top && member.name() == "_sd_alg" {
            found.left_out.push((holder, member.span()));
        }
        let digests = member.value();
        let place = Place::new(part, member.span());
        let is_text = |digest: Value| digest.kind() == Kind::String;
        match member.name() {
            "_sd" => {
                digests.items().for_each(|digest| add(digest, value, false));
                // At the top it is a claim of the wrong type.
                if !(is_top || digests.kind() == Kind::Array && digests.items().all(is_text)) {
                    found.no_digest.get_or_insert(place);
                }
            }
            "..." if !is_text(digests) || value.members().nth(1).is_some() => {
                found.no_digest.get_or_insert(place);
            }
            "_sd_alg" if !is_top => {
                found.nested_hash.get_or_insert(place);
            }
            _ => {}
        }
    }
    for item in value.items() {
        let mut members = item.members();
        if let (Some(only), None) = (members.next(), members.next())
            && only.name() == "..."
        {
            add(only.value(), item, true);
        }
    }
    references
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Candidate, Carrier};
    use crate::token::json::Json;

    fn encode(text: &str) -> String {
        base64url::encode(text.as_bytes())
    }

    fn of(text: &str) -> String {
        base64url::encode(&hash::sha256(text.as_bytes()))
    }

    fn token(payload: &str, disclosures: &[&str]) -> Token {
        let text = format!(
            "{}.{}.AA~{}~",
            encode(r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#),
            encode(payload),
            disclosures.join("~")
        );
        let span = Span::new(0, text.len());
        Token::read(Candidate::verbatim(&text, span, Carrier::Bare))
    }

    #[test]
    fn every_disclosure_finds_its_place() {
        let inner = encode(r#"["s","city/1","Ulm"]"#);
        let outer = encode(&format!(
            r#"["s","address",{{"_sd":["{}"],"zip":1}}]"#,
            of(&inner)
        ));
        let element = encode(r#"["s","DE"]"#);
        let stray = encode(r#"["s","x",1]"#);
        let taken = encode(r#"["s","iss",1]"#);
        let wrong = encode(r#"["s","name",1]"#);
        let token = token(
            &format!(
                r#"{{"iss":"i","_sd":["{}","{}","decoy"],"n":["FR",{{"...":"{}"}},{{"...":"{}"}}]}}"#,
                of(&outer),
                of(&taken),
                of(&element),
                of(&wrong)
            ),
            &[
                &inner, &outer, &element, &stray, &taken, &wrong, &element, "AA",
            ],
        );
        let found = process(&token);
        let states: Vec<State> = found.list.iter().map(|one| one.state).collect();
        assert_eq!(
            states,
            [
                State::Disclosed,
                State::Disclosed,
                State::Disclosed,
                State::Unreferenced,
                State::NameTaken,
                State::NotAnElement,
                State::Repeated,
                State::Malformed
            ]
        );
        let pointers: Vec<Option<String>> = (0..4).map(|at| found.pointer(at)).collect();
        let expected = [
            Some("/address/city~11"),
            Some("/address"),
            Some("/n/1"),
            None,
        ];
        assert_eq!(pointers, expected.map(|pointer| pointer.map(str::to_owned)));
        let withheld: Vec<_> = found.withheld.iter().collect();
        assert_eq!(withheld[0].digest, "decoy");
        assert_eq!(withheld.len(), 1);
        assert_eq!(found.withheld_in(withheld[0]).as_deref(), Some(""));
        assert!(found.repeated_digests.is_empty() && found.nested_hash.is_none());
        assert!(found.is_top_level(&found.list[1]) && !found.is_top_level(&found.list[0]));
        assert_eq!(
            found.unfolded(token.claims().unwrap()),
            r#"{"iss":"i","n":["FR","DE"],"address":{"zip":1,"city/1":"Ulm"}}"#
        );
    }

    #[test]
    fn digests_leave_no_trace() {
        let (member, element) = (encode(r#"["s","a", {"_sd":[]} ]"#), encode(r#"["s",[]]"#));
        let (a, e) = (of(&member), of(&element));
        for (payload, expected) in [
            (r#"{ "_sd" : [] }"#, "{}"),
            (r#"{ "_sd" : ["A"] }"#, r#"{"a":{}}"#),
            (r#"{"_sd":["A"],"_sd":["x"],"b":1}"#, r#"{"b":1,"a":{}}"#),
            (r#"{"b":",","_sd_alg":"sha-256"}"#, r#"{"b":","}"#),
            (r#"{"b":{"_sd_alg":1,"_sd":1}}"#, r#"{"b":{"_sd_alg":1}}"#),
            (
                r#"{"n":[ {"...":"x"} , {"...":"E"} , {"...":"y"} ],"_sd":["A"]}"#,
                r#"{"n":[[]],"a":{}}"#,
            ),
            (
                r#"{"n":[{"...":"E"},1,{"...":"x"}],"m":[{"...":"x"}]}"#,
                r#"{"n":[[],1],"m":[]}"#,
            ),
            (r#"{"_sd":[{"...":"E"},{"_sd":["A"]}],"b":1}"#, r#"{"b":1}"#),
        ] {
            let payload = payload.replace("\"A\"", &format!("\"{a}\""));
            let payload = payload.replace("\"E\"", &format!("\"{e}\""));
            let token = token(&payload, &[&member, &element]);
            let unfolded = process(&token).unfolded(token.claims().unwrap());
            assert_eq!(unfolded, expected, "{payload}");
        }
    }

    #[test]
    fn digests_and_hashes_are_counted() {
        let one = encode(r#"["s","a",1]"#);
        let digest = of(&one);
        let found = token(
            &format!(r#"{{"_sd":["{digest}"],"x":{{"_sd":["{digest}"],"_sd_alg":"sha-256"}}}}"#),
            &[&one],
        );
        let found = process(&found);
        assert_eq!(found.list[0].state, State::Disclosed);
        assert_eq!(found.repeated_digests.len(), 1);
        assert!(found.nested_hash.is_some());
        for (name, expected) in [
            ("sha-512", Hash::Sha2(512)),
            ("sha3-256", Hash::NotComputed("sha3-256".to_owned())),
            ("md5", Hash::Unknown("md5".to_owned())),
        ] {
            let token = token(&format!(r#"{{"_sd_alg":"{name}"}}"#), &[&one]);
            let found = process(&token);
            assert_eq!(found.hash, expected);
            assert_eq!(
                found.list[0].state == State::Unchecked,
                found.hash != Hash::Sha2(512)
            );
        }
    }

    #[test]
    fn a_long_chain_is_survived() {
        let mut chain = vec![encode(r#"["s","n",1]"#)];
        for _ in 0..2000 {
            let digest = chain.last().map(|last| of(last)).unwrap_or_default();
            chain.push(encode(&format!(r#"["s","n",{{"_sd":["{digest}"]}}]"#)));
        }
        let payload = format!(r#"{{"_sd":["{}"]}}"#, of(&chain[2000]));
        let texts: Vec<&str> = chain.iter().map(String::as_str).collect();
        let token = token(&payload, &texts);
        let found = process(&token);
        assert!(found.list.iter().all(|one| one.state == State::Disclosed));
        assert_eq!(
            (found.pointer(0), found.pointer(1999)),
            (None, Some("/n/n".to_owned()))
        );
        let unfolded = Json::read(found.unfolded(token.claims().unwrap()));
        assert!(
            unfolded
                .object()
                .is_some_and(|root| root.get("n").is_some())
        );
        let json = Json::read(payload);
        assert!(
            json.object()
                .is_some_and(|root| root.descendants().count() == 3)
        );
    }
}

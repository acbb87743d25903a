//! What has to hold for every input, tried on inputs that nobody thought of.

use std::collections::BTreeSet;
use std::io::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;

use token_inspector::place::{Part, Place, Span};
use token_inspector::redact::{self, Mask};
use token_inspector::text::{self, Piece};
use token_inspector::token::base64url::{self, Encoding};
use token_inspector::token::json;
use token_inspector::verify::key;
use token_inspector::what_if::{self, Edit};
use token_inspector::{Expectations, Report, document, inspect};

use crate::NOW;
use crate::robustness::{corpus, survive};

/// The same cases in every run, so that a failure is one for everybody. `PROPTEST_CASES` and `PROPTEST_RNG_SEED` try others.
fn config(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").map_or(cases, |text| text.parse().unwrap_or(cases));
    // Past the tests' capture, which would keep it to itself where all is well.
    let name = std::thread::current().name().map(str::to_owned);
    let line = format!("{}: {cases} inputs\n", name.unwrap_or_default());
    let _ = std::io::stderr().write_all(line.as_bytes());
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

/// JSON of any shape, small.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any_text().prop_map(Json::from),
        Just(Json::from("https://login.microsoftonline.com/common/v2.0")),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        let member = (prop_oneof![known_name(), any_text()], inner.clone());
        prop_oneof![
            vec(inner, 0..6).prop_map(Json::from),
            vec(member, 0..6).prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// Text with what hides, reorders, quotes and ends things in it.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ -~]{0,12}",
        1 => vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => vec(
            prop::sample::select(vec!["\u{202e}", "\u{200b}", "\u{feff}", "\0", "\u{7f}", "`", "\"", "\\", "\n", "é", "😀", "\u{e0041}", "а"]),
            0..6,
        )
        .prop_map(|parts| parts.concat()),
    ]
}

fn known_name() -> impl Strategy<Value = String> {
    const NAMES: [&str; 26] = [
        "aud", "iss", "sub", "exp", "nbf", "iat", "jti", "scp", "roles", "tid", "oid", "ver",
        "azp", "appid", "nonce", "cnf", "act", "amr", "alg", "typ", "kid", "jwk", "crit", "b64",
        "_sd", "events",
    ];
    prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned)
}

fn any_object() -> impl Strategy<Value = Json> {
    vec((known_name(), any_json()), 0..10)
        .prop_map(|members| Json::Object(members.into_iter().collect()))
}

fn compact(header: &Json, claims: &Json, signature: &[u8]) -> String {
    let [header, claims] =
        [header, claims].map(|json| base64url::encode(json.to_string().as_bytes()));
    format!("{header}.{claims}.{}", base64url::encode(signature))
}

/// A token whose header and claims have known names and unexpected values.
fn any_token() -> impl Strategy<Value = String> {
    (any_object(), any_object(), vec(any::<u8>(), 0..80))
        .prop_map(|(header, claims, signature)| compact(&header, &claims, &signature))
}

/// What may surround a token.
fn any_paste() -> impl Strategy<Value = String> {
    let around = prop::sample::select(vec![
        "",
        "Bearer ",
        "Authorization: Bearer ",
        "\"",
        "'",
        "access_token=",
        "{\"id_token\":\"",
        "~",
        ".",
        "\n",
        "%2E",
        "curl -H 'Authorization: Bearer ",
        "https://a.example/#id_token=",
        "AADSTS90016: ",
        "```",
        "eyJ",
    ]);
    vec((around, prop_oneof![any_token(), any_text()]), 1..4).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(before, text)| format!("{before}{text}"))
            .collect()
    })
}

/// One of the corpus, with a piece of another in it.
fn any_splice() -> impl Strategy<Value = String> {
    let texts = corpus();
    let count = texts.len();
    (0..count, 0..count, any::<[prop::sample::Index; 4]>()).prop_map(move |(one, other, at)| {
        let cut = |text: &str, at: prop::sample::Index| {
            let mut at = at.index(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (one, other) = (&texts[one], &texts[other]);
        let (from, to) = (cut(other, at[0]), cut(other, at[1]));
        let (start, end) = (cut(one, at[2]), cut(one, at[3]));
        let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 4000));
        let to = cut_back(other, to);
        let (start, end) = (start.min(end), start.max(end));
        format!("{}{}{}", &one[..start], &other[from..to], &one[end..])
    })
}

fn cut_back(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn rules(report: &Report) -> BTreeSet<&'static str> {
    report
        .all_findings()
        .map(|finding| finding.rule.id)
        .collect()
}

fn told(report: &Report) -> String {
    document::document(report).to_json()
}

proptest! {
    #![proptest_config(config(1500))]

    /// 1, 2, 8, 9: whatever it is there is a report, whose places lie in the text and whose messages hide nothing.
    #[test]
    fn any_text_has_a_report(text in prop_oneof![any_paste(), ".{0,60}", any_text()]) {
        survive(&text);
    }

    #[test]
    fn any_bytes_have_a_report(bytes in vec(any::<u8>(), 0..200)) {
        survive(&String::from_utf8_lossy(&bytes));
    }

    /// 3 and 4: base64url is what RFC 4648 says, and nothing is lost on the way there and back.
    #[test]
    fn base64url_goes_there_and_back(bytes in vec(any::<u8>(), 1..100)) {
        let decoded = base64url::decode(&base64url::encode(&bytes));
        prop_assert_eq!(decoded.encoding(), Encoding::Ok);
        prop_assert_eq!(decoded.bytes, bytes);
    }

    #[test]
    fn base64url_is_fine_exactly_where_a_strict_decoder_takes_it(text in "[A-Za-z0-9_=+/ é-]{1,24}") {
        use base64::Engine as _;
        let strict = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(&text);
        let decoded = base64url::decode(&text);
        prop_assert_eq!(decoded.encoding() == Encoding::Ok, strict.is_ok(), "{:?}", decoded);
        if let Ok(bytes) = strict {
            prop_assert_eq!(base64url::encode(&bytes), text);
            prop_assert_eq!(decoded.bytes, bytes);
        } else {
            // What could be made out of it stays what it is when written properly.
            let again = base64url::decode(&base64url::encode(&decoded.bytes));
            prop_assert_eq!(again.bytes, decoded.bytes);
        }
    }

    /// 4: our reader of JSON and serde_json take the same texts.
    #[test]
    fn json_is_read_like_serde_json_reads_it(value in any_json(), at in any::<prop::sample::Index>(), to in prop::sample::select(b"{}[]\",:\\0-.eE+ tfn\n\x01".to_vec())) {
        let whole = value.to_string();
        let ours = json::Json::read(whole.clone());
        prop_assert_eq!(ours.error(), None);
        prop_assert_eq!(ours.root().map(|root| root.raw().to_owned()), Some(whole.clone()));
        let mut damaged = whole.into_bytes();
        let at = at.index(damaged.len());
        damaged[at] = to;
        if let Ok(text) = String::from_utf8(damaged) {
            let ours = json::Json::read(text.clone()).error();
            let theirs = serde_json::from_str::<Json>(&text);
            // A half of a pair of surrogates is grammatical; serde_json has no text to make of it.
            if !text.contains("\\u") && !text.contains("\\d") {
                prop_assert_eq!(ours.is_none(), theirs.is_ok(), "{:?}: {:?}, {:?}", text, ours, theirs);
            }
        }
    }

    /// 2: the values of a document lie inside each other or apart, never across.
    #[test]
    fn values_lie_inside_each_other_or_apart(value in any_json()) {
        let json = json::Json::read(value.to_string());
        let spans: Vec<_> = json.values().map(|value| value.span()).collect();
        for (at, one) in spans.iter().enumerate() {
            prop_assert!(json.text().get(one.start..one.end).is_some());
            for other in &spans[at + 1..] {
                let apart = one.end <= other.start || other.end <= one.start;
                let inside = one.start <= other.start && other.end <= one.end;
                prop_assert!(apart || inside, "{:?} {:?} in {}", one, other, json.text());
            }
        }
    }

    /// 2 and 3: what is neither in a leaf nor in a name holds the document together, so that values and names in their
    /// order make the same text again.
    #[test]
    fn every_byte_of_a_document_is_accounted_for(value in any_json(), is_spaced in any::<bool>()) {
        let text = if is_spaced { format!("{value:#}") } else { value.to_string() };
        let json = json::Json::read(text.clone());
        let mut leaves = Vec::new();
        for value in json.values() {
            if value.items().next().is_none() && value.members().next().is_none() && !matches!(value.raw(), "[]" | "{}") {
                leaves.push(value.span());
            }
            leaves.extend(value.members().map(|member| member.name_span()));
        }
        leaves.sort();
        let mut at = 0;
        for leaf in leaves.into_iter().chain([Span::at(text.len())]) {
            let between = text.get(at..leaf.start);
            prop_assert!(between.is_some_and(|text| text.chars().all(|c| "{}[]:, \n".contains(c))), "{:?} in {}", between, text);
            at = leaf.end;
        }
    }

    /// 2: the segments of a compact token and one separator between two of them are all of it.
    #[test]
    fn every_byte_of_a_token_is_accounted_for(text in prop_oneof![any_paste(), any_token()]) {
        for token in inspect(&text, &Expectations::default(), NOW).tokens {
            let token = token.token;
            if !token.form.is_compact() {
                continue;
            }
            let mut at = 0;
            for (count, segment) in token.segments.iter().enumerate() {
                let between = &token.text()[at..segment.span.start];
                prop_assert!(matches!(between, "." | "~") || (count == 0 && between.is_empty()), "{:?} in {}", between, token.text());
                at = segment.span.end;
            }
            prop_assert!(matches!(&token.text()[at..], "" | "~"), "{}", token.text());
        }
    }

    /// 2: whatever was undone, the characters of a token stand in the pasted text in their order, and inside it.
    #[test]
    fn what_is_read_stands_in_the_input_in_its_order(text in prop_oneof![any_paste(), any_splice()]) {
        for token in inspect(&text, &Expectations::default(), NOW).tokens {
            let candidate = token.token.candidate;
            let mut last = Span::at(0);
            for at in 0..candidate.text.len() {
                let from = candidate.map.to_input(Span::new(at, at + 1));
                prop_assert!(from.start >= last.start && from.end >= last.end && from.end <= text.len(), "{:?} after {:?} in {:?}", from, last, text);
                last = from;
            }
        }
    }

    /// 2: a place in what was decoded leads to exactly the characters that carry it.
    #[test]
    fn places_lead_to_the_characters_that_carry_them(text in any_token()) {
        let report = inspect(&text, &Expectations::default(), NOW);
        let token = &report.tokens[0].token;
        for part in [Part::Header, Part::Payload] {
            let Some(segment) = token.segment(part) else { continue };
            let Some(document) = segment.json().filter(|_| segment.encoding == Encoding::Ok && segment.bytes != segment.span.len()) else { continue };
            for value in document.values() {
                let span = value.span();
                let found = token.in_input(Place::new(part, span));
                let start = segment.span.start;
                // Four characters are three bytes.
                prop_assert_eq!(found.start - start, span.start * 8 / 6);
                prop_assert_eq!(found.end - start, (span.end * 8).div_ceil(6));
            }
        }
    }

    /// 8: what is given as a key is never said again, whatever is wrong with it.
    #[test]
    fn a_key_is_not_repeated(secret in "[A-Za-z0-9]{24,40}", form in 0usize..9) {
        let encoded = base64url::encode(secret.as_bytes());
        let text = match form {
            0 => secret.clone(),
            1 => encoded.clone(),
            2 => format!("{{\"kty\":\"oct\",\"k\":\"{encoded}\"}}"),
            3 => format!("{{\"keys\":[{{\"kty\":\"oct\",\"k\":\"{encoded}\"}},{{\"kty\":\"EC\",\"d\":\"{encoded}\"}}]}}"),
            4 => format!("{{\"kty\":\"oct\",\"k\":\"{encoded}"),
            5 => format!("-----BEGIN PRIVATE KEY-----\n{encoded}\n-----END PRIVATE KEY-----"),
            6 => format!("-----BEGIN PRIVATE KEY-----\n{encoded}"),
            7 => format!("ssh-ed25519 {encoded} {secret}"),
            _ => format!("{{\"client_secret\":\"{secret}\"}}"),
        };
        let keys = key::read(&text);
        let mut said = format!("{:?}", keys.faults);
        for key in &keys.keys {
            said += &format!("{key:?} {}", key.describe().label());
            said.extend(key.all_warnings().into_iter().map(key::Warning::sentence));
        }
        prop_assert!(!keys.keys.is_empty() || !keys.faults.is_empty());
        prop_assert!(!said.contains(&secret) && !said.contains(&encoded), "{}", said);
    }

    /// 6: the same text and the same moment make the same report.
    #[test]
    fn reports_are_determined(text in any_paste()) {
        let report = || told(&inspect(&text, &Expectations::default(), NOW));
        prop_assert_eq!(report(), report());
    }

    /// 9: what is left of a text between the chips hides nothing, and no character is lost.
    #[test]
    fn pieces_hide_nothing_and_lose_nothing(value in any_text()) {
        let mut again = String::new();
        for piece in text::pieces(&value) {
            match piece {
                Piece::Plain(plain) => {
                    prop_assert!(!plain.chars().any(text::is_hidden));
                    again.push_str(plain);
                }
                Piece::Hidden(character) => again.push(character),
                Piece::Alike(character) => prop_assert!(again.ends_with(character)),
            }
        }
        prop_assert_eq!(again, value.clone());
        prop_assert!(!text::quote(&value).to_string().chars().any(text::is_hidden));
    }

    /// 5: one more claim that means nothing takes no finding away.
    #[test]
    fn a_claim_that_means_nothing_hides_nothing(header in any_object(), claims in any_object()) {
        let before = rules(&inspect(&compact(&header, &claims, &[7; 64]), &Expectations::default(), NOW));
        let mut more = claims;
        more["zzz_colour"] = Json::from("blue");
        let after = rules(&inspect(&compact(&header, &more, &[7; 64]), &Expectations::default(), NOW));
        let lost: Vec<_> = before.difference(&after).collect();
        prop_assert!(lost.is_empty(), "{:?} of {:?}", lost, before);
    }

    /// 5: white space behind it changes no verdict.
    #[test]
    fn white_space_behind_a_token_changes_no_verdict(token in any_token(), space in "[ \n\t\r]{1,5}") {
        let verdict = |text: &str| inspect(text, &Expectations::default(), NOW).verdict();
        prop_assert_eq!(verdict(&token), verdict(&format!("{token}{space}")));
    }

    /// Expectations come from people and files too.
    #[test]
    fn expectations_are_taken_or_refused(text in any_text(), value in any_json(), name in "[a-z_]{0,8}") {
        let _ = Expectations::from_json(&text);
        let _ = Expectations::from_json(&value.to_string());
        let _ = Expectations::default().set(&name, &text);
        let mut expect = Expectations::default();
        for name in ["aud", "iss", "scopes", "roles", "require"] {
            let _ = expect.set(name, &text);
        }
        inspect("eyJhbGciOiJub25lIn0.e30.", &expect, NOW);
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// 1: pieces of real tokens in the wrong places.
    #[test]
    fn a_report_leaks_neither_what_it_masks_nor_the_signature(claims in any_object(), secret in "[a-z]{12}", number in 10_000_000_000_u64.., signature in vec(any::<u8>(), 24..80), around in any_text(), hide in known_name(), show in known_name()) {
        let mail = format!("{secret}@contoso.example");
        let mut claims = claims;
        let Json::Object(members) = &mut claims else { unreachable!() };
        members.insert("email".to_owned(), Json::from(mail.clone()));
        members.insert("phone_number".to_owned(), Json::from(number));
        // A value that is masked may stand elsewhere too.
        members.insert("note".to_owned(), Json::from(format!("{around}{secret}@contoso.example{number}")));
        let token = compact(&Json::from_iter([("alg", "RS256")]), &claims, &signature);
        let text = format!("{around} {token}");
        let report = inspect(&text, &Expectations::default(), NOW);
        let mut mask = Mask::default();
        mask.hide(&hide);
        mask.show(&show);
        let signature = base64url::encode(&signature);
        for ticket in [redact::to_markdown(&report, &text, &mask), redact::to_json(&report, &text, &mask)] {
            prop_assert!(!ticket.contains(&mail), "{ticket}");
            prop_assert!(!ticket.contains(&number.to_string()), "{ticket}");
            for at in 0..=signature.len() - 16 {
                prop_assert!(!ticket.contains(&signature[at..at + 16]), "{ticket}");
            }
        }
    }

    #[test]
    fn a_change_that_is_tried_leaves_the_token_as_it_is(token in any_token(), edits in vec((any::<bool>(), 0..3, prop_oneof![known_name(), any_text()], any_text(), any::<i64>()), 0..5)) {
        let edits: Vec<Edit> = edits
            .into_iter()
            .map(|(is_header, kind, name, value, seconds)| {
                let part = if is_header { Part::Header } else { Part::Payload };
                match kind {
                    0 => Edit::Set(part, name, value),
                    1 => Edit::Remove(part, name),
                    _ => Edit::Shift(seconds),
                }
            })
            .collect();
        let report = inspect(&token, &Expectations::default(), NOW);
        let before = told(&report);
        for own in &report.tokens {
            let text = own.token.text().to_owned();
            if let Ok(edited) = what_if::edit(&own.token, &edits) {
                prop_assert!(edited.text.ends_with(['.', '~']), "{}", edited.text);
                let signature = text.split(['.', '~']).nth(2).unwrap_or_default();
                prop_assert!(signature.len() < 24 || !edited.text.contains(signature));
            }
            prop_assert_eq!(own.token.text(), text);
        }
        prop_assert_eq!(told(&report), before);
    }

    #[test]
    fn spliced_tokens_have_a_report(text in any_splice()) {
        survive(&text);
    }
}

//! Everything that was learned about a paste, as plain data for any front end, and its text form.

use crate::expect::Expectations;
use crate::extract::{self, Candidate, Carrier, ErrorText, Note};
use crate::guide::Section;
use crate::place::Part;
use crate::place::{Lines, Span};
use crate::profile::issuer::Issuer;
use crate::profile::{self, Profile, Purpose, Recognition};
use crate::rules::{self, Finding, Severity, Sibling, Subject};
use crate::spec::server_errors::{self, ServerError};
use crate::standing;
pub use crate::standing::Standing;
use crate::time::Timestamp;
use crate::token::base64url::Encoding;
use crate::token::json::{Json, Kind};
use crate::token::{Content, Segment, Token, disclosures};
pub use crate::verdict::{TokenReport, Verdict};
use crate::verify::{MOST_LAYERS, State, Verification, inner};

/// What a server or library said, and what is known about it.
#[derive(Clone, Debug)]
pub struct ErrorReport {
    /// What was found.
    pub text: ErrorText,
    /// What it means, where that is known.
    pub known: Option<&'static ServerError>,
    /// Whether that is the meaning of the code it is a sub-code of.
    pub via_parent: bool,
    /// The section of the guide about it.
    pub guide: Section,
    /// Whether the tokens bear it out.
    pub standing: Standing,
}

impl ErrorReport {
    fn new(text: ErrorText, tokens: &[TokenReport]) -> Self {
        let found = server_errors::lookup(&text.code);
        let known = found.map(|found| found.0);
        let standing = Standing::of(&text, known, tokens);
        Self {
            text,
            known,
            via_parent: found.is_some_and(|found| found.1),
            guide: known.map_or(crate::guide::READ_THE_ERROR, |known| known.guide),
            standing,
        }
    }
}

/// Everything that was learned about a paste.
#[derive(Clone, Debug)]
pub struct Report {
    /// The moment it was checked at.
    pub now: Timestamp,
    /// What servers and libraries said, in order of appearance.
    pub errors: Vec<ErrorReport>,
    /// Tokens in order of appearance.
    pub tokens: Vec<TokenReport>,
    /// Findings about the paste as a whole, where there is no token for them to go with.
    pub findings: Vec<Finding>,
    /// The kind of key that the paste is, where it is one and no token.
    pub key: Option<&'static str>,
}

impl Report {
    /// What a strict receiver would do: the gravest of all tokens.
    pub fn verdict(&self) -> Verdict {
        if self.tokens.is_empty()
            && !self
                .findings
                .iter()
                .any(|finding| finding.severity == Severity::Error)
        {
            return Verdict::None;
        }
        let is_closed = self.tokens.iter().all(TokenReport::is_closed);
        Verdict::of(self.all_findings(), is_closed)
    }

    /// The place of the token to look at: the chosen one, or of those that travelled alike, as in a log, the first that
    /// is refused. Of one that was opened, what is inside counts.
    pub fn shown(&self, chosen: Option<usize>) -> usize {
        if let Some(at) = chosen.filter(|at| *at < self.tokens.len()) {
            return at;
        }
        let place = |token: &TokenReport| token.token.candidate.carrier;
        let is_refused = |token: &TokenReport| {
            let first = &self.tokens[0];
            (token.name(), place(token)) == (first.name(), place(first))
                && token.verdict() == Verdict::Reject
        };
        let at = self.tokens.iter().position(is_refused).unwrap_or(0);
        let span = |token: &TokenReport| token.token.candidate.span;
        let behind = self.tokens.iter().enumerate().skip(at + 1);
        let inside = behind.take_while(|(at, token)| {
            place(token) == Carrier::Jwe && span(token) == span(&self.tokens[at - 1])
        });
        inside.last().map_or(at, |(at, _)| at)
    }

    /// The findings of every token, and those about the paste as a whole.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        let of_tokens = self.tokens.iter().flat_map(|token| &token.checked.findings);
        self.findings.iter().chain(of_tokens)
    }

    /// The report as text: what is copied, printed in a terminal and compared by tests.
    pub fn to_text(&self, input: &str) -> String {
        let mut text = String::new();
        let lines = Lines::of(input);
        for error in &self.errors {
            push_error(&mut text, error, self.tokens.is_empty());
        }
        for finding in &self.findings {
            push_finding(&mut text, finding, None, &lines);
        }
        for token in &self.tokens {
            text.push_str(&format!(
                "{} ({})\n",
                token.token.form.label(),
                token.profile.profile.name
            ));
            push_disclosed(&mut text, token);
            for finding in &token.checked.findings {
                push_finding(&mut text, finding, Some(&token.token), &lines);
            }
            text.push_str(&format!(
                "  {} checks were quiet\n",
                token.checked.quiet.len()
            ));
        }
        if let Some(kind) = self.key {
            text.push_str(&format!(
                "This is a {kind}, not a token. A token is checked with it by --key.\n"
            ));
        }
        text.push_str(&format!("verdict: {}\n", self.verdict().name()));
        text
    }
}

fn push_error(text: &mut String, error: &ErrorReport, is_alone: bool) {
    text.push_str(&crate::text::quote(&error.text.code).to_string());
    if let Some(known) = error.known {
        text.push_str(&format!(": {}", known.meaning));
        if error.via_parent {
            text.push_str(&format!(" (what is known of {})", known.code));
        }
    }
    if let Some(known) = error.known.filter(|known| !known.check.is_empty()) {
        text.push_str(&format!("\n    look at: {}", known.check));
    }
    text.push_str(&format!("\n    guide: {}", error.guide.id()));
    let ids: Vec<&str> = error.standing.rules().iter().map(|rule| rule.id).collect();
    match error.standing {
        Standing::Agrees(_) if ids.is_empty() => text.push_str("; borne out by the token"),
        Standing::Agrees(_) => text.push_str(&format!("; borne out by {}", ids.join(", "))),
        Standing::Contradicts(_) => text.push_str("; the tokens here do not show it"),
        Standing::CannotTell if is_alone => {}
        Standing::CannotTell => {
            text.push_str("; the tokens here can neither confirm nor refute it");
        }
        Standing::Elsewhere(words) => text.push_str(&format!("\n    token: {words}")),
        Standing::Another(ref words) => text.push_str(&format!("\n    token: {words}")),
    }
    let ids = [
        ("OAuth error", &error.text.oauth_error),
        ("correlation id", &error.text.correlation_id),
        ("trace id", &error.text.trace_id),
        ("time", &error.text.timestamp),
    ];
    for (name, id) in ids {
        if let Some(id) = id {
            text.push_str(&format!("\n    {name}: {}", crate::text::quote(id)));
        }
    }
    text.push('\n');
}

/// What the disclosures of an SD-JWT bring, and what is not disclosed.
fn push_disclosed(text: &mut String, token: &TokenReport) {
    const MOST: usize = 50;
    let disclosures = (token.disclosed.as_ref()).map(|_| disclosures::process(&token.token));
    let Some(found) = disclosures else {
        return;
    };
    let pointers = (0..found.list.len().min(MOST)).filter_map(|at| {
        let is_disclosed = found.list[at].state == disclosures::State::Disclosed;
        found.pointer(at).filter(|_| is_disclosed)
    });
    let withheld = found.withheld.iter().take(MOST).map(|one| {
        let digest = crate::text::quote(&one.digest);
        match found.withheld_in(one).as_deref() {
            None | Some("") => digest.to_string(),
            Some(pointer) => format!("{digest} in {}", crate::text::quote(pointer)),
        }
    });
    let disclosed: Vec<String> = pointers
        .map(|one| crate::text::quote(&one).to_string())
        .collect();
    let left = [found.list.len(), found.withheld.len()].map(|all| all.saturating_sub(MOST));
    let lists = [
        ("disclosed", disclosed),
        ("not disclosed", withheld.collect()),
    ];
    for ((label, list), left) in lists.into_iter().zip(left) {
        if !list.is_empty() {
            text.push_str(&format!("  {label}: {}", list.join(", ")));
            if left > 0 {
                text.push_str(&format!(" and {left} more"));
            }
            text.push('\n');
        }
    }
}

fn push_finding(text: &mut String, finding: &Finding, token: Option<&Token>, lines: &Lines) {
    let span = token.map_or(finding.place.span, |token| token.in_input(finding.place));
    let (line, column) = lines.at(span.start);
    text.push_str(&format!(
        "  {}[{}] at {line}:{column}: {}\n",
        finding.severity.name(),
        finding.rule.id,
        finding.message,
    ));
    text.push_str(&format!("    guide: {}", finding.rule.guide.id()));
    match finding.fixer.label() {
        "" => text.push('\n'),
        who => text.push_str(&format!("; who can fix it: {who}\n")),
    }
}

/// Finds what is in `text`, reads it, and checks it against `expect` at the moment `now`. No key is asked.
///
/// Cannot fail and does not look around: no clock, no I/O; linear in the length of `text`.
pub fn inspect(text: &str, expect: &Expectations, now: Timestamp) -> Report {
    inspect_with(text, expect, now, &Verification::default())
}

/// The same with what was found out with keys (see [`crate::verify`]): signatures have a state, and what was in
/// encrypted tokens stands behind them as further tokens.
pub fn inspect_with(
    text: &str,
    expect: &Expectations,
    now: Timestamp,
    verification: &Verification,
) -> Report {
    let mut extraction = extract::extract(text);
    let candidates = std::mem::take(&mut extraction.candidates);
    let outer = candidates.into_iter().map(Token::read);
    let siblings: Vec<Sibling> = with_opened(outer, verification)
        .into_iter()
        .map(|token| Sibling {
            found: profile::recognize(&token, None),
            token,
        })
        .collect();
    let look = |at: usize, own: &Sibling| {
        let Sibling { token, found } = own;
        let chosen = (expect.kind).map(|kind| profile::recognize(token, Some(kind)));
        let profile = chosen.as_ref().unwrap_or(found);
        let check = verification.of(token);
        let states = check.map_or(&[][..], |check| &check.states);
        let is_checked = states.iter().any(State::is_checked);
        let told = standing::told_of(token, &extraction.errors, expect, siblings.len() == 1);
        let of_api = is_beside(token, profile, &siblings).then(|| Expectations {
            nonce: expect.nonce.clone(),
            max_age: expect.max_age,
            tolerance: expect.tolerance,
            ..Expectations::default()
        });
        let disclosures = (token.form.is_sd_jwt()).then(|| disclosures::process(token));
        let unfolded = disclosures.as_ref().zip(token.claims());
        let disclosed = unfolded.map(|(found, claims)| Json::read(found.unfolded(claims)));
        let unfolded = disclosed.as_ref().and_then(Json::object);
        let expect = of_api.as_ref().or(told.as_ref()).unwrap_or(expect);
        let alone = Subject::of(text, &extraction, own, expect, now);
        let subject = Subject {
            disclosures: disclosures.as_ref(),
            unfolded,
            issuer: unfolded.map_or(alone.issuer, |claims| Issuer::in_claims(Some(claims))),
            profile,
            siblings: &siblings,
            at,
            states: if is_checked { states } else { &[] },
            binding: check.and_then(|check| check.binding.as_ref()),
            ..alone
        };
        let checked = rules::check(&subject);
        (chosen, check.cloned(), checked, told, disclosed)
    };
    let findings = if siblings.is_empty() {
        let token = nothing();
        let found = profile::recognize(&token, None);
        look(0, &Sibling { token, found }).2.findings
    } else {
        Vec::new()
    };
    let looked = siblings.iter().enumerate();
    let looked: Vec<_> = looked.map(|(at, sibling)| look(at, sibling)).collect();
    let tokens: Vec<TokenReport> = std::iter::zip(siblings, looked)
        .map(
            |(sibling, (chosen, verification, checked, told, disclosed))| TokenReport {
                token: sibling.token,
                profile: chosen.unwrap_or(sibling.found),
                verification,
                checked,
                told,
                disclosed,
            },
        )
        .collect();
    let mut is_challenged = extraction.notes.iter();
    let is_challenged = is_challenged.any(|note| matches!(note, Note::ClaimsChallenge(..)));
    let judge = |text: ErrorText| {
        let mut error = ErrorReport::new(text, &tokens);
        // The challenge beside it says what the matter is, and no token shows that.
        if is_challenged && error.known.is_some_and(ServerError::is_vague) {
            error.standing = Standing::CannotTell;
        }
        error
    };
    let errors: Vec<ErrorReport> = extraction.errors.into_iter().map(judge).collect();
    let key = extraction.notes.iter().find_map(|note| match note {
        Note::Key(_, kind) => Some(*kind),
        _ => None,
    });
    Report {
        now,
        key: key.filter(|_| tokens.is_empty() && errors.is_empty()),
        errors,
        findings: findings.into_iter().filter(is_about_input).collect(),
        tokens,
    }
}

/// Whether what an API expects is said of a token beside this one: of the one that a proof or assertion was sent with,
/// or of the access token that an ID or refresh token came with.
fn is_beside(token: &Token, recognition: &Recognition, siblings: &[Sibling]) -> bool {
    let kind = recognition.profile;
    let is_sent_along = |kind: &Profile| {
        ["dpop-proof", "client-assertion", "entra-client-assertion"].contains(&kind.id)
    };
    // The first few are enough: a paste may hold thousands of tokens.
    let mut others = siblings.iter().take(32);
    if is_sent_along(kind) {
        return others.any(|other| !is_sent_along(other.found.profile));
    }
    let slot = token.candidate.slot();
    let is_chosen = recognition.is_forced && kind.purpose == Purpose::Id;
    let stays = match slot.as_str() {
        "accesstoken" => false,
        "idtoken" | "refreshtoken" => !is_chosen,
        _ => recognition.purpose == Purpose::Id && !is_chosen,
    };
    let is_access =
        |token: &Token| token.candidate.slot() == "accesstoken" && token.claims().is_some();
    stays && others.any(|other| is_access(&other.token))
}

/// The tokens, each encrypted one that was opened followed by the token in it. A Claims Set in it becomes its payload.
fn with_opened(outer: impl Iterator<Item = Token>, verification: &Verification) -> Vec<Token> {
    let mut tokens = Vec::new();
    for token in outer {
        let mut next = Some(token);
        // What is deeper is not opened, but shown.
        for _ in 0..=MOST_LAYERS + 1 {
            let Some(mut token) = next.take() else {
                break;
            };
            let check = verification.of(&token);
            if let Some(content) = check.and_then(|check| check.opened.as_deref()) {
                next = inner(Some(content), token.candidate.span);
                if next.is_none() {
                    add_claims(&mut token, content);
                }
            }
            tokens.push(token);
        }
    }
    tokens
}

/// Adds decrypted content as a payload where it is a JSON object.
fn add_claims(token: &mut Token, content: &[u8]) {
    let Ok(text) = String::from_utf8(content.to_vec()) else {
        return;
    };
    let json = Json::read(text);
    if json.root().map(|root| root.kind()) != Some(Kind::Object) {
        return;
    }
    let span = token.segment(Part::Ciphertext).map(|segment| segment.span);
    token.segments.push(Segment {
        part: Part::Payload,
        span: span.unwrap_or_default(),
        encoding: Encoding::Ok,
        bytes: content.len(),
        is_utf8: true,
        content: Content::Text(json),
    });
}

fn is_about_input(finding: &Finding) -> bool {
    matches!(finding.rule.applies, rules::Applies::Input)
}

/// The token that is not there: rules about the paste as a whole need something to look at.
fn nothing() -> Token {
    Token::read(Candidate::verbatim("", Span::default(), Carrier::Bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_look_into_is_not_unobjectionable() {
        for (text, verdict) in [
            ("", "reject"),
            ("AADSTS50013", "none"),
            ("2YotnFZFEjr1zCsicMWpAA", "not-checked"),
            (
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4CVCrumHXYP1VciwcARVIFVps9eMg.ZXTmt-NRvB0V7ytVMTCo8A",
                "not-checked",
            ),
            ("eyJhbGciOiJub25lIn0.e30.", "reject"),
        ] {
            let report = inspect(text, &Expectations::default(), 0);
            assert_eq!(report.verdict().name(), verdict, "{text}");
        }
    }

    #[test]
    fn what_an_api_expects_is_not_said_of_the_proof() {
        let token = |text: &str| crate::token::base64url::encode(text.as_bytes());
        let access = r#"{"iss":"https://a.example","aud":"a","exp":1,"client_id":"c"}"#;
        let proof = r#"{"jti":"j","htm":"GET","htu":"https://a.example","iat":0}"#;
        let [access, proof] = [("at+jwt", access), ("dpop+jwt", proof)].map(|(typ, claims)| {
            let header = format!(r#"{{"typ":"{typ}","alg":"RS256"}}"#);
            format!("{}.{}.AA", token(&header), token(claims))
        });
        let expect = Expectations {
            audiences: vec!["b".to_owned()],
            ..Expectations::default()
        };
        let text = format!("Authorization: DPoP {access}\nDPoP: {proof}");
        for (text, firing) in [(text.as_str(), [true, false]), (&proof, [true, false])] {
            let report = inspect(text, &expect, 0);
            let is_about = |token: &TokenReport| {
                let mut rules = token.checked.findings.iter().map(|finding| finding.rule.id);
                rules.any(|rule| rule.starts_with("aud-m"))
            };
            let found: Vec<bool> = report.tokens.iter().map(is_about).collect();
            assert_eq!(found, firing[..found.len()], "{text}");
        }
    }

    #[test]
    fn what_an_api_expects_is_not_said_of_what_never_goes_to_it() {
        let token = |claims: &str| {
            let claims = crate::token::base64url::encode(claims.as_bytes());
            format!("eyJhbGciOiJSUzI1NiJ9.{claims}.AA")
        };
        let access = token(r#"{"iss":"https://a.example","aud":"b","exp":1,"scope":"x"}"#);
        let id = token(r#"{"iss":"https://a.example","aud":"c","exp":1,"sub":"s","nonce":"n"}"#);
        let refresh = token(r#"{"iss":"https://a.example","aud":"c","exp":1,"typ":"Refresh"}"#);
        let mut expect = Expectations {
            audiences: vec!["b".to_owned()],
            ..Expectations::default()
        };
        for (text, is_said) in [
            (
                format!(r#"{{"access_token":"{access}","refresh_token":"{refresh}"}}"#),
                false,
            ),
            (
                format!(r#"{{"AccessToken":"{access}","IdToken":"{id}"}}"#),
                false,
            ),
            (format!("ACCESS_TOKEN={access}\nID_TOKEN={id}"), false),
            (
                format!("Authorization: Bearer {access}\nCookie: s={id}"),
                false,
            ),
            (
                format!("Authorization: Bearer {id}\nCookie: s={access}"),
                true,
            ),
            (
                format!(r#"{{"access_token":"opaque-value","id_token":"{id}"}}"#),
                true,
            ),
        ] {
            let is_mismatch = |expect: &Expectations| {
                let report = inspect(&text, expect, 0);
                report
                    .all_findings()
                    .any(|found| found.rule.id == "aud-mismatch")
            };
            expect.kind = None;
            assert_eq!(is_mismatch(&expect), is_said, "{text}");
            expect.kind = profile::by_id("oidc-id-token");
            assert!(is_mismatch(&expect), "{text}");
        }
    }

    #[test]
    fn a_key_in_the_place_of_a_token_is_called_one() {
        for (text, kind, verdict) in [
            (
                r#"{"keys":[{"kty":"EC","x":"a"}]}"#,
                Some("JWK Set"),
                "none",
            ),
            (
                r#"{"kty":"EC","x":"a","d":"b"}"#,
                Some("private key"),
                "none",
            ),
            (r#"{"kty":"EC","x":"a"} AADSTS50013"#, None, "none"),
            (
                "eyJhbGciOiJub25lIn0.e30. {\"kty\":\"EC\",\"x\":\"a\"}",
                None,
                "reject",
            ),
        ] {
            let report = inspect(text, &Expectations::default(), 0);
            assert_eq!((report.key, report.verdict().name()), (kind, verdict));
        }
    }

    #[test]
    fn a_code_that_is_not_known_is_shown() {
        let report = inspect("AADSTS99999", &Expectations::default(), 0);
        assert_eq!(report.errors[0].guide, crate::guide::READ_THE_ERROR);
        assert_eq!(report.verdict(), Verdict::None);
        assert!(
            report
                .to_text("AADSTS99999")
                .starts_with("`AADSTS99999`\n    guide: read-the-error\n")
        );
    }
}

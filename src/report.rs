//! Everything that was learned about a paste, as plain data for any front end, and its text form.

use crate::expect::Expectations;
use crate::extract::{self, Candidate, Carrier, ErrorText, Note};
use crate::guide::{self, Section};
use crate::place::Part;
use crate::place::{Span, line_column};
use crate::profile::{self, Family, Recognition};
use crate::rules::situation;
use crate::rules::{self, Applies, Checked, Finding, Rule, Severity, Subject};
use crate::spec::microsoft;
use crate::spec::server_errors::{self, ServerError};
use crate::time::Timestamp;
use crate::token::base64url::Encoding;
use crate::token::json::{Json, Kind, Value, escape_pointer};
use crate::token::{Content, Form, Segment, Token};
use crate::verify::{Check, MOST_LAYERS, State, Verification, inner};

/// What a strict receiver would do with what was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no token.
    None,
    /// Refuse: at least one error.
    Reject,
    /// Perhaps accept: no error, at least one warning that some receivers would act on.
    Risk,
    /// Nothing speaks against it. Its signature may still be unchecked: this never means valid.
    NoObjection,
    /// Nobody could look into it, so that nothing speaks against it says nothing.
    NotChecked,
}

impl Verdict {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::None => "none",
            Verdict::Reject => "reject",
            Verdict::Risk => "risk",
            Verdict::NoObjection => "no-objection",
            Verdict::NotChecked => "not-checked",
        }
    }

    fn of<'a>(findings: impl Iterator<Item = &'a Finding>, is_closed: bool) -> Self {
        // How to handle a token safely is no reason for a receiver to refuse it.
        let speaks = |finding: &&Finding| {
            finding.severity == Severity::Error
                || finding.severity == Severity::Warning && !finding.rule.is_about_handling()
        };
        match findings
            .filter(speaks)
            .map(|finding| finding.severity)
            .max()
        {
            Some(Severity::Error) => Verdict::Reject,
            Some(Severity::Warning) => Verdict::Risk,
            _ if is_closed => Verdict::NotChecked,
            _ => Verdict::NoObjection,
        }
    }
}

/// What is known about one token.
#[derive(Clone, Debug)]
pub struct TokenReport {
    /// The token, taken apart.
    pub token: Token,
    /// What kind of token it is taken for.
    pub profile: Recognition,
    /// What was found out with keys, where any were given.
    pub verification: Option<Check>,
    /// What the rules said.
    pub checked: Checked,
    /// What was expected of it, where an error beside it told more of that than the user did.
    pub told: Option<Expectations>,
}

impl TokenReport {
    /// What a strict receiver would do with this token.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.checked.findings.iter(), self.is_closed())
    }

    /// Whether nobody could look into it: it is opaque, or encrypted and no key that was given opened it.
    pub fn is_closed(&self) -> bool {
        let opened = self
            .verification
            .as_ref()
            .and_then(|check| check.opened.as_ref());
        let form = self.token.form;
        form == Form::Opaque || form.is_encrypted() && opened.is_none()
    }
}

/// Rules that speak in the place of another where the cause is a special one. They bear out what it bears out, and need
/// not have looked for it to be contradicted.
static SPECIAL: &[(&str, &[&str])] = &[
    ("app-only-where-user-expected", &["obo-app-only"]),
    (
        "assertion-thumbprint-missing",
        &["x5t-wrong-length", "x5t-x5c-mismatch"],
    ),
    (
        "aud-mismatch",
        &[
            "aud-guid-vs-app-id-uri",
            "aud-case-or-space",
            "aud-trailing-slash",
            "aud-microsoft-graph",
            "aud-other-microsoft-api",
            "aud-account-default",
            "aud-missing",
            "aud-wrong-type",
            "fic-audience-mismatch",
        ],
    ),
    ("aud-missing", &["aud-wrong-type"]),
    (
        "base64url-invalid-character",
        &[
            "base64url-standard-alphabet",
            "base64url-impossible-length",
            "base64url-padding",
        ],
    ),
    ("id-token-used-as-access-token", &["obo-id-token"]),
    (
        "iss-mismatch",
        &[
            "iss-v1-vs-v2",
            "iss-trailing-slash",
            "iss-common-or-template",
            "iss-missing",
            "fic-issuer-mismatch",
        ],
    ),
    (
        "obo-aud-not-middle-tier",
        &[
            "aud-microsoft-graph",
            "aud-other-microsoft-api",
            "aud-case-or-space",
            "aud-mismatch",
        ],
    ),
    (
        "required-claim-missing",
        &[
            "conditionally-required-claim-missing",
            "iss-missing",
            "aud-missing",
            "exp-missing",
            "iat-missing",
            "jti-missing",
            "tid-missing",
            "oid-missing",
            "scp-and-roles-missing",
            "assertion-sub-missing",
            "dpop-proof-claim-missing",
            "logout-sub-sid-missing",
            "fic-iat-missing",
        ],
    ),
    (
        "structure-wrong-segment-count",
        &[
            "opaque-not-a-jwt",
            "refresh-token-pasted",
            "vendor-key-pasted",
        ],
    ),
    ("tid-mismatch", &["obo-tenant-differs"]),
    ("token-expired", &["obo-expired"]),
];

/// The special cases of a rule.
fn special(rule: &Rule) -> &'static [&'static str] {
    let found = SPECIAL.iter().find(|entry| entry.0 == rule.id);
    found.map_or(&[], |entry| entry.1)
}

/// How what a server said stands to what the tokens show.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// These rules found in a token what the server complains of.
    Agrees(Vec<&'static Rule>),
    /// These rules look for what the server complains of, and were quiet about every token.
    Contradicts(Vec<&'static Rule>),
    /// Nothing in the tokens speaks for it or against it.
    CannotTell,
    /// The same, for it is about something else than the tokens: a sentence.
    Elsewhere(&'static str),
    /// It tells a value that none of the tokens has: a sentence.
    Another(String),
}

impl Standing {
    /// The name used in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Standing::Agrees(_) => "agrees",
            Standing::Contradicts(_) | Standing::Another(_) => "contradicts",
            Standing::CannotTell | Standing::Elsewhere(_) => "cannot-tell",
        }
    }

    /// The rules it rests on.
    pub fn rules(&self) -> &[&'static Rule] {
        match self {
            Standing::Agrees(rules) | Standing::Contradicts(rules) => rules,
            Standing::CannotTell | Standing::Elsewhere(_) | Standing::Another(_) => &[],
        }
    }

    fn of(known: Option<&ServerError>, claim: Option<&str>, tokens: &[TokenReport]) -> Self {
        let ids = known.into_iter().flat_map(ServerError::rules);
        let related: Vec<&'static Rule> = ids.filter_map(rules::by_id).collect();
        // A rule about the paste as a whole may have found the error itself.
        let looks_at_tokens = |rule: &Rule| !matches!(rule.applies, Applies::Input);
        // An API does not refuse a token for being meant for it.
        let is_of_microsoft = known.is_some_and(|known| microsoft::api_named(known.name).is_some());
        let is_own = |id: &str| matches!(id, "aud-microsoft-graph" | "aud-other-microsoft-api");
        let is_shown = known.is_some_and(ServerError::shows_in_tokens);
        let special = |rule: &&'static Rule| {
            let ids = special(rule).iter().copied().filter(|_| is_shown);
            ids.filter(|id| !is_of_microsoft || !is_own(id))
        };
        let is_special = |rule: &Rule| related.iter().flat_map(special).any(|id| id == rule.id);
        let is_of_claim = |finding: &&Finding| {
            claim.is_none_or(|claim| {
                let pointer = finding.pointer.as_deref();
                let name = pointer.and_then(|pointer| pointer.strip_prefix('/'));
                name == Some(&escape_pointer(claim))
            })
        };
        // In the order of the findings: what is to be put right first stands first.
        let mut fired: Vec<&'static Rule> = Vec::new();
        let other =
            |token: &TokenReport| situation::is_about_another(known?, &token.token, &token.profile);
        if let Some(words) = tokens.first().and_then(other)
            && tokens.iter().all(|token| other(token).is_some())
        {
            return Standing::Elsewhere(words);
        }
        let meant = tokens.iter().filter(|token| other(token).is_none());
        let findings = meant.flat_map(|token| &token.checked.findings);
        for finding in findings.filter(is_of_claim) {
            let rule = finding.rule;
            if looks_at_tokens(rule)
                && (related.contains(&rule) || is_special(rule))
                && !fired.contains(&rule)
            {
                fired.push(rule);
            }
        }
        if !fired.is_empty() {
            return Standing::Agrees(fired);
        }
        // What else a token lacks is not what the error means, and a token of another kind lacks what Entra's have.
        let is_other = |token: &TokenReport| token.profile.profile.family != Family::Entra;
        let is_of_entra = known.is_some_and(|known| known.guide == guide::AADSTS90016);
        if is_of_entra && tokens.iter().any(is_other) {
            return Standing::CannotTell;
        }
        if let Some(claim) = claim {
            let mut claims = tokens.iter().filter_map(|token| token.token.claims());
            let holds = |claims: Value| claims.get(claim).is_some();
            let is_held = !tokens.is_empty() && claims.all(holds);
            return match is_held {
                true => Standing::Contradicts(related),
                false => Standing::CannotTell,
            };
        }
        let is_quiet = |rule: &&'static Rule| {
            looks_at_tokens(rule)
                && tokens
                    .iter()
                    .all(|token| token.checked.quiet.contains(rule))
        };
        let quiet: Vec<_> = related.iter().copied().filter(is_quiet).collect();
        let is_every = related
            .iter()
            .all(|rule| quiet.contains(rule) || is_special(rule));
        let is_readable = tokens.iter().any(|token| token.token.claims().is_some());
        if is_shown && is_readable && !quiet.is_empty() && is_every {
            Standing::Contradicts(quiet)
        } else {
            Standing::CannotTell
        }
    }
}

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
        let told = text.told.as_ref();
        let all = || tokens.iter().map(|token| &token.token);
        let standing = match told.and_then(|told| situation::found_elsewhere(told, all())) {
            Some(words) => Standing::Another(words),
            None => Standing::of(known, text.claim.as_deref(), tokens),
        };
        Self {
            text,
            known,
            via_parent: found.is_some_and(|found| found.1),
            guide: known.map_or(crate::guide::READ_THE_ERROR, |known| known.guide),
            standing,
        }
    }
}

/// What is expected of a token, with what the errors beside it tell of that where the user says nothing.
fn told_of(
    token: &Token,
    errors: &[ErrorText],
    expect: &Expectations,
    is_alone: bool,
) -> Option<Expectations> {
    let mut all: Option<Expectations> = None;
    for told in errors.iter().filter_map(|error| error.told.as_ref()) {
        let is_meant = match told.found.is_empty() {
            true => is_alone,
            false => situation::has_found(told, token),
        };
        let (of_user, list): (_, fn(&mut Expectations) -> &mut Vec<String>) = match told.claim {
            "aud" => (&expect.audiences, |all| &mut all.audiences),
            "iss" => (&expect.issuers, |all| &mut all.issuers),
            _ => continue,
        };
        if is_meant && of_user.is_empty() && !told.expected.is_empty() {
            let all = all.get_or_insert_with(|| expect.clone());
            list(all).extend(told.expected.iter().cloned());
        }
    }
    all
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

    /// The findings of every token, and those about the paste as a whole.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        let of_tokens = self.tokens.iter().flat_map(|token| &token.checked.findings);
        self.findings.iter().chain(of_tokens)
    }

    /// The report as text: what is copied, printed in a terminal and compared by tests.
    pub fn to_text(&self, input: &str) -> String {
        let mut text = String::new();
        for error in &self.errors {
            push_error(&mut text, error);
        }
        for finding in &self.findings {
            push_finding(&mut text, finding, None, input);
        }
        for token in &self.tokens {
            text.push_str(&format!(
                "{} ({})\n",
                token.token.form.label(),
                token.profile.profile.name
            ));
            for finding in &token.checked.findings {
                push_finding(&mut text, finding, Some(&token.token), input);
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

fn push_error(text: &mut String, error: &ErrorReport) {
    text.push_str(&crate::text::quote(&error.text.code));
    if let Some(known) = error.known {
        text.push_str(&format!(": {}", known.meaning));
        if error.via_parent {
            text.push_str(&format!(" (what is known of {})", known.code));
        }
    }
    text.push_str(&format!("\n    guide: {}", error.guide.id()));
    let ids: Vec<&str> = error.standing.rules().iter().map(|rule| rule.id).collect();
    match error.standing {
        Standing::Agrees(_) => text.push_str(&format!("; borne out by {}", ids.join(", "))),
        Standing::Contradicts(_) | Standing::Another(_) => {
            text.push_str("; the tokens here do not show it")
        }
        Standing::CannotTell | Standing::Elsewhere(_) => {}
    }
    text.push('\n');
}

fn push_finding(text: &mut String, finding: &Finding, token: Option<&Token>, input: &str) {
    let span = token.map_or(finding.place.span, |token| token.in_input(finding.place));
    let (line, column) = line_column(input, span.start);
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
    let tokens = with_opened(outer, verification);
    let look = |token: &Token, is_first: bool| {
        let profile = profile::recognize(token, expect.kind);
        let check = verification.of(token);
        let states = check.map_or(&[][..], |check| &check.states);
        let is_checked = states.iter().any(|state| *state != State::NotChecked);
        let told = told_of(token, &extraction.errors, expect, tokens.len() == 1);
        let subject = Subject {
            text,
            extraction: &extraction,
            token,
            profile: &profile,
            expect: told.as_ref().unwrap_or(expect),
            now,
            siblings: &tokens,
            is_first,
            states: if is_checked { states } else { &[] },
            binding: check.and_then(|check| check.binding.as_ref()),
        };
        let checked = rules::check(&subject);
        (profile, check.cloned(), checked, told)
    };
    let findings = if tokens.is_empty() {
        look(&nothing(), true).2.findings
    } else {
        Vec::new()
    };
    let looked: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(at, token)| look(token, at == 0))
        .collect();
    let tokens: Vec<TokenReport> = std::iter::zip(tokens, looked)
        .map(
            |(token, (profile, verification, checked, told))| TokenReport {
                token,
                profile,
                verification,
                checked,
                told,
            },
        )
        .collect();
    let mut is_challenged = extraction.notes.iter();
    let is_challenged = is_challenged.any(|note| matches!(note, Note::ClaimsChallenge(..)));
    let judge = |text: ErrorText| {
        let mut error = ErrorReport::new(text, &tokens);
        // The challenge beside it says what the matter is, and no token shows that.
        if is_challenged && error.text.code == "invalid_token" {
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

/// The tokens, each encrypted one that was opened followed by the token in it. A Claims Set in it becomes its payload.
fn with_opened(outer: impl Iterator<Item = Token>, verification: &Verification) -> Vec<Token> {
    let mut tokens = Vec::new();
    for token in outer {
        let mut next = Some(token);
        for _ in 0..=MOST_LAYERS {
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
    fn tokens_bear_out_or_contradict_what_a_server_said() {
        let standing = |text: &str| {
            let report = inspect(text, &Expectations::default(), 0);
            let error = &report.errors[0];
            let known = error.known.map_or("", |known| known.code);
            let rules: Vec<&str> = error.standing.rules().iter().map(|rule| rule.id).collect();
            format!("{known} {} {}", error.standing.name(), rules.join(" "))
        };
        let rule = "structure-wrong-segment-count";
        assert_eq!(
            standing("IDX14100: no. Bearer eyJhbGciOiJub25lIn0.e30"),
            format!("IDX14100 agrees {rule}")
        );
        assert_eq!(
            standing("IDX14100: no. Bearer eyJhbGciOiJub25lIn0.e30.QUJDREVGR0g"),
            format!("IDX14100 contradicts {rule}")
        );
        assert_eq!(standing("IDX14100: no"), "IDX14100 cannot-tell ");
        // The claim that an error names, and no other.
        let claims = |error: &str, claims: &str| {
            let body = format!("{error}\n<<{{\"alg\":\"RS256\",\"kid\":\"k\"}} {claims}>>");
            let example = crate::example::Example {
                info: "paste",
                body: &body,
            };
            standing(&example.text(0))
        };
        let entra = r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","ver":"2.0","scp":"a","azp":"b","sub":"c"}"#;
        assert_eq!(
            claims("Token must contain sub claim", entra),
            "Token must contain sub claim contradicts required-claim-missing"
        );
        assert_eq!(
            claims("AADSTS50098: JWT body must contain 'nbf'", entra),
            "AADSTS50098 agrees required-claim-missing"
        );
        // What Entra ID puts into its tokens says nothing about those of others.
        assert_eq!(
            claims(
                "AADSTS90016",
                r#"{"iss":"https://a.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/","tfp":"B2C_1_a","sub":"b","aud":"c","exp":3600,"nbf":0,"iat":0,"ver":"1.0","scp":"d","azp":"e"}"#
            ),
            "AADSTS90016 cannot-tell "
        );
        assert_eq!(standing("AADSTS7000222"), "AADSTS7000222 cannot-tell ");
        assert_eq!(standing("AADSTS9001699: no"), "AADSTS90016 cannot-tell ");
        // An expired token is not the expired assertion that the error is about.
        let access = entra.replace("\"sub\"", "\"exp\":0,\"sub\"");
        for (code, expected) in [
            (
                "AADSTS500133",
                "AADSTS500133 agrees obo-expired token-expired",
            ),
            ("AADSTS700024", "AADSTS700024 cannot-tell "),
        ] {
            assert_eq!(claims(code, &access), expected);
        }
        // What is wrong with a request, a registration or a refresh token shows in no access token.
        for code in ["AADSTS50194", "AADSTS700082"] {
            assert_eq!(claims(code, entra), format!("{code} cannot-tell "));
        }
        let assertion = r#"{"iss":"a","sub":"a","aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","jti":"b","nbf":0,"iat":0,"exp":0}"#;
        for (code, expected) in [
            ("AADSTS500133", "AADSTS500133 cannot-tell "),
            ("AADSTS700024", "AADSTS700024 agrees token-expired"),
        ] {
            assert_eq!(claims(code, assertion), expected);
        }
        let at_own_api = |aud: &str, expected: &str| {
            let report = inspect(
                &crate::example::Example {
                    info: "paste",
                    body: &format!(
                        "IDX10214: no\n<<{{\"alg\":\"RS256\",\"kid\":\"k\"}} {{\"iss\":\"https://login.contoso.example\",\"aud\":\"{aud}\",\"exp\":@+1h}}>>"
                    ),
                }
                .text(0),
                &Expectations {
                    audiences: vec![expected.to_owned()],
                    ..Expectations::default()
                },
                0,
            );
            let standing = &report.errors[0].standing;
            let rules: Vec<&str> = standing.rules().iter().map(|rule| rule.id).collect();
            format!("{} {}", standing.name(), rules.join(" "))
        };
        assert_eq!(
            at_own_api("api://orders", "api://orders"),
            "contradicts aud-mismatch"
        );
        assert_eq!(
            at_own_api("api://other", "api://orders"),
            "agrees aud-mismatch"
        );
        assert_eq!(
            at_own_api("api://orders/", "api://orders"),
            "agrees aud-trailing-slash"
        );
        assert_eq!(at_own_api("", "api://orders"), "agrees aud-wrong-type");
        // An error that tells what it found and expected is judged by exactly that.
        let told = |audience: &str, found: &str| {
            claims(
                &format!(
                    "IDX10214: no. Audiences: '{found}'. Did not match: validationParameters.ValidAudience: 'api://orders'."
                ),
                &format!(
                    r#"{{"iss":"https://login.contoso.example","aud":"{audience}","exp":3600}}"#
                ),
            )
        };
        for (audience, found, expected) in [
            (
                "api://orders/",
                "api://orders/",
                "agrees aud-trailing-slash",
            ),
            ("api://web", "api://web", "agrees aud-mismatch"),
            ("api://web", "api://other", "contradicts "),
            ("api://web", "[PII is hidden]", "agrees aud-mismatch"),
        ] {
            assert_eq!(told(audience, found), format!("IDX10214 {expected}"));
        }
        for (rule, cases) in SPECIAL {
            for id in cases.iter().chain([rule]) {
                assert!(rules::by_id(id).is_some(), "{id}");
            }
        }
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

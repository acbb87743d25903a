//! What a token was used for and whom it stands for, as far as the paste and the expectations tell.

use super::flow::{JWT_BEARER, host};
use super::{Rule, Sibling, Subject};
use crate::expect::ExpectedClaim;
use crate::extract::{Carrier, Told};
use crate::guide;
pub use crate::profile::issuer::is_guid;
use crate::profile::{Family, Profile, Purpose, Recognition};
use crate::spec::claims::CLIENT;
use crate::spec::microsoft::{self, Api, is_token_exchange};
use crate::spec::server_errors::{self, ServerError};
use crate::text::{quote, quote_list};
use crate::time::rfc3339;
use crate::token::json::{Kind, Value};
use crate::token::{Form, Token};

/// Whom an access token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A user, with a client acting for them.
    User,
    /// A client acting for itself.
    App,
    /// The token does not tell.
    Unknown,
}

/// Whom the token stands for.
pub fn actor(subject: &Subject) -> Actor {
    let client = client(subject).map(|(_, client)| client);
    let own = subject.claim_str("sub");
    match subject.claim_str("idtyp") {
        Some("app") => return Actor::App,
        Some("user") => return Actor::User,
        Some(_) => return Actor::Unknown,
        None => {}
    }
    let is_of_client =
        subject.claim_str("gty") == Some("client-credentials") || own.is_some() && own == client;
    if is_of_client {
        return Actor::App;
    }
    let is_entra = ["azp", "appid"]
        .iter()
        .any(|name| subject.claim(name).is_some())
        && subject.claim("tid").is_some();
    if !is_entra {
        return match subject.claim("uid") {
            Some(_) if subject.claim("cid").is_some() => Actor::User,
            _ => Actor::Unknown,
        };
    }
    if subject
        .claim("scp")
        .is_some_and(|scp| !scopes_in(scp.words()).is_empty())
    {
        return Actor::User;
    }
    let is_own = own.is_some() && own == subject.claim_str("oid");
    let roles = subject.claim("roles").map(Value::words);
    if roles.is_some_and(|roles| !roles.is_empty()) || is_own {
        Actor::App
    } else {
        Actor::Unknown
    }
}

/// The claim that holds the scopes, and the scopes. Entra's `/`, which means none, is left out.
pub fn scopes<'a>(subject: &Subject<'a>) -> Option<(&'static str, Vec<&'a str>)> {
    ["scp", "scope"]
        .into_iter()
        .find_map(|name| Some((name, scopes_in(subject.claim(name)?.words()))))
}

fn scopes_in(words: Vec<&str>) -> Vec<&str> {
    words.into_iter().filter(|word| *word != "/").collect()
}

/// Whether a claim is there as it can be used: not empty, and for those that every token has, of its type.
pub fn holds(claims: Option<Value>, name: &str) -> bool {
    let Some(value) = claims.and_then(|claims| claims.get(name)) else {
        return false;
    };
    match value.kind() {
        Kind::String => !matches!(name, "exp" | "nbf" | "iat") && value.as_str() != Some(""),
        Kind::Array if name == "aud" => value.strings().any(|text| !text.is_empty()),
        kind => match name {
            "exp" | "nbf" | "iat" => kind == Kind::Number,
            "aud" | "iss" | "sub" | "oid" | "tid" | "ver" => false,
            _ => kind != Kind::Null,
        },
    }
}

/// The claim that names the client, and the client.
pub fn client<'a>(subject: &Subject<'a>) -> Option<(&'static str, &'a str)> {
    CLIENT
        .into_iter()
        .find_map(|name| Some((name, subject.claim_str(name)?)))
}

/// The kind the token itself speaks for, whatever the user chose.
pub fn detected(subject: &Subject) -> &'static Profile {
    subject.profile.detected
}

/// What its kind is for; not what the claims of a token of unknown kind hint at.
pub fn purpose(subject: &Subject) -> Purpose {
    match subject.kind().family {
        Family::EntraExternal => subject.profile.purpose,
        _ => subject.kind().purpose,
    }
}

/// Whether the user chose a kind with this purpose.
pub fn is_chosen(subject: &Subject, purpose: Purpose) -> bool {
    subject.profile.is_forced && subject.kind().purpose == purpose
}

/// The name the token was found under.
pub fn name(token: &Token) -> &str {
    token.candidate.name.as_deref().unwrap_or_default()
}

/// Whether the token is the assertion of an on-behalf-of request: the request says so, or the error that came back.
pub fn is_on_behalf_of(subject: &Subject) -> bool {
    let parameter = |name| subject.extraction.parameter(name);
    is_refused_assertion(subject)
        || name(subject.token) == "assertion"
            && parameter("grant_type") == Some(JWT_BEARER)
            && parameter("requested_token_use") == Some("on_behalf_of")
}

/// Whether the token came alone with an error by which the sign-in service refuses what it was to exchange.
fn is_refused_assertion(subject: &Subject) -> bool {
    matches!(
        subject.profile.detected_purpose,
        Purpose::Access | Purpose::Id
    ) && is_alone(subject)
        && matches!(name(subject.token), "" | "assertion")
        && known(subject).any(|error| error.rules().any(|id| id.starts_with("obo-")))
}

/// Whether it is the only token of the paste.
pub fn is_alone(subject: &Subject) -> bool {
    subject.siblings.len() == 1
}

/// Whether the paste or the choice of the user says that the token goes to an API.
pub fn is_sent_to_api(subject: &Subject) -> bool {
    let candidate = &subject.token.candidate;
    candidate.scheme.is_some()
        || candidate.carrier == Carrier::AuthorizationHeader
        || name(subject.token) == "access_token"
        || is_chosen(subject, Purpose::Access)
}

/// Whether it may be an access token: a kind for APIs, or one of which nothing is known.
pub fn may_be_access_token(subject: &Subject) -> bool {
    let may_be = |purpose| matches!(purpose, Purpose::Access | Purpose::Unknown);
    may_be(purpose(subject)) && may_be(subject.profile.detected_purpose)
}

/// Whether it may be an ID token: one by its kind, or one of which nothing is known.
pub fn may_be_id_token(subject: &Subject) -> bool {
    matches!(purpose(subject), Purpose::Id | Purpose::Unknown)
}

/// The expectation that a claim is there.
pub fn required<'a>(subject: &Subject<'a>, name: &str) -> Option<&'a ExpectedClaim> {
    let expect: &'a crate::expect::Expectations = subject.expect;
    expect.claims.iter().find(|claim| claim.name == name)
}

/// The tokens that stand near this one in the paste, this one left out: what arrived or was sent with it.
pub fn neighbours<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Sibling> {
    const REACH: usize = 4;
    let (all, own) = (subject.siblings, subject.token.candidate.span);
    let at = all.partition_point(|other| other.token.candidate.span.start < own.start);
    let near = at.saturating_sub(REACH)..all.len().min(at + REACH + 1);
    all.get(near)
        .unwrap_or_default()
        .iter()
        .filter(move |other| other.token.candidate.span != own)
}

/// Whether what is expected may be meant of a token beside this one: one for these purposes.
pub fn is_beside(subject: &Subject, purposes: &[Purpose]) -> bool {
    neighbours(subject).any(|other| purposes.contains(&other.found.purpose))
}

/// Whether what a receiver expects is meant of this token: it is for one, or no token beside it is.
pub fn is_of_receiver(subject: &Subject) -> bool {
    let receivers = [Purpose::Access, Purpose::Id, Purpose::Unknown];
    receivers.contains(&subject.profile.purpose) || !is_beside(subject, &receivers)
}

/// That tokens of its kind have none of what is expected, as a sentence.
pub fn has_none(subject: &Subject) -> String {
    format!(
        "A token of its kind, {}, has none: get an access token of the API.",
        subject.kind().name
    )
}

/// The one neighbour for which `is_it` holds; `None` where there are several.
pub fn only_neighbour<'a>(
    subject: &Subject<'a>,
    is_it: impl Fn(&Sibling) -> bool,
) -> Option<&'a Sibling> {
    let mut fitting = neighbours(subject).filter(|other| is_it(other));
    let first = fitting.next();
    first.filter(|_| fitting.next().is_none())
}

/// The one claim that an error says the token lacks, if there is but this token.
pub fn demanded<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let errors = &subject.extraction.errors;
    let mut claims = errors.iter().filter_map(|error| error.claim.as_deref());
    claims.next().filter(|_| is_alone(subject))
}

/// What an error of a token endpoint is about, where that is surely not this token: a sentence.
pub fn is_about_another(
    error: &ServerError,
    token: &Token,
    profile: &Recognition,
) -> Option<&'static str> {
    if token.form == Form::Opaque {
        return None;
    }
    let rule = error.rules().next();
    if matches!(
        rule,
        Some("refresh-token-pasted" | "authorization-code-pasted")
    ) {
        return Some("It is about a refresh token or code, not about the token here.");
    }
    if !error.code.starts_with("AADSTS") || profile.detected.family != Family::Entra {
        return None;
    }
    let is_exchanged = || {
        let aud = token.claims().and_then(|claims| claims.get("aud"));
        aud.is_some_and(|aud| aud.strings().any(is_token_exchange))
    };
    match profile.detected_purpose {
        Purpose::Assertion if error.guide == guide::ON_BEHALF_OF => Some(
            "It is about the user's token that was sent as `assertion`; the token here is the client's own credential.",
        ),
        Purpose::Access | Purpose::Id
            if error.guide == guide::CLIENT_ASSERTION && !is_exchanged() =>
        {
            Some("It is about what the client sent to be issued a token, not about the token here.")
        }
        _ => None,
    }
}

/// Whether a token has one of the values that an error found.
pub fn has_found(told: &Told, token: &Token) -> bool {
    let claim = token.claims().and_then(|claims| claims.get(told.claim));
    let is_found = |value: &str| told.found.iter().any(|found| found == value);
    claim.is_some_and(|claim| match claim.as_number() {
        Some(number) => number.floor().is_some_and(|(at, _)| is_found(&rfc3339(at))),
        None => claim.strings().any(is_found),
    })
}

/// Whether an API said that it refuses what the token has in this claim, and not what it takes instead.
pub fn is_refused(subject: &Subject, claim: &str) -> bool {
    subject.extraction.errors.iter().any(|error| {
        let told = error.told.as_ref();
        !error.code.starts_with("AADSTS")
            && told.is_some_and(|told| {
                told.claim == claim && told.expected.is_empty() && has_found(told, subject.token)
            })
    })
}

/// That an error found what none of these tokens has, where all of them can be read: a sentence.
pub fn found_elsewhere<'a>(
    told: &Told,
    tokens: impl Iterator<Item = &'a Token> + Clone,
) -> Option<String> {
    let is_other = |token: &Token| token.claims().is_some() && !has_found(told, token);
    let is_asked = !told.found.is_empty() && tokens.clone().next().is_some();
    (is_asked && tokens.clone().all(is_other)).then(|| {
        format!(
            "It found {} in {}, which the token here does not have: it is about another token.",
            quote_list(&told.found),
            quote(told.claim)
        )
    })
}

/// Whether the token goes to the API of Microsoft that it is for: so says the request, an expectation or the answer.
pub fn is_at_own_api(subject: &Subject) -> bool {
    let Some(api) = subject.claim_str("aud").and_then(microsoft::api) else {
        return false;
    };
    let host = subject.extraction.parameter("endpoint").map(host);
    let is_host = |uri: &&str| {
        let before = host.and_then(|text| text.strip_suffix(self::host(uri)));
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let mut known = (subject.extraction.errors.iter())
        .filter_map(|error| Some(server_errors::lookup(&error.code)?.0));
    let mut expected = subject.expect.audiences.iter();
    api.uris.iter().any(is_host)
        || expected.any(|own| microsoft::api(own) == Some(api))
        || known.any(|known| {
            microsoft::api_named(known.name) == Some(api) && !known.is_about_audience()
        })
}

/// The API of Microsoft that has refused the one token of the paste for its audience.
pub fn refusing_api(subject: &Subject) -> Option<&'static Api> {
    let errors = subject.extraction.errors.iter();
    let mut known = errors.filter_map(|error| Some(server_errors::lookup(&error.code)?.0));
    let refusal = known.find(|known| known.is_about_audience())?;
    let is_possible = is_alone(subject) && may_be_access_token(subject);
    microsoft::api_named(refusal.name).filter(|_| is_possible)
}

/// Whether an error beside the one token of the paste says first of all what this rule looks for.
pub fn is_told(subject: &Subject, rule: &Rule) -> bool {
    is_alone(subject) && known(subject).any(|error| error.rules().next() == Some(rule.id))
}

/// What is known of the errors in the paste.
fn known<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'static ServerError> + use<'a> {
    let errors = subject.extraction.errors.iter();
    errors.filter_map(|error| server_errors::by_code(&error.code))
}

/// Whether the pasted error texts hold this code.
pub fn has_error(subject: &Subject, code: &str) -> bool {
    let errors = &subject.extraction.errors;
    errors.iter().any(|error| error.code == code)
}

//! Audience, issuer, tenant, version.

use super::flow::obo_aud_not_middle_tier::middle_tier;
use super::near::{Difference, difference};
use super::{Fixer, Rule, Severity, Sink, Subject, situation};
use crate::profile::{Family, Purpose};
use crate::spec::microsoft::{Api, api, is_token_exchange};
use crate::text::{Quote, quote};
use crate::token::json::Value;

pub mod aud_case_or_space;
pub mod aud_guid_vs_app_id_uri;
pub mod aud_is_client_itself;
pub mod aud_microsoft_graph;
pub mod aud_mismatch;
pub mod aud_missing;
pub mod aud_multiple;
pub mod aud_other_microsoft_api;
pub mod aud_trailing_slash;
pub mod aud_wildcard;
pub mod guest_user;
pub mod iss_b2c_tfp;
pub mod iss_cloud_mismatch;
pub mod iss_common_or_template;
pub mod iss_malformed;
pub mod iss_mismatch;
pub mod iss_missing;
pub mod iss_tenant_mismatch;
pub mod iss_trailing_slash;
pub mod iss_v1_vs_v2;
pub mod ms_header_nonce;
pub mod tid_consumer;
pub mod tid_mismatch;
pub mod tid_missing;
pub mod ver_claims_inconsistent;
pub mod ver_iss_inconsistent;
pub mod ver_mismatch_expected;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &aud_missing::RULE,
    &aud_wildcard::RULE,
    &aud_microsoft_graph::RULE,
    &aud_other_microsoft_api::RULE,
    &ms_header_nonce::RULE,
    &aud_mismatch::RULE,
    &iss_v1_vs_v2::RULE,
    &ver_mismatch_expected::RULE,
    &aud_guid_vs_app_id_uri::RULE,
    &aud_case_or_space::RULE,
    &aud_trailing_slash::RULE,
    &iss_missing::RULE,
    &iss_tenant_mismatch::RULE,
    &iss_common_or_template::RULE,
    &iss_trailing_slash::RULE,
    &iss_mismatch::RULE,
    &iss_malformed::RULE,
    &tid_missing::RULE,
    &tid_mismatch::RULE,
    &ver_iss_inconsistent::RULE,
    &iss_cloud_mismatch::RULE,
    &iss_b2c_tfp::RULE,
    &ver_claims_inconsistent::RULE,
    &aud_multiple::RULE,
    &aud_is_client_itself::RULE,
    &tid_consumer::RULE,
    &guest_user::RULE,
];

/// How Keycloak is told for whom a token is.
const AUDIENCE_MAPPER: &str =
    "At Keycloak a client scope with an audience mapper names the API: add one to the client.";

/// How the audience of a token compares with those that are expected.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The value of the token that comes nearest.
    pub found: String,
    /// The expected value that it comes nearest to.
    pub expected: String,
    /// How they differ.
    pub difference: Difference,
}

/// Which of the rules about another audience than expected speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudienceRule {
    /// Only a final slash differs.
    Slash,
    /// Only the spelling differs.
    Spelling,
    /// Client ID against App ID URI.
    Form,
    /// It is Microsoft Graph or another API of Microsoft.
    Microsoft,
    /// It is Keycloak's default.
    Account,
    /// It is no audience at all.
    Wildcard,
    /// None of these.
    General,
}

/// The most elements of `aud` that are searched for a near miss.
const MOST_COMPARED: usize = 32;

/// Compares `aud` with the expected audiences: `None` where nothing is expected, there is nothing to compare, one of
/// them is equal, or the rules about federated credentials or on-behalf-of requests speak.
pub fn audience(subject: &Subject) -> Option<(Comparison, AudienceRule)> {
    let expected = &subject.expect.audiences;
    let aud = subject.claim("aud")?;
    let is_met = || {
        aud.strings()
            .any(|found| expected.iter().any(|expected| *expected == found))
    };
    let is_owned = is_federated_credential(subject) || middle_tier(subject).is_some();
    if expected.is_empty() || is_met() || is_owned {
        return None;
    }
    let nearest = aud
        .strings()
        .take(MOST_COMPARED)
        .filter(|found| !found.is_empty())
        .flat_map(|found| {
            expected.iter().filter_map(move |expected| {
                Some(Comparison {
                    difference: difference(found, expected)?,
                    found: found.to_string(),
                    expected: expected.clone(),
                })
            })
        })
        .min_by_key(|comparison| comparison.difference.distance())?;
    let rule = match &nearest.difference {
        Difference::Spelling(spelling) if spelling.is_slash_only() => AudienceRule::Slash,
        Difference::Spelling(_) => AudienceRule::Spelling,
        // The audience of an ID token is the client, also where that is the API.
        Difference::AppIdUri if subject.profile.purpose != Purpose::Id => AudienceRule::Form,
        _ if aud.strings().any(aud_wildcard::is_wildcard) => AudienceRule::Wildcard,
        _ if is_for_microsoft(subject) => AudienceRule::Microsoft,
        _ if is_account_only(subject) => AudienceRule::Account,
        _ => AudienceRule::General,
    };
    Some((nearest, rule))
}

/// The comparison, where it falls to this rule.
pub fn audience_for(subject: &Subject, rule: AudienceRule) -> Option<Comparison> {
    audience(subject)
        .filter(|(_, whose)| *whose == rule)
        .map(|(comparison, _)| comparison)
}

/// Reports an audience that is all but the expected one: `is` stands between the two, `ends` behind them, and `advice`
/// behind what the difference is.
fn near_audience(
    subject: &Subject,
    sink: &mut Sink,
    rule: AudienceRule,
    [is, ends, advice]: [&str; 3],
) {
    if subject.expect.audiences.is_empty() || subject.claim("aud").is_none() {
        return sink.does_not_apply();
    }
    let Some(comparison) = audience_for(subject, rule) else {
        return;
    };
    sink.claim(subject, "aud")
        .expected(comparison.expected.as_str())
        .fixer(Fixer::Api)
        .say(format_args!(
            "The audience {} {is} {}{ends}.{} {advice}",
            quote(&comparison.found),
            quote(&comparison.expected),
            hint(&comparison.difference)
        ));
}

/// Reports that a token is for Microsoft Graph, or for another API of Microsoft, and not for the receiver.
fn microsoft_audience(
    subject: &Subject,
    sink: &mut Sink,
    is_graph: bool,
    message: fn(&Api, Quote) -> String,
) {
    if !is_entra_access(subject) {
        return sink.does_not_apply();
    }
    let aud = subject.claim_str("aud").unwrap_or_default();
    let Some(api) = api(aud).filter(|api| api.is_graph() == is_graph) else {
        return;
    };
    let expected = subject.expect.audiences.first();
    if situation::is_at_own_api(subject)
        || expected.is_some() && audience_for(subject, AudienceRule::Microsoft).is_none()
    {
        return;
    }
    let mut draft = sink.claim(subject, "aud").fixer(Fixer::Caller);
    draft = match expected {
        Some(expected) => draft.expected(expected.as_str()),
        None => draft.severity(Severity::Warning),
    };
    draft.say(message(api, quote(aud)));
}

/// Whether an API of Microsoft is the audience of an Entra access token.
fn is_for_microsoft(subject: &Subject) -> bool {
    is_entra_access(subject)
        && subject
            .claim("aud")
            .is_some_and(|aud| first_strings(aud).any(|value| api(value).is_some()))
}

/// Whether Keycloak's default is the only audience.
pub fn is_account_only(subject: &Subject) -> bool {
    let is_account = |aud: Value| {
        let mut values = aud.strings();
        values.next().is_some_and(|value| value == "account") && values.next().is_none()
    };
    subject.is_any(&["keycloak-"]) && subject.claim("aud").is_some_and(is_account)
}

/// Whether it is a token of Firebase.
pub fn is_of_firebase(subject: &Subject) -> bool {
    let iss = subject.claim_str("iss").unwrap_or_default();
    iss.starts_with("https://securetoken.google.com/")
}

/// Whether it is an ID token that is made to be sent to an API: Google's for an address, and those of Firebase.
pub fn is_for_receiver(subject: &Subject) -> bool {
    let aud = subject.claim_str("aud").unwrap_or_default();
    subject.is_any(&["google-id"]) && aud.starts_with("https://") || is_of_firebase(subject)
}

/// What there is to say of a token that Okta issues for itself.
pub const OF_ORG_SERVER: &str = "It comes from Okta's org authorization server, whose access tokens only Okta checks. Ask the server that your API trusts for the token.";

/// Whether it is an access token of Entra ID.
pub fn is_entra_access(subject: &Subject) -> bool {
    subject.kind().family == Family::Entra && subject.profile.purpose == Purpose::Access
}

/// Whether it is offered to Entra ID as a federated credential: rules of their own compare it then.
pub fn is_federated_credential(subject: &Subject) -> bool {
    let is_asked = subject.profile.purpose != Purpose::Access
        && subject
            .expect
            .audiences
            .iter()
            .any(|value| is_token_exchange(value));
    is_asked
        || subject.is_any(&["entra-federated-credential"])
        || subject
            .claim("aud")
            .is_some_and(|aud| first_strings(aud).any(is_token_exchange))
}

/// The audiences, each once.
pub fn audiences<'a>(subject: &Subject<'a>) -> Vec<&'a str> {
    let aud = subject.claim("aud").into_iter();
    let mut values: Vec<&str> = aud.flat_map(Value::strings).collect();
    crate::order::sort_unique(&mut values);
    values
}

/// The first strings of an audience: enough to tell what it is.
pub fn first_strings<'a>(aud: Value<'a>) -> impl Iterator<Item = &'a str> {
    aud.strings().take(MOST_COMPARED)
}

/// Which of the rules about another issuer than expected speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerRule {
    /// Only the final slash differs.
    Slash,
    /// Version 1 against version 2.
    Version,
    /// A template or a shared endpoint.
    Template,
    /// None of these.
    General,
}

/// Compares `iss` with the expected issuers: `None` where nothing is expected, there is nothing to compare, one of
/// them is equal, or the rules about federated credentials speak.
pub fn issuer(subject: &Subject) -> Option<(Comparison, IssuerRule)> {
    let found = subject.claim_str("iss").filter(|iss| !iss.is_empty())?;
    if is_federated_credential(subject) {
        return None;
    }
    let (expected, difference) = super::near::nearest(found, &subject.expect.issuers)?;
    let rule = match &difference {
        Difference::Spelling(spelling) if spelling.is_slash_only() => IssuerRule::Slash,
        Difference::Version => IssuerRule::Version,
        Difference::Template => IssuerRule::Template,
        _ => IssuerRule::General,
    };
    let expected = expected.to_owned();
    Some((
        Comparison {
            found: found.to_owned(),
            expected,
            difference,
        },
        rule,
    ))
}

/// The comparison, where it falls to this rule.
pub fn issuer_for(subject: &Subject, rule: IssuerRule) -> Option<Comparison> {
    issuer(subject)
        .filter(|(_, whose)| *whose == rule)
        .map(|(comparison, _)| comparison)
}

/// What differs, as a further sentence with a space before it; nothing where nothing can be said.
pub fn hint(difference: &Difference) -> String {
    match difference.phrase() {
        phrase if phrase.is_empty() => phrase,
        phrase => format!(" {phrase}."),
    }
}

/// Whether the issuer is one of Entra ID, v1.0 or v2.0.
pub fn has_entra_issuer(subject: &Subject) -> bool {
    subject.issuer.kind.is_entra()
}

//! A claim has another JSON type than its definition says, and no rule of its own speaks about it.

use super::boolean_as_string::{BOOLEANS, is_boolean};
use super::list_claim_not_array::LISTS;
use super::string_claim_is_number::STRINGS;
use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::time::TIME_CLAIMS;
use crate::rules::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::spec::claims::{self, Claim, Group, Types};
use crate::spec::header;
use crate::text::quote;
use crate::token::json::{Kind, Value};

/// See the module.
pub static RULE: Rule = Rule {
    id: "claim-wrong-type",
    severity: Severity::Error,
    title: "A claim has the wrong type",
    applies: common::READABLE,
    guide: guide::CLAIM_TYPES,
    sources: "RFC 7519 §4.1; OpenID Connect Core §5.1; Entra access-token-claims-reference; RFC 9901 §7.1",
    check,
};

/// Whether the name means in this token what the dictionary says it means: providers have names of their own, which
/// anybody else may use for something else.
fn is_meant(subject: &Subject, claim: &Claim) -> bool {
    let family = subject.kind().family;
    let purpose = subject.profile.purpose;
    let is_entra = family.is_microsoft();
    match claim.guide {
        guide::PROVIDER_NOTES | guide::WORKLOAD_FEDERATION => {
            family == Family::Provider
                || family == Family::EntraExternal && claim.source.contains("B2C")
        }
        guide::REQUEST_OBJECTS => purpose == Purpose::Request,
        guide::SD_JWT => purpose == Purpose::Credential || subject.token.form.is_sd_jwt(),
        _ if matches!(claim.name, "claims" | "resource" | "max_age" | "acr_values") => {
            purpose == Purpose::Request
        }
        _ => !claim.source.contains("observed") && (is_entra || !claim.source.starts_with("Entra")),
    }
}

/// Whether another rule speaks about a value of this kind.
fn has_own_rule(claim: &Claim, value: Value) -> bool {
    let name = claim.name;
    let is_among = |names: &[&str]| names.contains(&name);
    match value.kind() {
        // Without these a receiver has no answer: null is graver than for others.
        Kind::Null => !is_among(&["exp", "nbf", "iat"]),
        Kind::Array if is_among(&["scope", "scp"]) => true,
        Kind::String if is_among(&TIME_CLAIMS) => true,
        Kind::String if is_among(&BOOLEANS) => value.as_str().is_some_and(is_boolean),
        Kind::Number if is_among(&STRINGS) => true,
        kind => is_among(&["aud", "cnf", "events"]) || is_among(&LISTS) && kind != Kind::Array,
    }
}

/// What does not fit, as the end of a sentence.
fn fault(subject: &Subject, claim: &Claim, value: Value) -> Option<String> {
    let kind = value.kind();
    if kind == Kind::Null && !claim.types.allow(kind) {
        return Some("is null".to_owned());
    }
    if !claim.types.allow(kind) {
        return Some(format!("is {}: {}", kind.phrase(), quote(value.raw())));
    }
    // In an SD-JWT an object may stand for an element that is hidden.
    let is_list = kind == Kind::Array
        && claim.types != Types::ANY
        && (claim.name == "_sd" || !subject.token.form.is_sd_jwt());
    // Supabase writes each method of `amr` with its time, and RFC 9068 §2.2.3.1 takes groups and roles from SCIM.
    let is_known = |item: &Value| {
        let mut names = ["method", "value"].iter();
        names.any(|name| item.get(name).is_some())
    };
    let is_fitting = |item: &Value| match item.kind() {
        Kind::String => claim.types.has(Types::ARRAY),
        Kind::Object => claim.types.has(Types::OBJECTS) || is_known(item),
        _ => false,
    };
    let other = value.items().find(|item| is_list && !is_fitting(item))?;
    Some(format!(
        "is a list with {} in it: {}",
        other.kind().phrase(),
        quote(value.raw())
    ))
}

/// Parameters of the header whose types other rules look at.
const OWN: [&str; 5] = ["alg", "enc", "crit", "x5t", "x5t#S256"];

/// What RFC 9901 §4.3 wants in a key-binding JWT; `sd_hash` has a rule of its own.
const OF_BINDING: [(&str, Kind); 3] = [
    ("iat", Kind::Number),
    ("aud", Kind::String),
    ("nonce", Kind::String),
];

fn check(subject: &Subject, sink: &mut Sink) {
    if subject.header().is_none() && subject.claims().is_none() {
        return sink.does_not_apply();
    }
    let parameters = subject
        .params()
        .filter(|(name, _)| !OWN.contains(name))
        .filter_map(|(name, value)| Some((name, header::parameter(name)?, value)));
    for (name, parameter, value) in parameters {
        if let Some(fault) = fault(subject, parameter, value) {
            let wanted = parameter.types.phrase();
            sink.param(subject, name)
                .expected(wanted.as_str())
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "`{name}` in the header {fault}. It has to be {wanted}. Receivers that read it refuse the token."
                ));
        }
    }
    for (name, kind) in OF_BINDING {
        let value = subject.binding_claims().and_then(|claims| claims.get(name));
        if let Some(value) = value.filter(|value| value.kind() != kind) {
            sink.binding_claim(subject, name)
                .expected(kind.phrase())
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "`{name}` of the key-binding JWT is {}. It has to be {}: verifiers refuse the presentation.",
                    value.kind().phrase(),
                    kind.phrase()
                ));
        }
    }
    // Of a name that stands there twice what counts, and what is disclosed beside what is in the payload.
    let own = |name| subject.claims()?.get(name);
    let disclosed = subject.unfolded.into_iter().flat_map(Value::members);
    let disclosed = disclosed.filter(|member| own(member.name()).is_none());
    let members = subject.claims().into_iter().flat_map(Value::members);
    let members = members.filter(|member| own(member.name()) == Some(member.value()));
    for member in members.chain(disclosed) {
        let value = member.value();
        let Some(claim) = claims::exactly(member.name()) else {
            continue;
        };
        let Some(fault) = fault(subject, claim, value) else {
            continue;
        };
        if has_own_rule(claim, value) || !is_meant(subject, claim) {
            continue;
        }
        let is_checked = claim.guide != guide::PROVIDER_NOTES
            && matches!(
                claim.group,
                Group::ForWhom | Group::When | Group::IssuedBy | Group::MayDo
            )
            || matches!(
                claim.name,
                "sub" | "jti" | "nonce" | "oid" | "vct" | "_sd" | "_sd_alg"
            );
        let (severity, means) = match is_checked {
            true => (Severity::Error, "Receivers that read it refuse the token."),
            false => (
                Severity::Warning,
                "Code that reads it fails or finds nothing.",
            ),
        };
        sink.claim(subject, claim.name)
            .severity(severity)
            .expected(claim.types.phrase())
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "`{}` {fault}. It has to be {}. {means}",
                claim.name,
                claim.types.phrase()
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn looks_at_credentials() {
        let paste = r#"<<{"alg":"ES256","typ":"dc+sd-jwt"} {"iss":"https://issuer.example","vct":[],"status":"x"} .AAAA>>~"#;
        let expected = ["`vct` is an array:", "warning: `status` is a string:"];
        check(&RULE, "paste", paste, &expected);
    }

    #[test]
    fn fires() {
        check(
            &RULE,
            "token",
            r#"{"alg":"ES256","kid":"k1","typ":5,"x5c":"MIIB","b64":"false"}
{}"#,
            &[
                "`typ` in the header is a number: `5`. It has to be a string.",
                "`x5c` in the header is a string: `\"MIIB\"`.",
                "`b64` in the header is a string",
            ],
        );
        for (info, claims, messages) in [
            (
                "token",
                r#"{"name":["Ada"],"iss":{"a":1},"exp":true,"jti":[],"scope":7,"sub":["a"]}"#,
                &[
                    "`iss` is an object: `{\"a\":1}`. It has to be a string.",
                    "`exp` is a boolean: `true`. It has to be a number of seconds since 1970. Receivers",
                    "`jti` is an array:",
                    "`scope` is a number:",
                    "`sub` is an array:",
                    "warning: `name` is an array: `[\"Ada\"]`. It has to be a string. Code",
                ] as &[&str],
            ),
            (
                "token",
                r#"{"nbf":null}"#,
                &["`nbf` is null. It has to be a number"],
            ),
            (
                "token",
                r#"{"authorization_details":["x"]}"#,
                &["`authorization_details` is a list with a string in it"],
            ),
            (
                "token",
                r#"{"roles":["a",1]}"#,
                &["`roles` is a list with a number in it:"],
            ),
            (
                "token",
                r#"{"email_verified":"yes"}"#,
                &["warning: `email_verified` is a string:"],
            ),
            (
                "token kind=entra-access-v2-user",
                r#"{"tid":7,"ver":true}"#,
                &[
                    "`tid` is a number: `7`. It has to be a GUID.",
                    "`ver` is a boolean",
                ],
            ),
            (
                "token kind=sd-jwt-vc",
                r#"{"_sd":"a"}"#,
                &["`_sd` is a string: `\"a\"`. It has to be an array of strings. Receivers"],
            ),
            (
                "token kind=sd-jwt-vc",
                r#"{"_sd":["a",5]}"#,
                &["`_sd` is a list with a number in it:"],
            ),
            (
                "token kind=keycloak-access",
                r#"{"realm_access":["a"]}"#,
                &["warning: `realm_access` is an array:"],
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, messages);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            // What other rules speak about.
            (
                "token",
                r#"{"exp":"1","aud":7,"roles":"a","sub":7,"email_verified":"true","name":null,"scope":["a"],"scp":["a"]}"#,
            ),
            // What the names mean elsewhere.
            (
                "token kind=rfc9068",
                r#"{"permissions":{"a":1},"status":"active","environment":{},"claims":[],"resource":{},"ctry":{},"platf":3}"#,
            ),
            ("token kind=okta-access", r#"{"ver":1,"scp":["a"]}"#),
            (
                "token kind=entra-access-v1-user",
                r#"{"acct":0,"groups":"src1","in_corp":"true","platf":3,"pwd_exp":"49828"}"#,
            ),
            (
                "token kind=generic-jwt",
                r#"{"iss":"a","exp":1e3,"act":{"sub":"b"},"roles":[],"amr":[{"method":"otp","timestamp":1}]}"#,
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }

    #[test]
    fn fires_for_a_key_binding() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256"} {"iss":"https://issuer.example"}>>~<<{"typ":"kb+jwt","alg":"ES256"} {"iat":"@","aud":["x"],"nonce":"n"}>>"#,
            &[
                "`iat` of the key-binding JWT is a string. It has to be a number",
                "`aud` of the key-binding JWT is an array. It has to be a string",
            ],
        );
    }
}

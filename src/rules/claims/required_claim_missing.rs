//! A claim that the kind of token or the receiver requires is absent, or has another value than required.

use super::{has_own_rule, is_for_another_purpose, is_listed};
use crate::expect::ExpectedClaim;
use crate::guide;
use crate::profile::sd_jwt::KEY_BINDING;
use crate::profile::{Family, Purpose, Required};
use crate::rules::identity::{is_federated_credential, tid_mismatch};
use crate::rules::near::difference;
use crate::rules::policy;
use crate::rules::situation;
use crate::rules::time::TIME_CLAIMS;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::claims::SAME;
use crate::text::quote;
use crate::token::json::{Kind, Value, escape_pointer};

/// See the module.
pub static RULE: Rule = Rule {
    id: "required-claim-missing",
    severity: Severity::Error,
    title: "A required claim is missing",
    applies: Applies::Claims,
    guide: guide::MISSING_CLAIMS,
    sources: "RFC 7519 §4; RFC 9068 §2.2; OpenID Connect Core §2; RFC 9901 §4.3",
    check,
};

/// What identifies nobody and nothing where it is empty.
const IDENTIFIERS: [&str; 11] = [
    "appid",
    "azp",
    "cid",
    "client_id",
    "cognito:username",
    "jti",
    "nonce",
    "repository",
    "sub",
    "tfp",
    "vct",
];

fn check(subject: &Subject, sink: &mut Sink) {
    let kind = subject.kind();
    // Only that an ID and an access token are confused is an error of its own.
    let is_sent = |purpose| matches!(purpose, Purpose::Access | Purpose::Id);
    let is_other = is_for_another_purpose(subject)
        && is_sent(kind.purpose)
        && is_sent(subject.profile.detected_purpose);
    for required in kind.required.iter().filter(|_| !is_other) {
        let name = required.claim;
        let how = match subject.claim(name) {
            // The type of these is checked elsewhere.
            Some(value)
                if value.kind() == Kind::Null
                    && !matches!(name, "aud" | "events")
                    && !TIME_CLAIMS.contains(&name) =>
            {
                "is null"
            }
            _ if has_own_rule(subject, name) => continue,
            None => "is missing",
            Some(value) if IDENTIFIERS.contains(&name) && value.as_str() == Some("") => "is empty",
            Some(_) => continue,
        };
        if is_listed(subject, name) {
            continue;
        }
        sink.claim(subject, name)
            .expected("present")
            .fixer(required.fixer)
            .say(format_args!(
                "The required claim {} {how}. Its kind, {}, must carry it.{}",
                quote(name),
                kind.name,
                cause(required)
            ));
    }
    if let Some(claims) = subject.binding_claims() {
        for required in KEY_BINDING.required {
            let name = required.claim;
            if claims
                .get(name)
                .is_none_or(|value| value.as_str() == Some(""))
            {
                sink.binding_claim(subject, name)
                    .expected("present")
                    .fixer(required.fixer)
                    .say(format_args!(
                        "The key-binding JWT has no {}, which it must carry. Verifiers refuse the presentation.",
                        quote(name)
                    ));
            }
        }
    }
    let mut named: Vec<&ExpectedClaim> = Vec::new();
    for claim in subject
        .expect
        .claims
        .iter()
        .filter(|claim| !claim.name.is_empty())
    {
        if !named.contains(&claim) && !policy::owns(subject, claim) {
            named.push(claim);
            listed(subject, sink, &claim.name, claim.value.as_deref());
        }
    }
    let demanded = situation::demanded(subject).filter(|name| {
        subject.claim(name).is_none()
            && kind.requirement(name).is_none()
            && !is_listed(subject, name)
            && !has_own_rule(subject, name)
    });
    if let Some(name) = demanded {
        sink.claim(subject, name)
            .expected("present")
            .fixer(Fixer::Caller)
            .say(format_args!(
                "The claim {} is missing, and the error says that it is needed. If this token was \
                 refused, another kind was wanted, or one asked for in another way.",
                quote(name)
            ));
    }
    // Rules of their own compare the subject of a federated credential, and miss that of an assertion.
    let is_owned = is_federated_credential(subject)
        || subject.claim("sub").is_none() && has_own_rule(subject, "sub");
    let expected = subject.expect.subject.as_deref().filter(|_| !is_owned);
    if expected.is_some() {
        listed(subject, sink, "sub", expected);
    }
    // A tenant that is not named cannot be the expected one.
    let names_tenant = tid_mismatch::tenant(subject).is_some() || subject.claim("tid").is_some();
    // That of an assertion is in its audience.
    let is_meant =
        || !subject.is_any(&["entra-client-assertion"]) && situation::is_of_receiver(subject);
    if !subject.expect.tenants.is_empty() && !names_tenant && is_meant() {
        listed(subject, sink, "tid", None);
    }
}

/// Why a claim usually is absent, as a sentence with a space before it.
fn cause(required: &Required) -> String {
    let mut characters = required.usual_cause.chars();
    match characters.next() {
        Some(first) => format!(" {}{}.", first.to_ascii_uppercase(), characters.as_str()),
        None => String::new(),
    }
}

/// A claim that the receiver requires.
fn listed(subject: &Subject, sink: &mut Sink, name: &str, expected: Option<&str>) {
    let found = find(subject, name);
    let Some(value) = found.filter(|value| value.kind() != Kind::Null) else {
        if found.is_none() && has_own_rule(subject, name) {
            return;
        }
        let (cause, fixer) = match near_name(subject, name) {
            Some(near) => (
                format!(
                    " It has {}: the names of claims are compared exactly.",
                    quote(near)
                ),
                Fixer::Api,
            ),
            None if subject
                .disclosures
                .is_some_and(|found| !found.withheld.is_empty()) =>
            {
                (
                    " Its holder may withhold it: ask for it in the presentation.".to_owned(),
                    Fixer::Caller,
                )
            }
            None => usual_cause(subject, name),
        };
        let how = match found {
            Some(_) => "is null",
            None => "is missing",
        };
        let draft = sink
            .claim(subject, name)
            .expected(expected.unwrap_or("present"));
        draft.fixer(fixer).say(format_args!(
            "The claim {} {how}, and your API requires it.{cause}",
            quote(name)
        ));
        return;
    };
    let Some(expected) = expected else {
        // Receivers that only look whether it is there take it.
        if value.as_str() == Some("") {
            sink.claim(subject, name)
                .severity(Severity::Warning)
                .expected("present")
                .fixer(Fixer::Caller)
                .say(format_args!(
                    "The claim {} is empty, and your API requires it.",
                    quote(name)
                ));
        }
        return;
    };
    if has_value(value, expected) {
        return;
    }
    let found = value.to_text();
    let pointer = match subject.claim(name) {
        Some(_) => escape_pointer(name),
        None => escape_pointer(name).replace('.', "/"),
    };
    let near = match difference(found, expected) {
        Some(difference) if !difference.phrase().is_empty() => format!(" {}.", difference.phrase()),
        _ => String::new(),
    };
    let fixer = match name {
        "roles" if subject.kind().family.is_microsoft() => Fixer::AppRegistration,
        _ => Fixer::Caller,
    };
    sink.claim(subject, name)
        .pointer(format!("/{pointer}"))
        .found(found)
        .expected(expected)
        .fixer(fixer)
        .say(format_args!(
            "The claim {} is {}, not {} as the receiver requires.{near}",
            quote(name),
            quote(found),
            quote(expected)
        ));
}

/// A claim by its name, or a member in it by the path that dots make: `cnf.jkt`.
fn find<'a>(subject: &Subject<'a>, name: &str) -> Option<Value<'a>> {
    let path = || {
        let mut names = name.split('.');
        let first = subject.claim(names.next()?)?;
        names.try_fold(first, |value, name| value.get(name))
    };
    subject.claim(name).or_else(path)
}

/// A claim that has this name but for letter case, or behind a namespace, or that is the same elsewhere.
fn near_name<'a>(subject: &Subject<'a>, name: &str) -> Option<&'a str> {
    let is_near = |other: &&str| {
        let last = other.rsplit(['/', ':']).next().unwrap_or_default();
        *other != name && last.eq_ignore_ascii_case(name)
    };
    let is_same = |other: &&str| {
        let both = |names: &&[&str]| names.contains(&name) && names.contains(other);
        *other != name && SAME.iter().any(both)
    };
    let names = || {
        let members = subject.claims().into_iter().flat_map(Value::members);
        members.map(|member| member.name())
    };
    names().find(is_near).or_else(|| names().find(is_same))
}

/// Whether a value is the expected one, holds it in its list, or says it among its words.
fn has_value(value: Value, expected: &str) -> bool {
    match value.kind() {
        Kind::Array => value.items().any(|item| item.to_text() == expected),
        Kind::String => {
            let text = value.to_text();
            text == expected || text.split(' ').any(|word| word == expected)
        }
        _ => value.raw() == expected,
    }
}

/// Why a claim that a receiver wants usually is absent, and who can put it there.
fn usual_cause(subject: &Subject, name: &str) -> (String, Fixer) {
    if let Some(required) = subject.kind().requirement(name) {
        return (cause(required), required.fixer);
    }
    let is_entra = subject.kind().family.is_microsoft();
    let (cause, fixer) = match name {
        "scp" | "scope" if is_entra => (
            "Scopes are there only when a user let the client act: this token was got without a user, or without asking for a scope of your API.",
            Fixer::Caller,
        ),
        "roles" if is_entra => (
            "No app role of your API was assigned to the user or the client.",
            Fixer::AppRegistration,
        ),
        "groups"
            if subject.claim("_claim_names").is_some() || subject.claim("hasgroups").is_some() =>
        {
            (
                "The user is in too many groups for a token: a pointer stands in their place, so ask Microsoft Graph.",
                Fixer::Api,
            )
        }
        "groups" | "wids" if is_entra => (
            "The app registration has to ask for groups, and long lists are replaced by a pointer.",
            Fixer::AppRegistration,
        ),
        "nonce" | "auth_time" | "acr"
            if !super::optional_claim_needs_configuration::applies(subject, name) =>
        {
            (
                "The sign-in request decides: it has to send `nonce`, `max_age` or `acr_values`.",
                Fixer::Caller,
            )
        }
        "amr" if subject.kind().family == Family::Entra => (
            "Entra ID writes it into version 1 access tokens only: stop requiring it, and demand a second factor by policy.",
            Fixer::Api,
        ),
        "jti" => ("Entra ID writes `uti` in its place.", Fixer::Api),
        "tid" | "oid" | "name" | "preferred_username"
            if subject.is_any(&["entra-id-v2", "entra-access-v2-user"]) =>
        {
            (
                "The client has to ask for the scope `profile`.",
                Fixer::Caller,
            )
        }
        "tid" | "oid" => (
            "Only Entra ID writes it: the token comes from another issuer or from B2C.",
            Fixer::Caller,
        ),
        _ if super::internal_claim_do_not_use::is_internal(name) => (
            "It is internal to Entra ID and not promised: stop requiring it.",
            Fixer::Api,
        ),
        _ if super::optional_claim_needs_configuration::has_no_user(subject, name) => (
            "It is about a user, and the token was issued to an application for itself: get a token for a user, or stop requiring it.",
            Fixer::Caller,
        ),
        _ if super::optional_claim_needs_configuration::applies(subject, name) => {
            let asks = match subject.profile.purpose {
                Purpose::Id => {
                    "It is an optional claim: the registration of the client has to ask for it."
                }
                _ => "It is an optional claim: the registration of the API has to ask for it.",
            };
            (asks, Fixer::AppRegistration)
        }
        _ => (
            "The issuer is not configured to send it, the client did not ask for it, or this is \
             another kind of token.",
            Fixer::Issuer,
        ),
    };
    (format!(" {cause}"), fixer)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn looks_into_disclosures() {
        let paste = r#"<<{"alg":"ES256","typ":"dc+sd-jwt"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik","decoy"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#;
        for (expected, message) in [
            ("given_name=Ana", None),
            (
                "given_name=Eve",
                Some("The claim `given_name` is `Ana`, not `Eve`"),
            ),
            (
                "email",
                Some(
                    "The claim `email` is missing, and your API requires it. Its holder may withhold it",
                ),
            ),
        ] {
            let info = format!("paste require={expected}");
            check(&RULE, &info, paste, message.as_slice());
        }
    }

    #[test]
    fn fires() {
        let token = r#"{"alg":"RS256"}
{"iss":"https://id.contoso.example","aud":"a","sub":"b","acr":"0","scope":"read write","n":7,"list":["x"],"plan":null,"empty":"","https://a/role":"r"}"#;
        for (info, messages) in [
            (
                "token kind=rfc9068",
                &[
                    "The required claim `client_id` is missing. Its kind, OAuth 2.0 JWT access token (RFC 9068), must carry it. The issuer leaves it out",
                ] as &[&str],
            ),
            (
                "token require=email,plan,email",
                &[
                    "The claim `email` is missing, and your API requires it. The issuer is not",
                    "The claim `plan` is null, and your API requires it.",
                ],
            ),
            (
                "token require=empty",
                &["warning: The claim `empty` is empty, and your API requires it."],
            ),
            (
                "token require=acr=1,n=8,list=y,scope=admin",
                &[
                    "The claim `n` is `7`, not `8`",
                    "The claim `list` is `[\"x\"]`, not `y`",
                    "The claim `scope` is `read write`, not `admin`",
                ],
            ),
            (
                "token kind=cognito-access",
                &[
                    "The required claim `client_id` is missing.",
                    "The required claim `token_use` is missing.",
                ],
            ),
            (
                "token require=cnf.jkt,Sub,role,n.x",
                &[
                    "The claim `cnf.jkt` is missing, and your API requires it.",
                    "The claim `Sub` is missing, and your API requires it. It has `sub`: the names",
                    "The claim `role` is missing, and your API requires it. It has `https://a/role`: the names",
                    "The claim `n.x` is missing",
                ],
            ),
            (
                "token kind=entra-id-v2 require=email,name",
                &[
                    "The required claim `ver` is missing.",
                    "The claim `email` is missing, and your API requires it. It is an optional claim: the registration of the client",
                    "The claim `name` is missing, and your API requires it. The client has to ask for the scope `profile`.",
                ],
            ),
            (
                "token require=scp",
                &[
                    "The claim `scp` is missing, and your API requires it. It has `scope`: the names",
                ],
            ),
            (
                "token require=groups",
                &[
                    "The claim `groups` is missing, and your API requires it. The issuer is not configured",
                ],
            ),
            (
                "token sub=B",
                &[
                    "The claim `sub` is `b`, not `B` as the receiver requires. Upper and lower case differ.",
                ],
            ),
            (
                "token kind=cognito-access require=client_id",
                &[
                    "The required claim `token_use` is missing.",
                    "The claim `client_id` is missing, and your API requires it. The provider",
                ],
            ),
        ] {
            check(&RULE, info, token, messages);
        }
        check(
            &RULE,
            "token kind=oidc-id-token",
            "{}\n{\"sub\":\"\"}",
            &["The required claim `sub` is empty."],
        );
        check(
            &RULE,
            "token kind=k8s-sa-bound",
            &sample::v2_user(""),
            &["The required claim `kubernetes.io` is missing."],
        );
    }

    #[test]
    fn fires_for_a_key_binding() {
        let whole = r#""iat":@,"aud":"https://verifier.example","nonce":"n-1","sd_hash":"x""#;
        check(&RULE, "paste", &sample::presentation(whole), &[]);
        check(
            &RULE,
            "paste",
            &sample::presentation(r#""iat":@,"aud":"https://verifier.example","nonce":null"#),
            &["The key-binding JWT has no `sd_hash`"],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            ("token require=email", r#"{"email":"a@b.example"}"#),
            (
                "token require=n=7,b=true,l=x,s=read,e=a",
                r#"{"n":7,"b":true,"l":["x"],"s":"read write","e":"a"}"#,
            ),
            (
                "token require=exp,aud,iss,iat,jti kind=rfc9068",
                r#"{"sub":"a","client_id":"b"}"#,
            ),
            (
                "token require=cnf.jkt,a.b=1",
                r#"{"cnf":{"jkt":"x"},"a.b":1}"#,
            ),
            (
                "token kind=entra-id-v2",
                r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","ver":"2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","azp":"a","scp":"b","exp":@}"#,
            ),
            ("token kind=dpop-proof", "{}"),
            (
                "token kind=entra-access-v2-app",
                r#"{"nbf":1,"sub":"a","ver":"2.0","azp":"c"}"#,
            ),
            ("token kind=set", "{}"),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }

    #[test]
    fn takes_the_claim_from_the_error() {
        for (error, claims, expected) in [
            (
                "AADSTS7000033: Token doesn't contain expected claim 'deviceid'.",
                r#"{"sub":"a"}"#,
                Some("The claim `deviceid` is missing, and the error says that it is needed."),
            ),
            (
                "AADSTS50098: JWT body must contain 'nbf'",
                r#"{"nbf":1767225600}"#,
                None,
            ),
            (
                "Token must contain sub claim",
                "{}",
                Some("The claim `sub` is missing, and the error says"),
            ),
            ("Token must contain sub claim", r#"{"sub":"a"}"#, None),
        ] {
            let body = format!(r#"{error}\n<<{{"alg":"RS256"}} {claims}>>"#).replace("\\n", "\n");
            check(&RULE, "paste", &body, expected.as_slice());
        }
    }
}

//! An ID token goes to an API.

use crate::guide;
use crate::profile::issuer::is_sign_in_only;
use crate::profile::{Family, Purpose};
use crate::rules::identity::{self, is_federated_credential};
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote;

/// See the module.
pub static RULE: Rule = Rule {
    id: "id-token-used-as-access-token",
    severity: Severity::Error,
    title: "An ID token is used as an access token",
    applies: Applies::Claims,
    guide: guide::ID_TOKEN_RULES,
    sources: "Entra id-tokens; RFC 9068 §5; AADSTS240002",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    // In an exchange it is another rule's.
    let is_owned = situation::is_on_behalf_of(subject) || is_federated_credential(subject);
    if is_owned || subject.profile.detected_purpose != Purpose::Id {
        return;
    }
    let was_refused_with = |codes: [&str; 2]| {
        situation::is_alone(subject) && codes.iter().any(|code| situation::has_error(subject, code))
    };
    let expects_access = !subject.expect.scopes.is_empty()
        || subject
            .expect
            .audiences
            .iter()
            .any(|aud| aud.starts_with("api://"))
        // An API missed the permissions that no ID token has.
        || was_refused_with([
            "IDW10201",
            "Either scp or roles claim need to be present in the token",
        ]);
    let was_found_as = situation::name(subject.token) == "id_token"
        && (subject.expect.scopes.is_empty()
            || situation::is_beside(subject, &[Purpose::Access, Purpose::Unknown]));
    // The sign-in service was handed it as an access token.
    let is_refused = was_refused_with(["AADSTS90016", "AADSTS900161"]);
    if !is_refused && !situation::is_sent_to_api(subject) && (was_found_as || !expects_access) {
        return;
    }
    // Google makes them for services, and those of Firebase are for the app's own API.
    if !expects_access && identity::is_for_receiver(subject) {
        return;
    }
    let has_scope = situation::scopes(subject).is_some_and(|(_, scopes)| !scopes.is_empty());
    let says = |name, value| subject.claim_str(name) == Some(value);
    let sign = match (subject.claim("nonce").is_some(), has_scope) {
        _ if says("token_use", "id") => "its `token_use` is `id`",
        _ if says("typ", "ID") => "its claim `typ` is `ID`",
        (true, false) => "it has a `nonce` and no scope",
        (false, false) => "it has no scope",
        (true, true) => "it has a `nonce`",
        (false, true) => "the rest of its claims says so",
    };
    let family = situation::detected(subject).family;
    let is_entra = family == Family::Entra;
    let is_expected = subject.claim("aud").is_some_and(|aud| {
        let expected = &subject.expect.audiences;
        aud.strings()
            .any(|aud| expected.iter().any(|own| *own == aud))
    });
    // Behind `Bearer` alone it may be meant so: some receivers take the ID tokens of their own clients.
    let is_certain = expects_access
        || is_refused
        || situation::is_chosen(subject, Purpose::Access)
        || is_entra && !is_expected;
    let severity = if is_certain {
        Severity::Error
    } else {
        Severity::Warning
    };
    let scope = subject.expect.scopes.first();
    // Entra ID takes scopes with their API before them, B2C with the directory as well.
    let ask = match (subject.expect.audiences.first(), scope) {
        (_, Some(scope)) if !family.is_microsoft() || scope.contains("://") => Some(scope.clone()),
        (Some(aud), _) if is_entra => {
            let scope = scope.map_or("access_as_user", String::as_str);
            Some(super::scope_of(aud, scope))
        }
        _ => None,
    };
    let ask = ask.map(|scope| format!(", such as {}", quote(&scope)));
    let unless = match is_certain {
        true => "Ask",
        false => "Unless the receiver takes ID tokens, as Kubernetes does, ask",
    };
    let (advice, fixer) = match is_sign_in_only(subject.claim_str("iss").unwrap_or_default()) {
        true => (
            "Its issuer makes no access tokens for your API: let the API take this one for its own audience, or ask another issuer.".to_owned(),
            Fixer::Api,
        ),
        false => (
            format!(
                "{unless} for a scope of the API{}, and send `access_token` of the response.",
                ask.unwrap_or_default()
            ),
            Fixer::Caller,
        ),
    };
    let aud = subject
        .claim_str("aud")
        .map(|aud| format!(" {}", quote(aud)))
        .unwrap_or_default();
    sink.at(subject.claim_place("aud"))
        .pointer("/aud")
        .severity(severity)
        .expected("an access token")
        .fixer(fixer)
        .say(format_args!(
            "This is an ID token, but {} wants an access token: {sign}. It tells the client{aud} \
             who signed in and gives no access. {advice}",
            if is_refused {
                "the sign-in service"
            } else {
                "an API"
            }
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;
    use crate::rules::sample;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=entra-access-v2-user aud=11112222-bbbb-3333-cccc-4444dddd5555",
            &sample::v2_id(""),
            &[
                "This is an ID token, but an API wants an access token: it has a `nonce` and no \
                 scope. It tells the client `00001111-aaaa-2222-bbbb-3333cccc4444` who signed in \
                 and gives no access. Ask for a scope of the API, such as \
                 `api://11112222-bbbb-3333-cccc-4444dddd5555/access_as_user`",
            ],
        );
    }

    #[test]
    fn names_the_scope_as_its_issuer_takes_it() {
        for (iss, advice) in [
            (
                "https://contoso.auth0.com/",
                "Ask for a scope of the API, such as `read`, and",
            ),
            (
                "https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                "Ask for a scope of the API, and send",
            ),
            (
                "https://accounts.google.com",
                "Its issuer makes no access tokens for your API",
            ),
        ] {
            let message = format!(
                "This is an ID token, but an API wants an access token: it has a `nonce` and no scope. It tells the client `web` who signed in and gives no access. {advice}"
            );
            let body = format!(
                "{{\"alg\":\"RS256\"}}\n{{\"iss\":\"{iss}\",\"aud\":\"web\",\"sub\":\"u\",\"nonce\":\"n\",\"iat\":@,\"exp\":@+1h}}"
            );
            check(&RULE, "token aud=orders scopes=read", &body, &[&message]);
        }
    }

    #[test]
    fn fires_where_a_scope_is_expected() {
        check(
            &RULE,
            "token scopes=Orders.Read",
            &sample::v2_id(""),
            &["This is an ID token"],
        );
    }

    #[test]
    fn fires_behind_a_scheme() {
        check(
            &RULE,
            "paste",
            &format!(
                "Authorization: Bearer <<{}>>",
                sample::v2_id("").replace('\n', " ")
            ),
            &["This is an ID token"],
        );
    }

    #[test]
    fn fires_without_an_audience() {
        check(
            &RULE,
            "token scopes=read",
            "{\"alg\":\"ES256\"}\n{\"nonce\":\"n\",\"at_hash\":\"x\",\"auth_time\":@}",
            &[
                "This is an ID token, but an API wants an access token: it has a `nonce` and no scope. It tells the client who signed in",
            ],
        );
    }

    #[test]
    fn warns_where_it_may_be_meant_so() {
        check(
            &RULE,
            "paste",
            &format!(
                "Authorization: Bearer <<{}>>",
                sample::oidc_id("").replace('\n', " ")
            ),
            &[
                "warning: This is an ID token, but an API wants an access token: it has a `nonce` and no scope. It tells the client `orders-web` who signed in and gives no access. Unless the receiver takes ID tokens",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token", &sample::v2_id(""), &[]);
        for claims in [
            r#""iss":"https://accounts.google.com","aud":"https://hooks.contoso.example/push","azp":"1","email":"a@b.iam.gserviceaccount.com","email_verified":true"#,
            r#""iss":"https://securetoken.google.com/orders","aud":"orders","auth_time":@,"user_id":"u","firebase":{"sign_in_provider":"password"}"#,
        ] {
            let paste = format!(
                r#"Authorization: Bearer <<{{"alg":"RS256","kid":"g"}} {{{claims},"sub":"1","iat":@,"exp":@+1h}}>>"#
            );
            check(&RULE, "paste", &paste, &[]);
        }
    }

    #[test]
    fn is_quiet_for_access_tokens() {
        check(
            &RULE,
            "token kind=entra-access-v2-user scopes=Orders.Read",
            &sample::v2_user(""),
            &[],
        );
    }
}

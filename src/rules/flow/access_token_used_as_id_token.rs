//! An access token, or the ID token of another client, is taken for a proof of sign-in.

use crate::guide;
use crate::profile::Purpose;
use crate::rules::situation;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject, common};
use crate::text::{quote, quote_list};
use crate::token::json::Value;

/// See the module.
pub static RULE: Rule = Rule {
    id: "access-token-used-as-id-token",
    severity: Severity::Error,
    title: "What is used as an ID token is none for this client",
    applies: Applies::Claims,
    guide: guide::ID_TOKEN_RULES,
    sources: "OpenID Connect Core §3.1.3.7; OpenID Connect Core §16.11; RFC 9068 §5",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let is_meant_as_id =
        situation::name(subject.token) == "id_token" || situation::is_chosen(subject, Purpose::Id);
    if !is_meant_as_id && situation::purpose(subject) != Purpose::Id {
        return sink.does_not_apply();
    }
    if let Some(aud) = other_client(subject) {
        let clients = &subject.expect.clients;
        let mut near = clients.iter();
        let (advice, fixer) = match near.any(|one| one.eq_ignore_ascii_case(aud.to_text())) {
            true => (
                "They differ in letter case only: expect it as the token writes it.",
                Fixer::Api,
            ),
            false => ("Ask for one with your own client id.", Fixer::Caller),
        };
        return sink
            .claim(subject, "aud")
            .expected(clients.join(" "))
            .fixer(fixer)
            .say(format_args!(
                "This ID token is for {}, not for your client {}. A client refuses the ID token of \
                 another. {advice}",
                common::quote_values(aud),
                quote_list(clients)
            ));
    }
    if subject.profile.detected_purpose != Purpose::Access {
        return;
    }
    let typ = subject
        .param_str("typ")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (place, sign) = if typ.ends_with("at+jwt") {
        (
            subject.param_place("typ"),
            format!("`typ` is {}", quote(&typ)),
        )
    } else if let Some((claim, _)) = situation::scopes(subject) {
        (subject.claim_place(claim), format!("it has `{claim}`"))
    } else if subject.profile.is_forced {
        (
            subject.claim_place("aud"),
            format!("everything else says {}", situation::detected(subject).name),
        )
    } else {
        return;
    };
    sink.at(place)
        .expected("an ID token")
        .fixer(Fixer::Caller)
        .say(format_args!(
            "This is an access token, but an ID token is expected: {sign}. Anybody who holds one \
             could log in with it. Use `id_token` of the response, and ask for the scope \
             `openid`."
        ));
}

/// The audience of an ID token, where clients are expected and neither it nor `azp` names one of them.
fn other_client<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let expect = subject.expect;
    let is_compared =
        !expect.clients.is_empty() && subject.profile.detected_purpose != Purpose::Access;
    let aud = subject.claim("aud").filter(|_| is_compared)?;
    // Where it is not the expected audience either, that is said.
    let is_expected = |aud: &str| expect.audiences.iter().any(|one| one == aud);
    if !expect.audiences.is_empty() && !aud.strings().any(is_expected) {
        return None;
    }
    let is_own = |name: &str| expect.clients.iter().any(|client| client == name);
    let is_for_client = aud.strings().any(is_own) || subject.claim_str("azp").is_some_and(is_own);
    (!is_for_client).then_some(aud)
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
            "token kind=oidc-id-token",
            &sample::at_jwt(""),
            &["This is an access token, but an ID token is expected: `typ` is `at+jwt`."],
        );
    }

    #[test]
    fn fires_for_scopes() {
        check(
            &RULE,
            "token kind=oidc-id-token",
            &sample::v2_user(""),
            &["This is an access token, but an ID token is expected: it has `scp`."],
        );
    }

    #[test]
    fn is_quiet() {
        check(&RULE, "token kind=oidc-id-token", &sample::oidc_id(""), &[]);
    }
}

//! The paste holds an error of a server or library.

use crate::extract::{ErrorText, Note};
use crate::guide;
use crate::place::Place;
use crate::profile::{Family, Purpose};
use crate::rules::situation::{self, Actor};
use crate::rules::time::token_expired::expired_since;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::spec::microsoft::{self, Api};
use crate::spec::server_errors::{self, ServerError};
use crate::text::{quote, quote_list};

/// See the module.
pub static RULE: Rule = Rule {
    id: "input-error-response",
    severity: Severity::Info,
    title: "There is an error in the text",
    applies: Applies::Input,
    guide: guide::READ_THE_ERROR,
    sources: "RFC 6749 §5.2; RFC 6750 §3; Entra reference-error-codes",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    let found = subject.extraction;
    let noted = found.notes.iter().find_map(|note| match note {
        Note::ErrorResponse(span) => Some(*span),
        _ => None,
    });
    let codes: Vec<&str> = found
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect();
    let Some(span) = noted.or_else(|| Some(found.errors.first()?.span)) else {
        return;
    };
    let (what, it) = match codes.len() {
        0 => ("This is an error response", "It says"),
        1 => ("The error is ", "It says"),
        _ => ("The errors are ", "They say"),
    };
    let named = match codes.is_empty() {
        true => String::new(),
        false => quote_list(&codes),
    };
    let path = match situation::has_error(subject, "AADSTS90016") {
        true => missing_claim(subject),
        false => String::new(),
    };
    let overruled = |claim| {
        format!(" The receiver accepts another `{claim}` than the one given here, and is believed.")
    };
    let other = match about_another(subject) {
        Some(words) => format!(" {words}"),
        None => subject.expect.overruled.map_or(String::new(), overruled),
    };
    let is_logged =
        |error: &ErrorText| error.correlation_id.is_some() || error.code.starts_with("AADSTS");
    let keep = match found.errors.iter().any(is_logged) {
        true => " Keep its correlation ID and time, the sign-in log needs them.",
        false => "",
    };
    let mut unknown = codes
        .iter()
        .filter(|code| server_errors::lookup(code).is_none())
        .filter_map(|code| code.strip_prefix("AADSTS"));
    let look_up = unknown.next().map_or(String::new(), |digits| {
        format!(" Of AADSTS{digits} nothing more is known here: the sign-in service explains it at `login.microsoftonline.com/error?code={digits}`.")
    });
    let known = codes.iter().map(|code| server_errors::lookup(code));
    let is_numbered = codes
        .iter()
        .any(|code| code.ends_with(|c: char| c.is_ascii_digit()));
    let is_known = codes.is_empty() || is_numbered || known.clone().flatten().next().is_some();
    let says = match is_known {
        true => format!("{it} who refused and why"),
        false => "Nothing more is known here, and it may not be about a token".to_owned(),
    };
    let is_of_receiver = |known: (&ServerError, _)| known.0.is_of_receiver();
    let fixer = match known.flatten().next().is_some_and(is_of_receiver) {
        true => Fixer::Api,
        false => Fixer::Caller,
    };
    sink.at(Place::input(span)).fixer(fixer).say(format_args!(
        "{what}{named}.{other} {says}: read all of it before the token.{keep}{path}{look_up}"
    ));
}

/// What the error is about, where the one token that came with it is not what is meant.
fn about_another(subject: &Subject) -> Option<String> {
    let error = subject.extraction.errors.first()?;
    let (known, _) = server_errors::lookup(&error.code)?;
    let other = situation::is_about_another(known, subject.token, subject.profile);
    let other = other.map(str::to_owned).or_else(|| {
        let tokens = subject.siblings.iter().map(|other| &other.token);
        situation::found_elsewhere(error.told.as_ref()?, tokens)
    });
    other.filter(|_| situation::is_alone(subject))
}

/// What the sign-in service is likely to need to route or bind a request (inference).
const NEEDED: &[&str] = &["tid", "iss", "aud", "sub", "oid", "ver", "exp", "nbf"];

/// Where the token leaves the decision path of AADSTS90016: the first step that it does not pass.
fn missing_claim(subject: &Subject) -> String {
    let errors = subject.extraction.errors.iter();
    let named = errors
        .filter(|error| error.code == "AADSTS90016")
        .find_map(|error| error.claim.as_deref());
    if !situation::is_alone(subject) || subject.token.claims().is_none() {
        if let Some(name) = named {
            return format!(
                " It names the claim that is missing, {}: inspect exactly the token that was handed to the sign-in service.",
                quote(name)
            );
        }
        return " AADSTS90016 does not say which claim is missing: inspect exactly the token that was handed to the sign-in service.".to_owned();
    }
    let kind = subject.profile.detected;
    if kind.family != Family::Entra || subject.profile.detected_purpose != Purpose::Access {
        return format!(
            " AADSTS90016 is about an access token of Entra ID; this one looks like another kind ({}). If it is what the sign-in service was handed, send an access token of Entra ID instead.",
            kind.name
        );
    }
    if let Some(name) = named {
        let step = match subject.claim(name) {
            None => "this token lacks it. Get a new one, and hand it over unchanged",
            Some(_) if !situation::holds(subject.claims(), name) => {
                "what this token has for it cannot be used. Get a new one, and hand it over unchanged"
            }
            Some(_) => {
                "this token has it. Make sure it is the value that the sign-in service was handed"
            }
        };
        return format!(" It names the claim {}: {step}.", quote(name));
    }
    let absent: Vec<&str> = NEEDED
        .iter()
        .copied()
        .filter(|name| !situation::holds(subject.claims(), name))
        .collect();
    if !absent.is_empty() {
        let lacks = match absent.iter().any(|name| subject.claim(name).is_some()) {
            true => "has nothing that can be used in",
            false => "lacks",
        };
        return format!(
            " This token {lacks} {}: of what the service probably needs (inference) that is what may be meant.",
            quote_list(&absent)
        );
    }
    let parameter = |name| subject.extraction.parameter(name);
    let differs = |name, claim| {
        let (asked, found) = (parameter(name), subject.claim_str(claim));
        asked.is_some_and(|asked| {
            situation::is_guid(asked) && !found.unwrap_or_default().ends_with(asked)
        })
    };
    let tid = subject.claim_str("tid").unwrap_or_default();
    let is_other = |tenant: &str| !tenant.eq_ignore_ascii_case(tid);
    let aud = subject.claim_str("aud").unwrap_or_default();
    let step = if subject.issuer.tenant.is_some_and(is_other) {
        "Its `iss` and `tid` name different tenants, as no genuine token does"
    } else if situation::actor(subject) == Actor::App {
        "It is app-only, which usually ends in AADSTS7000114"
    } else if microsoft::api(aud).is_some_and(Api::is_graph) {
        "It is for Microsoft Graph, which usually ends in AADSTS50013 or AADSTS500131"
    } else if differs("client_id", "aud") {
        "It is for another app than the one that presents it, which usually ends in AADSTS500131"
    } else if differs("tenant", "tid") {
        "It is of another tenant than the endpoint, which usually ends in AADSTS1000014"
    } else if expired_since(subject).is_some() {
        "It has expired, which usually ends in AADSTS500133"
    } else {
        "Make sure it is the value that the service was handed; if so, only its support can tell more"
    };
    format!(
        " This access token has every claim that the service is known or likely to need ({}). {step}.",
        quote_list(NEEDED)
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Fixer;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            r#"{"error":"invalid_grant","error_description":"AADSTS500133: Assertion is not within its valid time range."}"#,
            &[
                "The error is `AADSTS500133`. It says who refused and why: read all of it before the token. Keep its",
            ],
        );
        check(
            &RULE,
            "paste",
            "AADSTS50128: no",
            &[
                "The error is `AADSTS50128`. It says who refused and why: read all of it before the token. Keep its correlation ID and time, the sign-in log needs them. Of AADSTS50128 nothing more is known here: the sign-in service explains it at `login.microsoftonline.com/error?code=50128`.",
            ],
        );
        check(
            &RULE,
            "paste",
            r#"{"error":{"code":"SubscriptionNotFound","message":"no"}}"#,
            &[
                "The error is `SubscriptionNotFound`. Nothing more is known here, and it may not be about a token: read",
            ],
        );
        for (code, fixer) in [("IDX10500", Fixer::Api), ("IDX10511", Fixer::Caller)] {
            let (_, report) = crate::rules::fixture::report("paste", code);
            let mut found = report.all_findings();
            let found = found.find(|finding| finding.rule == &RULE);
            assert_eq!(found.map(|found| found.fixer), Some(fixer), "{code}");
        }
        let (_, report) =
            crate::rules::fixture::report("paste", "IDX10223: Lifetime validation failed.");
        let mut messages = report
            .all_findings()
            .map(|finding| finding.message.as_str());
        let expected = "The error is `IDX10223`. It says who refused and why: read all of it before the token.";
        assert!(messages.any(|message| message == expected));
    }

    #[test]
    fn walks_the_path_of_a_missing_claim() {
        use crate::rules::sample;
        let path = |said: &str, token: &str| {
            let body = format!("AADSTS90016: {said}\n<<{}>>", token.replace('\n', " "));
            let (_, report) = crate::rules::fixture::report("paste", &body);
            let found = report.all_findings().find(|found| found.rule == &RULE);
            let message = found.map(|found| found.message.clone()).unwrap_or_default();
            let (_, path) = message.split_once("needs them. ").unwrap_or_default();
            path.to_owned()
        };
        for (token, expected) in [
            (
                sample::v2_id(""),
                "AADSTS90016 is about an access token of Entra ID; this one",
            ),
            (
                sample::at_jwt(""),
                "AADSTS90016 is about an access token of Entra ID; this one",
            ),
            (sample::v2_user(""), "This access token has every claim"),
            (
                sample::v2_user("").replace("\"tid\"", "\"x\""),
                "This token lacks `tid`:",
            ),
            (
                sample::v2_app(""),
                "This access token has every claim that the service is known or likely to need (`tid`, `iss`, `aud`, `sub`, `oid`, `ver`, `exp` and `nbf`). It is app-only",
            ),
            (
                sample::v2_user("").replace("\"tid\":\"", "\"tid\":null,\"x\":\""),
                "This token has nothing that can be used in `tid`:",
            ),
            (
                sample::v2_user("").replace("\"tid\":\"", "\"tid\":5,\"x\":\""),
                "This token has nothing that can be used in `tid`:",
            ),
            (
                sample::v2_user("").replace("\"oid\":\"", "\"oid\":\"\",\"x\":\""),
                "This token has nothing that can be used in `oid`:",
            ),
            (
                sample::v2_user("").replace("\"tid\":\"", "\"tid\":\"b"),
                "This access token has every claim that the service is known or likely to need (`tid`, `iss`, `aud`, `sub`, `oid`, `ver`, `exp` and `nbf`). Its `iss` and `tid` name",
            ),
        ] {
            let path = path("no", &token);
            assert!(path.starts_with(expected), "{path}");
        }
        let said = "The required claim 'tid' is missing.";
        for (token, expected) in [
            (
                sample::v2_user("").replace("\"tid\"", "\"x\""),
                "It names the claim `tid`: this token lacks it.",
            ),
            (
                sample::v2_user(""),
                "It names the claim `tid`: this token has it.",
            ),
            (
                String::new(),
                "It names the claim that is missing, `tid`: inspect",
            ),
        ] {
            let path = path(said, &token);
            assert!(path.starts_with(expected), "{path}");
        }
    }

    #[test]
    fn says_where_another_token_is_meant() {
        use crate::rules::sample;
        let assertion = r#"{"alg":"PS256"} {"iss":"a","sub":"a","aud":"https://login.microsoftonline.com/common/v2.0","exp":@+5m}"#;
        for (code, token, words) in [
            (
                "AADSTS50013",
                assertion,
                "It is about the user's token that",
            ),
            ("AADSTS50013", &sample::v2_user(""), "It says who"),
            ("AADSTS700027", assertion, "It says who"),
            (
                "AADSTS700212",
                "{\"alg\":\"RS256\"} {\"aud\":\"a\"}",
                "It says who",
            ),
            (
                "AADSTS700027",
                &sample::v2_user(""),
                "It is about what the client sent",
            ),
            (
                "AADSTS700027",
                &sample::v2_app("\"aud\":\"api://AzureADTokenExchange\""),
                "It says who",
            ),
        ] {
            let body = format!("{code}: no\n<<{}>>", token.replace('\n', " "));
            check(
                &RULE,
                "paste",
                &body,
                &[&format!("The error is `{code}`. {words}")],
            );
        }
    }

    #[test]
    fn says_where_the_token_does_not_have_what_was_found() {
        for (found, words) in [
            ("api://web", "It says who"),
            (
                "api://orders",
                "It found `api://orders` in `aud`, which the token here does not have: it is about another token. It says who",
            ),
        ] {
            let body = format!(
                "IDX10214: no. Audiences: '{found}'. <<{{\"alg\":\"RS256\"}} {{\"aud\":\"api://web\"}}>>"
            );
            check(
                &RULE,
                "paste",
                &body,
                &[&format!("The error is `IDX10214`. {words}")],
            );
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "token",
            r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}
{"iss":"https://login.contoso.example","sub":"user-4711","aud":"orders"}"#,
            &[],
        );
    }
}

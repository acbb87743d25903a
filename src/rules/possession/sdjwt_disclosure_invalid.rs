//! A disclosure is not what a disclosure has to be.

use crate::guide;
use crate::rules::common::{self, MOST, capped};
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::token::disclosures::State;
use crate::token::json::{Json, Kind, Value};
use crate::token::{FaultKind, Form};

/// See the module.
pub static RULE: Rule = Rule {
    id: "sdjwt-disclosure-invalid",
    severity: Severity::Error,
    title: "A disclosure cannot be used",
    applies: Applies::Forms(&[Form::SdJwt, Form::SdJwtKb, Form::SdJwtJson]),
    guide: guide::SD_JWT,
    sources: "RFC 9901 §4.2; RFC 9901 §7.1",
    check,
};

fn check(subject: &Subject, sink: &mut Sink) {
    capped(subject, sink, MOST, subject.faults(&RULE), |sink, fault| {
        let FaultKind::BadDisclosure(trouble) = fault.kind else {
            return;
        };
        sink.at(fault.place).fixer(Fixer::Issuer).say(format_args!(
            "{} is none: {trouble}. It has to be the array `[salt, name, value]`, for an array \
             element `[salt, value]`. Receivers refuse the credential.",
            fault.part.title()
        ));
    });
    if subject.token.form == Form::SdJwtJson
        && let Some(what) = misshapen(subject.token.text())
    {
        sink.at(common::whole(subject))
            .fixer(Fixer::Caller)
            .say(format_args!(
                "{what} Receivers refuse it, or do not see them."
            ));
    }
    let Some(found) = subject.disclosures else {
        return;
    };
    if let Some(place) = found.no_digest {
        let draft = sink.at(place).severity(Severity::Warning);
        draft.fixer(Fixer::Issuer).say(
            "This stands where a digest has to and is none: `_sd` is an array of strings, and `...` the only member of an array element, a string. Verifiers take it for a claim, or refuse the credential.",
        );
    }
    let misplaced = found
        .list
        .iter()
        .filter_map(|disclosure| Some((trouble(disclosure.state)?, disclosure)));
    capped(
        subject,
        sink,
        MOST,
        misplaced,
        |sink, (trouble, disclosure)| {
            sink.at(disclosure.place)
                .fixer(Fixer::Issuer)
                .say(format_args!(
                    "{} cannot be put in its place: {trouble}. Receivers refuse the credential.",
                    super::title(disclosure)
                ));
        },
    );
}

/// What is wrong with where the disclosures of a JSON serialization stand (RFC 9901 §8).
fn misshapen(text: &str) -> Option<&'static str> {
    let json = Json::read(text.to_owned());
    let root = json.root()?;
    let mut signatures = root
        .get("signatures")
        .map(Value::items)
        .into_iter()
        .flatten();
    let first = match root.get("signatures") {
        Some(_) => signatures.next()?,
        None => root,
    };
    let is_texts = |list: Value| {
        list.kind() == Kind::Array && list.items().all(|item| item.kind() == Kind::String)
    };
    let header = first.get("header");
    let list = header.and_then(|header| header.get("disclosures"));
    if list.is_none() && header.and_then(|header| header.get("kb_jwt")).is_none() {
        return Some(
            "`disclosures` stands where drafts of RFC 9901 had it: it belongs into the `header` of the first signature, as does `kb_jwt`.",
        );
    }
    if list.is_some_and(|list| !is_texts(list)) {
        return Some("`disclosures` is not an array of strings.");
    }
    let holds = |one: Value| {
        let header = one.get("header");
        header.is_some_and(|header| {
            header.get("disclosures").is_some() || header.get("kb_jwt").is_some()
        })
    };
    signatures.take(MOST).any(holds).then_some(
        "A later signature has `disclosures` or `kb_jwt` in its header: they belong into that of the first.",
    )
}

/// What keeps a disclosure from being put where its digest stands.
fn trouble(state: State) -> Option<&'static str> {
    match state {
        State::NameTaken => Some("a claim of its name stands there already"),
        State::NotAnElement => Some("it has a name, but its digest stands for an array element"),
        State::NotAMember => Some("it has no name, but its digest stands for a claim"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyJwMThNOWM2Y2U2T1RDSXVTWTJmbkd3IiwgImdpdmVuX25hbWUiLCAiQW5hIiwgImV4dHJhIl0~"#,
            &["Disclosure 1 is none: it has neither two nor three elements."],
        );
    }

    #[test]
    fn fires_where_disclosures_stand_wrong_in_json() {
        const PARTS: &str = r#""protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AAAA""#;
        const LIST: &str = r#""header":{"disclosures":[]}"#;
        let payload = r#""payload":"e30""#;
        check(
            &RULE,
            "paste",
            &format!(r#"{{{payload},{PARTS},"header":{{"disclosures":"WyJhIiwiYiIsImMiXQ"}}}}"#),
            &["`disclosures` is not an array of strings."],
        );
        let general = |second: &str| {
            format!(r#"{{{payload},"signatures":[{{{PARTS},{LIST}}},{{{PARTS}{second}}}]}}"#)
        };
        let late = general(&format!(",{LIST}"));
        check(
            &RULE,
            "paste",
            &late,
            &["A later signature has `disclosures` or `kb_jwt` in its header"],
        );
        check(&RULE, "paste", &general(""), &[]);
        let list = r#""disclosures":[]"#;
        for old in [
            format!("{{{payload},{PARTS},{list}}}"),
            format!(r#"{{{payload},"signatures":[{{{PARTS}}}],{list}}}"#),
            format!(r#"{{{payload},"signatures":[{{{PARTS},{list}}}]}}"#),
        ] {
            let message = "`disclosures` stands where drafts of RFC 9901 had it: it belongs";
            check(&RULE, "paste", &old, &[message]);
        }
    }

    #[test]
    fn fires_where_the_name_is_taken() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"],"given_name":"Bea"}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &[
                "Disclosure 1 (`given_name`) cannot be put in its place: a claim of its name \
                 stands there already.",
            ],
        );
    }

    #[test]
    fn fires_where_a_digest_is_none() {
        for (payload, expected) in [
            (r#""n":[{"...":5}]"#, true),
            (r#""n":[{"...":"d","x":1}]"#, true),
            (r#""...":null"#, true),
            (r#""n":{"_sd":"d"}"#, true),
            (r#""n":[{"_sd":[1]}]"#, true),
            (r#""n":[{"...":"d"},{"_sd":["e"]}]"#, false),
        ] {
            let paste = format!(
                r#"<<{{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"}} {{"iss":"https://issuer.example","vct":"https://credentials.example/employee",{payload}}}>>~"#
            );
            let message: &[&str] = &["warning: This stands where a digest has to and is none"];
            check(&RULE, "paste", &paste, &message[..usize::from(expected)]);
        }
    }

    #[test]
    fn is_quiet() {
        check(
            &RULE,
            "paste",
            r#"<<{"alg":"ES256","typ":"dc+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","vct":"https://credentials.example/employee","_sd":["zFgbv2X-dJP0vrkkLXZFXVmjTg_Mk2XJaiAxufpP2Ik"]}>>~WyIxWEZvRy0xblhzWWVHTzQzSzEtYTN3IiwgImdpdmVuX25hbWUiLCAiQW5hIl0~"#,
            &[],
        );
    }
}

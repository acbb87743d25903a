//! What the receiver expects, and at once whether the token meets it.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::fields::{FIELDS, Field};
use super::hostile;
use super::html::html;
use super::icon::{Icon, spoken};
use super::private::private;
use super::state::Action;
use super::view::View;
use crate::expect::{ExpectedClaim, list};
use crate::profile::{self, PROFILES};
use crate::token::json::Value;

/// The most words of a field that are judged one by one.
const MOST: usize = 40;

/// The card.
pub fn expectations_card(view: &View) -> Html {
    html! {
        <section class="card expectations" key="expectations">
            <fieldset>
                <legend>{ "What your API expects" }</legend>
                { kind(view) }
                { for FIELDS.iter().map(|field| row(view, *field)) }
                { tolerance(view) }
                { beyond(view) }
            </fieldset>
        </section>
    }
}

fn row(view: &View, field: Field) -> Html {
    let id = format!("expect-{}", field as usize);
    let oninput = view.on(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Write(field, AttrValue::from(input.value()))
    });
    html! {
        <>
            <label for={id.clone()}>{ field.label() }</label>
            <div class="field">
                { private(html! {
                    <input type="text" {id} value={view.state.fields.text(field).clone()} {oninput} placeholder={field.placeholder()} />
                }) }
                { judged(view, field) }
            </div>
        </>
    }
}

/// Each word of a field, and whether the token meets it.
fn judged(view: &View, field: Field) -> Html {
    let Some(claims) = view.token().and_then(|report| report.token.claims()) else {
        return Html::default();
    };
    let words = list(view.state.fields.text(field));
    if words.is_empty() {
        return Html::default();
    }
    let strings = |name: &str| -> Vec<&str> {
        claims
            .get(name)
            .map(|value| value.strings().collect())
            .unwrap_or_default()
    };
    // Of several audiences or issuers one is enough; of claims, scopes and roles all are needed.
    let have = match field {
        Field::Audience => strings("aud"),
        Field::Issuer => strings("iss"),
        Field::Scopes => ["scp", "scope"]
            .iter()
            .filter_map(|name| claims.get(name))
            .flat_map(Value::words)
            .collect(),
        Field::Roles => claims.get("roles").map(Value::words).unwrap_or_default(),
        Field::Claims => Vec::new(),
    };
    let is_met = |word: &String| match field {
        Field::Claims => has(claims, &ExpectedClaim::parse(word)),
        _ => have.contains(&word.as_str()),
    };
    let is_choice = matches!(field, Field::Audience | Field::Issuer);
    if is_choice {
        let met = words.iter().any(is_met);
        return html! {
            <p class="met" data-met={met.to_string()}>
                { spoken(if met { Icon::Good } else { Icon::Error }) }
                { if met { "the token has it" } else if have.is_empty() { "the token has none" } else { "the token has another" } }
            </p>
        };
    }
    html! {
        <ul class="met-list">
            { for words.iter().take(MOST).map(|word| {
                let met = is_met(word);
                html! {
                    <li class="met" data-met={met.to_string()}>
                        { spoken(if met { Icon::Good } else { Icon::Error }) }
                        <code>{ hostile::capped(word, 80) }</code>
                        <span class="unseen">{ if met { " is in the token" } else { " is not in the token" } }</span>
                    </li>
                }
            }) }
        </ul>
    }
}

fn has(claims: Value, wanted: &ExpectedClaim) -> bool {
    let Some(value) = claims.get(&wanted.name) else {
        return false;
    };
    match &wanted.value {
        Some(text) => {
            value.to_text() == text.as_str() || value.strings().any(|own| own == text.as_str())
        }
        None => true,
    }
}

fn kind(view: &View) -> Html {
    let chosen = view.state.fields.kind;
    let onchange = view.on(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::SetKind(profile::by_id(&select.value()))
    });
    let detected = match view.token() {
        Some(report) if !report.profile.is_forced => {
            format!("Detected: {}", report.profile.profile.name)
        }
        _ => "Detect it".to_owned(),
    };
    html! {
        <>
            <label for="expect-kind">{ "Kind" }</label>
            <div class="field">
                <select id="expect-kind" {onchange}>
                    <option value="" selected={chosen.is_none()}>{ detected }</option>
                    { for PROFILES.iter().map(|profile| html! {
                        <option value={profile.id} selected={chosen == Some(*profile)}>{ profile.name }</option>
                    }) }
                </select>
            </div>
        </>
    }
}

fn tolerance(view: &View) -> Html {
    const CHOICES: [(i64, &str); 3] = [(0, "none"), (60, "± 1 minute"), (300, "± 5 minutes")];
    let chosen = view.state.fields.tolerance;
    let onchange = view.on(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::SetTolerance(select.value().parse().unwrap_or(0))
    });
    html! {
        <>
            <label for="expect-tolerance">{ "Clock tolerance" }</label>
            <div class="field">
                <select id="expect-tolerance" {onchange}>
                    { for CHOICES.iter().map(|(seconds, label)| html! {
                        <option value={seconds.to_string()} selected={chosen == *seconds}>{ *label }</option>
                    }) }
                </select>
            </div>
        </>
    }
}

/// What an example expects that has no field.
fn beyond(view: &View) -> Html {
    let beyond = &view.state.fields.beyond;
    let mut said: Vec<String> = Vec::new();
    let mut say = |name: &str, words: &[String]| {
        if !words.is_empty() {
            said.push(format!("{name} `{}`", words.join("`, `")));
        }
    };
    say("tenant", &beyond.tenants);
    say("client", &beyond.clients);
    say("algorithm", &beyond.algorithms);
    say("nonce", beyond.nonce.as_slice());
    say("subject", beyond.subject.as_slice());
    say(
        "version",
        beyond.version.map(|version| version.to_string()).as_slice(),
    );
    say(
        "sign-in at most",
        beyond.max_age.map(crate::time::duration).as_slice(),
    );
    if said.is_empty() {
        return Html::default();
    }
    html! { <p class="beyond">{ "The example also expects: " }{ hostile::message(&said.join("; ")) }{ "." }</p> }
}

//! What the receiver expects, and at once whether the token meets it.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::expecting::{Event as Expect, completions};
use super::fields::{COMMON, Field, MORE};
use super::html::html;
use super::icon::{Icon, spoken};
use super::private::PRIVATE;
use super::view::{View, count};
use super::{configuration_panel, dom, hostile, moment, travel};
use crate::expect::ExpectedClaim;
use crate::profile::issuer::is_guid;
use crate::profile::{self, PROFILES};
use crate::report::TokenReport;
use crate::spec::claims::CLIENT;
use crate::token::json::Value;

/// The most words of a field that are judged one by one.
const MOST: usize = 40;

/// The card.
pub fn expectations_card(view: &View) -> Html {
    html! {
        <section class="card expectations" key="expectations">
            <fieldset>
                <legend><h2>{ "What your API expects" }</h2></legend>
                { configuration_panel::panel(view) }
                { kind(view) }
                { for COMMON.iter().map(|field| row(view, *field)) }
                { tolerance(view) }
                <details class="kind more-fields" open={view.state.expecting.shows_more}>
                    <summary>{ "More" }</summary>
                    <div class="more-fields__rows">
                        { for MORE.iter().map(|field| row(view, *field)) }
                        { moment::row(view) }
                    </div>
                </details>
                { travel::row(view) }
            </fieldset>
        </section>
    }
}

fn row(view: &View, field: Field) -> Html {
    html! {
        <>
            <label for={field.id()}>{ field.label() }</label>
            <div class="field">
                { match field {
                    Field::Version => choice(view, field, &[("", "any"), ("1", "1.0"), ("2", "2.0")]),
                    Field::Acl => choice(view, field, &[("", "no"), ("true", "yes, a list of clients decides")]),
                    _ => input(view, field),
                } }
                if field == Field::Claims {
                    { completion(view) }
                }
                { judged(view, field) }
            </div>
        </>
    }
}

fn input(view: &View, field: Field) -> Html {
    let oninput = view.on(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Expect::Write(field, AttrValue::from(input.value())).into()
    });
    let names = (field == Field::Claims).then(|| names(view));
    let own = |value: &'static str| names.as_ref().map(|_| value);
    let pointed = view.state.expecting.pointed;
    html! {
        <input type="text" ..PRIVATE id={field.id()} value={view.state.fields.text(field).clone()} {oninput} placeholder={field.placeholder()}
            aria-describedby={format!("{}-met", field.id())} aria-autocomplete={own("list")} aria-haspopup={own("listbox")} aria-controls={own("completions")}
            aria-activedescendant={(names.is_some() && pointed > 0).then(|| format!("completion-{pointed}"))}
            onkeydown={names.map(|names| choose(view, names))} />
    }
}

/// Arrow keys, Enter and Escape in a field that offers something.
fn choose(view: &View, names: Vec<&'static str>) -> Callback<KeyboardEvent> {
    let state = view.state.clone();
    Callback::from(move |event: KeyboardEvent| {
        let (at, all) = (state.expecting.pointed, names.len() + 1);
        let event_of_key = match event.key().as_str() {
            _ if names.is_empty() => return,
            "ArrowDown" => Expect::Point(Some((at + 1) % all)),
            "ArrowUp" => Expect::Point(Some((at + all - 1) % all)),
            "Escape" => Expect::Point(None),
            "Enter" if at > 0 => Expect::Complete(names[at - 1]),
            _ => return,
        };
        event.prevent_default();
        state.dispatch(event_of_key.into());
    })
}

/// A callback for a choice.
pub fn chosen(view: &View, make: impl Fn(String) -> Expect + 'static) -> Callback<Event> {
    view.on(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        make(select.value()).into()
    })
}

/// Claims of the dictionary that could be meant by what is being typed.
fn names(view: &View) -> Vec<&'static str> {
    match view.state.expecting.is_typing {
        true => completions(view.state.fields.text(Field::Claims)),
        false => Vec::new(),
    }
}

/// Offers them.
fn completion(view: &View) -> Html {
    let names = names(view);
    let said = match names.len() {
        0 => String::new(),
        all => format!(
            "{} start so: arrow down to choose",
            count(all, "known claim")
        ),
    };
    html! {
        <>
            <p class="unseen" aria-live="polite">{ said }</p>
            <ul id="completions" class="completions" role="listbox" aria-label="Known claims that start so" hidden={names.is_empty()}>
                { for (1..).zip(names).map(|(at, name)| html! {
                    <li id={format!("completion-{at}")} class="sample" role="option"
                        aria-selected={(at == view.state.expecting.pointed).to_string()} onclick={view.on(move |_: MouseEvent| {
                            dom::focus(&Field::Claims.id());
                            Expect::Complete(name).into()
                        })}><code>{ name }</code></li>
                }) }
            </ul>
        </>
    }
}

/// Each value of a field, and whether the token meets it.
fn judged(view: &View, field: Field) -> Html {
    let fields = &view.state.fields;
    let words = fields.values(field);
    if words.is_empty() {
        return Html::default();
    }
    if !fields.is_readable(field) {
        let wanted = match field {
            Field::Acl => "true or false is wanted",
            _ => "a whole number of seconds is wanted",
        };
        return met(field, false, wanted);
    }
    let token = view
        .token()
        .filter(|report| report.token.claims().is_some());
    if field.is_choice() {
        let Some(report) = token else {
            return Html::default();
        };
        if field == Field::MaxAge {
            return age(view, report);
        }
        // The name of a tenant cannot be compared with its id, and no token tells who goes by a list.
        let is_named = || !words.iter().all(|word| is_guid(word));
        if field == Field::Acl || field == Field::Tenant && is_named() {
            return Html::default();
        }
        let have = found(report, field);
        let is_same = |own: &str, word: &str| match field {
            Field::Tenant => own.eq_ignore_ascii_case(word),
            _ => own == word,
        };
        let is_met = have
            .iter()
            .any(|own| words.iter().any(|word| is_same(own, word)));
        return met(
            field,
            is_met,
            match is_met {
                true => "the token has it",
                false if have.is_empty() => "the token has none",
                false => "the token has another",
            },
        );
    }
    let have = token.map(|report| found(report, field));
    let claims = token.and_then(|report| report.token.claims());
    html! {
        <ul class="met-list">
            { for words.iter().take(MOST).enumerate().map(|(at, word)| {
                let is_met = have.as_ref().map(|have| match (field, claims) {
                    (Field::Claims, Some(claims)) => has(claims, &ExpectedClaim::parse(word)),
                    _ => have.contains(&word.as_str()),
                });
                let onclick = view.on(move |_| {
                    dom::focus(&field.id());
                    Expect::Remove(field, at).into()
                });
                html! {
                    <li class="met" data-met={is_met.map(|met| met.to_string())}>
                        if let Some(met) = is_met {
                            { spoken(if met { Icon::Good } else { Icon::Error }) }
                        }
                        <code>{ hostile::capped(word, 80) }</code>
                        <span class="unseen">{ match is_met {
                            Some(true) => " is in the token",
                            Some(false) => " is not in the token",
                            None => "",
                        } }</span>
                        <button type="button" class="met__remove" {onclick}>
                            <span class="unseen">{ "Remove " }{ hostile::capped(word, 80) }</span>
                            <span aria-hidden="true">{ "×" }</span>
                        </button>
                    </li>
                }
            }) }
        </ul>
    }
}

fn met(field: Field, is_met: bool, words: &'static str) -> Html {
    html! {
        <p class="met" id={format!("{}-met", field.id())} data-met={is_met.to_string()}>
            { spoken(if is_met { Icon::Good } else { Icon::Error }) }
            { words }
        </p>
    }
}

/// What the token has of what a field is about.
fn found(report: &TokenReport, field: Field) -> Vec<&str> {
    let claims = report.token.claims();
    let strings = |names: &[&str]| -> Vec<&str> {
        let named = names.iter().filter_map(|name| claims?.get(name));
        named.flat_map(Value::strings).collect()
    };
    match field {
        Field::Audience => strings(&["aud"]),
        Field::Issuer => strings(&["iss"]),
        Field::Tenant => strings(&["tid"]),
        Field::Client => strings(&CLIENT),
        Field::Nonce => strings(&["nonce"]),
        Field::Subject => strings(&["sub"]),
        Field::Version => strings(&["ver"])
            .iter()
            .map(|version| version.strip_suffix(".0").unwrap_or(version))
            .collect(),
        Field::Scopes => ["scp", "scope"]
            .iter()
            .filter_map(|name| claims?.get(name))
            .flat_map(Value::words)
            .collect(),
        Field::Roles => match claims.and_then(|claims| claims.get("roles")) {
            Some(roles) => roles.words(),
            None => Vec::new(),
        },
        Field::Algorithms => report
            .token
            .header()
            .and_then(|header| header.get("alg"))
            .map(Value::to_text)
            .into_iter()
            .collect(),
        Field::Acl | Field::Claims | Field::MaxAge | Field::Tolerance => Vec::new(),
    }
}

/// Whether the user signed in recently enough.
fn age(view: &View, report: &TokenReport) -> Html {
    let expect = view.state.fields.expectations();
    let signed_in = report
        .token
        .claims()
        .and_then(|claims| claims.get("auth_time")?.seconds());
    match (signed_in, expect.max_age) {
        (Some(at), Some(most)) => {
            let age = view.state.moment().saturating_sub(at);
            let is_met = age <= most.saturating_add(expect.tolerance);
            met(
                Field::MaxAge,
                is_met,
                if is_met {
                    "the sign-in is recent enough"
                } else {
                    "the sign-in is older"
                },
            )
        }
        _ => met(
            Field::MaxAge,
            false,
            "the token does not say when the sign-in was",
        ),
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
    let chosen_kind = view.state.fields.kind;
    let onchange = chosen(view, |id| Expect::SetKind(profile::by_id(&id)));
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
                    <option value="" selected={chosen_kind.is_none()}>{ detected }</option>
                    { for PROFILES.iter().map(|profile| html! {
                        <option value={profile.id} selected={chosen_kind == Some(*profile)}>{ profile.name }</option>
                    }) }
                </select>
            </div>
        </>
    }
}

/// A field whose values are few.
fn choice(view: &View, field: Field, choices: &'static [(&'static str, &'static str)]) -> Html {
    let text = view.state.fields.text(field);
    let onchange = chosen(view, move |text| Expect::Write(field, text.into()));
    html! {
        <select id={field.id()} {onchange}>
            { for choices.iter().map(|(value, label)| html! {
                <option value={*value} selected={text == *value}>{ *label }</option>
            }) }
        </select>
    }
}

fn tolerance(view: &View) -> Html {
    const CHOICES: [(&str, &str); 3] = [
        ("", "0 s: PyJWT, jose, jsonwebtoken (Node)"),
        ("60", "60 s: Spring Security, jsonwebtoken (Rust)"),
        ("300", "300 s: ASP.NET Core"),
    ];
    const OWN: &str = "own";
    let text = view.state.fields.text(Field::Tolerance);
    let is_own = view.state.expecting.is_own_tolerance
        || CHOICES.iter().all(|(seconds, _)| text != *seconds);
    let onchange = chosen(view, |value| match value.as_str() {
        OWN => Expect::OwnTolerance,
        _ => Expect::SetTolerance(value.into()),
    });
    html! {
        <>
            <label for="expect-tolerances">{ Field::Tolerance.label() }</label>
            <div class="field">
                <select id="expect-tolerances" {onchange}>
                    { for CHOICES.iter().map(|(seconds, label)| html! {
                        <option value={*seconds} selected={!is_own && text == *seconds}>{ *label }</option>
                    }) }
                    <option value={OWN} selected={is_own}>{ "another number of seconds" }</option>
                </select>
                if is_own {
                    <label class="unseen" for={Field::Tolerance.id()}>{ "Seconds of tolerance" }</label>
                    { input(view, Field::Tolerance) }
                    { judged(view, Field::Tolerance) }
                }
            </div>
        </>
    }
}

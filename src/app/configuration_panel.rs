//! The panel that a receiver's configuration is pasted into, and what was read in it.

use web_sys::{DragEvent, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::expecting::{Event as Expect, Reading};
use super::fields::Field;
use super::html::html;
use super::private::PRIVATE;
use super::state::Action;
use super::view::View;
use super::{dom, hostile, text_box};
use crate::configuration::{Configuration, Taken};

/// The most lines of each list that are shown.
const MOST: usize = 40;

/// The button that opens it, and the panel.
pub fn panel(view: &View) -> Html {
    let expecting = &view.state.expecting;
    let is_open = expecting.is_open;
    html! {
        <div class="configuration">
            <button type="button" class="button" id="configuration-button" aria-expanded={is_open.to_string()} aria-controls="configuration"
                onclick={view.click(Expect::Toggle.into())}>{ "From your configuration" }</button>
            if expecting.before.is_some() {
                <button type="button" class="ghost" onclick={view.on(|_| {
                    dom::focus("configuration-button");
                    Expect::Undo.into()
                })}>{ "Undo" }</button>
            }
            <div id="configuration" hidden={!is_open}>
                if is_open {
                    { source(view) }
                    <div class="configuration__read" role="status">
                        if let Some(reading) = &expecting.reading {
                            { read(view, reading) }
                        }
                    </div>
                }
            </div>
        </div>
    }
}

fn source(view: &View) -> Html {
    let oninput = view.on(|event: InputEvent| {
        let field: HtmlTextAreaElement = event.target_unchecked_into();
        Expect::Configure(AttrValue::from(field.value())).into()
    });
    let act = view.state.dispatcher();
    let take = move |file: Option<web_sys::File>| {
        if let Some(file) = file {
            let act = act.clone();
            text_box::read(&file, move |text| {
                act.dispatch(match text {
                    Some(text) => Expect::Configure(text).into(),
                    None => Action::Say(text_box::UNREADABLE),
                });
            });
        }
    };
    let dropped = take.clone();
    let ondrop = Callback::from(move |event: DragEvent| dropped(text_box::file(&event)));
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        take(input.files().and_then(|files| files.get(0)));
    });
    html! {
        <>
            <label for="configuration-text">{ "Configuration" }</label>
            <textarea ..PRIVATE id="configuration-text" rows="6" value={view.state.expecting.text.clone()} {oninput} {ondrop}
                placeholder="Paste or drop appsettings.json, an API Management policy, application.yml, an OpenID discovery document, an app registration, options of a validator, or what this page saved" />
            <label for="configuration-file">{ "Or open a file" }</label>
            <input type="file" id="configuration-file" {onchange} />
        </>
    }
}

fn read(view: &View, reading: &Reading) -> Html {
    let has_choice = !view.state.expecting.chosen.is_empty();
    let (heading, body) = match reading {
        Reading::Nothing(why) => return html! { <p>{ hostile::message(why) }</p> },
        Reading::Own(expect) => {
            let lines = expect.named().into_iter().flat_map(|(name, values)| {
                values
                    .into_iter()
                    .map(move |value| line(name, &value, String::new()))
            });
            let list = html! { <ul>{ for lines.take(MOST) }</ul> };
            ("expectations, as this page saves them", list)
        }
        Reading::Configuration(configuration) => {
            (configuration.source.label(), lists(view, configuration))
        }
    };
    html! {
        <>
            <p><b>{ "Read: " }{ heading }</b></p>
            { body }
            if has_choice || reading.is_useful() {
                <button type="button" class="button" onclick={view.on(|_| {
                    dom::focus("configuration-button");
                    Expect::Use.into()
                })}>{ "Use these" }</button>
            }
        </>
    }
}

fn lists(view: &View, configuration: &Configuration) -> Html {
    let skipped = &configuration.not_understood;
    html! {
        <>
            if !configuration.taken.is_empty() {
                <p>{ "Taken:" }</p>
                <ul>
                    { for configuration.taken.iter().take(MOST).map(|taken| line(taken.expectation, &taken.value, from(taken))) }
                    { rest(configuration.taken.len()) }
                </ul>
            }
            if !configuration.offered.is_empty() {
                <p>{ "Defined there. Tick what your API requires:" }</p>
                <ul>
                    { for configuration.offered.iter().take(MOST).enumerate().map(|(at, taken)| offer(view, at, taken)) }
                    { rest(configuration.offered.len()) }
                </ul>
            }
            if !skipped.is_empty() {
                <p>{ "To know about the rest:" }</p>
                <ul>
                    { for skipped.iter().take(MOST).map(|left| html! {
                        <li><code>{ hostile::capped(&left.from, 120) }</code>{ ": " }{ hostile::message(&left.why) }</li>
                    }) }
                    { rest(skipped.len()) }
                </ul>
            }
        </>
    }
}

fn rest(count: usize) -> Option<Html> {
    let left = count.checked_sub(MOST).filter(|left| *left > 0)?;
    Some(html! { <li>{ format!("and {left} more") }</li> })
}

fn label(name: &'static str) -> &'static str {
    match name {
        "kind" => "Kind",
        "at" => "Checked at",
        _ => Field::of(name).map_or(name, Field::label),
    }
}

fn from(taken: &Taken) -> String {
    format!(", from {}", taken.from)
}

fn line(name: &'static str, value: &str, from: String) -> Html {
    html! { <li>{ words(name, value, &from) }</li> }
}

fn words(name: &'static str, value: &str, from: &str) -> Html {
    html! {
        <>
            { label(name) }{ ": " }
            <code>{ hostile::capped(value, 200) }</code>
            <span class="configuration__from">{ hostile::capped(from, 200) }</span>
        </>
    }
}

fn offer(view: &View, at: usize, taken: &Taken) -> Html {
    let id = format!("offered-{at}");
    let is_chosen = view.state.expecting.chosen.contains(&at);
    html! {
        <li class="configuration__offer">
            <input type="checkbox" id={id.clone()} checked={is_chosen}
                onchange={view.on(move |_: Event| Expect::Choose(at).into())} />
            <label for={id}>{ words(taken.expectation, &taken.value, &from(taken)) }</label>
        </li>
    }
}

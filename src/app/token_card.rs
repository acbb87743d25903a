//! The token as it was pasted: where it is pasted, and what it is.

use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DragEvent, HtmlTextAreaElement};
use yew::prelude::*;

use super::html::html;
use super::private::private;
use super::state::{Action, State};
use super::view::{View, count};
use super::{dom, hostile, overlay, token_chooser};
use crate::token::json::Value;

/// Texts longer than this, in bytes, are kept out of the text area: it would not keep up.
pub const LONGEST_SHOWN: usize = 64 * 1024;

/// How much of a longer text is shown.
const EXCERPT: usize = 2000;

/// The card.
pub fn token_card(view: &View) -> Html {
    let is_long = view.state.text.len() > LONGEST_SHOWN;
    html! {
        <section class="card token" key="token" aria-labelledby="token-heading">
            <header class="card__head">
                <h2 id="token-heading">{ "Token" }</h2>
                <button type="button" class="ghost" onclick={paste(view)}>{ "Paste" }</button>
                <button type="button" class="ghost" popovertarget="samples">{ "Samples" }</button>
                <button type="button" class="ghost" onclick={clear(view)}>{ "Clear" }</button>
            </header>
            { token_chooser::chooser(view) }
            <div id="token-frame" class="token__frame">
                <div class="token__stack">
                    if !is_long {
                        { overlay::overlay(view) }
                    }
                    { field(view, is_long) }
                </div>
            </div>
            if is_long {
                <p class="token__note" id="token-note">{ format!(
                    "{} are kept in memory and checked in full. This is only how they start: so much text would make the box slow.",
                    count(view.state.text.chars().count(), "character"),
                ) }</p>
            }
            <p class="token__note" role="alert">{ view.state.notice }</p>
            { foot(view) }
        </section>
    }
}

fn field(view: &View, is_long: bool) -> Html {
    let text = &view.state.text;
    let value = if is_long {
        let end = text
            .char_indices()
            .nth(EXCERPT)
            .map_or(text.len(), |(at, _)| at);
        AttrValue::from(format!("{}…", &text[..end]))
    } else {
        text.clone()
    };
    let oninput = view.on(|event: InputEvent| {
        let field: HtmlTextAreaElement = event.target_unchecked_into();
        let is_paste = event.input_type() == "insertFromPaste";
        Action::Edit(AttrValue::from(field.value()), dom::now(), is_paste)
    });
    private(html! {
        <textarea id="token" class={classes!(is_long.then_some("token__excerpt"))} aria-label="Token" {value} {oninput}
            onpaste={take_long(view)} ondrop={take_file(view)} readonly={is_long}
            aria-describedby={is_long.then_some("token-note")}
            placeholder="Paste a token, an Authorization header, a curl command, a token response, a redirect URL, a HAR file or an AADSTS error message…"
            rows="1" />
    })
}

/// Line ends as text areas have them, so that what is kept is what is shown.
fn normal(text: String) -> AttrValue {
    AttrValue::from(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

/// Takes a long paste before it reaches the text area.
fn take_long(view: &View) -> Callback<Event> {
    let state = view.state.clone();
    Callback::from(move |event: Event| {
        let event: ClipboardEvent = event.unchecked_into();
        let Some(pasted) = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok())
        else {
            return;
        };
        let is_long = state.text.len() > LONGEST_SHOWN;
        if pasted.len() + state.text.len() <= LONGEST_SHOWN || pasted.is_empty() {
            return;
        }
        event.prevent_default();
        let mut text = state.text.to_string();
        if is_long {
            text.clear();
        }
        let field = dom::token_field();
        let at = |units: Option<u32>| dom::byte_offset(&text, units.unwrap_or(0) as usize);
        let start = at(field
            .as_ref()
            .and_then(|field| field.selection_start().ok()?));
        let end = at(field.as_ref().and_then(|field| field.selection_end().ok()?));
        text.replace_range(start..end.max(start), &pasted);
        state.dispatch(Action::Edit(normal(text), dom::now(), true));
    })
}

/// Reads a file that is dropped on the field.
fn take_file(view: &View) -> Callback<DragEvent> {
    let act = view.state.dispatcher();
    Callback::from(move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        let Some(file) = files.and_then(|files| files.get(0)) else {
            return;
        };
        event.prevent_default();
        arrive(&file.text(), act.clone(), "This file could not be read.");
    })
}

/// Reads the clipboard, now that it was asked for.
fn paste(view: &View) -> Callback<MouseEvent> {
    let act = view.state.dispatcher();
    Callback::from(move |_| {
        const REFUSED: &str = "The browser does not let the page read the clipboard. Press Ctrl+V (or ⌘V) in the box instead.";
        dom::focus("token");
        match dom::clipboard() {
            Some(clipboard) => arrive(&clipboard.read_text(), act.clone(), REFUSED),
            None => act.dispatch(Action::Say(REFUSED)),
        }
    })
}

/// Takes the text that a promise brings.
fn arrive(promise: &js_sys::Promise, act: UseReducerDispatcher<State>, refused: &'static str) {
    let failed = act.clone();
    let came = Closure::once_into_js(move |text: JsValue| {
        let text = normal(text.as_string().unwrap_or_default());
        act.dispatch(Action::Edit(text, dom::now(), true));
    });
    let went = Closure::once_into_js(move |_: JsValue| failed.dispatch(Action::Say(refused)));
    dom::then(promise, &came, &went);
}

fn clear(view: &View) -> Callback<MouseEvent> {
    view.on(|_| {
        dom::focus("token");
        Action::Clear
    })
}

/// What it is, in few words.
fn foot(view: &View) -> Html {
    let Some(report) = view.token() else {
        return Html::default();
    };
    let token = &report.token;
    let alg = token
        .header()
        .and_then(|header| header.get("alg"))
        .map(Value::to_text);
    let carrier = token.candidate.carrier.label();
    html! {
        <p class="token__foot">
            <span>{ token.form.label() }</span>
            if let Some(alg) = alg {
                <span class="mono">{ hostile::capped(alg, 40) }</span>
            }
            <span>{ count(token.text().chars().count(), "character") }</span>
            if !carrier.is_empty() {
                <span>{ "found in " }{ carrier }</span>
            }
        </p>
    }
}

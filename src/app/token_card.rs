//! The token as it was pasted: where it is pasted, and what it is.

use yew::prelude::*;

use super::expecting::Reading;
use super::html::html;
use super::state::Action;
use super::text_box::{self, TextBox};
use super::view::{View, count};
use super::{dom, hostile, overlay, token_chooser};
use crate::report::TokenReport;
use crate::token::Form;
use crate::token::json::Value;

/// The card.
pub fn token_card(view: &View) -> Html {
    let is_long = text_box::is_long(&view.state.text);
    html! {
        <section class="card token" key="token" aria-labelledby="token-heading">
            <header class="card__head">
                <h2 id="token-heading">{ "Token" }</h2>
                if view.state.own.as_ref().is_some_and(|own| !own.2.trim().is_empty()) {
                    <button type="button" class="ghost" onclick={back(view)}>{ "Back" }<span class="seal__rest">{ " to your token" }</span></button>
                }
                <button type="button" class="ghost" onclick={paste(view)}>{ "Paste" }</button>
                <button type="button" id="samples-button" class="ghost" popovertarget="samples">{ "Samples" }</button>
                <button type="button" class="ghost" onclick={clear(view)}>{ "Clear" }</button>
            </header>
            { token_chooser::chooser(view) }
            <div id="token-frame" class="token__frame">
                <div class="token__stack">
                    if !is_long {
                        { overlay::overlay(view) }
                    }
                    { field(view) }
                </div>
            </div>
            { text_box::note("token", &view.state.text) }
            <p class="token__note" role="alert">{ view.state.notice }</p>
            { other_place(view) }
            { foot(view) }
        </section>
    }
}

fn field(view: &View) -> Html {
    let field = TextBox {
        id: "token",
        label: "Token",
        class: "",
        placeholder: "Paste a token, an Authorization header, a curl command, a token response, a redirect URL, a HAR file or an AADSTS error message…",
        rows: "1",
        text: view.state.text.clone(),
        on_text: view.on(|(text, is_paste)| {
            if is_paste {
                dom::rewind();
            }
            Action::Edit(text, dom::now(), is_paste)
        }),
        on_failure: view.on(|()| Action::Say(text_box::UNREADABLE)),
    };
    field.draw()
}

/// Reads the clipboard, now that it was asked for.
fn paste(view: &View) -> Callback<MouseEvent> {
    let act = view.state.dispatcher();
    Callback::from(move |_| {
        const REFUSED: &str = "The browser does not let the page read the clipboard. Press Ctrl+V (or ⌘V) in the box instead.";
        dom::focus("token");
        match dom::clipboard() {
            Some(clipboard) => {
                let act = act.clone();
                dom::arrive(
                    clipboard.read_text(),
                    Box::new(move |text| {
                        act.dispatch(match text {
                            Some(text) => {
                                let text = text_box::normal(text.as_string().unwrap_or_default());
                                dom::rewind();
                                Action::Edit(text, dom::now(), true)
                            }
                            None => Action::Say(REFUSED),
                        });
                    }),
                );
            }
            None => act.dispatch(Action::Say(REFUSED)),
        }
    })
}

fn back(view: &View) -> Callback<MouseEvent> {
    view.on(|_| {
        dom::focus("token");
        dom::rewind();
        Action::Restore
    })
}

fn clear(view: &View) -> Callback<MouseEvent> {
    view.on(|_| {
        dom::focus("token");
        Action::Clear
    })
}

/// What is no token, and has a place of its own.
fn other_place(view: &View) -> Html {
    let is_key = view.report.key.is_some();
    let is_opaque = |report: &TokenReport| report.token.form == Form::Opaque;
    let says_nothing =
        view.report.errors.is_empty() && view.report.tokens.iter().all(is_opaque) && !is_key;
    let reading = says_nothing
        .then(|| Reading::of(&view.state.text))
        .flatten();
    if !is_key && !reading.is_some_and(|reading| reading.is_useful()) {
        return Html::default();
    }
    let label = match is_key {
        true => "Use it as the key",
        false => "Read it as configuration",
    };
    let onclick = view.on(move |_: MouseEvent| {
        dom::focus("token");
        Action::Move(is_key)
    });
    html! {
        <p class="token__note"><button type="button" class="button" {onclick}>{ label }</button></p>
    }
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

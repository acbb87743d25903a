//! What is expected on its way elsewhere: into a link, a file, the memory of this device. Never a token or a key.

use yew::prelude::*;

use super::expecting::Event as Expect;
use super::html::html;
use super::state::Action;
use super::view::View;
use super::{dom, hostile};

/// The buttons, and what came of them.
pub fn row(view: &View) -> Html {
    let expecting = &view.state.expecting;
    let is_kept = expecting.remembered.is_some();
    let is_brief = view.state.clears_when_idle;
    let fault = expecting
        .remembered
        .as_ref()
        .and_then(|fields| fields.expectations().to_json().err());
    let remember = view.on(move |_: Event| Expect::Remember(!is_kept).into());
    html! {
        <div class="travel">
            <button type="button" class="button" onclick={copy(view, true)}>{ "Copy link" }</button>
            <button type="button" class="button" onclick={copy(view, false)}>{ "Copy as JSON" }</button>
            <span class="travel__keep">
                <input type="checkbox" id="remember" checked={is_kept} onchange={remember} />
                <label for="remember">{ "Remember on this device" }</label>
            </span>
            <span class="travel__keep">
                <input type="checkbox" id="idle" checked={is_brief} onchange={view.on(move |_: Event| Action::ClearWhenIdle(!is_brief))} />
                <label for="idle">{ "Clear all after 10 minutes without input" }</label>
            </span>
            <p role="status">{ hostile::message(&expecting.said) }</p>
            if let Some(fault) = fault {
                <p>{ "Not kept at present: " }{ hostile::message(&fault) }{ "." }</p>
            }
            if !expecting.by_hand.is_empty() {
                <pre tabindex="0"><code>{ hostile::lines(&expecting.by_hand) }</code></pre>
            }
        </div>
    }
}

/// Puts what is expected into the clipboard.
fn copy(view: &View, is_link: bool) -> Callback<MouseEvent> {
    let state = view.state.clone();
    Callback::from(move |_| {
        let act = state.dispatcher();
        let expect = state.fields.expectations();
        let text = match is_link {
            true => expect
                .to_fragment()
                .map(|fragment| format!("{}#/?{fragment}", dom::address())),
            false => expect.to_json(),
        };
        let text = match text {
            Ok(text) => AttrValue::from(text),
            Err(why) => {
                let why = AttrValue::from(format!("Nothing was copied: {why}."));
                return act.dispatch(Expect::Say(why, AttrValue::default()).into());
            }
        };
        let said = match is_link {
            true => "The link is in the clipboard: what is expected, no token and no key.",
            false => {
                "The JSON is in the clipboard. Saved as `expectations.json` it opens here, and `token-inspector --expect` reads it."
            }
        };
        dom::copy(&text.clone(), move |is_copied| {
            let (said, by_hand) = match is_copied {
                true => (said, AttrValue::default()),
                false => ("The browser refused the clipboard. Copy this:", text),
            };
            act.dispatch(Expect::Say(AttrValue::from(said), by_hand).into());
        });
    })
}

//! The seal's panel: what keeps what is pasted in the page, by whom it is enforced, and how to see for oneself.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::dom;

/// The panel.
pub fn panel() -> Html {
    html! { <Panel /> }
}

#[component]
fn Panel() -> Html {
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        Callback::from(move |event: Event| is_open.set(is_opening(&event)))
    };
    html! {
        <div id="seal" class="popover" popover="auto" role="dialog" aria-labelledby="seal-heading" {ontoggle}>
            <h2 id="seal-heading">{ "What “nothing leaves this page” means" }</h2>
            <p>{ "What you paste is read by code that runs in this page, on your computer. There is no server behind it." }</p>
            <p>{ "The browser enforces the policy below: it refuses every request that this code, or anything that got into it, tries to make with what you paste. The two exceptions, for files of this page itself, let the browser keep it for when there is no network." }</p>
            <p>{ "The policy does not cover three ways out: going to another page, WebRTC and early connections (preconnect). This code has no way to do any of them. Its tests read the browser's own network log. They also build pages that do leak, one for each way, and have to catch every one." }</p>
            <p>{ "Nothing is written to storage but your choice of colours, nothing to the address, nothing to the console." }</p>
            <p>{ "None of this can protect you from what may read every page you open: extensions of your browser, and whoever sees your screen. And it holds for this code: if its host were taken over, you would get other code." }</p>
            <h3>{ "See for yourself" }</h3>
            <ul>
                <li>{ "Press F12, open Network, then paste: nothing is added to the list." }</li>
                <li>{ "Disconnect from the network, then paste: all works as before." }</li>
                <li>{ "Before you paste, save this page with Ctrl+S (or ⌘S) as HTML only, and compare the SHA-256 of the file with that of the release. Opened from your disk it is the same page." }</li>
            </ul>
            if *is_open {
                <h3>{ "Requests since the page was opened, as the browser lists them" }</h3>
                <ul class="proof">{ for requests().into_iter().map(|name| html! { <li><code>{ name }</code></li> }) }</ul>
                <h3>{ "The policy in force" }</h3>
                <ul class="proof">{ for policy().split(';').map(|part| html! { <li><code>{ part.trim().to_owned() }</code></li> }) }</ul>
            }
            <p>{ version() }</p>
            <button type="button" class="button" popovertarget="seal" popovertargetaction="hide">{ "Close" }</button>
        </div>
    }
}

fn is_opening(event: &Event) -> bool {
    let state = js_sys::Reflect::get(event, &"newState".into()).ok();
    state.and_then(|state| state.as_string()).as_deref() == Some("open")
}

fn version() -> String {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let root = dom::document().and_then(|document| document.document_element());
    // `cargo xtask dist` writes it there: in the module it would make every commit another one to optimise.
    match root.and_then(|root| root.get_attribute("data-commit")) {
        Some(commit) => format!(
            "Version {VERSION}, commit {commit}. Built again from that commit, the file is the same, byte for byte: cargo xtask dist."
        ),
        None => format!("Version {VERSION}, not a release."),
    }
}

/// The policy, out of the document.
fn policy() -> String {
    dom::document()
        .and_then(|document| {
            document
                .query_selector("meta[http-equiv]")
                .ok()
                .flatten()?
                .get_attribute("content")
        })
        .unwrap_or_default()
}

/// What the browser has recorded: the page, and whatever was asked for on its behalf.
fn requests() -> Vec<String> {
    let get = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into()).ok();
    let list = |kind: &str| -> Option<js_sys::Array> {
        let performance = get(&dom::window()?.into(), "performance")?;
        let entries = get(&performance, "getEntriesByType")?;
        let entries: &js_sys::Function = entries.unchecked_ref();
        Some(js_sys::Array::from(
            &entries.call1(&performance, &kind.into()).ok()?,
        ))
    };
    let mut names = Vec::new();
    for entries in ["navigation", "resource"].into_iter().filter_map(list) {
        for at in 0..entries.length() {
            let name = get(&entries.get(at), "name").and_then(|name| name.as_string());
            // Without the fragment, as it is sent.
            let name = name.unwrap_or_default();
            names.push(name.split('#').next().unwrap_or_default().to_owned());
        }
    }
    names
}

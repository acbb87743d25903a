//! The seal's panel: what keeps what is pasted in the page, by whom it is enforced, and how to see for oneself.

use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::prelude::*;

use super::dom;
use super::html::html;

/// The panel.
pub fn panel() -> Html {
    yew::html! { <Panel /> }
}

#[component]
fn Panel() -> Html {
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        Callback::from(move |event: Event| is_open.set(toggled(&event)))
    };
    html! {
        <div id="seal" class="popover" popover="auto" role="dialog" aria-labelledby="seal-heading" ontoggle={ontoggle}>
            <h2 id="seal-heading" tabindex="-1">{ "What “nothing leaves this page” means" }</h2>
            <p>{ "What you paste is read by code that runs in this page, on your computer. There is no server behind it." }</p>
            <p>{ "The browser enforces the policy below: it refuses every request that this code, or anything that got into it, tries to make with what you paste. The two exceptions, for files of this page itself, let the browser keep it for when there is no network." }</p>
            <p>{ "The policy does not cover three ways out: going to another page, WebRTC and early connections (preconnect). This code has no way to do any of them. Its tests read the browser's own network log. They also build pages that do leak, one for each way, and have to catch every one." }</p>
            <p>{ "Nothing you paste is written to storage, to the address or to the console. Stored are your choice of colours and, if you tick “Remember on this device”, what your API expects." }</p>
            <p>{ "None of this can protect you from what may read every page you open: extensions of your browser, and whoever sees your screen. And it holds for this code: if its host were taken over, you would get other code." }</p>
            <h3>{ "See for yourself" }</h3>
            <ul>
                <li>{ "Press F12, open Network, then paste: nothing is added to the list." }</li>
                <li>{ "Disconnect from the network, then paste: all works as before." }</li>
                <li>{ "Before you paste, take the page with you and compare it with its release, as told below." }</li>
            </ul>
            <h3>{ "Take it with you" }</h3>
            { take_away() }
            <h3>{ "Compare it with its source" }</h3>
            <p>{ version() }{ ". " }{ source() }</p>
            if *is_open {
                <h3>{ "Requests since the page was opened, as the browser lists them" }</h3>
                <ul class="proof">{ for requests().into_iter().map(|name| html! { <li><code>{ name }</code></li> }) }</ul>
                <h3>{ "The policy in force" }</h3>
                <ul class="proof">{ for policy().split(';').map(|part| html! { <li><code>{ part.trim().to_owned() }</code></li> }) }</ul>
            }
            { close("seal") }
        </div>
    }
}

/// Gives the heading of a popover the focus where it is being opened, and says whether it is, rather than closed.
pub fn toggled(event: &Event) -> bool {
    let state = get(event, "newState");
    let is_opening = state.and_then(|state| state.as_string()).as_deref() == Some("open");
    let popover = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(popover) = popover.filter(|_| is_opening) {
        let id = popover.get_attribute("id").unwrap_or_default();
        dom::focus(&format!("{id}-heading"));
    }
    is_opening
}

/// The button that closes a popover.
pub fn close(id: &'static str) -> Html {
    html! { <button type="button" class="button" popovertarget={id} popovertargetaction="hide">{ "Close" }</button> }
}

/// The foot of the page: which one it is.
pub fn footer() -> Html {
    html! {
        <footer class="foot">
            <span>{ version() }</span>
            <button type="button" class="ghost" popovertarget="seal">{ "Compare or download this page" }</button>
        </footer>
    }
}

/// What is shipped beside the page, since no file can hold its own hash.
const HASH: &str = "index.html.sha256";

/// The page as a file. The links ask for nothing but files of this page; nothing else may have `download`.
fn take_away() -> Html {
    let is_from_disk = is_from_disk();
    html! {
        <>
            if is_from_disk {
                <p>{ "You have it: this is the file, and it needs nothing else." }</p>
            } else if mark("data-lost").is_none() {
                <p>{ "The page is one file. Opened from your disk it does everything, without a network." }</p>
                <p class="foot__files">
                    <a href="" download="index.html">{ "Download this page" }</a>
                    <a href={HASH} download={HASH}>{ "Download its SHA-256" }</a>
                </p>
            }
            <p>
                { "A file cannot hold its own hash. " }<code>{ HASH }</code>
                { " lies beside the page and at each release. To compare, where both files are: " }
                <code>{ "sha256sum -c index.html.sha256" }</code>
                { " (macOS: " }<code>{ "shasum -a 256 -c index.html.sha256" }</code>
                { "; Windows: " }<code>{ "certutil -hashfile index.html SHA256" }</code>{ " shows it)." }
            </p>
        </>
    }
}

/// Whether there is no host.
fn is_from_disk() -> bool {
    let document = dom::document();
    let address = document.as_ref().and_then(|document| get(document, "URL"));
    let address = address.and_then(|address| address.as_string());
    address.is_none_or(|address| !address.starts_with("http"))
}

/// What `cargo xtask dist` writes into the document: in the module it would make every commit another one to optimise.
fn commit() -> Option<String> {
    mark("data-commit")
}

fn mark(name: &str) -> Option<String> {
    dom::document()?.document_element()?.get_attribute(name)
}

fn version() -> String {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    match commit() {
        Some(commit) => format!("Version {VERSION}, commit {commit}"),
        None => format!("Version {VERSION}, not a release"),
    }
}

/// How to see that the page comes from there.
fn source() -> &'static str {
    match commit() {
        Some(_) => {
            "Built again from that commit with cargo xtask dist, the file is the same, byte for byte: sha256sum dist/index.html says so."
        }
        None => "Built with cargo xtask dist, it names the commit it comes from.",
    }
}

/// The policy, out of the document.
fn policy() -> String {
    dom::query("meta[http-equiv]")
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &name.into()).ok()
}

/// What the browser has recorded: the page, and whatever was asked for on its behalf.
fn requests() -> Vec<String> {
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

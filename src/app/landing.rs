//! What stands around the box before anything was pasted.

use yew::prelude::*;

use super::fields::Fields;
use super::html::html;
use super::state::Action;
use super::view::View;
use super::{dom, proof};
use crate::example::{self, Example};

/// Above the box.
pub fn hero() -> Html {
    html! {
        <div class="hero" key="hero">
            <h1>{ "See why a token is refused, and how to fix it" }</h1>
            <p>{ "Paste an access token, ID token or error. Everything is checked inside this page: it has no server to send it to, and the browser stops it from trying." }</p>
        </div>
    }
}

/// Below the box.
pub fn below(view: &View) -> Html {
    html! {
        <div class="below" key="below">
            <div class="try">
                <span>{ "Try" }</span>
                { samples(view, false) }
            </div>
            <ul class="facts">
                { fact("Nothing leaves the page", "No request carries what you paste. A policy in the page has the browser refuse any that would.") }
                { fact("Works offline", "Save it as one HTML file and open it from disk. It is the same page.") }
                { fact("Knows your issuer", "Entra, Auth0, Okta, Google, Cognito, Keycloak, RFC 9068, OpenID Connect.") }
            </ul>
        </div>
    }
}

fn fact(title: &'static str, text: &'static str) -> Html {
    html! { <li><b>{ title }</b><span>{ text }</span></li> }
}

/// The samples, on top of the page.
pub fn popover(view: &View) -> Html {
    html! {
        <div id="samples" class="popover" key="samples" popover="auto" role="dialog" aria-labelledby="samples-heading"
            ontoggle={Callback::from(|event: Event| { proof::toggled(&event); })}>
            <h2 id="samples-heading" tabindex="-1">{ "Samples" }</h2>
            <div class="try">{ samples(view, true) }</div>
            { proof::close("samples") }
        </div>
    }
}

/// A button for every sample. They are examples of the guide, so the tests know what they show.
pub fn samples(view: &View, in_popover: bool) -> Html {
    let samples = example::samples().iter();
    samples
        .map(|(label, example)| {
            html! {
                <button type="button" class="sample" onclick={open(view, *example)}
                    popovertarget={in_popover.then_some("samples")} popovertargetaction={in_popover.then_some("hide")}>
                    { *label }
                </button>
            }
        })
        .collect()
}

/// Opens an example, with what its receiver expects.
pub fn open(view: &View, example: Example<'static>) -> Callback<MouseEvent> {
    view.on(move |_| {
        let now = dom::now();
        dom::go("#/");
        // The buttons below the box go; this one stays.
        dom::focus("samples-button");
        dom::rewind();
        let text = AttrValue::from(example.text(now));
        let key = AttrValue::from(example.key().unwrap_or_default().to_owned());
        let fields = Fields::of_example(&example.expectations());
        Action::Open(text, key, Box::new(fields), now)
    })
}

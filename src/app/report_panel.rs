//! The report for a ticket before it is copied: what it says, in which form, and what of it is masked.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::html::html;
use super::route::Route;
use super::state::Action;
use super::view::{View, count};
use super::{dom, hostile, proof};
use crate::redact::{self, Mask, Maskable};

/// The most claims that can be adjusted.
const MOST: usize = 200;

/// How the report is to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticket {
    mask: Mask,
    is_json: bool,
    is_open: bool,
    said: &'static str,
}

/// What can happen to the report.
#[derive(Clone, Debug)]
pub enum Event {
    /// It is looked at, or no longer.
    Open(bool),
    /// JSON is wanted, or Markdown.
    Json(bool),
    /// A claim is to be masked, or shown.
    Mask(AttrValue, bool),
    /// Something has to be said.
    Say(&'static str),
}

impl Ticket {
    /// Takes an event in.
    pub fn act(&mut self, event: Event) {
        self.said = "";
        match event {
            Event::Open(is_open) => self.is_open = is_open,
            Event::Json(is_json) => self.is_json = is_json,
            Event::Mask(name, true) => self.mask.hide(&name),
            Event::Mask(name, false) => self.mask.show(&name),
            Event::Say(said) => self.said = said,
        }
    }

    /// What has to be said beside the button, while the panel does not say it.
    pub fn said(&self) -> &'static str {
        if self.is_open { "" } else { self.said }
    }

    /// Forgets what was adjusted for another token.
    pub fn forget(&mut self) {
        self.mask = Mask::default();
        self.said = "";
    }
}

/// The report as it is to be copied.
fn text(view: &View) -> String {
    let Ticket { mask, is_json, .. } = &view.state.ticket;
    match is_json {
        true => redact::to_json(&view.report, &view.state.text, mask),
        false => redact::to_markdown(&view.report, &view.state.text, mask),
    }
}

/// Copies the report.
pub fn copy(view: &View) -> Callback<MouseEvent> {
    let view = view.clone();
    Callback::from(move |_| {
        let act = view.state.dispatcher();
        // What is said twice is announced twice.
        act.dispatch(Action::Report(Event::Say("")));
        dom::copy(&text(&view), move |is_copied| {
            let said = match is_copied {
                true => "Copied, without the signature.",
                false => "The browser refused the clipboard: copy the text under Adjust.",
            };
            act.dispatch(Action::Report(Event::Say(said)));
        });
    })
}

/// The panel that shows and adjusts it.
pub fn panel(view: &View) -> Html {
    let own = &view.state.ticket;
    let claims = match own.is_open {
        true => redact::maskable(&view.report, &own.mask),
        false => Vec::new(),
    };
    let left = claims.len().saturating_sub(MOST);
    let ontoggle = view.on(|event| Action::Report(Event::Open(proof::toggled(&event))));
    let onchange = view.on(|event: web_sys::Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::Report(Event::Json(select.value() == "json"))
    });
    html! {
        <div id="report" class="popover report" popover="auto" role="dialog" aria-labelledby="report-heading" ontoggle={ontoggle}>
            <h2 id="report-heading" tabindex="-1">{ "Report for a ticket" }</h2>
            if own.is_open {
                <p>{ "The signature is never in it. Claims about a person are masked until you show them." }</p>
                <fieldset class="report__mask">
                    <legend>{ "Masked" }</legend>
                    { for claims.iter().take(MOST).enumerate().map(|claim| choice(view, claim)) }
                    if left > 0 {
                        <span>{ "and " }{ count(left, "more claim") }{ ", masked where they are about a person" }</span>
                    }
                </fieldset>
                <div class="field report__form">
                    <label for="report-form">{ "Form" }</label>
                    <select id="report-form" {onchange}>
                        <option value="markdown" selected={!own.is_json}>{ "Markdown" }</option>
                        <option value="json" selected={own.is_json}>{ "JSON" }</option>
                    </select>
                </div>
                <pre tabindex="0" role="region" aria-label="Report"><code>{ hostile::lines(&text(view)) }</code></pre>
                <button type="button" class="button" onclick={copy(view)}>{ "Copy" }</button>
                { " " }
            }
            { proof::close("report") }
            <p role="status">{ own.said }</p>
        </div>
    }
}

fn choice(view: &View, (at, claim): (usize, &Maskable)) -> Html {
    let id = format!("mask-{at}");
    let name = AttrValue::from(claim.name.clone());
    let onchange = view.on(move |event: web_sys::Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Report(Event::Mask(name.clone(), input.checked()))
    });
    html! {
        <span>
            <input type="checkbox" id={id.clone()} checked={claim.is_masked} disabled={claim.is_fixed} {onchange} />
            <label for={id}><code>{ hostile::capped(&claim.name, 60) }</code></label>
        </span>
    }
}

/// Sets out the report line by line, without what only Markdown needs.
fn lay_out(markdown: &str, paper: &Element) {
    paper.set_text_content(None);
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        let plain = line.replacen("**", "", 2);
        let (name, text) = match line.trim_start_matches('#') {
            _ if is_code => ("p", line),
            heading if heading.len() < line.len() => ("h2", heading.trim_start()),
            _ => ("p", plain.as_str()),
        };
        let element = dom::document().and_then(|document| document.create_element(name).ok());
        if let Some(element) = element {
            element.set_text_content(Some(text));
            let _ = paper.insert_before(&element, None);
        }
    }
}

/// Puts the report on paper in place of the page: the token itself is never printed.
#[hook]
pub fn use_print(view: &View) {
    let latest = use_mut_ref(|| None);
    *latest.borrow_mut() = Some(view.clone());
    use_effect_with((), move |()| {
        let fill = move |is_printing: bool| {
            let Some(paper) = dom::by_id("print") else {
                return;
            };
            let text = match &*latest.borrow() {
                Some(view)
                    if is_printing
                        && !view.is_empty()
                        && !view.is_on_guide_page()
                        && view.state.route != Route::Compare =>
                {
                    redact::to_markdown(&view.report, &view.state.text, &view.state.ticket.mask)
                }
                _ => String::new(),
            };
            lay_out(&text, &paper);
        };
        for (name, is_printing) in [("beforeprint", true), ("afterprint", false)] {
            let fill = fill.clone();
            let closure: Closure<dyn Fn(JsValue)> = Closure::new(move |_| fill(is_printing));
            if let Some(window) = dom::window() {
                let _ =
                    window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            }
            closure.forget();
        }
    });
}

//! What resolves the findings that a section of the guide is about, with the values of this token, ready to copy.

use yew::prelude::*;

use super::expecting::Event as Expect;
use super::html::html;
use super::icon::{Icon, spoken};
use super::view::View;
use super::{dom, hostile};
use crate::guide::Section;
use crate::remedy::{Remedy, remedies};

/// The most remedies that are shown.
const MOST: usize = 8;

/// The block, or nothing where words of the guide have to do.
pub fn block(view: &View, section: Section) -> Html {
    let Some(token) = view.token() else {
        return Html::default();
    };
    let expect = view.state.fields.expectations();
    // Those of the finding that led here stand first.
    let led = view.state.left_from.and_then(|target| view.find(target));
    let led = led.map(|(_, finding)| finding);
    let mut all: Vec<Remedy> = Vec::new();
    for finding in led.into_iter().chain(view.findings()) {
        if finding.rule.guide != section || all.len() >= MOST {
            continue;
        }
        for remedy in remedies(finding, token, &expect) {
            if !all.contains(&remedy) {
                all.push(remedy);
            }
        }
    }
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <section class="remedies" aria-labelledby="remedies-heading">
            <h2 id="remedies-heading">{ "For this token" }</h2>
            <ul>
                { for all.iter().take(MOST).enumerate().map(|(at, remedy)| item(view, at, remedy)) }
            </ul>
        </section>
    }
}

fn item(view: &View, at: usize, remedy: &Remedy) -> Html {
    let id = format!("remedy-{at}");
    let who = remedy.who.label();
    let text = AttrValue::from(remedy.text.clone());
    let is_copied = view.state.expecting.copied.as_ref() == Some(&text);
    let act = view.state.dispatcher();
    let copied = text.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        let act = act.clone();
        let text = copied.clone();
        dom::copy(&copied, move |is_copied| {
            act.dispatch(Expect::Copied(is_copied.then_some(text)).into());
        });
    });
    html! {
        <li>
            <h3 id={id.clone()}>{ hostile::message(remedy.title) }</h3>
            if !who.is_empty() {
                <p class="finding__who">{ "For " }{ who }</p>
            }
            <pre data-language={remedy.language} tabindex="0"><code>{ hostile::lines(&text) }</code></pre>
            if let Some(why) = remedy.weakens {
                <p class="note" data-severity="warning">{ spoken(Icon::Warning) }<span>{ hostile::message(why) }</span></p>
            }
            <button type="button" class="button" aria-describedby={id} {onclick}>{ if is_copied { "Copied" } else { "Copy" } }</button>
        </li>
    }
}

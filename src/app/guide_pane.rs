//! A section of the guide: beside the findings it helps with, or on a page of its own.

use yew::prelude::*;

use super::html::html;
use super::icon::spoken;
use super::route::Route;
use super::view::View;
use super::{code_index, dom, hostile, prose, remedies};
use crate::guide::{self, Section};
use crate::rules::Finding;

/// The section beside the findings.
pub fn pane(view: &View, section: Section) -> Html {
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Escape" {
            dom::go("#/");
        }
    });
    html! {
        <aside class="guide card" key="guide" aria-label="Guide" {onkeydown}>
            { crumb(section, true) }
            { article(view, section) }
        </aside>
    }
}

/// Where the section stands, and the ways out of it.
pub fn crumb(section: Section, has_token: bool) -> Html {
    html! {
        <nav class="crumb" aria-label="Place in the guide">
            <span>{ "Guide › " }{ section.chapter().title }</span>
            <a class="ghost" href="#/guide">{ "Full guide" }</a>
            <a class="ghost" href="#/">{ if has_token { "Back to token" } else { "To the inspector" } }</a>
        </nav>
    }
}

/// The section itself.
pub fn article(view: &View, section: Section) -> Html {
    let mut blocks = section.blocks().peekable();
    let lead = blocks.next_if(|block| matches!(block, guide::Block::Paragraph(_)));
    html! {
        <article class="prose" key={section.id()}>
            <h1 id="guide-heading" tabindex="-1">{ section.title() }</h1>
            <div class="prose__lead">{ prose::blocks(view, lead.into_iter()) }</div>
            { in_your_token(view, section) }
            { remedies::block(view, section) }
            { prose::blocks(view, blocks) }
            if section == guide::AADSTS_LOOKUP { { code_index::code_index(&[], false) } }
            { neighbours(section) }
        </article>
    }
}

/// What was found in this token that the section is about.
fn in_your_token(view: &View, section: Section) -> Html {
    const MOST: usize = 6;
    let is_own = |finding: &&Finding| finding.rule.guide == section;
    let all = view.findings().iter().filter(is_own).count();
    if all == 0 {
        return Html::default();
    }
    html! {
        <div class="yours">
            <b>{ if view.token().is_some() { "In your token:" } else { "In what you pasted:" } }</b>
            <ul>
                { for view.findings().iter().filter(is_own).take(MOST).map(|finding| html! {
                    <li data-severity={finding.severity.name()}>
                        { spoken(finding.severity.into()) }
                        <div>
                            { hostile::message(&finding.message) }
                            <p class="yours__source">{ "Source: " }{ finding.rule.sources }</p>
                        </div>
                    </li>
                }) }
                if all > MOST {
                    <li>{ format!("and {} more", all - MOST) }</li>
                }
            </ul>
        </div>
    }
}

fn neighbours(section: Section) -> Html {
    let all: Vec<Section> = guide::sections().collect();
    let at = all.iter().position(|other| *other == section).unwrap_or(0);
    let before = at.checked_sub(1).and_then(|at| all.get(at));
    let after = all.get(at + 1);
    let link = |section: &Section, label: &'static str| {
        html! {
            <a href={Route::of(*section)}><span>{ label }</span><b>{ section.title() }</b></a>
        }
    };
    html! {
        <nav class="neighbours" aria-label="Neighbouring sections">
            if let Some(before) = before { { link(before, "Previous") } }
            if let Some(after) = after { { link(after, "Next") } }
        </nav>
    }
}

//! Token, verdict, findings, claims, expectations: the page while something is inspected, and before.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};
use yew::prelude::*;

use super::html::html;
use super::route::Route;
use super::state::Action;
use super::view::View;
use super::{
    claims_card, errors_card, expectations_card, findings_card, guide_pane, key_card, landing,
    report_panel, token_card, verdict_card,
};

/// The page. The field of the token stays the same element throughout, so that focus, selection and undo survive.
pub fn workspace(view: &View) -> Html {
    let is_empty = view.is_empty();
    let section = match view.state.route {
        Route::Section(section) if !is_empty => Some(section),
        _ => None,
    };
    let class = classes!(
        "workspace",
        is_empty.then_some("workspace--empty"),
        section.map(|_| "workspace--guide"),
    );
    html! {
        <div {class} key="workspace">
            if let Some(section) = section {
                { guide_pane::pane(view, section) }
            }
            <main id="main" key="main" onmouseover={point(view)} onfocusin={point_by_focus(view)} onmouseleave={view.click(Action::Point(None))}>
                if is_empty {
                    { landing::hero() }
                }
                { token_card::token_card(view) }
                if is_empty {
                    { later(view, landing::below) }
                }
                <div class="answers" key="answers">
                    <div class="results">
                        { verdict_card::verdict_card(view) }
                        if !is_empty {
                            { errors_card::errors_card(view) }
                            { findings_card::findings_card(view) }
                        }
                    </div>
                    if !is_empty {
                        <div class="details">{ later(view, claims_card::claims_card) }</div>
                    }
                </div>
                if !is_empty {
                    <div class="inputs" key="inputs">
                        { later(view, expectations_card::expectations_card) }
                        { later(view, key_card::key_card) }
                    </div>
                }
            </main>
            { later(view, landing::popover) }
            if !is_empty {
                { later(view, report_panel::panel) }
            }
        </div>
    }
}

/// What is not drawn at first. It stays a function of its own, for a browser compiles each when it is first called.
#[inline(never)]
fn later(view: &View, draw: fn(&View) -> Html) -> Html {
    if view.is_whole {
        draw(view)
    } else {
        Html::default()
    }
}

fn point(view: &View) -> Callback<MouseEvent> {
    let found = finder(view);
    view.on(move |event: MouseEvent| found(event.target()))
}

fn point_by_focus(view: &View) -> Callback<FocusEvent> {
    let found = finder(view);
    view.on(move |event: FocusEvent| found(event.target()))
}

/// The finding that an element belongs to is the one pointed at.
fn finder(view: &View) -> impl Fn(Option<EventTarget>) -> Action + 'static {
    let view = view.clone();
    move |target| {
        let element = target.and_then(|target| target.dyn_into::<Element>().ok());
        let item = element.and_then(|element| element.closest("[data-finding]").ok().flatten());
        let at = item.and_then(|item| item.get_attribute("data-finding")?.parse().ok());
        Action::Point(at.and_then(|at: usize| view.target(at)))
    }
}

//! What the token carries: as a table, as it stands, and its signature.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::html::html;
use super::state::{Action, Tab};
use super::view::View;
use super::{claims_table, dom, draft, json_view, signature_tab};
use crate::report::TokenReport;
use crate::token::Form;

const TABS: [(Tab, &str, &str); 5] = [
    (Tab::Table, "Table", "tab-table"),
    (Tab::Json, "JSON", "tab-json"),
    (Tab::Header, "Header", "tab-header"),
    (Tab::Signature, "Signature", "tab-signature"),
    (Tab::Draft, "Try a change", "tab-draft"),
];

/// The card, or nothing where there is nothing to show.
pub fn claims_card(view: &View) -> Html {
    let Some(report) = view
        .token()
        .filter(|report| report.token.form != Form::Opaque)
    else {
        return Html::default();
    };
    let tab = view.state.tab;
    let id = TABS[tab as usize].2;
    html! {
        <section id="claims" class="card claims" key="claims" aria-labelledby="claims-heading">
            <header class="card__head">
                <h2 id="claims-heading">{ "Claims" }</h2>
                <div class="tabs" role="tablist" aria-labelledby="claims-heading" onkeydown={keys(view)}>
                    { for TABS.iter().map(|(own, label, id)| html! {
                        <button type="button" role="tab" id={*id} aria-controls="panel" aria-selected={(*own == tab).to_string()}
                            tabindex={if *own == tab { "0" } else { "-1" }} onclick={view.click(Action::Show(*own))}>{ *label }</button>
                    }) }
                </div>
            </header>
            <div id="panel" role="tabpanel" aria-labelledby={id} tabindex="0">
                { panel(view, report, tab) }
            </div>
        </section>
    }
}

fn panel(view: &View, report: &TokenReport, tab: Tab) -> Html {
    match tab {
        Tab::Table => claims_table::claims_table(view, report),
        Tab::Signature => signature_tab::signature_tab(view, report),
        Tab::Draft => draft::panel(view, report),
        Tab::Json => json_view::json_view(view, report),
        Tab::Header => html! {
            <>
                { claims_table::header_table(view, report) }
                { json_view::json_view(view, report) }
            </>
        },
    }
}

/// Arrow keys, Home and End move between tabs.
fn keys(view: &View) -> Callback<KeyboardEvent> {
    let state = view.state.clone();
    Callback::from(move |event: KeyboardEvent| {
        let at = state.tab as usize;
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % TABS.len(),
            "ArrowLeft" => (at + TABS.len() - 1) % TABS.len(),
            "Home" => 0,
            "End" => TABS.len() - 1,
            _ => return,
        };
        event.prevent_default();
        state.dispatch(Action::Show(TABS[to].0));
        dom::focus(TABS[to].2);
    })
}

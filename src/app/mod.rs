//! The page: the only place that knows a DOM.
//!
//! [`State`](state::State) is the ground truth, changed by one pure reducer; the report is derived from it. Pieces
//! without state of their own are plain functions that take a [`View`](view::View) and return `Html`.

mod allocator;
mod boundary;
mod claims_card;
mod claims_table;
mod clock;
mod code_index;
mod compare_page;
mod configuration_panel;
mod disclosures;
mod dom;
mod draft;
mod errors_card;
mod expectations_card;
mod expecting;
mod export;
mod fields;
mod findings_card;
mod guide_index;
mod guide_pane;
mod hostile;
mod html;
mod icon;
mod json_lines;
mod json_view;
mod key_card;
mod keys;
mod landing;
mod local_time;
mod masthead;
mod moment;
mod overlay;
mod private;
mod proof;
mod prose;
mod remedies;
mod report_panel;
mod route;
mod signature_tab;
mod state;
mod text_box;
mod timeline;
mod token_card;
mod token_chooser;
mod travel;
mod values;
mod verdict_card;
mod verdict_words;
mod view;
pub mod web_crypto;
mod wiring;
mod workspace;

use yew::prelude::*;

use crate::report::inspect_with;
use crate::verify::Verification;
use html::html;
use state::State;
use view::View;

pub use export::inspect_for_javascript;

/// What was in the static page when the module took over.
#[derive(Clone, PartialEq, Properties)]
struct Start {
    handover: dom::Handover,
}

/// Puts the page in the place of the static shell, and takes over what was typed there.
pub fn start() {
    boundary::install();
    export::install();
    let Some(root) = dom::by_id("app") else {
        return;
    };
    let handover = dom::Handover::take();
    yew::Renderer::<App>::with_root_and_props(root, Start { handover }).render();
}

#[component]
fn App(start: &Start) -> Html {
    let state = use_reducer(|| State::start(&start.handover.text));
    let keys = keys::use_keys(&state);
    let report = use_memo(
        (
            state.text.clone(),
            state.fields.clone(),
            state.moment(),
            state.keys.found.clone(),
        ),
        |(text, fields, moment, found)| {
            let expect = fields.expectations();
            let nothing = Verification::default();
            let found = found.0.as_deref().unwrap_or(&nothing);
            inspect_with(text, &expect, *moment, found)
        },
    );
    keys::use_verification(&state, &keys);
    wiring::use_handover(&start.handover);
    wiring::use_window(&state);
    wiring::use_theme(&state);
    wiring::use_memory(&state);
    wiring::use_focus(&state);
    let sides = compare_page::use_sides(&state);
    let json = json_view::use_lines(&state, &report);
    let outcome = draft::use_outcome(&state, &report);
    let is_whole = wiring::use_first_draw();
    let view = View {
        at: report.shown(state.token),
        state,
        keys,
        report,
        sides,
        json,
        outcome,
        is_whole,
    };
    report_panel::use_print(&view);
    let page = if view.is_on_guide_page() {
        guide_index::page
    } else if view.state.route == route::Route::Compare {
        compare_page::page
    } else {
        workspace::workspace
    };
    html! {
        <>
            { masthead::masthead(&view) }
            { page(&view) }
            { proof::footer() }
        </>
    }
}

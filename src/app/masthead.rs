//! The top of the page: its name, where one can go, what is promised, colours.

use yew::prelude::*;

use super::html::html;
use super::route::Route;
use super::state::{Action, Theme};
use super::view::View;

/// The top of the page.
pub fn masthead(view: &View) -> Html {
    let is_guide = view.is_on_guide_page();
    let is_compare = view.state.route == Route::Compare;
    let theme = view.state.theme;
    let label = match theme {
        Theme::System => "Colours: as the system. Change to light",
        Theme::Light => "Colours: light. Change to dark",
        Theme::Dark => "Colours: dark. Change to the system's",
    };
    html! {
        <header class="masthead">
            <a class="brand" href="#/">
                <span class="brand__mark" aria-hidden="true"><i /><i /><i /></span>
                <span class="brand__name">{ "Token Inspector" }</span>
            </a>
            <nav aria-label="Main">
                { link("#/", "Inspect", !is_guide && !is_compare) }
                { link("#/compare", "Compare", is_compare) }
                { link("#/guide", "Guide", is_guide) }
            </nav>
            <button type="button" class="seal" popovertarget="seal">
                <span>{ "Nothing leaves" }<span class="seal__rest">{ " this page" }</span></span>
            </button>
            { super::proof::panel() }
            <button type="button" class="theme" aria-label={label} onclick={view.click(Action::NextTheme)}>
                { theme_icon(theme) }
            </button>
        </header>
    }
}

fn link(address: &'static str, text: &'static str, is_current: bool) -> Html {
    html! { <a href={address} aria-current={is_current.then_some("page")}>{ text }</a> }
}

fn theme_icon(theme: Theme) -> Html {
    let shape = match theme {
        Theme::System => "M10 2.5a7.5 7.5 0 0 1 0 15Z",
        Theme::Light => "",
        Theme::Dark => "M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15Z",
    };
    html! {
        <svg viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="7.5" class="theme__ring" />
            <path d={shape} class="theme__fill" />
        </svg>
    }
}

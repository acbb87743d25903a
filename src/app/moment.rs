//! The moment to check at: now, or one that is given.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dom;
use super::expectations_card::chosen;
use super::expecting::Event as Expect;
use super::html::html;
use super::view::View;
use crate::time::{self, Timestamp};

/// The field.
pub fn row(view: &View) -> Html {
    let given = view.state.fields.at;
    let now = view.state.now;
    let onchange = chosen(view, move |value| {
        Expect::At((!value.is_empty()).then_some(now))
    });
    html! {
        <>
            <label for="expect-at">{ "Checked at" }</label>
            <div class="field">
                <select id="expect-at" {onchange}>
                    <option value="" selected={given.is_none()}>{ "now, running" }</option>
                    <option value="given" selected={given.is_some()}>{ "a given time" }</option>
                </select>
                if let Some(at) = given {
                    { picker(view, at) }
                }
            </div>
        </>
    }
}

fn picker(view: &View, at: Timestamp) -> Html {
    let is_local = view.state.expecting.is_local;
    let shift = move |at: Timestamp| if is_local { dom::zone(at) } else { 0 };
    let oninput = view.on(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let text = input.value();
        // Without seconds where they are zero.
        let read = time::parse(&format!("{text}Z")).or_else(|| time::parse(&format!("{text}:00Z")));
        Expect::At(Some(read.map_or(at, |wall| {
            // The zone at the wall's time, then that at the moment found: they differ around a change of clocks.
            let near = wall.saturating_sub(shift(wall));
            wall.saturating_sub(shift(near))
        })))
        .into()
    });
    let onchange = chosen(view, |value| Expect::Local(!value.is_empty()));
    let wall = time::rfc3339(at.saturating_add(shift(at)));
    let wall = wall.trim_end_matches('Z');
    // Pickers know years of four digits.
    let value = match wall.len() {
        19 => wall.strip_suffix(":00").unwrap_or(wall).to_owned(),
        _ => String::new(),
    };
    html! {
        <div class="moment">
            <label class="unseen" for="expect-moment">{ "Date and time" }</label>
            <input type="datetime-local" id="expect-moment" step="1" {value} {oninput} />
            <label class="unseen" for="expect-zone">{ "Time zone" }</label>
            <select id="expect-zone" {onchange}>
                <option value="" selected={!is_local}>{ "UTC" }</option>
                <option value="local" selected={is_local}>{ format!("local, {}", offset(dom::zone(at))) }</option>
            </select>
        </div>
    }
}

/// `UTC+02:00`.
fn offset(seconds: i64) -> String {
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

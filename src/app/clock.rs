//! Which clock is wrong: the token's times, this device and a pasted `Date` header.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::expecting::Event as Expect;
use super::html::html;
use super::private::PRIVATE;
use super::view::View;
use super::{dom, hostile};
use crate::clocks;
use crate::report::TokenReport;

/// The part that unfolds.
pub fn clock(view: &View, report: &TokenReport) -> Html {
    let (text, came) = &view.state.expecting.date;
    let has_times = report.token.claims().is_some_and(|claims| {
        ["iat", "nbf", "exp"]
            .iter()
            .any(|name| claims.get(name).is_some())
    });
    if !has_times {
        return Html::default();
    }
    let is_given = !text.trim().is_empty();
    let read = clocks::http_date(text);
    let oninput = view.on(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Expect::Date(AttrValue::from(input.value()), dom::now()).into()
    });
    let said = match &read {
        Ok(date) => clocks::judge(&report.token, *came, Some(*date)).message,
        Err(why) if is_given => format!("Not read: {why}."),
        Err(_) => clocks::judge(&report.token, view.state.now, None).message,
    };
    html! {
        <details class="kind clock">
            <summary>{ "Which clock is wrong?" }</summary>
            <div>
                <label for="clock-date">{ "HTTP Date header" }</label>
                <input type="text" ..PRIVATE id="clock-date" value={text.clone()} {oninput} aria-describedby="clock-help"
                    placeholder="Thu, 01 Jan 2026 00:00:00 GMT" />
                <p id="clock-help">{ "Of an answer that the receiver gives right now, as the network tab or curl -i shows it." }</p>
                <p class="clock__said" role="status">{ hostile::message(&said) }</p>
            </div>
        </details>
    }
}

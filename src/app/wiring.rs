//! What ties the state to the window: address, time, colours, focus.

use wasm_bindgen::prelude::*;
use web_sys::PageTransitionEvent;
use yew::prelude::*;

use super::dom::{self, Handover};
use super::expecting::Event;
use super::route::Route;
use super::state::{Action, State};
use crate::expect::Expectations;

/// How often the moment to check at moves on, in milliseconds.
const TICK: i32 = 15_000;

/// About how long a frame takes, in milliseconds.
const FRAME: i32 = 20;

type Handle = UseReducerHandle<State>;

/// Gives the field the focus and selection it had in the static page.
#[hook]
pub fn use_handover(handover: &Handover) {
    let handover = handover.clone();
    use_effect_with((), move |()| handover.give());
}

/// Whether what matters most has been drawn once. Whoever pasted before the page had started waits for nothing else.
#[hook]
pub fn use_first_draw() -> bool {
    let is_over = use_state_eq(|| false);
    let end = is_over.setter();
    use_effect_with((), move |()| {
        let Some(window) = dom::window() else {
            return;
        };
        let end = Closure::once_into_js(move || end.set(true));
        let _ = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(end.unchecked_ref(), FRAME);
    });
    *is_over
}

/// Listens to the address and the clock for as long as the page lives.
#[hook]
pub fn use_window(state: &Handle) {
    let act = state.dispatcher();
    use_effect_with((), move |()| {
        let Some(window) = dom::window() else {
            return;
        };
        let listen = |name: &str, closure: Closure<dyn Fn(JsValue)>| {
            let _ = window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            closure.forget();
        };
        let moved = act.clone();
        listen(
            "hashchange",
            Closure::new(move |_| {
                let fragment = dom::fragment();
                if let Some(route) = Route::parse(&fragment) {
                    moved.dispatch(Action::Go(route));
                }
                if Route::has_expectations(&fragment) {
                    moved.dispatch(Action::Expect(Event::Follow(AttrValue::from(fragment))));
                }
            }),
        );
        // A page kept for the way back would keep the token.
        let hidden = act.clone();
        listen(
            "pagehide",
            Closure::new(move |event: JsValue| {
                if event.unchecked_ref::<PageTransitionEvent>().persisted() {
                    hidden.dispatch(Action::Clear);
                }
            }),
        );
        let tick: Closure<dyn Fn()> = Closure::new(move || act.dispatch(Action::Tick(dom::now())));
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(
            tick.as_ref().unchecked_ref(),
            TICK,
        );
        tick.forget();
    });
}

/// Uses the colours that were chosen.
#[hook]
pub fn use_theme(state: &Handle) {
    use_effect_with(state.theme, |theme| dom::set_theme(*theme));
}

/// Keeps on this device what is expected, where that is wanted.
#[hook]
pub fn use_memory(state: &Handle) {
    use_effect_with(state.expecting.remembered.clone(), |remembered| {
        // A moment is of the day it was chosen.
        dom::remember(remembered.as_ref().map(|fields| Expectations {
            at: None,
            ..fields.expectations()
        }));
    });
}

/// Moves the focus with the route, and shows the place of a finding that was chosen.
#[hook]
pub fn use_focus(state: &Handle) {
    let before = use_mut_ref(|| state.route);
    let left_from = state.left_from;
    use_effect_with(state.route, move |route| {
        let from = before.replace(*route);
        if from == *route {
            return;
        }
        match route {
            Route::Inspect => {
                if let Some(target) = left_from.filter(|_| matches!(from, Route::Section(_))) {
                    dom::focus(&fix_id(target.at));
                } else if let Some(window) = dom::window() {
                    window.scroll_to_with_x_and_y(0.0, 0.0);
                    dom::focus("token");
                }
            }
            Route::Compare => {
                if let Some(window) = dom::window() {
                    window.scroll_to_with_x_and_y(0.0, 0.0);
                }
                dom::focus("compare-heading");
            }
            Route::Guide | Route::Section(_) => {
                if let Some(heading) = dom::by_id("guide-heading") {
                    dom::focus("guide-heading");
                    dom::reveal(&heading);
                }
            }
        }
    });
    // Whoever goes to the guide is not to be taken elsewhere.
    use_effect_with(
        (state.selected, left_from, state.tab),
        |(selected, left, _)| {
            if selected.is_some() && selected != left {
                dom::reveal_marks();
            }
        },
    );
}

/// The id of a finding's link to its remedy.
pub fn fix_id(at: usize) -> String {
    format!("fix-{at}")
}

//! What ties the state to the window: address, time, colours, focus, and what comes beside every box.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element, HtmlElement, KeyboardEvent, PageTransitionEvent};
use yew::prelude::*;

use super::compare_page::{self, Side};
use super::dom::{self, Handover};
use super::expecting::Event;
use super::html::html;
use super::route::Route;
use super::state::{Action, State};
use super::text_box;
use crate::expect::Expectations;

/// After how many seconds without input all is cleared, where that is wanted.
const IDLE: i64 = 600;

/// How often the moment to check at moves on, in milliseconds.
const TICK: i32 = 15_000;

/// About how long a frame takes, in milliseconds.
const FRAME: i32 = 20;

/// The id of the box for what is inspected.
const MAIN: &str = "token";

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
                let fragment = AttrValue::from(dom::fragment());
                moved.dispatch(Action::Go(fragment.clone()));
                if Route::has_expectations(&fragment) {
                    moved.dispatch(Action::Expect(Event::Follow(fragment)));
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
        // A file that falls beside a box would be shown instead of the page.
        listen(
            "dragover",
            Closure::new(|event: JsValue| {
                let event: DragEvent = event.unchecked_into();
                if has_files(&event) {
                    event.prevent_default();
                }
            }),
        );
        let dropped = act.clone();
        listen(
            "drop",
            Closure::new(move |event: JsValue| take_stray(&dropped, &event.unchecked_into())),
        );
        listen(
            "keydown",
            Closure::new(|event: JsValue| direct_paste(&event.unchecked_into())),
        );
        listen(
            "keyup",
            Closure::new(|event: JsValue| leave_popover(&event.unchecked_into())),
        );
        let touched = Rc::new(Cell::new(dom::now()));
        for name in ["keydown", "pointerdown", "pointermove", "wheel"] {
            let touched = touched.clone();
            listen(name, Closure::new(move |_| touched.set(dom::now())));
        }
        let tick: Closure<dyn Fn()> = Closure::new(move || {
            let now = dom::now();
            act.dispatch(Action::Tick(now));
            if now >= touched.get().saturating_add(IDLE) {
                act.dispatch(Action::Idle);
            }
        });
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(
            tick.as_ref().unchecked_ref(),
            TICK,
        );
        tick.forget();
    });
}

/// Whether files are dragged over what does not take them of itself.
fn has_files(event: &DragEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let chooser = target.and_then(|target| target.closest("[type=file]").ok()?);
    let types = event.data_transfer().map(|data| data.types());
    chooser.is_none() && types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// Takes a file that was dropped beside every box.
fn take_stray(act: &UseReducerDispatcher<State>, event: &DragEvent) {
    if event.default_prevented() || !has_files(event) {
        return;
    }
    let Some(file) = text_box::file(event) else {
        return;
    };
    let Some(id) = stray_box() else {
        return;
    };
    let is_main = id == MAIN;
    let act = act.clone();
    text_box::read(&file, move |text| {
        act.dispatch(match (text, is_main) {
            (Some(text), true) => Action::Edit(text, dom::now(), true),
            (Some(text), false) => compare_page::Event::Write(Side::Right, text).into(),
            (None, true) => Action::Say(text_box::UNREADABLE),
            (None, false) => compare_page::Event::Fail(Side::Right).into(),
        });
    });
}

/// Closes a popover that Tab leads out of: what one moves through must not lie beneath it.
fn leave_popover(event: &KeyboardEvent) {
    if event.key() == "Tab"
        && let Some(popover) = dom::query(":popover-open:not(:focus-within)")
    {
        let _ = popover.unchecked_into::<HtmlElement>().hide_popover();
    }
}

/// Lets a paste that no field would get replace what is in the box. It can be undone there.
fn direct_paste(event: &KeyboardEvent) {
    let is_paste = (event.ctrl_key() || event.meta_key())
        && (event.key().eq_ignore_ascii_case("v") || event.code() == "KeyV");
    if is_paste
        && dom::query("textarea:focus, input:read-write:focus").is_none()
        && let Some(field) = stray_box().and_then(dom::text_area)
    {
        let _ = field.focus();
        let _ = field.set_selection_range(0, u32::MAX);
    }
}

/// The box for what comes beside every box.
fn stray_box() -> Option<&'static str> {
    [MAIN, "right-token"]
        .into_iter()
        .find(|id| dom::by_id(id).is_some())
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

/// Moves title and focus with the route, and shows the place of a finding that was chosen.
#[hook]
pub fn use_focus(state: &Handle) {
    let before = use_mut_ref(|| state.route);
    let left_from = state.left_from;
    use_effect_with(state.route, move |route| {
        // Nothing that was pasted may ever stand there: browsers keep titles.
        if let Some(title) = dom::query("title") {
            let place = route.name();
            let dash = if place.is_empty() { "" } else { " – " };
            title.set_text_content(Some(&format!("{place}{dash}Token Inspector")));
        }
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
            Route::Guide | Route::Lost | Route::Section(_) => {
                let opened = match (from, route) {
                    (Route::Section(section), Route::Guide) => {
                        dom::query(&format!("#main [href='{}']", Route::of(section)))
                    }
                    _ => None,
                };
                if let Some(place) = opened.or_else(|| dom::by_id("guide-heading")) {
                    dom::go_to(&place);
                }
            }
        }
    });
    // Once something else is expected, the address of the link would bring back what it says.
    use_effect_with(state.expecting.is_borrowed, |is_borrowed| {
        if !is_borrowed && Route::has_expectations(&dom::fragment()) {
            dom::go("#/");
        }
    });
    // What was opened is what one goes on with.
    let is_open = state.expecting.is_open;
    let was_open = use_mut_ref(|| is_open);
    use_effect_with(is_open, move |is_open| {
        if !was_open.replace(*is_open) && *is_open {
            dom::focus("configuration-text");
        }
    });
    // Whoever goes to the guide is not to be taken elsewhere.
    let tab_before = use_mut_ref(|| state.tab);
    use_effect_with(
        (state.selected, left_from, state.tab),
        move |(selected, left, tab)| {
            let is_new = tab_before.replace(*tab) == *tab;
            if selected.is_some() && selected != left {
                dom::reveal_marks(is_new);
            }
        },
    );
}

/// The id of a finding in the list.
pub fn finding_id(at: usize) -> String {
    format!("finding-{at}")
}

/// From the place of a finding back to it in the list.
pub fn way_back(at: usize) -> Html {
    let back = Callback::from(move |_: MouseEvent| dom::focus(&finding_id(at)));
    html! { <button type="button" class="link way-back" onclick={back}>{ "Back to the finding" }</button> }
}

/// The id of a finding's link to its remedy.
pub fn fix_id(at: usize) -> String {
    format!("fix-{at}")
}

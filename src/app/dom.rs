//! The browser, as far as the page needs it.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement, Window};
use yew::AttrValue;

use super::state::Theme;
use crate::expect::Expectations;
use crate::time::Timestamp;

/// The window.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The moment it is.
pub fn now() -> Timestamp {
    (js_sys::Date::now() / 1000.0) as Timestamp
}

/// What stands behind `#` in the address, with the `#`.
pub fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Goes to another place of the page.
pub fn go(fragment: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(fragment);
    }
}

/// The first element that a selector chooses.
pub fn query(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// The HTML element with this id.
pub fn html(id: &str) -> Option<HtmlElement> {
    by_id(id)?.dyn_into().ok()
}

/// Moves the focus.
pub fn focus(id: &str) {
    if let Some(element) = html(id) {
        let _ = element.focus();
    }
}

/// Gives an element the focus, and brings it into view.
pub fn go_to(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
    reveal(element);
}

/// Shows the box of the token from its start, once the browser has shown the end of what was pasted.
pub fn rewind() {
    let rewind = Closure::once_into_js(|| {
        if let Some(frame) = by_id("token-frame") {
            frame.set_scroll_top(0);
        }
    });
    if let Some(window) = window() {
        let _ = window.request_animation_frame(rewind.unchecked_ref());
    }
}

/// Brings an element into view, moving as little as possible.
pub fn reveal(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Brings the marked place into view: inside the box of the token, and on the page for the claims. The focus goes
/// along, so that it is not left out of sight, or stays in sight on the tab that was chosen.
pub fn reveal_marks(goes_along: bool) {
    if let (Some(mark), Some(frame)) = (query("#token-mark"), query("#token-frame")) {
        let (mark, view) = (
            mark.get_bounding_client_rect(),
            frame.get_bounding_client_rect(),
        );
        if mark.top() < view.top() || mark.bottom() > view.bottom() {
            let middle = mark.top() - view.top() - view.height() / 2.0;
            frame.set_scroll_top(frame.scroll_top() + middle as i32);
        }
    }
    if let Some(row) = query("#claims [data-marked]") {
        reveal(&row);
    }
    let place = match goes_along {
        true => query("#claims .way-back"),
        false => query("[role=tab]:focus-visible"),
    };
    if let Some(place) = place {
        go_to(&place);
    }
}

/// The text area with this id.
pub fn text_area(id: &str) -> Option<HtmlTextAreaElement> {
    by_id(id)?.dyn_into().ok()
}

const THEME: &str = "theme";
const EXPECTED: &str = "expected";

fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok()?
}

/// The colours that were chosen before.
pub fn stored_theme() -> Theme {
    match storage()
        .and_then(|storage| storage.get_item(THEME).ok()?)
        .as_deref()
    {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Uses and remembers colours; that it may fail does not matter.
pub fn set_theme(theme: Theme) {
    let name = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-theme", name);
    }
    if let Some(storage) = storage() {
        let _ = match theme {
            Theme::System => storage.remove_item(THEME),
            _ => storage.set_item(THEME, name),
        };
    }
}

/// What is expected, as it was kept on this device.
pub fn remembered() -> Option<Expectations> {
    let text = storage()?.get_item(EXPECTED).ok()??;
    Expectations::from_json(&text).ok()
}

/// Keeps what is expected on this device, or forgets it. What looks like a token or a key is never kept. Colours and
/// this are all that is ever stored.
pub fn remember(expect: Option<Expectations>) {
    let Some(storage) = storage() else {
        return;
    };
    let _ = match expect.and_then(|expect| expect.to_json().ok()) {
        Some(text) => storage.set_item(EXPECTED, &text),
        None => storage.remove_item(EXPECTED),
    };
}

/// The address of the page without its fragment.
pub fn address() -> String {
    let address = window().and_then(|window| window.location().href().ok());
    let address = address.unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

/// Puts a text into the clipboard, then says whether that worked.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    match clipboard() {
        Some(clipboard) => arrive(
            clipboard.write_text(text),
            Box::new(|came| done(came.is_some())),
        ),
        None => done(false),
    }
}

/// Hands on what a promise brings; nothing where it is not kept.
pub fn arrive(promise: js_sys::Promise, done: Box<dyn FnOnce(Option<JsValue>)>) {
    js_sys::futures::spawn_local(async {
        done(js_sys::futures::JsFuture::from(promise).await.ok());
    });
}

/// By how many seconds the zone of this device is ahead of UTC at a moment.
pub fn zone(at: Timestamp) -> i64 {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64 * 1000.0));
    (date.get_timezone_offset() * -60.0) as i64
}

/// What was in the field of the static page when the module took over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handover {
    /// What was typed.
    pub text: AttrValue,
    /// Where the selection was, where the field had the focus.
    pub selection: Option<(u32, u32)>,
    /// Whether the field was to get the focus, and the browser had not come to that.
    pub is_waiting: bool,
}

impl Handover {
    /// Reads it.
    pub fn take() -> Self {
        let Some(field) = text_area("token") else {
            return Self::default();
        };
        let has_focus = query("textarea:focus").is_some();
        let start = field.selection_start().ok().flatten();
        let end = field.selection_end().ok().flatten();
        Self {
            text: AttrValue::from(field.value()),
            selection: has_focus.then(|| start.zip(end).unwrap_or_default()),
            is_waiting: query(":focus").is_none(),
        }
    }

    /// Puts focus and selection where they were.
    pub fn give(&self) {
        let Some(field) = text_area("token") else {
            return;
        };
        if let Some((start, end)) = self.selection {
            let _ = field.focus();
            let _ = field.set_selection_range(start, end);
        }
        // It comes to `autofocus` before it first paints, and logs that where something has the focus already.
        if let Some(window) = window().filter(|_| self.is_waiting) {
            let focus = Closure::once_into_js(|| {
                if query(":focus").is_none() {
                    focus("token");
                }
            });
            let _ = window.request_animation_frame(focus.unchecked_ref());
        }
    }
}

/// The byte offset of an offset in UTF-16 code units, the way the DOM counts.
pub fn byte_offset(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (at, character) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += character.len_utf16();
    }
    text.len()
}

/// The clipboard, where the browser has one for this page.
pub fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = window()?.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    clipboard.is_object().then(|| clipboard.unchecked_into())
}

/// Lets time pass.
pub async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        if let Some(window) = window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
        }
    });
    let _ = js_sys::futures::JsFuture::from(promise).await;
}

//! Boxes that tokens, keys and contents are pasted into or dropped on.

use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DragEvent, File, HtmlTextAreaElement};
use yew::prelude::*;

use super::dom;
use super::html::html;
use super::private::PRIVATE;
use super::view::count;
use crate::verify::key;

/// Texts longer than this, in bytes, are kept out of the text area: it would not keep up.
const LONGEST_SHOWN: usize = 64 * 1024;

/// How much of a longer text is shown.
const EXCERPT: usize = 2000;

/// A box.
#[derive(Clone)]
pub struct TextBox {
    /// Its id.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Its class.
    pub class: &'static str,
    /// What stands in it while nothing else does.
    pub placeholder: &'static str,
    /// Its height in lines.
    pub rows: &'static str,
    /// What is in it.
    pub text: AttrValue,
    /// Takes what was written, and whether it was pasted.
    pub on_text: Callback<(AttrValue, bool)>,
    /// Hears that a file cannot be read.
    pub on_failure: Callback<()>,
}

/// Said of a file that cannot be read.
pub const UNREADABLE: &str = "This file could not be read.";

/// Whether only the start of a text is shown.
pub fn is_long(text: &str) -> bool {
    text.len() > LONGEST_SHOWN
}

/// Says that only the start of a long text is shown.
pub fn note(id: &str, text: &str) -> Html {
    if !is_long(text) {
        return Html::default();
    }
    html! {
        <p class="token__note" id={format!("{id}-note")}>{ format!(
            "{} are kept in memory and checked in full. This is only how they start: so much text would make the box slow. What you paste replaces them.",
            count(text.chars().count(), "character"),
        ) }</p>
    }
}

impl TextBox {
    /// The box.
    pub fn draw(&self) -> Html {
        let is_long = is_long(&self.text);
        let value = if is_long {
            let end = self.text.char_indices().nth(EXCERPT);
            let end = end.map_or(self.text.len(), |(at, _)| at);
            AttrValue::from(format!("{}…", &self.text[..end]))
        } else {
            self.text.clone()
        };
        let on_text = self.on_text.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            // What is inserted over several lines comes in several events, the later ones after the excerpt is shown.
            if is_long {
                return;
            }
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            let is_paste = event.input_type() == "insertFromPaste";
            on_text.emit((AttrValue::from(field.value()), is_paste));
        });
        html! {
            <textarea ..PRIVATE id={self.id} class={classes!(self.class, is_long.then_some("excerpt"))} aria-label={self.label} {value} {oninput}
                onpaste={self.take_long()} ondrop={self.take_file()} readonly={is_long}
                aria-describedby={is_long.then(|| format!("{}-note", self.id))}
                placeholder={self.placeholder} rows={self.rows} />
        }
    }

    /// Takes a long paste before it reaches the text area.
    fn take_long(&self) -> Callback<Event> {
        let own = self.clone();
        Callback::from(move |event: Event| {
            let event: ClipboardEvent = event.unchecked_into();
            let Some(pasted) = event
                .clipboard_data()
                .and_then(|data| data.get_data("text/plain").ok())
            else {
                return;
            };
            let mut text = own.text.to_string();
            if pasted.len() + text.len() <= LONGEST_SHOWN || pasted.is_empty() {
                return;
            }
            event.prevent_default();
            if is_long(&text) {
                text.clear();
            }
            let field = dom::text_area(own.id);
            let at = |units: Option<u32>| dom::byte_offset(&text, units.unwrap_or(0) as usize);
            let start = at(field
                .as_ref()
                .and_then(|field| field.selection_start().ok()?));
            let end = at(field.as_ref().and_then(|field| field.selection_end().ok()?));
            text.replace_range(start..end.max(start), &pasted);
            own.on_text.emit((normal(text), true));
        })
    }

    /// Reads a file that is dropped on the box.
    fn take_file(&self) -> Callback<DragEvent> {
        let own = self.clone();
        Callback::from(move |event: DragEvent| {
            if let Some(file) = file(&event) {
                let (came, went) = (own.on_text.clone(), own.on_failure.clone());
                read(&file, move |text| match text {
                    Some(text) => came.emit((text, true)),
                    None => went.emit(()),
                });
            }
        })
    }
}

/// The first file that is dropped, taken from the browser, which would show it instead of the page.
pub fn file(event: &DragEvent) -> Option<File> {
    let file = event.data_transfer()?.files()?.get(0)?;
    event.prevent_default();
    Some(file)
}

/// Reads a file as text; hands on nothing where that fails.
pub fn read(file: &File, done: impl FnOnce(Option<AttrValue>) + 'static) {
    let text = |buffer| key::text_of_file(js_sys::Uint8Array::new(&buffer).to_vec());
    dom::arrive(
        file.array_buffer(),
        Box::new(move |buffer| done(buffer.map(text).map(normal))),
    );
}

/// Line ends as text areas have them, so that what is kept is what is shown.
pub fn normal(text: String) -> AttrValue {
    AttrValue::from(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

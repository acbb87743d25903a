//! The page's face for JavaScript: `inspect(text, options)`.

use serde::Serialize as _;
use wasm_bindgen::prelude::*;

use super::dom;
use crate::document::document;
use crate::expect::Expectations;
use crate::report::inspect;

/// Inspects `text`. `options` may be left out, or be an object with `now` (seconds since 1970) and expectations under
/// the names that [`Expectations::set`] knows, each a text, a number or an array of them. The report comes back as a
/// plain object.
///
/// # Errors
/// Throws a text that says which option could not be taken.
#[wasm_bindgen(js_name = inspect)]
pub fn inspect_for_javascript(text: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    let mut expect = Expectations::default();
    let mut now = dom::now();
    if let Some(options) = options.dyn_ref::<js_sys::Object>() {
        for entry in js_sys::Object::entries(options).iter() {
            let entry = js_sys::Array::from(&entry);
            let name = entry.get(0).as_string().unwrap_or_default();
            let value = entry.get(1);
            if name == "now" {
                let seconds = value.as_f64().ok_or("now takes seconds since 1970")?;
                now = seconds as i64;
                continue;
            }
            if value.is_undefined() || value.is_null() {
                continue;
            }
            let values = if js_sys::Array::is_array(&value) {
                js_sys::Array::from(&value)
            } else {
                js_sys::Array::of1(&value)
            };
            for value in values.iter() {
                let text: String = js_sys::JsString::from(value).into();
                expect.set(&name, &text)?;
            }
        }
    }
    let report = inspect(text, &expect, now);
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(document(&report).serialize(&serializer)?)
}

/// Puts the function where scripts of the page, a bookmarklet or the console find it.
pub fn install() {
    let inspect: Closure<dyn Fn(JsValue, JsValue) -> Result<JsValue, JsValue>> =
        Closure::new(|text: JsValue, options: JsValue| {
            inspect_for_javascript(&text.as_string().unwrap_or_default(), &options)
        });
    let face = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&face, &"inspect".into(), inspect.as_ref());
    if let Some(window) = dom::window() {
        let _ = js_sys::Reflect::set(&window, &"tokenInspector".into(), &face);
    }
    inspect.forget();
}

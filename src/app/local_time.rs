//! Moments in the time zone of the reader.

use wasm_bindgen::prelude::*;

use crate::time::Timestamp;

/// The furthest moment from 1970 that JavaScript knows, in seconds.
const FURTHEST: i64 = 8_640_000_000_000;

/// Date and time with the name of the zone, or nothing where JavaScript has no such date.
pub fn local(at: Timestamp) -> Option<String> {
    if !(-FURTHEST..=FURTHEST).contains(&at) {
        return None;
    }
    // Where the reader lives in UTC it would say the same twice.
    let date = js_sys::Date::new(&JsValue::from_f64((at * 1000) as f64));
    if date.get_timezone_offset() == 0.0 {
        return None;
    }
    let options = js_sys::Object::new();
    let set = |name: &str, value: &str| js_sys::Reflect::set(&options, &name.into(), &value.into());
    set("dateStyle", "medium").ok()?;
    set("timeStyle", "long").ok()?;
    Some(date.to_locale_string("en-GB", &options).into())
}

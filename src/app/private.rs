//! Fields that may hold a token keep it to themselves.

use std::rc::Rc;

use yew::prelude::*;

/// What tells browsers, spelling services, writing assistants and password managers to leave a field alone.
const ATTRIBUTES: [(&str, &str); 15] = [
    ("autocomplete", "off"),
    ("autocorrect", "off"),
    ("autocapitalize", "off"),
    ("spellcheck", "false"),
    ("translate", "no"),
    ("inputmode", "text"),
    ("data-1p-ignore", ""),
    ("data-lpignore", "true"),
    ("data-bwignore", ""),
    ("data-protonpass-ignore", ""),
    ("data-form-type", "other"),
    ("data-gramm", "false"),
    ("data-gramm_editor", "false"),
    ("data-enable-grammarly", "false"),
    ("data-lt-active", "false"),
];

/// The field with all of them, from its first moment on.
pub fn private(field: Html) -> Html {
    let Html::VTag(mut tag) = field else {
        return field;
    };
    let own = Rc::make_mut(&mut tag);
    for (name, value) in ATTRIBUTES {
        own.add_attribute(name, value);
    }
    Html::VTag(tag)
}

//! What is left when the page fails: a sentence, and nothing of what was typed.

use super::dom;

/// Replaces what Rust would print when it panics: a message may quote its input, and the console keeps it.
pub fn install() {
    std::panic::set_hook(Box::new(|_| {
        if let Some(app) = dom::by_id("app") {
            app.set_text_content(Some(""));
        }
        if let Some(notice) = dom::by_id("notice") {
            notice.set_text_content(Some(
                "Something in this page failed, and it has stopped. Reload it to go on. Nothing was sent or stored.",
            ));
            let _ = notice.remove_attribute("hidden");
        }
    }));
}

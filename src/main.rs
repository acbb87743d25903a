//! Mounts the page and nothing else.

fn main() {
    token_inspector::app::start();
}

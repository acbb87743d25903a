//! The least a Yew page can be. `cargo xtask bench` measures the page's start-up in multiples of this one's.

#[cfg(target_arch = "wasm32")]
fn main() {
    use yew::prelude::*;

    struct Empty;

    impl Component for Empty {
        type Message = ();
        type Properties = ();

        fn create(_: &Context<Self>) -> Self {
            Self
        }

        fn view(&self, _: &Context<Self>) -> Html {
            html! { <p data-rule="none">{ "ready" }</p> }
        }
    }

    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        yew::Renderer::<Empty>::with_root(root).render();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

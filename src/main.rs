//! Stand-in for the page.

use token_inspector::{Expectations, inspect};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn token_field() -> Option<HtmlTextAreaElement> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id("token")?.dyn_into().ok()
}

#[derive(Properties, PartialEq)]
struct Start {
    text: String,
}

struct App {
    text: String,
}

enum Msg {
    Text(String),
}

impl Component for App {
    type Message = Msg;
    type Properties = Start;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            text: ctx.props().text.clone(),
        }
    }

    fn update(&mut self, _: &Context<Self>, Msg::Text(text): Msg) -> bool {
        self.text = text;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let now = (js_sys::Date::now() / 1000.0) as i64;
        let report = inspect(&self.text, &Expectations::default(), now);
        let oninput = ctx.link().callback(|event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            Msg::Text(field.value())
        });
        html! {
            <main id="main">
                <textarea id="token" aria-label="Token" autocomplete="off" spellcheck="false"
                    value={self.text.clone()} {oninput} />
                <ol aria-label="Findings">
                    { for report.findings.iter().map(|text| html! {
                        <li data-rule="stand-in" data-severity="info">{ text }</li>
                    }) }
                </ol>
            </main>
        }
    }
}

fn main() {
    let Some(root) = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
    else {
        return;
    };
    let text = token_field().map(|field| field.value()).unwrap_or_default();
    yew::Renderer::<App>::with_root_and_props(root, Start { text }).render();
}

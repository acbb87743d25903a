//! What a server or library said, where its words were pasted.

use yew::prelude::*;

use super::hostile;
use super::route::Route;
use super::view::View;

/// The most errors that are shown.
const MOST: usize = 20;

/// The card, or nothing where no error was pasted.
pub fn errors_card(view: &View) -> Html {
    let errors = &view.report.errors;
    if errors.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card errors" key="errors" aria-labelledby="errors-heading">
            <header class="card__head"><h2 id="errors-heading">{ "What the server said" }</h2></header>
            <ul aria-label="Server errors">
                { for errors.iter().take(MOST).map(|(error, section)| html! {
                    <li class="error" data-code={error.code.clone()}>
                        <h3><code>{ hostile::capped(&error.code, 80) }</code></h3>
                        <a class="finding__fix" href={Route::of(*section)}>{ "How to fix" }</a>
                    </li>
                }) }
            </ul>
        </section>
    }
}

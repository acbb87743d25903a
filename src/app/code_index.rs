//! The error codes that are known, as a table.

use yew::prelude::*;

use super::hostile;
use super::html::html;
use super::route::Route;
use super::view::count;
use crate::spec::server_errors::{ServerError, server_errors};

/// The table; with words, only the codes that fit them.
pub fn code_index(words: &[String]) -> Html {
    let found: Vec<&ServerError> = server_errors()
        .iter()
        .filter(|error| fits(error, words))
        .collect();
    html! {
        <section class="codes" aria-labelledby="codes-heading">
            <h2 id="codes-heading">{ "Error codes" }</h2>
            <p>{ count(found.len(), "code") }{ " and texts of servers and libraries, and where to read on." }</p>
            if words.is_empty() {
                <details class="kind"><summary>{ "All of them" }</summary>{ table(&found) }</details>
            } else if !found.is_empty() {
                { table(&found) }
            }
        </section>
    }
}

fn table(found: &[&ServerError]) -> Html {
    html! {
        <table aria-labelledby="codes-heading">
            <thead><tr><th scope="col">{ "Code" }</th><th scope="col">{ "Meaning" }</th></tr></thead>
            <tbody>{ for found.iter().map(|error| row(error)) }</tbody>
        </table>
    }
}

fn row(error: &ServerError) -> Html {
    html! {
        <tr>
            <th scope="row">
                <code>{ error.code }</code>
                if !error.name.is_empty() {
                    <span>{ error.name }</span>
                }
            </th>
            <td>{ hostile::message(error.meaning) }{ " " }<a href={Route::of(error.guide)}>{ error.guide.title() }</a></td>
        </tr>
    }
}

fn fits(error: &ServerError, words: &[String]) -> bool {
    let has = |text: &str, word: &str| text.to_ascii_lowercase().contains(word);
    words.iter().all(|word| {
        [error.code, error.name, error.meaning, error.check]
            .iter()
            .any(|text| has(text, word))
    })
}

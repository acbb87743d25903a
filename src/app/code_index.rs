//! The error codes that are known, as a table.

use yew::prelude::*;

use super::hostile;
use super::html::html;
use super::route::Route;
use super::view::count;
use crate::spec::server_errors::{ServerError, lookup, server_errors};

/// The table; with words, only the codes that fit them. All of them are folded away unless they are what one came for.
pub fn code_index(words: &[String], is_folded: bool) -> Html {
    let parents: Vec<_> = words.iter().filter_map(|word| parent(word)).collect();
    let words: Vec<&str> = words
        .iter()
        .map(|word| parent(word).map_or(word.as_str(), |parent| &parent.code["AADSTS".len()..]))
        .collect();
    let found: Vec<&ServerError> = server_errors()
        .iter()
        .filter(|error| fits(error, &words))
        .collect();
    html! {
        <section class="codes" aria-labelledby="codes-heading">
            <h2 id="codes-heading">{ "Error codes" }</h2>
            <p>{ count(found.len(), "code") }{ " and texts of servers and libraries, and where to read on." }</p>
            { for parents.iter().map(|parent| html! {
                <p>{ "That number is not known by itself. It may be a sub-code of " }<code>{ parent.code }</code>{ "." }</p>
            }) }
            if is_folded && words.is_empty() {
                <details class="kind"><summary>{ "All of them" }</summary>{ table(&found) }</details>
            } else if !found.is_empty() {
                { table(&found) }
            }
        </section>
    }
}

/// The code that a number starts with, where it is not known itself.
fn parent(word: &str) -> Option<&'static ServerError> {
    let number = word.strip_prefix("aadsts").unwrap_or(word);
    let (parent, true) = lookup(&format!("AADSTS{number}"))? else {
        return None;
    };
    number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(parent)
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
            <td>{ hostile::message(error.meaning) }{ " " }<a href={Route::of(error.guide)}>{ error.guide.title() }</a>
                <p>
                    { error.known_from() }
                    { for error.rules().map(|rule| html! { <>{ " " }<code>{ rule }</code></> }) }
                </p>
            </td>
        </tr>
    }
}

fn fits(error: &ServerError, words: &[&str]) -> bool {
    let has = |text: &str, word: &str| text.to_ascii_lowercase().contains(word);
    words.iter().all(|word| {
        [error.code, error.name, error.meaning, error.check]
            .into_iter()
            .chain(error.rules())
            .any(|text| has(text, word))
    })
}

//! Text of a token on the page: isolated, with what hides or reorders made visible, and never too much of it.

use yew::prelude::*;

use super::html::html;

use crate::text::{self, Piece};

/// The most that is shown of one value, in characters.
const MOST: usize = 2000;

/// The most pieces that are shown of one value: a text of nothing but hidden characters is many elements.
const MOST_PIECES: usize = 200;

/// Text of a token, whole where it is not very long.
pub fn hostile(text: &str) -> Html {
    capped(text, MOST)
}

/// Text of a token, at most this many characters of it.
pub fn capped(text: &str, most: usize) -> Html {
    let end = text
        .char_indices()
        .nth(most)
        .map_or(text.len(), |(at, _)| at);
    let (shown, rest) = text.split_at(end);
    let mut pieces = text::pieces(shown);
    let parts: Html = pieces.by_ref().take(MOST_PIECES).map(piece).collect();
    let left = rest.chars().count() + pieces.map(length).sum::<usize>();
    html! {
        <>
            <bdi>{ parts }</bdi>
            if left > 0 {
                <span class="cut">
                    { format!("… {} more characters", super::view::grouped(left)) }
                </span>
            }
        </>
    }
}

/// Text of several lines, whose ends are meant.
pub fn lines(text: &str) -> Html {
    const MOST_LINES: usize = 200;
    let mut out: Vec<Html> = Vec::new();
    for line in text.lines().take(MOST_LINES) {
        if !out.is_empty() {
            out.push(Html::from("\n"));
        }
        out.push(hostile(line));
    }
    let left = text.lines().count().saturating_sub(MOST_LINES);
    if left > 0 {
        let left = format!("\n… {} more", super::view::count(left, "line"));
        out.push(html! { <span class="cut">{ left }</span> });
    }
    out.into_iter().collect()
}

fn length(piece: Piece) -> usize {
    match piece {
        Piece::Plain(text) => text.chars().count(),
        Piece::Hidden(_) => 1,
        Piece::Alike(_) => 0,
    }
}

fn piece(piece: Piece) -> Html {
    match piece {
        Piece::Plain(text) => Html::from(text.to_owned()),
        Piece::Hidden(character) | Piece::Alike(character) => html! {
            <span class="hidden-character">{ text::code_point(character) }</span>
        },
    }
}

/// A message: what stands between backticks is a value.
pub fn message(text: &str) -> Html {
    text.split('`')
        .enumerate()
        .map(|(at, part)| {
            if at % 2 == 0 {
                Html::from(part.to_owned())
            } else {
                html! { <code>{ hostile(part) }</code> }
            }
        })
        .collect()
}

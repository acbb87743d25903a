//! The guide's blocks as they are shown, with values of the reader's token filled in.

use yew::prelude::*;

use super::html::html;
use super::route::Route;
use super::view::View;
use super::{hostile, landing, values};
use crate::example::Example;
use crate::guide::{Block, Cells, Inline, Inlines, Style};
use crate::remedy::{self, is_harmless};
use crate::spec::microsoft::Cloud;

/// The longest value that is filled in, in characters.
const LONGEST: usize = 200;

/// Blocks, with items gathered into lists and rows into tables.
pub fn blocks(view: &View, blocks: impl Iterator<Item = Block>) -> Html {
    let mut blocks = blocks.peekable();
    let mut out: Vec<Html> = Vec::new();
    while let Some(block) = blocks.next() {
        out.push(match block {
            Block::Heading(line) => html! { <h2>{ inlines(view, line) }</h2> },
            Block::Paragraph(line) => html! { <p>{ inlines(view, line) }</p> },
            Block::Bullet(line) => {
                let mut items = vec![html! { <li>{ inlines(view, line) }</li> }];
                while let Some(Block::Bullet(line)) = blocks.next_if(|block| matches!(block, Block::Bullet(_))) {
                    items.push(html! { <li>{ inlines(view, line) }</li> });
                }
                html! { <ul>{ for items }</ul> }
            }
            Block::Step(number, line) => {
                let mut items = vec![step(view, number, line)];
                while let Some(Block::Step(number, line)) = blocks.next_if(|block| matches!(block, Block::Step(..))) {
                    items.push(step(view, number, line));
                }
                html! { <ol>{ for items }</ol> }
            }
            Block::Code(language, line) => html! {
                <pre data-language={language} tabindex="0"><code>{ for line.iter().map(|inline| draw(view, inline, true)) }</code></pre>
            },
            Block::TableHead(head) => {
                let mut rows = Vec::new();
                while let Some(Block::TableRow(cells)) = blocks.next_if(|block| matches!(block, Block::TableRow(_))) {
                    rows.push(row(view, cells));
                }
                table(view, head, rows)
            }
            Block::TableRow(cells) => table(view, cells, Vec::new()),
            Block::Example(info, body) => example(view, Example { info, body }),
        });
    }
    out.into_iter().collect()
}

fn step(view: &View, number: u8, line: Inlines) -> Html {
    html! { <li value={number.to_string()}>{ inlines(view, line) }</li> }
}

fn table(view: &View, head: Cells, rows: Vec<Html>) -> Html {
    html! {
        <div class="prose__table" tabindex="0">
            <table>
                <thead><tr>{ for head.iter().map(|cell| html! { <th scope="col">{ inlines(view, cell) }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

fn row(view: &View, cells: Cells) -> Html {
    html! { <tr>{ for cells.iter().map(|cell| html! { <td>{ inlines(view, cell) }</td> }) }</tr> }
}

fn example(view: &View, example: Example<'static>) -> Html {
    // Were it new at each tick, what is selected in it would not stay so.
    let now = view.state.now / 60 * 60;
    html! {
        <figure class="example">
            if let Some(title) = example.attribute("title") {
                <figcaption>{ title }</figcaption>
            }
            if example.info.starts_with("token") {
                <pre tabindex="0"><code>{ example.readable(now) }</code></pre>
            }
            <pre class="example__text" tabindex="0"><code>{ example.text(now) }</code></pre>
            if let Some(key) = example.key() {
                <pre tabindex="0"><code>{ key }</code></pre>
            }
            <button type="button" class="button" onclick={landing::open(view, example)}>{ "Open this example" }</button>
        </figure>
    }
}

/// A line.
pub fn inlines(view: &View, line: Inlines) -> Html {
    line.iter()
        .map(|inline| draw(view, inline, false))
        .collect()
}

/// Code of the guide, which speaks to the worldwide cloud, with the hosts of the token's cloud.
fn in_cloud(view: &View, text: &'static str) -> Html {
    let cloud = view.token().map(remedy::cloud);
    match cloud.filter(|cloud| *cloud != Cloud::Worldwide) {
        Some(cloud) => {
            let text = text.replace(Cloud::Worldwide.login(), cloud.login());
            Html::from(text.replace(Cloud::Worldwide.graph(), cloud.graph()))
        }
        None => Html::from(text),
    }
}

/// A piece of a line. What is copied from code into a shell holds harmless values only.
fn draw(view: &View, inline: Inline, is_code: bool) -> Html {
    match inline {
        Inline::Text(text, style) if is_code => styled(in_cloud(view, text), style),
        Inline::Text(text, style) => styled(Html::from(text), style),
        Inline::Link(section, text) => html! { <a href={Route::of(section)}>{ text }</a> },
        Inline::Value(name, default, style) => {
            match values::value(view, name).filter(|value| !is_code || is_harmless(value)) {
                Some(value) => {
                    let value =
                        html! { <span class="value">{ hostile::capped(&value, LONGEST) }</span> };
                    styled(value, style)
                }
                None => {
                    // Without a token nothing is said about one.
                    let is_nothing =
                        matches!(default, "(none)" | "absent") && view.token().is_none();
                    let default = if is_nothing { "…" } else { default };
                    styled(
                        html! { <span class="value value--default">{ default }</span> },
                        style,
                    )
                }
            }
        }
    }
}

fn styled(text: Html, style: Style) -> Html {
    let text = if style.code {
        html! { <code>{ text }</code> }
    } else {
        text
    };
    match (style.strong, style.emphasis) {
        (true, _) => html! { <strong>{ text }</strong> },
        (_, true) => html! { <em>{ text }</em> },
        _ => text,
    }
}

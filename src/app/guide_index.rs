//! The guide on a page of its own: its chapters, a search through all of it, the index of error codes.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::html::html;
use super::private::PRIVATE;
use super::route::Route;
use super::state::Action;
use super::view::View;
use super::{code_index, guide_pane, hostile, prose};
use crate::guide::{self, Block, Section};

/// The page.
pub fn page(view: &View) -> Html {
    if let Route::Section(section) = view.state.route {
        return html! {
            <main class="guide-page" id="main" key={section.id()}>
                { guide_pane::crumb(section, false) }
                { guide_pane::article(view, section) }
            </main>
        };
    }
    let query = &view.state.query;
    let oninput = view.on(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Search(AttrValue::from(input.value()))
    });
    // What is searched has no letters outside ASCII.
    let words: Vec<String> = query
        .to_ascii_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let name = view.state.address.trim_start_matches("#/");
    let name = name.trim_start_matches("guide/");
    html! {
        <main class="guide-page" id="main" key="index">
            <h1 id="guide-heading" tabindex="-1">{ "The guide" }</h1>
            if view.state.route == Route::Lost {
                <p class="yours">{ "There is no page and no section called “" }{ hostile::capped(name, 48) }{ "”." }</p>
            }
            <p class="guide-page__lead">{ "Why tokens are refused, what to do about it, and who has to do it." }</p>
            <div class="search" role="search">
                <label for="search">{ "Search the guide and the error codes" }</label>
                <input type="search" ..PRIVATE id="search" value={query.clone()} {oninput} placeholder="aud, expired, AADSTS90016…" />
            </div>
            if words.is_empty() {
                <div class="chapters">
                    { for guide::chapters().map(|chapter| html! {
                        <section class="chapter">
                            <h2>{ chapter.title }</h2>
                            { prose::blocks(view, chapter.lead()) }
                            <ul>{ for chapter.sections().map(entry) }</ul>
                        </section>
                    }) }
                </div>
            } else {
                { results(&words) }
            }
            { code_index::code_index(&words, true) }
        </main>
    }
}

fn entry(section: Section) -> Html {
    html! { <li><a href={Route::of(section)}>{ section.title() }</a></li> }
}

fn results(words: &[String]) -> Html {
    let found: Vec<(usize, Section, String)> = guide::sections()
        .filter_map(|section| {
            let (rank, excerpt) = rank(section, words)?;
            Some((rank, section, excerpt))
        })
        .collect();
    // Titles that have every word first, then those that lack one, and so on.
    let sorted = (0..=words.len())
        .flat_map(|wanted| found.iter().filter(move |(rank, _, _)| *rank == wanted));
    html! {
        <section class="found" aria-label="Sections found">
            <p role="status">{ super::view::count(found.len(), "section") }{ " found" }</p>
            <ul>
                { for sorted.map(|(_, section, excerpt)| html! {
                    <li><a href={Route::of(*section)}>{ section.title() }</a><p>{ excerpt.clone() }</p></li>
                }) }
            </ul>
        </section>
    }
}

/// How well a section fits: in its title first. With the line that fits.
fn rank(section: Section, words: &[String]) -> Option<(usize, String)> {
    let title = section.title().to_ascii_lowercase();
    let lines: Vec<String> = section.blocks().filter_map(line).collect();
    let lower: Vec<String> = lines.iter().map(|line| line.to_ascii_lowercase()).collect();
    let is_somewhere = |word: &String| {
        title.contains(word.as_str())
            || section.id().contains(word.as_str())
            || lower.iter().any(|line| line.contains(word.as_str()))
    };
    if !words.iter().all(is_somewhere) {
        return None;
    }
    let missing = words
        .iter()
        .filter(|word| !title.contains(word.as_str()))
        .count();
    let fitting = lower
        .iter()
        .position(|line| words.iter().any(|word| line.contains(word.as_str())));
    let excerpt = lines
        .into_iter()
        .nth(fitting.unwrap_or(0))
        .unwrap_or_default();
    let end = excerpt.char_indices().nth(180).map(|(at, _)| at);
    Some((
        missing,
        match end {
            Some(end) => format!("{}…", &excerpt[..end]),
            None => excerpt,
        },
    ))
}

fn line(block: Block) -> Option<String> {
    match block {
        Block::Heading(line)
        | Block::Paragraph(line)
        | Block::Bullet(line)
        | Block::Step(_, line)
        | Block::Code(_, line) => Some(line.plain()),
        Block::TableHead(cells) | Block::TableRow(cells) => {
            let cells: Vec<String> = cells.iter().map(guide::Inlines::plain).collect();
            Some(cells.join(" · "))
        }
        Block::Example(..) => None,
    }
}

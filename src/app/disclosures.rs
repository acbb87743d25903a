//! The disclosures of an SD-JWT, with the claims they belong to.

use yew::prelude::*;

use super::hostile;
use super::html::html;
use super::icon::{Icon, icon};
use super::view::{count, grouped};
use crate::token::disclosures::{Disclosure, Disclosures, Hash, State};

/// The most that are shown.
const MOST: usize = 60;

/// The list; nothing where there are neither disclosures nor digests.
pub fn list(found: &Disclosures) -> Html {
    let all = found.list.len();
    let withheld = found.withheld.len();
    if all + withheld == 0 {
        return Html::default();
    }
    let left = all.saturating_sub(MOST) + withheld.saturating_sub(MOST);
    html! {
        <div class="disclosures">
            <h3 id="disclosures-heading">{ "Disclosures" }</h3>
            <p>{ summary(found) }</p>
            <ul aria-labelledby="disclosures-heading">
                { for found.list.iter().take(MOST).enumerate().map(|(at, one)| row(found.pointer(at), one)) }
                { for found.withheld.iter().take(MOST).map(|one| html! {
                    <li>
                        { icon(Icon::Info) }
                        <div>
                            <code>{ hostile::capped(&found.withheld_in(one).unwrap_or_default(), 200) }</code>{ " " }
                            <span class="disclosures__value">{ hostile::capped(&one.digest, 100) }</span>
                            <p>{ "not disclosed" }</p>
                        </div>
                    </li>
                }) }
                if left > 0 {
                    <li class="cut">{ format!("and {} more", grouped(left)) }</li>
                }
            </ul>
        </div>
    }
}

fn summary(found: &Disclosures) -> String {
    let is_disclosed = |one: &&Disclosure| one.state == State::Disclosed;
    let disclosed = found.list.iter().filter(is_disclosed).count();
    let given = match &found.hash {
        Hash::Sha2(_) => format!(
            "{} given, {} of them named by the signed part.",
            count(found.list.len(), "disclosure"),
            grouped(disclosed)
        ),
        _ => format!(
            "{} given. Their hash is not computed here, so nothing says where they belong.",
            count(found.list.len(), "disclosure")
        ),
    };
    match found.withheld.len() {
        0 => given,
        withheld => format!(
            "{given} {} without a disclosure: claims that are withheld, or decoys.",
            count(withheld, "digest")
        ),
    }
}

fn row(pointer: Option<String>, one: &Disclosure) -> Html {
    let trouble = match one.state {
        State::Disclosed => "",
        State::Unreferenced => "no digest names it, so it is no part of the token",
        State::Repeated => "it was given before",
        State::Malformed => "it cannot be read",
        State::NotAnElement => "it has a name, and stands in for an array element",
        State::NotAMember => "it has no name, and stands in for a claim",
        State::NameTaken => "a claim of its name is there already",
        State::Unchecked => "it was not checked against the digests",
    };
    let place = pointer.or_else(|| one.name.clone());
    html! {
        <li>
            { icon(if trouble.is_empty() || one.state == State::Unchecked { Icon::Info } else { Icon::Error }) }
            <div>
                { one.place.part.title() }{ " " }
                if let Some(place) = place {
                    <code>{ hostile::capped(&place, 200) }</code>{ " " }
                }
                if let Some(value) = one.value {
                    <span class="disclosures__value">{ hostile::capped(value.to_text(), 400) }</span>
                }
                if !trouble.is_empty() {
                    <p>{ trouble }</p>
                }
            </div>
        </li>
    }
}

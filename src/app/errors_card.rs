//! What a server or library said, what is known about it, and whether the token bears it out.

use yew::prelude::*;

use super::hostile;
use super::html::html;
use super::icon::{Icon, icon};
use super::route::Route;
use super::state::{Action, Target};
use super::view::View;
use crate::extract::Told;
use crate::report::{ErrorReport, Standing};
use crate::rules::Rule;
use crate::text::{quote, quote_list};

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
                { for errors.iter().take(MOST).map(|error| item(view, error)) }
                if errors.len() > MOST {
                    <li class="server-error cut">{ format!("and {} more", errors.len() - MOST) }</li>
                }
            </ul>
        </section>
    }
}

fn item(view: &View, error: &ErrorReport) -> Html {
    let known = error.known;
    let parent = known.filter(|_| error.via_parent);
    html! {
        <li class="server-error" data-code={error.text.code.clone()}>
            <div>
                <h3>
                    <code>{ hostile::capped(&error.text.code, 120) }</code>
                    if let Some(known) = known.filter(|known| !known.name.is_empty()) {
                        <span class="server-error__name">{ known.name }</span>
                    }
                </h3>
                if let Some(parent) = parent {
                    <p class="server-error__parent">{ "Not known by itself. By its number it may be a sub-code of " }<code>{ parent.code }</code>{ ":" }</p>
                }
                if let Some(known) = known {
                    <p>{ hostile::message(known.meaning) }{ " " }{ if known.sources == "T" { known.known_from() } else { "" } }</p>
                    if !known.check.is_empty() {
                        <p><b>{ "Look at: " }</b>{ hostile::message(known.check) }</p>
                    }
                    { for error.text.told.iter().map(told) }
                } else {
                    <p>{ "Nothing is known here about this code. The text beside it may say more." }</p>
                }
                if !view.report.tokens.is_empty() {
                    { standing(view, &error.standing) }
                }
            </div>
            <a class="finding__fix" href={Route::of(error.guide)}>{ "How to fix" }</a>
        </li>
    }
}

/// What it says of a claim's value, in its own words.
fn told(told: &Told) -> Html {
    let values = |name: &str, values: &[String]| match values.is_empty() {
        true => String::new(),
        false => format!("{name} {}. ", quote_list(values)),
    };
    let claim = quote(told.claim);
    let words =
        values(&format!("Its {claim} was"), &told.found) + &values("It expects", &told.expected);
    html! {
        <p><b>{ "It says: " }</b>{ hostile::message(words.trim_end()) }</p>
    }
}

/// Whether the tokens beside it show what the server complains of.
fn standing(view: &View, standing: &Standing) -> Html {
    let (sign, text) = match standing {
        Standing::Agrees(rules) if rules.is_empty() => (Icon::Error, "The token bears it out."),
        Standing::Agrees(_) => (Icon::Error, "The token bears it out: "),
        Standing::Contradicts(_) => (
            Icon::Info,
            "The token here does not show it: it may be another one than the server saw.",
        ),
        Standing::CannotTell => (
            Icon::Info,
            "The token here can neither confirm nor refute it.",
        ),
        Standing::Elsewhere(words) => (Icon::Info, *words),
        Standing::Another(words) => (Icon::Info, words.as_str()),
    };
    html! {
        <p class="standing" data-standing={standing.name()}>
            { icon(sign) }
            <span>
                { hostile::message(text) }
                if let Standing::Agrees(rules) = standing {
                    { for rules.iter().enumerate().map(|(at, rule)| html! {
                        <>{ if at > 0 { "; " } else { "" } }{ cause(view, rule) }</>
                    }) }
                }
            </span>
        </p>
    }
}

/// The finding that bears it out, to go to.
fn cause(view: &View, rule: &'static Rule) -> Html {
    match view.find(Target {
        rule: rule.id,
        at: usize::MAX,
    }) {
        Some((at, finding)) => html! {
            <button type="button" class="link" onclick={view.click(Action::Select(Target { rule: rule.id, at }))}>
                { hostile::message(finding.sentences().0.trim_end_matches('.')) }
            </button>
        },
        None => hostile::message(rule.title),
    }
}

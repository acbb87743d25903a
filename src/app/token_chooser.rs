//! Several tokens in one paste: which of them is shown.

use yew::prelude::*;

use super::hostile;
use super::html::html;
use super::icon::spoken;
use super::state::{Action, List};
use super::verdict_card::sign;
use super::view::View;
use crate::report::TokenReport;

/// A button for each token; nothing where there is only one.
pub fn chooser(view: &View) -> Html {
    let tokens = &view.report.tokens;
    if tokens.len() < 2 {
        return Html::default();
    }
    let chosen = view.at;
    let shown = tokens.get(..view.shown(List::Tokens)).unwrap_or(tokens);
    html! {
        <fieldset class="chooser">
            <legend class="unseen">{ "Tokens in what was pasted" }</legend>
            { choice("token", shown, chosen, |at| view.on(move |_: Event| Action::Choose(at))) }
            { view.more(List::Tokens, tokens.len()) }
        </fieldset>
    }
}

/// A choice between tokens, under a name that no other choice on the page has.
pub fn choice(
    field: &'static str,
    tokens: &[TokenReport],
    chosen: usize,
    choose: impl Fn(usize) -> Callback<Event>,
) -> Html {
    html! {
        <>
            { for tokens.iter().enumerate().map(|(at, token)| html! {
                <label class="chooser__token">
                    <input type="radio" name={field} checked={at == chosen} onchange={choose(at)} />
                    { spoken(sign(token.verdict())) }
                    <span>{ name(at, tokens) }</span>
                </label>
            }) }
        </>
    }
}

/// What it was called where it was found; with its number where others were called so too.
fn name(at: usize, tokens: &[TokenReport]) -> Html {
    let token = &tokens[at];
    match token.name() {
        Some(own) => {
            let alike = tokens.iter().filter(|token| token.name() == Some(own));
            let is_only = alike.count() < 2;
            html! {
                <>
                    if !is_only {
                        { format!("{}. ", at + 1) }
                    }
                    { hostile::capped(own, 40) }
                </>
            }
        }
        None => html! {
            <>
                { format!("{}. {}", at + 1, token.profile.profile.name) }
                if let Some(own) = own(token, tokens) {
                    { ": " }<code>{ hostile::capped(own, 24) }</code>
                }
            </>
        },
    }
}

/// What tells a token from the others of its kind: the first of these claims that they do not all share.
fn own<'a>(token: &'a TokenReport, tokens: &'a [TokenReport]) -> Option<&'a str> {
    let alike = tokens
        .iter()
        .filter(|other| other.profile.profile == token.profile.profile);
    let is_told = |name: &&str| {
        alike
            .clone()
            .any(|other| text(other, name) != text(token, name))
    };
    text(token, ["aud", "sub", "jti"].into_iter().find(is_told)?)
}

fn text<'a>(token: &'a TokenReport, name: &str) -> Option<&'a str> {
    token.token.claims()?.get(name)?.as_str()
}

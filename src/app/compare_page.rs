//! Two tokens side by side: what differs, and what of it explains why one is refused and the other is not.

use std::rc::Rc;

use yew::prelude::*;

use super::html::html;
use super::icon::{icon, spoken};
use super::route::Route;
use super::state::{Action, State};
use super::text_box::{self, TextBox};
use super::verdict_words::{counts, sentence_of};
use super::view::{View, count, grouped};
use super::{dom, hostile, token_chooser, verdict_card};
use crate::compare::{Comparison, Difference, SetDifference, compare};
use crate::report::{Report, TokenReport, inspect};
use crate::rules::{self, Finding, Rule};
use crate::spec::claims as dictionary;
use crate::time;
use crate::token::Form;

/// The most rows of the table, findings of a side and tokens to choose from that are shown at first.
const MOST: usize = 100;

/// The most characters of a value.
const MOST_TEXT: usize = 400;

/// The most elements of a set.
const MOST_ITEMS: usize = 40;

/// One of the two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// What is compared. Nothing of it is ever written to the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compare {
    /// The left text; `None` while it is the one that is inspected.
    left: Option<AttrValue>,
    /// The right text.
    right: AttrValue,
    /// Which token of each text.
    chosen: [usize; 2],
    /// Whether what always differs is shown.
    is_unfolded: bool,
    /// How often more rows were wanted.
    steps: usize,
    /// Whose file could not be read.
    unreadable: Option<Side>,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Event {
    /// A text was changed.
    Write(Side, AttrValue),
    /// The left text is to be the one that is inspected again.
    Follow,
    /// The tokens change places; what was inspected stood on the left.
    Swap(AttrValue),
    /// Another token of a text was chosen.
    Choose(Side, usize),
    /// What always differs is to be shown or folded away.
    Fold,
    /// More rows are wanted.
    More,
    /// A file could not be read.
    Fail(Side),
}

impl From<Event> for Action {
    fn from(event: Event) -> Self {
        Action::Compare(event)
    }
}

impl Compare {
    /// Does what an event says.
    pub fn act(&mut self, event: Event) {
        self.unreadable = None;
        match event {
            Event::Write(side, text) => {
                match side {
                    Side::Left => self.left = Some(text),
                    Side::Right => self.right = text,
                }
                self.chosen[side as usize] = 0;
                self.steps = 0;
            }
            Event::Follow => {
                self.left = None;
                self.chosen[0] = 0;
            }
            Event::Swap(inspected) => {
                let left = self.left.take().unwrap_or(inspected);
                self.left = Some(std::mem::replace(&mut self.right, left));
                self.chosen.swap(0, 1);
            }
            Event::Choose(side, at) => self.chosen[side as usize] = at,
            Event::Fold => self.is_unfolded ^= true,
            Event::More => self.steps += 1,
            Event::Fail(side) => self.unreadable = Some(side),
        }
    }

    /// Forgets what belongs to a text on the left that is no longer inspected.
    pub fn renew(&mut self) {
        if self.left.is_none() {
            self.chosen[0] = 0;
        }
    }
}

/// What was learned from both texts, while they are compared.
pub type Sides = Option<[Report; 2]>;

fn texts(state: &State) -> [AttrValue; 2] {
    let left = state.compare.left.as_ref().unwrap_or(&state.text);
    [left.clone(), state.compare.right.clone()]
}

/// Inspects both texts while they are compared.
#[hook]
pub fn use_sides(state: &UseReducerHandle<State>) -> Rc<Sides> {
    let is_compared = state.route == Route::Compare;
    use_memo(
        is_compared.then(|| (texts(state), state.fields.clone(), state.moment())),
        |compared| {
            let (texts, fields, moment) = compared.as_ref()?;
            let expect = fields.expectations();
            Some(texts.each_ref().map(|text| inspect(text, &expect, *moment)))
        },
    )
}

fn token(view: &View, side: Side) -> Option<&TokenReport> {
    let tokens = &view.sides.as_ref().as_ref()?.get(side as usize)?.tokens;
    tokens
        .get(view.state.compare.chosen[side as usize])
        .or(tokens.first())
}

/// The page.
pub fn page(view: &View) -> Html {
    let tokens = token(view, Side::Left).zip(token(view, Side::Right));
    let is_read = |(left, right): &(&TokenReport, &TokenReport)| {
        [left, right]
            .iter()
            .all(|side| side.token.form != Form::Opaque)
    };
    let comparison = tokens
        .filter(is_read)
        .map(|(left, right)| compare(left, right));
    let inspected = view.state.text.clone();
    html! {
        <main id="main" class="compare" key="compare">
            <div class="compare__head">
                <h1 id="compare-heading" tabindex="-1">{ "Compare two tokens" }</h1>
                <p>{ "One that works and one that does not, before and after a change, ID and access token. Both are checked against the same expectations; signatures are not checked here." }</p>
                <button type="button" class="button" onclick={view.on(move |_: MouseEvent| Event::Swap(inspected.clone()).into())}>{ "Swap left and right" }</button>
            </div>
            <div class="compare__sides">
                { side(view, Side::Left) }
                { side(view, Side::Right) }
            </div>
            <p role="status" class="compare__status">{ summary(view, comparison.as_ref()) }</p>
            if let Some(comparison) = &comparison {
                { only(comparison) }
                { table(view, comparison) }
            }
        </main>
    }
}

fn side(view: &View, side: Side) -> Html {
    let texts = texts(&view.state);
    let at = side as usize;
    let is_followed = view.state.compare.left.is_none();
    let (id, label, heading) = match side {
        Side::Left => ("left-token", "Left token", "left-heading"),
        Side::Right => ("right-token", "Right token", "right-heading"),
    };
    let text = texts[at].clone();
    let field = TextBox {
        id,
        label,
        class: "",
        placeholder: "Paste whatever the main box takes: a token, a header, a curl command, a token response…",
        rows: "6",
        text: text.clone(),
        on_text: view.on(move |(text, _)| Event::Write(side, text).into()),
        on_failure: view.on(move |()| Event::Fail(side).into()),
    };
    let clear = view.on(move |_: MouseEvent| {
        dom::focus(id);
        Event::Write(side, AttrValue::default()).into()
    });
    let follow = view.on(|_: MouseEvent| {
        dom::focus("left-token");
        Event::Follow.into()
    });
    html! {
        <section class="card" aria-labelledby={heading}>
            <header class="card__head">
                <h2 id={heading}>{ label }</h2>
                <button type="button" class="ghost" aria-label={format!("Clear the {}", label.to_ascii_lowercase())} onclick={clear}>{ "Clear" }</button>
            </header>
            { chooser(view, side) }
            { field.draw() }
            { text_box::note(id, &text) }
            if view.state.compare.unreadable == Some(side) {
                <p class="token__note" role="alert">{ text_box::UNREADABLE }</p>
            }
            if side == Side::Left && is_followed && !text.is_empty() {
                <p class="token__note">{ "The one that you inspect. If you change it here, the main box keeps what it has." }</p>
            }
            if side == Side::Left && !is_followed {
                <p class="token__note">
                    { "Changed here only: the main box keeps what it has. " }
                    <button type="button" class="link" onclick={follow}>{ "Take the one in the main box" }</button>
                </p>
            }
            { verdict(view, side, &text) }
        </section>
    }
}

fn chooser(view: &View, side: Side) -> Html {
    let tokens = view
        .sides
        .as_ref()
        .as_ref()
        .map(|sides| &sides[side as usize].tokens[..]);
    let tokens = tokens.unwrap_or_default();
    if tokens.len() < 2 {
        return Html::default();
    }
    let (name, legend) = match side {
        Side::Left => ("left", "Tokens in the left text"),
        Side::Right => ("right", "Tokens in the right text"),
    };
    let chosen = view.state.compare.chosen[side as usize];
    let shown = tokens.get(..MOST).unwrap_or(tokens);
    html! {
        <fieldset class="chooser">
            <legend class="unseen">{ legend }</legend>
            { token_chooser::choice(name, shown, chosen, |at| view.on(move |_| Event::Choose(side, at).into())) }
            { left_over(tokens.len(), shown.len()) }
        </fieldset>
    }
}

fn left_over(all: usize, shown: usize) -> Html {
    let left = all.saturating_sub(shown);
    if left == 0 {
        return Html::default();
    }
    html! { <p class="cut">{ format!("and {} more", grouped(left)) }</p> }
}

fn verdict(view: &View, side: Side, text: &str) -> Html {
    let Some(sides) = view
        .sides
        .as_ref()
        .as_ref()
        .filter(|_| !text.trim().is_empty())
    else {
        return Html::default();
    };
    let report = &sides[side as usize];
    let token = token(view, side);
    let verdict = token.map_or_else(|| report.verdict(), TokenReport::verdict);
    let findings = token.map_or(&report.findings, |token| &token.checked.findings);
    html! {
        <div class="compare__verdict verdict" data-verdict={verdict.name()}>
            { icon(verdict_card::sign(verdict)) }
            <p>
                <b>{ sentence_of(view, report, token) }</b>
                { ": " }{ counts(findings) }{ ". " }
                if let Some(token) = token {
                    { token.profile.profile.name }{ "." }
                }
            </p>
        </div>
    }
}

fn summary(view: &View, comparison: Option<&Comparison>) -> String {
    let Some(comparison) = comparison else {
        let texts = texts(&view.state);
        return match texts.each_ref().map(|text| text.trim().is_empty()) {
            [true, true] => "Paste a token on either side.".to_owned(),
            [false, true] => "Paste the other token on the right.".to_owned(),
            [true, false] => "Paste the other token on the left.".to_owned(),
            [false, false] => {
                "There is no token that can be read on one of the sides, so there is nothing to compare.".to_owned()
            }
        };
    };
    let rows = comparison.claims.len() + comparison.header.len();
    let explaining = comparison
        .claims
        .iter()
        .chain(&comparison.header)
        .filter(|difference| !difference.explains.is_empty());
    match (rows, explaining.count()) {
        (0, _) if comparison.is_alike() => {
            "Nothing differs but what differs in every token.".to_owned()
        }
        (0, _) => "The claims are the same; the findings are not.".to_owned(),
        (rows, 0) => format!(
            "{}. None of them explains a finding.",
            count(rows, "difference")
        ),
        (rows, explaining) => format!(
            "{}; those that explain a finding come first: {}.",
            count(rows, "difference"),
            grouped(explaining)
        ),
    }
}

/// Findings that only one of the tokens has.
fn only(comparison: &Comparison) -> Html {
    if comparison.is_alike() {
        return html! { <p class="compare__alike">{ "The findings are the same on both sides." }</p> };
    }
    html! {
        <div class="compare__sides">
            { list("Only the left token has", "only-left", &comparison.only_left) }
            { list("Only the right token has", "only-right", &comparison.only_right) }
        </div>
    }
}

fn list(heading: &'static str, id: &'static str, findings: &[&Finding]) -> Html {
    html! {
        <section class="card" aria-labelledby={id}>
            <header class="card__head"><h2 id={id}>{ heading }</h2></header>
            if findings.is_empty() {
                <p class="findings__none">{ "No finding of its own." }</p>
            } else {
                <ul class="findings__list" aria-label={heading}>
                    { for findings.iter().take(MOST).map(|finding| {
                        let headline = finding.sentences().0;
                        html! {
                            <li class="finding" data-rule={finding.rule.id} data-severity={finding.severity.name()}>
                                { spoken(finding.severity.into()) }
                                <div class="finding__text"><h3>{ hostile::message(headline.strip_suffix('.').unwrap_or(headline)) }</h3></div>
                                <a class="finding__fix" href={Route::of(finding.rule.guide)}>{ "How to fix" }</a>
                            </li>
                        }
                    }) }
                </ul>
                { left_over(findings.len(), MOST) }
            }
        </section>
    }
}

fn table(view: &View, comparison: &Comparison) -> Html {
    let compare = &view.state.compare;
    let mut rows: Vec<Html> = Vec::new();
    if let Some((left, right)) = comparison.kinds {
        rows.push(fact("Kind of token", left.name, right.name));
    }
    if let Some((left, right)) = comparison.forms {
        rows.push(fact("Form", left.label(), right.label()));
    }
    let most = (compare.steps + 1) * MOST;
    let all = comparison.claims.len() + comparison.header.len();
    let explaining = comparison
        .claims
        .iter()
        .filter(|difference| !difference.explains.is_empty())
        .count();
    let (first, others) = comparison.claims.split_at(explaining);
    let mut left = most;
    for (heading, differences) in [
        ("Explain a finding", first),
        ("Other claims", others),
        ("Header", &comparison.header[..]),
    ] {
        let shown = differences.get(..left).unwrap_or(differences);
        left -= shown.len();
        if !shown.is_empty() {
            rows.push(group(heading));
            rows.extend(
                shown
                    .iter()
                    .map(|difference| draw(view, comparison, difference)),
            );
        }
    }
    let folded = &comparison.folded;
    if compare.is_unfolded && !folded.is_empty() {
        rows.push(group("Ids and times that always differ"));
        rows.extend(
            folded
                .iter()
                .take(MOST)
                .map(|difference| draw(view, comparison, difference)),
        );
    }
    html! {
        <section class="card" aria-labelledby="differences-heading">
            <header class="card__head"><h2 id="differences-heading">{ "Differences" }</h2></header>
            if !rows.is_empty() {
                <table class="claims__table differences" role="table" aria-label="Differences">
                    <thead class="differences__head" role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{ "Claim" }</th>
                            <th role="columnheader" scope="col">{ "Left" }</th>
                            <th role="columnheader" scope="col">{ "Right" }</th>
                            <th role="columnheader" scope="col" class="unseen">{ "What it explains" }</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{ rows }</tbody>
                </table>
            }
            if all > most {
                <button type="button" class="more" onclick={view.click(Event::More.into())}>{ format!("and {} more", grouped(all - most)) }</button>
            }
            <p class="claims__none">{ same(comparison.same) }</p>
            if !folded.is_empty() {
                <button type="button" class="fold" aria-expanded={compare.is_unfolded.to_string()} onclick={view.click(Event::Fold.into())}>
                    { format!("Ids and times that always differ: {}", grouped(folded.len())) }
                </button>
            }
        </section>
    }
}

fn same(number: usize) -> String {
    match number {
        0 => "No claim is the same on both sides.".to_owned(),
        1 => "1 claim is the same on both sides.".to_owned(),
        _ => format!("{} claims are the same on both sides.", grouped(number)),
    }
}

fn group(heading: &'static str) -> Html {
    html! {
        <tr role="row" class="claims__group"><th role="rowheader" scope="rowgroup" colspan="4">{ heading }</th></tr>
    }
}

/// What differs beside the claims, in words of ours.
fn fact(name: &'static str, left: &'static str, right: &'static str) -> Html {
    html! {
        <tr role="row" class="claim difference">
            <th role="rowheader" scope="row" class="difference__fact">{ name }</th>
            { cell("Left", html! { <span>{ left }</span> }) }
            { cell("Right", html! { <span>{ right }</span> }) }
            <td role="cell" class="difference__why" />
        </tr>
    }
}

/// A cell; where the table is narrow its own words say which side it is.
fn cell(side: &'static str, content: Html) -> Html {
    html! {
        <td role="cell" class="claim__value">
            <span class="difference__side" aria-hidden="true">{ side }</span>
            { content }
        </td>
    }
}

fn draw(view: &View, comparison: &Comparison, difference: &Difference) -> Html {
    let explained: Vec<_> = difference
        .explains
        .iter()
        .filter_map(|id| rules::by_id(id))
        .collect();
    let (left, right) = match &difference.set {
        Some(set) => (items(set, &set.only_left), items(set, &set.only_right)),
        None => (
            value(view, difference, &difference.left),
            value(view, difference, &difference.right),
        ),
    };
    html! {
        <tr role="row" class="claim difference" data-claim={difference.name.clone()}>
            <th role="rowheader" scope="row">{ hostile::capped(&difference.name, 80) }</th>
            { cell("Left", left) }
            { cell("Right", right) }
            <td role="cell" class="difference__why">
                { for explained.into_iter().map(|rule| {
                    let side = whose(comparison, rule);
                    html! {
                        <p data-side={side}><span class="difference__only">{ side }</span><a href={Route::of(rule.guide)}>{ hostile::message(rule.title) }</a></p>
                    }
                }) }
            </td>
        </tr>
    }
}

/// Which side has a finding of a rule that the other has not.
fn whose(comparison: &Comparison, rule: &Rule) -> &'static str {
    let has = |findings: &[&Finding]| findings.iter().any(|finding| finding.rule.id == rule.id);
    match (has(&comparison.only_left), has(&comparison.only_right)) {
        (true, false) => "left: ",
        (false, true) => "right: ",
        _ => "",
    }
}

/// What a set holds that the other does not.
fn items(set: &SetDifference, own: &[String]) -> Html {
    html! {
        <>
            if own.is_empty() {
                <span class="claim__missing">{ "nothing of its own" }</span>
            } else {
                <ul class="claim__items">
                    { for own.iter().take(MOST_ITEMS).map(|item| html! {
                        <li><span class="difference__only">{ "only here " }</span>{ hostile::capped(item, MOST_TEXT) }</li>
                    }) }
                </ul>
                { left_over(own.len(), MOST_ITEMS) }
            }
            if set.both > 0 {
                <span class="claim__more">{ format!("and {} that both have", grouped(set.both)) }</span>
            }
        </>
    }
}

fn value(view: &View, difference: &Difference, value: &Option<String>) -> Html {
    let Some(text) = value else {
        return html! { <span class="claim__missing">{ "not in the token" }</span> };
    };
    let is_time = dictionary::claim(&difference.name).is_some_and(|claim| claim.types.is_date());
    let whole = text.split('.').next().unwrap_or_default();
    match whole.parse().ok().filter(|_| is_time) {
        Some(at) => html! {
            <>
                <span class="claim__time">{ time::utc(at) }</span>
                <span class="claim__ago">{ time::relative(at, view.state.moment()) }</span>
            </>
        },
        None => hostile::capped(text, MOST_TEXT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_here_stays_here() {
        let mut state = State {
            text: "main".into(),
            ..State::default()
        };
        assert_eq!(texts(&state), ["main", ""]);
        state.compare.act(Event::Write(Side::Left, "own".into()));
        assert_eq!(texts(&state), ["own", ""]);
        assert_eq!(state.text, "main");
        state.compare.act(Event::Follow);
        let inspected = state.text.clone();
        state.compare.act(Event::Swap(inspected));
        assert_eq!(texts(&state), ["", "main"]);
        assert_eq!(state.text, "main");
    }
}

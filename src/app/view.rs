//! What every piece of the page is drawn from.

use std::rc::Rc;

use yew::prelude::*;

use super::compare_page::Sides;
use super::draft::Outcome;
use super::html::html;
use super::route::Route;
use super::state::{Action, Fold, List, State, Target};
use super::{dom, json_view, keys};
use crate::place::Part;
use crate::report::{Report, TokenReport};
use crate::rules::Finding;
use crate::text::plural;
use crate::verify;

/// The state, what was derived from it, and a way to act.
#[derive(Clone)]
pub struct View {
    /// The ground truth.
    pub state: UseReducerHandle<State>,
    /// The keys in it.
    pub keys: Rc<keys::Read>,
    /// What was learned from it.
    pub report: Rc<Report>,
    /// What was learned from the two texts to compare, while they are.
    pub sides: Rc<Sides>,
    /// Which of its tokens is shown.
    pub at: usize,
    /// The JSON in lines, while it is shown.
    pub json: Rc<json_view::Shown>,
    /// What a change would do, while one is tried.
    pub outcome: Rc<Outcome>,
    /// Whether all of the page is drawn, or for now only what a token is refused for.
    pub is_whole: bool,
}

impl View {
    /// A callback that turns an event into an action.
    pub fn on<E: 'static>(&self, make: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let act = self.state.dispatcher();
        Callback::from(move |event| act.dispatch(make(event)))
    }

    /// A callback for a button that always does the same.
    pub fn click(&self, action: Action) -> Callback<MouseEvent> {
        self.on(move |_| action.clone())
    }

    /// Whether what this stands for was copied last, and a callback that copies it: what `text` makes of the token.
    pub fn copy(
        &self,
        what: (Part, usize),
        text: impl Fn(&TokenReport) -> String + 'static,
    ) -> (bool, Callback<MouseEvent>) {
        let view = self.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            let act = view.state.dispatcher();
            let text = view.token().map(&text);
            dom::copy(&text.unwrap_or_default(), move |is_copied| {
                act.dispatch(Action::Copied(is_copied.then_some(what)));
            });
        });
        (self.state.copied == Some(what), onclick)
    }

    /// Whether there is nothing to inspect.
    pub fn is_empty(&self) -> bool {
        self.state.text.trim().is_empty()
    }

    /// Whether the guide has the page for itself.
    pub fn is_on_guide_page(&self) -> bool {
        match self.state.route {
            Route::Inspect | Route::Compare => false,
            Route::Guide | Route::Lost => true,
            Route::Section(_) => self.is_empty(),
        }
    }

    /// The token that is shown.
    pub fn token(&self) -> Option<&TokenReport> {
        self.report.tokens.get(self.at)
    }

    /// The findings that are shown: those of the token, or those about the paste where there is none.
    pub fn findings(&self) -> &[Finding] {
        match self.token() {
            Some(token) => &token.checked.findings,
            None => &self.report.findings,
        }
    }

    /// The finding that is meant, also after the list has moved.
    pub fn find(&self, target: Target) -> Option<(usize, &Finding)> {
        let findings = self.findings();
        let is_it = |finding: &Finding| finding.rule.id == target.rule;
        match findings.get(target.at) {
            Some(finding) if is_it(finding) => Some((target.at, finding)),
            _ => findings
                .iter()
                .enumerate()
                .find(|(_, finding)| is_it(finding)),
        }
    }

    /// The place of the finding that was chosen.
    pub fn selected(&self) -> Option<usize> {
        Some(self.find(self.state.selected?)?.0)
    }

    /// The finding to mark.
    pub fn marked(&self) -> Option<(usize, &Finding)> {
        self.find(self.state.marked()?)
    }

    /// What names the finding at this place of the list.
    pub fn target(&self, at: usize) -> Option<Target> {
        let rule = self.findings().get(at)?.rule.id;
        Some(Target { rule, at })
    }

    /// How many entries of a list are shown.
    pub fn shown(&self, list: List) -> usize {
        let steps = self.state.steps[list as usize] + 1;
        match list {
            List::Findings => steps * 40,
            List::Claims => steps * 120,
            List::Tokens => steps * 12,
        }
    }

    /// Whether a part is open.
    pub fn is_open(&self, fold: Fold) -> bool {
        self.state.open[fold as usize]
    }

    /// "and 1 980 more", as a button that shows more of them; nothing where all are shown.
    pub fn more(&self, list: List, all: usize) -> Html {
        let hidden = all.saturating_sub(self.shown(list));
        if hidden == 0 {
            return Html::default();
        }
        html! {
            <button type="button" class="more" onclick={self.click(Action::More(list))}>
                { format!("and {} more", grouped(hidden)) }
            </button>
        }
    }
}

/// A number with its digits in groups of three, set apart by narrow spaces.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

/// What was found out about the signatures of a token.
pub fn states(report: &TokenReport) -> &[verify::State] {
    report.states()
}

/// A number of things as the page writes it, with its digits in groups: `1 error`, `2 errors`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), plural(number as u64))
}

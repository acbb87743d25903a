//! Everything that was found, what to fix first on top.

use yew::prelude::*;

use super::html::html;
use super::icon::spoken;
use super::route::Route;
use super::state::{Action, Fold, List};
use super::verdict_words::numbers;
use super::view::{View, count};
use super::{dom, hostile, wiring};
use crate::report::TokenReport;
use crate::rules::{Finding, Rule, Severity};

/// So many notes stay open below what is graver.
const FEW: usize = 4;

/// The card.
pub fn findings_card(view: &View) -> Html {
    let findings = view.findings();
    let [errors, warnings, notes] = numbers(findings);
    let grave = errors + warnings;
    let are_notes_folded = grave > 0 && notes > FEW;
    let is_open = !are_notes_folded || view.is_open(Fold::Notes);
    let shown = view.shown(List::Findings);
    let listed = if is_open { findings.len() } else { grave };
    html! {
        <section class="card findings" key="findings" aria-labelledby="findings-heading">
            <header class="card__head"><h2 id="findings-heading">{ "Findings" }</h2></header>
            if findings.is_empty() {
                <p class="findings__none">{ if view.token().is_some() {
                    "No check has anything to say."
                } else {
                    "Nothing in it looks like a token or an error. A key goes under “Key”, settings under “From your configuration”."
                } }</p>
            }
            <ul class="findings__list" aria-label="Findings">
                { for findings.iter().take(grave.min(shown)).enumerate().map(|(at, finding)| item(view, at, finding, false)) }
                { for findings.iter().enumerate().skip(grave).take(shown).map(|(at, finding)| item(view, at, finding, !is_open)) }
            </ul>
            { more(view, listed, grave, is_open) }
            if are_notes_folded {
                <button type="button" class="fold" aria-expanded={is_open.to_string()} onclick={view.click(Action::Toggle(Fold::Notes))}>
                    { count(notes, "note") }
                </button>
            }
            if let Some(token) = view.token() {
                { quiet(view, token) }
            }
        </section>
    }
}

fn more(view: &View, listed: usize, grave: usize, is_open: bool) -> Html {
    let shown = view.shown(List::Findings);
    let hidden = grave.saturating_sub(shown)
        + if is_open {
            (listed - grave).saturating_sub(shown)
        } else {
            0
        };
    view.more(List::Findings, if hidden > 0 { shown + hidden } else { 0 })
}

fn item(view: &View, at: usize, finding: &Finding, hidden: bool) -> Html {
    let (headline, rest) = finding.sentences();
    let target = view.target(at);
    let is_selected = view.selected() == Some(at);
    let name = wiring::finding_id(at);
    let choose = target.map(|target| {
        view.on(move |_: MouseEvent| {
            if is_selected {
                dom::reveal_marks(true);
            }
            Action::Select(target)
        })
    });
    let leave = target.map(|target| view.click(Action::LeaveFrom(target)));
    let who = finding.fixer.label();
    html! {
        <li class="finding" key={format!("{}-{at}", finding.rule.id)} {hidden} data-rule={finding.rule.id}
            data-severity={finding.severity.name()} data-finding={at.to_string()} data-selected={is_selected.then_some("")}>
            { spoken(finding.severity.into()) }
            <div class="finding__text">
                <h3>
                    <button type="button" id={name.clone()} aria-pressed={is_selected.to_string()} onclick={choose}>
                        { hostile::message(headline.strip_suffix('.').unwrap_or(headline)) }
                    </button>
                </h3>
                if !rest.is_empty() {
                    <p>{ hostile::message(rest) }</p>
                }
                if !who.is_empty() && finding.severity > Severity::Info {
                    <p class="finding__who">{ "Who can fix it: " }{ who }</p>
                }
            </div>
            <a class="finding__fix" id={wiring::fix_id(at)} href={Route::of(finding.rule.guide)}
                aria-describedby={name} onclick={leave}>{ "How to fix" }</a>
        </li>
    }
}

/// The checks that said nothing, so that silence means something.
fn quiet(view: &View, report: &TokenReport) -> Html {
    let checked = &report.checked;
    let is_open = view.is_open(Fold::Quiet);
    html! {
        <>
            <button type="button" class="fold" aria-expanded={is_open.to_string()} aria-controls="quiet"
                onclick={view.click(Action::Toggle(Fold::Quiet))}>
                { count(checked.quiet.len(), "check") }
                { if checked.quiet.len() == 1 { " was quiet" } else { " were quiet" } }
            </button>
            <div id="quiet" class="quiet" hidden={!is_open}>
                if is_open {
                    <p>{ "Looked for, and not found:" }</p>
                    { rules(&checked.quiet) }
                    if !checked.not_applicable.is_empty() {
                        <p>{ "Does not apply to this token, or nothing was given to compare with:" }</p>
                        { rules(&checked.not_applicable) }
                    }
                }
            </div>
        </>
    }
}

fn rules(rules: &[&'static Rule]) -> Html {
    html! {
        <ul class="quiet__rules">
            { for rules.iter().map(|rule| html! { <li>{ hostile::message(rule.title) }</li> }) }
        </ul>
    }
}

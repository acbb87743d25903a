//! What a receiver would do, when the token is valid, and what kind of token it is.

use yew::prelude::*;

use super::html::html;
use super::icon::{Icon, icon};
use super::state::{Action, Tab};
use super::verdict_words::{counts, sentence};
use super::view::{self, View};
use super::{clock, dom, hostile, report_panel, signature_tab, timeline};
use crate::report::{TokenReport, Verdict};
use crate::rules::{self, Finding, Severity};
use crate::time;
use crate::token::Form;
use crate::verify::State;

/// The card. It is always there, so that a change of its status is heard; empty it is not seen.
pub fn verdict_card(view: &View) -> Html {
    let is_empty = view.is_empty();
    let verdict = match view.token() {
        Some(token) => token.verdict(),
        None => view.report.verdict(),
    };
    html! {
        <section key="verdict" data-verdict={verdict.name()} aria-label="Verdict"
            class={classes!("card", "verdict", is_empty.then_some("unseen"))}>
            <div class="verdict__head">
                if !is_empty {
                    <span class="verdict__sign">{ icon(sign(verdict)) }</span>
                }
                // Only what was done is announced: the age of a token changes by itself.
                <div role="status" key="status" aria-live={if view.state.is_tick { "off" } else { "polite" }}>
                    if !is_empty {
                        { words(view) }
                    }
                </div>
                if !is_empty {
                    <div class="verdict__report">
                        <button type="button" class="button" onclick={report_panel::copy(view)}>{ "Copy report" }</button>
                        <button type="button" class="ghost" popovertarget="report">{ "Adjust…" }</button>
                        <p role="status">{ view.state.ticket.said() }</p>
                    </div>
                }
            </div>
            if let Some(token) = view.token().filter(|_| !is_empty) {
                { timeline::timeline(view, token) }
                <div class="verdict__facts">
                    { kind(token) }
                    { signature(view, token) }
                    { clock::clock(view, token) }
                </div>
            }
        </section>
    }
}

/// The sign of a verdict.
pub fn sign(verdict: Verdict) -> Icon {
    match verdict {
        Verdict::Reject => Icon::Error,
        Verdict::Risk => Icon::Warning,
        Verdict::None | Verdict::NoObjection | Verdict::NotChecked => Icon::Info,
    }
}

fn words(view: &View) -> Html {
    let findings = view.findings();
    let sentence = sentence(view);
    let counts = counts(findings);
    let errors = view.report.errors.iter();
    let said = errors.filter_map(|error| error.known).next();
    if let Some(said) = said.filter(|_| view.token().is_none()) {
        return html! {
            <>
                <h1>{ hostile::message(said.meaning.trim_end_matches('.')) }</h1>
                <p>{ sentence }{ "." }</p>
            </>
        };
    }
    let at = view.state.fields.at;
    let at = at.map(|at| format!("As of {}: ", time::utc(at)));
    match headline(view) {
        Some(finding) => html! {
            <>
                <h1>{ at }{ hostile::message(finding.sentences().0.trim_end_matches('.')) }</h1>
                <p>{ sentence }{ ": " }{ counts }{ "." }</p>
            </>
        },
        None => html! {
            <>
                <h1>{ at }{ sentence }</h1>
                <p>{ counts }{ "." }</p>
            </>
        },
    }
}

/// The finding that says what the matter is, where one of them does: everything else follows from it, it is the only
/// error, or there is nothing more to be read.
fn headline(view: &View) -> Option<&Finding> {
    let findings = view.findings();
    let is_opaque = view
        .token()
        .is_some_and(|token| token.token.form == Form::Opaque);
    let said = |severity| {
        let mut said = findings
            .iter()
            .filter(move |finding| finding.severity == severity);
        said.next().filter(|_| said.next().is_none())
    };
    rules::leading(findings)
        .or_else(|| said(Severity::Error))
        .or_else(|| said(Severity::Warning).filter(|_| is_opaque))
        .or_else(|| said(Severity::Info).filter(|_| is_opaque))
}

/// What is known of the signature, in few words, and a way to more of them.
fn signature(view: &View, report: &TokenReport) -> Html {
    if report.token.form == Form::Opaque {
        return Html::default();
    }
    let states = view::states(report);
    let is_encrypted = report.token.form.is_encrypted();
    let mut titles = states.iter().map(|state| signature_tab::title(state).1);
    let title = match titles.next() {
        None if is_encrypted => "Not opened",
        None => "Not checked",
        Some(first) if titles.all(|title| title == first) => first,
        Some(_) => "Not the same for all signatures",
    };
    let key = match states {
        [state @ (State::Verified { .. } | State::Opened { .. })] => state.key(),
        _ => None,
    };
    let what = if is_encrypted {
        "Encryption"
    } else {
        "Signature"
    };
    html! {
        <p class="signed" data-state={states.first().map_or("not-checked", State::name)}>
            <span class="kind__label">{ what }</span>
            <b>{ title }</b>
            if let Some(key) = key {
                { " with " }{ hostile::message(&key.label()) }
            }
            <button type="button" class="link" onclick={view.on(|_| {
                dom::focus("tab-signature");
                if let Some(claims) = dom::by_id("claims") {
                    dom::reveal(&claims);
                }
                Action::Show(Tab::Signature)
            })}>{ "Details" }</button>
        </p>
    }
}

/// What kind of token it is, and why.
fn kind(report: &TokenReport) -> Html {
    let profile = &report.profile;
    html! {
        <details class="kind">
            <summary>
                <span class="kind__label">{ if profile.is_forced { "Checked as" } else { "Kind" } }</span>
                <b>{ profile.profile.name }</b>
            </summary>
            if profile.evidence.is_empty() {
                <p>{ if profile.is_forced { "You chose this kind." } else { "Nothing in it tells more." } }</p>
            } else {
                <p>{ "Why:" }</p>
                <ul>
                    { for profile.evidence.iter().take(12).map(|text| html! { <li>{ hostile::message(text) }</li> }) }
                </ul>
            }
            if let Some(other) = profile.runner_up {
                <p>{ "It could also be: " }{ other.name }{ "." }</p>
            }
        </details>
    }
}

//! Keys to check with: where they are pasted, what was read of them, and where the issuer's are to be had.

use yew::prelude::*;

use super::html::html;
use super::icon::{Icon, spoken};
use super::keys::{Event, Work};
use super::state::Action;
use super::text_box::{self, TextBox};
use super::view::{View, grouped};
use super::{dom, hostile};
use crate::place::line_column;
use crate::profile::published_keys;
use crate::report::TokenReport;
use crate::rules::structure::structure_detached_payload;
use crate::verify::key::{Key, KeyFault, Material};
use crate::verify::{Reason, State};

/// The most keys, and the most faults, that are shown.
const MOST: usize = 12;

/// The card.
pub fn key_card(view: &View) -> Html {
    let own = &view.state.keys;
    let on = |make: fn(AttrValue) -> Event| view.on(move |(text, _)| Action::Keys(make(text)));
    let field = TextBox {
        id: "key",
        label: "Key",
        class: "box",
        placeholder: "A JWK or JWKS, PEM, a certificate, an SSH public key, or a shared secret…",
        rows: "3",
        text: own.text.clone(),
        on_text: on(Event::Write),
        on_failure: view.on(|()| Action::Keys(Event::Fail)),
    };
    let content = TextBox {
        id: "content",
        label: "Detached payload",
        placeholder: "The content that was sent beside the token, exactly as it was sent…",
        text: own.content.clone(),
        on_text: on(Event::WriteContent),
        ..field.clone()
    };
    let token = view.token();
    html! {
        <section class="card keys" key="keys" aria-labelledby="keys-heading">
            <header class="card__head">
                <h2 id="keys-heading">{ "Key" }</h2>
                if !own.text.is_empty() {
                    <button type="button" class="ghost" onclick={forget(view)}>{ "Forget it" }</button>
                }
            </header>
            <div class="keys__body">
                { field.draw() }
                { text_box::note("key", &own.text) }
                if own.is_unreadable {
                    <p role="alert">{ text_box::UNREADABLE }</p>
                }
                if is_detached(view) {
                    <h3>{ "Detached payload" }</h3>
                    { content.draw() }
                    { text_box::note("content", &own.content) }
                }
                { progress(view) }
                { read(view) }
                if own.text.trim().is_empty() {
                    <p>{ "To check the signature or to open an encrypted token. It stays in memory and is forgotten with Clear." }</p>
                }
                if let Some(token) = token {
                    { addresses(view, token) }
                }
            </div>
        </section>
    }
}

fn forget(view: &View) -> Callback<MouseEvent> {
    view.on(|_| {
        dom::focus("key");
        Action::Keys(Event::Write(AttrValue::default()))
    })
}

/// Whether a payload is, or was, asked for.
fn is_detached(view: &View) -> bool {
    let asks = |report: &TokenReport| {
        let mut findings = report.checked.findings.iter();
        let states = super::view::states(report);
        findings.any(|finding| finding.rule == &structure_detached_payload::RULE)
            || states.contains(&State::CannotBeChecked(Reason::Detached))
    };
    !view.state.keys.content.is_empty() || view.token().is_some_and(asks)
}

/// What is going on. It is always there, so that a change is heard.
fn progress(view: &View) -> Html {
    let (words, button) = match view.state.keys.work {
        Work::Long => (
            "Working: the token asks for many rounds of hashing.",
            Some(("Stop", Event::Stop)),
        ),
        Work::Stopped => (
            "Stopped: nothing was checked.",
            Some(("Check again", Event::Again)),
        ),
        Work::Going | Work::Done => ("", None),
    };
    html! {
        <div class="keys__progress">
            <p role="status">{ words }</p>
            if let Some((label, event)) = button {
                <button type="button" class="button" onclick={view.click(Action::Keys(event))}>{ label }</button>
            }
        </div>
    }
}

/// What was read.
fn read(view: &View) -> Html {
    let keys = &view.keys.keys;
    let faults = &view.keys.faults;
    let more = |left: usize| {
        (left > 0).then(|| html! { <li class="cut">{ format!("and {} more", grouped(left)) }</li> })
    };
    html! {
        <>
            if !keys.is_empty() {
                <ul class="keys__list" aria-label="Keys that were read">
                    { for keys.iter().take(MOST).map(describe) }
                    { more(keys.len().saturating_sub(MOST)) }
                </ul>
            }
            if !faults.is_empty() {
                <ul class="keys__list" aria-label="What is no key">
                    { for faults.iter().take(MOST).map(|one| fault(&view.state.keys.text, one)) }
                    { more(faults.len().saturating_sub(MOST)) }
                </ul>
            }
        </>
    }
}

fn describe(key: &Key) -> Html {
    let what = match &key.material {
        Material::Secret(readings) => {
            let ways: Vec<String> = readings
                .iter()
                .filter(|(reading, _)| !reading.is_damage())
                .map(|(reading, bytes)| {
                    let how = reading.phrase().trim_start_matches("the secret ");
                    format!("{} bits {how}", bytes.len() * 8)
                })
                .collect();
            format!("Shared secret, {}", ways.join(" or "))
        }
        material => match material.curve() {
            Some(curve) => format!("{}, {}", material.kind(), curve.name()),
            None => format!("{}, {} bits", material.kind(), material.bits()),
        },
    };
    let key = key.describe();
    let purpose = match key.purpose.as_deref() {
        None => "for any use",
        Some("sig") => "for signatures",
        Some("enc") => "for encryption",
        Some(_) => "for a use of its own",
    };
    let named = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| {
            html! { <span>{ name }{ " " }<code>{ hostile::capped(value, 80) }</code></span> }
        })
    };
    html! {
        <li class="key">
            <b>{ what }</b>
            <p class="key__facts">
                { named("kid", &key.kid) }
                { named("alg", &key.alg) }
                <span>{ purpose }</span>
                <span>{ "from " }{ key.origin.label() }</span>
                { named("thumbprint (RFC 7638)", &key.thumbprint) }
            </p>
            { for key.warnings.iter().map(|warning| html! {
                <p class="note" data-severity="warning">{ spoken(Icon::Warning) }<span>{ hostile::message(&warning.sentence()) }</span></p>
            }) }
        </li>
    }
}

fn fault(text: &str, fault: &KeyFault) -> Html {
    let (line, column) = line_column(text, fault.span.start);
    html! {
        <li class="key">
            <p class="note" data-severity="error">
                { spoken(Icon::Error) }
                <span>{ format!("Line {line}, column {column}: ") }{ hostile::message(&fault.reason) }{ "." }</span>
            </p>
            if !fault.command.is_empty() {
                <p class="key__command">{ "To convert it: " }<code>{ fault.command }</code></p>
            }
        </li>
    }
}

/// Where the issuer's keys are to be had: as text, because nothing is fetched and no link is made of a token.
fn addresses(view: &View, report: &TokenReport) -> Html {
    let own = published_keys::app_metadata_url(&report.token);
    let Some(keys) = published_keys::keys_url(&report.token, report.profile.profile) else {
        return Html::default();
    };
    html! {
        <details class="kind keys__where">
            <summary>{ "Where the issuer’s keys are" }</summary>
            <p>{ if keys.ends_with("openid-configuration") {
                "The issuer says in its metadata where its keys are (jwks_uri):"
            } else {
                "The issuer publishes its keys at:"
            } }</p>
            { address(view, keys) }
            <p>{ "Nothing is fetched from here. Open it in another tab, copy all it shows, and paste that above." }</p>
            if let Some(own) = own {
                <p>{ "Where the app signs with a key of its own, its metadata name another place:" }</p>
                { address(view, own) }
            }
        </details>
    }
}

fn address(view: &View, url: String) -> Html {
    let state = view.state.clone();
    let copied = url.clone();
    let copy = Callback::from(move |_: MouseEvent| {
        if let Some(clipboard) = dom::clipboard() {
            let _ = clipboard.write_text(&copied);
            state.dispatch(Action::Say("The address is in the clipboard."));
        }
    });
    html! {
        <div class="keys__address">
            <code>{ hostile::capped(&url, 400) }</code>
            <button type="button" class="button" onclick={copy}>{ "Copy address" }</button>
        </div>
    }
}

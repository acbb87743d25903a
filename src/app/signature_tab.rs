//! The signature, and the other parts that are bytes: what is known of them, and what a key has to say.

use yew::prelude::*;

use super::html::html;
use super::icon::{Icon, icon};
use super::view::{View, count, grouped};
use super::{dom, hostile};
use crate::place::{Part, Span};
use crate::report::TokenReport;
use crate::spec::algorithms::{self, Use};
use crate::token::Segment;
use crate::token::json::Value;
use crate::verify::State;

/// The most bytes that are shown.
const MOST: usize = 512;

/// A state in few words, and its sign. A signature that verifies is no reason to accept a token.
pub fn title(state: &State) -> (Icon, &'static str) {
    match state {
        State::NotChecked => (Icon::Info, "Not checked"),
        State::CannotBeChecked(_) => (Icon::Info, "Cannot be checked"),
        State::NoKeyWithKid { .. } => (Icon::Warning, "No key with this kid"),
        State::KeyUnfit { .. } => (Icon::Warning, "The key does not fit"),
        State::WrongLength { .. } => (Icon::Error, "Wrong length"),
        State::DoesNotVerify { .. } => (Icon::Error, "Does not verify"),
        State::Verified { .. } => (Icon::Info, "Verifies"),
        State::DoesNotOpen { .. } => (Icon::Error, "Does not open"),
        State::Opened { .. } => (Icon::Info, "Opened"),
    }
}

/// The state of each signature: what was checked, with what, and what could not be.
fn states(view: &View, report: &TokenReport) -> Html {
    const MOST: usize = 16;
    let not_checked = [State::NotChecked];
    let states = match super::view::states(report) {
        [] => &not_checked,
        states => states,
    };
    let number = |at: usize| match states.len() {
        1 => String::new(),
        count => format!("Signature {} of {count}: ", at + 1),
    };
    let binding = report
        .verification
        .iter()
        .filter_map(|check| check.binding.as_ref());
    let own = states.iter().take(MOST).enumerate();
    let all = own.map(|(at, state)| (number(at), state));
    let all = all.chain(binding.map(|state| ("Key binding: ".to_owned(), state)));
    let one = |(number, state): (String, &State)| {
        let (sign, title) = title(state);
        let over = match state {
            State::Verified { over, .. } => bytes(report, over),
            _ => String::new(),
        };
        html! {
            <li data-state={state.name()}>
                { icon(sign) }
                <div>
                    <b>{ number }{ title }{ "." }</b>
                    <p>{ match state {
                        State::NotChecked if report.token.form.is_encrypted() => Html::from(SEALED),
                        State::NotChecked => Html::from(UNKNOWN),
                        state => hostile::message(&state.sentence()),
                    } }</p>
                    if !over.is_empty() {
                        <p>{ over }</p>
                    }
                </div>
            </li>
        }
    };
    html! {
        <>
            <ul class="states" aria-label="What was checked">{ for all.map(one) }</ul>
            if view.state.keys.text.trim().is_empty() {
                <button type="button" class="button" onclick={Callback::from(|_| dom::focus("key"))}>{ "Give a key" }</button>
            }
        </>
    }
}

const UNKNOWN: &str = "Whether the signature is the issuer’s can only be said with the issuer’s key. Until then, everything the token says is a claim and no more.";
const SEALED: &str = "What is inside can only be read with the key it was encrypted for. Until then, only the header can be read.";

/// The bytes that were checked, as they are counted in the token.
fn bytes(report: &TokenReport, over: &[Span]) -> String {
    let stretches: Vec<String> = over
        .iter()
        .filter(|span| !span.is_empty())
        .map(|span| format!("{} to {}", grouped(span.start), grouped(span.end)))
        .collect();
    match stretches.is_empty() {
        true => String::new(),
        false => format!(
            "Checked byte for byte: {} of the token’s {}.",
            stretches.join(" and "),
            grouped(report.token.text().len())
        ),
    }
}

/// The tab.
pub fn signature_tab(view: &View, report: &TokenReport) -> Html {
    let token = &report.token;
    let alg = token
        .header()
        .and_then(|header| header.get("alg"))
        .map(Value::to_text);
    let known = alg.and_then(algorithms::by_name);
    let binary: Vec<&Segment> = token
        .segments
        .iter()
        .filter(|segment| segment.part.is_binary())
        .collect();
    html! {
        <div class="signature-tab">
            { states(view, report) }
            <dl>
                <dt>{ "Algorithm" }</dt>
                <dd>
                    if let Some(alg) = &alg {
                        <code>{ hostile::capped(alg, 80) }</code>
                    } else {
                        { "none is named" }
                    }
                    if let Some(known) = known {
                        <span class="claim__more">{ format!("{} ({})", purpose(known.purpose), known.source) }</span>
                    } else if alg.is_some() {
                        <span class="claim__more">{ "not a name that the registry has" }</span>
                    }
                </dd>
                { for binary.iter().take(12).map(|segment| html! {
                    <>
                        <dt>{ name(segment.part) }</dt>
                        <dd>
                            { count(segment.bytes, "byte") }
                            <code class="signature-tab__bytes">{ hex(segment.decoded()) }</code>
                            if segment.bytes > MOST {
                                <span class="cut">{ format!("and {} more", grouped(segment.bytes - MOST)) }</span>
                            }
                        </dd>
                    </>
                }) }
            </dl>
        </div>
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::EncryptedKey => "Encrypted key",
        Part::Iv => "Initialization vector",
        Part::Ciphertext => "Ciphertext",
        Part::Tag => "Authentication tag",
        Part::KeyBindingSignature => "Signature of the key binding",
        _ => "Signature",
    }
}

fn purpose(purpose: Use) -> &'static str {
    match purpose {
        Use::Signature => "a signature, checked with the issuer’s public key",
        Use::Mac => "a MAC, checked with the secret that made it",
        Use::KeyEncryption => "encrypts the key with a public key",
        Use::SharedKey => "the key is shared beforehand",
        Use::None => "nothing protects this token",
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::new();
    for (at, byte) in bytes.iter().take(MOST).enumerate() {
        if at > 0 && at % 2 == 0 {
            text.push(' ');
        }
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(DIGITS[usize::from(half)]));
        }
    }
    text
}

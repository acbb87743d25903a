//! The signature, and the other parts that are bytes: what is known of them. Nothing here is checked with a key.

use yew::prelude::*;

use super::hostile;
use super::html::html;
use super::view::{count, grouped};
use crate::place::Part;
use crate::report::TokenReport;
use crate::spec::algorithms::{self, Use};
use crate::token::Segment;
use crate::token::json::Value;

/// The most bytes that are shown.
const MOST: usize = 512;

/// The tab.
pub fn signature_tab(report: &TokenReport) -> Html {
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
            <p><b>{ "Not checked." }</b>{ " Whether the signature is the issuer’s can only be said with the issuer’s key. Until then, everything the token says is a claim and no more." }</p>
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

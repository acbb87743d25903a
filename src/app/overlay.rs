//! The token's pieces in colour, beneath the text of its field. Both have the same letters at the same places.

use yew::prelude::*;

use super::html::html;
use super::view::View;
use crate::order;
use crate::place::{Part, Span};

/// The most tokens that are coloured.
const MOST_TOKENS: usize = 200;

/// The text of the field, coloured.
pub fn overlay(view: &View) -> Html {
    let text = view.state.text.as_str();
    let (mark, is_whole) = mark(view);
    let class_of_mark = if is_whole { "marked-whole" } else { "marked" };
    let mut cuts = pieces(view, text.len());
    cuts.push((text.len(), ""));
    let mut out: Vec<Html> = Vec::new();
    let mut at = 0;
    let mut class = "";
    let mut has_mark = false;
    for (cut, next) in cuts {
        let cut = floor(text, cut);
        let inner = [mark.start.clamp(at, cut), mark.end.clamp(at, cut)];
        for (start, end, marked) in [
            (at, inner[0], false),
            (inner[0], inner[1], true),
            (inner[1], cut, false),
        ] {
            if start < end {
                let piece = text.get(start..end).unwrap_or_default().to_owned();
                let id = (marked && !has_mark).then_some("token-mark");
                has_mark |= marked;
                let mark = marked.then_some(class_of_mark);
                out.push(html! { <span class={classes!(class, mark)} {id}>{ piece }</span> });
            }
        }
        at = cut.max(at);
        class = next;
    }
    html! {
        // The last letter gives a last, empty line its height.
        <div class="overlay" aria-hidden="true">{ for out }{ "\u{200B}" }</div>
    }
}

/// Where which colour starts.
fn pieces(view: &View, length: usize) -> Vec<(usize, &'static str)> {
    let mut cuts = Vec::new();
    let mut last = 0;
    for report in view.report.tokens.iter().take(MOST_TOKENS) {
        let token = &report.token;
        if token.form.is_compact() || token.candidate.text.contains('.') {
            let whole = token.candidate.span;
            if whole.start >= last {
                cuts.push((whole.start, "seg-dot"));
            }
        }
        // In JSON the members stand in any order.
        let mut segments: Vec<_> = token.segments.iter().collect();
        order::sort(&mut segments, |one, other| one.span.cmp(&other.span));
        for segment in segments {
            let span = token.candidate.map.to_input(segment.span);
            if span.start < last || span.end > length {
                continue;
            }
            cuts.push((span.start, colour(segment.part)));
            cuts.push((span.end, "seg-dot"));
            last = span.end;
        }
        cuts.push((token.candidate.span.end.max(last), ""));
        last = token.candidate.span.end.max(last);
    }
    cuts
}

fn colour(part: Part) -> &'static str {
    match part {
        Part::Header | Part::KeyBindingHeader | Part::UnprotectedHeader => "seg-header",
        Part::Payload | Part::KeyBindingPayload | Part::Disclosure(_) | Part::Ciphertext => {
            "seg-payload"
        }
        Part::Signature | Part::KeyBindingSignature | Part::Tag => "seg-signature",
        Part::EncryptedKey | Part::Iv => "seg-key",
        Part::Input | Part::Extra | Part::Claims => "seg-extra",
    }
}

/// The place of the finding to mark, in the text, and whether that is a whole piece of the token: it is then about
/// what is not there.
fn mark(view: &View) -> (Span, bool) {
    let Some((_, finding)) = view.marked() else {
        return (Span::default(), false);
    };
    let Some(report) = view.token() else {
        return (finding.place.span, false);
    };
    let segment = report.token.segment(finding.place.part);
    let is_whole = segment.is_some_and(|segment| finding.place.span.len() >= segment.bytes);
    (report.token.in_input(finding.place), is_whole)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

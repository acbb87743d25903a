//! What rules of several chapters share: which tokens they look at, where things stand, how much is reported.

use super::{Applies, Fixer, Rule, Sibling, Sink, Subject};
use crate::extract::{Carrier, Repair, RepairKind};
use crate::order;
use crate::place::{Part, Place, line_column};
use crate::spec::algorithms::{self, Use};
use crate::spec::media_types::media_type;
use crate::text::{Quote, quote, quote_list};
use crate::token::json::{Json, Value};
use crate::token::{Fault, FaultKind, Form, Segment, Token};

/// The most findings of one rule about one token; the rest is counted in one more.
pub const MOST: usize = 50;

/// The same where every finding costs a walk through the pasted text.
pub const FEW: usize = 8;

/// Tokens that are signed, or meant to be.
pub const SIGNED: Applies = Applies::Forms(&[
    Form::JwsCompact,
    Form::JwsJsonFlattened,
    Form::JwsJsonGeneral,
    Form::SdJwt,
    Form::SdJwtKb,
    Form::SdJwtJson,
]);

/// Encrypted tokens.
pub const ENCRYPTED: Applies = Applies::Forms(&[
    Form::JweCompact,
    Form::JweJsonFlattened,
    Form::JweJsonGeneral,
]);

/// Tokens that have parts to read.
pub const READABLE: Applies = Applies::Forms(&[
    Form::JwsCompact,
    Form::JwsJsonFlattened,
    Form::JwsJsonGeneral,
    Form::JweCompact,
    Form::JweJsonFlattened,
    Form::JweJsonGeneral,
    Form::SdJwt,
    Form::SdJwtKb,
    Form::SdJwtJson,
]);

/// What people call a part, for `The … is cut off`.
pub fn part_name(part: Part) -> &'static str {
    match part {
        Part::EncryptedKey => "encrypted key",
        Part::Iv => "initialization vector",
        Part::Tag => "authentication tag",
        Part::KeyBindingHeader => "header of the key-binding JWT",
        Part::KeyBindingPayload => "payload of the key-binding JWT",
        Part::KeyBindingSignature => "signature of the key-binding JWT",
        Part::UnprotectedHeader => "unprotected header",
        Part::Extra => "surplus part",
        Part::Input => "token",
        other => other.name(),
    }
}

/// Whether a part is a JOSE header.
pub fn is_header(part: Part) -> bool {
    matches!(
        part,
        Part::Header | Part::UnprotectedHeader | Part::KeyBindingHeader
    )
}

/// Those of these claims that are there.
pub fn present<'n>(subject: &Subject, claims: &[&'n str]) -> Vec<&'n str> {
    let mut present = claims.to_vec();
    present.retain(|name| subject.claim(name).is_some());
    present
}

/// The whole token, as a place in the pasted text.
pub fn whole(subject: &Subject) -> Place {
    Place::input(subject.token.candidate.span)
}

/// Beyond this offset a position is given in bytes: a paste may hold many tokens, and counting lines takes a walk.
const FAR: usize = 16_384;

/// A place in the pasted text as people give it: `character 57`, or line and column where there are several lines.
pub fn position(text: &str, offset: usize) -> String {
    if offset > FAR {
        return format!("byte {offset}");
    }
    let mut end = text.len().min(FAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (line, column) = line_column(text, offset);
    if text[..end].trim().contains('\n') {
        format!("line {line}, column {column}")
    } else {
        format!("character {column}")
    }
}

/// The start of a text that may be long, quoted.
pub fn quote_start(text: &str, characters: usize) -> Quote<'_> {
    let end = text.char_indices().nth(characters);
    quote(end.map_or(text, |(end, _)| &text[..end]))
}

/// Reports the first `most` items, and how many more there are.
pub fn capped<T>(
    subject: &Subject,
    sink: &mut Sink,
    most: usize,
    mut items: impl Iterator<Item = T>,
    mut report: impl FnMut(&mut Sink, T),
) {
    for item in items.by_ref().take(most) {
        report(sink, item);
    }
    let rest = items.count();
    if rest > 0 {
        sink.at(whole(subject))
            .fixer(Fixer::Issuer)
            .say(format_args!(
                "There are {rest} more of these. Only the first {most} are listed one by one."
            ));
    }
}

/// The repairs of a kind that made the token readable.
pub fn repair(subject: &Subject, kind: RepairKind) -> Option<Repair> {
    let repairs = &subject.token.candidate.repairs;
    repairs.iter().copied().find(|repair| repair.kind == kind)
}

/// Whether something was cut out of the token before it was pasted: what is missing then has one cause.
pub fn is_shortened(subject: &Subject) -> bool {
    repair(subject, RepairKind::Ellipsis).is_some()
}

/// The faults of a rule in text that was decoded whole: damaged encoding is reported as that alone.
pub fn text_faults<'a>(
    subject: &Subject<'a>,
    rule: &'static Rule,
) -> impl Iterator<Item = &'a Fault> {
    let breaks = |fault: &&Fault| {
        matches!(
            fault.kind,
            FaultKind::InvalidCharacter(_) | FaultKind::ImpossibleLength
        )
    };
    let faults = subject.token.faults.iter();
    let mut damaged: Vec<Part> = faults.filter(breaks).map(|fault| fault.part).collect();
    order::sort(&mut damaged, |one, other| one.cmp(other));
    let faults = subject.faults(rule);
    faults.filter(move |fault| damaged.binary_search(&fault.part).is_err())
}

/// The JSON documents of the token, as far as they could be read; of several parts of a kind the first.
pub fn documents<'a>(subject: &Subject<'a>) -> Vec<(Part, &'a Json)> {
    let segments = subject.token.segments.iter();
    let whole: Vec<&Segment> = segments
        .filter(|segment| !segment.encoding.is_damaged())
        .collect();
    let part = |at: usize| whole.get(at).map(|segment| segment.part);
    let order = order::order(whole.len(), &mut |one, other| part(one).cmp(&part(other)));
    let mut is_first = vec![true; whole.len()];
    for pair in order.windows(2) {
        if let [before, at] = *pair {
            is_first[at] = part(before) != part(at);
        }
    }
    let kept = std::iter::zip(&whole, is_first).filter(|(_, is_first)| *is_first);
    kept.filter_map(|(segment, _)| Some((segment.part, segment.json()?)))
        .collect()
}

/// The values of a claim that may be a list, for a message.
pub fn quote_values(value: Value) -> String {
    match value.strings().collect::<Vec<_>>().as_slice() {
        [] => quote(value.to_text()).to_string(),
        values => quote_list(values),
    }
}

/// Whether it is an SD-JWT that is no credential: those have any type.
pub fn is_plain_sd_jwt(subject: &Subject) -> bool {
    subject.kind().id == "sd-jwt-vc" && subject.claim("vct").is_none()
}

/// Whether a text has the look of a compact JWS or JWE.
pub fn looks_compact(text: &str) -> bool {
    let is_compact = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.starts_with("ey")
        && text.bytes().all(is_compact)
        && matches!(text.bytes().filter(|&byte| byte == b'.').count(), 2 | 4)
}

/// Whether the payload of a signed token is left out, but neither header nor signature.
pub fn is_detached(token: &Token) -> bool {
    let is_empty = |part| token.segment(part).map(|segment| segment.span.is_empty());
    if !token.form.is_compact() {
        let is_wrong = token.faults.iter().any(|fault| fault.part == Part::Payload);
        return token.form.is_signed()
            && is_empty(Part::Payload) != Some(false)
            && is_empty(Part::Signature) == Some(false)
            && !is_wrong;
    }
    is_empty(Part::Header) == Some(false)
        && is_empty(Part::Payload) == Some(true)
        && is_empty(Part::Signature) == Some(false)
        // A stray dot leaves a part empty as well.
        && is_empty(Part::Extra).is_none()
}

/// Whether five parts stand behind a header that signs: two tokens that ran together, or stray dots.
pub fn is_run_together(subject: &Subject) -> bool {
    let known = subject.param_str("alg").and_then(algorithms::by_name);
    let signs = known.is_some_and(|known| matches!(known.purpose, Use::Signature | Use::Mac));
    signs && subject.token.form == Form::JweCompact && subject.param("enc").is_none()
}

/// Whether the header says that the content is a JWT of its own.
pub fn says_nested(subject: &Subject) -> bool {
    let cty = subject.param_str("cty");
    cty.is_some_and(|cty| media_type(cty) == "jwt")
}

/// Whether a token was found inside this one when it was opened: it follows at the same place.
pub fn holds_token(subject: &Subject) -> bool {
    let next = subject.siblings.get(subject.at + 1);
    next.is_some_and(|Sibling { token: next, .. }| {
        next.candidate.carrier == Carrier::Jwe
            && next.candidate.span == subject.token.candidate.span
    })
}

/// Whether the payload is a compact token of its own.
pub fn is_nested(token: &Token) -> bool {
    let json = token.segment(Part::Payload).and_then(Segment::json);
    json.is_some_and(|json| looks_compact(json.text().trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_people_count() {
        assert_eq!(position("é*", 2), "character 2");
        assert_eq!(position("a\nb*", 3), "line 2, column 2");
        assert_eq!(quote_start("éabc", 2).to_string(), "`éa`");
    }
}

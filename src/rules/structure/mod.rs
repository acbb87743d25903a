//! Structure and encoding.

use super::{Fixer, Rule, Severity, Sink, Subject, common};
use crate::place::{Part, line_column};
use crate::text::count;
use crate::token::FaultKind;
use crate::token::json::Error;

pub mod authorization_code_pasted;
pub mod base64url_impossible_length;
pub mod base64url_invalid_character;
pub mod base64url_noncanonical_bits;
pub mod base64url_padding;
pub mod base64url_standard_alphabet;
pub mod claim_name_suspicious;
pub mod claim_null_value;
pub mod header_not_json;
pub mod header_not_object;
pub mod input_contains_whitespace;
pub mod input_empty;
pub mod input_json_token_response;
pub mod input_percent_encoded;
pub mod input_quoted;
pub mod input_truncated_ellipsis;
pub mod input_url_or_fragment;
pub mod input_wrapped_in_scheme;
pub mod json_duplicate_key;
pub mod json_excessive_depth;
pub mod json_number_unsafe;
pub mod json_trailing_data;
pub mod jwe_compressed;
pub mod jwe_dir_userinfo_token;
pub mod jwe_malformed;
pub mod jwe_pbes2_iterations;
pub mod opaque_not_a_jwt;
pub mod payload_not_json;
pub mod payload_not_object;
pub mod personal_account_compact_ticket;
pub mod saml_assertion_pasted;
pub mod segment_double_encoded;
pub mod segment_has_bom;
pub mod segment_not_utf8;
pub mod structure_detached_payload;
pub mod structure_empty_segment;
pub mod structure_json_serialization;
pub mod structure_jwe_compact;
pub mod structure_nested_jwt;
pub mod structure_token_too_large;
pub mod structure_wrong_segment_count;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &input_empty::RULE,
    &input_truncated_ellipsis::RULE,
    &saml_assertion_pasted::RULE,
    &authorization_code_pasted::RULE,
    &personal_account_compact_ticket::RULE,
    &opaque_not_a_jwt::RULE,
    &structure_wrong_segment_count::RULE,
    &structure_empty_segment::RULE,
    &structure_detached_payload::RULE,
    &base64url_invalid_character::RULE,
    &base64url_impossible_length::RULE,
    &base64url_standard_alphabet::RULE,
    &segment_not_utf8::RULE,
    &segment_has_bom::RULE,
    &header_not_json::RULE,
    &payload_not_json::RULE,
    &json_trailing_data::RULE,
    &header_not_object::RULE,
    &payload_not_object::RULE,
    &json_duplicate_key::RULE,
    &input_contains_whitespace::RULE,
    &input_percent_encoded::RULE,
    &input_wrapped_in_scheme::RULE,
    &segment_double_encoded::RULE,
    &base64url_padding::RULE,
    &base64url_noncanonical_bits::RULE,
    &claim_name_suspicious::RULE,
    &claim_null_value::RULE,
    &json_number_unsafe::RULE,
    &json_excessive_depth::RULE,
    &structure_token_too_large::RULE,
    &jwe_malformed::RULE,
    &jwe_pbes2_iterations::RULE,
    &jwe_compressed::RULE,
    &jwe_dir_userinfo_token::RULE,
    &structure_jwe_compact::RULE,
    &structure_nested_jwt::RULE,
    &structure_json_serialization::RULE,
    &input_json_token_response::RULE,
    &input_url_or_fragment::RULE,
    &input_quoted::RULE,
];

/// Reports where a header or payload stops being JSON.
fn not_json(subject: &Subject, sink: &mut Sink, rule: &'static Rule) {
    if common::is_shortened(subject) {
        return;
    }
    // A payload that is a token of its own is as its header says.
    let is_nested = common::says_nested(subject) && common::is_nested(subject.token);
    let faults = common::text_faults(subject, rule)
        .filter(|fault| common::is_header(fault.part) || !is_nested);
    common::capped(subject, sink, common::FEW, faults, |sink, fault| {
        let error = match fault.kind {
            FaultKind::NotJson(error) => error,
            FaultKind::FurtherHeader => {
                sink.at(fault.place).fixer(Fixer::Issuer).say(
                    "The header of a further signature or recipient is not a JSON object. Receivers refuse it.",
                );
                return;
            }
            _ => return,
        };
        let segment = subject.token.segment(fault.part);
        let is_whole = fault.part == Part::Input;
        let text = segment
            .and_then(|segment| segment.json())
            .map_or(if is_whole { subject.text } else { "" }, |json| json.text());
        let part = common::part_name(fault.part);
        let at = fault.place.span.start;
        let (line, column) = line_column(text, at);
        let rest = text.get(at..).unwrap_or_default();
        let is_container = text.trim_start().starts_with(['{', '[']);
        let is_cut = error == Error::UnexpectedEnd && is_container;
        let message = if is_cut {
            format!(
                "The {part} is cut off: its JSON ends inside a value, after {}. Receivers refuse \
                 it: copy the token again.",
                count(text.chars().count(), "character")
            )
        } else if text.starts_with("{\0") && text.as_bytes().get(3) == Some(&0) {
            format!(
                "The {part} is not JSON: every second byte is zero, as in UTF-16. Receivers want UTF-8 and refuse it."
            )
        } else if is_container {
            let width = if error == Error::BadLiteral { 12 } else { 1 };
            format!(
                "The {part} is not JSON: {} stands at line {line}, column {column}. There: {}. It was edited, or put together without a JSON library.",
                common::quote_start(rest, width),
                error.phrase()
            )
        } else {
            format!(
                "The {part} is not JSON: it starts with {}. A JWT needs a JSON object there (line {line}, column {column}: {}). It was damaged, or it is another kind of content.",
                common::quote_start(text, 20),
                error.phrase()
            )
        };
        // Only a JWT has to carry JSON; other content is allowed in other JWS.
        let is_jwt = subject.token.form.is_compact()
            || subject.token.form.is_sd_jwt()
            || is_whole
            || common::is_header(fault.part);
        let severity = if is_jwt {
            rule.severity
        } else {
            Severity::Warning
        };
        let fixer = if is_cut { Fixer::Caller } else { Fixer::Issuer };
        sink.at(fault.place)
            .severity(severity)
            .fixer(fixer)
            .say(message);
    });
}

/// Reports a header or payload that is JSON of another kind than an object.
fn not_object(subject: &Subject, sink: &mut Sink, rule: &'static Rule) {
    let faults = common::text_faults(subject, rule);
    common::capped(subject, sink, common::FEW, faults, |sink, fault| {
        let FaultKind::NotObject(kind) = fault.kind else {
            return;
        };
        sink.at(fault.place)
            .fixer(Fixer::Issuer)
            .found(kind.name())
            .expected("object")
            .say(format_args!(
                "The {} is {}, not an object. Receivers refuse it.",
                common::part_name(fault.part),
                kind.phrase()
            ));
    });
}

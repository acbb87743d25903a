//! What could not be read as it stands, and where.

use super::base64url::Encoding;
use super::json;
use crate::place::{Part, Place};

/// Something that the reader could not take as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The segment it is in; [`Part::Input`] for the token as a whole.
    pub part: Part,
    /// Where exactly: in the decoded text of the segment, or in the input where it was not decoded.
    pub place: Place,
}

/// The kinds of [`Fault`]. Each is claimed by exactly one rule: see `rules::claimant`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A compact form with this many dot-separated pieces, which no form has.
    SegmentCount(usize),
    /// The header or the payload of a compact form is empty.
    EmptySegment,
    /// `=` at the end of a segment.
    Padding,
    /// `+` or `/` in a segment.
    StandardAlphabet,
    /// A character that is neither base64url nor base64.
    InvalidCharacter(char),
    /// The segment's length leaves 1 when divided by 4.
    ImpossibleLength,
    /// The unused bits of the last character are not zero.
    TrailingBits,
    /// The decoded bytes are not UTF-8.
    NotUtf8,
    /// The decoded text starts with a byte order mark.
    ByteOrderMark,
    /// The decoded text is not JSON.
    NotJson(json::Error),
    /// More text after the JSON value.
    TrailingData,
    /// JSON, but not an object.
    NotObject(json::Kind),
    /// The header of a further signature or recipient is not a JSON object. The place is that of the whole header.
    FurtherHeader,
    /// A member of a JSON serialization that has to be a string is none.
    NotString(json::Kind),
    /// The disclosure is not what RFC 9901 §4.2 wants.
    BadDisclosure(&'static str),
    /// An SD-JWT without its final `~` (RFC 9901 §4).
    MissingTilde,
}

impl FaultKind {
    /// The fault that a deviation of the encoding is, if it is one.
    pub fn of_encoding(encoding: Encoding, character: Option<char>) -> Option<Self> {
        Some(match encoding {
            Encoding::BadAlphabet => {
                FaultKind::InvalidCharacter(character.unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            Encoding::BadLength => FaultKind::ImpossibleLength,
            Encoding::Base64NotUrl => FaultKind::StandardAlphabet,
            Encoding::Padded => FaultKind::Padding,
            Encoding::TrailingBits => FaultKind::TrailingBits,
            Encoding::Empty | Encoding::Ok => return None,
        })
    }
}

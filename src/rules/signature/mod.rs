//! Header, keys and signature.

use super::{Rule, Subject, common};
use crate::place::{Part, Place};
use crate::spec::algorithms::{self, Algorithm, Use};
use crate::token::Segment;
use crate::token::json::Value;
use crate::verify::{State, is_impossible};

pub mod alg_missing;
pub mod alg_none;
pub mod alg_none_with_signature;
pub mod alg_not_allowed_for_profile;
pub mod alg_symmetric_from_public_issuer;
pub mod alg_unknown;
pub mod alg_weak;
pub mod b64_false;
pub mod crit_malformed;
pub mod crit_unknown_extension;
pub mod header_claim_replica_mismatch;
pub mod header_key_injection;
pub mod hmac_weak_secret;
pub mod key_not_found;
pub mod key_unfit;
pub mod kid_missing;
pub mod kid_suspicious;
pub mod signature_der_encoded;
pub mod signature_invalid;
pub mod signature_missing;
pub mod signature_not_verified;
pub mod signature_rsa_short;
pub mod signature_valid;
pub mod signature_wrong_length;
pub mod typ_generic_jwt;
pub mod typ_missing_when_required;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &alg_none::RULE,
    &alg_none_with_signature::RULE,
    &alg_symmetric_from_public_issuer::RULE,
    &alg_missing::RULE,
    &alg_not_allowed_for_profile::RULE,
    &signature_missing::RULE,
    &signature_invalid::RULE,
    &signature_der_encoded::RULE,
    &signature_wrong_length::RULE,
    &typ_missing_when_required::RULE,
    &crit_malformed::RULE,
    &crit_unknown_extension::RULE,
    &b64_false::RULE,
    &header_claim_replica_mismatch::RULE,
    &header_key_injection::RULE,
    &kid_suspicious::RULE,
    &key_not_found::RULE,
    &hmac_weak_secret::RULE,
    &key_unfit::RULE,
    &alg_unknown::RULE,
    &alg_weak::RULE,
    &signature_rsa_short::RULE,
    &kid_missing::RULE,
    &typ_generic_jwt::RULE,
    &signature_not_verified::RULE,
    &signature_valid::RULE,
];

/// A signature, and the algorithm its header names.
struct Signature<'a> {
    alg: Option<&'a str>,
    segment: &'a Segment,
    place: Place,
    /// What it is called.
    name: String,
}

/// The signature of the token, and that of its key-binding JWT.
fn signatures<'a>(subject: &Subject<'a>) -> Vec<Signature<'a>> {
    let token = subject.token;
    let mut found: Vec<Signature> = Vec::new();
    let mut alg = None;
    // Headers stand before the signature they belong to.
    for segment in &token.segments {
        match segment.part {
            Part::Header | Part::KeyBindingHeader => alg = text_in(segment, "alg"),
            Part::UnprotectedHeader => alg = alg.or_else(|| text_in(segment, "alg")),
            Part::Signature | Part::KeyBindingSignature if found.len() < common::MOST => {
                let is_further = segment.part == Part::Signature && !found.is_empty();
                let name = common::part_name(segment.part);
                found.push(Signature {
                    alg: alg.take(),
                    segment,
                    place: token.place_of(segment),
                    name: match is_further {
                        true => format!("{name} number {}", found.len() + 1),
                        false => name.to_owned(),
                    },
                });
            }
            _ => {}
        }
    }
    found
}

/// A member of the object in a segment that is a string.
fn text_in<'a>(segment: &'a Segment, name: &str) -> Option<&'a str> {
    segment.json()?.object()?.get(name)?.as_str()
}

/// What all signatures but the first are called.
const FURTHER: &str = "a further signature";

/// The protected headers after the first, of further signatures and of the key-binding JWT, each with its place and
/// what it is called.
fn further_headers<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (Value<'a>, Place, &'static str)> {
    let token = subject.token;
    let segments = token.segments.iter();
    let headers =
        segments.filter(|segment| matches!(segment.part, Part::Header | Part::KeyBindingHeader));
    headers.skip(1).take(common::MOST).filter_map(|segment| {
        let name = match segment.part {
            Part::Header => FURTHER,
            _ => "the key-binding JWT",
        };
        let place = Place::input(token.candidate.map.to_input(segment.span));
        Some((segment.json()?.object()?, place, name))
    })
}

/// The algorithm a signature was made with, where it is one that signs.
fn algorithm_of(signature: &Signature) -> Option<&'static Algorithm> {
    let known = algorithms::by_name(signature.alg?)?;
    matches!(known.purpose, Use::Signature | Use::Mac).then_some(known)
}

/// Whether an `alg` says that there is no signature, however it is spelled.
fn is_none(alg: &str) -> bool {
    alg.trim().eq_ignore_ascii_case("none")
}

/// Whether an ECDSA signature is a DER sequence of two integers.
fn is_der(signature: &Signature) -> bool {
    let is_ecdsa = signature.alg.is_some_and(|alg| alg.starts_with("ES"));
    let bytes = signature.segment.decoded();
    is_ecdsa && is_two_integers(bytes).unwrap_or(false)
}

/// Whether R or S of an ECDSA signature counts as zero, as no key makes it.
fn is_zero(signature: &Signature) -> bool {
    let length = algorithm_of(signature).map_or(0, |known| known.signature);
    let is_secp256k1 = signature.alg == Some("ES256K");
    signature.alg.is_some_and(|alg| alg.starts_with("ES"))
        && is_impossible(length / 2, is_secp256k1, signature.segment.decoded())
}

fn is_two_integers(bytes: &[u8]) -> Option<bool> {
    let inside = match bytes {
        [0x30, 0x81, length, rest @ ..] | [0x30, length @ ..=0x7F, rest @ ..]
            if usize::from(*length) == rest.len() =>
        {
            rest
        }
        _ => return None,
    };
    let [0x02, length, rest @ ..] = inside else {
        return None;
    };
    let second = rest.get(usize::from(*length)..)?;
    Some(matches!(second, [0x02, length, rest @ ..] if usize::from(*length) == rest.len()))
}

/// Whether the specifications of JOSE themselves define a header parameter.
fn is_base_parameter(name: &str) -> bool {
    const BASE: &[&str] = &[
        "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
        "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
    ];
    BASE.contains(&name)
}

/// Whether a token of this kind cannot do without `typ`.
fn demands_typ(subject: &Subject) -> bool {
    subject.kind().typ.is_required && !common::is_plain_sd_jwt(subject)
}

/// Whether nothing was checked with keys.
fn is_unchecked(subject: &Subject) -> bool {
    subject.states.is_empty() && subject.binding.is_none()
}

/// The states of the token's signatures and of its key binding, each with the place of its signature and, where there are several, a start
/// for sentences about it.
fn states<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a State, Place, String)> {
    let token = subject.token;
    let part = match token.form.is_encrypted() {
        true => Part::Ciphertext,
        false => Part::Signature,
    };
    // Also those that are not looked at.
    let all = token.segments.iter().filter(|it| it.part == part).count();
    let (states, whole) = (subject.states, common::whole(subject));
    let mut segments = token
        .segments
        .iter()
        .filter(move |segment| segment.part == part);
    let binding = subject.binding.into_iter().map(move |state| {
        let segment = token.segment(Part::KeyBindingSignature);
        let place = segment.map_or(whole, |segment| token.place_of(segment));
        (state, place, "Key binding: ".to_owned())
    });
    let own = states.iter().enumerate().map(move |(at, state)| {
        let segment = segments.next();
        let place = segment.map_or(whole, |segment| token.place_of(segment));
        let start = match states.len() {
            0 | 1 => String::new(),
            count => format!("Signature {} of {}: ", at + 1, all.max(count)),
        };
        (state, place, start)
    });
    own.chain(binding)
}

#[cfg(test)]
#[cfg(feature = "crypto")]
mod tests {
    /// A token signed with HS256 and the secret `"correct horse battery staple, and then some"`.
    pub const SIGNED: &str = "{\"alg\":\"HS256\",\"kid\":\"k1\"}\n{\"sub\":\"x\"}\n.cdlEPUnrv0xdosLUjbBu-8wDp-sjC2BIpobw_C2RDUY\n---\n";
    /// The secret.
    pub const SECRET: &str = "correct horse battery staple, and then some";
}

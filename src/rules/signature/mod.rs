//! Header, keys and signature.

use super::{Rule, Subject};
use crate::place::{Part, Place};
use crate::verify::State;

pub mod hmac_weak_secret;
pub mod key_not_found;
pub mod key_unfit;
pub mod signature_invalid;
pub mod signature_valid;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &signature_invalid::RULE,
    &key_not_found::RULE,
    &hmac_weak_secret::RULE,
    &key_unfit::RULE,
    &signature_valid::RULE,
];

/// The states of the token's signatures, each with the place of its signature and, where there are several, a start
/// for sentences about it.
fn states<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a State, Place, String)> {
    let token = subject.token;
    let part = match token.form.is_encrypted() {
        true => Part::Ciphertext,
        false => Part::Signature,
    };
    let states = subject.states;
    let mut segments = token
        .segments
        .iter()
        .filter(move |segment| segment.part == part);
    states.iter().enumerate().map(move |(at, state)| {
        let span = segments
            .next()
            .map_or(Default::default(), |segment| segment.span);
        let place = Place::input(token.candidate.map.to_input(span));
        let start = match states.len() {
            0 | 1 => String::new(),
            count => format!("Signature {} of {count}: ", at + 1),
        };
        (state, place, start)
    })
}

#[cfg(test)]
#[cfg(feature = "crypto")]
mod tests {
    /// A token signed with HS256 and the secret `"correct horse battery staple, and then some"`.
    pub const SIGNED: &str = "{\"alg\":\"HS256\",\"kid\":\"k1\"}\n{\"sub\":\"x\"}\n.cdlEPUnrv0xdosLUjbBu-8wDp-sjC2BIpobw_C2RDUY\n---\n";
    /// The secret.
    pub const SECRET: &str = "correct horse battery staple, and then some";
}

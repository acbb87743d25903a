//! Time.

use super::{Fixer, Rule, Sink, Subject};
use crate::time::{self, Timestamp};
use crate::token::json::{Kind, Value};

pub mod auth_time_after_iat;
pub mod clock_skew_borderline;
pub mod exp_missing;
pub mod exp_not_after_start;
pub mod iat_in_future;
pub mod iat_missing;
pub mod lifetime_too_long;
pub mod token_expired;
pub mod token_expires_soon;
pub mod token_not_yet_valid;

/// The rules of this chapter, what to fix first before the rest.
pub static RULES: &[&Rule] = &[
    &exp_not_after_start::RULE,
    &token_expired::RULE,
    &token_not_yet_valid::RULE,
    &exp_missing::RULE,
    &iat_missing::RULE,
    &token_expires_soon::RULE,
    &iat_in_future::RULE,
    &auth_time_after_iat::RULE,
    &lifetime_too_long::RULE,
    &clock_skew_borderline::RULE,
];

/// The claims that are moments (RFC 7519 §2 `NumericDate`).
pub const TIME_CLAIMS: [&str; 6] = ["exp", "nbf", "iat", "auth_time", "updated_at", "toe"];

/// The leeway of the most lenient receivers in use (.NET), in seconds.
pub const MOST_LEEWAY: i64 = 300;

/// The lower of two leeways in use (Spring Security, the Rust crate `jsonwebtoken`), in seconds.
pub const SOME_LEEWAY: i64 = 60;

/// 1 January 2000: no token is older.
pub const EARLIEST: i64 = 946_684_800;

/// A hundred years in seconds: no token counts so long.
pub const CENTURY: i64 = 36_525 * 86_400;

/// What a number in a time claim counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// What it should be.
    Seconds,
    /// A thousandth.
    Milliseconds,
    /// A millionth.
    Microseconds,
    /// A thousand-millionth.
    Nanoseconds,
    /// The last second of the year 9999 or the one after it: how some libraries write "never".
    Never,
    /// No moment in any unit.
    Beyond,
}

impl Unit {
    /// The unit that a number of this size is in.
    pub fn of(number: crate::token::json::Number) -> Self {
        let Some((value, _)) = number.floor() else {
            return Unit::Beyond;
        };
        Self::of_size(value)
    }

    /// The same of a whole number.
    pub fn of_size(value: i64) -> Self {
        match value.unsigned_abs() {
            253_402_300_799 | 253_402_300_800 => Unit::Never,
            size if size < 100_000_000_000 => Unit::Seconds,
            size if size < 100_000_000_000_000 => Unit::Milliseconds,
            size if size < 100_000_000_000_000_000 => Unit::Microseconds,
            _ => Unit::Nanoseconds,
        }
    }

    /// How many of them make a second, and their name.
    pub fn name(self) -> Option<(i64, &'static str)> {
        match self {
            Unit::Milliseconds => Some((1000, "milliseconds")),
            Unit::Microseconds => Some((1_000_000, "microseconds")),
            Unit::Nanoseconds => Some((1_000_000_000, "nanoseconds")),
            _ => None,
        }
    }
}

/// The value of a time claim that is a number of seconds, with the whole seconds around it: equal where it is whole.
/// `None` where it is absent, of another type or in another unit: other rules speak about those.
pub fn seconds(subject: &Subject, name: &str) -> Option<(Timestamp, Timestamp)> {
    whole_seconds(subject.claim(name)?)
}

fn whole_seconds(value: Value) -> Option<(Timestamp, Timestamp)> {
    let number = value.as_number()?;
    match Unit::of(number) {
        Unit::Seconds | Unit::Never => {
            let (floor, exact) = number.floor()?;
            Some((floor, floor.saturating_add(i64::from(!exact))))
        }
        _ => None,
    }
}

/// Reports the key-binding JWT, which counts like any JWT (RFC 9901 §7.3), where it stands `is_out` by this claim.
fn binding(subject: &Subject, sink: &mut Sink, name: &str, is_out: fn(Timestamp, i64) -> bool) {
    let value = subject.binding_claims().and_then(|claims| claims.get(name));
    if let Some((_, at)) = value.and_then(whole_seconds)
        && is_out(subject.now.saturating_sub(at), subject.expect.tolerance)
    {
        let draft = sink.binding_claim(subject, name).fixer(Fixer::Caller);
        draft.say(format_args!(
            "The key-binding JWT does not count now: `{name}` is {}. Verifiers refuse the presentation.",
            time::utc(at)
        ));
    }
}

/// The first whole second at which `name` is reached: from then on `exp` has passed and `nbf` has begun.
pub fn reached(subject: &Subject, name: &str) -> Option<Timestamp> {
    Some(seconds(subject, name)?.1)
}

/// The seconds that a lenient reader takes a value for: a number, or a string of digits, or a date. For display only.
pub fn leniently(value: Value) -> Option<Timestamp> {
    match value.kind() {
        Kind::Number => value.seconds(),
        Kind::String => crate::time::parse(value.as_str()?.trim()),
        _ => None,
    }
}

/// How long the token counts on paper, in seconds: `exp` minus `iat`, or minus `nbf` where there is no `iat`. `None`
/// where one of them cannot be meant.
pub fn life(subject: &Subject) -> Option<i64> {
    let end = seconds(subject, "exp")?.0;
    let start = seconds(subject, "iat").or_else(|| seconds(subject, "nbf"));
    let (start, _) = start.filter(|start| start.0 >= EARLIEST)?;
    Some(end.saturating_sub(start))
}

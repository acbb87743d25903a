//! Which clock is wrong: the issuer's, this device's or the receiver's.

use crate::text::quote;
use crate::time::{self, Timestamp};
use crate::token::Token;

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The issuer's, which wrote `iat`, `nbf` and `exp`.
    Issuer,
    /// That of this device.
    Device,
    /// That of the receiver, which wrote the `Date` header.
    Receiver,
}

impl Clock {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Clock::Issuer => "the issuer's clock",
            Clock::Device => "the clock of this device",
            Clock::Receiver => "the receiver's clock",
        }
    }
}

/// What the clocks say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The clock that is wrong, where that can be told.
    pub wrong: Option<Clock>,
    /// By how many seconds it, or the pair that disagrees, is off at least; positive where it runs ahead.
    pub off_by: i64,
    /// The smallest tolerance in seconds with which the receiver would take the token, by its own clock or, without a
    /// `Date` header, by this device's; `None` where none is needed or the times cannot be read.
    pub tolerance: Option<i64>,
    /// All of it in sentences.
    pub message: String,
}

/// Differences that are network and rounding rather than a clock.
const CLOSE: i64 = 10;

/// A tolerance that some receivers apply by default, and who does.
const USUAL: &[(i64, &str)] = &[
    (60, "Spring Security and others"),
    (300, "ASP.NET Core and others"),
];

/// The longest difference that a clock can be blamed for; beyond it a token is just old, or not meant for now.
const A_CLOCK: i64 = 24 * 3600;

/// Judges by the times of a token, the clock of this device, and the `Date` header of an answer that was received at
/// the moment `now`.
///
/// `iat` and `nbf` only bound the issuer's clock from below: it cannot have shown less when it wrote them. (Entra sets
/// them back by five minutes in its samples.) So a clock that shows less than `iat` contradicts the issuer's, and one
/// that shows more does not.
pub fn judge(token: &Token, now: Timestamp, date: Option<Timestamp>) -> Judgement {
    let read = |name: &str| token.claims()?.get(name)?.seconds();
    let (iat, nbf, exp) = (read("iat"), read("nbf"), read("exp"));
    let issued = iat.or(nbf);
    let at = date.unwrap_or(now);
    let early = nbf.map_or(0, |nbf| nbf.saturating_sub(at));
    let late = exp.map_or(0, |exp| at.saturating_sub(exp).saturating_add(1));
    let needed = early.max(late).max(0);
    let tolerance = (needed > 0).then_some(needed);
    let ahead_of_now = issued.map_or(0, |issued| issued.saturating_sub(now));
    let ahead_of_date = date
        .zip(issued)
        .map_or(0, |(date, issued)| issued.saturating_sub(date));
    let apart = date.map_or(0, |date| now.saturating_sub(date));
    let is_ahead = |seconds: i64| seconds > CLOSE && seconds <= A_CLOCK;
    let length = |seconds: i64| time::duration(seconds);
    let (wrong, off_by, mut message) = match date {
        Some(_) if apart.unsigned_abs() <= CLOSE as u64 && is_ahead(ahead_of_date) => (
            Some(Clock::Issuer),
            ahead_of_date,
            format!(
                "The issuer's clock runs ahead by at least {}: this device and the receiver agree, and the token was issued after both.",
                length(ahead_of_date)
            ),
        ),
        // The one that the token does not contradict tells how wrong the other is, a dead battery included.
        Some(_) if ahead_of_date > CLOSE && ahead_of_now <= CLOSE => (
            Some(Clock::Receiver),
            apart.saturating_neg(),
            format!(
                "The receiver's clock is behind by about {}: this device does not contradict the token, the receiver does.",
                length(apart)
            ),
        ),
        Some(_) if ahead_of_now > CLOSE && ahead_of_date <= CLOSE => (
            Some(Clock::Device),
            apart,
            format!(
                "The clock of this device is behind by about {}: the receiver does not contradict the token, this device does.",
                length(apart)
            ),
        ),
        Some(_) if is_ahead(ahead_of_now.min(ahead_of_date)) => (
            None,
            ahead_of_date,
            format!(
                "This device and the receiver differ by {}, and the token was issued after both: more than one clock is wrong.",
                length(apart)
            ),
        ),
        Some(_) if apart.unsigned_abs() > CLOSE as u64 => (
            None,
            apart,
            format!(
                "The clock of this device is {} {} the receiver's. The token contradicts neither, so it does not tell which is wrong.",
                length(apart),
                if apart > 0 { "ahead of" } else { "behind" }
            ),
        ),
        Some(_) => (
            None,
            0,
            "This device and the receiver agree, and the token contradicts neither.".to_owned(),
        ),
        None if is_ahead(ahead_of_now) => (
            None,
            ahead_of_now,
            format!(
                "The token was issued {} after what this device shows: either the issuer's clock runs ahead or this device is behind. The Date header of any answer tells which.",
                length(ahead_of_now)
            ),
        ),
        None => (
            None,
            0,
            "The token does not contradict the clock of this device.".to_owned(),
        ),
    };
    let by_whom = if date.is_some() {
        "the receiver's clock"
    } else {
        "the clock of this device"
    };
    if let Some(needed) = tolerance {
        let what = if early >= late {
            "is not valid yet"
        } else {
            "has expired"
        };
        message.push_str(&format!(
            " By {by_whom} the token {what}; a tolerance of {} would let it pass",
            length(needed)
        ));
        let usual = USUAL.iter().find(|(seconds, _)| *seconds >= needed);
        message.push_str(&match usual {
            Some((seconds, who)) => format!(", which the {seconds} seconds of {who} do."),
            None => ", more than receivers usually allow.".to_owned(),
        });
    }
    Judgement {
        wrong,
        off_by,
        tolerance,
        message,
    }
}

/// Reads the value of a `Date` header, with or without its name, in the three forms of RFC 9110 §5.6.7.
///
/// # Errors
/// Says what was expected.
pub fn http_date(text: &str) -> Result<Timestamp, String> {
    let value = text.trim();
    let value = match value.get(..5) {
        Some(name) if name.eq_ignore_ascii_case("date:") => {
            value.get(5..).unwrap_or_default().trim()
        }
        _ => value,
    };
    parse(value).ok_or_else(|| {
        format!(
            "a date such as Thu, 01 Jan 2026 00:00:00 GMT was expected, not {}",
            quote(value)
        )
    })
}

fn parse(text: &str) -> Option<Timestamp> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let words: Vec<&str> = text
        .split([' ', ',', '-'])
        .filter(|word| !word.is_empty())
        .take(8)
        .collect();
    let (day, month, year, clock) = match words.as_slice() {
        [_, day, month, year, clock, "GMT" | "UTC"] => (day, month, year, clock),
        [_, month, day, clock, year] => (day, month, year, clock),
        _ => return None,
    };
    let month = month.to_ascii_lowercase();
    let at = MONTHS
        .find(month.as_str())
        .filter(|at| month.len() == 3 && at % 3 == 0)?;
    let day: u8 = day.parse().ok()?;
    let year: u32 = year.parse().ok()?;
    // Two digits: the century that RFC 9110 §5.6.7 makes of them, as seen from this one.
    let year = match year {
        0..70 => year + 2000,
        70..100 => year + 1900,
        _ => year,
    };
    time::parse(&format!("{year:04}-{:02}-{day:02}T{clock}Z", at / 3 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::report::inspect;

    const NOW: i64 = 1_767_225_600;

    fn judged(payload: &str, date: Option<i64>) -> Judgement {
        let body = format!("{{\"alg\":\"RS256\"}}\n{payload}");
        let text = Example {
            info: "token",
            body: &body,
        }
        .text(NOW);
        let report = inspect(&text, &Default::default(), NOW);
        judge(
            &report.tokens[0].token,
            NOW,
            date.map(|offset| NOW + offset),
        )
    }

    #[test]
    fn the_clock_that_is_wrong() {
        let fresh = r#"{"iat":@,"nbf":@,"exp":@+1h}"#;
        let future = r#"{"iat":@+3m,"nbf":@+3m,"exp":@+1h}"#;
        for (payload, date, wrong, off_by, tolerance) in [
            (fresh, None, None, 0, None),
            (fresh, Some(2), None, 0, None),
            (fresh, Some(-120), Some(Clock::Receiver), -120, Some(120)),
            (fresh, Some(120), None, -120, None),
            (future, None, None, 180, Some(180)),
            (future, Some(0), Some(Clock::Issuer), 180, Some(180)),
            (future, Some(200), Some(Clock::Device), -200, None),
            (future, Some(60), None, 120, Some(120)),
            (
                r#"{"iat":@+40d,"exp":@+41d}"#,
                Some(40 * 86_400),
                Some(Clock::Device),
                -40 * 86_400,
                None,
            ),
            (
                r#"{"iat":@,"exp":@+1h}"#,
                Some(-40 * 86_400),
                Some(Clock::Receiver),
                -40 * 86_400,
                None,
            ),
            (
                r#"{"iat":@+40d,"exp":@+41d}"#,
                Some(40 * 86_400 - 180),
                None,
                180,
                None,
            ),
            (r#"{"iat":@-2h,"exp":@-1m}"#, Some(0), None, 0, Some(61)),
            (r#"{"iat":@-2h,"exp":@}"#, None, None, 0, Some(1)),
            (r#"{"iat":@+9999d}"#, None, None, 0, None),
            (
                r#"{"iat":-9223372036854775808,"exp":"x","nbf":9223372036854775807}"#,
                Some(0),
                None,
                0,
                Some(i64::MAX - NOW),
            ),
            ("[]", Some(0), None, 0, None),
        ] {
            let judgement = judged(payload, date);
            assert_eq!(
                (judgement.wrong, judgement.off_by, judgement.tolerance),
                (wrong, off_by, tolerance),
                "{payload} {date:?}: {}",
                judgement.message
            );
            assert!(judgement.message.ends_with('.'));
        }
    }

    #[test]
    fn a_tolerance_is_named_after_who_applies_it() {
        let message = judged(r#"{"exp":@-30}"#, None).message;
        assert!(message.ends_with("a tolerance of 31 seconds would let it pass, which the 60 seconds of Spring Security and others do."), "{message}");
        assert!(
            judged(r#"{"exp":@-1h}"#, None)
                .message
                .ends_with("more than receivers usually allow.")
        );
    }

    #[test]
    fn dates_in_three_forms() {
        for text in [
            "Thu, 01 Jan 2026 00:00:00 GMT",
            "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n",
            "Thursday, 01-Jan-26 00:00:00 GMT",
            "Thu Jan  1 00:00:00 2026",
        ] {
            assert_eq!(http_date(text), Ok(NOW), "{text}");
        }
        for text in [
            "",
            "now",
            "Thu, 01 anf 2026 00:00:00 GMT",
            "Thu, 32 Jan 2026 00:00:00 GMT",
            "é",
        ] {
            assert!(http_date(text).is_err(), "{text}");
        }
    }
}

//! Seconds since 1970-01-01 UTC, written for people. No clock, no locale, no floating point.

use crate::text::plural;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted (RFC 7519 §2 `NumericDate`, whole seconds).
pub type Timestamp = i64;

/// Year, month (1 to 12) and day (1 to 31) of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
fn civil(days: i64) -> (i64, usize, i64) {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years starting in March.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (
        year_of_era + era * 400 + i64::from(month <= 2),
        month as usize,
        day,
    )
}

/// Day number of a civil date, the inverse of [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// `18 Sep 2018, 01:42:28 UTC`.
pub fn utc(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (year, month, day) = civil(at.div_euclid(86_400));
    let (hour, minute, second) = clock(at);
    let month = MONTHS[month - 1];
    format!("{day} {month} {year}, {hour:02}:{minute:02}:{second:02} UTC")
}

/// `2018-09-18T01:42:28Z` (RFC 3339; years beyond 9999 get more digits).
pub fn rfc3339(at: Timestamp) -> String {
    let (year, month, day) = civil(at.div_euclid(86_400));
    let (hour, minute, second) = clock(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn clock(at: Timestamp) -> (i64, i64, i64) {
    let of_day = at.rem_euclid(86_400);
    (of_day / 3600, of_day / 60 % 60, of_day % 60)
}

/// Reads seconds since 1970, or RFC 3339 (`2026-01-01T00:00:00Z`, with offset; date alone means midnight UTC).
pub fn parse(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let field = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(range)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let (year, month, day) = (field(0..4)?, field(5..7)?, field(8..10)?);
    let is_date = byte(4) == Some(b'-')
        && byte(7) == Some(b'-')
        && (1..=12).contains(&month)
        && civil(days(year, month, day)) == (year, month as usize, day);
    if !is_date {
        return None;
    }
    let midnight = days(year, month, day) * 86_400;
    if text.len() == 10 {
        return Some(midnight);
    }
    let (hour, minute, second) = (field(11..13)?, field(14..16)?, field(17..19)?);
    let is_time = matches!(byte(10), Some(b'T' | b't' | b' '))
        && byte(13) == Some(b':')
        && byte(16) == Some(b':')
        && hour < 24
        && minute < 60
        && second < 61;
    if !is_time {
        return None;
    }
    let mut zone = 19;
    if byte(zone) == Some(b'.') {
        zone += 1;
        while byte(zone).is_some_and(|b| b.is_ascii_digit()) {
            zone += 1;
        }
    }
    let offset = match byte(zone)? {
        b'Z' | b'z' if text.len() == zone + 1 => 0,
        sign @ (b'+' | b'-') if text.len() == zone + 6 && byte(zone + 3) == Some(b':') => {
            let (hours, minutes) = (field(zone + 1..zone + 3)?, field(zone + 4..zone + 6)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            if sign == b'+' { seconds } else { -seconds }
        }
        _ => return None,
    };
    Some(midnight + hour * 3600 + minute * 60 + second - offset)
}

/// A length of time in its one or two largest units: `45 seconds`, `65 minutes`, `20 hours`, `8 years`.
pub fn duration(seconds: i64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    const YEAR: u64 = 365 * DAY + 6 * HOUR;
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        _ if seconds < 2 * HOUR => (seconds / MINUTE, "minute"),
        _ if seconds < 2 * DAY => (seconds / HOUR, "hour"),
        _ if seconds < 2 * YEAR => (seconds / DAY, "day"),
        _ => (seconds / YEAR, "year"),
    };
    format!("{count} {unit}{}", plural(count))
}

/// Two lengths as [`duration`] writes them, or in seconds where that would read alike.
pub fn durations(one: i64, other: i64) -> (String, String) {
    match (duration(one), duration(other)) {
        (a, b) if a == b => (format!("{one} seconds"), format!("{other} seconds")),
        told_apart => told_apart,
    }
}

/// Where a moment stands as seen from `now`: `in 45 seconds`, `8 years ago`, `now`.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    match at.saturating_sub(now) {
        0 => "now".to_owned(),
        ahead @ 1.. => format!("in {}", duration(ahead)),
        behind => format!("{} ago", duration(behind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_and_read_back() {
        for (at, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_537_234_948, "2018-09-18T01:42:28Z"),
            (4_102_444_800, "2100-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(at), text);
            assert_eq!(parse(text), Some(at));
        }
        assert_eq!(utc(1_537_234_948), "18 Sep 2018, 01:42:28 UTC");
        assert_eq!(parse("2018-09-18T03:42:28.25+02:00"), Some(1_537_234_948));
        assert_eq!(parse("2018-09-18"), Some(1_537_228_800));
        assert_eq!(parse("1537234948"), Some(1_537_234_948));
        for text in [
            "",
            "now",
            "2018-13-01",
            "2018-02-29",
            "2018-09-18T01:42:28+24:00",
            "2018-09-18T01:42",
            "2018-09-18T01:42:28",
            "é018-09-18",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        // The extremes only have to be survived.
        for at in [i64::MIN, i64::MAX] {
            assert!(!utc(at).is_empty());
        }
    }

    #[test]
    fn lengths_of_time_are_written_in_the_unit_people_use() {
        for (seconds, text) in [
            (1, "1 second"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (3900, "65 minutes"),
            (7200, "2 hours"),
            (172_800, "2 days"),
            (63_115_200, "2 years"),
            (i64::MIN, "292271023045 years"),
        ] {
            assert_eq!(duration(seconds), text);
        }
        assert_eq!(relative(10, 20), "10 seconds ago");
        assert_eq!(relative(20, 10), "in 10 seconds");
        assert_eq!(relative(10, 10), "now");
    }
}

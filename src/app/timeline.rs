//! When the token is valid, drawn. Where things stand is in order and not quite to scale: labels never overlap.

use yew::prelude::*;

use super::html::html;

use crate::report::TokenReport;
use crate::time::{self, Timestamp};

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Issued,
    From,
    Until,
    Now,
}

struct Moment {
    what: What,
    at: Timestamp,
    /// Where it stands, in thousandths of the width.
    x: i64,
}

/// The line, or nothing where the token says nothing about time.
pub fn timeline(report: &TokenReport, now: Timestamp) -> Html {
    let claim = |name: &str| -> Option<Timestamp> {
        Some(report.token.claims()?.get(name)?.as_number()?.floor()?.0)
    };
    let (issued, from, until) = (claim("iat"), claim("nbf"), claim("exp"));
    let mut moments: Vec<Moment> = [
        (What::Issued, issued),
        (What::From, from.filter(|from| issued != Some(*from))),
        (What::Until, until),
        (What::Now, Some(now)),
    ]
    .into_iter()
    .filter_map(|(what, at)| {
        Some(Moment {
            what,
            at: at?,
            x: 0,
        })
    })
    .collect();
    if moments.len() < 2 {
        return Html::default();
    }
    order(&mut moments);
    place(&mut moments);
    let x = |what: What| {
        moments
            .iter()
            .find(|moment| moment.what == what)
            .map(|moment| moment.x)
    };
    let start = x(What::From).into_iter().chain(x(What::Issued)).max();
    let end = x(What::Until);
    let here = x(What::Now).unwrap_or(0);
    html! {
        <div class="timeline"><svg role="img" aria-label={spoken(&moments, until, now)} width="100%" height="86">
            <defs>
                <pattern id="overdue" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="timeline__hatch" width="4" height="8" />
                </pattern>
            </defs>
            <rect class="timeline__track" x="0" y="26" width="100%" height="8" rx="4" />
            { bar("timeline__life", start.unwrap_or(0), end.unwrap_or(1000)) }
            if let Some(end) = end.filter(|end| *end < here) {
                <rect x={percent(end)} y="26" width={percent(here - end)} height="8" fill="url(#overdue)" />
            }
            if let Some(start) = start.filter(|start| *start > here) {
                <rect x={percent(here)} y="26" width={percent(start - here)} height="8" fill="url(#overdue)" />
            }
            { for moments.iter().map(|moment| draw(moment, until, now)) }
        </svg></div>
    }
}

fn bar(class: &'static str, from: i64, to: i64) -> Html {
    html! {
        <rect {class} x={percent(from)} y="26" width={percent((to - from).max(0))} height="8" rx="4" />
    }
}

fn draw(moment: &Moment, until: Option<Timestamp>, now: Timestamp) -> Html {
    let x = percent(moment.x);
    let (name, first, second) = match moment.what {
        What::Issued => ("issued", None, None),
        What::From => ("valid from", None, None),
        What::Until if moment.at < now => ("expired", None, None),
        What::Until => ("expires", None, None),
        What::Now => match until {
            Some(until) if until <= now => (
                "now",
                Some(time::duration(now.saturating_sub(until))),
                Some("too late"),
            ),
            Some(until) => (
                "now",
                Some(time::duration(until.saturating_sub(now))),
                Some("left"),
            ),
            None => ("now", Some("never".to_owned()), Some("expires")),
        },
    };
    let (day, clock) = split(moment.at);
    let class = if moment.what == What::Now {
        "timeline__now"
    } else {
        "timeline__moment"
    };
    html! {
        <g {class}>
            <line x1={x.clone()} x2={x.clone()} y1="21" y2="39" />
            <text class="timeline__name" x={x.clone()} y="13">{ name }</text>
            <text x={x.clone()} y="57">{ first.unwrap_or(day) }</text>
            <text {x} y="74">{ second.map_or(clock, str::to_owned) }</text>
        </g>
    }
}

/// Date, and time of day without seconds.
fn split(at: Timestamp) -> (String, String) {
    let text = time::utc(at);
    let (day, clock) = text.split_once(", ").unwrap_or((&text, ""));
    let minutes = clock.get(..5).unwrap_or(clock);
    (day.to_owned(), format!("{minutes} UTC"))
}

/// Puts the moments in order. There are four at most; the library's sort weighs five kilobytes each time it is used.
fn order(moments: &mut [Moment]) {
    for end in 1..moments.len() {
        for at in (1..=end).rev() {
            if moments[at - 1].at > moments[at].at {
                moments.swap(at - 1, at);
            }
        }
    }
}

/// Spreads the moments: each a label's width from the next, what room is left in proportion to the time between.
fn place(moments: &mut [Moment]) {
    const MARGIN: i64 = 125;
    let gaps = moments.len() as i64 - 1;
    let room = 1000 - 2 * MARGIN;
    let least = (room / 3).min(room / gaps);
    let spare = i128::from(room - least * gaps);
    let distance = |from: Timestamp, to: Timestamp| (i128::from(to) - i128::from(from)).max(0);
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return;
    };
    let (start, whole) = (first.at, distance(first.at, last.at).max(1));
    for (at, moment) in moments.iter_mut().enumerate() {
        let share = distance(start, moment.at) * spare / whole;
        moment.x = MARGIN + at as i64 * least + share as i64;
    }
}

fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The same in words.
fn spoken(moments: &[Moment], until: Option<Timestamp>, now: Timestamp) -> String {
    let mut parts: Vec<String> = moments
        .iter()
        .map(|moment| {
            let name = match moment.what {
                What::Issued => "issued",
                What::From => "valid from",
                What::Until if moment.at < now => "expired",
                What::Until => "expires",
                What::Now => "checked now,",
            };
            format!("{name} {}", time::utc(moment.at))
        })
        .collect();
    parts.push(match until {
        Some(until) if until <= now => {
            format!("{} too late", time::duration(now.saturating_sub(until)))
        }
        Some(until) => format!("{} left", time::duration(until.saturating_sub(now))),
        None => "it never expires".to_owned(),
    });
    format!("Timeline: {}", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_room_and_order_is_kept() {
        for times in [
            vec![0, 1],
            vec![0, 0, 0],
            vec![i64::MIN, 0, i64::MAX],
            vec![0, 1, 3600, 260_000_000],
        ] {
            let mut moments: Vec<Moment> = times
                .iter()
                .map(|&at| Moment {
                    what: What::Now,
                    at,
                    x: 0,
                })
                .collect();
            place(&mut moments);
            for pair in moments.windows(2) {
                assert!(pair[1].x - pair[0].x >= 250, "{times:?}");
            }
            assert!(moments.iter().all(|moment| (125..=875).contains(&moment.x)));
        }
    }
}

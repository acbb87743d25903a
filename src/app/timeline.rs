//! When the token is valid, drawn; the moment to check at can be dragged along it. Where things stand is in order and
//! not quite to scale: labels never overlap, and what lies before and after has room however long it is.

use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::dom;
use super::expecting::Event as Expect;
use super::html::html;
use super::view::View;
use crate::order;
use crate::report::TokenReport;
use crate::time::{self, Timestamp};

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Issued,
    From,
    Until,
}

struct Moment {
    what: What,
    at: Timestamp,
    /// Where it stands, in thousandths of the width.
    x: i64,
}

/// Where the first and the last moment of the token stand.
const MARGIN: i64 = 180;

/// The token's own moments, in order, and with them the scale.
struct Line {
    moments: Vec<Moment>,
}

impl Line {
    /// The line, or nothing where the token says nothing about time.
    fn of(report: &TokenReport) -> Option<Self> {
        let claim = |name: &str| report.token.claims()?.get(name)?.seconds();
        let (issued, from, until) = (claim("iat"), claim("nbf"), claim("exp"));
        Self::new([
            (What::Issued, issued),
            (What::From, from.filter(|from| issued != Some(*from))),
            (What::Until, until),
        ])
    }

    fn new(moments: [(What, Option<Timestamp>); 3]) -> Option<Self> {
        let moments = moments.into_iter().filter_map(|(what, at)| {
            let at = at?;
            Some(Moment { what, at, x: 500 })
        });
        let mut moments: Vec<Moment> = moments.collect();
        order::sort(&mut moments, |one, other| one.at.cmp(&other.at));
        place(&mut moments);
        (!moments.is_empty()).then_some(Self { moments })
    }

    fn first(&self) -> (f64, i64) {
        let first = self.moments.first();
        first.map_or((0.0, 0), |first| (first.at as f64, first.x))
    }

    fn last(&self) -> (f64, i64) {
        let last = self.moments.last();
        last.map_or((0.0, 0), |last| (last.at as f64, last.x))
    }

    /// How long the token lives, as far as it says.
    fn life(&self) -> f64 {
        match self.last().0 - self.first().0 {
            0.0 => 3600.0,
            life => life.max(60.0),
        }
    }

    /// Where a moment stands. Half of the room beyond each end is as long as the token lives, the rest is everything.
    fn x(&self, at: Timestamp) -> i64 {
        let at = at as f64;
        let (first, last) = (self.first(), self.last());
        let tail =
            |distance: f64, room: i64| (room as f64 * distance / (distance + self.life())) as i64;
        if at <= first.0 {
            return first.1 - tail(first.0 - at, first.1);
        }
        if at >= last.0 {
            return last.1 + tail(at - last.0, 1000 - last.1);
        }
        for pair in self.moments.windows(2) {
            let (from, to) = (&pair[0], &pair[1]);
            let (start, end) = (from.at as f64, to.at as f64);
            if at < end {
                return from.x + ((to.x - from.x) as f64 * (at - start) / (end - start)) as i64;
            }
        }
        last.1
    }

    /// The moment that stands at a place.
    fn at(&self, x: i64) -> Timestamp {
        let (first, last) = (self.first(), self.last());
        // Beyond these the room goes on for ever.
        let x = x.clamp(first.1 / 10, 1000 - (1000 - last.1) / 10);
        let tail = |distance: i64, room: i64| {
            (self.life() * distance as f64 / (room - distance).max(1) as f64).trunc()
        };
        let mut at = last.0;
        if x <= first.1 {
            at = first.0 - tail(first.1 - x, first.1);
        } else if x >= last.1 {
            at = last.0 + tail(x - last.1, 1000 - last.1);
        } else {
            for pair in self.moments.windows(2) {
                let (from, to) = (&pair[0], &pair[1]);
                if (from.x..to.x).contains(&x) {
                    let (start, end) = (from.at as f64, to.at as f64);
                    let share = (end - start) * (x - from.x) as f64 / (to.x - from.x) as f64;
                    at = start + share.trunc();
                }
            }
        }
        at as Timestamp
    }
}

/// The line with its handle.
pub fn timeline(view: &View, report: &TokenReport) -> Html {
    let Some(line) = Line::of(report) else {
        return Html::default();
    };
    let now = view.state.moment();
    let given = view.state.fields.at;
    let of = |what: What| line.moments.iter().find(|moment| moment.what == what);
    let start = of(What::From).into_iter().chain(of(What::Issued));
    let start = start.max_by_key(|moment| moment.x);
    let from = start.map(|moment| moment.at);
    let start = start.map(|moment| moment.x);
    let until = of(What::Until).map(|moment| moment.at);
    let end = of(What::Until).map(|moment| moment.x);
    let here = line.x(now);
    let is_valid = from.is_none_or(|from| from <= now) && until.is_some_and(|until| now < until);
    let left = left(from, until, now);
    let said = format!("{}, {left}", time::utc(now));
    html! {
        <div class={if is_valid { "timeline timeline--valid" } else { "timeline" }}>
            <svg role="img" aria-label={spoken(&line, &left, now)} width="100%" height="104">
                <defs>
                    <pattern id="overdue" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="timeline__hatch" width="4" height="8" />
                    </pattern>
                </defs>
                <rect class="timeline__track" x="0" y="44" width="100%" height="8" rx="4" />
                { bar(start.unwrap_or(0), end.unwrap_or(1000)) }
                if let Some(end) = end.filter(|end| *end < here) {
                    <rect x={percent(end)} y="44" width={percent(here - end)} height="8" fill="url(#overdue)" />
                }
                if let Some(start) = start.filter(|start| *start > here) {
                    <rect x={percent(here)} y="44" width={percent(start - here)} height="8" fill="url(#overdue)" />
                }
                { for line.moments.iter().map(|moment| draw(moment, now)) }
                <text class={match here {
                    0..250 => "timeline__now timeline__now--early",
                    250..750 => "timeline__now",
                    _ => "timeline__now timeline__now--late",
                }} x={percent(here)} y="12">
                    { match given {
                        Some(_) => left,
                        None => format!("now, {left}"),
                    } }
                </text>
            </svg>
            { handle(view, line, here, said) }
        </div>
    }
}

/// What is dragged: by mouse, finger or key.
fn handle(view: &View, line: Line, here: i64, said: String) -> Html {
    let (first, last, life) = (line.at(line.first().1), line.at(line.last().1), line.life());
    let oninput = view.on(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let x = input.value().parse().unwrap_or(here);
        Expect::At(Some(line.at(x))).into()
    });
    // A step is a length of time, not of the screen.
    let step = match life as i64 {
        0..=600 => 1,
        601..=172_800 => 60,
        _ => 3600,
    };
    let act = view.state.dispatcher();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let moved = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Expect::Step(-step),
            "ArrowRight" | "ArrowUp" => Expect::Step(step),
            "PageDown" => Expect::Step(-10 * step),
            "PageUp" => Expect::Step(10 * step),
            "Home" => Expect::At(Some(first)),
            "End" => Expect::At(Some(last)),
            _ => return,
        };
        event.prevent_default();
        act.dispatch(moved.into());
    });
    let back = view.on(|_: MouseEvent| {
        dom::focus("moment");
        Expect::At(None).into()
    });
    html! {
        <>
            <input type="range" id="moment" class="timeline__handle" aria-label="Moment to check at" aria-valuetext={said}
                min="0" max="1000" value={here.to_string()} {oninput} {onkeydown} />
            if view.state.fields.at.is_some() {
                <p class="timeline__given">
                    { "Checked as of " }{ time::utc(view.state.moment()) }{ ", not now. " }
                    <button type="button" class="link" onclick={back}>{ "Back to now" }</button>
                </p>
            }
        </>
    }
}

fn bar(from: i64, to: i64) -> Html {
    html! {
        <rect class="timeline__life" x={percent(from)} y="44" width={percent((to - from).max(0))} height="8" rx="4" />
    }
}

fn name(moment: &Moment, now: Timestamp) -> &'static str {
    match moment.what {
        What::Issued => "issued",
        What::From => "valid from",
        What::Until if moment.at <= now => "expired",
        What::Until => "expires",
    }
}

fn draw(moment: &Moment, now: Timestamp) -> Html {
    let x = percent(moment.x);
    let (day, clock) = split(moment.at);
    html! {
        <g class="timeline__moment">
            <line x1={x.clone()} x2={x.clone()} y1="39" y2="57" />
            <text class="timeline__name" x={x.clone()} y="32">{ name(moment, now) }</text>
            <text x={x.clone()} y="75">{ day }</text>
            <text {x} y="92">{ clock }</text>
        </g>
    }
}

/// How much time is left.
fn left(from: Option<Timestamp>, until: Option<Timestamp>, now: Timestamp) -> String {
    if let Some(from) = from.filter(|from| *from > now) {
        return format!("{} too early", time::duration(from.saturating_sub(now)));
    }
    match until {
        Some(until) if until <= now => {
            format!("{} too late", time::duration(now.saturating_sub(until)))
        }
        Some(until) => format!("{} left", time::duration(until.saturating_sub(now))),
        None => "no expiry".to_owned(),
    }
}

/// Date, and time of day without seconds.
fn split(at: Timestamp) -> (String, String) {
    let text = time::utc(at);
    let (day, clock) = text.split_once(", ").unwrap_or((&text, ""));
    let minutes = clock.get(..5).unwrap_or(clock);
    (day.to_owned(), format!("{minutes} UTC"))
}

/// Spreads the moments: each a label's width from the next, what room is left in proportion to the time between.
fn place(moments: &mut [Moment]) {
    let gaps = moments.len() as i64 - 1;
    if gaps < 1 {
        return;
    }
    let room = 1000 - 2 * MARGIN;
    let least = room / 3;
    let spare = (room - least * gaps) as f64;
    let distance = |from: Timestamp, to: Timestamp| (to as f64 - from as f64).max(0.0);
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return;
    };
    let (start, whole) = (first.at, distance(first.at, last.at).max(1.0));
    for (at, moment) in moments.iter_mut().enumerate() {
        let share = distance(start, moment.at) * spare / whole;
        moment.x = MARGIN + at as i64 * least + share as i64;
    }
}

fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The same in words.
fn spoken(line: &Line, left: &str, now: Timestamp) -> String {
    let moments = line.moments.iter();
    let mut parts: Vec<String> = moments
        .map(|moment| format!("{} {}", name(moment, now), time::utc(moment.at)))
        .collect();
    parts.push(format!("checked as of {}", time::utc(now)));
    parts.push(left.to_owned());
    format!("Timeline: {}", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(times: [Option<Timestamp>; 3]) -> Line {
        Line::new([
            (What::Issued, times[0]),
            (What::From, times[1]),
            (What::Until, times[2]),
        ])
        .unwrap()
    }

    const LINES: [[Option<Timestamp>; 3]; 6] = [
        [Some(0), None, Some(3600)],
        [None, None, Some(5)],
        [Some(0), Some(0), Some(0)],
        [Some(i64::MIN), Some(0), Some(i64::MAX)],
        [Some(0), Some(1), Some(260_000_000)],
        [Some(9), Some(1), Some(4)],
    ];

    #[test]
    fn labels_have_room_and_order_is_kept() {
        for times in LINES {
            let line = line(times);
            for pair in line.moments.windows(2) {
                assert!(pair[1].x - pair[0].x >= 210, "{times:?}");
                assert!(pair[1].at >= pair[0].at, "{times:?}");
            }
            let mut moments = line.moments.iter();
            assert!(moments.all(|moment| (MARGIN..=1000 - MARGIN).contains(&moment.x)));
        }
    }

    #[test]
    fn what_is_dragged_stays_where_it_is() {
        for times in LINES {
            let line = line(times);
            let mut last = i64::MIN;
            for x in 0..=1000 {
                let at = line.at(x);
                assert!(at >= last, "{times:?} {x}");
                last = at;
                assert!((0..=1000).contains(&line.x(at)), "{times:?} {x}");
            }
            for at in [i64::MIN, -1, 0, 1, i64::MAX] {
                assert!((0..=1000).contains(&line.x(at)), "{times:?} {at}");
            }
        }
        let hour = line([Some(0), None, Some(3600)]);
        for x in 30..=970 {
            assert!((hour.x(hour.at(x)) - x).abs() <= 1, "{x}");
        }
        assert_eq!((hour.x(0), hour.x(3600)), (180, 820));
    }
}

//! JSON as it stands in the token, a window of lines at a time, with what was found written at the ends of its lines.

use std::rc::Rc;

use yew::prelude::*;

use super::html::html;
use super::icon::spoken;
use super::json_lines::{self, Line, Text};
use super::state::{Action, State, Tab};
use super::view::{View, grouped};
use super::{hostile, wiring};
use crate::place::Part;
use crate::report::{Report, TokenReport};
use crate::rules::{Finding, Severity};
use crate::spec::claims::{self, Claim};
use crate::spec::values;
use crate::text;
use crate::time;
use crate::token::json::{Json, Kind, Number, Value};

/// Lines shown at a time.
const WINDOW: usize = 300;

/// A report that is compared by identity: it is derived anew where anything changed.
struct Shared(Rc<Report>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Lines, and what was found in them.
#[derive(Default)]
pub struct Shown {
    lines: Vec<Line>,
    notes: Vec<(usize, Vec<usize>)>,
}

/// Breaks the JSON into lines while it is shown.
#[hook]
pub fn use_lines(state: &UseReducerHandle<State>, report: &Rc<Report>) -> Rc<Shown> {
    let key = matches!(state.tab, Tab::Json | Tab::Header)
        .then(|| (Shared(report.clone()), state.token, state.tab));
    use_memo(key, |key| {
        let shown = key.as_ref().and_then(|(report, token, tab)| {
            let report = report.0.tokens.get(report.0.shown(*token))?;
            let lines = lines(report, *tab == Tab::Header);
            let notes = notes(report, &lines);
            Some(Shown { lines, notes })
        });
        shown.unwrap_or_default()
    })
}

/// The lines.
pub fn json_view(view: &View, report: &TokenReport) -> Html {
    let Shown { lines, notes } = &*view.json;
    let marked = view.marked();
    let marked_line = marked.and_then(|(_, finding)| line_of(lines, finding));
    let chosen = view
        .selected()
        .and_then(|at| Some((at, line_of(lines, view.findings().get(at)?)?)));
    let first = match marked_line {
        Some(line) if lines.len() > WINDOW => line / WINDOW * WINDOW,
        _ => view.state.line,
    };
    let (is_copied, copy) = {
        let json = view.json.clone();
        view.copy((Part::Input, 0), move |report| {
            plain(&json.lines, |part| text_of(report, part))
        })
    };
    let to = |line: usize| view.click(Action::ShowLine(line));
    html! {
        <div class="json">
            if !lines.is_empty() {
                <button type="button" class="ghost json__copy" onclick={copy}>{ if is_copied { "Copied" } else { "Copy" } }</button>
            }
            if first > 0 {
                <button type="button" class="more" onclick={to(first.saturating_sub(WINDOW))}>{ format!("{} lines above", grouped(first)) }</button>
            }
            <div class="json__lines" dir="ltr">
                { for lines.iter().enumerate().skip(first).take(WINDOW).map(|(at, line)| {
                    let notes = notes.iter().find(|(line, _)| *line == at);
                    let back = chosen.filter(|(_, line)| *line == at).map(|(at, _)| wiring::way_back(at));
                    let said = said(lines, at, |part| text_of(report, part));
                    draw(report, line, said, notes.map(|(_, notes)| notes), marked_line == Some(at), back)
                }) }
            </div>
            if first + WINDOW < lines.len() {
                <button type="button" class="more" onclick={to(first + WINDOW)}>{ format!("{} lines below", grouped(lines.len() - first - WINDOW)) }</button>
            }
            if lines.is_empty() {
                <p class="claims__none">{ "There is no text here to show." }</p>
            }
        </div>
    }
}

fn lines(report: &TokenReport, is_header: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let wanted = |part: Part| {
        let header = matches!(
            part,
            Part::Header | Part::UnprotectedHeader | Part::KeyBindingHeader
        );
        header == is_header
    };
    let segments = report
        .token
        .segments
        .iter()
        .filter_map(|segment| Some((segment.part, segment.json()?)))
        .filter(|(part, _)| wanted(*part));
    let disclosed = report.disclosed.as_ref().filter(|_| !is_header);
    let disclosed = disclosed.map(|json| (Part::Claims, json));
    let parts: Vec<_> = disclosed.into_iter().chain(segments).collect();
    for (part, json) in &parts {
        if parts.len() > 1 {
            lines.push(Line {
                part: *part,
                depth: 0,
                start: 0,
                name: None,
                text: Text::Title,
                comma: false,
            });
        }
        json_lines::push(&mut lines, *part, json);
    }
    lines
}

/// The lines as JSON to go on with. What hides is escaped, as it may be anywhere that JSON has text.
fn plain<'a>(lines: &[Line], text_of: impl Fn(Part) -> &'a str) -> String {
    let mut plain = String::new();
    for line in lines {
        let text = text_of(line.part);
        plain.extend(std::iter::repeat_n("  ", line.depth));
        if let Some(name) = line.name {
            push_escaped(&mut plain, name.of(text));
            plain.push_str(": ");
        }
        match line.text {
            Text::Title => continue,
            Text::Open(character) | Text::Close(character) => plain.push(character),
            Text::Raw(span) | Text::Value(_, span) => push_escaped(&mut plain, span.of(text)),
        }
        plain.push_str(if line.comma { ",\n" } else { "\n" });
    }
    plain
}

/// A value by itself: a string without its quotes, unless something in it hides.
pub fn alone(raw: &str) -> String {
    let json = Json::read(raw.to_owned());
    let text = json.root().map_or(raw, Value::to_text);
    if !text.contains(|c: char| text::is_hidden(c) && !c.is_ascii_whitespace()) {
        return text.to_owned();
    }
    let mut lines = Vec::new();
    json_lines::push(&mut lines, Part::Input, &json);
    plain(&lines, |_| raw).trim_end().to_owned()
}

/// The text that the places in a part count in.
pub fn text_of(report: &TokenReport, part: Part) -> &str {
    let json = match part {
        Part::Claims => report.disclosed.as_ref(),
        part => (report.token.segment(part)).and_then(|segment| segment.json()),
    };
    json.map_or("", |json| json.text())
}

fn push_escaped(plain: &mut String, text: &str) {
    for character in text.chars() {
        match text::is_hidden(character) {
            true => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    plain.push_str(&format!("\\u{unit:04x}"));
                }
            }
            false => plain.push(character),
        }
    }
}

/// The line a finding is about.
fn line_of(lines: &[Line], finding: &Finding) -> Option<usize> {
    let part = finding.place.part;
    let first = lines
        .iter()
        .position(|line| line.part == part && line.text != Text::Title)?;
    let own = lines[first..]
        .partition_point(|line| line.part == part && line.start <= finding.place.span.start);
    Some(first + own.saturating_sub(1))
}

fn notes(report: &TokenReport, lines: &[Line]) -> Vec<(usize, Vec<usize>)> {
    const MOST: usize = 500;
    let mut notes: Vec<(usize, Vec<usize>)> = Vec::new();
    let findings = report.checked.findings.iter().enumerate().take(MOST);
    for (at, finding) in findings.filter(|(_, finding)| finding.severity > Severity::Info) {
        if let Some(line) = line_of(lines, finding) {
            match notes.iter_mut().find(|(other, _)| *other == line) {
                Some((_, list)) => list.push(at),
                None => notes.push((line, vec![at])),
            }
        }
    }
    notes
}

/// The moment behind a time and the word behind a code, of a claim and of each that a claim lists.
fn said<'a>(lines: &[Line], at: usize, text_of: impl Fn(Part) -> &'a str) -> Option<String> {
    let line = lines.get(at)?;
    let Text::Value(kind, value) = line.text else {
        return None;
    };
    let text = match line.part {
        Part::Payload | Part::KeyBindingPayload | Part::Claims => text_of(line.part),
        _ => return None,
    };
    let is_listed = line.depth == 2 && line.name.is_none();
    let above = lines[..=at].iter().rev().take(40);
    let claim = above.into_iter().find(|line| line.depth < 2)?.name?;
    let claim = claim.of(text).trim_matches('"');
    let value = value.of(text);
    if claims::claim(claim).is_some_and(Claim::is_moment) && kind == Kind::Number {
        let (seconds, _) = Number(value).floor()?;
        return (line.depth == 1).then(|| time::utc(seconds));
    }
    (line.depth == 1 || is_listed)
        .then(|| values::explain(claim, value.trim_matches('"')))
        .flatten()
}

fn draw(
    report: &TokenReport,
    line: &Line,
    said: Option<String>,
    notes: Option<&Vec<usize>>,
    is_marked: bool,
    back: Option<Html>,
) -> Html {
    let text = text_of(report, line.part);
    let findings = || {
        notes
            .into_iter()
            .flatten()
            .filter_map(|at| report.checked.findings.get(*at))
    };
    let severity = findings().map(|finding| finding.severity).max();
    let indent = "  ".repeat(line.depth);
    html! {
        <div class="line" data-severity={severity.map(Severity::name)} data-marked={is_marked.then_some("")}>
            <span class="line__indent">{ indent }</span>
            <span class="line__text">
                if let Some(name) = line.name {
                    <span class="json__name">{ hostile::hostile(name.of(text)) }</span>
                    { ": " }
                }
                { content(line, text) }
                if line.comma { { "," } }
                if let Some(said) = said {
                    <span class="json__said">{ hostile::message(&said) }</span>
                }
                { for findings().take(4).map(|finding| html! {
                    <span class="note" data-severity={finding.severity.name()}>
                        { spoken(finding.severity.into()) }
                        <span>{ hostile::message(finding.sentences().0) }</span>
                    </span>
                }) }
                { back }
            </span>
        </div>
    }
}

fn content(line: &Line, text: &str) -> Html {
    match line.text {
        Text::Title => html! { <b class="json__title">{ line.part.title() }</b> },
        Text::Open(character) | Text::Close(character) => Html::from(character.to_string()),
        Text::Raw(span) => {
            html! { <span class="json__raw">{ hostile::hostile(span.of(text)) }</span> }
        }
        Text::Value(kind, span) => {
            let class = match kind {
                Kind::String => "json__string",
                Kind::Number => "json__number",
                _ => "json__literal",
            };
            html! { <span {class}>{ hostile::hostile(span.of(text)) }</span> }
        }
    }
}

//! The claims, by the question they answer, with what was found about each.

use yew::prelude::*;

use super::html::html;
use super::icon::{Icon, spoken};
use super::state::{Action, List};
use super::view::{View, count, grouped};
use super::{disclosures as disclosures_list, dom, hostile, json_view, local_time, wiring};
use crate::extract::Carrier;
use crate::place::{Part, Span};
use crate::report::TokenReport;
use crate::rules::{Finding, Severity};
use crate::spec::claims::{self as dictionary, Claim, Group};
use crate::spec::{header, values};
use crate::time;
use crate::token::disclosures::{self, Disclosures};
use crate::token::json::{Kind, Value};

/// The most lines that what is in one value has in the table.
const MOST_ITEMS: usize = 40;

/// The most characters of a value that are shown in the table. The JSON shows more.
const MOST_TEXT: usize = 400;

struct Row<'a> {
    name: String,
    /// What is known of it.
    entry: Option<&'static Claim>,
    /// The part it stands in.
    part: Part,
    /// `None` where the claim is not there.
    value: Option<Value<'a>>,
    /// What was found about it, with its place in the list of findings.
    notes: Vec<(usize, &'a Finding)>,
    /// The numbers of the disclosures that bring it, or something in it.
    disclosed: String,
}

impl Row<'_> {
    fn group(&self) -> Group {
        self.entry.map_or(Group::Other, |entry| entry.group)
    }
}

/// The table.
pub fn claims_table(view: &View, report: &TokenReport) -> Html {
    // A payload that breaks off is read as far as it goes.
    let segment = report.token.segment(Part::Payload);
    let root = segment.and_then(|segment| segment.json()?.root());
    let root = report.claims().or(root);
    let Some(claims) = root.filter(|root| root.kind() == Kind::Object) else {
        return no_claims(view, report);
    };
    let mut notes = notes(view);
    let mut rows: Vec<Row> = Vec::new();
    let part = match report.disclosed {
        Some(_) => Part::Claims,
        None => Part::Payload,
    };
    let disclosures = (report.token.form.is_sd_jwt()).then(|| disclosures::process(&report.token));
    let sources: Vec<_> = disclosures.iter().flat_map(Disclosures::sources).collect();
    for member in claims.members() {
        let (name, value) = (member.name().to_owned(), member.value());
        let own = sources.iter().filter(|(_, claim)| *claim == name);
        let own: Vec<String> = own.map(|(number, _)| number.to_string()).collect();
        let at = notes.binary_search_by(|(other, _)| other.cmp(&name)).ok();
        let notes = at.and_then(|at| notes.get(at));
        let notes = notes.map(|(_, notes)| notes.clone()).unwrap_or_default();
        rows.push(Row {
            entry: dictionary::claim(&name),
            name,
            part,
            value: Some(value),
            notes,
            disclosed: own.join(", "),
        });
    }
    notes.retain(|(name, _)| rows.iter().all(|row| row.name != *name));
    for (name, notes) in notes {
        if notes
            .iter()
            .all(|(_, finding)| finding.severity == Severity::Info)
        {
            continue;
        }
        rows.push(Row {
            entry: dictionary::claim(&name),
            name,
            part,
            value: None,
            notes,
            disclosed: String::new(),
        });
    }
    let all = rows.len();
    // Within a group, claims stay in the order of the token, and what is missing comes last.
    let of = |wanted: &'static Group| rows.iter().filter(move |row| row.group() == *wanted);
    let sorted = Group::ALL.iter().flat_map(of);
    let mark = view.marked().map(|(at, _)| at);
    let chosen = view.selected();
    let mut last = None;
    html! {
        <>
            if report.token.claims().is_none() {
                <p class="claims__none">{ "The payload is damaged. These are the claims that can still be read; there may be more." }</p>
            }
            { table("Claims", sorted.take(view.shown(List::Claims)).enumerate().map(|(at, row)| {
                let group = Some(row.group());
                let is_first = last != group;
                last = group;
                html! {
                    <>
                        if is_first {
                            <tr role="row" class="claims__group"><th role="rowheader" scope="rowgroup" colspan="3">{ row.group().heading() }</th></tr>
                        }
                        { draw(view, at, row, mark, chosen) }
                    </>
                }
            })) }
            { view.more(List::Claims, all) }
            if let Some(found) = &disclosures {
                { disclosures_list::list(found) }
            }
        </>
    }
}

/// The parameters of the header, with what each means. What was found about them stands in the JSON.
pub fn header_table(view: &View, report: &TokenReport) -> Html {
    let parts = [Part::Header, Part::UnprotectedHeader].into_iter();
    let members = parts.flat_map(|part| {
        let header = report.token.object(part);
        let members = header.into_iter().flat_map(Value::members);
        members.map(move |member| (part, member))
    });
    let rows = members.take(MOST_ITEMS).enumerate();
    table(
        "Header parameters",
        rows.map(|(at, (part, member))| {
            let row = Row {
                name: member.name().to_owned(),
                entry: header::parameter(member.name()),
                part,
                value: Some(member.value()),
                notes: Vec::new(),
                disclosed: String::new(),
            };
            draw(view, at, &row, None, None)
        }),
    )
}

fn table(label: &'static str, rows: impl Iterator<Item = Html>) -> Html {
    html! {
        <table class="claims__table" role="table" aria-label={label}>
            <thead class="unseen" role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{ "Name" }</th>
                    <th role="columnheader" scope="col">{ "Value" }</th>
                    <th role="columnheader" scope="col">{ "Meaning" }</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{ for rows }</tbody>
        </table>
    }
}

/// Why there is nothing to list, and what there is instead.
fn no_claims(view: &View, report: &TokenReport) -> Html {
    let opened = report
        .verification
        .as_ref()
        .and_then(|check| check.opened.as_deref());
    let next = view.at + 1;
    let is_inside = |next: &&TokenReport| next.token.candidate.carrier == Carrier::Jwe;
    let inner = view.report.tokens.get(next).filter(is_inside);
    match opened {
        Some(_) if inner.is_some() => {
            let show = view.on(move |_: MouseEvent| {
                dom::focus("panel");
                Action::Choose(next)
            });
            html! {
                <div class="claims__none">
                    <p>{ "It was opened. In it is a token of its own, with claims of its own." }</p>
                    <button type="button" class="button" onclick={show}>{ "Show the token inside" }</button>
                </div>
            }
        }
        Some(content) => html! {
            <div class="claims__none">
                <p>{ format!("It was opened. The {} in it are no JSON object, so there are no claims to list.", count(content.len(), "byte")) }</p>
                if let Ok(text) = std::str::from_utf8(content) {
                    <p class="claims__opened">{ hostile::hostile(text) }</p>
                }
            </div>
        },
        None => html! {
            <p class="claims__none">{ if report.token.form.is_encrypted() {
                "The claims are encrypted: only who holds the key can read them. Give that key under “Key” to open the token. The header is readable."
            } else {
                "The payload is no JSON object, so there are no claims to list. The JSON tab shows what there is."
            } }</p>
        },
    }
}

/// Findings about claims, by the name of the claim. A claim with very many shows the first.
fn notes(view: &View) -> Vec<(String, Vec<(usize, &Finding)>)> {
    const MOST: usize = 4;
    let mut named: Vec<(String, (usize, &Finding))> = Vec::new();
    for (at, finding) in view.findings().iter().enumerate() {
        let Some(name) = finding.claim() else {
            continue;
        };
        // This one is about two claims, and points at the first.
        let other = (finding.rule.id == "scp-and-roles-missing").then(|| "roles".to_owned());
        for name in other.into_iter().chain([name]) {
            named.push((name, (at, finding)));
        }
    }
    crate::order::sort(&mut named, |one, other| one.0.cmp(&other.0));
    let mut notes: Vec<(String, Vec<(usize, &Finding)>)> = Vec::new();
    for (name, note) in named {
        match notes.last_mut() {
            Some((last, list)) if *last == name => {
                if list.len() < MOST {
                    list.push(note);
                }
            }
            _ => notes.push((name, vec![note])),
        }
    }
    notes
}

fn draw(view: &View, at: usize, row: &Row, mark: Option<usize>, chosen: Option<usize>) -> Html {
    let severity = row.notes.iter().map(|(_, finding)| finding.severity).max();
    let has = |at: &usize| row.notes.iter().any(|(other, _)| other == at);
    let is_marked = mark.is_some_and(|at| has(&at));
    let chosen = chosen.filter(has);
    let is_missing = row.value.is_none();
    let id = format!("claim-{at}");
    // A parameter of the header may have the name of a claim and mean something else.
    let claim = match row.part {
        Part::Payload | Part::Claims => row.name.as_str(),
        _ => "",
    };
    html! {
        <tr role="row" class="claim" data-claim={row.name.clone()} data-missing={is_missing.then_some("true")}
            data-severity={severity.map(Severity::name)} data-marked={is_marked.then_some("")}>
            <th role="rowheader" scope="row" id={id.clone()}>{ hostile::capped(&row.name, 80) }</th>
            <td role="cell" class="claim__value">
                if let Some(value) = row.value {
                    { show(claim, value, view.state.moment(), &mut MOST_ITEMS.clone()) }
                    if !row.disclosed.is_empty() {
                        <span class="claim__more">{ "from disclosure " }{ row.disclosed.clone() }</span>
                    }
                    { copy(view, id, row.part, value.span()) }
                } else {
                    <span class="claim__missing">{ spoken(Icon::Absent) }{ "not in the token" }</span>
                }
                { for row.notes.iter().filter(|(_, finding)| finding.severity > Severity::Info).map(|(_, finding)| note(finding)) }
                { chosen.map(wiring::way_back) }
            </td>
            <td role="cell" class="claim__meaning">
                if let Some(entry) = row.entry {
                    { entry.meaning }
                    <span class="claim__more">{ entry.provenance() }</span>
                }
            </td>
        </tr>
    }
}

/// Copies one value as it stands in the token.
fn copy(view: &View, id: String, part: Part, span: Span) -> Html {
    let (is_copied, onclick) = view.copy((part, span.start), move |report| {
        json_view::alone(span.of(json_view::text_of(report, part)))
    });
    html! {
        <button type="button" class="ghost claim__copy" aria-describedby={id} {onclick}>{ if is_copied { "Copied" } else { "Copy" } }</button>
    }
}

fn note(finding: &Finding) -> Html {
    html! {
        <span class="note" data-severity={finding.severity.name()}>
            { spoken(finding.severity.into()) }
            <span>{ hostile::message(finding.sentences().0) }</span>
        </span>
    }
}

/// A value of a claim in words, and what is in it on lines of its own, while there is room.
fn show(claim: &str, value: Value, now: time::Timestamp, room: &mut usize) -> Html {
    let entry = dictionary::claim(claim);
    let is_moment = entry.is_some_and(Claim::is_moment);
    if let Some(at) = value.seconds().filter(|_| is_moment) {
        return html! {
            <>
                <span class="claim__time">{ time::utc(at) }</span>
                <span class="claim__ago">{ time::relative(at, now) }</span>
                <span class="claim__more">
                    if let Some(local) = local_time::local(at) {
                        { local }{ " · " }
                    }
                    <span class="mono">{ hostile::capped(value.raw(), 40) }</span>
                </span>
            </>
        };
    }
    let items = value.items().map(|item| (None, item));
    let members = value.members().map(|member| (Some(member), member.value()));
    let mut inner = items.chain(members).peekable();
    if value.is_folded() || inner.peek().is_none() {
        return html! {
            <>
                { hostile::capped(value.to_text(), MOST_TEXT) }
                { said(values::explain(claim, value.to_text()).as_deref()) }
            </>
        };
    }
    let mut lines = Vec::new();
    while *room > 0
        && let Some((member, value)) = inner.next()
    {
        *room -= 1;
        let Some(member) = member else {
            lines.push(html! { <li>{ show(claim, value, now, room) }</li> });
            continue;
        };
        let name = member.name();
        let known = (name.len() < 20).then(|| dictionary::exactly(&format!("{claim}.{name}")));
        let meaning = known.flatten().map(|entry| entry.meaning);
        lines.push(html! {
            <li>
                <span class="claim__name">{ hostile::capped(name, 80) }</span>{ " " }
                { show("", value, now, room) }
                { said(meaning) }
            </li>
        });
    }
    let left = inner.count();
    html! {
        <ul class="claim__items">
            { for lines }
            if left > 0 {
                <li class="cut">{ format!("and {} more", grouped(left)) }</li>
            }
        </ul>
    }
}

fn said(words: Option<&str>) -> Html {
    html! {
        if let Some(words) = words {
            <span class="claim__said">{ hostile::message(words) }</span>
        }
    }
}

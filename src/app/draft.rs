//! What if a claim were another? Changes make an unsigned draft; the token itself stays as it is, one step away.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::html::html;
use super::icon::spoken;
use super::private::PRIVATE;
use super::state::{Action, State, Tab};
use super::view::{View, count, grouped};
use super::{dom, hostile};
use crate::place::Part;
use crate::report::{Report, TokenReport, inspect};
use crate::rules::{Finding, Severity};
use crate::spec::claims as dictionary;
use crate::token::json::{Json, Kind, Value};
use crate::what_if::{self, Edit, Effect, Obstacle, TIMES, effect};
use crate::{text, time};

/// The most claims of a part that have a field, and the most findings of a list.
const MOST: usize = 100;

/// The longest value that has a field, in bytes.
const LONGEST: usize = 2000;

/// The changes, and what is about to be added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    edits: Vec<Edit>,
    name: AttrValue,
    value: AttrValue,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Event {
    /// A member is given a value.
    Set(Part, String, String),
    /// A member is taken away.
    Remove(Part, String),
    /// All times are moved.
    Shift(i64),
    /// A change is taken back.
    Undo(usize),
    /// The name of what is to be added was written.
    Name(AttrValue),
    /// Its value was written.
    Value(AttrValue),
    /// It is added.
    Add,
    /// Every change is taken back, and the token is shown.
    Back,
}

impl From<Event> for Action {
    fn from(event: Event) -> Self {
        Action::Draft(event)
    }
}

/// Does what an event says.
pub fn act(state: &mut State, event: Event) {
    let draft = &mut state.draft;
    match event {
        Event::Set(part, name, value) => draft.set(part, name, value),
        Event::Remove(part, name) => {
            // What was set before is gone with it.
            draft.edits.retain(|edit| !is_set_of(edit, part, &name));
            draft.edits.push(Edit::Remove(part, name));
        }
        Event::Shift(seconds) => {
            let last = match draft.edits.last() {
                Some(Edit::Shift(last)) => *last,
                _ => 0,
            };
            if last != 0 {
                draft.edits.pop();
            }
            let sum = last.saturating_add(seconds);
            if sum != 0 {
                draft.edits.push(Edit::Shift(sum));
            }
        }
        Event::Undo(at) => {
            if at < draft.edits.len() {
                draft.edits.remove(at);
            }
        }
        Event::Name(name) => draft.name = name,
        Event::Value(value) => draft.value = value,
        Event::Add => {
            let name = draft.name.trim().to_owned();
            if !name.is_empty() {
                let value = std::mem::take(&mut draft.value);
                draft.name = AttrValue::default();
                draft.set(Part::Payload, name, value.to_string());
            }
        }
        Event::Back => {
            *draft = Draft::default();
            state.tab = Tab::Table;
        }
    }
}

fn is_set_of(edit: &Edit, part: Part, name: &str) -> bool {
    matches!(edit, Edit::Set(of, other, _) if *of == part && other == name)
}

impl Draft {
    fn set(&mut self, part: Part, name: String, value: String) {
        let touches = |edit: &Edit| match edit {
            Edit::Shift(_) => part == Part::Payload && TIMES.contains(&name.as_str()),
            Edit::Set(of, other, _) | Edit::Remove(of, other) => *of == part && *other == name,
        };
        match self.edits.iter_mut().rev().find(|edit| touches(edit)) {
            Some(Edit::Set(_, _, old)) => *old = value,
            _ => self.edits.push(Edit::Set(part, name, value)),
        }
    }

    /// What was written for a member, word for word, where nothing came after it.
    fn written(&self, part: Part, name: &str) -> Option<&str> {
        let is_time = part == Part::Payload && TIMES.contains(&name);
        self.edits.iter().rev().find_map(|edit| match edit {
            Edit::Set(of, other, value) if *of == part && other == name => {
                Some(Some(value.as_str()))
            }
            Edit::Shift(_) if is_time => Some(None),
            _ => None,
        })?
    }
}

/// The draft, inspected.
pub struct Drafted {
    /// Whether it differs from the token.
    is_edited: bool,
    /// What the token is compared with where the draft cannot stand in its place: itself, alone and unsigned.
    before: Option<Report>,
    after: Report,
    at: usize,
}

/// The draft while it is shown.
pub type Outcome = Option<Result<Drafted, Obstacle>>;

/// Inspects the draft while it is shown.
#[hook]
pub fn use_outcome(state: &UseReducerHandle<State>, report: &Rc<Report>) -> Rc<Outcome> {
    let key = (state.tab == Tab::Draft).then(|| {
        (
            state.text.clone(),
            state.fields.clone(),
            state.moment(),
            state.keys.found.clone(),
            state.token,
            state.draft.edits.clone(),
        )
    });
    let report = report.clone();
    use_memo(key, move |key| {
        let (text, fields, moment, _, token, edits) = key.as_ref()?;
        let at = report.shown(*token);
        let token = &report.tokens.get(at)?.token;
        let edited = match what_if::edit(token, edits) {
            Ok(edited) => edited,
            Err(obstacle) => return Some(Err(obstacle)),
        };
        let expect = fields.expectations();
        // In its place, so that what stands around it still counts.
        let span = token.candidate.span;
        let around = text.get(..span.start).zip(text.get(span.end..));
        let (start, end) = around.unwrap_or_default();
        let after = inspect(&format!("{start}{}{end}", edited.text), &expect, *moment);
        let is_there = after
            .tokens
            .get(at)
            .is_some_and(|token| token.token.text() == edited.text)
            && after.tokens.len() == report.tokens.len();
        let is_edited = edited.is_edited;
        Some(Ok(if is_there {
            Drafted {
                is_edited,
                before: None,
                after,
                at,
            }
        } else {
            let unchanged = what_if::edit(token, &[]).ok();
            let before = unchanged.map(|same| inspect(&same.text, &expect, *moment));
            let after = inspect(&edited.text, &expect, *moment);
            Drafted {
                is_edited,
                before,
                after,
                at: 0,
            }
        }))
    })
}

/// The panel.
pub fn panel(view: &View, report: &TokenReport) -> Html {
    let drafted = match view.outcome.as_ref() {
        Some(Ok(drafted)) => drafted,
        Some(Err(obstacle)) => return html! { <p class="claims__none">{ obstacle.phrase() }</p> },
        None => return Html::default(),
    };
    let before = match &drafted.before {
        Some(alone) => alone.tokens.first(),
        None => Some(report),
    };
    let (Some(before), Some(after)) = (before, drafted.after.tokens.get(drafted.at)) else {
        return html! { <p class="claims__none">{ Obstacle::Broken.phrase() }</p> };
    };
    let effect = effect(before, after);
    let back = view.on(|_: MouseEvent| {
        dom::focus("tab-table");
        Event::Back.into()
    });
    html! {
        <div class="draft">
            <div class="draft__mark">
                <p><b>{ "Unsigned draft, not your token." }</b>{ " Change a claim to see what would follow. The token stays as it is; no receiver takes a draft, only its issuer can make it so." }</p>
                <button type="button" class="button" onclick={back}>{ "Discard, back to the token" }</button>
            </div>
            { said(drafted, &effect) }
            <div class="draft__sides">
                <div>
                    { times(view, after) }
                    { fields(view, Part::Payload, "Claims of the draft", after.token.claims()) }
                    { add(view) }
                    { fields(view, Part::Header, "Header of the draft", after.token.header()) }
                </div>
                <div class="draft__effect">
                    { changes(view) }
                    if drafted.is_edited {
                        { list("Would go", "gone", &effect.solved) }
                        { list("Would appear", "new", &effect.new) }
                        { list("Would remain", "remaining", &effect.remaining) }
                    }
                </div>
            </div>
        </div>
    }
}

/// What would follow, in a sentence. It stands above the fields and keeps its height, so that they stay where they are.
fn said(drafted: &Drafted, effect: &Effect) -> Html {
    let said = if drafted.is_edited {
        // That it is unsigned is no effect of the change.
        let left = effect.remaining.iter().chain(&effect.new);
        let speaks = left.filter(|finding| {
            finding.severity == Severity::Error || !finding.rule.is_about_handling()
        });
        let verdict = match speaks.map(|finding| finding.severity).max() {
            Some(Severity::Error) => "A receiver would reject such a token",
            Some(Severity::Warning) => "Some receivers may reject such a token",
            _ => "Signed by its issuer, nothing here would speak against it",
        };
        format!(
            "{verdict}: {} would go, {} remain, {} appear.",
            count(effect.solved.len(), "finding"),
            grouped(effect.remaining.len()),
            grouped(effect.new.len()),
        )
    } else {
        "Nothing is changed yet.".to_owned()
    };
    html! { <p role="status" id="draft-said" class="draft__said" tabindex="-1">{ said }</p> }
}

fn list(heading: &'static str, class: &'static str, findings: &[&Finding]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ heading }</h3>
            <ul class={classes!("draft__findings", class)} aria-label={heading}>
                { for findings.iter().take(MOST).map(|finding| html! {
                    <li data-rule={finding.rule.id} data-severity={finding.severity.name()}>
                        { spoken(finding.severity.into()) }
                        <span>{ hostile::message(finding.sentences().0) }</span>
                    </li>
                }) }
            </ul>
        </>
    }
}

/// The changes, each of which can be taken back.
fn changes(view: &View) -> Html {
    let edits = &view.state.draft.edits;
    if edits.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ "Changes" }</h3>
            <ul class="draft__changes" aria-label="Changes">
                { for edits.iter().enumerate().map(|(at, edit)| {
                    let id = format!("change-{at}");
                    html! {
                        <li>
                            <span id={id.clone()}>{ change(edit) }</span>
                            <button type="button" class="ghost" aria-describedby={id} onclick={leaving(view, Event::Undo(at))}>{ "Undo" }</button>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}

fn change(edit: &Edit) -> Html {
    let named = |part: &Part, name: &str, what: &'static str| {
        let of = if *part == Part::Header {
            "header parameter "
        } else {
            ""
        };
        html! { <>{ what }{ of }<code>{ hostile::capped(name, 80) }</code></> }
    };
    match edit {
        Edit::Set(part, name, value) => html! {
            <>{ named(part, name, "Set ") }{ " to " }<code>{ hostile::capped(value, 120) }</code></>
        },
        Edit::Remove(part, name) => named(part, name, "Remove "),
        Edit::Shift(seconds) => {
            let duration = time::duration(seconds.saturating_abs());
            let way = if *seconds < 0 { "earlier" } else { "later" };
            Html::from(format!("All times {duration} {way}"))
        }
    }
}

fn times(view: &View, draft: &TokenReport) -> Html {
    let claims = draft.token.claims();
    let at = |name: &str| claims?.get(name)?.seconds();
    if !TIMES.iter().any(|name| at(name).is_some()) {
        return Html::default();
    }
    let now = view.state.moment();
    let issued = at("iat").map(|at| now.saturating_sub(at));
    let shift = |seconds: i64| view.click(Event::Shift(seconds).into());
    html! {
        <div class="draft__times">
            if let Some(by) = issued {
                <button type="button" class="button" onclick={shift(by)}>{ "Issued now" }</button>
            }
            <button type="button" class="button" onclick={shift(3600)}>{ "All times +1 h" }</button>
            <button type="button" class="button" onclick={shift(-3600)}>{ "All times −1 h" }</button>
        </div>
    }
}

/// A field for each member of the draft. Of duplicates the last one counts.
fn fields(view: &View, part: Part, heading: &'static str, object: Option<Value>) -> Html {
    let Some(object) = object else {
        return Html::default();
    };
    let all = object.members().count();
    html! {
        <>
            <h3>{ heading }</h3>
            <ul class="draft__fields" aria-label={heading}>
                { for object.members().take(MOST).enumerate().filter_map(|(at, member)| {
                    let name = member.name().to_owned();
                    let counts = object.get(&name).is_some_and(|last| std::ptr::eq(last.raw(), member.value().raw()));
                    counts.then(|| field(view, part, at, name, member.value()))
                }) }
            </ul>
            if all > MOST {
                <p class="cut">{ format!("and {} more, which can be changed by their names below", grouped(all - MOST)) }</p>
            }
        </>
    }
}

fn field(view: &View, part: Part, at: usize, name: String, value: Value) -> Html {
    let id = format!("draft-{}-{at}", part.name());
    let is_time = part == Part::Payload
        && dictionary::claim(&name).is_some_and(|claim| claim.types.is_date());
    let moment = value.seconds().filter(|_| is_time);
    let (of_input, of_button) = (name.clone(), name.clone());
    let oninput = view.on(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Event::Set(part, of_input.clone(), input.value()).into()
    });
    let written = view.state.draft.written(part, &name);
    let shown = written.map_or_else(|| shown(value), str::to_owned);
    html! {
        <li>
            <span class="draft__name" id={id.clone()}>{ hostile::capped(&name, 80) }</span>
            if shown.len() <= LONGEST {
                <input ..PRIVATE type="text" aria-labelledby={id.clone()} value={shown} {oninput} />
            } else {
                <span class="cut">{ "too long to be changed here" }</span>
            }
            <button type="button" class="ghost" aria-describedby={id} onclick={leaving(view, Event::Remove(part, of_button))}>{ "Remove" }</button>
            if let Some(at) = moment {
                <span class="draft__moment">{ time::utc(at) }{ ", " }{ time::relative(at, view.state.moment()) }</span>
            }
        </li>
    }
}

/// A value as it can be written: a string without its quotes where nothing else could be meant.
fn shown(value: Value) -> String {
    let is_plain = |text: &str| {
        text.trim() == text
            && !text.is_empty()
            && !text.chars().any(text::is_hidden)
            && Json::read(text.to_owned()).error().is_some()
    };
    match value.kind() {
        Kind::String if value.raw().len() <= LONGEST => {
            let text = value.to_text().to_owned();
            if is_plain(&text) {
                text
            } else {
                value.raw().to_owned()
            }
        }
        _ => value.raw().to_owned(),
    }
}

fn add(view: &View) -> Html {
    let draft = &view.state.draft;
    let write = |make: fn(AttrValue) -> Event| {
        view.on(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            make(AttrValue::from(input.value())).into()
        })
    };
    let act = view.state.dispatcher();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            act.dispatch(Event::Add.into());
            dom::focus("draft-name");
        }
    });
    let onclick = view.on(|_: MouseEvent| {
        dom::focus("draft-name");
        Event::Add.into()
    });
    html! {
        <div class="draft__add" {onkeydown}>
            <label for="draft-name">{ "Add a claim" }</label>
            <input ..PRIVATE type="text" id="draft-name" value={draft.name.clone()} oninput={write(Event::Name)} placeholder="roles" />
            <label for="draft-value">{ "Its value, as JSON or text" }</label>
            <input ..PRIVATE type="text" id="draft-value" value={draft.value.clone()} oninput={write(Event::Value)} placeholder="[\"Orders.Admin\"]" />
            <button type="button" class="button" {onclick}>{ "Add" }</button>
        </div>
    }
}

/// For a button that goes with what it does: the focus goes to what came of it.
fn leaving(view: &View, event: Event) -> Callback<MouseEvent> {
    view.on(move |_| {
        dom::focus("draft-said");
        event.clone().into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_pile_up_and_are_taken_back_and_the_text_stays() {
        let mut state = State {
            text: "a.b.c".into(),
            tab: Tab::Draft,
            ..State::default()
        };
        let set =
            |name: &str, value: &str| Event::Set(Part::Payload, name.to_owned(), value.to_owned());
        for event in [
            set("aud", "x"),
            set("exp", "1"),
            set("aud", "xy"),
            Event::Shift(60),
            Event::Shift(-60),
        ] {
            act(&mut state, event);
        }
        assert_eq!(state.draft.edits.len(), 2);
        assert_eq!(state.draft.written(Part::Payload, "aud"), Some("xy"));
        act(&mut state, Event::Shift(60));
        assert_eq!(state.draft.written(Part::Payload, "exp"), None);
        assert_eq!(state.draft.written(Part::Header, "aud"), None);
        act(&mut state, Event::Remove(Part::Payload, "aud".to_owned()));
        assert_eq!(state.draft.edits.len(), 3);
        act(&mut state, Event::Undo(2));
        act(&mut state, Event::Undo(9));
        assert_eq!(state.draft.edits.len(), 2);
        assert_eq!(state.text, "a.b.c");
        act(&mut state, Event::Back);
        assert_eq!((state.draft, state.tab), (Draft::default(), Tab::Table));
    }
}

//! What the page knows, and what can happen to it.

use std::rc::Rc;

use yew::{AttrValue, Reducible};

use super::compare_page::{self, Compare};
use super::dom;
use super::draft::{self, Draft};
use super::expecting::{self, Event, Expecting};
use super::fields::Fields;
use super::keys::{self, Keys};
use super::report_panel::{self, Ticket};
use super::route::{LONG, Route};
use crate::place::Part;
use crate::time::Timestamp;

/// A finding of the token that is shown: its place in the list, and its rule in case the list moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its rule.
    pub rule: &'static str,
    /// Its place in the list.
    pub at: usize,
}

/// What the card of claims shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The claims, by question.
    #[default]
    Table,
    /// The payload as it stands.
    Json,
    /// The JOSE header as it stands.
    Header,
    /// What is known of the signature.
    Signature,
    /// Changes that are tried.
    Draft,
}

/// Which colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those of the system.
    #[default]
    System,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

/// A list that is not shown whole at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Findings.
    Findings,
    /// Rows of the table of claims.
    Claims,
    /// Tokens to choose from.
    Tokens,
}

/// A part that can be opened and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Findings that only explain.
    Notes,
    /// Checks that were quiet.
    Quiet,
}

/// The ground truth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What was pasted.
    pub text: AttrValue,
    /// What is expected.
    pub fields: Fields,
    /// The keys to check with, and what was found out with them.
    pub keys: Keys,
    /// How the report for a ticket is to be.
    pub ticket: Ticket,
    /// What happens around what is expected.
    pub expecting: Expecting,
    /// The moment it is.
    pub now: Timestamp,
    /// Whether time has passed, and nothing else happened since.
    pub is_tick: bool,
    /// Where the page is.
    pub route: Route,
    /// What stands in the address for that.
    pub address: AttrValue,
    /// Which token was chosen.
    pub token: Option<usize>,
    /// The finding that is pointed at.
    pub pointed: Option<Target>,
    /// The finding that was chosen.
    pub selected: Option<Target>,
    /// The finding whose remedy was opened: focus goes back there.
    pub left_from: Option<Target>,
    /// What the card of claims shows.
    pub tab: Tab,
    /// First line of the JSON that is shown.
    pub line: usize,
    /// What was copied last of the token: a value by where it stands, or all of the JSON that is shown.
    pub copied: Option<(Part, usize)>,
    /// Which colours are used.
    pub theme: Theme,
    /// How often more of each list was wanted.
    pub steps: [usize; 3],
    /// What is open.
    pub open: [bool; 2],
    /// Changes that are tried.
    pub draft: Draft,
    /// What is compared.
    pub compare: Compare,
    /// What was expected, the keys and the text, before an example took their place.
    pub own: Option<Rc<(Fields, AttrValue, AttrValue)>>,
    /// What is searched for in the guide.
    pub query: AttrValue,
    /// Whether all is cleared once nothing has been touched for a while. Never kept.
    pub clears_when_idle: bool,
    /// What has to be said about the clipboard or the address.
    pub notice: &'static str,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The text was changed, now; by pasting or otherwise.
    Edit(AttrValue, Timestamp, bool),
    /// An example was opened: its text, its key, what it expects, now.
    Open(AttrValue, AttrValue, Box<Fields>, Timestamp),
    /// What an example took the place of is wanted back.
    Restore,
    /// Time has passed.
    Tick(Timestamp),
    /// Everything is to be forgotten.
    Clear,
    /// Nothing has been touched for a while.
    Idle,
    /// That shall clear all, or no longer.
    ClearWhenIdle(bool),
    /// Something happened to the keys.
    Keys(keys::Event),
    /// Something happened to the report for a ticket.
    Report(report_panel::Event),
    /// Something happened to what is expected.
    Expect(Event),
    /// Another token was chosen.
    Choose(usize),
    /// A finding is pointed at, or none.
    Point(Option<Target>),
    /// A finding was chosen.
    Select(Target),
    /// The remedy of a finding was opened.
    LeaveFrom(Target),
    /// The address changed to this fragment.
    Go(AttrValue),
    /// Something is searched for in the guide.
    Search(AttrValue),
    /// The text is no token: it belongs where keys are, or where a configuration is.
    Move(bool),
    /// A tab was chosen.
    Show(Tab),
    /// Other lines of the JSON are wanted.
    ShowLine(usize),
    /// A value or the JSON was copied, or the browser refused.
    Copied(Option<(Part, usize)>),
    /// More of a list is wanted.
    More(List),
    /// A part is to be opened or closed.
    Toggle(Fold),
    /// The next colours are wanted.
    NextTheme,
    /// Something happened to the changes that are tried.
    Draft(draft::Event),
    /// Something happened to the tokens that are compared.
    Compare(compare_page::Event),
    /// Something has to be said.
    Say(&'static str),
}

impl State {
    /// How the page starts.
    pub fn start(text: &AttrValue) -> Self {
        let fragment = AttrValue::from(dom::fragment());
        let route = Route::parse(&fragment);
        let fields = dom::remembered().map(|kept| Fields::of(&kept));
        let notice = if route.is_none() && fragment.len() > LONG / 2 {
            "What stood behind # in the address was not read: browsers keep addresses in their history. Paste it instead."
        } else {
            ""
        };
        let mut state = Self {
            text: text.clone(),
            fields: fields.clone().unwrap_or_default(),
            now: dom::now(),
            route: route.unwrap_or_default(),
            address: fragment.clone(),
            theme: dom::stored_theme(),
            notice,
            ..Self::default()
        };
        state.expecting.remembered = fields.map(Rc::new);
        if Route::has_expectations(&fragment) {
            expecting::act(&mut state, Event::Follow(fragment));
        }
        state.keep();
        state
    }

    /// The moment to check at.
    pub fn moment(&self) -> Timestamp {
        self.fields.at.unwrap_or(self.now)
    }

    /// The finding to mark.
    pub fn marked(&self) -> Option<Target> {
        self.pointed.or(self.selected)
    }

    fn renew(&mut self, text: AttrValue, now: Timestamp) {
        if self.text.trim().is_empty() || text.trim().is_empty() {
            self.tab = Tab::Table;
        }
        self.text = text;
        self.ticket.forget();
        self.now = now;
        self.pointed = None;
        self.selected = None;
        self.left_from = None;
        self.line = 0;
        self.copied = None;
        self.steps = [0; 3];
        self.notice = "";
        self.draft = Draft::default();
        self.compare.renew();
    }

    /// Puts back what was expected, and the keys, before an example took their place; and the text it took that of.
    fn take_back(&mut self) -> Option<AttrValue> {
        self.forget_fields();
        let own = self.own.take()?;
        let (fields, keys, text) = own.as_ref().clone();
        (self.fields, self.keys.text) = (fields, keys);
        Some(text)
    }

    fn act(&mut self, action: Action) {
        self.is_tick = false;
        match action {
            Action::Edit(text, now, is_paste) => {
                if text == self.text {
                    return;
                }
                let is_paste = is_paste || replaces(&self.text, &text);
                if is_paste && self.fields.is_example {
                    self.take_back();
                }
                let is_past = is_paste && std::mem::take(&mut self.expecting.is_moment_of_text);
                let is_past = is_past && self.fields.at.take().is_some();
                if is_paste {
                    self.token = None;
                    self.keys.content = AttrValue::default();
                    if self.tab == Tab::Draft {
                        self.tab = Tab::Table;
                    }
                }
                self.renew(text, now);
                if is_past {
                    self.notice = "The moment to check at is now again.";
                }
            }
            Action::Open(text, key, fields, now) => {
                if !self.fields.is_example {
                    let keys = self.keys.text.clone();
                    self.own = Some(Rc::new((self.fields.clone(), keys, self.text.clone())));
                }
                self.renew(text, now);
                self.keys.clear();
                self.keys.text = key;
                self.fields = *fields;
                self.expecting.before = None;
                self.expecting.said = AttrValue::default();
                self.token = None;
                self.tab = Tab::Table;
                self.open = [false; 2];
            }
            Action::Restore => {
                self.keys.clear();
                if let Some(text) = self.take_back() {
                    self.renew(text, self.now);
                    self.token = None;
                }
            }
            Action::Tick(now) => {
                // What takes long to check anew is checked more seldom.
                let pause = (self.text.len() >> 16) as i64 * 15;
                self.is_tick = now >= self.now.saturating_add(pause.max(1));
                if self.is_tick {
                    self.now = now;
                }
            }
            Action::Clear => {
                let now = self.now;
                self.renew(AttrValue::from(""), now);
                self.forget_fields();
                self.keys.clear();
                self.compare = Compare::default();
                self.query = AttrValue::default();
                self.own = None;
                self.token = None;
                self.open = [false; 2];
            }
            Action::Idle => {
                let has_none = self.text.is_empty() && self.keys.text.is_empty();
                if self.clears_when_idle && !(has_none && self.compare == Compare::default()) {
                    self.act(Action::Clear);
                    self.notice = "Cleared after 10 minutes without input.";
                }
            }
            Action::ClearWhenIdle(is_wanted) => self.clears_when_idle = is_wanted,
            Action::Keys(event) => self.keys.act(event),
            Action::Report(event) => self.ticket.act(event),
            Action::Expect(event) => expecting::act(self, event),
            Action::Choose(token) => {
                self.token = Some(token);
                self.draft = Draft::default();
                self.selected = None;
                self.pointed = None;
                self.line = 0;
                self.copied = None;
                self.steps = [0, 0, self.steps[List::Tokens as usize]];
            }
            Action::Point(target) => self.pointed = target,
            Action::Select(target) => {
                self.selected = Some(target);
                self.left_from = None;
            }
            Action::LeaveFrom(target) => {
                self.left_from = Some(target);
                self.selected = Some(target);
            }
            Action::Go(address) => {
                if let Some(route) = Route::parse(&address) {
                    self.route = route;
                    self.address = address;
                }
            }
            Action::Search(query) => self.query = query,
            Action::Move(is_key) => {
                let text = self.text.clone();
                self.renew(AttrValue::default(), self.now);
                self.token = None;
                if is_key {
                    self.keys.act(keys::Event::Write(text));
                    self.notice = "The key is kept. Paste the token it is for.";
                } else {
                    expecting::act(self, Event::Configure(text));
                    expecting::act(self, Event::Use);
                    self.notice = "What your API expects was taken from it. Paste the token.";
                }
            }
            Action::Show(tab) => {
                self.tab = tab;
                self.copied = None;
                self.line = 0;
            }
            Action::ShowLine(line) => self.line = line,
            Action::Copied(what) => {
                if what.is_none() {
                    self.notice = expecting::NO_CLIPBOARD;
                }
                self.copied = what;
            }
            Action::More(list) => self.steps[list as usize] += 1,
            Action::Toggle(fold) => self.open[fold as usize] ^= true,
            Action::NextTheme => {
                self.theme = match self.theme {
                    Theme::System => Theme::Light,
                    Theme::Light => Theme::Dark,
                    Theme::Dark => Theme::System,
                }
            }
            Action::Draft(event) => draft::act(self, event),
            Action::Compare(event) => self.compare.act(event),
            Action::Say(notice) => self.notice = notice,
        }
    }
}

/// Whether less than half of a text is left of it in what it was changed to.
fn replaces(old: &str, new: &str) -> bool {
    let alike = |(one, other): &(u8, u8)| one == other;
    let start = old.bytes().zip(new.bytes()).take_while(alike);
    let end = old.bytes().rev().zip(new.bytes().rev()).take_while(alike);
    start.count() + end.count() < old.len() / 2
}

impl Reducible for State {
    type Action = Action;

    /// Pure. The same `Rc` comes back where nothing changed: then nothing is drawn again.
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        next.act(action);
        let is_same = next.text == self.text
            && next.keys.text == self.keys.text
            && next.keys.content == self.keys.content;
        if !is_same {
            next.keys.restart(&next.text);
        }
        next.keep();
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fields::Field;
    use crate::expect::Expectations;

    fn after(state: &Rc<State>, action: Action) -> Rc<State> {
        Rc::clone(state).reduce(action)
    }

    #[test]
    fn nothing_is_drawn_again_where_nothing_changed() {
        let state = Rc::new(State::default());
        for action in [
            Action::Tick(0),
            Action::Clear,
            Action::Point(None),
            Action::Edit("".into(), 9, true),
            Action::Go("#token".into()),
        ] {
            assert!(Rc::ptr_eq(&state, &after(&state, action)));
        }
        assert!(!Rc::ptr_eq(&state, &after(&state, Action::Tick(15))));
    }

    #[test]
    fn what_an_example_expects_ends_with_it_unless_it_was_made_ones_own() {
        let mut expect = Expectations::default();
        expect.set("aud", "api://x").unwrap();
        let fields = Box::new(Fields::of_example(&expect));
        let open = Action::Open("a.b.c".into(), "".into(), fields, 1);
        let example = after(&Rc::new(State::default()), open);
        assert_eq!(example.fields.expectations().audiences, ["api://x"]);
        let paste = Action::Edit("d.e.f".into(), 2, true);
        assert!(after(&example, paste.clone()).fields.is_empty());
        let typed = after(&example, Action::Edit("a.b.cd".into(), 2, false));
        assert!(!typed.fields.is_empty());
        let other = after(&example, Action::Edit("d.e.f".into(), 2, false));
        assert!(other.fields.is_empty());
        let own = Event::Write(Field::Audience, "api://y".into());
        let own = after(&example, Action::Expect(own));
        assert_eq!(
            after(&own, paste).fields.expectations().audiences,
            ["api://y"]
        );
    }

    #[test]
    fn what_an_example_took_the_place_of_comes_back() {
        let paste = Action::Edit("a.b.c".into(), 1, true);
        let state = after(&Rc::new(State::default()), paste);
        let write = Event::Write(Field::Audience, "api://x".into());
        let state = after(&state, Action::Expect(write));
        let open = Action::Open("d.e.f".into(), "k".into(), Box::default(), 1);
        let back = after(&after(&state, open), Action::Restore);
        assert_eq!((&back.text, &back.fields), (&state.text, &state.fields));
        assert!(back.keys.text.is_empty() && back.own.is_none());
    }

    #[test]
    fn what_is_no_token_goes_where_it_belongs() {
        let moved = |text: &'static str, is_key| {
            let paste = Action::Edit(text.into(), 1, true);
            let state = after(&Rc::new(State::default()), paste);
            after(&state, Action::Move(is_key))
        };
        let state = moved("k", true);
        assert_eq!((state.text.as_str(), state.keys.text.as_str()), ("", "k"));
        let state = moved(r#"{"aud":["api://x"]}"#, false);
        assert_eq!(state.fields.text(Field::Audience), "api://x");
        assert!(state.text.is_empty() && !state.notice.is_empty());
    }

    #[test]
    fn a_moment_is_of_the_text_it_was_chosen_for() {
        let state = Rc::new(State::default());
        let moved = after(&state, Action::Expect(Event::At(Some(7))));
        let paste = Action::Edit("a.b.c".into(), 9, true);
        let next = after(&moved, paste.clone());
        assert_eq!((next.moment(), next.notice.is_empty()), (9, false));
        let mut linked = State::default();
        linked.fields.at = Some(7);
        assert_eq!(after(&Rc::new(linked), paste.clone()).moment(), 7);
        let link = Event::Follow("#/?aud=a&at=7".into());
        let linked = after(&moved, Action::Expect(link));
        assert_eq!((linked.moment(), after(&linked, paste).moment()), (7, 7));
    }

    #[test]
    fn a_new_text_forgets_what_was_chosen_in_the_old() {
        let target = Target {
            rule: "token-expired",
            at: 0,
        };
        let state = after(
            &Rc::new(State::default()),
            Action::Edit("a.b.c".into(), 1, true),
        );
        let chosen = after(&state, Action::Select(target));
        assert_eq!(chosen.marked(), Some(target));
        let next = after(&chosen, Action::Edit("a.b.d".into(), 1, false));
        assert_eq!((next.marked(), next.now), (None, 1));
    }
}

//! What happens to what is expected: it is typed, taken from a configuration or a link, remembered, undone.

use std::rc::Rc;

use yew::AttrValue;

use super::fields::{Field, Fields, MORE};
use super::state::{Action, State};
use crate::configuration::{self, Configuration, Taken};
use crate::expect::{Expectations, travel::SECRET};
use crate::profile::Profile;
use crate::spec::claims::CLAIMS;
use crate::time::Timestamp;

/// Longer texts are no configuration that anyone writes, and would make the box slow.
const LONGEST: usize = 256 * 1024;

/// What is said where nothing could be copied.
pub const NO_CLIPBOARD: &str = "The browser refused the clipboard. Select the text and copy it.";

/// What a pasted text was read as.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// What this page saves, or a link to it.
    Own(Expectations),
    /// The configuration of a receiver.
    Configuration(Configuration),
    /// Neither, and what is to be said about that.
    Nothing(String),
}

impl Reading {
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if text.len() > LONGEST {
            return Some(Self::Nothing(
                "This is too long for a configuration. Paste the part about tokens.".to_owned(),
            ));
        }
        if let Some((_, fragment)) = text.split_once("#/?") {
            return Some(match Expectations::from_fragment(fragment) {
                Ok(expect) => Self::Own(expect),
                Err(why) => Self::Nothing(format!("Nothing was taken: {why}.")),
            });
        }
        let own = match Expectations::from_json(text) {
            Ok(expect) if !expect.is_empty() => return Some(Self::Own(expect)),
            own => own,
        };
        let configuration = configuration::read(text);
        let takes_none = |read: &Configuration| read.taken.is_empty();
        Some(match (configuration, own) {
            (read, Err(why)) if why == SECRET && read.as_ref().is_none_or(takes_none) => {
                Self::Nothing(format!("Nothing was taken: {why}."))
            }
            (Some(read), _) => Self::Configuration(read),
            _ => Self::Nothing("This is no configuration that is known here.".to_owned()),
        })
    }

    /// Whether something was taken.
    pub fn is_useful(&self) -> bool {
        match self {
            Self::Own(_) => true,
            Self::Configuration(configuration) => !configuration.taken.is_empty(),
            Self::Nothing(_) => false,
        }
    }

    /// What could be taken beyond what is.
    fn offered(&self) -> &[Taken] {
        match self {
            Self::Configuration(configuration) => &configuration.offered,
            _ => &[],
        }
    }
}

/// Everything around the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expecting {
    /// Whether the panel for configurations is open.
    pub is_open: bool,
    /// What was pasted into it.
    pub text: AttrValue,
    /// What that was read as.
    pub reading: Option<Rc<Reading>>,
    /// Which of the values on offer were chosen.
    pub chosen: Vec<usize>,
    /// The fields as they were before something filled them in.
    pub before: Option<Rc<Fields>>,
    /// What has to be said.
    pub said: AttrValue,
    /// What could not be put into the clipboard.
    pub by_hand: AttrValue,
    /// What is kept on this device, where that is wanted.
    pub remembered: Option<Rc<Fields>>,
    /// The link that was followed last: the way back to it must not undo what was typed since.
    pub link: AttrValue,
    /// Whether the fields are as that link says: what is kept is one's own.
    pub is_borrowed: bool,
    /// Whether one of the less usual fields has said something: they then stay in sight.
    pub shows_more: bool,
    /// Whether a claim is being typed.
    pub is_typing: bool,
    /// Which of the claims that it could be is pointed at, counted from one.
    pub pointed: usize,
    /// Whether a tolerance of one's own is wanted.
    pub is_own_tolerance: bool,
    /// Whether the moment was chosen for the text that is there: the next one is checked as of now.
    pub is_moment_of_text: bool,
    /// Whether times are entered in the zone of this device.
    pub is_local: bool,
    /// The remedy that was copied last.
    pub copied: Option<AttrValue>,
    /// A `Date` header, and when it came.
    pub date: (AttrValue, Timestamp),
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// A field was written in.
    Write(Field, AttrValue),
    /// The claim that is being typed was chosen from the dictionary.
    Complete(&'static str),
    /// One of the claims that are offered is pointed at, counted from one; or they are to go.
    Point(Option<usize>),
    /// A value was taken out of a field.
    Remove(Field, usize),
    /// A kind of token was chosen.
    SetKind(Option<&'static Profile>),
    /// A tolerance of one's own is wanted.
    OwnTolerance,
    /// A usual tolerance was chosen.
    SetTolerance(AttrValue),
    /// A moment to check at was chosen, or now.
    At(Option<Timestamp>),
    /// The moment to check at was moved by so many seconds.
    Step(i64),
    /// Times are to be entered in the zone of this device, or in UTC.
    Local(bool),
    /// The panel is to be opened or closed.
    Toggle,
    /// A configuration was pasted.
    Configure(AttrValue),
    /// A value on offer was chosen, or no longer.
    Choose(usize),
    /// What was read is to be used.
    Use,
    /// What filled the fields in is to be undone.
    Undo,
    /// The address holds expectations.
    Follow(AttrValue),
    /// What is expected is to be kept on this device, or no longer.
    Remember(bool),
    /// Something has to be said; and what to copy by hand.
    Say(AttrValue, AttrValue),
    /// A remedy was copied, or could not be.
    Copied(Option<AttrValue>),
    /// A `Date` header was pasted, at this moment.
    Date(AttrValue, Timestamp),
}

impl From<Event> for Action {
    fn from(event: Event) -> Self {
        Action::Expect(event)
    }
}

/// Changes the state. Pure.
pub fn act(state: &mut State, event: Event) {
    let State {
        fields, expecting, ..
    } = state;
    let before = Rc::new(fields.clone());
    let said = std::mem::take(&mut expecting.said);
    expecting.is_typing = matches!(
        event,
        Event::Write(Field::Claims, _) | Event::Point(Some(_))
    );
    expecting.pointed = 0;
    match event {
        Event::Write(field, text) => fields.set(field, text),
        Event::Complete(name) => {
            let text = fields.text(Field::Claims);
            let start = text.len() - word(text).len();
            let text = format!("{}{name}", text.get(..start).unwrap_or_default());
            fields.set(Field::Claims, AttrValue::from(text));
        }
        Event::Point(at) => expecting.pointed = at.unwrap_or_default(),
        Event::Remove(field, at) => fields.remove(field, at),
        Event::SetKind(kind) => fields.kind = kind,
        Event::OwnTolerance => expecting.is_own_tolerance = true,
        Event::SetTolerance(seconds) => {
            expecting.is_own_tolerance = false;
            fields.set(Field::Tolerance, seconds);
        }
        Event::At(at) => {
            fields.at = at;
            expecting.is_moment_of_text = true;
        }
        Event::Step(seconds) => {
            let at = fields.at.unwrap_or(state.now);
            fields.at = Some(at.saturating_add(seconds));
            expecting.is_moment_of_text = true;
        }
        Event::Local(is_local) => expecting.is_local = is_local,
        Event::Toggle => {
            expecting.is_open ^= true;
            expecting.text = AttrValue::default();
            expecting.reading = None;
        }
        Event::Configure(text) => {
            expecting.reading = Reading::of(&text).map(Rc::new);
            expecting.text = if text.len() > LONGEST {
                AttrValue::default()
            } else {
                text
            };
            expecting.chosen.clear();
        }
        Event::Choose(at) => match expecting.chosen.iter().position(|chosen| *chosen == at) {
            Some(place) => {
                expecting.chosen.remove(place);
            }
            None => expecting.chosen.push(at),
        },
        Event::Use => {
            let Some(reading) = expecting.reading.take() else {
                return;
            };
            match &*reading {
                Reading::Own(expect) => *fields = Fields::of(expect),
                Reading::Configuration(configuration) => {
                    let mut expect = configuration.expectations.clone();
                    for (at, taken) in reading.offered().iter().enumerate() {
                        if expecting.chosen.contains(&at) {
                            let _ = expect.add(taken.expectation, &taken.value);
                        }
                    }
                    fields.take(Fields::of(&expect));
                }
                Reading::Nothing(_) => return,
            }
            *expecting = Expecting {
                before: Some(Rc::clone(&before)),
                said: AttrValue::from("The fields are filled in."),
                remembered: expecting.remembered.take(),
                link: std::mem::take(&mut expecting.link),
                date: std::mem::take(&mut expecting.date),
                is_local: expecting.is_local,
                ..Expecting::default()
            };
        }
        Event::Undo => {
            if let Some(before) = expecting.before.take() {
                *fields = Fields::clone(&before);
                expecting.said = AttrValue::from("The fields are as they were.");
            }
        }
        Event::Follow(link) => {
            if link == expecting.link {
                return;
            }
            match Expectations::from_fragment(&link) {
                Ok(expect) => {
                    *fields = Fields::of(&expect);
                    if state.text.trim().is_empty() {
                        state.notice = "What your API expects was taken from the link. No token was in it: paste yours.";
                    }
                    expecting.said = AttrValue::from("The fields are filled in as the link says.");
                    expecting.before = Some(before);
                    expecting.is_borrowed = true;
                    expecting.is_moment_of_text = false;
                }
                Err(why) => {
                    state.notice = if why == SECRET {
                        "Nothing was taken from the link: it holds what looks like a token or a key. Browsers keep addresses in their history. Paste it instead."
                    } else {
                        "Nothing was taken from the link: it is damaged."
                    };
                }
            }
            expecting.link = link;
            return;
        }
        Event::Remember(is_wanted) => {
            expecting.remembered = is_wanted.then_some(before);
            expecting.said = AttrValue::from(if is_wanted {
                "These fields are kept on this device, until you untick this. Tokens and keys never are."
            } else {
                "Nothing of these fields is kept on this device any more."
            });
            return;
        }
        Event::Say(said, by_hand) => {
            expecting.said = said;
            expecting.by_hand = by_hand;
        }
        Event::Copied(text) => {
            if text.is_none() {
                state.notice = NO_CLIPBOARD;
            }
            expecting.copied = text;
            expecting.said = said;
        }
        Event::Date(text, now) => {
            expecting.date = (text, now);
            expecting.said = said;
        }
    }
    if *fields != *before {
        expecting.is_borrowed = false;
        if expecting.said.is_empty() {
            expecting.before = None;
        }
        expecting.by_hand = AttrValue::default();
    }
}

impl State {
    /// The fields as they are without what an example or a visitor put there.
    pub fn forget_fields(&mut self) {
        let remembered = self.expecting.remembered.take();
        self.fields = remembered.as_deref().cloned().unwrap_or_default();
        self.expecting = Expecting {
            remembered,
            link: std::mem::take(&mut self.expecting.link),
            ..Expecting::default()
        };
    }

    /// Keeps what is kept up to date, and what says something in sight. What an example expects is not one's own.
    pub fn keep(&mut self) {
        let fields = &self.fields;
        self.expecting.shows_more |=
            fields.at.is_some() || MORE.iter().any(|field| !fields.text(*field).is_empty());
        if let Some(remembered) = &mut self.expecting.remembered
            && !self.fields.is_example
            && !self.expecting.is_borrowed
            && **remembered != self.fields
        {
            *remembered = Rc::new(self.fields.clone());
        }
    }
}

/// The word that is being typed at the end of a list.
fn word(text: &str) -> &str {
    text.rsplit(|c: char| c == ',' || c.is_whitespace())
        .next()
        .unwrap_or_default()
}

/// Claims of the dictionary that start as the word does that is being typed, and are not in the list.
pub fn completions(text: &str) -> Vec<&'static str> {
    const MOST: usize = 6;
    let word = word(text);
    if word.is_empty() || text.starts_with('[') {
        return Vec::new();
    }
    let known = crate::expect::list(text);
    let starts = |name: &&str| {
        let start = name.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
            && !name.ends_with('*')
            && !known.iter().any(|known| known == name)
    };
    CLAIMS
        .iter()
        .map(|claim| claim.name)
        .filter(starts)
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(events: &[Event]) -> State {
        let mut state = State::default();
        for event in events {
            act(&mut state, event.clone());
            state.keep();
        }
        state
    }

    #[test]
    fn claims_are_completed_from_the_dictionary() {
        assert!(completions("oid, acr").contains(&"acrs"));
        assert!(!completions("acrs, acr").contains(&"acrs"));
        for nothing in ["", "oid, ", "acr=1", "zzz", "[\"a"] {
            assert!(completions(nothing).is_empty(), "{nothing}");
        }
        let state = after(&[
            Event::Write(Field::Claims, "oid, acr".into()),
            Event::Complete("acrs"),
        ]);
        assert_eq!(state.fields.text(Field::Claims), "oid, acrs");
        assert!(!state.expecting.is_typing);
    }

    #[test]
    fn a_configuration_fills_in_and_is_undone() {
        let text = r#"{"AzureAd":{"Instance":"https://login.microsoftonline.com/","TenantId":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ClientId":"11112222-bbbb-3333-cccc-4444dddd5555"}}"#;
        let events = [
            Event::Write(Field::Scopes, "Orders.Read".into()),
            Event::Toggle,
            Event::Configure(text.into()),
            Event::Use,
        ];
        let state = after(&events);
        assert!(state.fields.text(Field::Audience).contains("11112222"));
        assert_eq!(state.fields.text(Field::Scopes), "Orders.Read");
        assert!(!state.expecting.is_open && state.expecting.text.is_empty());
        let undone = after(&[events.to_vec(), vec![Event::Undo]].concat());
        assert_eq!(undone.fields.text(Field::Audience), "");
        assert_eq!(undone.fields.text(Field::Scopes), "Orders.Read");
        let typed = after(
            &[
                events.to_vec(),
                vec![Event::Write(Field::Roles, "x".into())],
            ]
            .concat(),
        );
        assert_eq!(typed.expecting.before, None);
    }

    #[test]
    fn a_link_is_followed_once() {
        let link = Event::Follow("#/?aud=api://a&scopes=x".into());
        let state = after(&[
            link.clone(),
            Event::Write(Field::Audience, "api://b".into()),
            link,
        ]);
        assert_eq!(state.fields.text(Field::Audience), "api://b");
        assert_eq!(state.fields.text(Field::Scopes), "x");
        let secret = after(&[Event::Follow(
            "#/?nonce=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abc".into(),
        )]);
        assert!(secret.fields.is_empty() && secret.notice.contains("looks like a token"));
    }

    #[test]
    fn what_this_page_saves_is_read_whole_and_secrets_are_not() {
        let json = r#"{"aud":["a"],"at":5,"tolerance":60}"#;
        let state = after(&[
            Event::Write(Field::Roles, "gone".into()),
            Event::Configure(json.into()),
            Event::Use,
        ]);
        let expect = state.fields.expectations();
        assert_eq!((expect.at, expect.tolerance), (Some(5), 60));
        assert!(expect.roles.is_empty());
        for secret in [
            r#"{"nonce":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abc"}"#,
            "https://x.example/#/?nonce=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abc",
        ] {
            let state = after(&[Event::Configure(secret.into()), Event::Use]);
            assert!(state.fields.is_empty());
        }
    }

    #[test]
    fn what_is_remembered_outlives_examples_and_clearing() {
        let mut state = after(&[
            Event::Write(Field::Audience, "a".into()),
            Event::Remember(true),
            Event::Write(Field::Audience, "b".into()),
        ]);
        state.fields = Fields::of_example(&Expectations::default());
        state.keep();
        state.forget_fields();
        assert_eq!(state.fields.text(Field::Audience), "b");
        act(&mut state, Event::Remember(false));
        state.forget_fields();
        assert!(state.fields.is_empty());
    }
}

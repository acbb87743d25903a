//! Keys: what was pasted, and what was found out with them. Kept in memory only.

use std::rc::Rc;

use yew::prelude::*;

use super::state::{Action, State};
use super::{dom, web_crypto};
use crate::verify::key::{self, Key, KeyFault};
use crate::verify::{Run, Verification, brings_key};

/// How long nothing must have changed before long work is begun, in milliseconds.
const PAUSE: i32 = 300;

/// How far the check is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Work {
    /// There is nothing to do, or all is done.
    #[default]
    Done,
    /// It was begun.
    Going,
    /// It takes long enough for a person to wonder.
    Long,
    /// It was stopped.
    Stopped,
}

/// What was found out, compared by identity.
#[derive(Clone, Debug, Default)]
pub struct Found(pub Option<Rc<Verification>>);

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// The part of the state that is about keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keys {
    /// What was pasted as keys.
    pub text: AttrValue,
    /// The payload that is kept beside a detached signature.
    pub content: AttrValue,
    /// What was found out; nothing before that.
    pub found: Found,
    /// How far the check is.
    pub work: Work,
    /// Whether a file could not be read.
    pub is_unreadable: bool,
    /// How often there was something new to check. What was found out for an earlier one is dropped.
    generation: u32,
}

/// What can happen to them.
#[derive(Clone, Debug)]
pub enum Event {
    /// Keys were written or pasted.
    Write(AttrValue),
    /// The detached payload was.
    WriteContent(AttrValue),
    /// A file could not be read.
    Fail,
    /// A check, told by its number, takes long.
    Wait(u32),
    /// A check came to its end.
    Learn(u32, Rc<Verification>),
    /// The check is to be stopped.
    Stop,
    /// It is to be begun again.
    Again,
}

impl Keys {
    /// Changes what the event is about.
    pub fn act(&mut self, event: Event) {
        match event {
            Event::Write(text) => {
                self.text = text;
                self.is_unreadable = false;
            }
            Event::WriteContent(content) => self.content = content,
            Event::Fail => self.is_unreadable = true,
            Event::Wait(generation) if generation == self.generation => self.work = Work::Long,
            Event::Learn(generation, found) if generation == self.generation => {
                self.found = Found(Some(found));
                self.work = Work::Done;
            }
            Event::Wait(_) | Event::Learn(..) => {}
            Event::Stop => self.renew(Work::Stopped),
            Event::Again => self.renew(Work::Going),
        }
    }

    /// Forgets the keys themselves.
    pub fn clear(&mut self) {
        self.text = AttrValue::default();
        self.content = AttrValue::default();
        self.is_unreadable = false;
    }

    /// Begins anew where there is something to check.
    pub fn restart(&mut self, token: &str) {
        let is_idle = self.text.trim().is_empty() && !brings_key(token);
        let is_idle = is_idle || token.trim().is_empty();
        self.renew(if is_idle { Work::Done } else { Work::Going });
    }

    fn renew(&mut self, work: Work) {
        self.generation = self.generation.wrapping_add(1);
        self.found = Found::default();
        self.work = work;
    }
}

/// The keys in the text, and what in it is none.
pub struct Read {
    /// Keys.
    pub keys: Rc<[Key]>,
    /// What was not taken.
    pub faults: Vec<KeyFault>,
}

/// The keys in the text, read again only where it changes.
#[hook]
pub fn use_keys(state: &State) -> Rc<Read> {
    use_memo(state.keys.text.clone(), |text| {
        let read = key::read(text);
        Read {
            keys: read.keys.into(),
            faults: read.faults,
        }
    })
}

/// Checks what there is, and reports once all answers are there. What is no longer asked for ends by itself.
#[hook]
pub fn use_verification(state: &UseReducerHandle<State>, read: &Read) {
    let wanted = use_mut_ref(|| 0);
    let (act, keys) = (state.dispatcher(), read.keys.clone());
    let faults = read.faults.clone();
    let (text, own) = (state.text.clone(), state.keys.clone());
    use_effect_with(state.keys.generation, move |generation| {
        let generation = *generation;
        *wanted.borrow_mut() = generation;
        if own.work != Work::Going {
            return;
        }
        let content = (!own.content.is_empty()).then(|| own.content.as_bytes().to_vec());
        js_sys::futures::spawn_local(async move {
            let mut run = Run::new(&text, keys, content).with_faults(&faults);
            while let Some(operation) = run.operation().cloned() {
                if *wanted.borrow() != generation {
                    return;
                }
                if operation.is_long() {
                    act.dispatch(Action::Keys(Event::Wait(generation)));
                    // What the browser has begun cannot be called back: whoever is still typing is waited for.
                    dom::pause(PAUSE).await;
                    if *wanted.borrow() != generation {
                        return;
                    }
                }
                run.answer(web_crypto::perform(&operation).await);
            }
            act.dispatch(Action::Keys(Event::Learn(
                generation,
                Rc::new(run.finish()),
            )));
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learned_of_an_earlier_text_is_dropped() {
        let mut keys = Keys::default();
        keys.act(Event::Write("secret".into()));
        keys.restart("a.b.c");
        let first = keys.generation;
        keys.restart("a.b.d");
        keys.act(Event::Learn(first, Rc::default()));
        assert_eq!((keys.found.0.is_none(), keys.work), (true, Work::Going));
        keys.act(Event::Learn(keys.generation, Rc::default()));
        assert_eq!((keys.found.0.is_none(), keys.work), (false, Work::Done));
        keys.act(Event::Again);
        let stopped = keys.generation;
        keys.act(Event::Stop);
        keys.act(Event::Learn(stopped, Rc::default()));
        assert_eq!((keys.found.0.is_none(), keys.work), (true, Work::Stopped));
    }
}

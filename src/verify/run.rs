//! Takes a paste through an engine, one operation at a time.

use std::collections::VecDeque;
use std::rc::Rc;

use super::jwe::{Next, Opening};
use super::jws::{Planned, conclude, plan};
use super::key::{self, Key, KeyFault, Origin};
use super::operation::{Answer, Operation};
use super::state::{Reason, State};
use super::{Check, Verification};
use crate::extract::{self, Candidate, Carrier};
use crate::place::{Part, Span};
use crate::token::Token;
use crate::token::json::Value;

/// The most tokens of a paste that are looked at.
const MOST_TOKENS: usize = 256;
/// How deep encrypted tokens are opened.
pub(crate) const MOST_LAYERS: usize = 4;

/// The work on one token.
enum Task {
    /// Its signatures: what is planned, and the answers so far for the one that is under way.
    Signatures(Vec<Planned>, Vec<Answer>),
    /// Its content.
    Opening(Box<Opening>),
}

/// Checks every token of a paste.
///
/// ```text
/// let mut run = Run::new(text, keys, None);
/// while let Some(operation) = run.operation() {
///     run.answer(engine.perform(operation).await);
/// }
/// let report = inspect_with(text, &expect, now, &run.finish());
/// ```
///
/// An engine may take its time between the two calls; dropping the run stops the work.
pub struct Run {
    keys: Rc<[Key]>,
    /// What is wrong with keys that cannot be used.
    faulty: Vec<KeyFault>,
    content: Option<Vec<u8>>,
    /// Tokens still to do, how many layers of encryption they were under, and whether no key is there but the one that
    /// opened them.
    queue: VecDeque<(Token, usize, bool)>,
    has_opener_only: bool,
    layer: usize,
    /// Where the key-binding JWT begins, where its signature is the last of those that are checked.
    binding: Option<usize>,
    task: Option<Task>,
    check: Check,
    done: Verification,
}

impl Run {
    /// Starts on the tokens in `text`. `content` is a payload that is kept beside a detached signature.
    pub fn new(text: &str, keys: Rc<[Key]>, content: Option<Vec<u8>>) -> Self {
        let candidates = extract::extract(text).candidates;
        let tokens = candidates.into_iter().take(MOST_TOKENS);
        Self {
            keys,
            faulty: Vec::new(),
            content,
            queue: tokens
                .map(|candidate| (Token::read(candidate), 0, false))
                .collect(),
            has_opener_only: false,
            layer: 0,
            binding: None,
            task: None,
            check: Check::default(),
            done: Verification::default(),
        }
    }

    /// With what was meant as a key beside the keys, and is none.
    pub fn with_faults(mut self, faults: &[KeyFault]) -> Self {
        self.faulty.extend_from_slice(faults);
        self
    }

    /// The state, which may be that of a token whose key was given and cannot be used.
    fn named(&self, mut state: State) -> State {
        if let State::NoKeyWithKid { kid, fault, .. } = &mut state {
            let mut faulty = self.faulty.iter();
            let found = faulty.find(|fault| fault.kid.as_ref() == Some(kid));
            *fault = found.map(|fault| fault.reason.clone());
        }
        if let (State::NotChecked, true, [fault, ..]) =
            (&state, self.keys.is_empty(), self.faulty.as_slice())
        {
            state = State::CannotBeChecked(Reason::NoKey(fault.reason.clone()));
        }
        state
    }

    /// What to compute next; `None` when there is nothing left. Asking again without an answer gives the same.
    pub fn operation(&mut self) -> Option<&Operation> {
        while self.settle() {}
        match self.task.as_ref()? {
            Task::Signatures(planned, answers) => {
                Some(&planned.first()?.attempts.get(answers.len())?.operation)
            }
            Task::Opening(opening) => opening.operation(),
        }
    }

    /// Takes the answer to what [`Run::operation`] gave.
    pub fn answer(&mut self, answer: Answer) {
        match &mut self.task {
            Some(Task::Signatures(_, answers)) => answers.push(answer),
            Some(Task::Opening(opening)) => opening.answer(answer),
            None => {}
        }
    }

    /// What was found out.
    pub fn finish(mut self) -> Verification {
        while self.settle() {}
        self.done
    }

    /// Does what needs no engine; whether there may be more of it.
    fn settle(&mut self) -> bool {
        match &mut self.task {
            None => return self.take_up(),
            Some(Task::Signatures(planned, answers)) => {
                let Some(first) = planned.first() else {
                    self.complete();
                    return true;
                };
                // An answer that settles it makes the other attempts needless.
                let state = conclude(first, answers);
                let is_settled = matches!(state, State::Verified { .. })
                    || matches!(state, State::DoesNotVerify { undone: Some(_), .. } if !answers.is_empty())
                    || matches!(&state, State::NoKeyWithKid { fits: Some(_), .. });
                if !is_settled && answers.len() < first.attempts.len() {
                    return false;
                }
                answers.clear();
                planned.remove(0);
                let is_binding = planned.is_empty() && self.binding.is_some();
                // A key to decrypt with was given, and none to check with.
                let state = match state {
                    State::DoesNotVerify { undone: None, .. }
                    | State::NoKeyWithKid { fits: None, .. }
                    | State::WrongLength { .. }
                    | State::KeyUnfit { .. }
                        if self.has_opener_only && !is_binding =>
                    {
                        State::NotChecked
                    }
                    state => state,
                };
                match self.binding.filter(|_| planned.is_empty()) {
                    Some(start) => self.check.binding = Some(shifted(state, start)),
                    None => {
                        let state = self.named(state);
                        self.check.states.push(state);
                    }
                }
            }
            Some(Task::Opening(opening)) => {
                let Next::Done(state, content) = opening.step() else {
                    return false;
                };
                let state = self.named(state);
                self.check.states.push(state);
                self.check.opened = content;
                self.complete();
            }
        }
        true
    }

    fn take_up(&mut self) -> bool {
        let Some((token, layer, has_opener_only)) = self.queue.pop_front() else {
            return false;
        };
        if self.done.of(&token).is_some() {
            return true;
        }
        self.layer = layer;
        self.has_opener_only = has_opener_only;
        self.check = Check {
            text: token.text().to_owned(),
            ..Check::default()
        };
        if token.form.is_encrypted() {
            self.task = Some(Task::Opening(Box::new(Opening::new(&token, &self.keys))));
        } else if token.form.is_signed() {
            let mut planned = plan(&token, &self.keys, self.content.as_deref()).signatures;
            self.binding = None;
            if let Some((start, text)) = binding(&token) {
                match holder(&token, &self.keys) {
                    Some(key) => {
                        let span = Span::new(0, text.len());
                        let binding = Candidate::verbatim(text, span, Carrier::Bare);
                        planned.extend(plan(&Token::read(binding), &[key], None).signatures);
                        self.binding = Some(start);
                    }
                    None => {
                        self.check.binding = Some(State::CannotBeChecked(Reason::NoHolderKey));
                    }
                }
            }
            self.task = Some(Task::Signatures(planned, Vec::new()));
        }
        true
    }

    fn complete(&mut self) {
        let check = std::mem::take(&mut self.check);
        if let Some(token) = inner(check.opened.as_deref(), Span::default())
            && self.done.checks.len() < MOST_TOKENS
        {
            if self.layer < MOST_LAYERS {
                let opener = check.states.first().and_then(State::key);
                let is_opener = |key: &Key| Some(&key.describe()) == opener;
                let has_opener_only = self.keys.iter().all(is_opener);
                self.queue
                    .push_back((token, self.layer + 1, has_opener_only));
            } else {
                self.done.checks.push(Check {
                    text: token.text().to_owned(),
                    states: vec![State::CannotBeChecked(Reason::TooMany)],
                    ..Check::default()
                });
            }
        }
        self.done.checks.push(check);
        self.task = None;
    }
}

/// The key-binding JWT of a token, and where it begins.
fn binding(token: &Token) -> Option<(usize, &str)> {
    let start = token.segment(Part::KeyBindingHeader)?.span.start;
    let end = token.segment(Part::KeyBindingSignature)?.span.end;
    Some((start, token.text().get(start..end)?))
}

/// The key that the issuer binds a token to: the one in it (RFC 7800 §3.2), or the given one that it names (§3.4,
/// RFC 9449 §6.1).
fn holder(token: &Token, keys: &[Key]) -> Option<Key> {
    let confirmation = token.claims()?.get("cnf")?;
    let mut key = match confirmation.get("jwk") {
        Some(_) => key::of_header(confirmation)?,
        None => {
            let kid = confirmation.get("kid").and_then(Value::as_str);
            let jkt = confirmation.get("jkt").map(Value::to_text);
            let is_meant = |key: &&Key| match kid {
                None => jkt.is_some_and(|jkt| key.thumbprint().as_deref() == Some(jkt)),
                kid => key.kid.as_deref() == kid,
            };
            keys.iter().find(is_meant)?.clone()
        }
    };
    key.origin = Origin::Holder;
    key.kid = None;
    Some(key)
}

/// A state whose places count from further in front.
fn shifted(mut state: State, by: usize) -> State {
    if let State::Verified { over, .. } = &mut state {
        for span in over {
            *span = span.shifted(by);
        }
    }
    state
}

/// The token in the content of an encrypted one, if there is one. Its places in the paste are those of the outer one.
pub(crate) fn inner(content: Option<&[u8]>, outer: Span) -> Option<Token> {
    let text = std::str::from_utf8(content?).ok()?.trim();
    let mut candidate = Candidate::verbatim(text, Span::new(0, text.len()), Carrier::Jwe);
    candidate.span = outer;
    candidate.map = extract::SourceMap::all_at(outer.start);
    let token = Token::read(candidate);
    (token.form != crate::token::Form::Opaque).then_some(token)
}

//! `html!` for elements, with the syntax of Yew's: a walk over the tokens that joins what is the same each time to one
//! text and calls a function for it, and for each thing that is not. Yew's own writes every field of every element out
//! in place, which weighs ten times as much. Components are left to `yew::html!`.

use std::cell::RefCell;
use std::rc::Rc;

use yew::html::IntoPropValue;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VList, VTag, VText};
use yew::{AttrValue, Children, Classes, Html};

/// What `html!` draws with: elements and lists that are open, the innermost last.
pub struct Canvas {
    open: Vec<(Option<Element>, Vec<Html>)>,
}

/// An element, and its attributes by name.
struct Element {
    tag: VTag,
    names: Vec<&'static str>,
    values: Vec<Option<AttributeOrProperty>>,
}

thread_local! {
    /// Every list of names that an element has, sorted.
    static NAMES: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) };
}

/// The list of these names that is the same each time: Yew compares attributes without looking up their names where
/// an element has the list that it had.
fn same(names: Vec<&'static str>) -> &'static [&'static str] {
    NAMES.with_borrow_mut(|known| match known.binary_search(&&names[..]) {
        Ok(at) => known[at],
        Err(at) => {
            known.insert(at, names.leak());
            known[at]
        }
    })
}

impl Canvas {
    #[inline(never)]
    pub fn new() -> Self {
        let open = vec![(None, Vec::new())];
        Self { open }
    }

    /// Draws what is the same each time, all at once: elements that open, their attributes, texts, elements that
    /// close, and lists that open.
    #[inline(never)]
    pub fn draw(&mut self, mut said: &'static str) {
        while let Some(&kind) = said.as_bytes().first() {
            let rest = &said[1..];
            let end = rest.find(|c| c < '\x06').unwrap_or(rest.len());
            let (text, next) = rest.split_at(end);
            match kind {
                1 => self.open(text),
                2 => {
                    let (name, value) = text.split_once('=').unwrap_or_default();
                    self.fix(name, value);
                }
                3 => self.push(Html::from(VText::new(AttrValue::Static(text)))),
                4 => self.close(),
                _ => self.open.push((None, Vec::new())),
            }
            said = next;
        }
    }

    fn open(&mut self, tag: &'static str) {
        let element = Element {
            tag: VTag::new(AttrValue::Static(tag)),
            names: Vec::new(),
            values: Vec::new(),
        };
        self.open.push((Some(element), Vec::new()));
    }

    fn close(&mut self) {
        let Some((element, children)) = self.open.pop() else {
            return;
        };
        let node = match element {
            Some(Element {
                mut tag,
                names,
                values,
            }) => {
                if !children.is_empty() {
                    tag.add_children(children);
                }
                tag.attributes = Attributes::Dynamic {
                    keys: same(names),
                    values: values.into(),
                };
                Html::from(tag)
            }
            None => Html::from(VList::with_children(children, None)),
        };
        self.push(node);
    }

    #[inline(never)]
    pub fn push(&mut self, node: Html) {
        if let Some((_, children)) = self.open.last_mut() {
            children.push(node);
        }
    }

    fn element(&mut self) -> Option<&mut Element> {
        self.open.last_mut()?.0.as_mut()
    }

    fn tag(&mut self) -> Option<&mut VTag> {
        self.element().map(|element| &mut element.tag)
    }

    #[inline(never)]
    pub fn set(&mut self, name: &'static str, value: Option<AttrValue>) {
        if let (Some(element), Some(value)) = (self.element(), value) {
            element.names.push(name);
            (element.values).push(Some(AttributeOrProperty::Attribute(value)));
        }
    }

    fn fix(&mut self, name: &'static str, value: &'static str) {
        self.set(name, Some(AttrValue::Static(value)));
    }

    #[inline(never)]
    pub fn flag(&mut self, name: &'static str, is_set: bool) {
        if is_set {
            self.fix(name, name);
        }
    }

    #[inline(never)]
    pub fn class(&mut self, classes: Classes) {
        self.set("class", classes.into_prop_value());
    }

    #[inline(never)]
    pub fn value(&mut self, value: Option<AttrValue>) {
        match self.tag() {
            Some(tag) if matches!(tag.tag(), "input" | "textarea") => tag.set_value(value),
            _ => self.set("value", value),
        }
    }

    #[inline(never)]
    pub fn checked(&mut self, is_checked: bool) {
        if let Some(tag) = self.tag() {
            tag.set_checked(is_checked);
        }
    }

    #[inline(never)]
    pub fn key(&mut self, key: Key) {
        if let Some(tag) = self.tag() {
            tag.key = Some(key);
        }
    }

    #[inline(never)]
    pub fn listen(&mut self, listener: Option<Rc<dyn Listener>>) {
        if let (Some(tag), Some(listener)) = (self.tag(), listener) {
            tag.add_listener(listener);
        }
    }

    #[inline(never)]
    pub fn finish(mut self) -> Html {
        let mut children = self.open.pop().map(|open| open.1).unwrap_or_default();
        match children.pop() {
            Some(only) if children.is_empty() => only,
            last => {
                children.extend(last);
                Html::from(VList::with_children(children, None))
            }
        }
    }
}

/// What may stand between braces.
pub trait Piece {
    /// Draws it.
    fn put(self, canvas: &mut Canvas);
}

impl Piece for Html {
    fn put(self, canvas: &mut Canvas) {
        canvas.push(self);
    }
}

impl Piece for AttrValue {
    #[inline(never)]
    fn put(self, canvas: &mut Canvas) {
        canvas.push(Html::from(VText::new(self)));
    }
}

impl Piece for &str {
    #[inline(never)]
    fn put(self, canvas: &mut Canvas) {
        canvas.push(Html::from(VText::new(self.to_owned())));
    }
}

impl Piece for String {
    #[inline(never)]
    fn put(self, canvas: &mut Canvas) {
        canvas.push(Html::from(VText::new(self)));
    }
}

impl Piece for Children {
    #[inline(never)]
    fn put(self, canvas: &mut Canvas) {
        canvas.push(Html::from(self));
    }
}

impl<T: Piece> Piece for Option<T> {
    fn put(self, canvas: &mut Canvas) {
        if let Some(piece) = self {
            piece.put(canvas);
        }
    }
}

impl<T: Piece> Piece for Vec<T> {
    fn put(self, canvas: &mut Canvas) {
        for piece in self {
            piece.put(canvas);
        }
    }
}

macro_rules! html {
    (@child $canvas:ident [$($said:tt)*]) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
    };
    (@child $canvas:ident [$($said:tt)*] < / > $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas [$($said)* "\x04",] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] < / $name:ident > $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas [$($said)* "\x04",] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] < > $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas [$($said)* "\x05",] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] < $name:ident $($rest:tt)*) => {
        $crate::app::html::html!(@attribute $canvas [$($said)* "\x01", stringify!($name),] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] if $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)* "\x05",]);
        $crate::app::html::html!(@if $canvas [] [] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] { for $pieces:expr } $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        for piece in $pieces {
            $crate::app::html::Piece::put(piece, &mut $canvas);
        }
        $crate::app::html::html!(@child $canvas [] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] { $text:literal } $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas [$($said)* "\x03", $text,] $($rest)*);
    };
    (@child $canvas:ident [$($said:tt)*] { $($piece:tt)* } $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $crate::app::html::Piece::put({ $($piece)* }, &mut $canvas);
        $crate::app::html::html!(@child $canvas [] $($rest)*);
    };

    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] { $($then:tt)* } else if $($rest:tt)*) => {
        $crate::app::html::html!(@if $canvas [$($before)* if $($condition)* { $crate::app::html::html!(@child $canvas [] $($then)*); } else] [] $($rest)*);
    };
    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] { $($then:tt)* } else { $($other:tt)* } $($rest:tt)*) => {
        $($before)* if $($condition)* { $crate::app::html::html!(@child $canvas [] $($then)*); } else { $crate::app::html::html!(@child $canvas [] $($other)*); }
        $crate::app::html::html!(@child $canvas ["\x04",] $($rest)*);
    };
    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] { $($then:tt)* } $($rest:tt)*) => {
        $($before)* if $($condition)* { $crate::app::html::html!(@child $canvas [] $($then)*); }
        $crate::app::html::html!(@child $canvas ["\x04",] $($rest)*);
    };
    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] $next:tt $($rest:tt)*) => {
        $crate::app::html::html!(@if $canvas [$($before)*] [$($condition)* $next] $($rest)*);
    };

    (@said $canvas:ident []) => {};
    (@said $canvas:ident [$($said:tt)*]) => {
        $canvas.draw(concat!($($said)*));
    };

    (@attribute $canvas:ident [$($said:tt)*] / > $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas [$($said)* "\x04",] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] > $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas [$($said)*] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] .. $more:ident $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.draw($more);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] { $name:ident } $($rest:tt)*) => {
        $crate::app::html::html!(@attribute $canvas [$($said)*] $name={ $name } $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] key=$key:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.key(::yew::virtual_dom::Key::from($key));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] class={ $($class:tt)* } $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.class(::yew::Classes::from($($class)*));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] hidden=$is_set:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.flag("hidden", $is_set);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] selected=$is_set:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.flag("selected", $is_set);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] disabled=$is_set:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.flag("disabled", $is_set);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] open=$is_set:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.flag("open", $is_set);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] readonly=$is_set:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.flag("readonly", $is_set);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] checked=$is_checked:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.checked($is_checked);
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] value=$value:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.value(::yew::html::IntoPropValue::into_prop_value($value));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] $name:ident=$value:literal $($rest:tt)*) => {
        $crate::app::html::html!(@attribute $canvas [$($said)* "\x02", stringify!($name), "=", $value,] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] $name:ident-$second:ident=$value:literal $($rest:tt)*) => {
        $crate::app::html::html!(@attribute $canvas
            [$($said)* "\x02", stringify!($name), "-", stringify!($second), "=", $value,] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] $name:ident-$second:ident=$value:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.set(
            concat!(stringify!($name), "-", stringify!($second)),
            ::yew::html::IntoPropValue::into_prop_value($value),
        );
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onchange=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onchange::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onclick=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onclick::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] ondrop=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::ondrop::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onfocusin=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onfocusin::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] oninput=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::oninput::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onkeydown=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onkeydown::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onmouseleave=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onmouseleave::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onmouseover=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onmouseover::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] onpaste=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::onpaste::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] ontoggle=$listener:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.listen(::yew::html::ontoggle::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };
    (@attribute $canvas:ident [$($said:tt)*] $name:ident=$value:tt $($rest:tt)*) => {
        $crate::app::html::html!(@said $canvas [$($said)*]);
        $canvas.set(stringify!($name), ::yew::html::IntoPropValue::into_prop_value($value));
        $crate::app::html::html!(@attribute $canvas [] $($rest)*);
    };

    (@ $($rest:tt)*) => {
        compile_error!(concat!("not understood: ", stringify!($($rest)*)))
    };
    ($($all:tt)*) => {{
        let mut canvas = $crate::app::html::Canvas::new();
        $crate::app::html::html!(@child canvas [] $($all)*);
        canvas.finish()
    }};
}

pub(crate) use html;

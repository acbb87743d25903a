//! `html!` for elements, with the syntax of Yew's: a walk over the tokens that calls one function for each thing it
//! meets. Yew's own writes every field of every element out in place, which weighs ten times as much. Components are
//! left to `yew::html!`.

use std::rc::Rc;

use yew::html::IntoPropValue;
use yew::virtual_dom::{Key, Listener, VList, VTag, VText};
use yew::{AttrValue, Children, Classes, Html};

/// What `html!` draws with: elements that are open, the innermost last.
pub struct Canvas {
    open: Vec<(Option<VTag>, Vec<Html>)>,
}

impl Canvas {
    #[inline(never)]
    pub fn new() -> Self {
        let open = vec![(None, Vec::new())];
        Self { open }
    }

    #[inline(never)]
    pub fn open(&mut self, tag: &'static str) {
        let tag = VTag::new(AttrValue::Static(tag));
        self.open.push((Some(tag), Vec::new()));
    }

    /// Opens what is one child to the list it stands in, however many it has itself.
    #[inline(never)]
    pub fn open_list(&mut self) {
        self.open.push((None, Vec::new()));
    }

    #[inline(never)]
    pub fn close(&mut self) {
        let Some((tag, children)) = self.open.pop() else {
            return;
        };
        let node = match tag {
            Some(mut tag) => {
                if !children.is_empty() {
                    tag.add_children(children);
                }
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

    #[inline(never)]
    pub fn text(&mut self, text: &'static str) {
        self.push(Html::from(VText::new(AttrValue::Static(text))));
    }

    fn tag(&mut self) -> Option<&mut VTag> {
        self.open.last_mut()?.0.as_mut()
    }

    #[inline(never)]
    pub fn set(&mut self, name: &'static str, value: Option<AttrValue>) {
        if let (Some(tag), Some(value)) = (self.tag(), value) {
            tag.add_attribute(name, value);
        }
    }

    #[inline(never)]
    pub fn fix(&mut self, name: &'static str, value: &'static str) {
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
    (@child $canvas:ident) => {};
    (@child $canvas:ident < / > $($rest:tt)*) => {
        $canvas.close();
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@child $canvas:ident < / $name:ident > $($rest:tt)*) => {
        $canvas.close();
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@child $canvas:ident < > $($rest:tt)*) => {
        $canvas.open_list();
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@child $canvas:ident < $name:ident $($rest:tt)*) => {
        $canvas.open(stringify!($name));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@child $canvas:ident if $($rest:tt)*) => {
        $crate::app::html::html!(@if $canvas [] [] $($rest)*);
    };
    (@child $canvas:ident { for $pieces:expr } $($rest:tt)*) => {
        for piece in $pieces {
            $crate::app::html::Piece::put(piece, &mut $canvas);
        }
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@child $canvas:ident { $text:literal } $($rest:tt)*) => {
        $canvas.text($text);
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@child $canvas:ident { $($piece:tt)* } $($rest:tt)*) => {
        $crate::app::html::Piece::put({ $($piece)* }, &mut $canvas);
        $crate::app::html::html!(@child $canvas $($rest)*);
    };

    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] { $($then:tt)* } else if $($rest:tt)*) => {
        $crate::app::html::html!(@if $canvas [$($before)* if $($condition)* { $crate::app::html::html!(@child $canvas $($then)*); } else] [] $($rest)*);
    };
    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] { $($then:tt)* } else { $($other:tt)* } $($rest:tt)*) => {
        $canvas.open_list();
        $($before)* if $($condition)* { $crate::app::html::html!(@child $canvas $($then)*); } else { $crate::app::html::html!(@child $canvas $($other)*); }
        $canvas.close();
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] { $($then:tt)* } $($rest:tt)*) => {
        $canvas.open_list();
        $($before)* if $($condition)* { $crate::app::html::html!(@child $canvas $($then)*); }
        $canvas.close();
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@if $canvas:ident [$($before:tt)*] [$($condition:tt)*] $next:tt $($rest:tt)*) => {
        $crate::app::html::html!(@if $canvas [$($before)*] [$($condition)* $next] $($rest)*);
    };

    (@attribute $canvas:ident / > $($rest:tt)*) => {
        $canvas.close();
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@attribute $canvas:ident > $($rest:tt)*) => {
        $crate::app::html::html!(@child $canvas $($rest)*);
    };
    (@attribute $canvas:ident { $name:ident } $($rest:tt)*) => {
        $crate::app::html::html!(@attribute $canvas $name={ $name } $($rest)*);
    };
    (@attribute $canvas:ident key=$key:tt $($rest:tt)*) => {
        $canvas.key(::yew::virtual_dom::Key::from($key));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident class={ $($class:tt)* } $($rest:tt)*) => {
        $canvas.class(::yew::Classes::from($($class)*));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident hidden=$is_set:tt $($rest:tt)*) => {
        $canvas.flag("hidden", $is_set);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident selected=$is_set:tt $($rest:tt)*) => {
        $canvas.flag("selected", $is_set);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident disabled=$is_set:tt $($rest:tt)*) => {
        $canvas.flag("disabled", $is_set);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident open=$is_set:tt $($rest:tt)*) => {
        $canvas.flag("open", $is_set);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident readonly=$is_set:tt $($rest:tt)*) => {
        $canvas.flag("readonly", $is_set);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident checked=$is_checked:tt $($rest:tt)*) => {
        $canvas.checked($is_checked);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident value=$value:tt $($rest:tt)*) => {
        $canvas.value(::yew::html::IntoPropValue::into_prop_value($value));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident $name:ident=$value:literal $($rest:tt)*) => {
        $canvas.fix(stringify!($name), $value);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident $name:ident-$second:ident=$value:literal $($rest:tt)*) => {
        $canvas.fix(concat!(stringify!($name), "-", stringify!($second)), $value);
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident $name:ident-$second:ident=$value:tt $($rest:tt)*) => {
        $canvas.set(
            concat!(stringify!($name), "-", stringify!($second)),
            ::yew::html::IntoPropValue::into_prop_value($value),
        );
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onchange=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onchange::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onclick=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onclick::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident ondrop=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::ondrop::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onfocusin=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onfocusin::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident oninput=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::oninput::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onkeydown=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onkeydown::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onmouseleave=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onmouseleave::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onmouseover=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onmouseover::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident onpaste=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::onpaste::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident ontoggle=$listener:tt $($rest:tt)*) => {
        $canvas.listen(::yew::html::ontoggle::Wrapper::__macro_new($listener));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };
    (@attribute $canvas:ident $name:ident=$value:tt $($rest:tt)*) => {
        $canvas.set(stringify!($name), ::yew::html::IntoPropValue::into_prop_value($value));
        $crate::app::html::html!(@attribute $canvas $($rest)*);
    };

    (@ $($rest:tt)*) => {
        compile_error!(concat!("not understood: ", stringify!($($rest)*)))
    };
    ($($all:tt)*) => {{
        let mut canvas = $crate::app::html::Canvas::new();
        $crate::app::html::html!(@child canvas $($all)*);
        canvas.finish()
    }};
}

pub(crate) use html;

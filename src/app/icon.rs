//! Signs. Each has a shape of its own, so that colour is never the only difference, and a word for those who do not see it.

use yew::prelude::*;

use super::html::html;

use crate::rules::Severity;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Refused.
    Error,
    /// Doubtful.
    Warning,
    /// An explanation.
    Info,
    /// As it should be.
    Good,
    /// Not there.
    Absent,
}

impl From<Severity> for Icon {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Icon::Error,
            Severity::Warning => Icon::Warning,
            Severity::Info => Icon::Info,
        }
    }
}

impl Icon {
    /// Its name in the stylesheet.
    pub fn name(self) -> &'static str {
        match self {
            Icon::Error => "error",
            Icon::Warning => "warning",
            Icon::Info => "info",
            Icon::Good => "good",
            Icon::Absent => "absent",
        }
    }

    /// What is said in its place.
    pub fn word(self) -> &'static str {
        match self {
            Icon::Error => "Error",
            Icon::Warning => "Warning",
            Icon::Info => "Note",
            Icon::Good => "Good",
            Icon::Absent => "Missing",
        }
    }

    fn outline(self) -> &'static str {
        match self {
            Icon::Warning => "M10 1.8 19 17.6H1Z",
            Icon::Info => {
                "M4 1.5h12a2.5 2.5 0 0 1 2.5 2.5v12a2.5 2.5 0 0 1-2.5 2.5H4A2.5 2.5 0 0 1 1.5 16V4A2.5 2.5 0 0 1 4 1.5Z"
            }
            _ => "M10 1a9 9 0 1 1 0 18a9 9 0 0 1 0-18Z",
        }
    }

    fn stroke(self) -> &'static str {
        match self {
            Icon::Error => "m6.8 6.8 6.4 6.4m0-6.4-6.4 6.4",
            Icon::Warning => "M10 7.4v4.4m0 2.4v.1",
            Icon::Info => "M10 9.4v4.8M10 5.8v.1",
            Icon::Good => "m6 10.4 2.7 2.7L14 7.6",
            Icon::Absent => "M6.5 10h7",
        }
    }
}

/// The sign alone: say what it means beside it.
pub fn icon(icon: Icon) -> Html {
    html! {
        <svg class={classes!("icon", format!("icon--{}", icon.name()))} viewBox="0 0 20 20" aria-hidden="true">
            <path class="icon__shape" d={icon.outline()} />
            <path class="icon__stroke" d={icon.stroke()} />
        </svg>
    }
}

/// The sign, with its word for those who do not see it.
pub fn spoken(sign: Icon) -> Html {
    html! {
        <>
            { icon(sign) }
            <span class="unseen">{ sign.word() }{ ": " }</span>
        </>
    }
}

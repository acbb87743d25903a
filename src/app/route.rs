//! Where the page is: the fragment of its address, and nothing else of it. What is expected may stand there too.

use crate::guide::{self, Section};

/// So long is no address of this page, but something that was put there by mistake.
pub const LONG: usize = 48;

/// A place on the page. It never holds anything of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// `#/`: token and findings.
    #[default]
    Inspect,
    /// `#/guide`: the whole guide.
    Guide,
    /// `#/compare`: two tokens side by side.
    Compare,
    /// `#/guide/SECTION`: one section, beside the findings where there are any.
    Section(Section),
    /// An address that leads nowhere.
    Lost,
}

impl Route {
    /// Reads a fragment. `None` where it names no place: anchors of the page, and what others put there.
    pub fn parse(fragment: &str) -> Option<Self> {
        match fragment.trim_start_matches('#') {
            "" | "/" => Some(Route::Inspect),
            _ if Self::has_expectations(fragment) => Some(Route::Inspect),
            "/guide" | "/guide/" => Some(Route::Guide),
            "/compare" => Some(Route::Compare),
            other => match other.strip_prefix("/guide/").and_then(guide::by_id) {
                Some(section) => Some(Route::Section(section)),
                None => (other.starts_with('/') && other.len() < LONG).then_some(Route::Lost),
            },
        }
    }

    /// Whether a fragment says what is expected: `#/?aud=…`.
    pub fn has_expectations(fragment: &str) -> bool {
        fragment.starts_with("#/?")
    }

    /// What the place is called.
    pub fn name(self) -> &'static str {
        match self {
            Route::Inspect => "",
            Route::Compare => "Compare",
            Route::Guide | Route::Lost => "Guide",
            Route::Section(section) => section.title(),
        }
    }

    /// The address of a section.
    pub fn of(section: Section) -> String {
        format!("#/guide/{}", section.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_an_address_that_leads_to_it() {
        for section in guide::sections() {
            assert_eq!(
                Route::parse(&Route::of(section)),
                Some(Route::Section(section))
            );
        }
        assert_eq!(Route::parse(""), Some(Route::Inspect));
        assert_eq!(Route::parse("#/"), Some(Route::Inspect));
        assert_eq!(Route::parse("#/guide"), Some(Route::Guide));
        assert_eq!(Route::parse("#/compare"), Some(Route::Compare));
        assert_eq!(Route::parse("#/?aud=api://x"), Some(Route::Inspect));
        for lost in ["#/guide/nothing", "#/nothing", "#/guide/time/"] {
            assert_eq!(Route::parse(lost), Some(Route::Lost));
        }
        let long = format!("#/eyJhbGciOiJub25lIn0.{}", "a".repeat(LONG));
        for other in ["#token", "#eyJhbGciOiJub25lIn0", &long] {
            assert_eq!(Route::parse(other), None);
        }
    }
}

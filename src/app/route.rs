//! Where the page is: the fragment of its address, and nothing else of it. What is expected may stand there too.

use crate::guide::{self, Section};

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
}

impl Route {
    /// Reads a fragment. `None` where it names no place: anchors of the page, and what others put there.
    pub fn parse(fragment: &str) -> Option<Self> {
        match fragment.trim_start_matches('#') {
            "" | "/" => Some(Route::Inspect),
            _ if Self::has_expectations(fragment) => Some(Route::Inspect),
            "/guide" | "/guide/" => Some(Route::Guide),
            "/compare" => Some(Route::Compare),
            // Without such a section the index has what is there.
            other => {
                let section = guide::by_id(other.strip_prefix("/guide/")?);
                Some(section.map_or(Route::Guide, Route::Section))
            }
        }
    }

    /// Whether a fragment says what is expected: `#/?aud=…`.
    pub fn has_expectations(fragment: &str) -> bool {
        fragment.starts_with("#/?")
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
        assert_eq!(Route::parse("#/guide/nothing"), Some(Route::Guide));
        for other in ["#token", "#eyJhbGciOiJub25lIn0"] {
            assert_eq!(Route::parse(other), None);
        }
    }
}

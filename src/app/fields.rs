//! What is written in the fields of "What your API expects".

use yew::AttrValue;

use crate::expect::{Expectations, ExpectedClaim, list};
use crate::profile::Profile;

/// A field that takes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Audiences.
    Audience,
    /// Issuers.
    Issuer,
    /// Claims that have to be there.
    Claims,
    /// Scopes that have to be granted.
    Scopes,
    /// Roles that have to be assigned.
    Roles,
}

/// Every field, from top to bottom.
pub const FIELDS: [Field; 5] = [
    Field::Audience,
    Field::Issuer,
    Field::Claims,
    Field::Scopes,
    Field::Roles,
];

impl Field {
    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Field::Audience => "Audience",
            Field::Issuer => "Issuer",
            Field::Claims => "Required claims",
            Field::Scopes => "Scopes",
            Field::Roles => "Roles",
        }
    }

    /// What could stand in it.
    pub fn placeholder(self) -> &'static str {
        match self {
            Field::Audience => "api://… or a client ID",
            Field::Issuer => "https://…",
            Field::Claims => "oid, tid, acr=1",
            Field::Scopes => "Orders.Read",
            Field::Roles => "Orders.Admin",
        }
    }
}

/// The fields as they are, word for word: what is expected is read from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    texts: [AttrValue; 5],
    /// The kind of token, where it was chosen.
    pub kind: Option<&'static Profile>,
    /// Leeway for times, in seconds.
    pub tolerance: i64,
    /// What an example expects beyond the fields.
    pub beyond: Expectations,
    /// Whether an example filled them in and nobody has touched them since.
    pub is_example: bool,
}

impl Fields {
    /// What stands in a field.
    pub fn text(&self, field: Field) -> &AttrValue {
        &self.texts[field as usize]
    }

    /// Writes into a field.
    pub fn set(&mut self, field: Field, text: AttrValue) {
        self.texts[field as usize] = text;
        self.is_example = false;
    }

    /// Whether nothing is written in any of them.
    pub fn is_empty(&self) -> bool {
        self.texts.iter().all(|text| text.trim().is_empty()) && self.kind.is_none()
    }

    /// What is expected.
    pub fn expectations(&self) -> Expectations {
        let words = |field: Field| list(self.text(field));
        Expectations {
            audiences: words(Field::Audience),
            issuers: words(Field::Issuer),
            claims: words(Field::Claims)
                .iter()
                .map(|word| ExpectedClaim::parse(word))
                .collect(),
            scopes: words(Field::Scopes),
            roles: words(Field::Roles),
            kind: self.kind,
            tolerance: self.tolerance,
            ..self.beyond.clone()
        }
    }

    /// The fields filled in as an example says.
    pub fn of(expect: Expectations) -> Self {
        let claims: Vec<String> = expect.claims.iter().map(written).collect();
        let join = |words: &[String]| AttrValue::from(words.join(", "));
        Self {
            texts: [
                join(&expect.audiences),
                join(&expect.issuers),
                join(&claims),
                join(&expect.scopes),
                join(&expect.roles),
            ],
            kind: expect.kind,
            tolerance: expect.tolerance,
            beyond: expect,
            is_example: true,
        }
    }
}

fn written(claim: &ExpectedClaim) -> String {
    match &claim.value {
        Some(value) => format!("{}={value}", claim.name),
        None => claim.name.clone(),
    }
}

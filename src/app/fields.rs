//! What is written in the fields of "What your API expects".

use yew::AttrValue;

use crate::expect::{Expectations, list};
use crate::profile::Profile;
use crate::text;
use crate::time::Timestamp;

/// A field that is kept as text.
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
    /// Leeway for times, in seconds.
    Tolerance,
    /// Tenants.
    Tenant,
    /// Clients.
    Client,
    /// Whether a list of clients decides, without scopes and roles.
    Acl,
    /// Algorithms.
    Algorithms,
    /// The version of Entra's tokens.
    Version,
    /// Longest time since the user signed in, in seconds.
    MaxAge,
    /// The nonce that was sent.
    Nonce,
    /// The subject.
    Subject,
}

/// Those that are always shown, from top to bottom.
pub const COMMON: [Field; 5] = [
    Field::Audience,
    Field::Issuer,
    Field::Claims,
    Field::Scopes,
    Field::Roles,
];

/// Those that are shown on demand, or where they say something.
pub const MORE: [Field; 8] = [
    Field::Tenant,
    Field::Client,
    Field::Acl,
    Field::Algorithms,
    Field::Version,
    Field::MaxAge,
    Field::Nonce,
    Field::Subject,
];

const ALL: [Field; 14] = [
    Field::Audience,
    Field::Issuer,
    Field::Claims,
    Field::Scopes,
    Field::Roles,
    Field::Tolerance,
    Field::Tenant,
    Field::Client,
    Field::Acl,
    Field::Algorithms,
    Field::Version,
    Field::MaxAge,
    Field::Nonce,
    Field::Subject,
];

impl Field {
    /// The name of what it expects, its label, and what could stand in it.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Field::Audience => ("aud", "Audience", "api://… or a client ID"),
            Field::Issuer => ("iss", "Issuer", "https://…"),
            Field::Claims => ("require", "Required claims", "oid, tid, acr=1"),
            Field::Scopes => ("scopes", "Scopes", "Orders.Read"),
            Field::Roles => ("roles", "Roles", "Orders.Admin"),
            Field::Tolerance => ("tolerance", "Clock tolerance", "seconds"),
            Field::Tenant => ("tid", "Tenant", "a tenant ID"),
            Field::Client => ("client", "Client", "the authorized party: a client ID"),
            Field::Acl => ("acl", "Access by ACL", ""),
            Field::Algorithms => ("alg", "Algorithms", "RS256, ES256"),
            Field::Version => ("version", "Token version", ""),
            Field::MaxAge => ("maxage", "Maximum age", "seconds since the sign-in"),
            Field::Nonce => ("nonce", "Nonce", "the one that was sent"),
            Field::Subject => ("sub", "Subject", "the value of sub"),
        }
    }

    /// The name of what it expects, as [`Expectations::set`] takes it.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Its label.
    pub fn label(self) -> &'static str {
        self.words().1
    }

    /// What could stand in it.
    pub fn placeholder(self) -> &'static str {
        self.words().2
    }

    /// The id of its element.
    pub fn id(self) -> String {
        format!("expect-{}", self.name())
    }

    /// Whether one of the values it has is enough, rather than all of them.
    pub fn is_choice(self) -> bool {
        !matches!(self, Field::Claims | Field::Scopes | Field::Roles)
    }

    fn is_list(self) -> bool {
        !matches!(
            self,
            Field::Tolerance
                | Field::Acl
                | Field::Version
                | Field::MaxAge
                | Field::Nonce
                | Field::Subject
        )
    }

    /// The field of an expectation.
    pub fn of(name: &str) -> Option<Self> {
        ALL.into_iter().find(|field| field.name() == name)
    }
}

/// The fields as they are, word for word: what is expected is read from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    texts: [AttrValue; 14],
    /// The kind of token, where it was chosen.
    pub kind: Option<&'static Profile>,
    /// The moment to check at, where it is not now.
    pub at: Option<Timestamp>,
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

    /// What a field says, each value on its own.
    pub fn values(&self, field: Field) -> Vec<String> {
        let text = self.text(field).trim();
        if field.is_list() {
            list(text)
        } else if text.is_empty() {
            Vec::new()
        } else {
            vec![text.to_owned()]
        }
    }

    /// Takes a value out of a field.
    pub fn remove(&mut self, field: Field, at: usize) {
        let mut values = self.values(field);
        if at < values.len() {
            values.remove(at);
            self.set(field, joined(&values));
        }
    }

    /// Whether nothing is written in any of them.
    pub fn is_empty(&self) -> bool {
        self.texts.iter().all(|text| text.trim().is_empty()) && self.kind.is_none()
    }

    /// What is expected. What cannot be read is not.
    pub fn expectations(&self) -> Expectations {
        let mut expect = Expectations {
            kind: self.kind,
            at: self.at,
            ..Expectations::default()
        };
        for field in ALL {
            for value in self.values(field) {
                let _ = expect.add(field.name(), &value);
            }
        }
        expect
    }

    /// Whether what stands in a field can be read.
    pub fn is_readable(&self, field: Field) -> bool {
        self.values(field)
            .iter()
            .all(|value| Expectations::default().add(field.name(), value).is_ok())
    }

    /// The fields filled in.
    pub fn of(expect: &Expectations) -> Self {
        let mut fields = Self {
            kind: expect.kind,
            at: expect.at,
            ..Self::default()
        };
        for (name, values) in expect.named() {
            if let Some(field) = Field::of(name) {
                fields.texts[field as usize] = match values.as_slice() {
                    [one] if !field.is_list() => AttrValue::from(one.clone()),
                    _ => joined(&values),
                };
            }
        }
        fields
    }

    /// The fields filled in as an example says.
    pub fn of_example(expect: &Expectations) -> Self {
        Self {
            is_example: true,
            ..Self::of(expect)
        }
    }

    /// Takes over what others say, and keeps the rest.
    pub fn take(&mut self, other: Self) {
        for (own, text) in self.texts.iter_mut().zip(other.texts) {
            if !text.is_empty() {
                *own = text;
            }
        }
        self.kind = other.kind.or(self.kind);
        self.at = other.at.or(self.at);
        self.is_example = false;
    }
}

/// Values as people write them, where that says the same.
fn joined(values: &[String]) -> AttrValue {
    let plain = values.join(", ");
    if list(&plain) == values {
        return AttrValue::from(plain);
    }
    let quoted: Vec<String> = values.iter().map(|value| text::json(value)).collect();
    AttrValue::from(format!("[{}]", quoted.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::travel::tests::random;

    #[test]
    fn fields_say_what_filled_them_in() {
        for seed in 0..500 {
            let mut expect = random(seed);
            // A field that is empty expects nothing.
            expect.nonce = expect.nonce.filter(|nonce| !nonce.is_empty());
            expect.subject = expect.subject.filter(|subject| !subject.is_empty());
            assert_eq!(Fields::of(&expect).expectations(), expect);
        }
    }

    #[test]
    fn every_field_has_its_place() {
        for (at, field) in ALL.into_iter().enumerate() {
            assert_eq!((field as usize, Field::of(field.name())), (at, Some(field)));
        }
        let shown = COMMON.iter().chain(&MORE).chain(&[Field::Tolerance]);
        assert_eq!(shown.count(), ALL.len());
    }

    #[test]
    fn what_cannot_be_read_is_not_expected() {
        let mut fields = Fields::default();
        fields.set(Field::MaxAge, "soon".into());
        assert!(!fields.is_readable(Field::MaxAge));
        assert_eq!(fields.expectations().max_age, None);
        fields.set(Field::Claims, "a, b=1, c".into());
        fields.remove(Field::Claims, 1);
        assert_eq!(fields.text(Field::Claims), "a, c");
    }

    #[test]
    fn what_a_configuration_does_not_say_stays() {
        let mut fields = Fields::default();
        fields.set(Field::Audience, "a".into());
        fields.set(Field::Issuer, "b".into());
        let mut other = Fields::default();
        other.set(Field::Issuer, "c".into());
        fields.take(other);
        assert_eq!(fields.text(Field::Audience), "a");
        assert_eq!(fields.text(Field::Issuer), "c");
    }
}

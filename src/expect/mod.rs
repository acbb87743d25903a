//! What the receiver expects. Every field may be empty: then nothing is expected there.

use crate::profile::{self, Profile};
use crate::time::{self, Timestamp};
use crate::token::json::{Json, Kind, Value};

pub mod travel;

/// What the receiver of a token expects of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectations {
    /// Audiences it accepts; one of them has to be in `aud`.
    pub audiences: Vec<String>,
    /// Issuers it accepts.
    pub issuers: Vec<String>,
    /// Tenants it serves.
    pub tenants: Vec<String>,
    /// Clients it lets in (`azp`, `appid`, `client_id`, `cid`).
    pub clients: Vec<String>,
    /// Claims it requires.
    pub claims: Vec<ExpectedClaim>,
    /// Scopes it requires, all of them.
    pub scopes: Vec<String>,
    /// Roles it requires, all of them.
    pub roles: Vec<String>,
    /// Whether it lets in clients of a list of its own, without scopes and roles.
    pub acl: bool,
    /// The nonce that was sent.
    pub nonce: Option<String>,
    /// The subject it expects.
    pub subject: Option<String>,
    /// The Entra token version it takes, 1 or 2.
    pub version: Option<u8>,
    /// Algorithms it accepts.
    pub algorithms: Vec<String>,
    /// Longest time since the user authenticated, in seconds.
    pub max_age: Option<i64>,
    /// Leeway in seconds that it applies to times.
    pub tolerance: i64,
    /// The kind of token, where the user chose it.
    pub kind: Option<&'static Profile>,
    /// The moment to check at, where it is not now. Front ends hand it to [`crate::inspect`].
    pub at: Option<Timestamp>,
    /// The claim of which an error told something else than the user, and was believed.
    pub overruled: Option<&'static str>,
}

/// A claim that the receiver requires, and perhaps its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedClaim {
    /// Its name.
    pub name: String,
    /// The value it must have, as text.
    pub value: Option<String>,
}

impl ExpectedClaim {
    /// Reads `name` or `name=value`.
    pub fn parse(text: &str) -> Self {
        match text.split_once('=') {
            Some((name, value)) => Self {
                name: name.trim().to_owned(),
                value: Some(value.trim().to_owned()),
            },
            None => Self {
                name: text.trim().to_owned(),
                value: None,
            },
        }
    }
}

/// Splits what people write into a field that takes several values: at commas and white space. A JSON array of strings
/// is taken as it is: that is how a value with a comma or a space is written.
pub fn list(text: &str) -> Vec<String> {
    if text.trim_start().starts_with('[') {
        let json = Json::read(text.to_owned());
        if let (None, Some(root)) = (json.error(), json.root())
            && root.items().all(|item| item.kind() == Kind::String)
        {
            return root.strings().map(str::to_owned).collect();
        }
    }
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Expectations {
    /// Whether nothing is expected.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Sets one expectation by the name it has in files, options and links; lists grow by what [`list`] makes of the
    /// value. Common other names of the same thing are taken too.
    ///
    /// # Errors
    /// Says in a sentence what is wrong with the name or the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        if self.values(name).is_none() && !is_claim_list(name) {
            return self.add(name, value);
        }
        let words = list(value);
        // Receivers compare audience and issuer with what they were given, a space around it included.
        if let ([word], "aud" | "audience" | "iss" | "issuer") = (&words[..], name)
            && word == value.trim()
        {
            return self.add(name, value);
        }
        words.iter().try_for_each(|value| self.add(name, value))
    }

    /// The list that an expectation of this name grows.
    fn values(&mut self, name: &str) -> Option<&mut Vec<String>> {
        Some(match name {
            "aud" | "audience" => &mut self.audiences,
            "iss" | "issuer" => &mut self.issuers,
            "tid" | "tenant" => &mut self.tenants,
            "client" | "azp" | "client_id" => &mut self.clients,
            "scopes" | "scope" | "scp" => &mut self.scopes,
            "roles" | "role" => &mut self.roles,
            "alg" | "algorithms" => &mut self.algorithms,
            _ => return None,
        })
    }

    /// Sets one expectation as [`Expectations::set`] does, but takes the value whole.
    ///
    /// # Errors
    /// Says in a sentence what is wrong with the name or the value.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), String> {
        if let Some(values) = self.values(name) {
            values.push(value.to_owned());
            return Ok(());
        }
        let seconds = || -> Result<i64, String> {
            let seconds: i64 = value
                .trim()
                .parse()
                .map_err(|_| format!("{name} takes a number of seconds"))?;
            if seconds < 0 {
                Err(format!("{name} cannot be negative"))
            } else {
                Ok(seconds)
            }
        };
        match name {
            _ if is_claim_list(name) => {
                let claim = ExpectedClaim::parse(value);
                if claim.name.is_empty() {
                    return Err(format!("{name} takes the name of a claim"));
                }
                self.claims.push(claim);
            }
            "acl" => {
                self.acl = match value.trim() {
                    "true" => true,
                    "false" => false,
                    _ => return Err(format!("{name} takes true or false")),
                }
            }
            "nonce" => self.nonce = Some(value.to_owned()),
            "sub" => self.subject = Some(value.to_owned()),
            "version" | "token-version" | "token_version" => {
                self.version = match value.trim() {
                    "1" | "1.0" => Some(1),
                    "2" | "2.0" => Some(2),
                    _ => return Err(format!("{name} takes 1 or 2")),
                }
            }
            "maxage" | "max_age" | "max-age" => self.max_age = Some(seconds()?),
            "tolerance" => self.tolerance = seconds()?,
            "kind" => {
                self.kind = Some(
                    profile::by_id(value.trim())
                        .ok_or_else(|| format!("no kind of token is called {value:?}"))?,
                );
            }
            "at" | "now" => {
                let at = time::parse(value.trim());
                self.at = Some(at.ok_or(format!(
                    "{name} takes seconds since 1970, or a time such as 2026-01-01T00:00:00Z"
                ))?);
            }
            _ => return Err(format!("no expectation is called {name:?}")),
        }
        Ok(())
    }

    /// Reads the JSON file form: an object whose members are named as in [`Expectations::set`], with strings,
    /// numbers or arrays of strings.
    ///
    /// # Errors
    /// Says in a sentence what could not be taken. Nothing of a value is repeated that looks like a token or a key.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let mut expectations = Self::default();
        expectations.add_json(text)?;
        Ok(expectations)
    }

    /// Adds what the JSON file form says to what is expected already.
    ///
    /// # Errors
    /// Says in a sentence what could not be taken.
    pub fn add_json(&mut self, text: &str) -> Result<(), String> {
        let text = text.trim_start_matches('\u{feff}');
        let json = Json::read(text.to_owned());
        if let Some((error, at)) = json.error() {
            let (line, column) = crate::place::line_column(text, at);
            return Err(format!("line {line}, column {column}: {}", error.phrase()));
        }
        let Some(object) = json.object() else {
            return Err("expectations are a JSON object".to_owned());
        };
        for member in object.members() {
            let name = member.name();
            let at = |why| {
                let (line, column) = crate::place::line_column(text, member.span().start);
                format!("line {line}, column {column}: {why}")
            };
            if member
                .value()
                .strings()
                .chain([name])
                .any(travel::looks_secret)
            {
                return Err(travel::SECRET.to_owned());
            }
            // Of two members of one name nobody knows which is meant. Few names get past the next lines.
            if object
                .members()
                .filter(|other| other.name() == name)
                .count()
                > 1
            {
                return Err(at(format!("{name} stands there more than once")));
            }
            let value = member.value();
            let is_plain = |value: Value| match value.kind() {
                Kind::Boolean => name == "acl",
                kind => matches!(kind, Kind::String | Kind::Number),
            };
            if is_plain(value) {
                self.set(name, value.to_text()).map_err(at)?;
            } else if value.kind() == Kind::Array && value.items().all(is_plain) {
                let mut items = value.items();
                let mut add = |value: Value| self.add(name, value.to_text());
                items.try_for_each(&mut add).map_err(at)?;
                let is_list = self.values(name).is_some() || is_claim_list(name);
                if !is_list && value.items().nth(1).is_some() {
                    return Err(at(format!("{name} takes one value")));
                }
            } else {
                return Err(at(format!(
                    "{name} takes text, a number or a list of texts"
                )));
            }
        }
        Ok(())
    }
}

fn is_claim_list(name: &str) -> bool {
    matches!(name, "require" | "required" | "required_claims")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_its_faults() {
        let read = Expectations::from_json(
            "\u{feff}{\"aud\":[\"a\",\"b\"],\"iss\":\" c\",\"scopes\":\" d\",\"require\":[\"scp\",\"acr=1\"],\"tolerance\":60,\"max-age\":5}",
        )
        .unwrap();
        assert_eq!(read.audiences, ["a", "b"]);
        assert_eq!(read.issuers, [" c"]);
        assert_eq!(read.scopes, ["d"]);
        assert_eq!(read.claims[1].value.as_deref(), Some("1"));
        assert_eq!((read.tolerance, read.max_age), (60, Some(5)));
        for (text, fault) in [
            ("[]", "expectations are a JSON object"),
            (
                "{",
                "line 1, column 2: the text ends in the middle of a value",
            ),
            (r#"{"x":"y"}"#, "no expectation is called \"x\""),
            (
                r#"{"aud":null}"#,
                "aud takes text, a number or a list of texts",
            ),
            (
                r#"{"aud":["a",null]}"#,
                "aud takes text, a number or a list of texts",
            ),
            (
                r#"{"require":[{"name":"ver"}]}"#,
                "require takes text, a number or a list of texts",
            ),
            (r#"{"version":[1,2]}"#, "version takes one value"),
            (r#"{"require":["=x"]}"#, "require takes the name of a claim"),
            (r#"{"tolerance":"-1"}"#, "tolerance cannot be negative"),
            (r#"{"version":3}"#, "version takes 1 or 2"),
            (
                r#"{"aud":"a","aud":"b"}"#,
                "aud stands there more than once",
            ),
            (
                "{\"aud\":\"a\",\n  \"version\": 3}",
                "line 2, column 3: version takes 1 or 2",
            ),
        ] {
            let fault = match fault.starts_with("line") || text.starts_with('[') {
                true => fault.to_owned(),
                false => format!("line 1, column 2: {fault}"),
            };
            assert_eq!(Expectations::from_json(text), Err(fault));
        }
    }
}

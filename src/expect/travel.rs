//! Expectations on their way to a file, a link or a command line, and back. Tokens and keys do not travel.

use super::{Expectations, ExpectedClaim};
use crate::document::Node;
use crate::spec::secrets;
use crate::text::percent_encoded;
use crate::token::json::Json;

/// Names a list of expectations has in files, links and options, and what is in it. Single values are lists of one.
pub(crate) type Named = (&'static str, Vec<String>);

/// The longest value that travels, in bytes. A nonce of .NET has about 120.
const LONGEST: usize = 1000;

/// Why a link or a file is not taken.
pub const SECRET: &str = "it holds what looks like a token or a key, and those do not travel";

/// Whether a value looks like a token or a key: such a value stays where it is.
pub fn looks_secret(value: &str) -> bool {
    value.len() > LONGEST || has_key(value) || value.split(is_outside_tokens).any(is_compact)
}

/// Whether a text holds what looks like a key or the secret of a vendor.
pub(crate) fn has_key(text: &str) -> bool {
    const MARKS: &[&str] = &["-----BEGIN", "\"kty\"", "SSWS "];
    let is_vendor = |word: &str| secrets::start(word, word.len()).is_some();
    MARKS.iter().any(|mark| text.contains(mark))
        || is_vendor(text)
        || text
            .split(|character| is_outside_tokens(character) || character == '=')
            .any(is_vendor)
}

/// Whether a character cannot stand in a compact token.
pub(crate) fn is_outside_tokens(character: char) -> bool {
    !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_' | '.' | '=')
}

/// Whether a word is, or starts like, a compact token: base64url of `{`, then more of it, with a dot or without.
pub(crate) fn is_compact(word: &str) -> bool {
    let mut parts = word.split('.');
    let first = parts.next().unwrap_or_default();
    let is_object = matches!(first.as_bytes(), [b'e', b'w'..=b'z', ..]);
    let is_header = || {
        let text = String::from_utf8(crate::token::base64url::decode(first).bytes);
        text.is_ok_and(|text| Json::read(text).object().is_some())
    };
    is_object
        && (first.starts_with("eyJ") && first.len() >= 16 || parts.next().is_some() && is_header())
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

impl ExpectedClaim {
    /// `name` or `name=value`: what [`ExpectedClaim::parse`] reads.
    pub fn to_text(&self) -> String {
        match &self.value {
            Some(value) => format!("{}={value}", self.name),
            None => self.name.clone(),
        }
    }
}

impl Expectations {
    /// Everything that is expected, by name; what is not expected is left out.
    pub(crate) fn named(&self) -> Vec<Named> {
        // Taken apart, so that a new field cannot be forgotten.
        let Self {
            audiences,
            issuers,
            tenants,
            clients,
            claims,
            scopes,
            roles,
            acl,
            nonce,
            subject,
            version,
            algorithms,
            max_age,
            tolerance,
            kind,
            at,
            overruled: _,
        } = self;
        let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
        let tolerance = (*tolerance != 0).then(|| tolerance.to_string());
        let mut named = vec![
            ("kind", one(kind.map(|kind| kind.id.to_owned()))),
            ("aud", audiences.clone()),
            ("iss", issuers.clone()),
            ("tid", tenants.clone()),
            ("client", clients.clone()),
            (
                "require",
                claims.iter().map(ExpectedClaim::to_text).collect(),
            ),
            ("scopes", scopes.clone()),
            ("roles", roles.clone()),
            ("acl", one(acl.then(|| "true".to_owned()))),
            ("nonce", one(nonce.clone())),
            ("sub", one(subject.clone())),
            ("version", one(version.map(|number| number.to_string()))),
            ("alg", algorithms.clone()),
            ("maxage", one(max_age.map(|seconds| seconds.to_string()))),
            ("tolerance", one(tolerance)),
            ("at", one(at.map(|at| at.to_string()))),
        ];
        named.retain(|(_, values)| !values.is_empty());
        named
    }

    /// What is expected, unless a value looks like a token or a key.
    fn travelling(&self) -> Result<Vec<Named>, String> {
        let named = self.named();
        let secret = named
            .iter()
            .find(|(_, values)| values.iter().any(|value| looks_secret(value)));
        match secret {
            Some((name, _)) => Err(format!(
                "{name} holds what looks like a token or a key: those do not travel"
            )),
            None => Ok(named),
        }
    }

    /// The JSON file form: what [`Expectations::from_json`] and `--expect` read.
    ///
    /// # Errors
    /// Names the expectation that holds what looks like a token or a key.
    pub fn to_json(&self) -> Result<String, String> {
        const LISTS: &[&str] = &[
            "aud", "iss", "tid", "client", "require", "scopes", "roles", "alg",
        ];
        let named = self.travelling()?;
        let members = named.iter().map(|(name, values)| {
            let number = |text: &str| text.parse().ok().map(Node::Integer);
            let value = match (values.as_slice(), *name) {
                ([_], "acl") => Some(Node::Boolean(true)),
                ([one], "version" | "maxage" | "tolerance" | "at") => number(one),
                ([one], _) if !LISTS.contains(name) => Some(Node::from(one.as_str())),
                _ => None,
            };
            let list = || Node::Array(values.iter().map(|value| value.as_str().into()).collect());
            ((*name).into(), value.unwrap_or_else(list))
        });
        Ok(Node::Object(members.collect()).to_json() + "\n")
    }

    /// The form for a link: `aud=…&scopes=…`, each value on its own and percent-encoded. It belongs into the fragment,
    /// which browsers do not send.
    ///
    /// # Errors
    /// Names the expectation that holds what looks like a token or a key.
    pub fn to_fragment(&self) -> Result<String, String> {
        let mut text = String::new();
        for (name, values) in self.travelling()? {
            for value in values {
                text.push_str(if text.is_empty() { "" } else { "&" });
                text.push_str(&format!("{name}={}", percent_encoded(&value, "/:@")));
            }
        }
        Ok(text)
    }

    /// Reads what [`Expectations::to_fragment`] writes, after `#`, `#/?` or nothing.
    ///
    /// # Errors
    /// Says in a sentence what could not be taken. Nothing of a value is repeated that looks like a token or a key.
    pub fn from_fragment(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches(['#', '/', '?']);
        let mut expectations = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (Some(name), Some(value)) = (decode(name), decode(value)) else {
                return Err("the link is damaged: a percent sign stands alone".to_owned());
            };
            if looks_secret(&value) || looks_secret(&name) {
                return Err(SECRET.to_owned());
            }
            expectations.add(&name, &value)?;
        }
        Ok(expectations)
    }

    /// The options of the command line that expect the same.
    ///
    /// # Errors
    /// Names the expectation that holds what looks like a token or a key.
    pub fn to_arguments(&self) -> Result<Vec<String>, String> {
        let mut arguments = Vec::new();
        for (name, values) in self.travelling()? {
            let option = match name {
                "version" => "token-version",
                "maxage" => "max-age",
                "at" => "now",
                name => name,
            };
            for value in values {
                // Only lists are split, and only an array keeps a comma or a space together.
                let is_plain = super::list(&value) == [value.as_str()];
                let is_list = self.clone().values(name).is_some() || super::is_claim_list(name);
                let value = if is_plain || !is_list {
                    value
                } else {
                    format!("[{}]", crate::text::json(&value))
                };
                arguments.push(format!("--{option}={value}"));
            }
        }
        Ok(arguments)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::profile;

    /// Expectations that differ with every seed; some hold what is awkward to write.
    pub(crate) fn random(seed: u32) -> Expectations {
        let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12345);
        let mut next = move |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % below
        };
        const WORDS: &[&str] = &[
            "api://orders.contoso.example",
            "11112222-bbbb-3333-cccc-4444dddd5555",
            "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
            "a, b",
            "é ü\u{202e}",
            "50%&x=y#z+",
            "[\"x\"]",
            "[1]",
            "\"",
            "Orders.Read",
            "",
        ];
        let mut words = |most: usize| -> Vec<String> {
            let count = next(most + 1);
            (0..count)
                .map(|_| WORDS[next(WORDS.len())].to_owned())
                .collect()
        };
        let mut expectations = Expectations {
            audiences: words(3),
            issuers: words(2),
            tenants: words(1),
            clients: words(2),
            scopes: words(2),
            roles: words(2),
            algorithms: words(1),
            ..Expectations::default()
        };
        expectations.nonce = words(1).pop();
        expectations.subject = words(1).pop();
        for value in words(2) {
            expectations.claims.push(ExpectedClaim {
                name: "scp".to_owned(),
                value: (!value.is_empty()).then(|| value.trim().to_owned()),
            });
        }
        let number = words(3).len();
        expectations.version = [None, Some(1), Some(2)][number % 3];
        expectations.max_age = (number > 1).then_some(number as i64 * 77);
        expectations.tolerance = number as i64 * 60;
        expectations.acl = number == 1;
        expectations.kind = profile::PROFILES.get(seed as usize % 40).copied();
        expectations.at = (number == 2).then_some(1_767_225_600);
        expectations
    }

    #[test]
    fn file_link_and_options_say_the_same() {
        for seed in 0..500 {
            let expectations = random(seed);
            let json = expectations.to_json().unwrap();
            assert_eq!(
                Expectations::from_json(&json).as_ref(),
                Ok(&expectations),
                "{json}"
            );
            let link = expectations.to_fragment().unwrap();
            assert!(link.is_ascii() && !link.contains([' ', '#', '"']), "{link}");
            for prefix in ["", "#", "#/?"] {
                let text = format!("{prefix}{link}");
                assert_eq!(
                    Expectations::from_fragment(&text).as_ref(),
                    Ok(&expectations),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn tokens_and_keys_do_not_travel() {
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abc";
        for secret in [
            token,
            "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9",
            "eyAiYWxnIjoibm9uZSJ9.e30.",
            "-----BEGIN PRIVATE KEY-----",
            "{\"kty\":\"oct\"}",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "token=glpat-EXAMPLEexampleEXAMPLE0",
            "AKIAIOSFODNN7EXAMPLE",
            "rk_live_EXAMPLEexample00",
            "1//0EXAMPLEexampleEXAMPLE",
        ] {
            let expectations = Expectations {
                nonce: Some(secret.to_owned()),
                ..Expectations::default()
            };
            for error in [
                expectations.to_json().unwrap_err(),
                expectations.to_fragment().unwrap_err(),
                expectations.to_arguments().unwrap_err(),
            ] {
                assert!(error.starts_with("nonce holds what looks like"), "{error}");
                assert!(!error.contains(secret));
            }
            for error in [
                Expectations::from_fragment(&format!("#nonce={}", percent_encoded(secret, ""))),
                Expectations::from_json(&format!("{{\"nonce\":{}}}", crate::text::json(secret))),
                Expectations::from_json(&format!("{{{}:1}}", crate::text::json(secret))),
            ] {
                let error = error.unwrap_err();
                assert!(
                    error.contains("do not travel") && !error.contains(secret),
                    "{error}"
                );
            }
        }
        for harmless in [
            "api://eyewear.example/orders",
            "638000000000000000.YWFhYWFhYWEtYWFhYS1hYWFhLWFhYWEtYWFhYWFhYWFhYWFhYmJiYmJiYmItYmJiYi1iYmJi",
            "https://eyes.example/v2.0/",
        ] {
            assert!(!looks_secret(harmless), "{harmless}");
        }
        assert!(Expectations::from_fragment("aud=%4").is_err());
        assert!(Expectations::from_fragment("aud=%80").is_err());
    }
}

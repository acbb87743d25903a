//! Two values that should be equal and are not: what exactly differs. Nearly every refused token is a near miss.

use crate::profile::issuer::{Address, Issuer, is_guid};
use crate::spec::microsoft::{self, Cloud, TENANT_ALIASES, cloud_of_login_host};
use crate::text::{code_point, is_hidden, latin, percent_decoded, quote};

/// How two values that should be equal differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only in how they are spelled.
    Spelling(Spelling),
    /// `http:` against `https:`.
    Scheme,
    /// Only one of them has `https://` before it.
    NoScheme,
    /// One is an address under the other: its metadata, an endpoint, or the other is cut off.
    Under,
    /// Only in how characters are percent-encoded.
    PercentEncoding,
    /// Only in hyphens, as a GUID with and without them.
    Hyphens,
    /// Only in how letters with accents are put together: as one character or as several.
    Composition,
    /// The GUID of an app against its App ID URI `api://GUID`, or two URIs of it.
    AppIdUri,
    /// A scope of an API against the API itself.
    Scope,
    /// The version 1 issuer against the version 2 issuer of the same tenant.
    Version,
    /// One is the authority, without the `/v2.0` that the issuer ends with.
    Authority,
    /// One has `common`, `organizations`, `consumers` or `{tenantid}` where the other has a tenant.
    Template,
    /// The same issuer, another tenant.
    Tenant,
    /// An Entra issuer of another cloud.
    Cloud,
    /// One or two characters differ in a place.
    Close,
    /// Nothing in common.
    Other,
}

/// What a reader easily overlooks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Only one of them ends with a slash: whether it is the found one.
    pub slash: Option<bool>,
    /// Letter case.
    pub case: bool,
    /// Only one of them has white space, quotes or braces around it: whether it is the found one.
    pub space: Option<bool>,
    /// A character without a shape of its own, and whether it is in the found one.
    pub hidden: Option<(char, bool)>,
    /// A character that looks like another: the found one and the expected one.
    pub look_alike: Option<(char, char)>,
}

impl Spelling {
    /// Whether nothing but the final slash differs.
    pub fn is_slash_only(&self) -> bool {
        let rest = Self {
            slash: None,
            ..self.clone()
        };
        self.slash.is_some() && rest == Self::default()
    }

    fn phrase(&self) -> String {
        let side = |in_found: bool| {
            if in_found {
                "the token's value"
            } else {
                "the expected value"
            }
        };
        let mut parts = Vec::new();
        if let Some((character, in_found)) = self.hidden {
            parts.push(format!(
                "{} holds the invisible character {}",
                side(in_found),
                code_point(character)
            ));
        }
        if let Some((found, expected)) = self.look_alike {
            parts.push(format!(
                "the token has {} {}, which only looks like {} {}",
                quote(found.encode_utf8(&mut [0; 4])),
                code_point(found),
                quote(expected.encode_utf8(&mut [0; 4])),
                code_point(expected)
            ));
        }
        if let Some(in_found) = self.space {
            parts.push(format!(
                "{} has spaces, quotes or braces around it",
                side(in_found)
            ));
        }
        if self.case {
            parts.push("upper and lower case differ".to_owned());
        }
        if let Some(in_found) = self.slash {
            parts.push(format!("only {} ends with a slash", side(in_found)));
        }
        parts.join(", and ")
    }
}

impl Difference {
    /// What differs, as a sentence without its full stop; empty where that says little.
    pub fn phrase(&self) -> String {
        let text = match self {
            Difference::Spelling(spelling) => {
                let mut phrase = spelling.phrase();
                if let Some(first) = phrase.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                return phrase;
            }
            Difference::Scheme => "One says `http:`, the other `https:`",
            Difference::NoScheme => "Only one of them has `https://` before it",
            Difference::PercentEncoding => "Only the percent-encoding differs",
            Difference::Hyphens => "Only the hyphens differ",
            Difference::Composition => {
                "They may look alike: a letter with its accent is one character in one of them and two in the other (Unicode normalisation)"
            }
            Difference::AppIdUri => "They name the same app: by its client ID, or by a URI with it",
            Difference::Scope => "One is a scope, the other the API that the scope belongs to",
            Difference::Version => {
                "One is the version 1 issuer, the other the version 2 issuer of the same tenant"
            }
            Difference::Authority => {
                "One is the authority; version 2 issuers have `/v2.0` after it, version 1 issuers another host"
            }
            Difference::Template => {
                "One is a template or a shared endpoint, which no token names as its issuer"
            }
            Difference::Tenant => "Only the tenant differs",
            Difference::Cloud => "They belong to different clouds",
            Difference::Close => "They differ in a character or two",
            Difference::Under | Difference::Other => "",
        };
        text.to_owned()
    }

    /// Whether they mean the same, written in another way.
    pub fn is_in_writing(&self) -> bool {
        matches!(
            self,
            Difference::Spelling(_)
                | Difference::Scheme
                | Difference::NoScheme
                | Difference::PercentEncoding
                | Difference::Hyphens
                | Difference::Composition
        )
    }

    /// How far apart they are: the nearest of several expected values is the one to talk about.
    pub fn distance(&self) -> u8 {
        match self {
            Difference::Spelling(spelling) if spelling.is_slash_only() => 0,
            Difference::Spelling(_) => 1,
            Difference::PercentEncoding | Difference::Hyphens | Difference::Composition => 2,
            Difference::AppIdUri => 3,
            Difference::Scheme | Difference::NoScheme | Difference::Scope => 4,
            Difference::Version | Difference::Under => 5,
            Difference::Authority => 6,
            Difference::Template => 7,
            Difference::Tenant => 8,
            Difference::Cloud => 9,
            Difference::Close => 10,
            Difference::Other => 11,
        }
    }
}

/// Longer values are not looked into, in bytes: no audience, issuer or subject is.
const LONGEST: usize = 4096;

/// What differs between two values; `None` where they are equal, byte for byte.
pub fn difference(found: &str, expected: &str) -> Option<Difference> {
    if found == expected {
        return None;
    }
    if found.len().max(expected.len()) > LONGEST {
        return Some(Difference::Other);
    }
    Some(
        spelling(found, expected)
            .or_else(|| composition(found, expected))
            .or_else(|| {
                let decoded = |text| percent_decoded(text);
                (decoded(found).eq_ignore_ascii_case(&decoded(expected)))
                    .then_some(Difference::PercentEncoding)
            })
            .or_else(|| {
                let parts = |text| {
                    let (scheme, rest) = str::split_once(text, "://").unwrap_or(("", text));
                    matches!(scheme, "" | "http" | "https")
                        .then(|| (scheme, rest.trim_end_matches('/')))
                };
                let ((one, own), (other, others)) = (parts(found)?, parts(expected)?);
                (one != other && own.eq_ignore_ascii_case(others)).then_some(
                    match one.is_empty() || other.is_empty() {
                        true => Difference::NoScheme,
                        false => Difference::Scheme,
                    },
                )
            })
            .or_else(|| {
                let joined = |text: &str| text.replace('-', "");
                (joined(found).eq_ignore_ascii_case(&joined(expected)))
                    .then_some(Difference::Hyphens)
            })
            .or_else(|| app_id_uri(found, expected))
            .or_else(|| scope(found, expected))
            .or_else(|| issuer(found, expected))
            .or_else(|| is_under(found, expected).then_some(Difference::Under))
            .or_else(|| is_close(found, expected).then_some(Difference::Close))
            .unwrap_or(Difference::Other),
    )
}

/// Whether one is the other with more of a path after it.
fn is_under(found: &str, expected: &str) -> bool {
    let is_of = |long: &str, short: &str| {
        let path = long.strip_prefix(short.trim_end_matches('/'));
        let goes_on = |path: &str| path.starts_with('/') && !path.trim_matches('/').is_empty();
        Address::of(short).is_some() && path.is_some_and(goes_on)
    };
    is_of(found, expected) || is_of(expected, found)
}

/// Whether a slip of the hand makes one of the other.
fn is_close(found: &str, expected: &str) -> bool {
    const SHORT: usize = 12;
    let (one, other): (Vec<char>, Vec<char>) =
        (found.chars().collect(), expected.chars().collect());
    let same = |(one, other): &(char, char)| one == other;
    let zip = || std::iter::zip(one.iter().copied(), other.iter().copied());
    let start = zip().take_while(same).count();
    let end = std::iter::zip(one.iter().rev().copied(), other.iter().rev().copied())
        .take_while(same)
        .count();
    let (shortest, longest) = (one.len().min(other.len()), one.len().max(other.len()));
    shortest >= SHORT && longest <= 2 + start + end.min(shortest - start.min(shortest))
}

/// The expected value that is nearest to what was found, and how the two differ; `None` where one of them is equal
/// or nothing is expected.
pub fn nearest<'a>(found: &str, expected: &'a [String]) -> Option<(&'a str, Difference)> {
    if expected.iter().any(|expected| expected == found) {
        return None;
    }
    expected
        .iter()
        .filter_map(|expected| Some((expected.as_str(), difference(found, expected)?)))
        .min_by_key(|(_, difference)| difference.distance())
}

/// Which of the values that a token holds is the wanted one but for its spelling, as a sentence.
pub fn nearly<'a>(wanted: &str, mut held: impl Iterator<Item = &'a str>) -> Option<String> {
    held.find_map(|value| {
        Some(format!(
            "{} is nearly it. {}, and receivers compare exactly.",
            quote(value),
            spelling(value, wanted)
                .or_else(|| composition(value, wanted))?
                .phrase()
        ))
    })
}

/// Whether only one of them has its accents as characters of their own, in the places where the other has letters with
/// accents. Which letters those are is not looked at.
fn composition(found: &str, expected: &str) -> Option<Difference> {
    let differs = found.contains(is_mark) != expected.contains(is_mark);
    (differs && drawn(found) == drawn(expected)).then_some(Difference::Composition)
}

fn spelling(found: &str, expected: &str) -> Option<Difference> {
    let space = |text: &str| inner(text).len() != text.len();
    let hidden = |text: &str| text.chars().find(|c| is_hidden(*c) && !c.is_whitespace());
    let slash = |text: &str| skeleton(text).ends_with('/');
    if bare(found) != bare(expected) {
        return None;
    }
    let only_one = |one: bool, other: bool| (one != other).then_some(one);
    let mut seen = Spelling {
        slash: only_one(slash(found), slash(expected)),
        space: only_one(space(found), space(expected)),
        hidden: match (hidden(found), hidden(expected)) {
            (Some(character), None) => Some((character, true)),
            (None, Some(character)) => Some((character, false)),
            _ => None,
        },
        ..Spelling::default()
    };
    let shown =
        |text: &str| -> Vec<char> { inner(text).chars().filter(|c| !is_hidden(*c)).collect() };
    for (one, other) in std::iter::zip(shown(found), shown(expected)) {
        if one == other {
            continue;
        }
        if latin(one) == one && latin(other) == other {
            seen.case = true;
        } else if seen.look_alike.is_none() {
            seen.look_alike = Some((one, other));
        }
    }
    Some(if seen == Spelling::default() {
        // Both sides have their own spaces or invisible characters.
        Difference::Spelling(Spelling {
            space: Some(true),
            ..seen
        })
    } else {
        Difference::Spelling(seen)
    })
}

fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&character)
}

/// A text with one mark in the place of each letter with an accent.
fn drawn(text: &str) -> Vec<char> {
    let mut drawn: Vec<char> = Vec::new();
    for character in text.chars() {
        match character {
            _ if is_mark(character) => {
                drawn.pop_if(|last| last.is_alphabetic());
                drawn.push('\u{300}');
            }
            'À'..='ɏ' | 'Ḁ'..='ỿ' => drawn.push('\u{300}'),
            _ => drawn.push(character),
        }
    }
    drawn.dedup_by(|one, other| is_mark(*one) && is_mark(*other));
    drawn
}

/// What is the same for all texts that may be taken for one another.
pub fn folded(text: &str) -> Vec<char> {
    drawn(&skeleton(text))
}

/// What stands between white space, quotes and braces that came along when it was copied.
fn inner(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "\"'`{}<>[],".contains(c))
}

/// What a value is when everything that is easily overlooked is taken out.
fn skeleton(text: &str) -> String {
    inner(text)
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| latin(c).to_ascii_lowercase())
        .collect()
}

fn bare(text: &str) -> String {
    let mut skeleton = skeleton(text);
    if skeleton.ends_with('/') {
        skeleton.pop();
    }
    skeleton
}

/// Whether the two are a GUID, or `api://` or `api://DOMAIN/` with it, or the id and a URI of an API of Microsoft.
fn app_id_uri(found: &str, expected: &str) -> Option<Difference> {
    let id = |text: &str| {
        let text = text.strip_suffix('/').unwrap_or(text);
        let (prefix, id) = text.split_at_checked(text.len().checked_sub(36)?)?;
        let is_uri = prefix.starts_with("api://") && prefix.ends_with('/')
            || matches!(prefix, "spn:" | "microsoft:identityserver:");
        (is_guid(id) && (prefix.is_empty() || is_uri)).then(|| id.to_ascii_lowercase())
    };
    let is_same_api = || {
        let (one, other) = (microsoft::api(found)?, microsoft::api(expected)?);
        Some(one.id == other.id && is_guid(found) != is_guid(expected))
    };
    let is_same = match (id(found), id(expected)) {
        (Some(one), Some(other)) => one == other,
        _ => is_same_api() == Some(true),
    };
    is_same.then_some(Difference::AppIdUri)
}

/// Whether one is the other with the name of a scope after it.
fn scope(found: &str, expected: &str) -> Option<Difference> {
    let api = |text: &str| {
        let (api, name) = text.rsplit_once('/')?;
        let is_scope = name == ".default" || text.starts_with("api://") && !api.ends_with('/');
        is_scope.then(|| api.trim_end_matches('/').to_owned())
    };
    let is_of = |scope: &str, other: &str| {
        api(scope).is_some_and(|api| {
            api == other.trim_end_matches('/') || app_id_uri(&api, other).is_some()
        })
    };
    (is_of(found, expected) || is_of(expected, found)).then_some(Difference::Scope)
}

/// Whether this segment stands for a tenant without naming one.
pub fn is_template(tenant: &str) -> bool {
    tenant.starts_with('{')
        || TENANT_ALIASES
            .iter()
            .any(|alias| alias.eq_ignore_ascii_case(tenant))
}

/// The host and tenant of an authority of Entra ID: a v2.0 issuer without its end.
fn authority(text: &str) -> Option<(&str, &str)> {
    let address = Address::of(text.trim())?;
    cloud_of_login_host(address.host)?;
    let tenant = address.path.trim_matches('/');
    (!tenant.is_empty() && !tenant.contains('/')).then_some((address.host, tenant))
}

fn issuer(found: &str, expected: &str) -> Option<Difference> {
    let of = |text| Issuer::of(str::trim(text));
    let (one, other) = (of(found), of(expected));
    let (Some(tenant), Some(other_tenant)) = (one.tenant, other.tenant) else {
        let tenants = match (authority(found), authority(expected)) {
            (Some((_, tenant)), _) => (tenant, other.tenant?),
            (_, Some((_, tenant))) => (one.tenant?, tenant),
            _ => return None,
        };
        return Some(if is_template(tenants.0) || is_template(tenants.1) {
            Difference::Template
        } else if tenants.0.eq_ignore_ascii_case(tenants.1) {
            Difference::Authority
        } else {
            Difference::Other
        });
    };
    let is_same_cloud = match (one.cloud, other.cloud) {
        // What the v1.0 issuers of US Government are called is not documented.
        (Some(Cloud::China), cloud) | (cloud, Some(Cloud::China)) => cloud == Some(Cloud::China),
        (cloud, other_cloud) => cloud == other_cloud || one.kind != other.kind,
    };
    let is_entra = one.kind.is_entra() && other.kind.is_entra();
    if !is_entra && one.kind != other.kind {
        return None;
    }
    Some(if is_template(tenant) || is_template(other_tenant) {
        Difference::Template
    } else if !is_same_cloud {
        Difference::Cloud
    } else if tenant.eq_ignore_ascii_case(other_tenant) {
        match one.kind == other.kind {
            true => Difference::Other,
            false => Difference::Version,
        }
    } else if one.kind == other.kind {
        Difference::Tenant
    } else {
        Difference::Other
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: &str = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

    fn spelled(change: impl Fn(&mut Spelling)) -> Option<Difference> {
        let mut spelling = Spelling::default();
        change(&mut spelling);
        Some(Difference::Spelling(spelling))
    }

    #[test]
    fn what_differs_is_named() {
        let v1 = format!("https://sts.windows.net/{T}/");
        let v2 = format!("https://login.microsoftonline.com/{T}/v2.0");
        let other = v2.replace("aaaabbbb", "bbbbcccc");
        let table: &[(&str, &str, Option<Difference>)] = &[
            ("a", "a", None),
            ("caf\u{e9}", "cafe\u{301}", Some(Difference::Composition)),
            (
                "Vi\u{1ec7}t",
                "Vie\u{302}\u{323}t",
                Some(Difference::Composition),
            ),
            ("caf\u{e9}", "cafe", Some(Difference::Other)),
            ("http://a", "https://a", Some(Difference::Scheme)),
            ("a", "https://a", Some(Difference::NoScheme)),
            (
                "https://a.example//",
                "https://a.example",
                Some(Difference::Close),
            ),
            ("https://a/", "https://a", spelled(|s| s.slash = Some(true))),
            (
                "https://a",
                "https://a/",
                spelled(|s| s.slash = Some(false)),
            ),
            ("api://Orders", "api://orders", spelled(|s| s.case = true)),
            (
                " api://orders",
                "api://orders",
                spelled(|s| s.space = Some(true)),
            ),
            (
                "api://orders",
                "api://orders\n",
                spelled(|s| s.space = Some(false)),
            ),
            (
                "api://or\u{200b}ders",
                "api://orders",
                spelled(|s| s.hidden = Some(('\u{200b}', true))),
            ),
            (
                "api://\u{43e}rders",
                "api://orders",
                spelled(|s| s.look_alike = Some(('\u{43e}', 'o'))),
            ),
            (
                "api://Orders/",
                "api://orders",
                spelled(|s| {
                    s.case = true;
                    s.slash = Some(true);
                }),
            ),
            ("http://a/b", "https://a/b", Some(Difference::Scheme)),
            (
                "repo:a/b:environment:x%3Ay",
                "repo:a/b:environment:x:y",
                Some(Difference::PercentEncoding),
            ),
            (T, &format!("api://{T}"), Some(Difference::AppIdUri)),
            (&format!("api://{T}"), T, Some(Difference::AppIdUri)),
            (
                T,
                &format!("api://orders.example/{T}"),
                Some(Difference::AppIdUri),
            ),
            (
                &format!("api://{T}//"),
                &format!("api://{T}"),
                Some(Difference::Close),
            ),
            (
                T,
                &format!("api://{T}/Orders.Read"),
                Some(Difference::Scope),
            ),
            (
                "https://orders.example",
                "https://orders.example/.default",
                Some(Difference::Scope),
            ),
            (
                "api://orders.example",
                "api://invoices.example",
                Some(Difference::Other),
            ),
            (&v1, &v2, Some(Difference::Version)),
            (&v2, &v1, Some(Difference::Version)),
            (&v2, &other, Some(Difference::Tenant)),
            (&v1, &other, Some(Difference::Other)),
            (
                &v2,
                "https://login.microsoftonline.com/common/v2.0",
                Some(Difference::Template),
            ),
            (
                &v2,
                "https://login.microsoftonline.com/{tenantid}/v2.0",
                Some(Difference::Template),
            ),
            (
                &v2,
                v2.strip_suffix("/v2.0").unwrap(),
                Some(Difference::Authority),
            ),
            (&v2.replace(".com", ".us"), &v2, Some(Difference::Cloud)),
            ("a", "b", Some(Difference::Other)),
            (
                "accounts.google.com",
                "https://accounts.google.com",
                Some(Difference::NoScheme),
            ),
            (
                &v2,
                &format!("{v2}/.well-known/openid-configuration"),
                Some(Difference::Under),
            ),
            (
                "https://graph.microsoft.com",
                microsoft::GRAPH,
                Some(Difference::AppIdUri),
            ),
            (
                "https://a.sharepoint.com",
                "https://b.sharepoint.example",
                Some(Difference::Other),
            ),
            (T, &format!("{{{T}}}"), spelled(|s| s.space = Some(false))),
            (T, &T.replace("ccc", "ddd"), Some(Difference::Other)),
            (T, &T.replace("0000", "000"), Some(Difference::Close)),
            (T, &T.replace('-', ""), Some(Difference::Hyphens)),
            ("api://orders", "api://0rders", Some(Difference::Close)),
            ("aaaaaaaaaaaa", "aaaaaaaaaaaaaaa", Some(Difference::Other)),
            ("aaaaaaaaaaaa", "aaaaaaaaaaaaaa", Some(Difference::Close)),
            ("", "b", Some(Difference::Other)),
        ];
        for (found, expected, difference) in table {
            assert_eq!(
                &super::difference(found, expected),
                difference,
                "{found} {expected}"
            );
        }
    }

    #[test]
    fn the_nearest_expectation_is_the_one_to_talk_about() {
        let expected = ["b".to_owned(), "A".to_owned()];
        assert_eq!(nearest("A", &expected), None);
        assert_eq!(nearest("a", &[]), None);
        let (value, difference) = nearest("a", &expected).unwrap();
        assert_eq!(
            (value, difference.phrase().as_str()),
            ("A", "Upper and lower case differ")
        );
    }

    #[test]
    fn look_alikes_are_named_by_code_point() {
        let difference = difference("\u{430}pi", "api").unwrap();
        assert_eq!(
            difference.phrase(),
            "The token has `\u{430}` U+0430, which only looks like `a` U+0061"
        );
        assert_eq!(latin('\u{ff41}'), 'a');
        assert_eq!(latin('\u{39f}'), 'O');
        assert_eq!(latin('\u{3c7}'), 'x');
        assert_eq!(latin('\u{4cf}'), 'l');
        assert_eq!(latin('\u{51c}'), 'W');
        assert_eq!(latin('\u{2113}'), 'l');
    }
}

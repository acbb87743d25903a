//! A pasted configuration → [`Expectations`]: what a receiver is set up to expect, each value with where it was taken
//! from. What is not understood is named, never guessed. One file per kind of configuration.

use crate::expect::{Expectations, travel};
use crate::profile::issuer::is_guid;
use crate::text::quote;
use crate::token::json::{Json, Kind, Value};

mod api_management;
mod appsettings;
mod discovery;
mod federated_credential;
pub(crate) mod lenient;
mod options;
mod registration;
mod spring;
pub mod xml;

/// What kind of configuration it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A section of `appsettings.json` for ASP.NET Core.
    AppSettings,
    /// A `validate-jwt` or `validate-azure-ad-token` policy of API Management.
    ApiManagement,
    /// `application.yml` or `application.properties` for Spring.
    Spring,
    /// An OpenID discovery document.
    Discovery,
    /// The manifest of an Entra app registration, or what `az ad app show` prints.
    Registration,
    /// A federated credential of an Entra app registration.
    FederatedCredential,
    /// The options of a validator for JavaScript or Python.
    ValidatorOptions,
}

impl Source {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Source::AppSettings => "ASP.NET Core settings",
            Source::ApiManagement => "an API Management policy",
            Source::Spring => "Spring properties",
            Source::Discovery => "an OpenID discovery document",
            Source::Registration => "an app registration",
            Source::FederatedCredential => "a federated credential",
            Source::ValidatorOptions => "validator options",
        }
    }
}

/// A value that was taken, or that could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The expectation it is for, by the name [`Expectations::set`] knows.
    pub expectation: &'static str,
    /// The value, as [`Expectations::add`] takes it.
    pub value: String,
    /// Where it stands: the path of its setting, and how it came about where it does not stand there as it is.
    pub from: String,
}

/// A setting that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The path of the setting.
    pub from: String,
    /// Why nothing was taken from it: a sentence without a full stop.
    pub why: String,
}

/// What a configuration says.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// What kind of configuration it is.
    pub source: Source,
    /// What was taken, in order.
    pub taken: Vec<Taken>,
    /// What it defines without demanding it, such as the scopes of a registration: for the user to choose from.
    pub offered: Vec<Taken>,
    /// What was seen and not taken.
    pub not_understood: Vec<NotUnderstood>,
    /// What was taken, as expectations.
    pub expectations: Expectations,
    /// Expectations that other values would meet as well: those taken from one setting, or, without its name, all.
    open: Vec<(&'static str, String)>,
    /// What each of the sections says of which a token has to fit one.
    sections: Vec<Vec<&'static str>>,
}

/// Whether one of the values that are taken for an expectation is enough.
fn is_any_of(expectation: &str) -> bool {
    matches!(expectation, "aud" | "iss" | "tid" | "client" | "alg")
}

impl Configuration {
    fn new(source: Source) -> Self {
        Self {
            source,
            taken: Vec::new(),
            offered: Vec::new(),
            not_understood: Vec::new(),
            expectations: Expectations::default(),
            open: Vec::new(),
            sections: Vec::new(),
        }
    }

    fn leave_open(&mut self, expectation: &'static str, from: &str) {
        self.open.push((expectation, from.to_owned()));
    }

    /// Begins a section. Of several a token has to fit one.
    fn begin(&mut self, path: &str) {
        if !self.sections.is_empty() {
            self.skip(
                path,
                "one more: there a token has to fit one as a whole, here what fits any of them passes",
            );
        }
        self.sections.push(Vec::new());
    }

    /// Offers what a token may lack and pass nevertheless, and demands the rest.
    fn settle(mut self) -> Self {
        let is_open = |taken: &Taken| {
            let name = taken.expectation;
            let is_not_said = || self.sections.iter().any(|said| !said.contains(&name));
            self.sections.len() > 1 && name != "tolerance" && (!is_any_of(name) || is_not_said())
                || self
                    .open
                    .iter()
                    .any(|(open, from)| *open == name && (from.is_empty() || *from == taken.from))
        };
        let taken = std::mem::take(&mut self.taken);
        let (open, taken): (Vec<_>, Vec<_>) = taken.into_iter().partition(is_open);
        self.offered.extend(open);
        self.taken = taken;
        self.expectations = Expectations::default();
        for taken in &self.taken {
            let _ = self.expectations.add(taken.expectation, &taken.value);
        }
        self
    }

    /// Takes a value, unless it is a placeholder or looks like a secret.
    fn take(&mut self, expectation: &'static str, value: &str, from: &str) {
        let value = value.trim();
        // The name of a claim stands for nothing else.
        let judged = match value.split_once('=') {
            Some((_, judged)) if expectation == "require" => judged,
            None if expectation == "require" => "-",
            _ => value,
        };
        if let Some(why) = unusable(judged) {
            // The value of the token may be the one that stands elsewhere.
            if is_any_of(expectation) && !value.is_empty() {
                self.leave_open(expectation, "");
            }
            return self.skip(from, why);
        }
        if let Some(said) = self.sections.last_mut()
            && !said.contains(&expectation)
        {
            said.push(expectation);
        }
        let taken = Taken {
            expectation,
            value: value.to_owned(),
            from: from.to_owned(),
        };
        let is_known = |known: &Taken| known.expectation == expectation && known.value == value;
        // Enough for any receiver, and it keeps the search above short.
        if self.taken.len() >= 500 || self.taken.iter().any(is_known) {
            return;
        }
        match self.expectations.add(expectation, value) {
            Ok(()) => self.taken.push(taken),
            Err(why) => self.skip(from, why),
        }
    }

    /// Takes every string of a string or array.
    fn take_all(&mut self, expectation: &'static str, value: Value, from: &str) {
        let mut is_text = value.as_str().is_some() || value.kind() == Kind::Array;
        for text in value.strings() {
            self.take(expectation, text, from);
        }
        is_text &= value.items().all(|item| item.kind() == Kind::String);
        if !is_text && value.kind() != Kind::Null {
            self.skip(from, "text was expected here");
        }
    }

    /// Takes a number of seconds.
    fn take_seconds(&mut self, expectation: &'static str, value: Value, from: &str) {
        match value.as_number().and_then(|number| number.floor()) {
            Some((seconds, true)) => self.take(expectation, &seconds.to_string(), from),
            _ => self.skip(from, "a whole number of seconds was expected here"),
        }
    }

    /// Takes the tenant that is served, and says whether it is named by its id.
    fn take_tenant(&mut self, tenant: &str, from: &str) -> bool {
        let is_id = is_guid(tenant);
        if !is_id {
            self.leave_open("tid", "");
        }
        match unusable(tenant) {
            _ if is_id => self.take("tid", tenant, from),
            Some(why) => self.skip(from, why),
            None => self.skip(
                from,
                "any tenant, or a domain: tokens carry the tenant's id",
            ),
        }
        is_id
    }

    fn offer(&mut self, expectation: &'static str, value: &str, from: &str) {
        if unusable(value).is_none() && self.offered.len() < 500 {
            self.offered.push(Taken {
                expectation,
                value: value.to_owned(),
                from: from.to_owned(),
            });
        }
    }

    fn skip(&mut self, from: &str, why: impl Into<String>) {
        // A file of settings that nobody reads is named in part.
        if self.not_understood.len() < 200 {
            self.not_understood.push(NotUnderstood {
                from: from.to_owned(),
                why: why.into(),
            });
        }
    }

    fn skip_unknown(&mut self, from: &str) {
        // What has no name is an argument by its position.
        if !from.is_empty() {
            self.skip(from, "this setting is not known here");
        }
    }

    fn is_useful(&self) -> bool {
        !(self.taken.is_empty() && self.offered.is_empty() && self.not_understood.is_empty())
    }
}

/// Why a value cannot be taken as it stands.
fn unusable(value: &str) -> Option<String> {
    if value.is_empty() {
        Some("it is empty".to_owned())
    } else if travel::looks_secret(value) {
        Some("it looks like a token or a key".to_owned())
    } else if is_placeholder(value) {
        Some(format!("{} is filled in elsewhere", quote(value)))
    } else {
        None
    }
}

/// Whether a value stands for another one: `${TENANT}`, `<your-tenant>`, `Enter_the_Tenant_Id_Here`, `xxxxxxxx-xxxx`.
fn is_placeholder(value: &str) -> bool {
    const MARKS: &[&str] = &[
        "{",
        "}",
        "<",
        ">",
        "[",
        "$",
        "%(",
        "--",
        "...",
        "…",
        "xxxx",
        "tenant-id",
        "client-id",
        "application-id",
        "enter-the",
        "replace-me",
        "replace-with",
        "changeme",
    ];
    let lower = value.to_ascii_lowercase().replace(['_', ' '], "-");
    MARKS.iter().any(|mark| lower.contains(mark))
        || value.starts_with(['@', '*', '#', '%', '('])
        || value.ends_with("//")
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with("your"))
        // One digit throughout, as in the ids that templates write.
        || lower.split(['/', ':']).any(|part| {
            let first = part.get(..1).unwrap_or_default();
            part.len() > 30 && part.replace('-', "").replace(first, "").is_empty()
        })
}

/// The issuers of a tenant of Entra: v2.0, then v1.0 where its form is known.
fn entra_issuers(host: &str, tenant: &str) -> Vec<String> {
    use crate::spec::microsoft::{Cloud, cloud_of_login_host};
    let v1 = match cloud_of_login_host(host) {
        Some(Cloud::Worldwide) => Some(("login.microsoftonline.com", "sts.windows.net")),
        Some(Cloud::China) => Some(("login.partner.microsoftonline.cn", "sts.chinacloudapi.cn")),
        _ => None,
    };
    let host = v1.map_or(host, |hosts| hosts.0);
    // Metadata names it so, however the address that leads there is written.
    let tenant = tenant.to_ascii_lowercase();
    let mut issuers = vec![format!("https://{host}/{tenant}/v2.0")];
    issuers.extend(v1.map(|(_, sts)| format!("https://{sts}/{tenant}/")));
    issuers
}

/// What was found about an authority: a URL whose metadata names the issuer.
enum Authority<'a> {
    /// A tenant of Entra, named by its id; whether the version is 2.0.
    Entra(&'a str, &'a str, bool),
    /// Any tenant of Entra.
    AnyTenant,
    /// An issuer that does not follow from the URL.
    Unknown,
    /// Another provider, whose issuer is the URL itself (OpenID Connect Discovery §4.3).
    Other,
}

impl<'a> Authority<'a> {
    fn of(url: &'a str) -> Self {
        use crate::spec::microsoft::{TENANT_ALIASES, cloud_of_login_host};
        let Some(("https" | "http", rest)) = url.split_once("://") else {
            return Authority::Unknown;
        };
        let mut parts = rest.split('/');
        let host = parts.next().unwrap_or_default();
        if host.ends_with(".b2clogin.com") || host.ends_with(".ciamlogin.com") {
            return Authority::Unknown;
        }
        if cloud_of_login_host(host).is_none() {
            return Authority::Other;
        }
        let tenant = parts.next().unwrap_or_default();
        if TENANT_ALIASES.contains(&tenant) {
            Authority::AnyTenant
        } else if is_guid(tenant) {
            Authority::Entra(host, tenant, parts.next() == Some("v2.0"))
        } else {
            Authority::Unknown
        }
    }
}

impl Configuration {
    /// Takes the issuer that the metadata of an authority names, where that follows from its URL.
    fn take_authority(&mut self, url: &str, from: &str) {
        let address = url.trim();
        if let Some(why) = unusable(address) {
            return self.skip(from, why);
        }
        let (url, metadata) = address.split_once("/.well-known/").unwrap_or((address, ""));
        let mut is_open = true;
        let authority = match metadata
            .split('?')
            .next()
            .unwrap_or_default()
            .trim_end_matches('/')
        {
            // The path of the issuer stands behind the name (RFC 8414 §3.1).
            name if name.contains('/') => Authority::Unknown,
            _ => Authority::of(url),
        };
        match authority {
            Authority::Entra(host, tenant, is_v2) => {
                match entra_issuers(host, tenant).get(usize::from(!is_v2)) {
                    Some(issuer) => {
                        is_open = false;
                        self.take("iss", issuer, from);
                    }
                    None => self.skip(
                        from,
                        "how v1.0 issuers of this cloud look is not known here",
                    ),
                }
            }
            Authority::AnyTenant => self.skip(
                from,
                "any tenant may sign in: nothing is expected of the issuer",
            ),
            Authority::Unknown => self.skip(
                from,
                "the issuer does not follow from this address: paste the metadata it points at",
            ),
            Authority::Other => {
                is_open = false;
                self.take("iss", url, from);
                // Auth0's metadata ends the issuer with a slash, however its domain was written; the address of metadata
                // does not say whether the issuer does (OpenID Connect Discovery §4.1).
                if url.matches('/').count() == 2 || url != address {
                    self.take("iss", &format!("{url}/"), from);
                }
            }
        }
        if is_open {
            self.leave_open("iss", from);
        }
    }
}

/// Reads a pasted configuration; `None` where it is none that is known here. Linear in the length of `text`.
pub fn read(text: &str) -> Option<Configuration> {
    read_text(text).map(Configuration::settle)
}

fn read_text(text: &str) -> Option<Configuration> {
    let text = text.trim().trim_start_matches('\u{feff}');
    // A policy may stand in a template.
    const POLICIES: &[&str] = &[
        "<policies",
        "<inbound",
        "<validate-jwt",
        "<validate-azure-ad-token",
    ];
    let starts = POLICIES.iter().filter_map(|start| text.find(start));
    match starts.min() {
        _ if text.starts_with('<') => return api_management::read(text),
        Some(start) if !text.starts_with(['{', '[']) => {
            return api_management::read(text.get(start..)?);
        }
        _ => {}
    }
    let json = [text.to_owned(), lenient::json(text)]
        .into_iter()
        .map(Json::read)
        .find(|json| json.object().is_some());
    let mut configuration = match &json {
        Some(json) => read_object(json.object()?),
        None => spring::read(text)
            .or_else(|| in_a_list(text))
            .or_else(|| appsettings::read_flat(spring::settings(text)))
            .or_else(|| in_a_call(text)),
    }?;
    if json.is_none() && text.starts_with('{') {
        configuration.skip("the end", "the text is damaged, or goes on");
    }
    Some(configuration).filter(Configuration::is_useful)
}

/// What a list holds, as commands and Microsoft Graph print it: objects, or environment variables by name and value.
fn in_a_list(text: &str) -> Option<Configuration> {
    let json = Json::read(text.to_owned());
    let list = json.root().filter(|_| json.error().is_none())?;
    let text = |item: Value, name| item.get(name)?.as_str().map(str::to_owned);
    let pair = |item| Some((text(item, "name")?, text(item, "value")?));
    let settings: Vec<_> = list.items().filter_map(pair).collect();
    match settings.is_empty() {
        true => read_first(list),
        false => spring::from_settings(&settings).or_else(|| appsettings::read_flat(settings)),
    }
}

/// Reads the first object of a list.
fn read_first(list: Value) -> Option<Configuration> {
    let mut configuration = read_object(list.items().next()?)?;
    if list.items().nth(1).is_some() {
        configuration.sections = vec![Vec::new(); 2];
        configuration.skip(
            "the rest of the list",
            "only its first entry was read, and is not expected: paste the one that is meant",
        );
    }
    Some(configuration)
}

/// The options that code hands over: `jwtVerify(token, keys, { issuer: "…" })`, `decode(token, key, audience="…")`.
fn in_a_call(text: &str) -> Option<Configuration> {
    let mut starts = text.match_indices(['{', '(']).take(32);
    starts.find_map(|(start, _)| {
        let inside = text.get(start + 1..)?;
        let inside = inside.get(..lenient::extent(inside, false))?;
        let json = Json::read(lenient::json(&format!("{{{inside}}}")));
        read_object(json.object()?)
    })
}

fn read_object(object: Value) -> Option<Configuration> {
    // Microsoft Graph answers with a list.
    if let Some(list) = object
        .get("value")
        .filter(|value| value.kind() == Kind::Array)
        && object.get("issuer").is_none()
    {
        return read_first(list);
    }
    // From the one that is told most surely to the one that takes what is left.
    const READERS: &[fn(Value) -> Option<Configuration>] = &[
        discovery::read,
        registration::read,
        federated_credential::read,
        appsettings::read,
        appsettings::read_flat_object,
        spring::read_object,
        options::read,
    ];
    READERS.iter().find_map(|read| read(object))
}

/// A path with one more name.
fn below(path: &str, name: &str) -> String {
    let name: String = name.chars().take(80).collect();
    if path.is_empty() {
        name
    } else {
        format!("{path}:{name}")
    }
}

#[cfg(test)]
pub(crate) mod fixture {
    use super::*;

    /// Asserts what is taken from a configuration (`name=value < from`) and what is not (`! from`), in order.
    pub fn check(text: &str, source: Source, expected: &[&str]) {
        let configuration = read(text).unwrap_or_else(|| panic!("not known: {text}"));
        assert_eq!(configuration.source, source, "{text}");
        let taken = |mark: &str, all: &[Taken]| -> Vec<String> {
            all.iter()
                .map(|taken| {
                    format!(
                        "{mark}{}={} < {}",
                        taken.expectation, taken.value, taken.from
                    )
                })
                .collect()
        };
        let mut seen = taken("", &configuration.taken);
        seen.extend(taken("+ ", &configuration.offered));
        for left in &configuration.not_understood {
            assert!(!left.why.is_empty() && !left.why.ends_with('.'), "{left:?}");
            seen.push(format!("! {}", left.from));
        }
        assert_eq!(
            seen, expected,
            "{text}\n{:#?}",
            configuration.not_understood
        );
        let mut again = Expectations::default();
        for taken in &configuration.taken {
            again.add(taken.expectation, &taken.value).unwrap();
        }
        assert_eq!(again, configuration.expectations);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_texts_are_no_configuration() {
        for text in [
            "",
            "{}",
            "[]",
            "<p>hello</p>",
            "eyJhbGciOiJub25lIn0.e30.",
            "Authorization: Bearer x",
            "{\"access_token\":\"x\"}",
            "AADSTS90016: something",
            "key: value\nother: 2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn placeholders() {
        for text in [
            "${API_ID}",
            "{{api-id}}",
            "#{Api}#",
            "<your-tenant>",
            "api://<ClientId>",
            "{TENANT ID}",
            "api://[Client_id-of-web-api]",
            "$appIdUri",
            "%API_ID%",
            "__CLIENT_ID__",
            "api://...",
            "https://",
            "your-client-id",
            "https://YourDomain.example",
            "Enter_the_Application_Id_Here",
            "https://sts.windows.net/TENANT_ID/",
            "MY_CLIENT_ID",
            "api://xxxxxxxx-xxxx-xxxx",
            "https://dev-xxxxxx.okta.com",
            "https://--your-domain--.ciamlogin.com/",
            "11111111-1111-1111-11111111111111111",
            "api://00000000-0000-0000-0000-000000000000",
            "*",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "00000003-0000-0000-c000-000000000000",
            "aaaabbbb-0000-cccc-1111-dddd2222eeee",
            "11111111-2222-3333-4444-555555555555",
            "api://enterprise-orders",
            "https://id.example/tenant/",
            "//iam.googleapis.com/projects/1",
            "repo:contoso/orders:environment:prod",
            "https://graph.microsoft.com/.default",
            "Todo.Read",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn damage_is_named() {
        for text in [
            r#"{"issuer":"https://a","audience":"b""#,
            r#"{"issuer":"https://a","audience":"b"}{"audience":"c"}"#,
        ] {
            fixture::check(
                text,
                Source::ValidatorOptions,
                &["iss=https://a < issuer", "aud=b < audience", "! the end"],
            );
        }
    }

    #[test]
    fn hostile_texts_end_soon() {
        for unit in [
            "<a ",
            "<audiences>",
            "{\"a\":",
            "AzureAd:\n ",
            "[",
            "'",
            "\"",
            "/*",
            "${",
            "- ",
            "spring.x=\n",
            "<!--",
            "{\"AzureAd\":",
            "(",
            "{a",
            "a = \n",
            "{a: b\n",
            "@(",
            "<a b=\"@(",
            "# ",
        ] {
            read(&unit.repeat(200_000 / unit.len()));
            read(&format!("spring:\n{}", unit.repeat(20_000)));
            read(&format!("<validate-jwt>{}", unit.repeat(20_000)));
        }
    }
}

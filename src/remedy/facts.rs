//! The values that remedies are filled with: of the token, of the expectations, or a name that says what belongs there.

use crate::expect::Expectations;
use crate::profile::Purpose;
use crate::profile::issuer::{Address, Issuer, is_guid};
use crate::report::TokenReport;
use crate::spec::claims::CLIENT;
use crate::spec::microsoft::{Cloud, cloud_of_host};
use crate::token::json::Value;

/// What remedies know.
pub struct Facts<'a> {
    /// The token.
    pub token: &'a TokenReport,
    /// What the receiver expects: the user says it, or an error beside the token.
    pub expect: &'a Expectations,
}

/// Whether a value may stand between quotes of any language: only characters that mean nothing there, none of which could
/// end what it stands in.
pub fn is_harmless(value: &str) -> bool {
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || ".-_:/@{}~+,%= ".contains(c);
    value.len() <= 300 && value.chars().all(is_harmless)
}

/// A value as it may stand between quotes of any language, in a URL, or in a command.
pub fn safe(value: &str) -> Option<String> {
    let starts = value.chars().next()?;
    let is_start = starts.is_ascii_alphanumeric() || matches!(starts, '/' | '_' | '{');
    (is_start && is_harmless(value)).then(|| value.to_owned())
}

/// Every expected audience, or none: a list without one of them would be another list.
fn expected_audiences(expect: &Expectations) -> Vec<String> {
    let audiences = expect.audiences.iter().map(|audience| safe(audience));
    audiences.collect::<Option<_>>().unwrap_or_default()
}

/// The App ID URI of the API that is expected.
pub fn expected_api_uri(expect: &Expectations) -> Option<String> {
    let expected = expected_audiences(expect);
    let is_uri = |audience: &&String| audience.contains("://");
    let audience = expected.iter().find(is_uri).or(expected.first())?;
    Some(match is_guid(audience) {
        true => format!("api://{audience}"),
        false => audience.trim_end_matches('/').to_owned(),
    })
}

impl<'a> Facts<'a> {
    /// The facts about a token.
    pub fn of(token: &'a TokenReport, expect: &'a Expectations) -> Self {
        let expect = token.told.as_ref().unwrap_or(expect);
        Self { token, expect }
    }

    /// A claim that is a string, where it is safe.
    pub fn claim(&self, name: &str) -> Option<String> {
        safe(self.token.token.claims()?.get(name)?.as_str()?)
    }

    /// The first safe audience.
    pub fn audience(&self) -> Option<String> {
        let claims = self.token.token.claims()?;
        claims.get("aud")?.strings().find_map(safe)
    }

    /// Every audience that is expected, where all are safe.
    pub fn expected_audiences(&self) -> Vec<String> {
        expected_audiences(self.expect)
    }

    /// What identifies the API in a scope: its App ID URI, as expected or by the form it has by default.
    pub fn api_uri(&self) -> String {
        // What is refused is not asked for again.
        let is_meant = self.expect.audiences.is_empty();
        let of_token = || self.api_of_token().filter(|_| is_meant);
        // Azure AD B2C calls an API after the directory.
        let in_directory = || {
            let issuer = self.claim("iss")?;
            let (name, _) = issuer
                .strip_prefix("https://")?
                .split_once(".b2clogin.com/")?;
            let audiences = self.expected_audiences();
            let expected = audiences
                .into_iter()
                .next()
                .filter(|audience| is_guid(audience));
            let id = expected.or_else(of_token)?;
            Some(format!("https://{name}.onmicrosoft.com/{id}"))
        };
        in_directory()
            .or_else(|| expected_api_uri(self.expect))
            .or_else(|| {
                let api = self.middle_tier().or_else(of_token);
                Some(format!("api://{}", api?))
            })
            .unwrap_or_else(|| "api://your-api-client-id".to_owned())
    }

    /// The client id of the middle tier that an assertion should have been for.
    fn middle_tier(&self) -> Option<String> {
        let mut findings = self.token.checked.findings.iter();
        let finding = findings.find(|finding| finding.rule.id == "obo-aud-not-middle-tier")?;
        finding.expected.as_deref().and_then(id_in)
    }

    /// The API of Microsoft that the token is for, where no other audience is expected.
    pub fn own_api(&self) -> Option<String> {
        let audience = self.audience()?;
        let is_meant = self.expect.audiences.is_empty();
        crate::spec::microsoft::api(&audience).filter(|_| is_meant)?;
        Some(audience.trim_end_matches('/').to_owned())
    }

    /// The cloud that issued it, or the worldwide one.
    pub fn cloud(&self) -> Cloud {
        let issuer = self.claim("iss").unwrap_or_default();
        let of_issuer = Issuer::of(&issuer).cloud;
        // US Government may share the v1.0 issuer of the worldwide cloud: there the API tells.
        let of_api = || cloud_of_host(Address::of(&self.audience()?)?.host);
        match of_issuer {
            Some(cloud) if cloud != Cloud::Worldwide => cloud,
            _ => of_api().unwrap_or(Cloud::Worldwide),
        }
    }

    /// The client id of the API's registration: as expected, else of the audience.
    pub fn api_id(&self) -> String {
        let expected = self.expected_audiences();
        expected
            .iter()
            .find_map(|audience| id_in(audience))
            .or_else(|| self.api_of_token())
            .unwrap_or_else(|| "your-api-client-id".to_owned())
    }

    /// The client id in the audience of an access token, unless that is an API of Microsoft.
    fn api_of_token(&self) -> Option<String> {
        if self.is_id_token() {
            return None;
        }
        let audience = self.audience()?;
        if crate::spec::microsoft::api(&audience).is_some() {
            return None;
        }
        id_in(&audience)
    }

    /// The claim that names the client that asked for the token.
    pub fn client_claim(&self) -> Option<&'static str> {
        let mut names = CLIENT.into_iter();
        names.find(|name| self.claim(name).is_some())
    }

    /// The client that asked for the token.
    pub fn client(&self) -> String {
        self.client_claim()
            .and_then(|name| self.claim(name))
            .or_else(|| self.audience().filter(|_| self.is_id_token()))
            .unwrap_or_else(|| "client-id-of-the-caller".to_owned())
    }

    /// The tenant of the issuer that is expected, where the token is of another tenant.
    pub fn other_tenant(&self) -> Option<String> {
        let own = self.claim("iss")?;
        let mut issuers = self.expect.issuers.iter();
        let tenant =
            issuers.find_map(|issuer| Issuer::of(&own).other_tenant(&Issuer::of(issuer)))?;
        Some(tenant.to_owned())
    }

    /// The tenant that is expected, else that of the token.
    pub fn tenant(&self) -> String {
        let expected = self.expect.tenants.first().and_then(|tenant| safe(tenant));
        let expected = expected.or_else(|| self.other_tenant());
        let of_issuer = || {
            let issuer = self.claim("iss")?;
            let found = issuer.split('/').find(|part| is_guid(part));
            found.map(str::to_owned)
        };
        expected
            .or_else(|| self.claim("tid"))
            .or_else(of_issuer)
            .unwrap_or_else(|| "your-tenant-id".to_owned())
    }

    /// The scopes that are expected, else what stands for one.
    pub fn scopes(&self) -> Vec<String> {
        let mut scopes: Vec<String> = self
            .expect
            .scopes
            .iter()
            .filter_map(|scope| safe(scope))
            .filter(|scope| !scope.contains(' '))
            .collect();
        if scopes.is_empty() {
            scopes.push("a-scope-of-the-api".to_owned());
        }
        scopes
    }

    /// The role that is expected and absent, else the first expected one, else what stands for one.
    pub fn role(&self) -> String {
        let roles = self
            .token
            .token
            .claims()
            .and_then(|claims| claims.get("roles"));
        let has: Vec<&str> = roles.map(Value::words).unwrap_or_default();
        let expected = || self.expect.roles.iter();
        expected()
            .find(|role| !has.contains(&role.as_str()))
            .or_else(|| expected().next())
            .and_then(|role| safe(role))
            .unwrap_or_else(|| "a-role-of-the-app".to_owned())
    }

    /// Whether it is for an application without a user.
    pub fn is_app_only(&self) -> bool {
        let has = |name: &str| {
            self.token
                .token
                .claims()
                .is_some_and(|claims| claims.get(name).is_some())
        };
        // An application is its own subject at Entra.
        let is_own = has("oid") && self.claim("oid") == self.claim("sub");
        let kind = self.token.profile.profile.id;
        kind.ends_with("-app")
            || self.claim("idtyp").as_deref() == Some("app")
            || (has("roles") || is_own) && !has("scp") && !kind.ends_with("-user")
    }

    /// Whether a managed identity asked for it, which has no secret of its own.
    pub fn is_of_managed_identity(&self) -> bool {
        self.claim("xms_mirid").is_some()
    }

    /// Whether Okta issued it for itself: nobody else can check its access tokens.
    pub fn is_for_okta(&self) -> bool {
        let is_org_server = |issuer: String| issuer.matches('/').count() == 2;
        self.token.profile.profile.id == "okta-access"
            && self.claim("iss").is_some_and(is_org_server)
    }

    /// Whether it tells a client who signed in.
    pub fn is_id_token(&self) -> bool {
        self.token.profile.purpose == Purpose::Id
    }
}

/// The client id that an audience is or names.
fn id_in(audience: &str) -> Option<String> {
    let id = audience.strip_prefix("api://").unwrap_or(audience);
    is_guid(id).then(|| id.to_owned())
}

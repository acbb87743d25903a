//! Whose issuer an `iss` is, told from its host and path. Hosts are compared whole, never searched.

use crate::spec::microsoft::{Cloud, cloud_of_login_host, cloud_of_sts_host};
use crate::token::json::Value;

/// An address, taken apart as far as it is needed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// Whether the scheme is `https` and not `http`.
    pub is_https: bool,
    /// Everything between the slashes and the path: with a port or user name it equals no known host.
    pub host: &'a str,
    /// The path with its first slash; empty where there is none.
    pub path: &'a str,
    /// Whether a query or fragment follows.
    pub has_query: bool,
}

impl<'a> Address<'a> {
    /// Takes an `http` or `https` URL apart.
    pub fn of(text: &'a str) -> Option<Self> {
        let (is_https, rest) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://")?),
        };
        let (rest, has_query) = match rest.find(['?', '#']) {
            Some(at) => (&rest[..at], true),
            None => (rest, false),
        };
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        (!host.is_empty()).then_some(Self {
            is_https,
            host,
            path,
            has_query,
        })
    }

    /// The segments of the path; one slash at its end is passed over. `None` where there are more than `N`.
    fn segments<const N: usize>(&self) -> Option<[&'a str; N]> {
        let path = self.path.strip_prefix('/')?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut segments = [""; N];
        let mut count = 0;
        for segment in path.split('/') {
            *segments.get_mut(count)? = segment;
            count += 1;
        }
        (count == N && !segments.contains(&"")).then_some(segments)
    }

    /// What stands before `domain` in the host, where the host is a name under it.
    pub(super) fn under(&self, domain: &str) -> Option<&'a str> {
        let name = self.host.strip_suffix(domain)?.strip_suffix('.')?;
        (!name.is_empty() && !name.contains(['@', ':'])).then_some(name)
    }
}

/// Whose issuer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Microsoft Entra ID, v1.0.
    EntraV1,
    /// Microsoft Entra ID, v2.0.
    EntraV2,
    /// Microsoft Entra External ID.
    ExternalId,
    /// Azure AD B2C.
    B2c,
    /// Active Directory Federation Services.
    Adfs,
    /// Google.
    Google,
    /// A user pool of Amazon Cognito.
    Cognito,
    /// Okta, under a domain of its own.
    Okta,
    /// Auth0, under a domain of its own.
    Auth0,
    /// A realm of Keycloak, on any host.
    Keycloak,
    /// GitHub Actions.
    Github,
    /// The API server of a Kubernetes cluster, or the issuer that its cloud publishes.
    Kubernetes,
    /// Kubernetes, for tokens kept in secrets.
    KubernetesSecret,
    /// Another system that runs jobs: GitLab, HCP Terraform, CircleCI.
    Jobs,
    /// Not known.
    Other,
}

impl Kind {
    /// What such an issuer is, with its article.
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::EntraV1 => "an Entra v1.0 issuer",
            Kind::EntraV2 => "an Entra v2.0 issuer",
            Kind::ExternalId => "an Entra External ID issuer",
            Kind::B2c => "an Azure AD B2C issuer",
            Kind::Adfs => "an AD FS issuer",
            Kind::Google => "Google's issuer",
            Kind::Cognito => "a Cognito user pool",
            Kind::Okta => "an Okta issuer",
            Kind::Auth0 => "an Auth0 issuer",
            Kind::Keycloak => "a Keycloak realm",
            Kind::Github => "GitHub's issuer for Actions",
            Kind::Kubernetes => "a Kubernetes issuer",
            Kind::KubernetesSecret => "the issuer of Kubernetes secrets",
            Kind::Jobs => "the issuer of a build system",
            Kind::Other => "an issuer not known here",
        }
    }

    /// Whether it is Microsoft Entra ID, v1.0 or v2.0. External ID and B2C are not.
    pub fn is_entra(self) -> bool {
        matches!(self, Kind::EntraV1 | Kind::EntraV2)
    }

    /// Whether it signs with private keys, for everybody to check. A tenant of Auth0 can be set to a shared secret.
    pub fn signs_with_private_keys(self) -> bool {
        !matches!(self, Kind::Keycloak | Kind::Other)
    }

    /// Whether every token of such an issuer has a profile of its own.
    pub(super) fn is_covered(self) -> bool {
        !matches!(self, Kind::Adfs | Kind::Keycloak | Kind::Jobs | Kind::Other)
    }
}

/// An issuer, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuer<'a> {
    /// Whose it is.
    pub kind: Kind,
    /// The cloud, for issuers of Microsoft's sign-in services.
    pub cloud: Option<Cloud>,
    /// The tenant segment of an issuer of Microsoft: as a rule a GUID, in templates `common` or `{tenantid}`.
    pub tenant: Option<&'a str>,
    /// Whether it is a B2C issuer of the form that names the policy (`/tfp/`).
    pub is_tfp: bool,
}

impl<'a> Issuer<'a> {
    /// Tells whose issuer the `iss` of a Claims Set is; without one it is not known.
    pub fn in_claims(claims: Option<Value<'a>>) -> Self {
        let iss = claims.and_then(|claims| claims.get("iss"));
        Self::of(iss.and_then(Value::as_str).unwrap_or_default())
    }

    /// Tells whose issuer it is.
    pub fn of(iss: &'a str) -> Self {
        let plain = |kind| Self {
            kind,
            cloud: None,
            tenant: None,
            is_tfp: false,
        };
        match iss {
            "accounts.google.com" => return plain(Kind::Google),
            "kubernetes/serviceaccount" => return plain(Kind::KubernetesSecret),
            "kubernetes.default.svc" => return plain(Kind::Kubernetes),
            _ => {}
        }
        let Some(address) = Address::of(iss).filter(|address| !address.has_query) else {
            return plain(Kind::Other);
        };
        Self::microsoft(&address).unwrap_or_else(|| plain(other_kind(&address)))
    }

    fn microsoft(address: &Address<'a>) -> Option<Self> {
        let issuer = |kind, cloud, tenant| {
            Some(Self {
                kind,
                cloud,
                tenant: Some(tenant),
                is_tfp: false,
            })
        };
        if !address.is_https {
            return None;
        }
        if let Some(cloud) = cloud_of_sts_host(address.host) {
            let [tenant] = address.segments()?;
            return issuer(Kind::EntraV1, Some(cloud), tenant);
        }
        if let Some(["tfp", tenant, _, "v2.0"]) = address.segments() {
            return Some(Self {
                kind: Kind::B2c,
                cloud: None,
                tenant: Some(tenant),
                is_tfp: true,
            });
        }
        let [tenant, "v2.0"] = address.segments()? else {
            return None;
        };
        if let Some(cloud) = cloud_of_login_host(address.host) {
            issuer(Kind::EntraV2, Some(cloud), tenant)
        } else if address.under("ciamlogin.com").is_some() {
            issuer(Kind::ExternalId, None, tenant)
        } else if address.under("b2clogin.com").is_some() || is_b2c_path(address.path) {
            issuer(Kind::B2c, None, tenant)
        } else {
            None
        }
    }

    /// The version of Microsoft Entra ID it stands for, 1 or 2.
    pub fn entra_version(&self) -> Option<u8> {
        match self.kind {
            Kind::EntraV1 => Some(1),
            Kind::EntraV2 => Some(2),
            _ => None,
        }
    }

    /// The tenant of another issuer of Microsoft Entra ID in the same cloud, where that is another tenant.
    pub fn other_tenant<'b>(&self, other: &Issuer<'b>) -> Option<&'b str> {
        let tenant = other.tenant.filter(|tenant| is_guid(tenant))?;
        let is_entra = self.kind.is_entra() && other.kind.is_entra() && self.cloud == other.cloud;
        let differs = |own: &str| is_guid(own) && !own.eq_ignore_ascii_case(tenant);
        (is_entra && self.tenant.is_some_and(differs)).then_some(tenant)
    }

    /// Whether its tenant segment is a template or alias that no genuine token has.
    pub fn is_template(&self) -> bool {
        self.tenant.is_some_and(|tenant| {
            crate::spec::microsoft::TENANT_ALIASES
                .iter()
                .any(|alias| alias.eq_ignore_ascii_case(tenant))
        })
    }
}

/// Whether it is the path of a B2C issuer, which a custom domain keeps: alone among those with `/v2.0` it ends with a
/// slash.
fn is_b2c_path(path: &str) -> bool {
    let tenant = path
        .strip_suffix("/v2.0/")
        .and_then(|path| path.strip_prefix('/'));
    tenant.is_some_and(is_guid)
}

/// The issuers of everyone but Microsoft's sign-in services.
fn other_kind(address: &Address) -> Kind {
    let host = address.host;
    let path = address.path;
    if matches!(path, "/adfs" | "/adfs/services/trust") {
        return Kind::Adfs;
    }
    if let Some(["realms", _]) = address.segments() {
        return Kind::Keycloak;
    }
    if let Some(["auth", "realms", _]) = address.segments() {
        return Kind::Keycloak;
    }
    if !address.is_https {
        return Kind::Other;
    }
    let okta = || {
        ["okta.com", "oktapreview.com", "okta-emea.com"]
            .iter()
            .any(|domain| address.under(domain).is_some())
    };
    let of_amazon = |service: &str| {
        let china = || address.under("amazonaws.com.cn");
        (address.under("amazonaws.com"))
            .or_else(china)
            .and_then(|name| name.strip_prefix(service))
            .is_some_and(|region| !region.is_empty() && !region.contains('.'))
    };
    let cluster = "kubernetes.default.svc";
    let is_cluster = host == cluster
        || host
            .strip_prefix(cluster)
            .is_some_and(|rest| rest.starts_with('.') && !rest.contains(['@', ':']));
    if host == "accounts.google.com" && path.is_empty() {
        Kind::Google
    } else if of_amazon("cognito-idp.") && address.segments::<1>().is_some() {
        Kind::Cognito
    } else if okta() {
        Kind::Okta
    } else if address.under("auth0.com").is_some() {
        Kind::Auth0
    } else if host == "token.actions.githubusercontent.com"
        || path == "/_services/token"
        || address
            .under("ghe.com")
            .is_some_and(|name| name.starts_with("token.actions."))
    {
        Kind::Github
    } else if is_cluster
        || of_amazon("oidc.eks.")
        || address.under("oic.prod-aks.azure.com").is_some()
        || host == "container.googleapis.com" && path.starts_with("/v1/projects/")
    {
        Kind::Kubernetes
    } else if matches!(host, "gitlab.com" | "app.terraform.io") && path.is_empty()
        || host == "oidc.circleci.com" && path.starts_with("/org/")
    {
        Kind::Jobs
    } else {
        Kind::Other
    }
}

/// Whether it signs users in and gives no access tokens for the APIs of others: Google, Firebase, Apple.
pub fn is_sign_in_only(iss: &str) -> bool {
    iss == "https://appleid.apple.com"
        || iss.starts_with("https://securetoken.google.com/")
        || Issuer::of(iss).kind == Kind::Google
}

/// Whether it is a GUID as Microsoft writes them: 8-4-4-4-12 hexadecimal digits.
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_told_apart_by_host_and_path() {
        for (iss, kind) in [
            ("https://sts.windows.net/t/", Kind::EntraV1),
            ("https://sts.windows.net/t", Kind::EntraV1),
            ("https://sts.chinacloudapi.cn/t/", Kind::EntraV1),
            ("https://login.microsoftonline.com/t/v2.0", Kind::EntraV2),
            ("https://login.microsoftonline.us/t/v2.0", Kind::EntraV2),
            (
                "https://login.partner.microsoftonline.cn/t/v2.0",
                Kind::EntraV2,
            ),
            ("https://t.ciamlogin.com/t/v2.0", Kind::ExternalId),
            ("https://contoso.b2clogin.com/t/v2.0/", Kind::B2c),
            ("https://contoso.b2clogin.com/tfp/t/p/v2.0/", Kind::B2c),
            ("https://login.contoso.example/tfp/t/p/v2.0/", Kind::B2c),
            (
                "https://login.contoso.example/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/",
                Kind::B2c,
            ),
            (
                "https://login.contoso.example/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                Kind::Other,
            ),
            ("http://fs.contoso.example/adfs/services/trust", Kind::Adfs),
            ("https://fs.contoso.example/adfs", Kind::Adfs),
            ("https://accounts.google.com", Kind::Google),
            ("accounts.google.com", Kind::Google),
            (
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab",
                Kind::Cognito,
            ),
            (
                "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/AB",
                Kind::Kubernetes,
            ),
            ("https://contoso.okta.com/oauth2/default", Kind::Okta),
            ("https://contoso.oktapreview.com", Kind::Okta),
            ("https://contoso.eu.auth0.com/", Kind::Auth0),
            ("https://sso.example/realms/orders", Kind::Keycloak),
            ("https://sso.example/auth/realms/orders", Kind::Keycloak),
            ("https://token.actions.githubusercontent.com", Kind::Github),
            (
                "https://token.actions.githubusercontent.com/contoso",
                Kind::Github,
            ),
            ("https://token.actions.contoso.ghe.com", Kind::Github),
            ("https://git.example/_services/token", Kind::Github),
            (
                "https://kubernetes.default.svc.cluster.local",
                Kind::Kubernetes,
            ),
            (
                "https://oidc.eks.eu-west-1.amazonaws.com/id/AB",
                Kind::Kubernetes,
            ),
            (
                "https://westeurope.oic.prod-aks.azure.com/t/u/",
                Kind::Kubernetes,
            ),
            ("kubernetes/serviceaccount", Kind::KubernetesSecret),
            ("https://gitlab.com", Kind::Jobs),
            // What only looks like one of them.
            ("", Kind::Other),
            ("https://", Kind::Other),
            ("https://sts.windows.net.evil.example/t/", Kind::Other),
            ("https://evil.example/sts.windows.net/t/", Kind::Other),
            ("https://sts.windows.net@evil.example/t/", Kind::Other),
            ("https://sts.windows.net:443/t/", Kind::Other),
            ("https://STS.windows.net/t/", Kind::Other),
            ("http://sts.windows.net/t/", Kind::Other),
            ("https://login.microsoftonline.com/t/v2.0?x", Kind::Other),
            ("https://login.microsoftonline.com//v2.0", Kind::Other),
            ("https://login.microsoftonline.com/t/u/v2.0", Kind::Other),
            ("https://evilciamlogin.com/t/v2.0", Kind::Other),
            ("https://evil@x.ciamlogin.com/t/v2.0", Kind::Other),
            ("https://evilokta.com", Kind::Other),
            ("https://okta.com", Kind::Other),
            ("https://contoso.auth0.com.evil.example/", Kind::Other),
            ("https://kubernetes.default.svcx", Kind::Other),
            ("https://id.contoso.example", Kind::Other),
        ] {
            assert_eq!(Issuer::of(iss).kind, kind, "{iss}");
        }
    }

    #[test]
    fn an_entra_issuer_gives_tenant_version_and_cloud() {
        let issuer = Issuer::of("https://login.microsoftonline.us/aaaa/v2.0");
        assert_eq!(issuer.tenant, Some("aaaa"));
        assert_eq!(issuer.entra_version(), Some(2));
        assert_eq!(issuer.cloud, Some(Cloud::UsGovernment));
        assert!(!issuer.is_template());
        assert!(Issuer::of("https://login.microsoftonline.com/common/v2.0").is_template());
        assert!(Issuer::of("https://sts.windows.net/{tenantid}/").is_template());
        assert!(is_guid("aaaabbbb-0000-cccc-1111-dddd2222eeee"));
        assert!(!is_guid("aaaabbbb-0000-cccc-1111-dddd2222eee"));
        assert!(!is_guid("aaaabbbb-0000-cccc-1111-dddd2222eeeg"));
    }
}

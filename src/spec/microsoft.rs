//! What Microsoft names: clouds and their hosts, its own APIs as audiences, well-known tenants.

/// A cloud of Microsoft. A token of one is worth nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// The worldwide cloud.
    Worldwide,
    /// Azure for US Government.
    UsGovernment,
    /// Azure in China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// The host at which people and applications sign in.
    pub fn login(self) -> &'static str {
        match self {
            Cloud::Worldwide => "login.microsoftonline.com",
            Cloud::UsGovernment => "login.microsoftonline.us",
            Cloud::China => "login.partner.microsoftonline.cn",
        }
    }

    /// The host of Microsoft Graph.
    pub fn graph(self) -> &'static str {
        match self {
            Cloud::Worldwide => "graph.microsoft.com",
            Cloud::UsGovernment => "graph.microsoft.us",
            Cloud::China => "microsoftgraph.chinacloudapi.cn",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Cloud::Worldwide => "the worldwide cloud",
            Cloud::UsGovernment => "the US Government cloud",
            Cloud::China => "the cloud in China",
        }
    }
}

/// The tenant of personal Microsoft accounts.
pub const CONSUMER_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Path segments that stand for no tenant of their own in an endpoint, and never in a genuine issuer.
pub const TENANT_ALIASES: &[&str] = &["common", "organizations", "consumers", "{tenantid}"];

/// The application id that Entra ID itself writes where its own token is for workload identity federation.
pub const TOKEN_EXCHANGE_APP: &str = "fb60f99c-7a34-4190-8149-302f77469936";

/// The audience of workload identity federation in each cloud, and the application behind the first.
pub const TOKEN_EXCHANGE_AUDIENCES: &[&str] = &[
    "api://AzureADTokenExchange",
    "api://AzureADTokenExchangeUSGov",
    "api://AzureADTokenExchangeChina",
    TOKEN_EXCHANGE_APP,
];

/// Whether an audience is that of workload identity federation, be it in the wrong case.
pub fn is_token_exchange(aud: &str) -> bool {
    let mut known = TOKEN_EXCHANGE_AUDIENCES.iter();
    known.any(|known| known.eq_ignore_ascii_case(aud))
}

/// Claims about a user, or about how one signed in, that Entra ID sends only when a registration asks for them.
pub const OPTIONAL_USER_CLAIMS: &[&str] = &[
    "acct",
    "acrs",
    "auth_time",
    "ctry",
    "email",
    "family_name",
    "given_name",
    "in_corp",
    "login_hint",
    "onprem_sid",
    "preferred_username",
    "pwd_exp",
    "pwd_url",
    "sid",
    "upn",
    "verified_primary_email",
    "verified_secondary_email",
];

/// What else Entra ID sends only when a registration asks for it.
const OPTIONAL_CLAIMS: &[&str] = &[
    "fwd",
    "groups",
    "idtyp",
    "ipaddr",
    "tenant_ctry",
    "tenant_region_scope",
    "vnet",
    "xms_cc",
    "xms_edov",
    "xms_pdl",
    "xms_pl",
    "xms_tpl",
    "ztdid",
];

/// Whether Entra ID sends this claim only when a registration asks for it. Attributes that a directory was extended by
/// are no part of this.
pub fn is_optional_claim(name: &str) -> bool {
    OPTIONAL_USER_CLAIMS.contains(&name) || OPTIONAL_CLAIMS.contains(&name)
}

/// Hosts of sign-in services. The first of each cloud is the one of its v2.0 issuers.
const LOGIN_HOSTS: &[(&str, Cloud)] = &[
    ("login.microsoftonline.com", Cloud::Worldwide),
    ("login.windows.net", Cloud::Worldwide),
    ("login.microsoft.com", Cloud::Worldwide),
    ("login.microsoftonline.us", Cloud::UsGovernment),
    ("login.partner.microsoftonline.cn", Cloud::China),
    ("login.chinacloudapi.cn", Cloud::China),
];

/// Hosts of v1.0 issuers.
const STS_HOSTS: &[(&str, Cloud)] = &[
    ("sts.windows.net", Cloud::Worldwide),
    ("sts.chinacloudapi.cn", Cloud::China),
];

/// Hosts of Microsoft's APIs outside the worldwide cloud, and of Graph inside it.
const API_HOSTS: &[(&str, Cloud)] = &[
    ("graph.microsoft.com", Cloud::Worldwide),
    ("graph.windows.net", Cloud::Worldwide),
    ("management.azure.com", Cloud::Worldwide),
    ("management.core.windows.net", Cloud::Worldwide),
    ("vault.azure.net", Cloud::Worldwide),
    ("graph.microsoft.us", Cloud::UsGovernment),
    ("dod-graph.microsoft.us", Cloud::UsGovernment),
    ("management.usgovcloudapi.net", Cloud::UsGovernment),
    ("management.core.usgovcloudapi.net", Cloud::UsGovernment),
    ("vault.usgovcloudapi.net", Cloud::UsGovernment),
    ("microsoftgraph.chinacloudapi.cn", Cloud::China),
    ("graph.chinacloudapi.cn", Cloud::China),
    ("management.chinacloudapi.cn", Cloud::China),
    ("management.core.chinacloudapi.cn", Cloud::China),
    ("vault.azure.cn", Cloud::China),
];

fn find(hosts: &[(&str, Cloud)], host: &str) -> Option<Cloud> {
    hosts
        .iter()
        .find(|known| known.0 == host)
        .map(|known| known.1)
}

/// The cloud of a sign-in host, as it stands in v2.0 issuers and token endpoints.
pub fn cloud_of_login_host(host: &str) -> Option<Cloud> {
    find(LOGIN_HOSTS, host)
}

/// The sign-in host of a cloud, as it stands in its v2.0 issuers.
pub fn login_host(cloud: Cloud) -> &'static str {
    let known = LOGIN_HOSTS.iter().find(|known| known.1 == cloud);
    known.map_or(LOGIN_HOSTS[0].0, |known| known.0)
}

/// The cloud of a host that v1.0 issuers have.
pub fn cloud_of_sts_host(host: &str) -> Option<Cloud> {
    find(STS_HOSTS, host)
}

/// The cloud that a host of Microsoft belongs to, be it one of sign-in or of an API.
pub fn cloud_of_host(host: &str) -> Option<Cloud> {
    find(LOGIN_HOSTS, host)
        .or_else(|| find(STS_HOSTS, host))
        .or_else(|| find(API_HOSTS, host))
}

/// An API of Microsoft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// What people call it.
    pub name: &'static str,
    /// Its application id; the same in every tenant.
    pub id: &'static str,
    /// Its App ID URIs, without a trailing slash.
    pub uris: &'static [&'static str],
}

impl Api {
    /// Whether it is Microsoft Graph.
    pub fn is_graph(&self) -> bool {
        self.id == GRAPH
    }

    /// Its App ID URI in a cloud.
    pub fn uri(&self, cloud: Cloud) -> Option<&'static str> {
        let is_there = |uri: &&&str| {
            let host = uri.strip_prefix("https://");
            host.and_then(cloud_of_host) == Some(cloud)
        };
        let there = self.uris.iter().find(is_there);
        there.or(self.uris.first()).copied()
    }
}

/// The application id of Microsoft Graph.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// The application id of Azure AD Graph, which is retired.
pub const AZURE_AD_GRAPH: &str = "00000002-0000-0000-c000-000000000000";

/// The application id of SharePoint Online.
const SHAREPOINT: &str = "00000003-0000-0ff1-ce00-000000000000";

/// The APIs known here. Each id stands in a page of Microsoft's documentation.
pub static APIS: &[Api] = &[
    Api {
        name: "Microsoft Graph",
        id: GRAPH,
        uris: &[
            "https://graph.microsoft.com",
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "https://microsoftgraph.chinacloudapi.cn",
        ],
    },
    Api {
        name: "Azure AD Graph",
        id: AZURE_AD_GRAPH,
        uris: &[
            "https://graph.windows.net",
            "https://graph.chinacloudapi.cn",
        ],
    },
    Api {
        name: "Azure Resource Manager",
        id: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
        uris: &[
            "https://management.azure.com",
            "https://management.core.windows.net",
            "https://management.usgovcloudapi.net",
            "https://management.core.usgovcloudapi.net",
            "https://management.chinacloudapi.cn",
            "https://management.core.chinacloudapi.cn",
        ],
    },
    Api {
        name: "Exchange Online",
        id: "00000002-0000-0ff1-ce00-000000000000",
        uris: &[
            "https://outlook.office365.com",
            "https://outlook.office.com",
        ],
    },
    Api {
        name: "SharePoint Online",
        id: SHAREPOINT,
        uris: &[],
    },
    Api {
        name: "Azure Key Vault",
        id: "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
        uris: &[
            "https://vault.azure.net",
            "https://vault.usgovcloudapi.net",
            "https://vault.azure.cn",
        ],
    },
    Api {
        name: "Azure Storage",
        id: "e406a681-f3d4-42a8-90b6-c2b029497af1",
        uris: &["https://storage.azure.com"],
    },
    Api {
        name: "Azure SQL Database",
        id: "022907d3-0f1b-48f7-badc-1ba6abab6d66",
        uris: &["https://database.windows.net"],
    },
    Api {
        name: "Power BI",
        id: "00000009-0000-0000-c000-000000000000",
        uris: &["https://analysis.windows.net/powerbi/api"],
    },
    Api {
        name: "Azure DevOps",
        id: "499b84ac-1321-427f-aa17-267ca6975798",
        uris: &[],
    },
    Api {
        name: "Azure Service Bus",
        id: "",
        uris: &["https://servicebus.azure.net"],
    },
    Api {
        name: "Azure Event Hubs",
        id: "",
        uris: &["https://eventhubs.azure.net"],
    },
];

/// The API of Microsoft that an audience names: its id, one of its URIs with or without a slash at the end, or a
/// SharePoint site.
pub fn api(audience: &str) -> Option<&'static Api> {
    let id = audience.split_once('/').map_or(audience, |parts| parts.0);
    let uri = audience.strip_suffix('/').unwrap_or(audience);
    let is_site = || {
        let host = uri.strip_prefix("https://")?;
        let tenant = host.strip_suffix(".sharepoint.com")?;
        (!tenant.is_empty() && !tenant.contains(['/', '.', '@', ':'])).then_some(())
    };
    APIS.iter().find(|api| {
        api.uris.contains(&uri)
            || !api.id.is_empty() && api.id == id && (id == uri || api.id == SHAREPOINT)
            || api.id == SHAREPOINT && is_site().is_some()
    })
}

/// Whether an audience is a service of Azure or a Dataverse, which go by role assignments of their own.
pub fn is_service(audience: &str) -> bool {
    // Databricks, Kubernetes, PostgreSQL and MySQL, Data Explorer.
    const IDS: [&str; 4] = [
        "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
        "6dae42f8-4368-4678-94ff-3960e28e3630",
        "123cd850-d9df-40bd-94d5-c9f07b7fa203",
        "2746ea77-4702-4b45-80ca-3c97e680e8b7",
    ];
    const DOMAINS: [&str; 9] = [
        ".windows.net",
        ".azure.com",
        ".azure.net",
        ".azure.us",
        ".azure.cn",
        ".usgovcloudapi.net",
        ".chinacloudapi.cn",
        ".azuresynapse.net",
        ".dynamics.com",
    ];
    let host = audience.strip_prefix("https://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    // Machines of customers stand in the same domains.
    let is_machine = host.contains(".cloudapp.");
    IDS.contains(&audience) || !is_machine && DOMAINS.iter().any(|domain| host.ends_with(domain))
}

/// The API that people call so.
pub fn api_named(name: &str) -> Option<&'static Api> {
    APIS.iter().find(|api| api.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apis_are_found_by_id_uri_and_site() {
        for (audience, name) in [
            (GRAPH, "Microsoft Graph"),
            ("https://graph.microsoft.com/", "Microsoft Graph"),
            ("https://microsoftgraph.chinacloudapi.cn", "Microsoft Graph"),
            ("https://contoso.sharepoint.com", "SharePoint Online"),
            (
                "00000003-0000-0ff1-ce00-000000000000/contoso.sharepoint.com@t",
                "SharePoint Online",
            ),
            ("https://management.azure.com/", "Azure Resource Manager"),
        ] {
            assert_eq!(api(audience).map(|api| api.name), Some(name), "{audience}");
        }
        for audience in [
            "",
            "/",
            "https://graph.microsoft.com.evil.example",
            "https://graph.microsoft.com@evil.example",
            "https://evil.example/.sharepoint.com",
            "https://.sharepoint.com",
            "api://00000003-0000-0000-c000-000000000000",
        ] {
            assert_eq!(api(audience), None, "{audience}");
        }
    }

    #[test]
    fn hosts_belong_to_one_cloud() {
        assert_eq!(
            cloud_of_host("login.microsoftonline.us"),
            Some(Cloud::UsGovernment)
        );
        assert_eq!(cloud_of_host("sts.chinacloudapi.cn"), Some(Cloud::China));
        assert_eq!(cloud_of_host("evil.example"), None);
        for api in APIS {
            for uri in api.uris {
                assert!(crate::profile::issuer::Address::of(uri).is_some(), "{uri}");
            }
        }
    }
}

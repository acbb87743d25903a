//! Claims: what each is, of which type, and where to read on.

use crate::guide::{self, Section};
use crate::token::json::Kind;

/// The claims that name the client a token was issued to.
pub const CLIENT: [&str; 4] = ["azp", "appid", "client_id", "cid"];

/// Names under which tokens of different kinds, versions or providers say the same.
pub const SAME: [&[&str]; 4] = [
    &["scp", "scope"],
    &["roles", "role"],
    &CLIENT,
    &["azpacr", "appidacr"],
];

/// The JSON types that a value may have, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u16);

impl Types {
    /// A string.
    pub const STRING: Self = Self(1);
    /// A number.
    pub const NUMBER: Self = Self(1 << 1);
    /// `true` or `false`.
    pub const BOOLEAN: Self = Self(1 << 2);
    /// An object.
    pub const OBJECT: Self = Self(1 << 3);
    /// An array of strings.
    pub const ARRAY: Self = Self(1 << 4);
    /// An array of objects.
    pub const OBJECTS: Self = Self(1 << 5);
    /// A number of seconds since 1970 (RFC 7519 §2 NumericDate).
    pub const DATE: Self = Self(1 << 6);
    /// A string that is a GUID.
    pub const GUID: Self = Self(1 << 7);
    /// A string that is base64url.
    pub const BASE64URL: Self = Self(1 << 8);
    /// Anything.
    pub const ANY: Self = Self(!0);

    const STRING_OR_ARRAY: Self = Self(1 | 1 << 4);
    /// A string with spaces between words, which Okta writes as an array.
    const WORDS: Self = Self::STRING_OR_ARRAY;
    const OBJECT_OR_OBJECTS: Self = Self(1 << 3 | 1 << 5);
    const NUMBER_OR_STRING: Self = Self(1 << 1 | 1);
    const BOOLEAN_OR_STRING: Self = Self(1 << 2 | 1);

    /// Whether one of `other` is among them.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a JSON value of this kind fits. Elements of arrays are not looked at.
    pub fn allow(self, kind: Kind) -> bool {
        let fitting = match kind {
            Kind::Null => return self == Self::ANY,
            Kind::Boolean => Self::BOOLEAN,
            Kind::Number => Self(Self::NUMBER.0 | Self::DATE.0),
            Kind::String => Self(Self::STRING.0 | Self::GUID.0 | Self::BASE64URL.0),
            Kind::Array => Self(Self::ARRAY.0 | Self::OBJECTS.0),
            Kind::Object => Self::OBJECT,
        };
        self.has(fitting)
    }

    /// Whether it is a moment in time. No other claim may be shown as one.
    pub fn is_date(self) -> bool {
        self == Self::DATE
    }

    /// Whether it has to be an array of strings and nothing else.
    pub fn is_list(self) -> bool {
        self == Self::ARRAY
    }

    /// The types with their articles, for sentences: `a string or an array of strings`.
    pub fn phrase(self) -> String {
        const NAMES: [(Types, &str); 9] = [
            (Types::STRING, "a string"),
            (Types::NUMBER, "a number"),
            (Types::BOOLEAN, "a boolean"),
            (Types::OBJECT, "an object"),
            (Types::ARRAY, "an array of strings"),
            (Types::OBJECTS, "an array of objects"),
            (Types::DATE, "a number of seconds since 1970"),
            (Types::GUID, "a GUID"),
            (Types::BASE64URL, "base64url text"),
        ];
        if self == Self::ANY {
            return "anything".to_owned();
        }
        let names: Vec<&str> = NAMES
            .iter()
            .filter(|(types, _)| self.has(*types))
            .map(|(_, name)| *name)
            .collect();
        names.join(" or ")
    }
}

/// The question that a claim answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// For whom the token is: the API and the client.
    ForWhom,
    /// What it may do.
    MayDo,
    /// When it may be used.
    When,
    /// Who issued it.
    IssuedBy,
    /// About whom it is.
    AboutWhom,
    /// How they signed in.
    SignedIn,
    /// None of these.
    Other,
}

impl Group {
    /// Every group, in reading order.
    pub const ALL: [Self; 7] = [
        Self::ForWhom,
        Self::MayDo,
        Self::When,
        Self::IssuedBy,
        Self::AboutWhom,
        Self::SignedIn,
        Self::Other,
    ];

    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::ForWhom => "For whom",
            Self::MayDo => "What it may do",
            Self::When => "When",
            Self::IssuedBy => "Who issued it",
            Self::AboutWhom => "About whom",
            Self::SignedIn => "How they signed in",
            Self::Other => "Other",
        }
    }
}

/// What is known about a claim or header parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its name; `*` at the end stands for any further text.
    pub name: &'static str,
    /// The JSON types it may have.
    pub types: Types,
    /// The question it answers.
    pub group: Group,
    /// Where the guide says more.
    pub guide: Section,
    /// Who defines it; `observed` where that is not documented.
    pub source: &'static str,
    /// What it says, in a sentence or two.
    pub meaning: &'static str,
}

impl Claim {
    /// Whether a number in it is a moment. Receivers that check times look at fewer: [`Types::is_date`].
    pub fn is_moment(&self) -> bool {
        self.types.is_date() || self.name == "xms_tcdt"
    }

    /// Of which type it is, and who says so.
    pub fn provenance(&self) -> String {
        let source = self
            .source
            .replace("observed", "seen in tokens, not documented");
        let types = match self.types {
            Types::DATE => "seconds since 1970".to_owned(),
            types => types.phrase(),
        };
        format!("{types} · {source}")
    }
}

macro_rules! table {
    ($($name:literal $types:ident $group:ident $guide:ident $source:literal $meaning:literal;)*) => {
        &[$(Claim {
            name: $name,
            types: Types::$types,
            group: Group::$group,
            guide: guide::$guide,
            source: $source,
            meaning: $meaning,
        }),*]
    };
}

/// Every claim known here, and the members of `cnf` as `cnf.NAME`; sorted by name.
pub static CLAIMS: &[Claim] = table! {
    "..." BASE64URL Other SD_JWT "RFC 9901 §4.2.4.2" "Digest of a hidden array element.";
    "_claim_names" OBJECT Other ROLES_AND_GROUPS "OpenID Connect Core §5.6.2" "Claims kept elsewhere, and under which source.";
    "_claim_sources" OBJECT Other ROLES_AND_GROUPS "OpenID Connect Core §5.6.2" "Where claims kept elsewhere are fetched.";
    "_sd" ARRAY Other SD_JWT "RFC 9901 §4.2.4.1" "Digests of hidden claims.";
    "_sd_alg" STRING Other SD_JWT "RFC 9901 §4.1.1" "The hash of the disclosures; sha-256 where it is absent.";
    "acct" NUMBER_OR_STRING AboutWhom GUEST_AND_CONSUMER_ACCOUNTS "Entra optional-claims-reference" "Whether the user is a member of the tenant or a guest.";
    "acr" STRING SignedIn STEP_UP "OpenID Connect Core §2" "How strong the sign-in was, as a class the issuer defines.";
    "acr_values" STRING SignedIn STEP_UP "OpenID Connect Core §3.1.2.1" "Classes of sign-in that the client wants, between spaces.";
    "acrs" ARRAY SignedIn STEP_UP "Entra access-token-claims-reference" "Authentication contexts that the sign-in satisfied.";
    "act" OBJECT AboutWhom SUBJECT_AND_ACTOR "RFC 8693 §4.1" "Who acts for the subject now; the members inside name earlier ones.";
    "actor" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Account that started the run.";
    "address" OBJECT AboutWhom PRIVACY "OpenID Connect Core §5.1.1" "Postal address.";
    "aio" STRING Other MISSING_CLAIMS "Entra access-token-claims-reference" "Internal to Entra ID: do not read it.";
    "aka_vcts" ARRAY Other SD_JWT "SD-JWT VC draft" "Further types that the credential meets.";
    "allowed-origins" ARRAY MayDo PROVIDER_NOTES "Keycloak" "Web origins that may use it.";
    "altsecid" STRING AboutWhom PRIVACY "observed" "Identifier of a user from outside the tenant.";
    "amr" ARRAY SignedIn MFA_AND_CONDITIONAL_ACCESS "RFC 8176" "Methods the user signed in with.";
    "app_displayname" STRING ForWhom SUBJECT_AND_ACTOR "observed" "Name of the client; seen in tokens for Microsoft Graph.";
    "appid" GUID ForWhom SUBJECT_AND_ACTOR "Entra access-token-claims-reference" "The client it was issued to, in v1.0 tokens.";
    "appidacr" STRING SignedIn SUBJECT_AND_ACTOR "Entra access-token-claims-reference" "How the client proved itself, in v1.0 tokens.";
    "apptype" STRING SignedIn PROVIDER_NOTES "AD FS (observed)" "Whether the client of AD FS can keep a secret.";
    "at_hash" BASE64URL Other HASHES_AND_NONCE "OpenID Connect Core §3.1.3.6" "Half a hash of the access token issued with it.";
    "ath" BASE64URL Other POP_TOKENS "RFC 9449 §4.2" "Hash of the access token that the proof goes with.";
    "aud" STRING_OR_ARRAY ForWhom AUDIENCE "RFC 7519 §4.1.3" "Who may accept the token. A receiver has to find itself here.";
    "auth_time" DATE SignedIn STEP_UP "OpenID Connect Core §2" "When the user last signed in actively.";
    "authmethod" STRING SignedIn PROVIDER_NOTES "AD FS (observed)" "How the user signed in to AD FS.";
    "authorization_details" OBJECTS MayDo CONSENT_AND_PERMISSIONS "RFC 9396 §9.1" "Permissions in detail, one object for each.";
    "azp" STRING ForWhom SUBJECT_AND_ACTOR "OpenID Connect Core §2" "The client it was issued to.";
    "azpacr" STRING SignedIn SUBJECT_AND_ACTOR "Entra access-token-claims-reference" "How the client proved itself.";
    "birthdate" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Date of birth, as text.";
    "c_hash" BASE64URL Other HASHES_AND_NONCE "OpenID Connect Core §3.3.2.11" "Half a hash of the authorization code issued with it.";
    "cid" STRING ForWhom PROVIDER_NOTES "Okta reference" "The client it was issued to, in tokens of Okta.";
    "claims" OBJECT Other STEP_UP "OpenID Connect Core §5.5" "Claims that the client asks for one by one.";
    "client_id" STRING ForWhom SUBJECT_AND_ACTOR "RFC 9068 §2.2" "The client that obtained the token.";
    "cnf" OBJECT Other POP_TOKENS "RFC 7800 §3.1" "The key that the presenter has to prove.";
    "cnf.jkt" BASE64URL Other POP_TOKENS "RFC 9449 §6.1" "SHA-256 thumbprint of the DPoP key to prove.";
    "cnf.jku" STRING Other POP_TOKENS "RFC 7800 §3.5" "The key to prove, in a key set at this URL.";
    "cnf.jwk" OBJECT Other POP_TOKENS "RFC 7800 §3.2" "The key to prove, as a JWK.";
    "cnf.kid" STRING Other POP_TOKENS "RFC 7800 §3.4" "The key to prove, by its identifier.";
    "cnf.x5t#S256" BASE64URL Other POP_TOKENS "RFC 8705 §3.1" "SHA-256 thumbprint of the certificate to present.";
    "code_challenge" BASE64URL Other REQUEST_OBJECTS "RFC 7636 §4.3" "What the client has to prove when it redeems the code.";
    "code_challenge_method" STRING Other REQUEST_OBJECTS "RFC 7636 §4.3" "How the proof is derived; S256 is the one to use.";
    "cognito:groups" ARRAY MayDo PROVIDER_NOTES "Amazon Cognito" "Groups of the user in the user pool.";
    "cognito:preferred_role" STRING MayDo PROVIDER_NOTES "Amazon Cognito" "IAM role that comes first.";
    "cognito:roles" ARRAY MayDo PROVIDER_NOTES "Amazon Cognito" "IAM roles that the groups of the user give.";
    "cognito:username" STRING AboutWhom PROVIDER_NOTES "Amazon Cognito" "Name of the user in the user pool.";
    "ctry" STRING AboutWhom PRIVACY "Entra optional-claims-reference" "Country of the user, two letters.";
    "custom:*" STRING AboutWhom PROVIDER_NOTES "Amazon Cognito" "An attribute that the user pool was extended by.";
    "deviceid" GUID SignedIn PRIVACY "observed" "The device the user signed in on.";
    "email" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Mail address. It can change: never a key to authorise by.";
    "email_verified" BOOLEAN AboutWhom CLAIM_TYPES "OpenID Connect Core §5.1" "Whether the provider checked the mail address.";
    "enterprise" STRING IssuedBy WORKLOAD_FEDERATION "GitHub OIDC reference" "Enterprise of the repository.";
    "entitlements" ARRAY MayDo ROLES_AND_GROUPS "RFC 9068 §2.2.3.1" "Entitlements of the subject.";
    "environment" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Deployment environment of the job.";
    "event_id" STRING SignedIn PROVIDER_NOTES "Amazon Cognito" "The sign-in as Cognito logs it.";
    "event_name" STRING Other WORKLOAD_FEDERATION "GitHub OIDC reference" "Event that started the run.";
    "events" OBJECT Other LOGOUT_AND_EVENTS "RFC 8417 §2.2" "What happened: one member for each event, named by a URI.";
    "exp" DATE When TIME_CLAIMS "RFC 7519 §4.1.4" "From this moment on it must be refused.";
    "extension_*" ANY AboutWhom OPTIONAL_CLAIMS "Entra optional-claims-reference" "An attribute that the directory was extended by.";
    "extn.*" ANY AboutWhom OPTIONAL_CLAIMS "Entra optional-claims-reference" "An attribute that the directory was extended by.";
    "family_name" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Surname.";
    "fwd" STRING SignedIn PRIVACY "Entra optional-claims-reference" "Address of the client inside a virtual network.";
    "gender" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Gender.";
    "given_name" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "First name.";
    "groups" ARRAY MayDo ROLES_AND_GROUPS "RFC 9068 §2.2.3.1" "Groups that the subject is in.";
    "groups:src1" OBJECT Other ROLES_AND_GROUPS "Entra access-token-claims-reference" "Pointer to groups that were left out, as the documentation writes it.";
    "gty" STRING SignedIn PROVIDER_NOTES "Auth0 access-token-profiles" "The grant that Auth0 issued it for.";
    "hasgroups" BOOLEAN MayDo ROLES_AND_GROUPS "Entra access-token-claims-reference" "The user is in groups that were left out: too many.";
    "hd" STRING AboutWhom PROVIDER_NOTES "Google OpenID Connect" "Google Workspace domain of the user.";
    "htm" STRING ForWhom POP_TOKENS "RFC 9449 §4.2" "The HTTP method that the proof is for.";
    "htu" STRING ForWhom POP_TOKENS "RFC 9449 §4.2" "The URI that the proof is for, without query and fragment.";
    "iat" DATE When TIME_CLAIMS "RFC 7519 §4.1.6" "When it was issued.";
    "identities" OBJECTS AboutWhom PROVIDER_NOTES "Amazon Cognito" "Accounts at other providers that the user is linked with.";
    "idp" STRING SignedIn GUEST_AND_CONSUMER_ACCOUNTS "Entra access-token-claims-reference" "Who authenticated the subject, where that is not the issuer.";
    "idtyp" STRING AboutWhom DELEGATED_VS_APP_ONLY "Entra optional-claims-reference" "Whether the subject is an application or a user.";
    "in_corp" BOOLEAN_OR_STRING SignedIn MFA_AND_CONDITIONAL_ACCESS "Entra optional-claims-reference" "The user signed in from the company's network.";
    "ipaddr" STRING SignedIn PRIVACY "Entra access-token-claims-reference" "Address the user signed in from.";
    "is_primary" STRING Other SAFE_HANDLING "observed" "Marks an assertion made with a primary refresh token.";
    "iss" STRING IssuedBy ISSUER "RFC 7519 §4.1.1" "Who issued the token. A receiver compares it exactly.";
    "job_workflow_ref" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "File of the workflow that the job comes from.";
    "jti" STRING Other MISSING_CLAIMS "RFC 7519 §4.1.7" "The number of this one token.";
    "kubernetes.io" OBJECT AboutWhom PROVIDER_NOTES "Kubernetes service accounts" "Namespace, service account and what the token is bound to.";
    "kubernetes.io/serviceaccount/namespace" STRING AboutWhom PROVIDER_NOTES "Kubernetes service accounts" "Namespace of the service account, in older tokens.";
    "kubernetes.io/serviceaccount/service-account.name" STRING AboutWhom PROVIDER_NOTES "Kubernetes service accounts" "Name of the service account, in older tokens.";
    "locale" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Language and region of the user.";
    "login_hint" STRING SignedIn TOKEN_ACQUISITION "Entra optional-claims-reference" "Opaque value that a client sends to skip the account picker.";
    "max_age" NUMBER SignedIn STEP_UP "OpenID Connect Core §3.1.2.1" "Longest time since the user signed in, in seconds.";
    "may_act" OBJECT AboutWhom SUBJECT_AND_ACTOR "RFC 8693 §4.4" "Who is allowed to act for the subject.";
    "middle_name" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Middle name.";
    "name" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Name to display. It can change: never a key to authorise by.";
    "nbf" DATE When TIME_CLAIMS "RFC 7519 §4.1.5" "Before this moment it must be refused.";
    "nickname" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Casual name.";
    "nonce" STRING SignedIn HASHES_AND_NONCE "OpenID Connect Core §2" "What the sign-in request sent along, against replay.";
    "oid" GUID AboutWhom SUBJECT_AND_ACTOR "Entra access-token-claims-reference" "The user or service principal in the tenant; with tid a safe key.";
    "onprem_sid" STRING AboutWhom PRIVACY "Entra optional-claims-reference" "Security identifier of the user in the on-premises directory.";
    "org_id" STRING AboutWhom PROVIDER_NOTES "Auth0 organizations" "Organization in Auth0 that the user signed in to.";
    "origin_jti" STRING SignedIn PROVIDER_NOTES "Amazon Cognito" "Shared by all tokens of one sign-in.";
    "permissions" ARRAY MayDo PROVIDER_NOTES "Auth0 access-token-profiles" "Permissions that roles in Auth0 give the subject.";
    "phone_number" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Telephone number.";
    "phone_number_verified" BOOLEAN AboutWhom CLAIM_TYPES "OpenID Connect Core §5.1" "Whether the provider checked the telephone number.";
    "picture" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "URL of a picture of the user.";
    "platf" STRING SignedIn PRIVACY "observed" "Code for the platform of the client.";
    "polids" ARRAY Other MFA_AND_CONDITIONAL_ACCESS "Entra v2-oauth2-on-behalf-of-flow" "Policies that a claims challenge asked for.";
    "preferred_username" STRING AboutWhom SUBJECT_AND_ACTOR "OpenID Connect Core §5.1" "Name the user likes to be shown by. It can change and need not be unique.";
    "profile" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "URL of a page about the user.";
    "project_path" STRING AboutWhom WORKLOAD_FEDERATION "GitLab ID tokens" "Project of the job in GitLab.";
    "prompt" STRING SignedIn REQUEST_OBJECTS "OpenID Connect Core §3.1.2.1" "How the user is to be involved.";
    "puid" STRING AboutWhom PRIVACY "observed" "Older identifier of the user.";
    "pwd_exp" NUMBER_OR_STRING SignedIn OPTIONAL_CLAIMS "Entra optional-claims-reference" "When the password expires; documented once as a time and once as seconds.";
    "pwd_url" STRING SignedIn OPTIONAL_CLAIMS "Entra optional-claims-reference" "Where the user can change the password.";
    "realm_access" OBJECT MayDo PROVIDER_NOTES "Keycloak" "Roles of the user in the realm.";
    "redirect_uri" STRING ForWhom REQUEST_OBJECTS "RFC 9101 §4" "Where the answer goes.";
    "ref" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Branch or tag that the workflow runs for.";
    "refresh_token" STRING Other SAFE_HANDLING "observed" "A refresh token inside a device's assertion: a secret.";
    "repository" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Repository of the workflow.";
    "repository_id" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Number of the repository, as text.";
    "repository_owner" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Owner of the repository.";
    "repository_visibility" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Whether the repository is public, private or internal.";
    "request_nonce" STRING Other SAFE_HANDLING "observed" "A nonce of the server inside a device's assertion.";
    "resource" STRING_OR_ARRAY ForWhom AUDIENCE "RFC 8707 §2" "The API that the token is wanted for.";
    "resource_access" OBJECT MayDo PROVIDER_NOTES "Keycloak" "Roles of the user at each client.";
    "response_type" STRING Other REQUEST_OBJECTS "RFC 6749 §3.1.1" "What the client wants back.";
    "rh" STRING Other MISSING_CLAIMS "Entra access-token-claims-reference" "Internal to Entra ID: do not read it.";
    "roles" ARRAY MayDo ROLES_AND_GROUPS "RFC 9068 §2.2.3.1" "Roles of the subject; in Entra app-only tokens the application permissions.";
    "run_id" STRING Other WORKLOAD_FEDERATION "GitHub OIDC reference" "Number of the run.";
    "runner_environment" STRING Other WORKLOAD_FEDERATION "GitHub OIDC reference" "Whether GitHub hosts the runner.";
    "s_hash" BASE64URL Other HASHES_AND_NONCE "FAPI 1 Advanced §5.1" "Half a hash of the state of the request.";
    "scope" STRING MayDo CONSENT_AND_PERMISSIONS "RFC 8693 §4.2" "The granted scopes, between spaces.";
    "scp" WORDS MayDo DELEGATED_VS_APP_ONLY "Entra access-token-claims-reference" "Delegated permissions: what the client may do for the user.";
    "sd_hash" BASE64URL Other SD_JWT "RFC 9901 §4.3.1" "Hash of the SD-JWT that the key binding belongs to.";
    "session_state" STRING SignedIn PROVIDER_NOTES "Keycloak" "The session in Keycloak; an older name of sid.";
    "sha" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Commit that the workflow runs for.";
    "sid" STRING SignedIn LOGOUT_AND_EVENTS "OpenID Connect Back-Channel Logout" "The session at the identity provider; logout refers to it.";
    "signin_state" ARRAY SignedIn MFA_AND_CONDITIONAL_ACCESS "observed" "Marks of the sign-in, such as a known device.";
    "state" STRING Other REQUEST_OBJECTS "RFC 9101 §4" "What the client wants to find again in the answer.";
    "status" OBJECT Other SD_JWT "OAuth status list draft" "Where to look up whether it was revoked.";
    "sub" STRING AboutWhom SUBJECT_AND_ACTOR "RFC 7519 §4.1.2" "Whom the token is about; unique only within its issuer.";
    "sub_id" OBJECT AboutWhom LOGOUT_AND_EVENTS "RFC 9493 §4.1" "Whom it is about, as an object that names the kind of identifier.";
    "sub_jwk" OBJECT AboutWhom POP_TOKENS "OpenID Connect Core §7.4" "Public key of a subject that issued the token itself.";
    "tenant_ctry" STRING IssuedBy TENANT "Entra optional-claims-reference" "Country of the tenant, two letters.";
    "tenant_region_scope" STRING IssuedBy TENANT "Entra optional-claims-reference" "Region of the tenant of the API.";
    "tfp" STRING IssuedBy PROVIDER_NOTES "Azure AD B2C tokens-overview" "The B2C policy or user flow that produced it.";
    "tid" GUID IssuedBy TENANT "Entra access-token-claims-reference" "The tenant the subject signed in to.";
    "toe" DATE When LOGOUT_AND_EVENTS "RFC 8417 §2.2" "When the event happened.";
    "token_introspection" OBJECT Other OPAQUE_TOKENS "RFC 9701 §5" "What an introspection endpoint answered.";
    "token_use" STRING Other PROVIDER_NOTES "Amazon Cognito" "Whether it is an ID token or an access token of Cognito.";
    "txn" STRING Other LOGOUT_AND_EVENTS "RFC 8417 §2.2" "A transaction that several events belong to.";
    "typ" STRING Other PROVIDER_NOTES "Keycloak" "What kind of token of Keycloak it is.";
    "uid" STRING AboutWhom PROVIDER_NOTES "Okta reference" "The user as Okta knows it.";
    "unique_name" STRING AboutWhom SUBJECT_AND_ACTOR "Entra access-token-claims-reference" "Name of the user in v1.0 tokens; not unique.";
    "updated_at" DATE AboutWhom CLAIM_TYPES "OpenID Connect Core §5.1" "When the data about the user last changed.";
    "upn" STRING AboutWhom SUBJECT_AND_ACTOR "Entra optional-claims-reference" "User principal name. It can change: never a key to authorise by.";
    "urn:openid:params:jwt:claim:rt_hash" BASE64URL Other HASHES_AND_NONCE "OpenID CIBA §10.3.1" "Half a hash of the refresh token issued with it.";
    "username" STRING AboutWhom PROVIDER_NOTES "Amazon Cognito" "Name of the user, in access tokens of Cognito.";
    "uti" STRING Other MONITORING "Entra access-token-claims-reference" "The number of this one token, as jti elsewhere.";
    "vc" OBJECT Other SD_JWT "W3C VC Data Model 1.1 §6.3.1" "A W3C credential inside a JWT.";
    "vct" STRING Other SD_JWT "SD-JWT VC draft" "The type of the credential.";
    "vct#integrity" STRING Other SD_JWT "SD-JWT VC draft" "Hash of the description of the credential's type.";
    "ver" STRING IssuedBy TOKEN_VERSION "Entra access-token-claims-reference" "Version of the token; B2C writes 1.0.";
    "verified_claims" OBJECT_OR_OBJECTS AboutWhom PRIVACY "OpenID Identity Assurance" "Claims together with how they were verified.";
    "verified_primary_email" ARRAY AboutWhom PRIVACY "Entra optional-claims-reference" "Main mail addresses that were verified.";
    "verified_secondary_email" ARRAY AboutWhom PRIVACY "Entra optional-claims-reference" "Further mail addresses that were verified.";
    "vnet" STRING SignedIn PRIVACY "Entra optional-claims-reference" "Virtual network the client was in.";
    "vp" OBJECT Other SD_JWT "W3C VC Data Model 1.1 §6.3.1" "A W3C presentation inside a JWT.";
    "website" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "URL of the user's website.";
    "wids" ARRAY MayDo ROLES_AND_GROUPS "Entra access-token-claims-reference" "Directory roles of the user, by the ids of their templates.";
    "workflow" STRING AboutWhom WORKLOAD_FEDERATION "GitHub OIDC reference" "Name of the workflow.";
    "xms_act_fct" STRING AboutWhom SUBJECT_AND_ACTOR "Entra agent-token-claims" "What the acting application is, as numbers.";
    "xms_az_rid" STRING AboutWhom SUBJECT_AND_ACTOR "observed" "Azure resource that the managed identity is used from.";
    "xms_cc" ARRAY Other CAE "Entra claims-challenge" "What the client can do, such as answering claims challenges.";
    "xms_edov" BOOLEAN_OR_STRING AboutWhom SUBJECT_AND_ACTOR "Entra optional-claims-reference" "Whether the owner of the mail domain was verified.";
    "xms_ftd" STRING Other MISSING_CLAIMS "observed" "Internal and opaque: do not read it.";
    "xms_idrel" STRING AboutWhom SUBJECT_AND_ACTOR "Entra agent-token-claims" "How the subject is related to the tenant, as numbers.";
    "xms_mirid" STRING AboutWhom SUBJECT_AND_ACTOR "observed" "Azure resource of the managed identity.";
    "xms_par_app_azp" GUID ForWhom SUBJECT_AND_ACTOR "Entra agent-token-claims" "The application that the acting agent was made from.";
    "xms_pdl" STRING Other TENANT "Entra optional-claims-reference" "Where the user's data should be kept.";
    "xms_pl" STRING AboutWhom PRIVACY "Entra optional-claims-reference" "Language the user prefers.";
    "xms_st" OBJECT AboutWhom SUBJECT_AND_ACTOR "observed" "Holds the subject as the client knows it.";
    "xms_sub_fct" STRING AboutWhom SUBJECT_AND_ACTOR "Entra agent-token-claims" "What the subject is, as numbers.";
    "xms_tcdt" NUMBER IssuedBy TENANT "observed" "When the tenant was created.";
    "xms_tdbr" STRING IssuedBy TENANT "observed" "Region of the tenant's data boundary.";
    "xms_tnt_fct" STRING IssuedBy TENANT "Entra agent-token-claims" "What the tenant is, as numbers.";
    "xms_tpl" STRING IssuedBy TENANT "Entra optional-claims-reference" "Language the tenant prefers.";
    "zoneinfo" STRING AboutWhom PRIVACY "OpenID Connect Core §5.1" "Time zone of the user, by name.";
    "ztdid" STRING SignedIn PRIVACY "Entra optional-claims-reference" "The device as Windows Autopilot knows it.";
};

/// Every header parameter known here, sorted by name.
pub(super) static PARAMETERS: &[Claim] = table! {
    "alg" STRING Other ALGORITHMS "RFC 7515 §4.1.1" "Algorithm that secures it. A receiver compares it with its own list.";
    "apu" BASE64URL Other ENCRYPTED_TOKENS "RFC 7518 §4.6.1.2" "What the key agreement knows about the producer.";
    "apv" BASE64URL Other ENCRYPTED_TOKENS "RFC 7518 §4.6.1.3" "What the key agreement knows about the recipient.";
    "aud" STRING_OR_ARRAY Other ENCRYPTED_TOKENS "RFC 7519 §5.3" "Copy of the claim, to be read before decryption.";
    "b64" BOOLEAN Other HEADER_PARAMS "RFC 7797 §3" "False where the payload is not encoded, which a JWT does not allow.";
    "crit" ARRAY Other HEADER_PARAMS "RFC 7515 §4.1.11" "Extensions that a receiver has to understand or else refuse the token.";
    "ctx" BASE64URL Other SAFE_HANDLING "observed" "Context of a key derivation, in assertions of devices.";
    "cty" STRING Other HEADER_PARAMS "RFC 7515 §4.1.10" "Type of what is inside; JWT where that is a token.";
    "enc" STRING Other ENCRYPTED_TOKENS "RFC 7516 §4.1.2" "Algorithm that encrypts the content.";
    "epk" OBJECT Other ENCRYPTED_TOKENS "RFC 7518 §4.6.1.1" "Ephemeral public key of the key agreement.";
    "iss" STRING Other ENCRYPTED_TOKENS "RFC 7519 §5.3" "Copy of the claim, to be read before decryption.";
    "iv" BASE64URL Other ENCRYPTED_TOKENS "RFC 7518 §4.7.1.1" "Initialization vector of the key wrapping.";
    "jku" STRING Other HEADER_PARAMS "RFC 7515 §4.1.2" "URL of a key set. Dangerous to follow.";
    "jwk" OBJECT Other HEADER_PARAMS "RFC 7515 §4.1.3" "The public key itself. Proofs only.";
    "kid" STRING Other KEYS_AND_ROTATION "RFC 7515 §4.1.4" "Which key was used. Any text, to look up in the issuer's key set.";
    "nonce" STRING Other AUDIENCE "RFC 8555 §6.5.2" "From Microsoft: a sign that only Microsoft's own API can verify the signature.";
    "p2c" NUMBER Other ENCRYPTED_TOKENS "RFC 7518 §4.8.1.2" "Iterations of the key derivation from a password.";
    "p2s" BASE64URL Other ENCRYPTED_TOKENS "RFC 7518 §4.8.1.1" "Salt of the key derivation from a password.";
    "ppt" STRING Other HEADER_PARAMS "RFC 8225 §8.1" "PASSporT extension.";
    "sub" STRING Other ENCRYPTED_TOKENS "RFC 7519 §5.3" "Copy of the claim, to be read before decryption.";
    "svt" ARRAY Other HEADER_PARAMS "RFC 9321" "Signature validation token.";
    "tag" BASE64URL Other ENCRYPTED_TOKENS "RFC 7518 §4.7.1.2" "Authentication tag of the key wrapping.";
    "trust_chain" ARRAY Other HEADER_PARAMS "OpenID Federation §4.3" "Statements about the issuer from its federation.";
    "typ" STRING Other HEADER_PARAMS "RFC 7515 §4.1.9" "Which kind of token it says it is.";
    "url" STRING Other HEADER_PARAMS "RFC 8555 §6.4.1" "Where an ACME request goes.";
    "x5c" ARRAY Other HEADER_PARAMS "RFC 7515 §4.1.6" "Certificates, that of the key first.";
    "x5t" BASE64URL Other CLIENT_ASSERTION "RFC 7515 §4.1.7" "SHA-1 thumbprint of the certificate.";
    "x5t#S256" BASE64URL Other CLIENT_ASSERTION "RFC 7515 §4.1.8" "SHA-256 thumbprint of the certificate.";
    "x5u" STRING Other HEADER_PARAMS "RFC 7515 §4.1.5" "URL of a certificate. Dangerous to follow.";
    "zip" STRING Other ENCRYPTED_TOKENS "RFC 7516 §4.1.3" "Compression before encryption.";
};

/// Names that stand for all that start with them.
const PATTERNS: [&str; 3] = ["custom:*", "extension_*", "extn.*"];

pub(super) fn find(table: &'static [Claim], name: &str) -> Option<&'static Claim> {
    let at = table.binary_search_by(|claim| claim.name.cmp(name)).ok()?;
    table.get(at)
}

/// What is known about the claim with exactly this name.
pub fn exactly(name: &str) -> Option<&'static Claim> {
    find(CLAIMS, name)
}

/// What is known about the claim with this name; a member of `cnf` is asked for as `cnf.NAME`.
pub fn claim(name: &str) -> Option<&'static Claim> {
    let is_of = |pattern: &&str| {
        pattern
            .strip_suffix('*')
            .is_some_and(|start| name.len() > start.len() && name.starts_with(start))
    };
    exactly(name).or_else(|| find(CLAIMS, PATTERNS.into_iter().find(is_of)?))
}

/// The known claim that a name equals but for case and surrounding spaces, where it is not that name itself. A name that
/// programs make, such as `userName` and `tId`, is one of its own, unless every library looks for the claim.
pub fn meant(name: &str) -> Option<&'static str> {
    // No known name is longer; a member name can be megabytes.
    let trimmed = name.trim();
    let is_small = trimmed == name && !name.bytes().any(|byte| byte.is_ascii_uppercase());
    if trimmed.len() > 64 || is_small || exactly(name).is_some() {
        return None;
    }
    CLAIMS
        .iter()
        .find(|claim| claim.name.eq_ignore_ascii_case(trimmed))
        .filter(|claim| {
            ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"].contains(&claim.name)
                || trimmed.starts_with(|c: char| c.is_ascii_uppercase())
                || trimmed == claim.name
        })
        .map(|claim| claim.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        for table in [CLAIMS, PARAMETERS] {
            assert!(table.is_sorted_by(|one, next| one.name < next.name));
            for claim in table {
                let words = claim.meaning.split(' ').count();
                assert!((1..=20).contains(&words), "{}: {words} words", claim.name);
                assert!(claim.meaning.ends_with('.'), "{}", claim.name);
                assert!(!claim.source.is_empty());
            }
        }
    }

    #[test]
    fn names_are_looked_up_as_they_stand_and_by_pattern() {
        assert_eq!(claim("exp").unwrap().group, Group::When);
        assert_eq!(claim("Exp"), None);
        assert_eq!(claim("custom:team").unwrap().name, "custom:*");
        assert_eq!(claim("extension_a1b2_badge").unwrap().name, "extension_*");
        assert_eq!(claim("custom:"), None);
        assert_eq!(claim(""), None);
        assert_eq!(claim("cnf.jkt").unwrap().source, "RFC 9449 §6.1");
        assert_eq!(meant(" Exp"), Some("exp"));
        assert_eq!(meant("exp"), None);
        assert_eq!(meant("expiry"), None);
        assert_eq!(meant("tId"), None);
        assert_eq!(meant("aUd"), Some("aud"));
    }

    #[test]
    fn only_numeric_dates_are_dates() {
        for claim in CLAIMS {
            let is_known = crate::rules::time::TIME_CLAIMS.contains(&claim.name);
            assert_eq!(claim.types.is_date(), is_known, "{}", claim.name);
        }
        for name in ["pwd_exp", "xms_tcdt", "max_age"] {
            assert!(!claim(name).unwrap().types.is_date());
        }
    }

    #[test]
    fn types_are_sets() {
        let aud = claim("aud").unwrap().types;
        assert!(aud.allow(Kind::String) && aud.allow(Kind::Array) && !aud.allow(Kind::Object));
        assert_eq!(aud.phrase(), "a string or an array of strings");
        let exp = claim("exp").unwrap().types;
        assert!(exp.allow(Kind::Number) && !exp.allow(Kind::String));
        assert!(claim("roles").unwrap().types.is_list());
        assert!(claim("extn.x").unwrap().types.allow(Kind::Null));
        assert!(!exp.allow(Kind::Null));
    }
}

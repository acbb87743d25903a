//! What servers and libraries say when they refuse: codes of the Entra sign-in service, OAuth error values, texts of
//! validating libraries.

use crate::guide::{self, Section};

/// A code or text, and what it means.
#[derive(Debug)]
pub struct ServerError {
    /// As its speaker writes it: `AADSTS90016`, `IDX10223`, `invalid_grant`, `jwt expired`. Quotes are left out.
    pub code: &'static str,
    /// The name Microsoft gives an AADSTS code, or who says the others; may be empty.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to look at.
    pub check: &'static str,
    /// The rules that find its causes in a token, separated by spaces. After `?` they only hint at them: the cause may
    /// lie where no token shows it, in the request, a registration, the receiver's settings
    /// or a time that has passed.
    rules: &'static str,
    /// The section of the guide about it.
    pub guide: Section,
    /// Of an AADSTS code: D the published table, L the look-up page of the sign-in service, T public threads. Where D
    /// and L disagree the meaning names both. Empty for texts of libraries and specifications.
    pub sources: &'static str,
}

impl ServerError {
    /// The ids of the rules that find its causes in a token.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.rules.trim_start_matches('?').split_ascii_whitespace()
    }

    /// Whether a token without findings of its rules says anything against it.
    pub fn shows_in_tokens(&self) -> bool {
        !self.rules.starts_with('?')
    }

    /// Whether it says that a token is for somebody else, and nothing more.
    pub fn is_about_audience(&self) -> bool {
        self.rules == "aud-mismatch"
    }

    /// Whether it is a phrase to be found in running text, not a code.
    pub fn is_phrase(&self) -> bool {
        self.code.contains(' ')
    }
}

macro_rules! errors {
    ($($code:literal $name:literal $meaning:literal $check:literal $rules:literal $guide:ident $sources:literal;)*) => {
        &[$(ServerError { code: $code, name: $name, meaning: $meaning, check: $check, rules: $rules, guide: guide::$guide, sources: $sources }),*]
    };
}

/// Everything known here, sorted by code, letter case ignored.
#[rustfmt::skip]
pub static SERVER_ERRORS: &[ServerError] = errors! {
    "'puid' or 'altsecid' or 'oid'" "Azure Resource Manager"
        "The token stands for no principal of the tenant."
        "Service principal; tenant instead of /common."
        "oid-missing" ISSUANCE_PROBLEMS "";
    "AADB2C90086" "Azure AD B2C"
        "The grant is not supported there; on-behalf-of is not."
        "Which product issues your tokens."
        "?profile-ambiguous" PROVIDER_NOTES "";
    "AADSTS1000014" ""
        "The exchange ran in one tenant with a token of another tenant."
        "Tenant in the endpoint against tid."
        "obo-tenant-differs tid-mismatch" ON_BEHALF_OF "L";
    "AADSTS1000029" ""
        "The parameter with the proof-of-possession key is malformed."
        "req_cnf or pop_jwk of the request."
        "cnf-malformed dpop-jkt-mismatch" POP_TOKENS "L";
    "AADSTS1000039" ""
        "The proof-of-possession key is not the one the session is bound to."
        "req_cnf or pop_jwk of the request."
        "cnf-malformed dpop-jkt-mismatch" POP_TOKENS "L";
    "AADSTS1000104" ""
        "The request crosses from one cloud into another."
        "Endpoint of the right cloud."
        "?iss-cloud-mismatch" NATIONAL_CLOUDS "D";
    "AADSTS1002012" ""
        "Client credentials take a scope that ends in /.default only."
        "Form of the scope."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "L";
    "AADSTS221000" "DeviceOnlyTokensNotSupportedByResource"
        "The API does not take tokens that stand for a device alone."
        "A user has to sign in."
        "app-only-where-user-expected" DELEGATED_VS_APP_ONLY "D";
    "AADSTS240002" "RequiredClaimIsMissing"
        "An ID token was sent where the jwt-bearer grant takes an access token."
        "Send the access token; wildcards in reply URLs."
        "obo-id-token id-token-used-as-access-token" ON_BEHALF_OF "DLT";
    "AADSTS28002" ""
        "The scope in the request is not valid."
        "Spelling; the form with /.default."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "D";
    "AADSTS399209" ""
        "The app is not set up for certificate-bound tokens."
        "Call with the client certificate; setting of the app."
        "?mtls-bound-token" POP_TOKENS "L";
    "AADSTS50001" "InvalidResource"
        "The API is unknown, or not present in this tenant."
        "Identifier, tenant, enterprise app."
        "?aud-mismatch" AUDIENCE "DL";
    "AADSTS500011" "InvalidResourceServicePrincipalNotFound"
        "The API has no service principal in this tenant."
        "Identifier, tenant, enterprise app."
        "?aud-mismatch" AUDIENCE "DL";
    "AADSTS500014" ""
        "The API's service principal is disabled."
        "State of the enterprise app."
        "?aud-mismatch" CONSENT_AND_PERMISSIONS "L";
    "AADSTS500033" ""
        "The thumbprint x5t is not that of the first certificate in x5c."
        "Whether the header was made from two certificates."
        "x5t-x5c-mismatch" CLIENT_ASSERTION "L";
    "AADSTS50006" "InvalidSignature"
        "The signature did not verify."
        "Damage in copying, key, algorithm."
        "signature-invalid signature-wrong-length" SIGNATURE "DL";
    "AADSTS500061" ""
        "The signature did not verify."
        "Damage in copying, key, algorithm."
        "signature-invalid signature-wrong-length" SIGNATURE "L";
    "AADSTS5000811" ""
        "The service does not know the key that the token says it was signed with."
        "kid; whether that key is registered."
        "key-not-found" KEYS_AND_ROTATION "L";
    "AADSTS50010" "AudienceUriValidationFailed"
        "None of the audiences is registered for the app."
        "aud against the registered identifiers, for SAML too."
        "aud-missing aud-mismatch" AUDIENCE "DL";
    "AADSTS500101" ""
        "The audience is missing or matches no registered identifier."
        "aud against the registered identifiers."
        "aud-missing aud-mismatch" AUDIENCE "L";
    "AADSTS500103" ""
        "The audience is missing or matches no registered identifier."
        "aud against the registered identifiers."
        "aud-missing aud-mismatch" AUDIENCE "L";
    "AADSTS50012" "AuthenticationFailed"
        "Certificate or client assertion refused; a collective code for several reasons."
        "Thumbprint, chain and subject name of the certificate."
        "assertion-thumbprint-missing signature-invalid" CLIENT_ASSERTION "D";
    "AADSTS500126" ""
        "The signature on the ID token of an external identity provider did not verify."
        "The provider's published keys and key ID."
        "signature-invalid key-not-found" SIGNATURE "L";
    "AADSTS50013" "InvalidAssertion"
        "The user assertion was refused: wrong audience, bad signature, outside its time, or wrong version. Newer sub-codes say which."
        "aud first: it must be the app that exchanges the token."
        "signature-invalid aud-microsoft-graph ms-header-nonce token-expired" ON_BEHALF_OF "DL";
    "AADSTS500131" ""
        "The assertion was issued for another app than the one that presents it."
        "aud against client ID and App ID URI, letter case included."
        "obo-aud-not-middle-tier aud-case-or-space" ON_BEHALF_OF "LT";
    "AADSTS500132" ""
        "The assertion cannot be read as a token."
        "Truncation, encoding, stray quotes."
        "structure-wrong-segment-count payload-not-json" TOKEN_STRUCTURE "L";
    "AADSTS500133" ""
        "The assertion is expired or not valid yet."
        "exp and nbf against the clock; how the client renews."
        "obo-expired token-expired token-not-yet-valid" ON_BEHALF_OF "DL";
    "AADSTS500136" ""
        "A version 2 token was presented at a version 1 endpoint."
        "Use the /oauth2/v2.0/token endpoint."
        "ver-mismatch-expected" TOKEN_VERSION "L";
    "AADSTS500137" ""
        "A version 1 token was presented at a version 2 endpoint."
        "The access token version in the API's manifest."
        "ver-mismatch-expected" TOKEN_VERSION "L";
    "AADSTS500138" ""
        "The device assertion carries no refresh token."
        "Registration of the device."
        "prt-cookie-pasted" SAFE_HANDLING "L";
    "AADSTS500139" ""
        "The refresh token in the device assertion is not a primary one."
        "Registration of the device."
        "prt-cookie-pasted" SAFE_HANDLING "L";
    "AADSTS50020" "UserUnauthorized"
        "The account does not belong to this tenant."
        "Invite the account, or use another."
        "guest-user tid-mismatch" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS500207" ""
        "This type of account is not allowed for the API or tenant."
        "signInAudience of the app."
        "?tid-consumer" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS500208" ""
        "This type of account is not allowed for the API or tenant."
        "signInAudience of the app."
        "?tid-consumer" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS50027" "InvalidJwtToken"
        "The JWT is malformed or fails a basic check: format, times, issuer, audience, subject, nonce, or a claim that occurs twice."
        "Structure first, then the claims."
        "payload-not-json json-duplicate-key required-claim-missing iss-mismatch aud-mismatch token-expired" TOKEN_STRUCTURE "DL";
    "AADSTS5002726" ""
        "The JOSE header asks for something the service does not support."
        "alg, typ, crit and other header parameters."
        "typ-unexpected crit-unknown-extension" HEADER_PARAMS "L";
    "AADSTS5002730" ""
        "The kind of key does not fit the algorithm the token was signed with."
        "alg against the type of the signing key."
        "?alg-not-allowed-for-profile" ALGORITHMS "T";
    "AADSTS500277" ""
        "The ID token of an external identity provider names an issuer that was not expected."
        "iss against the federation settings."
        "iss-mismatch" ISSUER "L";
    "AADSTS50034" "UserAccountNotFound"
        "The tenant has no such account."
        "Invite the account, or use another."
        "guest-user tid-mismatch" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS50048" "SubjectMismatchesIssuer"
        "sub and iss of the client assertion differ."
        "Both have to be the client ID."
        "assertion-iss-sub-differ" CLIENT_ASSERTION "DLT";
    "AADSTS50057" "UserDisabled"
        "The account is disabled."
        "The account in the directory."
        "" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS50059" ""
        "Neither request nor credential names a tenant."
        "Put the tenant into the URL."
        "tid-missing" TENANT "DL";
    "AADSTS50072" "UserStrongAuthEnrollmentRequiredInterrupt"
        "The user has to register a second factor first."
        "Registration for MFA."
        "mfa-not-in-amr" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50074" "UserStrongAuthClientAuthNRequiredInterrupt"
        "A second factor is required and was not passed."
        "Complete MFA."
        "mfa-not-in-amr" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50076" "UserStrongAuthClientAuthNRequired"
        "A policy or a new location demands MFA for this API."
        "Interactive request; in on-behalf-of hand the claims to the client."
        "mfa-not-in-amr input-claims-challenge" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50078" "UserStrongAuthExpired"
        "The MFA that was passed is too old for the policy."
        "Repeat MFA."
        "auth-time-too-old" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50079" "UserStrongAuthEnrollmentRequired"
        "MFA is demanded, and the user is not enrolled or the federated provider reported none."
        "Enrolment; MFA claim of the federated provider."
        "mfa-not-in-amr" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50089" ""
        "The token that holds the sign-in together has expired."
        "Start the sign-in again."
        "" TOKEN_ACQUISITION "DL";
    "AADSTS50097" "DeviceAuthenticationRequired"
        "The device has to authenticate."
        "Broker, state of the device."
        "" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50098" ""
        "The body of the JWT lacks the field that the message names."
        "That claim in the token you sent."
        "?required-claim-missing" MISSING_CLAIMS "DL";
    "AADSTS50100" ""
        "Claims could not be transformed while the token was issued."
        "Claims mapping policy, custom provider."
        "optional-claim-needs-configuration" ISSUANCE_PROBLEMS "DL";
    "AADSTS50103" ""
        "Claims could not be transformed while the token was issued."
        "Claims mapping policy, custom provider."
        "optional-claim-needs-configuration" ISSUANCE_PROBLEMS "DL";
    "AADSTS50105" "EntitlementGrantsNotFound"
        "The user is not assigned to the app."
        "Users and groups of the enterprise app."
        "role-missing-expected" ROLES_AND_GROUPS "DL";
    "AADSTS50107" ""
        "The issuer of the assertion is no federated realm that the tenant knows."
        "Kind of assertion, tenant."
        "iss-mismatch saml-assertion-pasted" ISSUER "DT";
    "AADSTS50108" ""
        "Claims could not be transformed while the token was issued."
        "Claims mapping policy, custom provider."
        "optional-claim-needs-configuration" ISSUANCE_PROBLEMS "DL";
    "AADSTS50117" ""
        "The claims parameter of the request could not be read."
        "base64 and JSON of the challenge you passed on."
        "input-claims-challenge" STEP_UP "D";
    "AADSTS50130" ""
        "A claim that should name an authentication method holds a value the service does not know."
        "amr or authnmethodsreferences from the federated provider."
        "amr-unknown-value" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS50131" "ConditionalAccessFailed"
        "A Conditional Access policy was not met; several reasons share this code."
        "Policy tab of the sign-in log."
        "" MFA_AND_CONDITIONAL_ACCESS "D";
    "AADSTS50146" "MissingCustomSigningKey"
        "The app has mapped claims, so it needs a signing key of its own, and has none that is valid."
        "The signing key on the enterprise app."
        "obo-custom-signing-key" ISSUANCE_PROBLEMS "D";
    "AADSTS501461" ""
        "Mapped claims are only allowed where the audience is the app's GUID or lies in a verified domain."
        "The identifier; or a signing key of the app's own."
        "?aud-guid-vs-app-id-uri" ISSUANCE_PROBLEMS "D";
    "AADSTS50158" "ExternalSecurityChallenge"
        "A challenge outside the sign-in service is still open."
        "Terms of use, external MFA."
        "acrs-context-missing" MFA_AND_CONDITIONAL_ACCESS "D";
    "AADSTS50162" ""
        "Transforming the claims took too long."
        "Custom claims provider and its answer times."
        "optional-claim-needs-configuration" ISSUANCE_PROBLEMS "DL";
    "AADSTS50164" ""
        "The access token was issued for another purpose than it is used for."
        "The purpose that the message names."
        "typ-unexpected aud-mismatch" WHICH_TOKEN "D";
    "AADSTS50171" ""
        "The audience can only be used over mutual TLS."
        "Call with the client certificate."
        "?mtls-bound-token" POP_TOKENS "DL";
    "AADSTS50173" ""
        "The grant is older than the moment from which the user's grants count: a password change or a revocation."
        "Sign in again."
        "refresh-token-pasted" REFRESH_TOKENS "DL";
    "AADSTS50194" ""
        "An app registered for one tenant was used at /common."
        "Endpoint with the tenant in it."
        "?iss-common-or-template" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS50196" "LoopDetected"
        "The client asks for the same token over and over."
        "The token cache of the client."
        "" TOKEN_ACQUISITION "D";
    "AADSTS53000" "DeviceNotCompliant"
        "The device is not compliant, and a policy demands it."
        "Compliance of the device."
        "" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS53001" "DeviceNotDomainJoined"
        "The device is not joined to the domain, and a policy demands it."
        "Join state of the device."
        "" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS53003" "BlockedByConditionalAccess"
        "A Conditional Access policy forbids issuing a token."
        "Policy, location, app."
        "" MFA_AND_CONDITIONAL_ACCESS "DL";
    "AADSTS530032" "BlockedByConditionalAccessOnSecurityPolicy"
        "A security policy of the tenant forbids issuing a token."
        "Policy of the tenant."
        "" MFA_AND_CONDITIONAL_ACCESS "D";
    "AADSTS53011" ""
        "Blocked because of risk seen in the user's home tenant."
        "Administrator of the home tenant."
        "?guest-user" GUEST_AND_CONSUMER_ACCOUNTS "DL";
    "AADSTS54005" ""
        "The code was redeemed before."
        "Redeem it once; look for retries."
        "authorization-code-pasted" TOKEN_ACQUISITION "DL";
    "AADSTS65001" "DelegationDoesNotExist"
        "Nobody has consented to this client for this API."
        "Consent; for on-behalf-of the known client applications."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS65004" "UserDeclinedConsent"
        "The user declined to consent."
        "Ask again, or have an administrator consent."
        "" CONSENT_AND_PERMISSIONS "D";
    "AADSTS65005" "MisconfiguredApplication"
        "The client's configured permissions do not fit the request."
        "Permissions; identifier of the API."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS650053" ""
        "The API does not define the scope that was asked for."
        "The scopes under Expose an API."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "L";
    "AADSTS650056" "MisconfiguredApplication"
        "The client's configured permissions do not fit the request."
        "Permissions; identifier of the API."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS650057" ""
        "The API is not among the permissions the client is configured to ask for."
        "API permissions of the client."
        "?aud-mismatch scope-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS650059" ""
        "The app is limited to its own tenant."
        "signInAudience of the app."
        "tid-mismatch" TENANT "D";
    "AADSTS70000" "InvalidGrant"
        "The refresh token or code is not acceptable here."
        "Same client, tenant and binding as when it was issued."
        "refresh-token-pasted" REFRESH_TOKENS "D";
    "AADSTS700001" ""
        "A SAML app did not opt in to the aio claim, so its token cannot be exchanged."
        "Add the optional claim aio to the SAML app."
        "optional-claim-needs-configuration" ON_BEHALF_OF "LT";
    "AADSTS7000033" ""
        "The token lacks the claim that the message names; seen when devices enrol or tokens are bound."
        "That claim; the enrolment of the device."
        "?required-claim-missing" MISSING_CLAIMS "L";
    "AADSTS700005" "InvalidGrantRedeemAgainstWrongTenant"
        "The code was redeemed in another tenant than it was issued in."
        "Same tenant segment in both URLs."
        "tid-mismatch" TOKEN_ACQUISITION "D";
    "AADSTS7000112" ""
        "The client app is disabled."
        "State of the enterprise app."
        "client-not-allowed" SUBJECT_AND_ACTOR "D";
    "AADSTS7000114" ""
        "The assertion is an app-only token, and this app may not exchange those on behalf of somebody."
        "Use client credentials instead."
        "obo-app-only app-only-where-user-expected" ON_BEHALF_OF "DT";
    "AADSTS700016" "UnauthorizedClient_DoesNotMatchRequest"
        "The tenant does not know this client."
        "Client ID, tenant, consent."
        "oid-missing client-not-allowed" ISSUANCE_PROBLEMS "DL";
    "AADSTS700021" ""
        "The app ID in the client assertion is not the client_id of the request."
        "client_id against iss and sub."
        "assertion-iss-sub-differ" CLIENT_ASSERTION "L";
    "AADSTS7000215" ""
        "The client secret is wrong; often its ID was copied instead of its value."
        "The value of the secret."
        "" CLIENT_ASSERTION "D";
    "AADSTS7000216" ""
        "The request holds no client credential."
        "client_secret or client_assertion."
        "" CLIENT_ASSERTION "DL";
    "AADSTS7000218" ""
        "The request holds no client credential."
        "client_secret or client_assertion."
        "" CLIENT_ASSERTION "DL";
    "AADSTS700022" "InvalidMultipleResourcesScope"
        "Two meanings circulate: the client assertion has no subject, or scopes of several resources were asked for. Your message decides."
        "sub of the assertion; one resource a request."
        "assertion-sub-missing" CLIENT_ASSERTION "DL";
    "AADSTS7000222" "InvalidClientSecretExpiredKeysProvided"
        "The client secret has expired."
        "A new secret, or better a certificate."
        "" CLIENT_ASSERTION "DL";
    "AADSTS700023" "InvalidResourcelessScope"
        "Two meanings circulate: the assertion's audience is not the sign-in service, or no resource was asked for. Threads show the first."
        "Tenant, cloud and version in aud of the assertion."
        "assertion-aud-wrong" CLIENT_ASSERTION "DLT";
    "AADSTS700024" ""
        "The client assertion is outside its time."
        "Clock in UTC; assertions kept too long."
        "token-expired token-not-yet-valid assertion-lifetime-long" CLIENT_ASSERTION "LT";
    "AADSTS700025" "InvalidClientPublicClientWithCredential"
        "A client registered as public sent a secret or assertion."
        "Whether the client should be public."
        "?client-auth-strength" CLIENT_ASSERTION "DL";
    "AADSTS700027" ""
        "The signature of the client assertion failed, or its key is not registered."
        "Upload of the certificate; x5c in the header where subject names are trusted."
        "signature-invalid assertion-thumbprint-missing" CLIENT_ASSERTION "DLT";
    "AADSTS700030" ""
        "The certificate's subject name is not one the app trusts."
        "Trusted subject names of the app."
        "x5t-x5c-mismatch" CLIENT_ASSERTION "DL";
    "AADSTS70008" "ExpiredOrRevokedGrant"
        "The grant has expired or was revoked."
        "Sign in again."
        "refresh-token-pasted" REFRESH_TOKENS "D";
    "AADSTS700082" "ExpiredOrRevokedGrantInactiveToken"
        "The refresh token was not used for too long."
        "Sign in again."
        "refresh-token-pasted" REFRESH_TOKENS "DL";
    "AADSTS700084" ""
        "The refresh token belongs to a single-page app and has reached its fixed life."
        "Sign in interactively."
        "refresh-token-pasted" REFRESH_TOKENS "DL";
    "AADSTS70011" "InvalidScope"
        "The scope in the request is not valid."
        "Spelling; the form with /.default."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "D";
    "AADSTS70021" ""
        "No federated credential of the app fits the token presented. New ones take a while to be known."
        "iss, sub and aud against the credential; wait and retry."
        "fic-subject-mismatch fic-issuer-mismatch fic-audience-mismatch" WORKLOAD_FEDERATION "DT";
    "AADSTS700211" ""
        "No federated credential of the app has the token's issuer."
        "Trailing slash; issuer URL of the cluster."
        "fic-issuer-mismatch" WORKLOAD_FEDERATION "T";
    "AADSTS700212" ""
        "No federated credential of the app has the token's audience."
        "aud, usually api://AzureADTokenExchange."
        "fic-audience-mismatch" WORKLOAD_FEDERATION "T";
    "AADSTS700213" ""
        "No federated credential of the app has the token's subject."
        "Copy sub into the credential, character by character."
        "fic-subject-mismatch github-sub-format" WORKLOAD_FEDERATION "T";
    "AADSTS7002138" ""
        "The subject fits a federated credential except for letter case."
        "Letter case of sub."
        "fic-subject-mismatch" WORKLOAD_FEDERATION "T";
    "AADSTS700229" "ForbiddenTokenType"
        "Of Entra's own tokens only app-only ones may serve as a federated credential."
        "Get the first token with client credentials."
        "user-where-app-expected" WORKLOAD_FEDERATION "D";
    "AADSTS70023" ""
        "The external token lives longer than 25 hours, or has no iat."
        "iat and exp."
        "fic-iat-missing lifetime-too-long" WORKLOAD_FEDERATION "T";
    "AADSTS70043" "BadTokenDueToSignInFrequency"
        "A sign-in frequency policy ended the token."
        "Interval of the policy."
        "auth-time-too-old" REFRESH_TOKENS "DL";
    "AADSTS70044" ""
        "A sign-in frequency policy ended the session."
        "Interval of the policy."
        "auth-time-too-old" REFRESH_TOKENS "DL";
    "AADSTS90002" "InvalidTenantName"
        "There is no such tenant, or it lives in another cloud."
        "Tenant ID; host of the cloud."
        "tid-mismatch iss-cloud-mismatch" TENANT "DL";
    "AADSTS90008" "TokenForItselfRequiresGraphPermission"
        "The app lacks the permission to sign users in."
        "User.Read on Microsoft Graph."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS90009" "TokenForItselfMissingIdenticalAppIdentifier"
        "The app asks for a token for itself and names itself by URI."
        "Use the GUID of the app."
        "?aud-is-client-itself" AUDIENCE "DLT";
    "AADSTS9001023" ""
        "The grant cannot be used at the common or consumers endpoint."
        "Endpoint with the tenant in it."
        "?iss-common-or-template" GUEST_AND_CONSUMER_ACCOUNTS "D";
    "AADSTS90014" "MissingRequiredField"
        "The request or credential lacks a field that this grant needs."
        "Form parameters: grant_type, client_id, scope, assertion."
        "" READ_THE_ERROR "DL";
    "AADSTS900144" ""
        "The request body lacks the parameter that the message names."
        "Content type of the body, spelling of the parameter."
        "" READ_THE_ERROR "DL";
    "AADSTS90016" "MissingRequiredClaim"
        "The sign-in service read an access token you handed it and missed a claim it needs; it does not say which."
        "Which parameter carried the token; kind of token; tid, oid, sub, iss, aud, ver."
        "required-claim-missing tid-missing oid-missing id-token-used-as-access-token" AADSTS90016 "DL";
    "AADSTS900161" ""
        "The access token you handed to the sign-in service has no tenant ID claim."
        "tid; whether the token comes from B2C or another issuer."
        "tid-missing" AADSTS90016 "L";
    "AADSTS90017" ""
        "The request holds a field that the service did not expect."
        "Stray or doubled parameters."
        "" READ_THE_ERROR "L";
    "AADSTS90019" "MissingTenantRealm"
        "Neither request nor credential names a tenant."
        "Put the tenant into the URL."
        "tid-missing" TENANT "DL";
    "AADSTS90027" ""
        "Consumer accounts get no tokens from this version of the API."
        "Version 2 endpoint and tokens."
        "ver-mismatch-expected tid-consumer" TOKEN_VERSION "DL";
    "AADSTS90038" ""
        "Tenant and endpoint belong to different clouds."
        "Endpoint of the right cloud."
        "?iss-cloud-mismatch" NATIONAL_CLOUDS "D";
    "AADSTS900382" ""
        "The request crosses from one cloud into another."
        "Endpoint of the right cloud."
        "?iss-cloud-mismatch" NATIONAL_CLOUDS "D";
    "AADSTS900384" ""
        "The signature of the JWT did not verify."
        "Damage in copying, key, algorithm."
        "signature-invalid signature-wrong-length" SIGNATURE "L";
    "AADSTS900439" ""
        "The request crosses from one cloud into another."
        "Endpoint of the right cloud."
        "?iss-cloud-mismatch" NATIONAL_CLOUDS "breaking-changes page";
    "AADSTS90072" "PassThroughUserMfaError"
        "The external account is not in this tenant, so its MFA cannot count."
        "Invite the account."
        "?guest-user" GUEST_AND_CONSUMER_ACCOUNTS "D";
    "AADSTS90089" ""
        "A user's token was used in an on-behalf-of flow meant for apps."
        "Which of the two flows fits."
        "user-where-app-expected" ON_BEHALF_OF "L";
    "AADSTS90094" "AdminConsentRequired"
        "Only an administrator can consent to what was asked for."
        "Admin consent workflow."
        "role-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS90095" "AdminConsentRequiredRequestAccess"
        "Only an administrator can consent; the user may file a request."
        "Admin consent workflow."
        "role-missing-expected" CONSENT_AND_PERMISSIONS "DL";
    "AADSTS90124" ""
        "The API cannot be used at the common or consumers endpoint."
        "Endpoint with the tenant in it."
        "?iss-common-or-template" GUEST_AND_CONSUMER_ACCOUNTS "D";
    "AADSTS90129" ""
        "The API still takes version 1 tokens, which common and consumers cannot issue."
        "Access token version 2 in its manifest."
        "ver-mismatch-expected" TOKEN_VERSION "L";
    "AADSTS90130" ""
        "The app cannot be used at the common or consumers endpoint."
        "Endpoint with the tenant in it."
        "?iss-common-or-template" GUEST_AND_CONSUMER_ACCOUNTS "D";
    "Access token has expired or is not yet valid" "Microsoft Graph"
        "The token is outside its time."
        "exp and nbf."
        "?token-expired token-not-yet-valid" TIME_CLAIMS "";
    "Access token validation failure. Invalid audience" "Microsoft Graph"
        "The token was issued for something else than Microsoft Graph."
        "Scope the token was asked for with."
        "aud-mismatch" AUDIENCE "";
    "access_denied" "RFC 6749"
        "The user or the server refused."
        "Consent; policies."
        "" CONSENT_AND_PERMISSIONS "";
    "AKV10000" "Azure Key Vault"
        "The request carried no token; clients then ask for one and repeat it."
        "Whether a token follows at all."
        "" READ_THE_ERROR "";
    "AKV10022" "Azure Key Vault"
        "The token was issued for something else than Azure Key Vault."
        "Scope the token was asked for with."
        "aud-mismatch" AUDIENCE "";
    "AKV10032" "Azure Key Vault"
        "The token is of another tenant than the vault."
        "tid against the tenant of the vault."
        "?tid-mismatch" TENANT "";
    "Another algorithm expected, or no matching key" "Nimbus, Spring Security"
        "No key of the set fits the token's algorithm and key ID."
        "alg and kid; where the keys are read from."
        "key-not-found alg-not-allowed-for-profile" KEYS_AND_ROTATION "";
    "Audience doesn't match" "PyJWT"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "Audience validation failed. Audience did not match" "Azure Storage"
        "The token was issued for something else than Azure Storage."
        "Scope the token was asked for with."
        "aud-mismatch" AUDIENCE "";
    "Audiences in Jwt are not allowed" "Envoy, Istio"
        "The audience is none that the proxy accepts."
        "aud against the rules of the proxy."
        "aud-mismatch" AUDIENCE "";
    "AuthorizationFailed" "Azure Resource Manager"
        "The token is good, but no role lets its holder do this there."
        "Role assignments at this scope; new ones take minutes and a new token."
        "" CONSENT_AND_PERMISSIONS "";
    "AuthorizationPermissionMismatch" "Azure Storage"
        "The token is good, but its holder has no role for the data."
        "A role such as Storage Blob Data Reader; Owner is not enough."
        "" CONSENT_AND_PERMISSIONS "";
    "CompactToken parsing failed" "Microsoft Graph"
        "Graph cannot read the token: cut, changed, or no JWT."
        "That the whole access token was sent, and nothing else."
        "?structure-wrong-segment-count opaque-not-a-jwt" TOKEN_STRUCTURE "";
    "consent_required" "OpenID Connect Core"
        "The user has to consent."
        "An interactive request."
        "" CONSENT_AND_PERMISSIONS "";
    "Either scp or roles claim need to be present in the token" "Microsoft Graph"
        "Nothing was granted to the token: neither delegated nor application permissions."
        "Permissions, consent, a token fetched afterwards."
        "scp-and-roles-missing" CONSENT_AND_PERMISSIONS "";
    "exp claim timestamp check failed" "jose"
        "The token has expired."
        "exp against the receiver's clock."
        "token-expired" TIME_CLAIMS "";
    "Expired JWT" "Nimbus"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "ExpiredAuthenticationToken" "Azure Resource Manager"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "Firebase ID token has expired" "Firebase"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "has incorrect aud (audience) claim" "Firebase"
        "The token is of another Firebase project."
        "aud against the project ID of the server."
        "?aud-mismatch" AUDIENCE "";
    "has incorrect iss (issuer) claim" "Firebase"
        "The issuer is not that of the project."
        "iss against the project ID of the server."
        "?iss-mismatch" ISSUER "";
    "has no kid claim" "Firebase"
        "The header has no key ID: probably no ID token of Firebase."
        "Which token was sent; custom tokens have none."
        "kid-missing" WHICH_TOKEN "";
    "id token issued by a different provider" "go-oidc, Kubernetes"
        "The issuer is not the one configured."
        "iss, letter by letter."
        "iss-mismatch" ISSUER "";
    "IDW10201" "Microsoft.Identity.Web"
        "The token has neither scp nor roles."
        "Permissions and consent."
        "scp-and-roles-missing" CONSENT_AND_PERMISSIONS "";
    "IDW10202" "Microsoft.Identity.Web"
        "The token lacks the role that the API wants."
        "roles."
        "role-missing-expected" ROLES_AND_GROUPS "";
    "IDW10203" "Microsoft.Identity.Web"
        "The token lacks the scope that the API wants."
        "scp."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "";
    "IDW10304" "Microsoft.Identity.Web"
        "An issuer of Azure AD B2C with a policy in it (tfp) is not accepted."
        "Form of the B2C issuer."
        "iss-b2c-tfp" ISSUER "";
    "IDW10401" "Microsoft.Identity.Web"
        "The token carries no tenant ID."
        "tid."
        "tid-missing" TENANT "";
    "IDX10204" ".NET"
        "The receiver has no issuer configured to compare with."
        "ValidIssuer or ValidIssuers, or the authority."
        "?iss-mismatch" ISSUER "";
    "IDX10205" ".NET"
        "The issuer is none that the receiver accepts."
        "iss against ValidIssuer."
        "iss-mismatch" ISSUER "";
    "IDX10206" ".NET"
        "The token names no audience."
        "aud."
        "aud-missing" AUDIENCE "";
    "IDX10208" ".NET"
        "The receiver has no audience configured to compare with."
        "ValidAudience or ValidAudiences."
        "?aud-mismatch" AUDIENCE "";
    "IDX10209" ".NET"
        "The token is longer than the receiver reads."
        "Length; groups and other long claims."
        "structure-token-too-large" TOKEN_STRUCTURE "";
    "IDX10211" ".NET"
        "The token names no issuer."
        "iss."
        "iss-missing" ISSUER "";
    "IDX10214" ".NET"
        "The audience is none that the receiver accepts."
        "aud against ValidAudience."
        "aud-mismatch" AUDIENCE "";
    "IDX10222" ".NET"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "IDX10223" ".NET"
        "The token has expired."
        "exp against the receiver's clock."
        "token-expired" TIME_CLAIMS "";
    "IDX10224" ".NET"
        "The token expires before it becomes valid."
        "nbf and exp."
        "exp-not-after-start" TIME_CLAIMS "";
    "IDX10225" ".NET"
        "The token has no expiry."
        "exp."
        "exp-missing" TIME_CLAIMS "";
    "IDX10230" ".NET"
        "A lifetime check of the app's own refused the token."
        "LifetimeValidator of the receiver."
        "?token-expired token-not-yet-valid" TIME_CLAIMS "";
    "IDX10231" ".NET"
        "An audience check of the app's own refused the token."
        "AudienceValidator of the receiver."
        "?aud-mismatch" AUDIENCE "";
    "IDX10248" ".NET"
        "The certificate of the signing key is not valid yet."
        "The receiver's clock; the issuer's keys."
        "" KEYS_AND_ROTATION "";
    "IDX10249" ".NET"
        "The certificate of the signing key has expired."
        "Whether the issuer has newer keys than the receiver."
        "" KEYS_AND_ROTATION "";
    "IDX10256" ".NET"
        "The header has no typ, and the receiver wants one."
        "typ against ValidTypes."
        "typ-missing-when-required" HEADER_PARAMS "";
    "IDX10257" ".NET"
        "The typ in the header is none that the receiver accepts."
        "typ against ValidTypes."
        "?typ-unexpected" HEADER_PARAMS "";
    "IDX10500" ".NET"
        "The receiver has no keys to check the signature with."
        "Authority or metadata address of the receiver, and whether it reaches it."
        "" KEYS_AND_ROTATION "";
    "IDX10501" ".NET"
        "No key that the receiver knows has the key ID of the token."
        "kid; authority the keys are read from."
        "key-not-found" KEYS_AND_ROTATION "";
    "IDX10503" ".NET"
        "No key that the receiver knows verifies the signature."
        "kid; authority the keys are read from."
        "key-not-found" KEYS_AND_ROTATION "";
    "IDX10504" ".NET"
        "The token has no signature."
        "alg; third segment."
        "signature-missing" SIGNATURE "";
    "IDX10511" ".NET"
        "The key was found and the signature does not verify."
        "Damage in copying; who the token is for."
        "signature-invalid" SIGNATURE "";
    "IDX10517" ".NET"
        "The signature does not verify, and the token has no key ID to choose a key by."
        "kid."
        "kid-missing" KEYS_AND_ROTATION "";
    "IDX10603" ".NET"
        "None of the receiver's keys decrypts the token."
        "TokenDecryptionKey against the key the issuer encrypts for."
        "" ENCRYPTED_TOKENS "";
    "IDX10609" ".NET"
        "The token is encrypted, and the receiver has no key to try."
        "TokenDecryptionKey."
        "structure-jwe-compact" ENCRYPTED_TOKENS "";
    "IDX10634" ".NET"
        "The receiver's library does not do this algorithm with this kind of key."
        "alg against the kind of key."
        "?alg-unknown key-unfit" SIGNATURE "";
    "IDX10653" ".NET"
        "The key is too short for the algorithm."
        "At least 256 bits for HS256, 2048 for RS256."
        "?hmac-weak-secret" SIGNATURE "";
    "IDX10720" ".NET"
        "The secret is too short for the algorithm."
        "At least 32 bytes for HS256, 48 for HS384, 64 for HS512."
        "?hmac-weak-secret" SIGNATURE "";
    "IDX12741" ".NET"
        "The text has neither three nor five parts between dots."
        "Dots; what was put in place of the token."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "IDX14100" ".NET"
        "The text does not have the shape of a JWT."
        "Dots; what was put in place of the token."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "IDX14101" ".NET"
        "The payload is not base64url."
        "Damage in copying."
        "base64url-invalid-character" ENCODING "";
    "IDX14102" ".NET"
        "The header is not base64url."
        "Damage in copying."
        "base64url-invalid-character" ENCODING "";
    "IDX14120" ".NET"
        "The text has a number of dots that no JWT has."
        "Dots."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "IDX14121" ".NET"
        "The text has a number of dots that no JWE has."
        "Dots."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "IDX14122" ".NET"
        "The text has more segments than any JWT."
        "Dots."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "IDX20803" ".NET"
        "The receiver could not load the issuer's metadata."
        "The metadata address, and whether the receiver reaches it."
        "" KEYS_AND_ROTATION "";
    "IDX20804" ".NET"
        "The receiver could not load the issuer's metadata."
        "The metadata address, and whether the receiver reaches it."
        "" KEYS_AND_ROTATION "";
    "IDX21323" ".NET"
        "The client has no nonce to compare with: its nonce cookie was lost or never set."
        "Cookies: SameSite, Secure, path, and whether sign-in began at the same host."
        "?nonce-mismatch" HASHES_AND_NONCE "";
    "IDX40001" ".NET, tenant-aware"
        "The issuer fits none of the issuers this tenant-aware check accepts."
        "iss against authority and tenant."
        "iss-mismatch" ISSUER "";
    "IDX40002" ".NET, tenant-aware"
        "An issuer of Azure AD B2C with a policy in it (tfp) is not accepted."
        "Form of the B2C issuer."
        "iss-b2c-tfp" ISSUER "";
    "IDX40003" ".NET, tenant-aware"
        "The token carries no tenant ID."
        "tid."
        "tid-missing" TENANT "";
    "IDX40004" ".NET, tenant-aware"
        "The tenant ID is not the one in the issuer."
        "tid against iss."
        "iss-tenant-mismatch" TENANT "";
    "IDX40005" ".NET, tenant-aware"
        "The key belongs to another issuer than the token names."
        "Authority the keys are read from."
        "key-not-found" KEYS_AND_ROTATION "";
    "IDX40012" ".NET, tenant-aware"
        "The signing key belongs to another cloud."
        "Authority against the cloud of the token."
        "?iss-cloud-mismatch" NATIONAL_CLOUDS "";
    "Incorrect token audience" "AWS STS"
        "The audience is none that the identity provider lists."
        "aud; usually sts.amazonaws.com."
        "?aud-mismatch" WORKLOAD_FEDERATION "";
    "Insufficient privileges to complete the operation" "Microsoft Graph"
        "The token is good, but it may not do this: neither its permissions nor, for a user, their role suffice."
        "Permissions that were granted, of which kind, and the user's role."
        "?scope-missing-expected role-missing-expected" CONSENT_AND_PERMISSIONS "";
    "insufficient_claims" "the API"
        "The API wants a claim that the token lacks, and names it in a claims challenge."
        "Pass the claims to the sign-in, skip the cache."
        "input-claims-challenge" STEP_UP "";
    "insufficient_scope" "RFC 6750"
        "The token is good, but lacks a scope that the call needs."
        "The scope the challenge names."
        "scope-missing-expected role-missing-expected scp-and-roles-missing" CONSENT_AND_PERMISSIONS "";
    "insufficient_user_authentication" "RFC 9470"
        "The sign-in behind the token is too weak or too old for this API."
        "acr_values and max_age of the challenge."
        "auth-time-too-old acrs-context-missing" STEP_UP "";
    "interaction_required" "OpenID Connect Core"
        "The user has to take part."
        "An interactive request."
        "" MFA_AND_CONDITIONAL_ACCESS "";
    "invalid algorithm" "jsonwebtoken"
        "The algorithm is none that the receiver accepts."
        "alg against the list of the receiver."
        "?alg-not-allowed-for-profile" SIGNATURE "";
    "Invalid audience" "python-jose"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "Invalid Compact JWS" "jose"
        "The text does not have the shape of a JWT."
        "That the whole token was sent, and nothing else."
        "?structure-wrong-segment-count base64url-invalid-character" TOKEN_STRUCTURE "";
    "Invalid issuer" "PyJWT"
        "The issuer is none that the receiver accepts."
        "iss."
        "iss-mismatch" ISSUER "";
    "Invalid JWT serialization" "Nimbus, Spring Security"
        "The text does not have the shape of a JWT."
        "Dots; what was put in place of the token."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "invalid signature" "jsonwebtoken"
        "The signature does not verify."
        "The key, and whether the token was changed."
        "signature-invalid" SIGNATURE "";
    "invalid_client" "RFC 6749"
        "The client could not be authenticated."
        "Secret or client assertion."
        "assertion-aud-wrong assertion-iss-sub-differ" CLIENT_ASSERTION "";
    "invalid_dpop_proof" "RFC 9449"
        "The DPoP proof is invalid."
        "htm, htu, iat, ath and key of the proof."
        "dpop-proof-claim-missing dpop-jkt-mismatch dpop-ath-mismatch dpop-proof-stale dpop-htu-query" POP_TOKENS "";
    "invalid_grant" "RFC 6749"
        "Code, refresh token or assertion is invalid, expired, revoked or was issued to another client."
        "The description beside it."
        "" READ_THE_ERROR "";
    "invalid_request" "RFC 6749"
        "A parameter is missing, malformed or there twice."
        "The description beside it."
        "" READ_THE_ERROR "";
    "invalid_scope" "RFC 6749"
        "A scope is unknown, malformed or more than may be granted."
        "Spelling of the scope."
        "scope-missing-expected" CONSENT_AND_PERMISSIONS "";
    "invalid_target" "RFC 8707"
        "The resource or audience asked for is unknown or not allowed."
        "resource or audience."
        "?aud-mismatch" AUDIENCE "";
    "invalid_token" "RFC 6750"
        "The API takes the token for expired, revoked, malformed or not meant for it."
        "The description beside it; expiry and audience first."
        "token-expired aud-mismatch iss-mismatch signature-invalid" READ_THE_ERROR "";
    "InvalidAuthenticationToken" "Microsoft Graph, Azure Resource Manager"
        "The token is expired, damaged, or for another API."
        "The message beside it; expiry and audience first."
        "?token-expired aud-mismatch" READ_THE_ERROR "";
    "InvalidAuthenticationTokenAudience" "Azure Resource Manager"
        "The token was issued for something else than Azure Resource Manager."
        "Scope the token was asked for with."
        "aud-mismatch" AUDIENCE "";
    "InvalidAuthenticationTokenTenant" "Azure Resource Manager"
        "The token is of another tenant than the subscription."
        "tid against the tenant of the subscription."
        "?tid-mismatch" TENANT "";
    "is invalid for the target audiences" "Kubernetes"
        "The token was made for another audience than the receiver's."
        "audience of the projected token."
        "aud-mismatch" AUDIENCE "";
    "Jwks doesn't have key to match kid or alg from Jwt" "Envoy, Istio"
        "No key of the set fits the token."
        "kid and alg; how old the set is."
        "?key-not-found" KEYS_AND_ROTATION "";
    "Jwks remote fetch is failed" "Envoy, Istio"
        "The proxy could not load the issuer's keys."
        "The address of the keys, and whether the proxy reaches it."
        "" KEYS_AND_ROTATION "";
    "jwt audience invalid" "jsonwebtoken"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "JWT audience rejected" "Nimbus"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "JWT before use time" "Nimbus"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "jwt expired" "jsonwebtoken, jjwt"
        "The token has expired."
        "exp against the receiver's clock."
        "token-expired" TIME_CLAIMS "";
    "Jwt is expired" "Envoy, Istio"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "Jwt is missing" "Envoy, Istio"
        "The request carried no token."
        "The Authorization header, also behind proxies."
        "" READ_THE_ERROR "";
    "Jwt is not in the form of" "Envoy, Istio"
        "The text does not have the shape of a JWT."
        "That the whole token was sent, and nothing else."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "jwt issuer invalid" "jsonwebtoken"
        "The issuer is none that the receiver accepts."
        "iss."
        "iss-mismatch" ISSUER "";
    "Jwt issuer is not configured" "Envoy, Istio"
        "The issuer is none that the proxy knows."
        "iss against the rules of the proxy, slash included."
        "iss-mismatch" ISSUER "";
    "jwt malformed" "jsonwebtoken"
        "The text does not have the shape of a JWT."
        "What was put in place of the token."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "JWT missing required claims" "Nimbus"
        "The token lacks the claims that the message names."
        "The claims that the message names."
        "?required-claim-missing" MISSING_CLAIMS "";
    "jwt must be provided" "jsonwebtoken"
        "The code that checks it was given no token."
        "Where the token is taken from the request."
        "" READ_THE_ERROR "";
    "jwt not active" "jsonwebtoken"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "Jwt not yet valid" "Envoy, Istio"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "JWT signature does not match" "jjwt"
        "The signature does not verify."
        "Damage in copying; key."
        "signature-invalid" SIGNATURE "";
    "jwt signature is required" "jsonwebtoken"
        "The token has no signature."
        "alg; third segment."
        "signature-missing" SIGNATURE "";
    "JWT strings must contain exactly 2 period" "jjwt"
        "The text does not have the shape of a JWT."
        "That the whole token was sent, and nothing else."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "Jwt used before" "Spring Security"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "Jwt verification fails" "Envoy, Istio"
        "The signature does not verify."
        "The key, and whether the token was changed."
        "signature-invalid" SIGNATURE "";
    "Lifetime validation failed, the token is expired" "Microsoft Graph"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "login_required" "OpenID Connect Core"
        "The user has to sign in."
        "An interactive request."
        "" TOKEN_ACQUISITION "";
    "missing required aud claim" "jose"
        "The token names no audience."
        "aud."
        "aud-missing" AUDIENCE "";
    "missing required exp claim" "jose"
        "The token has no expiry."
        "exp."
        "exp-missing" TIME_CLAIMS "";
    "missing required iss claim" "jose"
        "The token names no issuer."
        "iss."
        "iss-missing" ISSUER "";
    "MSIS9650" "AD FS"
        "The on-behalf-of request presents a token without the scope user_impersonation."
        "scp of the token."
        "scope-missing-expected" ON_BEHALF_OF "";
    "multiple matching keys found in the JSON Web Key Set" "jose"
        "The token has no key ID that tells the keys of the set apart."
        "kid; or try each of the keys."
        "?kid-missing" KEYS_AND_ROTATION "";
    "nbf claim timestamp check failed" "jose"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "no applicable key found in the JSON Web Key Set" "jose"
        "No key of the set fits the token."
        "kid; where the keys are read from."
        "key-not-found" KEYS_AND_ROTATION "";
    "No authorization token was found" "express-jwt"
        "The request carried no token."
        "The Authorization header, also behind proxies."
        "" READ_THE_ERROR "";
    "No OpenIDConnect provider found in your account" "AWS STS"
        "The account has no identity provider for the token's issuer."
        "iss against the provider's URL, in this account."
        "?fic-issuer-mismatch" WORKLOAD_FEDERATION "";
    "Not authorized to perform sts:AssumeRoleWithWebIdentity" "AWS STS"
        "The trust policy of the role does not let this token in."
        "sub and aud against the conditions of the policy, letter by letter."
        "?fic-subject-mismatch aud-mismatch" WORKLOAD_FEDERATION "";
    "Not enough segments" "PyJWT"
        "The text does not have the shape of a JWT."
        "Dots; what was put in place of the token."
        "structure-wrong-segment-count" TOKEN_STRUCTURE "";
    "oidc: expected audience" "go-oidc, Kubernetes"
        "The audience is not the client that the receiver was set up for."
        "aud against the client ID."
        "aud-mismatch" AUDIENCE "";
    "Request had invalid authentication credentials" "Google APIs"
        "The token is expired, damaged, or no access token of Google."
        "Expiry; that an access token was sent and no ID token."
        "?token-expired" READ_THE_ERROR "";
    "service account token has expired" "Kubernetes"
        "The token has expired."
        "That the app reads the file of the projected token anew."
        "token-expired" TIME_CLAIMS "";
    "Signature has expired" "PyJWT"
        "The token has expired."
        "exp against the receiver's clock."
        "token-expired" TIME_CLAIMS "";
    "signature verification failed" "jose, PyJWT"
        "The signature does not verify."
        "Damage in copying; key; who the token is for."
        "signature-invalid" SIGNATURE "";
    "Signed JWT rejected: Invalid signature" "Nimbus, Spring Security"
        "The signature does not verify."
        "The key, and whether the token was changed."
        "signature-invalid" SIGNATURE "";
    "The access token expired" "RFC 6750"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "The aud claim is not valid" "Spring Security"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "The audience '…' is invalid" "ASP.NET Core"
        "The audience is none that the receiver accepts."
        "aud against ValidAudience."
        "aud-mismatch" AUDIENCE "";
    "The Claim 'aud' value doesn't contain" "java-jwt"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "The Claim 'iss' value doesn't match" "java-jwt"
        "The issuer is none that the receiver accepts."
        "iss."
        "iss-mismatch" ISSUER "";
    "The given credential is rejected by the attribute condition" "Google Cloud STS"
        "The condition of the identity provider does not let this token in."
        "The condition against the claims, such as repository and ref."
        "?fic-subject-mismatch" WORKLOAD_FEDERATION "";
    "The incoming token has expired" "Amazon API Gateway"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "The iss claim is not valid" "Spring Security"
        "The issuer is not the one configured."
        "iss against issuer-uri."
        "iss-mismatch" ISSUER "";
    "The issuer '…' is invalid" "ASP.NET Core"
        "The issuer is none that the receiver accepts."
        "iss against ValidIssuer."
        "iss-mismatch" ISSUER "";
    "The signature is invalid" "ASP.NET Core"
        "The signature does not verify."
        "The key, and whether the token was changed."
        "signature-invalid" SIGNATURE "";
    "The signature key was not found" "ASP.NET Core"
        "No key that the receiver knows has the key ID of the token."
        "iss against the receiver's authority; whether it reaches the issuer's keys."
        "key-not-found" KEYS_AND_ROTATION "";
    "The Token can't be used before" "java-jwt"
        "The token is not valid yet."
        "nbf and iat against the receiver's clock."
        "?token-not-yet-valid iat-in-future" TIME_CLAIMS "";
    "The token expired at" "ASP.NET Core"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "The Token has expired on" "java-jwt"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "The token has no expiration" "ASP.NET Core"
        "The token has no expiry."
        "exp."
        "exp-missing" TIME_CLAIMS "";
    "The token is not valid before" "ASP.NET Core"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "The token is not yet valid" "PyJWT"
        "The token is not valid yet."
        "nbf and iat against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "The token lifetime is invalid" "ASP.NET Core"
        "The token expires before it becomes valid."
        "nbf and exp."
        "exp-not-after-start" TIME_CLAIMS "";
    "The Token's Signature resulted invalid" "java-jwt"
        "The signature does not verify."
        "The key, and whether the token was changed."
        "signature-invalid" SIGNATURE "";
    "token has invalid audience" "golang-jwt"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "token has invalid issuer" "golang-jwt"
        "The issuer is none that the receiver accepts."
        "iss."
        "iss-mismatch" ISSUER "";
    "Token has wrong audience" "google-auth"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "token is expired" "golang-jwt, go-oidc, Kubernetes"
        "The token has expired."
        "exp, and how the client renews."
        "token-expired" TIME_CLAIMS "";
    "token is malformed" "golang-jwt"
        "The text does not have the shape of a JWT."
        "That the whole token was sent, and nothing else."
        "?structure-wrong-segment-count base64url-invalid-character payload-not-json" TOKEN_STRUCTURE "";
    "Token is missing the aud claim" "PyJWT"
        "The token names no audience."
        "aud."
        "aud-missing" AUDIENCE "";
    "Token is missing the exp claim" "PyJWT"
        "The token has no expiry."
        "exp."
        "exp-missing" TIME_CLAIMS "";
    "Token is missing the iss claim" "PyJWT"
        "The token names no issuer."
        "iss."
        "iss-missing" ISSUER "";
    "token is not valid yet" "golang-jwt"
        "The token is not valid yet."
        "nbf against the receiver's clock."
        "?token-not-yet-valid" TIME_CLAIMS "";
    "token is unverifiable" "golang-jwt"
        "The receiver found no key for the token, or does not accept its algorithm."
        "kid and alg; where the keys are read from."
        "?key-not-found alg-not-allowed-for-profile" KEYS_AND_ROTATION "";
    "Token must contain sub claim" "Microsoft Graph userinfo"
        "The token has no subject; seen with brokers that asked without openid."
        "Ask with the scope openid."
        "required-claim-missing" MISSING_CLAIMS "";
    "token signature is invalid" "golang-jwt"
        "The signature does not verify."
        "The key, and whether the token was changed."
        "signature-invalid" SIGNATURE "";
    "token used before issued" "golang-jwt"
        "The token was issued in the receiver's future."
        "iat against the receiver's clock."
        "?iat-in-future" TIME_CLAIMS "";
    "Token used too early" "google-auth"
        "The token was issued in the receiver's future."
        "iat against the receiver's clock."
        "?iat-in-future" TIME_CLAIMS "";
    "unauthorized_client" "RFC 6749"
        "This client may not use this grant."
        "Registration of the client."
        "" TOKEN_ACQUISITION "";
    "unexpected aud claim value" "jose"
        "The audience is none that the receiver accepts."
        "aud."
        "aud-mismatch" AUDIENCE "";
    "unexpected iss claim value" "jose"
        "The issuer is none that the receiver accepts."
        "iss."
        "iss-mismatch" ISSUER "";
    "unexpected typ JWT header value" "jose"
        "The typ in the header is not the one expected."
        "typ."
        "?typ-unexpected typ-generic-jwt" HEADER_PARAMS "";
    "unsupported_grant_type" "RFC 6749"
        "The server does not offer this grant."
        "grant_type."
        "" TOKEN_ACQUISITION "";
    "use_dpop_nonce" "RFC 9449"
        "The server wants a nonce of its own in the DPoP proof."
        "Repeat with the nonce from the DPoP-Nonce header."
        "" POP_TOKENS "";
};

/// The entry with exactly this code, letter case ignored.
pub fn by_code(code: &str) -> Option<&'static ServerError> {
    fn lower(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    let at = SERVER_ERRORS
        .binary_search_by(|entry| lower(entry.code).cmp(lower(code)))
        .ok()?;
    SERVER_ERRORS.get(at)
}

/// The entry of a code, and whether it is that of its parent: sub-codes of the sign-in service add digits to a code.
pub fn lookup(code: &str) -> Option<(&'static ServerError, bool)> {
    if let Some(entry) = by_code(code) {
        return Some((entry, false));
    }
    if !code.get(..6)?.eq_ignore_ascii_case("AADSTS") {
        return None;
    }
    let mut parent = code;
    while parent.len() > "AADSTS".len() + 5 {
        parent = parent.get(..parent.len() - 1)?;
        if let Some(entry) = by_code(parent) {
            return Some((entry, true));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of the sign-in service that the project gathered facts about.
    const GATHERED: &str = "1000014 1000029 1000039 1000104 1002012 221000 240002 28002 399209 50001 500011 500014 \
        500033 50006 500061 5000811 50010 500101 500103 50012 500126 50013 500131 500132 500133 \
        500136 500137 500138 500139 50020 500207 500208 50027 5002726 5002730 500277 50034 50048 \
        50057 50059 50072 50074 50076 50078 50079 50089 50097 50098 50100 50103 50105 50107 50108 \
        50117 50130 50131 50146 501461 50158 50162 50164 50171 50173 50194 50196 53000 53001 53003 \
        530032 53011 54005 65001 65004 65005 650053 650056 650057 650059 70000 700001 7000033 \
        700005 7000112 7000114 700016 700021 7000215 7000216 7000218 700022 7000222 700023 700024 \
        700025 700027 700030 70008 700082 700084 70011 70021 700211 700212 700213 7002138 700229 \
        70023 70043 70044 90002 90008 90009 9001023 90014 900144 90016 900161 90017 90019 90027 \
        90038 900382 900384 900439 90072 90089 90094 90095 90124 90129 90130";

    #[test]
    fn every_gathered_code_is_there_and_no_other() {
        let known = SERVER_ERRORS
            .iter()
            .filter_map(|entry| entry.code.strip_prefix("AADSTS"));
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        let gathered: Vec<&str> = GATHERED.split_ascii_whitespace().collect();
        assert_eq!(known, gathered);
        assert_eq!(gathered.len(), 131);
    }

    #[test]
    fn the_table_is_sorted_and_short() {
        for pair in SERVER_ERRORS.windows(2) {
            let lower = |at: usize| pair[at].code.to_ascii_lowercase();
            assert!(lower(0) < lower(1), "{}", pair[1].code);
        }
        for entry in SERVER_ERRORS {
            let words = entry.meaning.split_whitespace().count();
            assert!((3..=30).contains(&words), "{}", entry.code);
            assert!(
                entry.meaning.ends_with('.') && entry.check.ends_with('.'),
                "{}",
                entry.code
            );
            assert!(!entry.code.contains(['"', '\\']), "{}", entry.code);
        }
    }

    #[test]
    fn the_longest_code_wins_and_a_parent_stands_in() {
        let found = |code: &str| lookup(code).map(|(entry, via_parent)| (entry.code, via_parent));
        assert_eq!(found("AADSTS900161"), Some(("AADSTS900161", false)));
        assert_eq!(found("aadsts90016"), Some(("AADSTS90016", false)));
        assert_eq!(found("AADSTS900169"), Some(("AADSTS90016", true)));
        assert_eq!(found("AADSTS5001344"), Some(("AADSTS50013", true)));
        assert_eq!(found("AADSTS99999"), None);
        assert_eq!(found("IDX10223"), Some(("IDX10223", false)));
        assert_eq!(found("IDX102230"), None);
        assert_eq!(found("é"), None);
    }
}
